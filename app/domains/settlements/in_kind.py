"""In kind: the account of a creditor who takes the thing at the reserve. The claim is set off; only a difference is paid (AS-13, AS-17)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from app.domains.audit.service import record
from app.domains.settlements.events import BalanceDue, BuyerNamed, PriceFullyPaid
from app.domains.settlements.rules import IN_KIND, SettlementStatus
from app.domains.settlements.tables import Settlement, TakingOffer, Unsold
from app.infra.unit_of_work import Reading, Work, for_house
from app.kernel.errors import NotFound
from app.kernel.money import ZERO, Money
from app.law.rulebook import cite


@dataclass(frozen=True)
class TakerFacts:
    """Who takes the thing, as the case's register of parties knows it; `id_no` '' where the clerk has still to enter it."""

    name: str
    id_kind: str = ""
    id_no: str = ""
    phone: str = ""
    address: str = ""
    legal_rep: str = ""


def open_taking(w: Work, row: Unsold, taker: TakerFacts, *, pay_days: int) -> Settlement:
    """The account: price = the failed reserve, `deposit` = what of the claim is set off, balance = the difference, due in the days that the judge set.

    Without a difference the price counts as paid on the day of the choice, from which the ten days of the ruling run.
    """
    offer = taken_offer(w, row)
    offset = row.reserve - offer.difference
    before = w.session.scalar(for_house(select(func.max(Settlement.attempt)).where(Settlement.round_id == row.round_id))) or 0
    found = Settlement(
        court_id=row.court_id, case_id=row.case_id, asset_id=row.asset_id, round_id=row.round_id, title=row.title, winner_code="",
        price=row.reserve, deposit=offset, balance=offer.difference, paid=ZERO, due_on=w.today + timedelta(days=pay_days), sold_at=w.now,
        regime=IN_KIND, attempt=before + 1, **_buyer(taker),
    )  # fmt: skip
    if not offer.difference:
        found.status, found.paid_on, found.due_on = SettlementStatus.PAID.value, w.today, w.today
    w.session.add(found)
    w.flush()
    words = f"以物抵债：抵偿债权 {offset.grouped} 元，应补差额 {offer.difference.grouped} 元"
    record(w, "settlement.taken_in_kind", "settlement", found.id, words, case_id=found.case_id, authority=cite("AS-13"))
    of = (found.id, found.case_id, found.court_id, found.asset_id)
    if found.buyer_name:
        w.emit(BuyerNamed(*of))
    w.emit(BalanceDue(*of, w.today, pay_days, offer.difference, row.title) if offer.difference else PriceFullyPaid(*of, w.today, row.title))
    return found


def taken_offer(r: Reading, row: Unsold) -> TakingOffer:
    """The offer of the one who takes the thing; NotFound where nobody does."""
    found = r.session.scalar(for_house(select(TakingOffer)).where(TakingOffer.unsold_id == row.id, TakingOffer.creditor == row.taker, TakingOffer.lapsed == ""))
    if found is None:
        raise NotFound
    return found


def set_off(found: Settlement) -> Money:
    """What of the debt is paid by the thing itself; zero for a sale."""
    return found.deposit if found.regime == IN_KIND else ZERO


def _buyer(taker: TakerFacts) -> dict[str, str]:
    """A taker whose number is known needs no second entry."""
    if not taker.id_no:
        return {}
    return {
        "buyer_name": taker.name[:100], "buyer_id_kind": taker.id_kind, "buyer_id_no": taker.id_no, "buyer_phone": taker.phone,
        "buyer_address": taker.address[:200], "buyer_legal_rep": taker.legal_rep[:50],
    }  # fmt: skip
