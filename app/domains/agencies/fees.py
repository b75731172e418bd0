"""Money of agencies: a fee for each accepted task by the engagement's price list, and the month's statement that the agency confirms and the court settles.

Bidders and parties never pay an agency (AUX-02); nothing is transferred here, only recorded.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select

from app.domains.agencies.events import StatementAnswered, StatementSent
from app.domains.agencies.permissions import ANSWER_BILL, BILL, SETTLE_BILL, require
from app.domains.agencies.queries import agency_name, engagement_on, in_reach
from app.domains.agencies.tables import Fee, Statement
from app.domains.agencies.types import StatementState
from app.domains.audit.service import record
from app.infra.unit_of_work import Reading, Work, for_house
from app.kernel.clock import day_of, local
from app.kernel.errors import Invalid, NotFound, NotNow
from app.kernel.ids import digest_of
from app.kernel.money import ZERO, Money, total

Found = TypeVar("Found", Fee, Statement)
MONTH = re.compile(r"20\d{2}-(0[1-9]|1[0-2])")
BY_LIST, UNPRICED = "按委托合同价格表", "价格表没有这类任务，待法院核定"


@dataclass(frozen=True)
class Earned:
    """A task whose work the court has accepted."""

    agency_id: str
    court_id: str
    task_id: str
    number: str
    kind: str
    title: str
    given_at: datetime


def charge(w: Work, earned: Earned) -> Fee:
    """Enter the fee of an accepted task, once, by the price list of the engagement that held when it was given; for the house's steps."""
    known = w.session.scalar(for_house(select(Fee)).where(Fee.task_id == earned.task_id))
    if known is not None:
        return known
    terms = engagement_on(w, earned.agency_id, earned.court_id, earned.kind, day_of(earned.given_at))
    price = terms.prices.get(earned.kind) if terms else None
    fee = Fee(
        **{name: value for name, value in vars(earned).items() if name != "given_at"},
        month=f"{local(w.now):%Y-%m}",
        earned_at=w.now,
        amount=None if price is None else Money(int(price)),
        note=UNPRICED if price is None else BY_LIST,
    )
    w.session.add(fee)
    w.flush()
    record(w, "agency.fee_earned", "agency", fee.agency_id, f"计费 {earned.number}：{fee.amount.grouped + ' 元' if fee.amount is not None else '待核定'}")
    return fee


def set_fee(w: Work, fee_id: str, amount: Money, note: str) -> Fee:
    """The court fixes or changes a fee, for a reason; once its statement is confirmed or settled it stands."""
    require(w.actor, BILL)
    fee = _get(w, Fee, fee_id)
    statement = _get(w, Statement, fee.statement_id) if fee.statement_id else None
    if statement is not None and statement.state not in (StatementState.SENT.value, StatementState.OBJECTED.value):
        raise NotNow("月结单已经确认，费用不能再改", code="statement_stands")
    if amount < ZERO or not note.strip():
        raise Invalid("金额不小于 0，并写明核定依据", field="amount" if amount < ZERO else "note")
    fee.amount, fee.note = amount, note.strip()[:200]
    record(w, "agency.fee_set", "agency", fee.agency_id, f"核定费用 {fee.number}：{amount.grouped} 元")
    if statement is not None:
        _draw_up(w, statement)
    return fee


def make_statement(w: Work, agency_id: str, month: str) -> Statement:
    """Draw up a month's statement from all fees up to it that stand in none, and send it; after an objection draw it up again."""
    require(w.actor, BILL)
    if not MONTH.fullmatch(month) or month > f"{local(w.now):%Y-%m}":
        raise Invalid("月份应为已到的年月，例如 2026-03", field="month")
    court_id = w.actor.court_id or ""
    mine = (Statement.agency_id == agency_id, Statement.court_id == court_id, Statement.month == month)
    statement = w.session.scalar(in_reach(select(Statement), Statement, w.actor).where(*mine))
    if statement is not None and statement.state in (StatementState.CONFIRMED.value, StatementState.SETTLED.value):
        raise NotNow("该月月结单已经确认", code="statement_stands")
    if statement is None:
        blank: dict[str, Any] = {"state": StatementState.SENT.value, "total": ZERO, "lines": [], "digest": "", "made_at": w.now, "made_by": w.actor.id}
        statement = Statement(agency_id=agency_id, court_id=court_id, month=month, **blank)
        w.session.add(statement)
        w.flush()
    for fee in _loose_fees(w, agency_id, court_id, month):
        fee.statement_id = statement.id
    w.flush()
    _draw_up(w, statement)
    record(w, "agency.statement_sent", "agency", agency_id, f"出具 {month} 月结单：{statement.total.grouped} 元", digest=statement.digest)
    w.emit(StatementSent(agency_id, court_id, statement.id, month))
    return statement


