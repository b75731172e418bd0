"""Verbs of settlements: open, name the buyer, book a receipt, make and serve the ruling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from app.domains.agencies.bidders import refuse_unaccepted
from app.domains.assets.queries import first_seizure_ends_on
from app.domains.audit.service import record
from app.domains.cases.identities import check_identity, check_phone
from app.domains.cases.queries import lock_house_case
from app.domains.cases.types import IdKind
from app.domains.settlements.events import BalanceDue, BuyerNamed, PriceFullyPaid, RulingMade, RulingServed
from app.domains.settlements.qualifying import refuse_unfit
from app.domains.settlements.queries import any_surplus, get_settlement, list_receipts
from app.domains.settlements.rules import (
    IN_KIND,
    LIFE,
    PAYING,
    SERVICE_WAYS,
    SettlementAct,
    SettlementStatus,
    check_settled,
    owed,
    ruling_suffix,
    split_receipt,
)
from app.domains.settlements.second_sale import follow_second_sale
from app.domains.settlements.tables import Receipt, Settlement
from app.infra.unit_of_work import Work, for_house
from app.kernel.actor import Role
from app.kernel.clock import day_of
from app.kernel.errors import Invalid, NotAllowed, NotNow
from app.kernel.money import ZERO, Money, total
from app.law.rulebook import cite


@dataclass(frozen=True)
class OpenSettlement:
    """A sold round."""

    court_id: str
    case_id: str
    asset_id: str
    round_id: str
    title: str
    winner_code: str
    price: Money
    deposit: Money
    sold_at: datetime
    balance_days: int
    regime: str = "online"


@dataclass(frozen=True)
class BookReceipt:
    """Money that came in. `reference` is the bank's number: the same twice is refused. keep_surplus: what is more than is owed is kept, to go back."""

    amount: Money
    received_on: date
    payer: str
    reference: str
    remark: str = ""
    keep_surplus: bool = False


def open_settlement(w: Work, order: OpenSettlement) -> Settlement:
    """Open the account of a sold round: the balance is due by the announcement's days (NA-32: no statutory number)."""
    sold_on = day_of(order.sold_at)
    plain = {name: value for name, value in vars(order).items() if name != "balance_days"}
    found = Settlement(**plain, balance=order.price - order.deposit, paid=ZERO, due_on=sold_on + timedelta(days=order.balance_days))
    w.session.add(found)
    w.flush()
    record(w, "settlement.opened", "settlement", found.id, f"成交 {order.price.grouped} 元，应付余款 {found.balance.grouped} 元", case_id=order.case_id)
    follow_second_sale(w, found)
    w.emit(BalanceDue(*_of(found), sold_on, order.balance_days, found.balance, order.title))
    return found


def name_buyer(
    w: Work, settlement_id: str, *, name: str, id_no: str, phone: str = "", address: str = "", legal_rep: str = "", id_kind: IdKind | None = None
) -> Settlement:
    """Enter who the buyer is, from the site's confirmation document. Numbers are checked (M-19); once the ruling is made they stand.

    Without `id_kind` the number tells it: 17 digits and a check place is a resident, else a credit code. The ruling names the residence
    (住所地) and a unit's representative; a unit without one is refused.
    """
    found = get_settlement(w, settlement_id)
    if found.ruling_no:
        raise NotNow("裁定已经作出，买受人不能再改", code="ruled")
    if not name.strip():
        raise Invalid("填写买受人姓名或名称", field="buyer_name")
    kind = id_kind or (IdKind.RESIDENT if id_no.strip()[:17].isdigit() else IdKind.USCC)
    number, called = check_identity(kind, id_no, today=w.today, field="id_no"), check_phone(phone, field="phone")
    if kind is IdKind.USCC and not legal_rep.strip():
        raise Invalid("买受人是单位的，填写法定代表人或者负责人", field="legal_rep")
    _refuse_barred(w, found, name.strip(), number)
    known = bool(found.buyer_name)
    found.buyer_name, found.buyer_id_kind, found.buyer_id_no, found.buyer_phone = name.strip()[:100], kind.value, number, called
    found.buyer_address, found.buyer_legal_rep = address.strip()[:200], legal_rep.strip()[:50]
    record(w, "settlement.buyer_named", "settlement", found.id, f"{'更正' if known else '登记'}买受人（依成交确认书）", case_id=found.case_id)
    w.flush()
    w.emit(BuyerNamed(*_of(found)))
    return found


