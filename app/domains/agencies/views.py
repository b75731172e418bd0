"""Pages of outside agencies: the list, one agency with its engagements and declarations."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domains.accounts.queries import list_people_in_role
from app.domains.agencies import queries, service
from app.domains.agencies.forms import DeclareForm, EngageForm, RegisterForm, SuspendForm
from app.domains.agencies.permissions import DECLARE, ENGAGE, KEEP_AGENCIES, SEE_AGENCIES
from app.domains.agencies.task_kinds import TASK_KIND_NAMES
from app.domains.agencies.types import AGENCY_KIND_NAMES, RELATION_NAMES
from app.infra.unit_of_work import Work
from app.kernel.actor import Role
from app.kernel.errors import Invalid
from app.web.access import me, permits, reading, work
from app.web.forms import PaperForm

pages = Blueprint("agencies", __name__)


@pages.get("/agencies")
@permits(SEE_AGENCIES)
def index() -> ResponseReturnValue:
    """S29, the part of agencies."""
    return _list(RegisterForm(formdata=None))


@pages.post("/agencies")
@permits(KEEP_AGENCIES)
def register() -> ResponseReturnValue:
    """登记机构."""
    form = RegisterForm()
    try:
        form.require_valid()
        with work() as w:
            agency = service.register_agency(w, form.to_command())
    except Invalid as refusal:
        form.take_faults(refusal)
        return _list(form), 422
    return redirect(url_for("agencies.page", agency_id=agency.id), 303)


@pages.get("/agencies/<agency_id>")
@permits(SEE_AGENCIES)
def page(agency_id: str) -> ResponseReturnValue:
    """One agency."""
    return _page(agency_id)


@pages.post("/agencies/<agency_id>/engagements")
@permits(ENGAGE)
def engage(agency_id: str) -> ResponseReturnValue:
    """委托."""
    form = EngageForm()
    return _do(agency_id, form, lambda w: service.engage(w, form.to_command(agency_id, me().court_id or "")))


@pages.post("/agencies/<agency_id>/engagements/<engagement_id>/end")
@permits(ENGAGE)
def end_engagement(agency_id: str, engagement_id: str) -> ResponseReturnValue:
    """结束委托."""
    with work() as w:
        service.end_engagement(w, engagement_id)
    return redirect(url_for("agencies.page", agency_id=agency_id), 303)


@pages.post("/agencies/<agency_id>/declarations")
@permits(DECLARE)
def declare(agency_id: str) -> ResponseReturnValue:
    """申报利害关系."""
    form = DeclareForm()
    return _do(agency_id, form, lambda w: service.declare_interest(w, form.to_command(agency_id)))


@pages.post("/agencies/<agency_id>/suspend")
@permits(KEEP_AGENCIES)
def suspend(agency_id: str) -> ResponseReturnValue:
    """暂停委托."""
    form = SuspendForm()
    return _do(agency_id, form, lambda w: service.suspend(w, agency_id, str(form.reason.data)))


@pages.post("/agencies/<agency_id>/resume")
@permits(KEEP_AGENCIES)
def resume(agency_id: str) -> ResponseReturnValue:
    """恢复委托."""
    with work() as w:
        service.resume(w, agency_id)
    return redirect(url_for("agencies.page", agency_id=agency_id), 303)


def _do(agency_id: str, form: PaperForm, act: Callable[[Work], object]) -> ResponseReturnValue:
    try:
        form.require_valid()
        with work() as w:
            act(w)
    except Invalid as refusal:
        form.take_faults(refusal)
        return _page(agency_id, form), 422
    return redirect(url_for("agencies.page", agency_id=agency_id), 303)


def _list(form: RegisterForm) -> str:
    with reading() as r:
        agencies, engagements = queries.list_agencies(r), queries.list_engagements(r)
    latest = {each.agency_id: each for each in reversed(engagements) if each.ended_on is None}
    may = KEEP_AGENCIES.held_by(me())
    return render_template("agencies/list.html", agencies=agencies, latest=latest, kinds=AGENCY_KIND_NAMES, form=form, may_register=may, today_on=r.today)


def _page(agency_id: str, wrong: PaperForm | None = None) -> str:
    with reading() as r:
        agency = queries.get_agency(r, agency_id)
        engagements, declarations = queries.list_engagements(r, agency_id=agency.id), queries.list_declarations(r, agency.id)
        people = [each for role in (Role.AGENCY, Role.WORKER) for each in list_people_in_role(r.session, role, agency_id=agency.id)]
    blank: tuple[PaperForm, ...] = (EngageForm(formdata=None), DeclareForm(formdata=None), SuspendForm(formdata=None))
    forms = {type(each).__name__: each for each in blank}
    if wrong is not None:
        forms[type(wrong).__name__] = wrong
    forms["EngageForm"].kinds.choices = list(TASK_KIND_NAMES.items())
    may = {"engage": ENGAGE.held_by(me()), "declare": DECLARE.held_by(me()), "keep": KEEP_AGENCIES.held_by(me())}
    shown = {"agency": agency, "engagements": engagements, "declarations": declarations, "people": people, "relations": RELATION_NAMES}
    return render_template("agencies/page.html", **shown, kinds=AGENCY_KIND_NAMES, kind_names=TASK_KIND_NAMES, forms=forms, may=may, wrong=wrong)