def answer_statement(w: Work, statement_id: str, *, objection: str = "") -> Statement:
    """The agency confirms ('' no objection) or objects with its reason."""
    require(w.actor, ANSWER_BILL)
    statement = _get(w, Statement, statement_id)
    if statement.state != StatementState.SENT.value:
        raise NotNow("月结单不在待确认状态", code="not_sent")
    objected = bool(objection.strip())
    statement.state = (StatementState.OBJECTED if objected else StatementState.CONFIRMED).value
    statement.objection, statement.answered_at = objection.strip()[:300], w.now
    record(
        w, "agency.statement_answered", "agency", statement.agency_id, f"{statement.month} 月结单{'有异议' if objected else '已确认'}", digest=statement.digest
    )
    w.emit(StatementAnswered(statement.agency_id, statement.court_id, statement.id, statement.month, statement.objection))
    return statement


def settle_statement(w: Work, statement_id: str, note: str) -> Statement:
    """The court settles a confirmed statement; note: how and by which voucher."""
    require(w.actor, SETTLE_BILL)
    statement = _get(w, Statement, statement_id)
    if statement.state != StatementState.CONFIRMED.value:
        raise NotNow("机构确认之后才能结算", code="not_confirmed")
    if not note.strip():
        raise Invalid("写明支付方式和凭证号", field="note")
    statement.state, statement.settled_at, statement.settled_by = StatementState.SETTLED.value, w.now, w.actor.id
    statement.settled_note = note.strip()[:300]
    record(
        w, "agency.statement_settled", "agency", statement.agency_id, f"结算 {statement.month} 月结单：{statement.total.grouped} 元", digest=statement.digest
    )
    return statement


def list_fees(r: Reading, agency_id: str, *, statement_id: str | None = None) -> Sequence[Fee]:
    """Fees of an agency within reach that stand in no statement yet, or in one; latest first."""
    held = select(Fee).where(Fee.agency_id == agency_id, Fee.statement_id.is_(None) if statement_id is None else Fee.statement_id == statement_id)
    return r.session.scalars(in_reach(held.order_by(Fee.earned_at.desc(), Fee.id.desc()), Fee, r.actor)).all()


def list_statements(r: Reading, agency_id: str) -> Sequence[Statement]:
    """Statements of an agency within reach, latest month first."""
    held = select(Statement).where(Statement.agency_id == agency_id).order_by(Statement.month.desc(), Statement.id.desc())
    return r.session.scalars(in_reach(held, Statement, r.actor)).all()


def get_statement(r: Reading, statement_id: str) -> Statement:
    """A statement within reach; NotFound otherwise."""
    return _get(r, Statement, statement_id)


def _draw_up(w: Work, statement: Statement) -> None:
    fees = w.session.scalars(for_house(select(Fee)).where(Fee.statement_id == statement.id).order_by(Fee.earned_at, Fee.id)).all()
    unpriced = [fee.number for fee in fees if fee.amount is None]
    if unpriced:
        raise NotNow(f"有 {len(unpriced)} 项费用待核定：{'、'.join(unpriced[:3])}", code="unpriced")
    if not fees:
        raise NotNow("该月没有要结算的费用", code="no_fees")
    amounts = [fee.amount for fee in fees if fee.amount is not None]
    statement.lines = [{"task": fee.number, "title": fee.title, "kind": fee.kind, "amount": str(fee.amount), "note": fee.note} for fee in fees]
    statement.total, statement.state, statement.objection, statement.made_at = total(amounts), StatementState.SENT.value, "", w.now
    statement.digest = digest_of({"agency": agency_name(w.session, statement.agency_id), "month": statement.month, "lines": statement.lines})


def _loose_fees(w: Work, agency_id: str, court_id: str, month: str) -> Sequence[Fee]:
    loose = (Fee.agency_id == agency_id, Fee.court_id == court_id, Fee.month <= month, Fee.statement_id.is_(None))
    return w.session.scalars(for_house(select(Fee)).where(*loose)).all()


def _get(r: Reading, row: type[Found], row_id: str | None) -> Found:
    found = r.session.scalar(in_reach(select(row), row, r.actor).where(row.id == row_id))
    if found is None:
        raise NotFound
    return found
