"""Acts on one deadline (暂停、恢复、延长、更正起算日、办结), entering one by hand, and a court's reminders."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domains.cases.queries import get_case
from app.domains.deadlines import changing, queries
from app.domains.deadlines.catalogue import CATALOGUE
from app.domains.deadlines.forms import EnterForm, ExplainForm, ExtendForm, FinishForm, GoOnCaseForm, GoOnForm, MarginForm, ShiftForm, StopCaseForm, StopForm
from app.domains.deadlines.one_page import shown_page
from app.domains.deadlines.permissions import EXTEND_DEADLINES, RUN_DEADLINES, SET_MARGINS, STOP_DEADLINES
from app.domains.deadlines.service import ESCALATION, USUAL_ESCALATION
from app.infra.unit_of_work import Work
from app.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from app.web.access import me, permits, reading, work
from app.web.forms import PaperForm

pages = Blueprint("deadline_acts", __name__)
KINDS = [(each.code, each.title) for each in CATALOGUE.values() if each.by_hand]


@pages.post("/deadlines/<deadline_id>/stop")
@permits(STOP_DEADLINES)
def stop(deadline_id: str) -> ResponseReturnValue:
    """暂停计算."""
    form = StopForm()
    return _done(deadline_id, form, lambda w: changing.stop(w, deadline_id, str(form.reason.data)))


@pages.post("/deadlines/<deadline_id>/go-on")
@permits(STOP_DEADLINES)
def go_on(deadline_id: str) -> ResponseReturnValue:
    """恢复计算."""
    form = GoOnForm()
    return _done(deadline_id, form, lambda w: changing.go_on(w, deadline_id, str(form.reason.data)))


@pages.post("/deadlines/<deadline_id>/stop-case")
@permits(STOP_DEADLINES)
def stop_case(deadline_id: str) -> ResponseReturnValue:
    """全案暂停计算."""
    form = StopCaseForm()
    return _done(deadline_id, form, lambda w: changing.stop_case(w, deadline_id, str(form.reason.data)))


@pages.post("/deadlines/<deadline_id>/go-on-case")
@permits(STOP_DEADLINES)
def go_on_case(deadline_id: str) -> ResponseReturnValue:
    """全案恢复计算."""
    form = GoOnCaseForm()
    return _done(deadline_id, form, lambda w: changing.go_on_case(w, deadline_id, str(form.reason.data)))


@pages.post("/deadlines/<deadline_id>/extend")
@permits(EXTEND_DEADLINES)
def extend(deadline_id: str) -> ResponseReturnValue:
    """延长."""
    form = ExtendForm()
    return _done(deadline_id, form, lambda w: changing.extend(w, deadline_id, form.days.data or 0, str(form.reason.data)))


@pages.post("/deadlines/<deadline_id>/shift")
@permits(RUN_DEADLINES)
def shift(deadline_id: str) -> ResponseReturnValue:
    """更正起算日."""
    form = ShiftForm()
    return _done(deadline_id, form, lambda w: changing.shift(w, deadline_id, form.on.data or date.min, str(form.reason.data)))


@pages.post("/deadlines/<deadline_id>/finish")
@permits(RUN_DEADLINES)
def finish(deadline_id: str) -> ResponseReturnValue:
    """办结."""
    form = FinishForm()
    return _done(deadline_id, form, lambda w: changing.finish(w, deadline_id, form.on.data or date.max, str(form.reason.data)))


@pages.get("/cases/<case_id>/deadlines/new")
@permits(RUN_DEADLINES)
def new_page(case_id: str) -> ResponseReturnValue:
    """登记期限."""
    with reading() as r:
        return render_template("deadlines/new.html", case=get_case(r, case_id), form=EnterForm(formdata=None).offer(KINDS), kinds=CATALOGUE)


@pages.post("/cases/<case_id>/deadlines")
@permits(RUN_DEADLINES)
def enter(case_id: str) -> ResponseReturnValue:
    """Start the period of a fact that a person enters."""
    form = EnterForm().offer(KINDS)
    try:
        with work() as w:
            get_case(w, case_id)
            form.require_valid()
            begun = changing.enter(w, changing.Entered(form.code.data, case_id, form.on.data or date.max, form.remark.data or "")).id
    except Invalid as refusal:
        form.take_faults(refusal)
        with reading() as r:
            return render_template("deadlines/new.html", case=get_case(r, case_id), form=form, kinds=CATALOGUE), refusal.status
    return redirect(url_for("deadlines.page", deadline_id=begun), 303)


@pages.get("/deadlines/margins")
@permits(SET_MARGINS)
def margins() -> ResponseReturnValue:
    """提醒日数 of the court, kind by kind."""
    return _margins(MarginForm(formdata=None), "")


@pages.post("/deadlines/margins/<code>")
@permits(SET_MARGINS)
def set_margin(code: str) -> ResponseReturnValue:
    """Set one kind's."""
    form = MarginForm()
    if code not in (*CATALOGUE, ESCALATION):
        raise NotFound
    try:
        form.require_valid()
        with work() as w:
            _set(w, code, form.numbers())
    except Invalid as refusal:
        form.take_faults(refusal)
        return _margins(form, code), refusal.status
    return redirect(url_for("deadline_acts.margins", _anchor=code), 303)


def _set(w: Work, code: str, days: list[int]) -> None:
    if code == ESCALATION:
        changing.set_escalation(w, days)
    else:
        changing.set_margin(w, code, days)


def _margins(form: MarginForm, code: str) -> str:
    with reading() as r:
        kept = queries.margins_of(r, me().court_id or "")
    kept.setdefault(ESCALATION, [USUAL_ESCALATION])
    return render_template("deadlines/margins.html", kinds=list(CATALOGUE.values()), escalation=ESCALATION, kept=kept, form=form, refused=code)


def _done(deadline_id: str, form: PaperForm, act: Callable[[Work], object]) -> ResponseReturnValue:
    try:
        with work() as w:
            queries.get_deadline(w, deadline_id)
            form.require_valid()
            act(w)
    except (Invalid, NotNow, NotAllowed) as refusal:
        if isinstance(refusal, Invalid):
            form.take_faults(refusal)
        with reading() as r:
            return shown_page(r, deadline_id, ExplainForm(formdata=None), typed=form, refusal=refusal), refusal.status
    return redirect(url_for("deadlines.page", deadline_id=deadline_id), 303)