def book_receipt(w: Work, settlement_id: str, order: BookReceipt) -> Settlement:
    """Book money that came in; the last of it makes the price fully paid and starts the ruling's period."""
    found, booked = get_settlement(w, settlement_id), list_receipts(w, settlement_id)
    waits = found.status in PAYING
    amount, surplus = split_receipt(owed(found.price, found.deposit, found.paid) if waits else ZERO, order.amount, keep_surplus=order.keep_surplus)
    if order.received_on > w.today:
        raise Invalid("到账日不能晚于今天", field="received_on")
    plain = {"received_on": order.received_on, "payer": order.payer, "reference": _reference(order.reference, booked), "remark": order.remark}
    of = {"court_id": found.court_id, "case_id": found.case_id, "settlement_id": found.id, "amount": amount, "surplus": surplus}
    w.session.add(Receipt(**of, **plain, booked_by=w.actor.id, booked_at=w.now))
    if surplus:
        record(w, "settlement.surplus_kept", "settlement", found.id, f"多付款 {surplus.grouped} 元，待退还付款人", case_id=found.case_id)
    if not waits:
        w.flush()
        return found
    found.paid = total([*(each.amount for each in booked), amount])
    whole = not owed(found.price, found.deposit, found.paid)
    found.status = LIFE.advance(SettlementStatus(found.status), SettlementAct.PAY_ALL if whole else SettlementAct.PAY_PART).value
    found.paid_on = order.received_on if whole else None
    w.flush()
    record(w, "settlement.receipt_booked", "settlement", found.id, f"登记到账 {amount.grouped} 元{'，价款付清' if whole else ''}", case_id=found.case_id)
    if whole:
        w.emit(PriceFullyPaid(*_of(found), order.received_on, found.title))
    return found


def make_ruling(w: Work, settlement_id: str) -> Settlement:
    """The judge makes the sale ruling once the price is paid."""
    found = get_settlement(w, settlement_id)
    if w.actor.role not in (Role.JUDGE, Role.SYSTEM):
        raise NotAllowed("你不能作出成交裁定：该操作属于承办法官", code="no_right")
    if not found.buyer_name:
        raise NotNow(f"不能作出裁定：缺{'承受人。先登记其证件' if found.regime == IN_KIND else '买受人。先依成交确认书登记'}", code="no_buyer")
    refuse_unaccepted(w, found.round_id, found.winner_code)
    _refuse_lapsed(w, found)
    refuse_unfit(w, found)
    found.status = LIFE.advance(SettlementStatus(found.status), SettlementAct.MAKE_RULING).value
    lock_house_case(w, found.case_id)
    made = w.session.scalar(for_house(select(func.count(Settlement.id)).where(Settlement.case_id == found.case_id, Settlement.ruling_no != ""))) or 0
    found.ruling_made_on, found.ruling_no = w.today, ruling_suffix(made)
    w.flush()
    record(
        w,
        "settlement.ruling_made",
        "settlement",
        found.id,
        f"作出{ruling_word(found)}：{found.title}",
        case_id=found.case_id,
        authority="法释〔2004〕16号 第20条",
    )
    w.emit(RulingMade(*_of(found), found.ruling_no))
    return found


