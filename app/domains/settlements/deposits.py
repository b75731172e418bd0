"""Deposits of those who did not win: back within 24 hours of the end (NA-30). The site or the cashier is told and the day is noted; no money is moved here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from app.domains.audit.service import record
from app.domains.cases.queries import in_scope
from app.domains.settlements.events import RefundsDone, RefundsDue, RefundTold
from app.domains.settlements.queries import get_settlement
from app.domains.settlements.tables import DepositRefund, Unsold
from app.infra.unit_of_work import Reading, Work, for_house
from app.kernel.clock import day_of
from app.kernel.errors import Invalid, NotFound, NotNow
from app.kernel.money import Money
from app.law.rulebook import cite
from app.law.settlement import refund_clock

RULE = "NA-30"
LONGEST_CODE = 20


class Payer(StrEnum):
    """Who holds the deposit and is told to pay it back."""

    SITE = "site"
    CASHIER = "cashier"

    @property
    def word(self) -> str:
        """On the page."""
        return {Payer.SITE: "平台", Payer.CASHIER: "出纳"}[self]


@dataclass(frozen=True)
class OfRound:
    """A round that ended, sold or not."""

    court_id: str
    case_id: str
    asset_id: str
    round_id: str
    title: str
    deposit: Money
    ended_at: datetime


@dataclass(frozen=True)
class RefundShown:
    """One line of the list; late is danger."""

    row: DepositRefund
    late: bool
    state: str


def open_refunds(w: Work, ended: OfRound, codes: Sequence[str]) -> list[DepositRefund]:
    """One line for each bidder's code that did not win, once; the clock is the law's 24 hours from the end."""
    known = set(w.session.scalars(for_house(select(DepositRefund.code).where(DepositRefund.round_id == ended.round_id))))
    due_at = refund_clock(ended.ended_at).due_at
    shared = {"court_id": ended.court_id, "case_id": ended.case_id, "asset_id": ended.asset_id, "round_id": ended.round_id}
    fresh = [code for code in dict.fromkeys(codes) if code and code not in known]
    rows = [DepositRefund(**shared, title=ended.title, code=code, amount=ended.deposit, ended_at=ended.ended_at, due_at=due_at) for code in fresh]
    if not rows:
        return []
    w.session.add_all(rows)
    w.flush()
    words = f"竞价结束，{len(rows)} 名竞买人的保证金应于 24 小时内退还"
    record(w, "deposit.due", "round", ended.round_id, words, case_id=ended.case_id, authority=cite(RULE))
    w.emit(RefundsDue(ended.round_id, ended.case_id, ended.court_id, ended.asset_id, due_at, len(rows), ended.title))
    return rows


def add_code(w: Work, settlement_id: str, code: str) -> DepositRefund:
    """A bidder who paid a deposit and never bid is not in the log: the clerk enters the code."""
    sold = get_settlement(w, settlement_id)
    if code.strip().upper() == sold.winner_code:
        raise Invalid("这是买受人的竞买号，其保证金抵作价款", field="code")
    return add_code_of_round(w, OfRound(sold.court_id, sold.case_id, sold.asset_id, sold.round_id, sold.title, sold.deposit, sold.sold_at), code)


def add_code_of_failed(w: Work, row: Unsold, code: str) -> DepositRefund:
    """The same of a round that nobody won."""
    if row.ended_at is None:
        raise Invalid("填写竞买号", field="code")
    return add_code_of_round(w, OfRound(row.court_id, row.case_id, row.asset_id, row.round_id, row.title, row.deposit, row.ended_at), code)


def add_code_of_round(w: Work, ended: OfRound, code: str) -> DepositRefund:
    """The same of any round that ended and that the caller holds."""
    wanted = code.strip().upper()
    if not wanted or len(wanted) > LONGEST_CODE:
        raise Invalid("填写竞买号", field="code")
    made = open_refunds(w, ended, [wanted])
    if not made:
        raise Invalid("该竞买号已在退还清单中", field="code")
    return made[0]


def tell(w: Work, refund_id: str, payer: Payer) -> DepositRefund:
    """The site or the cashier was told to pay it back; the instant is kept."""
    row = get_refund(w, refund_id)
    if row.refunded_at is not None:
        raise NotNow("已登记退还", code="refunded")
    row.told_to, row.told_at = payer.value, w.now
    w.flush()
    record(w, "deposit.told", "round", row.round_id, f"通知{payer.word}退还竞买号 {row.code} 的保证金", case_id=row.case_id, authority=cite(RULE))
    w.emit(RefundTold(row.round_id, row.case_id, row.court_id, row.asset_id, row.code, payer.value))
    return row


def note_refunded(w: Work, refund_id: str, *, at: datetime, note: str) -> DepositRefund:
    """It went back, at an instant, by a voucher or the site's own notice."""
    row = _hold_round(w, refund_id)
    if row.refunded_at is not None:
        raise NotNow("已登记退还", code="refunded")
    if not row.ended_at <= at <= w.now:
        raise Invalid("退还时间应在竞价结束之后、不晚于现在", field="refunded_at")
    if not note.strip():
        raise Invalid("填写凭证号或者平台回执", field="note")
    row.refunded_at, row.note = at, note.strip()[:200]
    late = "，已超过 24 小时" if at > row.due_at else ""
    w.flush()
    record(w, "deposit.refunded", "round", row.round_id, f"登记退还竞买号 {row.code} 的保证金{late}", case_id=row.case_id, authority=cite(RULE))
    if all(each.row.refunded_at for each in list_of_round(w, row.round_id)):
        w.emit(RefundsDone(row.round_id, row.case_id, row.court_id, row.asset_id, day_of(at)))
    return row


