"""Pages that move a case: its panel, handing it on and taking it over."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domains.accounts.queries import list_people_in_role
from app.domains.cases import handing, service
from app.domains.cases.forms import HandOnForm, PanelForm, ReasonForm, told
from app.domains.cases.frame import CaseFrame, frame_of_case
from app.domains.cases.permissions import COMPOSE_PANEL, HAND_ON, SEE_CASES
from app.domains.cases.rules import NEXT
from app.infra.unit_of_work import Reading
from app.kernel.actor import Role
from app.kernel.errors import Conflict, Invalid
from app.web.access import me, permits, reading, work

pages = Blueprint("case_moves", __name__)


@pages.get("/cases/<case_id>/panel")
@permits(SEE_CASES)
def panel_page(case_id: str) -> ResponseReturnValue:
    """Who sits."""
    with reading() as r:
        frame, form = frame_of_case(r, case_id, "panel"), _panel_form(r)
    if frame.panel:
        form.presiding.data, form.second.data, form.third.data = (seat.person_id for seat in frame.panel[:3])
    return render_template("cases/panel.html", frame=frame, form=form, may=COMPOSE_PANEL.held_by(me()))


@pages.post("/cases/<case_id>/panel")
@permits(COMPOSE_PANEL)
def compose(case_id: str) -> ResponseReturnValue:
    """Compose the panel or replace a member."""
    with reading() as r:
        frame, form = frame_of_case(r, case_id, "panel"), _panel_form(r)
    status = 422
    if form.validate_on_submit():
        try:
            with work() as w:
                members = (form.second.data, form.third.data)
                service.compose_panel(w, case_id, presiding=form.presiding.data, members=members, reason=form.reason.data or "")
            return redirect(url_for("case_moves.panel_page", case_id=case_id), 303)
        except (Invalid, Conflict) as refusal:
            status = told(form, refusal)
    return render_template("cases/panel.html", frame=frame, form=form, may=True), status


@pages.get("/cases/<case_id>/hand-on")
@permits(HAND_ON)
def hand_on_page(case_id: str) -> ResponseReturnValue:
    """移送下一阶段, or the offer that waits."""
    with reading() as r:
        frame = frame_of_case(r, case_id, "")
    return _hand_on(frame, _stages(HandOnForm(), frame), ReasonForm())


@pages.post("/cases/<case_id>/hand-on")
@permits(HAND_ON)
def hand_on(case_id: str) -> ResponseReturnValue:
    """Offer the case to the next group."""
    with reading() as r:
        frame = frame_of_case(r, case_id, "")
    form, status = _stages(HandOnForm(), frame), 422
    if form.validate_on_submit():
        try:
            with work() as w:
                handing.offer(w, case_id, form.to_command())
            return redirect(url_for("cases.show", case_id=case_id), 303)
        except (Invalid, Conflict) as refusal:
            status = told(form, refusal)
    return _hand_on(frame, form, ReasonForm(formdata=None)), status


@pages.post("/cases/<case_id>/accept")
@permits(HAND_ON)
def accept(case_id: str) -> ResponseReturnValue:
    """接收."""
    with work() as w:
        handing.accept(w, case_id, version=request.form.get("version", 0, type=int))
    return redirect(url_for("cases.show", case_id=case_id), 303)


@pages.post("/cases/<case_id>/send-back")
@permits(HAND_ON)
def send_back(case_id: str) -> ResponseReturnValue:
    """退回移送."""
    form, status = ReasonForm(), 422
    with reading() as r:
        frame = frame_of_case(r, case_id, "")
    if form.validate_on_submit():
        try:
            with work() as w:
                handing.send_back(w, case_id, str(form.reason.data), version=request.form.get("version", 0, type=int))
            return redirect(url_for("cases.show", case_id=case_id), 303)
        except (Invalid, Conflict) as refusal:
            status = told(form, refusal)
    return _hand_on(frame, _stages(HandOnForm(formdata=None), frame), form), status


def _panel_form(r: Reading) -> PanelForm:
    people = {p.id: p for role in (Role.JUDGE, Role.PANEL) for p in list_people_in_role(r.session, role, court_id=r.actor.court_id)}
    return PanelForm().offer_people(list(people.values()))


def _stages(form: HandOnForm, frame: CaseFrame) -> HandOnForm:
    form.to_stage.choices = [(each.value, each.word) for each in NEXT[frame.stage]]
    return form


def _hand_on(frame: CaseFrame, form: HandOnForm, back: ReasonForm) -> str:
    return render_template("cases/hand_on.html", frame=frame, form=form, back=back)