def serve_ruling(w: Work, settlement_id: str, *, served_on: date, way: str) -> Settlement:
    """The ruling reached the buyer: title passes, the fifteen days of handing over begin."""
    found = get_settlement(w, settlement_id)
    if served_on > w.today or (found.ruling_made_on and served_on < found.ruling_made_on):
        raise Invalid("送达日应在裁定作出之后、不晚于今天", field="served_on")
    if way not in SERVICE_WAYS:
        raise Invalid("选择送达方式", field="way")
    found.status = LIFE.advance(SettlementStatus(found.status), SettlementAct.SERVE).value
    found.ruling_served_on, found.ruling_served_way = served_on, way
    w.flush()
    record(
        w,
        "settlement.ruling_served",
        "settlement",
        found.id,
        f"{ruling_word(found)}送达{'承受人' if found.regime == IN_KIND else '买受人'}（{way}）",
        case_id=found.case_id,
        authority="法释〔2016〕18号 第22条",
    )
    w.emit(RulingServed(*_of(found), served_on, found.buyer_name, found.title))
    return found


def settle(w: Work, settlement_id: str, *, handed_over: bool, paid_out: bool) -> Settlement:
    """All is handed over and paid out: the account is closed."""
    found = get_settlement(w, settlement_id)
    check_settled(handed_over=handed_over, paid_out=paid_out, surplus_back=not any_surplus(list_receipts(w, found.id)))
    found.status = LIFE.advance(SettlementStatus(found.status), SettlementAct.SETTLE).value
    w.flush()
    record(w, "settlement.settled", "settlement", found.id, f"款项结清：{found.title}", case_id=found.case_id)
    return found


def record_export(w: Work, count: int) -> None:
    """Keep that a list of money was taken out of the house."""
    record(w, "settlements.exported", "settlement", "list", f"导出款项列表 {count} 行")


def ruling_word(found: Settlement) -> str:
    """What the ruling of an account is called."""
    return "以物抵债裁定" if found.regime == IN_KIND else "成交裁定"


def _reference(told: str, booked: Sequence[Receipt]) -> str:
    """The bank's number; one whose booking was reversed may be booked again and then tells which time it is."""
    if not told.strip():
        raise Invalid("填写银行流水号", field="reference")
    undone = {each.reverses_id for each in booked}
    same = [each for each in booked if each.amount >= ZERO and (each.reference == told or each.reference.startswith(f"{told}·"))]
    if any(each.id not in undone for each in same):
        raise Invalid("这笔流水已经登记过", field="reference")
    return f"{told[:90]}·{len(same) + 1}" if same else told


def _refuse_lapsed(w: Work, found: Settlement) -> None:
    """Nothing passes on a seizure that had lapsed when it was sold (EX-13)."""
    ends_on, sold_on = first_seizure_ends_on(w, found.asset_id), day_of(found.sold_at)
    if ends_on is not None and ends_on < sold_on:
        raise NotNow(f"查封已于 {ends_on.isoformat()} 届满，早于成交日 {sold_on.isoformat()}：先依法重新查封或者撤销（{cite('EX-13')}）", code="seizure_lapsed")


def _refuse_barred(w: Work, found: Settlement, name: str, number: str) -> None:
    """Whoever defaulted on this thing may not buy it again (NA-34); told by the name of the default or the number of its account."""
    earlier = select(Settlement.buyer_name, Settlement.buyer_id_no).where(
        Settlement.asset_id == found.asset_id,
        Settlement.status == SettlementStatus.DEFAULTED.value,
        Settlement.regime != IN_KIND,
        Settlement.id != found.id,
    )
    for barred_name, barred_number in w.session.execute(for_house(earlier)):
        if (barred_number and barred_number == number) or (not barred_number and barred_name == name):
            raise NotNow(f"该买受人曾对这件标的物悔拍，不得参加重新拍卖的竞买（{cite('NA-34')}）", code="buyer_barred")


def _of(found: Settlement) -> tuple[str, str, str, str]:
    return (found.id, found.case_id, found.court_id, found.asset_id)
