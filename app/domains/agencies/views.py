"""Pages of outside agencies (S29): the list, one agency with engagements, pauses, roster and endings. Further pages stand beside this file."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domains.accounts.queries import list_people_in_role
from app.domains.agencies import queries, service
from app.domains.agencies.ending import list_endings
from app.domains.agencies.ending_views import endings
from app.domains.agencies.fee_views import bills
from app.domains.agencies.forms import EngageForm, RegisterForm, SuspendForm, WarnForm
from app.domains.agencies.paper_rules import PAPER_STATE_NAMES
from app.domains.agencies.paper_views import paper_pages
from app.domains.agencies.papers import list_papers
from app.domains.agencies.permissions import ENGAGE, KEEP_AGENCIES, SEE_AGENCIES, SEE_DEALINGS
from app.domains.agencies.register_views import register_pages
from app.domains.agencies.score_views import score_pages
from app.domains.agencies.scores import FRESH, scores_at
from app.domains.agencies.task_kinds import TASK_KIND_NAMES
from app.domains.agencies.terms import margin_of, set_margin
from app.domains.agencies.types import AGENCY_KIND_NAMES, ROSTER_NAMES
from app.infra.unit_of_work import Work
from app.kernel.actor import AGENCY_ROLES
from app.kernel.errors import Invalid, NotNow
from app.kernel.money import Money
from app.web.access import me, permits, reading, work
from app.web.forms import PaperForm

pages = Blueprint("agencies", __name__)
more_pages = (register_pages, score_pages, bills, endings, paper_pages)


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


@pages.post("/agencies/margin")
@permits(ENGAGE)
def margin() -> ResponseReturnValue:
    """到期提醒 of the court."""
    form = WarnForm()
    try:
        form.require_valid()
        with work() as w:
            set_margin(w, int(form.days.data or 0))
    except Invalid as refusal:
        form.take_faults(refusal)
        return _list(RegisterForm(formdata=None), form), 422
    return redirect(url_for("agencies.index", _anchor="margin"), 303)


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
    form = SuspendForm()
    return _do(agency_id, form, lambda w: service.resume(w, agency_id, str(form.reason.data)))


def _do(agency_id: str, form: PaperForm, act: Callable[[Work], object]) -> ResponseReturnValue:
    try:
        form.require_valid()
        with work() as w:
            act(w)
    except (Invalid, NotNow) as refusal:
        if isinstance(refusal, Invalid):
            form.take_faults(refusal)
        return _page(agency_id, form, refusal.message), refusal.status
    return redirect(url_for("agencies.page", agency_id=agency_id), 303)


def _list(form: RegisterForm, warn: WarnForm | None = None) -> str:
    with reading() as r:
        if warn is None and ENGAGE.held_by(me()):
            warn = WarnForm(formdata=None, days=margin_of(r))
        agencies, engagements = queries.list_agencies(r), queries.list_engagements(r)
        scores = scores_at(r, me().court_id or "") if SEE_DEALINGS.held_by(me()) and me().is_court else None
    latest = {each.agency_id: each for each in reversed(engagements) if each.ended_on is None}
    shown = {"agencies": agencies, "latest": latest, "kinds": AGENCY_KIND_NAMES, "form": form, "scores": scores, "warn": warn, "today_on": r.today}
    return render_template("agencies/list.html", **shown, may_register=KEEP_AGENCIES.held_by(me()))


def _page(agency_id: str, wrong: PaperForm | None = None, refused: str = "") -> str:
    with reading() as r:
        agency = queries.get_agency(r, agency_id)
        shown = {
            "engagements": queries.list_engagements(r, agency_id=agency.id),
            "suspensions": queries.list_suspensions(r, agency.id),
            "roster": queries.list_roster(r, agency.id, since=r.today),
            "endings": list_endings(r, agency.id),
            "papers": list_papers(r, agency.id),
            "score": scores_at(r, me().court_id or "").of(agency.id) if me().is_court else FRESH,
        }
        people = {role: list_people_in_role(r.session, role, agency_id=agency.id) for role in sorted(AGENCY_ROLES)}
    named = {each.id: each.name for group in people.values() for each in group}
    forms: dict[str, PaperForm] = {"EngageForm": EngageForm(formdata=None), "SuspendForm": SuspendForm(formdata=None)}
    if wrong is not None:
        forms[type(wrong).__name__] = wrong
    forms["EngageForm"].kinds.choices = list(TASK_KIND_NAMES.items())
    may = {"engage": ENGAGE.held_by(me()), "keep": KEEP_AGENCIES.held_by(me()), "dealings": SEE_DEALINGS.held_by(me())}
    words = {"kinds": AGENCY_KIND_NAMES, "kind_names": TASK_KIND_NAMES, "rosters": ROSTER_NAMES, "priced": priced, "states": PAPER_STATE_NAMES}
    return render_template("agencies/page.html", agency=agency, **shown, **words, people=named, forms=forms, may=may, wrong=wrong, refused=refused)


def priced(prices: dict[str, int]) -> list[tuple[str, Money]]:
    """A price list for people: the kind's name and its price."""
    return [(TASK_KIND_NAMES.get(code, code), Money(int(fen))) for code, fen in prices.items()]
