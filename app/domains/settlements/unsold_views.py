"""Pages of lots without a buyer: the ways with their days, asking creditors, offers, the lot, the judge's choice."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.domains.cases.queries import house_case
from app.domains.settlements import deposits, queries, returning, unsold
from app.domains.settlements.acting import attempt
from app.domains.settlements.permissions import CHOOSE_WAY, FOLLOW_UNSOLD, SEE_SETTLEMENTS
from app.domains.settlements.sheet_forms import AskedForm, ChooseForm, LapseForm, OfferForm, RefundCodeForm, ReturnedForm
from app.kernel.money import Money
from app.web.access import me, permits, reading
from app.web.forms import PaperForm

pages = Blueprint("unsold", __name__)


@pages.get("/unsold")
@permits(SEE_SETTLEMENTS)
def index() -> ResponseReturnValue:
    """流拍待处置."""
    with reading() as r:
        rows = unsold.list_unsold(r)
    return render_template("settlements/unsold_list.html", rows=rows)


@pages.get("/unsold/<unsold_id>")
@permits(SEE_SETTLEMENTS)
def page(unsold_id: str) -> ResponseReturnValue:
    """One lot without a buyer."""
    return _page(unsold_id)


@pages.post("/unsold/<unsold_id>/asked")
@permits(FOLLOW_UNSOLD)
def asked(unsold_id: str) -> ResponseReturnValue:
    """登记征询."""
    form = AskedForm()
    if status := attempt(form, lambda w: unsold.note_asked(w, unsold_id, on=form.asked_on.data)):
        return _page(unsold_id, asked=form), status
    return _to(unsold_id)


@pages.post("/unsold/<unsold_id>/offers")
@permits(FOLLOW_UNSOLD)
def offer(unsold_id: str) -> ResponseReturnValue:
    """登记以物抵债申请."""
    form = OfferForm()
    if status := attempt(form, lambda w: unsold.take_offer(w, unsold_id, form.to_command())):
        return _page(unsold_id, offer=form), status
    return _to(unsold_id)


@pages.post("/unsold/<unsold_id>/taker")
@permits(FOLLOW_UNSOLD)
def taker(unsold_id: str) -> ResponseReturnValue:
    """确定承受人."""
    form = PaperForm()
    if status := attempt(form, lambda w: unsold.settle_taker(w, unsold_id)):
        return _page(unsold_id, taker=form), status
    return _to(unsold_id)


@pages.post("/unsold/<unsold_id>/choice")
@permits(CHOOSE_WAY)
def choose(unsold_id: str) -> ResponseReturnValue:
    """决定处置."""
    form = ChooseForm()
    more = {"pay_days": form.pay_days.data, "consent": str(form.consent_paper.data or "")}
    if status := attempt(form, lambda w: unsold.choose(w, unsold_id, str(form.way.data), str(form.reason.data), **more)):
        return _page(unsold_id, choice=form), status
    return _to(unsold_id)


@pages.post("/unsold/<unsold_id>/lapse")
@permits(FOLLOW_UNSOLD)
def lapse(unsold_id: str) -> ResponseReturnValue:
    """登记申请失效."""
    form = LapseForm()
    if status := attempt(form, lambda w: unsold.lapse_offer(w, unsold_id, str(form.offer.data), str(form.lapse_reason.data))):
        return _page(unsold_id, lapse=form), status
    return _to(unsold_id)


@pages.post("/unsold/<unsold_id>/refunds")
@permits(FOLLOW_UNSOLD)
def add_code(unsold_id: str) -> ResponseReturnValue:
    """登记待退还的竞买号."""
    form = RefundCodeForm()
    if status := attempt(form, lambda w: deposits.add_code_of_failed(w, unsold.get_unsold(w, unsold_id), str(form.code.data))):
        return _page(unsold_id, code=form), status
    return _to(unsold_id)


@pages.post("/unsold/<unsold_id>/returned")
@permits(FOLLOW_UNSOLD)
def returned(unsold_id: str) -> ResponseReturnValue:
    """登记退还."""
    form = ReturnedForm()
    if status := attempt(form, lambda w: returning.note_returned(w, unsold_id, form.to_command())):
        return _page(unsold_id, returned=form), status
    return _to(unsold_id)


def _to(unsold_id: str) -> Response:
    return redirect(url_for("unsold.page", unsold_id=unsold_id), 303)


def _page(unsold_id: str, **typed: PaperForm) -> str:
    with reading() as r:
        row = unsold.get_unsold(r, unsold_id)
        offers, number, today = unsold.list_offers(r, row.id), house_case(r, row.case_id).number, r.today
        refunds, account = deposits.list_of_round(r, row.round_id), queries.find_of_round(r, row.round_id)
    forms = {
        "asked": AskedForm(formdata=None, asked_on=today),
        "offer": OfferForm(formdata=None, offered_on=today, rank=1),
        "choice": ChooseForm(formdata=None),
        "lapse": LapseForm(formdata=None),
        "code": RefundCodeForm(formdata=None),
        "returned": ReturnedForm(formdata=None, returned_on=today),
    }
    forms |= typed
    forms["choice"]["way"].choices = [(str(each["step"]), str(each["title"])) for each in row.ways]
    forms["lapse"]["offer"].choices = [(each.id, f"第 {each.rank} 顺位 {each.creditor}") for each in offers]
    ways = [_shown(each) for each in row.ways]
    may = {"follow": FOLLOW_UNSOLD.held_by(me()), "choose": CHOOSE_WAY.held_by(me())}
    refused = next(iter(typed.values()), None)
    shown = {"seed": unsold.revealed_seed(row), "taking": unsold.taking_of(row, offers), "refunds": refunds, "account": account}
    return render_template("settlements/unsold.html", row=row, ways=ways, offers=offers, case_number=number, forms=forms, typed=refused, may=may, **shown)


def _shown(way: dict[str, Any]) -> dict[str, Any]:
    """A kept way with its price and its first day as what they are."""
    price, first_by = way["price"], way["first_by"]
    return {**way, "price": None if price is None else Money(int(price)), "first_on": date.fromisoformat(first_by) if first_by else None}