def _hold_round(w: Work, refund_id: str) -> DepositRefund:
    """A line with all of its round held, in one order: of two last lines at one moment one sees that all are back."""
    of_round = select(DepositRefund).where(DepositRefund.round_id == get_refund(w, refund_id).round_id).order_by(DepositRefund.id)
    held = w.session.scalars(for_house(of_round.with_for_update().execution_options(populate_existing=True))).all()
    return next(each for each in held if each.id == refund_id)


def list_open(r: Reading, *, limit: int = 200) -> list[RefundShown]:
    """All that are not back yet, in scope, soonest due first; one query."""
    open_ = select(DepositRefund).where(DepositRefund.refunded_at.is_(None)).order_by(DepositRefund.due_at, DepositRefund.code).limit(limit)
    return [show(row, r.now) for row in r.session.scalars(in_scope(open_, DepositRefund, r.actor))]


def is_listed(r: Reading, round_id: str) -> bool:
    """Does any deposit of a round in scope go back?"""
    return r.session.scalar(in_scope(select(DepositRefund.id).where(DepositRefund.round_id == round_id).limit(1), DepositRefund, r.actor)) is not None


def list_of_round(r: Reading, round_id: str) -> list[RefundShown]:
    """All of one round, for whoever holds it."""
    of_round = select(DepositRefund).where(DepositRefund.round_id == round_id).order_by(DepositRefund.code)
    return [show(row, r.now) for row in r.session.scalars(for_house(of_round))]


def show(row: DepositRefund, now: datetime) -> RefundShown:
    """A line with its state on an instant."""
    late = (row.refunded_at or now) > row.due_at
    state = "已退还" if row.refunded_at else f"已通知{Payer(row.told_to).word}" if row.told_at else "待通知"
    return RefundShown(row, late, state)


def get_refund(r: Reading, refund_id: str) -> DepositRefund:
    """A line in the actor's scope; NotFound otherwise."""
    found = r.session.scalar(in_scope(select(DepositRefund), DepositRefund, r.actor).where(DepositRefund.id == refund_id))
    if found is None:
        raise NotFound
    return found
