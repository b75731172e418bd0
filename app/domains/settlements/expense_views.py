"""费用 of one thing, sold or not: what selling it has cost so far, entered as it comes; a wrong entry is cancelled."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.domains.agencies.queries import list_agencies
from app.domains.assets.queries import get_asset
from app.domains.cases.queries import get_case
from app.domains.settlements import ledger
from app.domains.settlements.acting import attempt
from app.domains.settlements.money_forms import ReasonForm, SpendForm
from app.domains.settlements.permissions import SEE_SETTLEMENTS, SPEND
from app.web.access import me, permits, reading
from app.web.forms import PaperForm

pages = Blueprint("expenses", __name__)


@pages.get("/assets/<asset_id>/expenses")
@permits(SEE_SETTLEMENTS)
def page(asset_id: str) -> ResponseReturnValue:
    """What it has cost."""
    return _page(asset_id)


@pages.post("/assets/<asset_id>/expenses")
@permits(SPEND)
def enter(asset_id: str) -> ResponseReturnValue:
    """登记费用."""
    form = SpendForm()
    if status := attempt(form, lambda w: ledger.enter(w, asset_id, form.to_command())):
        return _page(asset_id, form), status
    return _to(asset_id)


@pages.post("/assets/<asset_id>/expenses/<expense_id>/cancel")
@permits(SPEND)
def cancel(asset_id: str, expense_id: str) -> ResponseReturnValue:
    """作废一笔费用."""
    form = ReasonForm()
    if status := attempt(form, lambda w: ledger.cancel(w, expense_id, str(form.reason.data))):
        return _page(asset_id, form), status
    return _to(asset_id)


def _to(asset_id: str) -> Response:
    return redirect(url_for("expenses.page", asset_id=asset_id), 303)


def _page(asset_id: str, typed: PaperForm | None = None) -> str:
    with reading() as r:
        thing = get_asset(r, asset_id)
        case, rows, today = get_case(r, thing.case_id), ledger.list_of_asset(r, asset_id), r.today
        agencies = [("", "无"), *((each.id, each.name) for each in list_agencies(r))]
    form = typed if isinstance(typed, SpendForm) else SpendForm(formdata=None, spent_on=today)
    form.agency_id.choices = agencies
    shown = {"thing": thing, "case": case, "rows": rows, "cost": ledger.cost_of(rows), "items": ledger.ITEMS, "names": dict(agencies)}
    return render_template("settlements/asset_expenses.html", form=form, typed=typed, may=SPEND.held_by(me()), **shown)
