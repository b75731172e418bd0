"""Acts on the money page: reminders, loans, others' deposits, expenses, default; and the list of all deposits that are due back."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domains.agencies.queries import list_agencies
from app.domains.settlements import defaulting, deposits, ledger, payments, queries, reversing
from app.domains.settlements.acting import attempt
from app.domains.settlements.defaulting import Decision
from app.domains.settlements.deposits import Payer
from app.domains.settlements.money_forms import (
    CodeForm,
    DebtsForm,
    DecisionForm,
    DefaultForm,
    LoanForm,
    ReasonForm,
    RefundedForm,
    ReminderForm,
    ReturnForm,
    SpendForm,
    TellForm,
    amount_of,
)
from app.domains.settlements.paging import show_page, to_page
from app.domains.settlements.permissions import BOOK_RECEIPT, DECLARE_DEFAULT, REFUND, SEE_SETTLEMENTS, SPEND
from app.kernel.money import total
from app.web.access import me, permits, reading

pages = Blueprint("money", __name__)


@pages.post("/settlements/<settlement_id>/reminders")
@permits(BOOK_RECEIPT)
def remind(settlement_id: str) -> ResponseReturnValue:
    """登记催缴."""
    form = ReminderForm()
    if status := attempt(form, lambda w: payments.note_reminder(w, settlement_id, reminded_on=form.reminded_on.data, way=str(form.reminder_way.data))):
        return show_page(settlement_id, reminder=form), status
    return to_page(settlement_id)


@pages.post("/settlements/<settlement_id>/loans")
@permits(BOOK_RECEIPT)
def loan(settlement_id: str) -> ResponseReturnValue:
    """登记银行贷款."""
    form = LoanForm()
    if status := attempt(
        form, lambda w: payments.note_loan(w, settlement_id, bank=str(form.bank.data), amount=amount_of(form.loan_amount), expected_on=form.expected_on.data)
    ):
        return show_page(settlement_id, loan=form), status
    return to_page(settlement_id)


@pages.post("/settlements/<settlement_id>/receipts/<receipt_id>/reverse")
@permits(BOOK_RECEIPT)
def reverse(settlement_id: str, receipt_id: str) -> ResponseReturnValue:
    """冲正一笔到账."""
    form = ReasonForm()
    if status := attempt(form, lambda w: reversing.reverse_receipt(w, settlement_id, receipt_id, str(form.reason.data))):
        return show_page(settlement_id, reverse=form), status
    return to_page(settlement_id)


@pages.post("/settlements/<settlement_id>/receipts/<receipt_id>/return")
@permits(BOOK_RECEIPT)
def give_back(settlement_id: str, receipt_id: str) -> ResponseReturnValue:
    """登记退还多付款."""
    form = ReturnForm()
    if status := attempt(form, lambda w: reversing.note_returned(w, settlement_id, receipt_id, on=form.returned_on.data, note=str(form.return_note.data))):
        return show_page(settlement_id, give_back=form), status
    return to_page(settlement_id)


@pages.post("/settlements/<settlement_id>/codes")
@permits(REFUND)
def add_code(settlement_id: str) -> ResponseReturnValue:
    """补登竞买号."""
    form = CodeForm()
    if status := attempt(form, lambda w: deposits.add_code(w, settlement_id, str(form.code.data))):
        return show_page(settlement_id, code=form), status
    return to_page(settlement_id)


@pages.get("/settlements/refunds")
@permits(SEE_SETTLEMENTS)
def refunds() -> ResponseReturnValue:
    """保证金退还: all that are due back."""
    return _refunds()


@pages.post("/refunds/<refund_id>/tell")
@permits(REFUND)
def tell(refund_id: str) -> ResponseReturnValue:
    """通知退还."""
    form = TellForm()
    if status := attempt(form, lambda w: deposits.tell(w, refund_id, Payer(str(form.payer.data)))):
        return _refunds(form), status
    return redirect(url_for("money.refunds"), 303)


@pages.post("/refunds/<refund_id>/done")
@permits(REFUND)
def refunded(refund_id: str) -> ResponseReturnValue:
    """登记退还."""
    form = RefundedForm()
    if status := attempt(form, lambda w: deposits.note_refunded(w, refund_id, at=form.told_at(), note=str(form.note.data))):
        return _refunds(form), status
    return redirect(url_for("money.refunds"), 303)


@pages.post("/settlements/<settlement_id>/expenses")
@permits(SPEND)
def spend(settlement_id: str) -> ResponseReturnValue:
    """登记费用."""
    form = SpendForm()
    if status := attempt(form, lambda w: ledger.enter(w, queries.get_settlement(w, settlement_id).asset_id, form.to_command())):
        return show_page(settlement_id, spend=form), status
    return to_page(settlement_id)


@pages.post("/settlements/<settlement_id>/expenses/<expense_id>/cancel")
@permits(SPEND)
def cancel(settlement_id: str, expense_id: str) -> ResponseReturnValue:
    """作废一笔费用."""
    form = ReasonForm()
    if status := attempt(form, lambda w: ledger.cancel(w, expense_id, str(form.reason.data))):
        return show_page(settlement_id, cancel=form), status
    return to_page(settlement_id)


@pages.post("/settlements/<settlement_id>/default")
@permits(DECLARE_DEFAULT)
def declare(settlement_id: str) -> ResponseReturnValue:
    """宣布悔拍."""
    form = DefaultForm()
    if status := attempt(form, lambda w: defaulting.declare(w, settlement_id, str(form.default_reason.data))):
        return show_page(settlement_id, default=form), status
    return to_page(settlement_id)


@pages.post("/settlements/<settlement_id>/default/<default_id>/debts")
@permits(BOOK_RECEIPT)
def debts(settlement_id: str, default_id: str) -> ResponseReturnValue:
    """登记尚未清偿的债务."""
    form = DebtsForm()
    if status := attempt(form, lambda w: defaulting.enter_debts(w, default_id, case_debt=amount_of(form.case_debt), linked_debt=amount_of(form.linked_debt))):
        return show_page(settlement_id, debts=form), status
    return to_page(settlement_id)


@pages.post("/settlements/<settlement_id>/default/<default_id>/decision")
@permits(DECLARE_DEFAULT)
def decide(settlement_id: str, default_id: str) -> ResponseReturnValue:
    """承办法官决定."""
    form = DecisionForm()
    if status := attempt(form, lambda w: defaulting.decide(w, default_id, Decision(str(form.decision.data)), str(form.decision_reason.data))):
        return show_page(settlement_id, decision=form), status
    return to_page(settlement_id)


@pages.get("/settlements/expenses")
@permits(SEE_SETTLEMENTS)
def expenses() -> ResponseReturnValue:
    """费用: sums per agency within the court."""
    with reading() as r:
        names = {each.id: each.name for each in list_agencies(r)}
        sums, behind = ledger.by_agency(r), ledger.list_of_agencies(r)
    shown = {"sums": sums, "names": names, "behind": behind, "items": ledger.ITEMS}
    return render_template("settlements/expenses.html", whole=total([each.amount for each in sums]), **shown)


def _refunds(typed: TellForm | RefundedForm | None = None) -> str:
    with reading() as r:
        rows, now = deposits.list_open(r), r.now
    forms = {"tell": TellForm(formdata=None), "done": RefundedForm(formdata=None, refunded_at=now)}
    return render_template("settlements/refunds.html", rows=rows, forms=forms, typed=typed, may=REFUND.held_by(me()))
