"""The money page (S17) with any of its forms as typed; shared by the views whose acts stand on it."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.domains.agencies.queries import list_agencies
from app.domains.cases.types import IdKind
from app.domains.settlements import queries
from app.domains.settlements.defaulting import Decision
from app.domains.settlements.forms import CHECKS, BuyerForm, ReceiptForm, ServeForm
from app.domains.settlements.ledger import ITEMS
from app.domains.settlements.money_forms import CodeForm, DebtsForm, DecisionForm, DefaultForm, LoanForm, ReasonForm, ReminderForm, ReturnForm, SpendForm
from app.domains.settlements.money_showing import show_money
from app.domains.settlements.permissions import (
    BOOK_RECEIPT,
    DECLARE_DEFAULT,
    DISTRIBUTE,
    MAKE_RULING,
    NAME_BUYER,
    REFUND,
    SERVE_RULING,
    SPEND,
)
from app.domains.settlements.qualifying import kind_of, said_of
from app.domains.settlements.showing import show_account
from app.kernel.money import ZERO
from app.web.access import me, reading
from app.web.forms import PaperForm

RIGHTS = {
    "book": BOOK_RECEIPT,
    "buyer": NAME_BUYER,
    "rule": MAKE_RULING,
    "serve": SERVE_RULING,
    "refund": REFUND,
    "spend": SPEND,
    "default": DECLARE_DEFAULT,
    "distribute": DISTRIBUTE,
}


def to_page(settlement_id: str) -> Response:
    """Back to the account."""
    return redirect(url_for("settlements.page", settlement_id=settlement_id), 303)


def show_page(settlement_id: str, **typed: PaperForm) -> str:
    """S17; `typed`: the form that was refused, by its name on the page."""
    with reading() as r:
        shown = show_account(r, queries.get_settlement(r, settlement_id))
        row, today = shown.account.row, r.today
        money = show_money(r, row)
        checked = kind_of(r, row)
        agencies = [("", "无"), *((each.id, each.name) for each in list_agencies(r))]
    fresh: dict[str, PaperForm] = {
        "receipt": ReceiptForm(formdata=None, received_on=today),
        "buyer": BuyerForm(formdata=None, buyer_name=row.buyer_name, id_kind=row.buyer_id_kind or IdKind.RESIDENT.value),
        **({"check": CHECKS[checked](formdata=None, on=today)} if checked else {}),
        "served": ServeForm(formdata=None, served_on=today),
        "reminder": ReminderForm(formdata=None, reminded_on=today),
        "loan": LoanForm(formdata=None),
        "code": CodeForm(formdata=None),
        "spend": SpendForm(formdata=None, spent_on=today),
        "default": DefaultForm(formdata=None),
        "debts": DebtsForm(formdata=None, linked_debt=ZERO),
        "decision": DecisionForm(formdata=None),
        "cancel": ReasonForm(formdata=None),
        "reverse": ReasonForm(formdata=None),
        "give_back": ReturnForm(formdata=None, returned_on=today),
    }
    forms = fresh | typed
    for name, choices in (("spend", agencies), ("decision", [(each.value, each.word) for each in money.used.choices] if money.used else [])):
        field = forms[name]["agency_id" if name == "spend" else "decision"]
        field.choices = choices
    may = {name: right.held_by(me()) for name, right in RIGHTS.items()}
    words = {
        "items": ITEMS,
        "checked": checked,
        "said": said_of(checked, row),
        "decisions": {each.value: each.word for each in Decision},
        "typed": next(iter(typed.values()), None),
    }
    return render_template("settlements/page.html", page=shown, account=shown.account, row=row, money=money, forms=forms, may=may, **words)
