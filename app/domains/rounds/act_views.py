"""Acts on a lot: its number, a difference, the result by hand. Stopping it is app/desk/lot_stops.py."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.domains.accounts.queries import names_of
from app.domains.cases.forms import told
from app.domains.rounds import queries, service
from app.domains.rounds.forms import CloseForm, ConfirmForm, LotForm
from app.domains.rounds.permissions import CLOSE_DIFFERENCE, CONFIRM_RESULT, RECORD_LOT
from app.domains.rounds.showing import show_lot
from app.kernel.errors import Conflict, Invalid
from app.kernel.money import Money
from app.web.access import permits, reading, work

pages = Blueprint("round_acts", __name__)


@pages.post("/rounds/by-plan/<plan_id>/lot")
@permits(RECORD_LOT)
def record_lot(plan_id: str) -> ResponseReturnValue:
    """登记拍品编号: the plan's page and the lot's page both post here."""
    form, status = LotForm(), 422
    with reading() as r:
        found = queries.get_of_plan(r, plan_id)
    if form.validate_on_submit():
        try:
            with work() as w:
                service.record_lot(w, found.id, str(form.lot_id.data), str(form.lot_url.data or ""))
            return _to(found.id)
        except (Invalid, Conflict) as refusal:
            status = told(form, refusal)
    with reading() as r:
        page = show_lot(r, queries.get_round(r, found.id))
    may = {"record": True, "log": False, "answers": False, "close": False, "import": False, "confirm": False, "halt": True}
    return render_template("rounds/awaiting.html", found=page.round, form=form, may=may, oob=False, **page.context), status


@pages.get("/lots/<round_id>/differences")
@permits(CLOSE_DIFFERENCE)
def differences(round_id: str) -> ResponseReturnValue:
    """说明并处理: each open difference with both values and its form."""
    return _differences(round_id, CloseForm(formdata=None), "")


@pages.post("/lots/<round_id>/differences/<difference_id>")
@permits(CLOSE_DIFFERENCE)
def close_difference(round_id: str, difference_id: str) -> ResponseReturnValue:
    """Close one with a reason."""
    form, status = CloseForm(), 422
    if form.validate_on_submit():
        try:
            with work() as w:
                service.close_difference(w, difference_id, form.to_reason())
            return redirect(url_for("round_acts.differences", round_id=round_id), 303)
        except (Invalid, Conflict) as refusal:
            status = told(form, refusal)
    return _differences(round_id, form, difference_id), status


@pages.get("/lots/<round_id>/result")
@permits(CONFIRM_RESULT)
def result_page(round_id: str) -> ResponseReturnValue:
    """确认结果 from the 成交确认书, where the site's page does not show it."""
    return _result_page(round_id, ConfirmForm(formdata=None))


@pages.post("/lots/<round_id>/result")
@permits(CONFIRM_RESULT)
def confirm_result(round_id: str) -> ResponseReturnValue:
    """Sold, as the document says."""
    form, status = ConfirmForm(), 422
    if form.validate_on_submit() and isinstance(form.price.data, Money):
        try:
            with work() as w:
                code, number = str(form.winner_code.data), str(form.document_no.data)
                service.confirm_result(w, round_id, price=form.price.data, winner_code=code, document_no=number)
            return _to(round_id)
        except (Invalid, Conflict) as refusal:
            status = told(form, refusal)
    return _result_page(round_id, form), status


def _to(round_id: str) -> Response:
    return redirect(url_for("rounds.lot", round_id=round_id), 303)


def _differences(round_id: str, form: CloseForm, at: str) -> str:
    with reading() as r:
        found = queries.get_round(r, round_id)
        rows = queries.list_differences(r, round_id)
        people = names_of(r.session, {each.closed_by for each in rows if each.closed_by})
    return render_template("rounds/differences.html", found=found, rows=rows, people=people, form=form, at=at)


def _result_page(round_id: str, form: ConfirmForm) -> str:
    with reading() as r:
        found = queries.get_round(r, round_id)
        last = queries.list_latest_bids(r, round_id, limit=1)
    return render_template("rounds/result.html", found=found, last=last[0] if last else None, form=form)
