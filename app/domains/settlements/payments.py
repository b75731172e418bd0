"""What is expected and asked for before the balance is whole: a bank's loan with its day, and the reminders that were given to the buyer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from app.domains.audit.service import record
from app.domains.settlements.queries import get_settlement, house_settlement
from app.domains.settlements.rules import PAYING, SERVICE_WAYS, owed
from app.domains.settlements.tables import BankLoan, Reminder, Settlement
from app.infra.unit_of_work import Reading, Work, for_house
from app.kernel.clock import day_of
from app.kernel.errors import Invalid, NotNow
from app.kernel.money import ZERO, Money
from app.law.rulebook import cite


def note_loan(w: Work, settlement_id: str, *, bank: str, amount: Money, expected_on: date) -> BankLoan:
    """A bank will pay a part on a day. The last day of the balance stays: who borrows carries the bank's delay."""
    found = _waiting(w, settlement_id)
    if not bank.strip():
        raise Invalid("填写贷款银行", field="bank")
    if not ZERO < amount <= owed(found.price, found.deposit, found.paid):
        raise Invalid("贷款额应大于零，不超过尚欠金额", field="loan_amount")
    if expected_on < w.today:
        raise Invalid("预计放款日不早于今天", field="expected_on")
    of = {"court_id": found.court_id, "case_id": found.case_id, "settlement_id": found.id}
    loan = BankLoan(**of, bank=bank.strip()[:100], amount=amount, expected_on=expected_on, noted_by=w.actor.id, noted_at=w.now)
    w.session.add(loan)
    w.flush()
    words = f"登记银行贷款：{loan.bank} {amount.grouped} 元，预计 {expected_on.isoformat()} 放款"
    record(w, "settlement.loan_noted", "settlement", found.id, words, case_id=found.case_id, authority=cite("NA-32"))
    return loan


def note_reminder(w: Work, settlement_id: str, *, reminded_on: date, way: str) -> Reminder:
    """The buyer was reminded in writing; without one no default is declared."""
    found = _waiting(w, settlement_id)
    if not (day_of(found.sold_at) <= reminded_on <= w.today):
        raise Invalid("催缴日应在成交之后、不晚于今天", field="reminded_on")
    if way not in SERVICE_WAYS:
        raise Invalid("选择送达方式", field="reminder_way")
    of = {"court_id": found.court_id, "case_id": found.case_id, "settlement_id": found.id}
    reminder = Reminder(**of, reminded_on=reminded_on, way=way, noted_by=w.actor.id, noted_at=w.now)
    w.session.add(reminder)
    w.flush()
    record(w, "settlement.reminded", "settlement", found.id, f"催缴余款（{way}）", case_id=found.case_id, authority=cite("NA-32"))
    return reminder


def take_service(w: Work, settlement_id: str, *, on: date, way: str, for_id: str) -> Reminder | None:
    """The written demand reached the buyer: that is a reminder. Nothing once the price is paid or the default declared. For the house's step.

    for_id: who is named where the house itself counts the demand as served (a notice whose days have passed).
    """
    found = house_settlement(w, settlement_id)
    if found.status not in PAYING:
        return None
    of = {"court_id": found.court_id, "case_id": found.case_id, "settlement_id": found.id}
    reminder = Reminder(**of, reminded_on=on, way=way[:20], noted_by=for_id if w.actor.is_system else w.actor.id, noted_at=w.now)
    w.session.add(reminder)
    w.flush()
    record(w, "settlement.reminded", "settlement", found.id, f"催缴通知已送达（{way}）", case_id=found.case_id, authority=cite("NA-32"))
    return reminder


def list_loans(r: Reading, settlement_ids: Sequence[str]) -> Sequence[BankLoan]:
    """Loans of accounts that the actor holds, soonest first."""
    return r.session.scalars(for_house(select(BankLoan).where(BankLoan.settlement_id.in_(settlement_ids)).order_by(BankLoan.expected_on, BankLoan.id))).all()


def list_reminders(r: Reading, settlement_id: str) -> Sequence[Reminder]:
    """Reminders of an account that the actor holds, oldest first."""
    return r.session.scalars(for_house(select(Reminder).where(Reminder.settlement_id == settlement_id).order_by(Reminder.reminded_on, Reminder.id))).all()


def _waiting(w: Work, settlement_id: str) -> Settlement:
    found = get_settlement(w, settlement_id)
    if found.status not in PAYING:
        raise NotNow("余款已经付清或者已经悔拍", code="not_waiting")
    return found
