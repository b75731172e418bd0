"""Pages of seizures at work: what must be renewed, what lapsed, letters about the right to sell, the court's margins."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domains.assets.permissions import EDIT_ASSETS, MOVE_SEIZURES_UP
from app.domains.assets.queries import get_asset, list_seizures
from app.domains.cases.forms import told
from app.domains.courts.queries import get_court
from app.domains.seizures import queries, service
from app.domains.seizures.forms import AnswerForm, LetterForm, MarginsForm
from app.domains.seizures.permissions import ANSWER_LIEN, DECIDE_LIEN, FOLLOW_SEIZURES, SEE_SEIZURES, SET_MARGINS
from app.infra.unit_of_work import Reading
from app.kernel.errors import Conflict, Invalid, NotNow
from app.law.rulebook import cite
from app.law.seizure import senior_lien_may_ask_from
from app.web.access import me, permits, reading, work

pages = Blueprint("seizures", __name__)


@pages.get("/seizures")
@permits(SEE_SEIZURES)
def index() -> ResponseReturnValue:
    """续封和移送."""
    with reading() as r:
        return _index(r, _margins_form(r))


@pages.post("/seizures/margins")
@permits(SET_MARGINS)
def margins() -> ResponseReturnValue:
    """设置续封提前量."""
    form, status = MarginsForm(), 422
    if form.validate_on_submit():
        try:
            with work() as w:
                service.set_margins(w, str(me().court_id), int(form.first.data or 0), int(form.last.data or 0))
            return redirect(url_for("seizures.index"), 303)
        except Invalid as refusal:
            status = told(form, refusal)
    with reading() as r:
        return _index(r, form), status


@pages.get("/assets/<asset_id>/lien")
@permits(SEE_SEIZURES)
def lien(asset_id: str) -> ResponseReturnValue:
    """One thing's seizures by rank, and a letter about the right to sell it."""
    with reading() as r:
        return _lien(r, asset_id, LetterForm(formdata=None, asked_on=r.today))


@pages.post("/assets/<asset_id>/lien")
@permits(FOLLOW_SEIZURES)
def ask(asset_id: str) -> ResponseReturnValue:
    """登记商请移送执行函."""
    form, status = LetterForm(), 422
    if form.validate_on_submit():
        try:
            with work() as w:
                service.ask_lien(w, asset_id, form.to_command(), sale_notice=form.sale_notice.data)
            return redirect(url_for("seizures.index"), 303)
        except (Invalid, Conflict, NotNow) as refusal:
            status = told(form, refusal)
    with reading() as r:
        return _lien(r, asset_id, form), status


@pages.route("/seizures/requests/<request_id>", methods=["GET", "POST"])
@permits(ANSWER_LIEN)
def answer(request_id: str) -> ResponseReturnValue:
    """登记答复."""
    form, status = AnswerForm(), 200
    with reading() as r:
        row, today = queries.get_request(r, request_id), r.today
    service.require_answer(me(), row)
    if form.validate_on_submit():
        try:
            agreed, told_no, why = form.verdict.data == "agree", str(form.answer_no.data), str(form.answer_reason.data or "")
            with work() as w:
                service.answer_lien(w, request_id, agreed=agreed, on=form.answered_on.data, answer_no=told_no, reason=why)
            return redirect(url_for("seizures.index"), 303)
        except (Invalid, Conflict, NotNow) as refusal:
            status = told(form, refusal)
    form.answered_on.data = form.answered_on.data or today
    return render_template("seizures/answer.html", row=row, form=form, rule=cite(service.RULE)), 422 if form.errors and status == 200 else status


def _margins_form(r: Reading) -> MarginsForm:
    court_id = me().court_id
    if court_id is None:
        return MarginsForm(formdata=None)
    kept = queries.margins_of(get_court(r.session, court_id))
    return MarginsForm(formdata=None, first=kept.first, last=kept.last)


def _index(r: Reading, form: MarginsForm) -> str:
    may_do = {"renew": EDIT_ASSETS, "move_up": MOVE_SEIZURES_UP, "answer": ANSWER_LIEN, "decide": DECIDE_LIEN, "margins": SET_MARGINS}
    may = {act: permission.held_by(me()) for act, permission in may_do.items()}
    court = get_court(r.session, str(me().court_id)) if me().court_id else None
    ours = (court.name, court.short_name) if court else ()
    lists = {"ours": ours, "due": queries.list_renewals(r), "lapsed": queries.list_renewals(r, state="lapsed"), "requests": queries.list_requests(r)}
    return render_template("seizures/list.html", form=form, may=may, today=r.today, rule=cite("EX-13"), **lists)


def _lien(r: Reading, asset_id: str, form: LetterForm) -> str:
    asset, may = get_asset(r, asset_id), FOLLOW_SEIZURES.held_by(me())
    seizures = list_seizures(r, asset_id)
    first = next((each for each in seizures if each.rank == 1), None)
    may_ask = senior_lien_may_ask_from(first.starts_on) if first else None
    return render_template("seizures/lien.html", thing=asset, seizures=seizures, form=form, may=may, may_ask=may_ask, rule=cite(service.RULE))
