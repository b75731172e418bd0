"""Pages of the system administrator (S29): people of the own court, their accounts and roles; never a case."""

from __future__ import annotations

from typing import TypeVar

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domains.accounts import queries, service
from app.domains.accounts.forms import AccountForm, RoleForm, SwitchOffForm, role_choices
from app.domains.accounts.permissions import RUN_ACCOUNTS
from app.kernel.actor import ROLE_NAMES, Role
from app.kernel.errors import Invalid, Refusal
from app.web.access import house, me, permits, reading, work

pages = Blueprint("people", __name__)
Roled = TypeVar("Roled", AccountForm, RoleForm)
NAMES = {role.value: name for role, name in ROLE_NAMES.items()}


@pages.get("/admin/people")
@permits(RUN_ACCOUNTS)
def list_page() -> ResponseReturnValue:
    """人员."""
    active, words = request.args.get("state") != "off", request.args.get("q", "").strip()[:40]
    with reading() as r:
        people = queries.list_people_of_court(r.session, me().court_id, active=active, words=words)
        seen = queries.last_seen(r.session, [person.id for person in people])
    return render_template("admin/people.html", people=people, seen=seen, active=active, words=words, names=NAMES)


@pages.get("/admin/people/new")
@permits(RUN_ACCOUNTS)
def new_page() -> ResponseReturnValue:
    """新建账号."""
    return render_template("admin/new.html", form=_with_roles(AccountForm(formdata=None)), refusal=None)


@pages.post("/admin/people")
@permits(RUN_ACCOUNTS)
def create() -> ResponseReturnValue:
    """Open the account."""
    form = _with_roles(AccountForm())
    try:
        form.require_valid()
        with work() as w:
            person = service.open_account(w, form.to_command(me().court_id), cost=house().settings.password_cost)
    except Refusal as refusal:
        return render_template("admin/new.html", form=_told(form, refusal), refusal=refusal), refusal.status
    return redirect(url_for("people.page", person_id=person.id), 303)


@pages.get("/admin/people/<person_id>")
@permits(RUN_ACCOUNTS)
def page(person_id: str) -> ResponseReturnValue:
    """One account."""
    return _page(person_id)


@pages.post("/admin/people/<person_id>/roles")
@permits(RUN_ACCOUNTS)
def appoint(person_id: str) -> ResponseReturnValue:
    """授予身份; pairs that exclude each other are refused (M-24)."""
    form = _with_roles(RoleForm())
    try:
        with work() as w:
            person = queries.get_person_of_court(w.session, person_id, me().court_id)
            form.require_valid()
            service.appoint(w, person, Role(form.role.data), court_id=me().court_id, agency_id=None, post=str(form.post.data or ""))
    except Refusal as refusal:
        return _page(person_id, refusal), refusal.status
    return redirect(url_for("people.page", person_id=person_id), 303)


@pages.post("/admin/people/<person_id>/roles/<appointment_id>/end")
@permits(RUN_ACCOUNTS)
def end_role(person_id: str, appointment_id: str) -> ResponseReturnValue:
    """解除身份."""
    with work() as w:
        service.end_role(w, appointment_id)
    return redirect(url_for("people.page", person_id=person_id), 303)


@pages.post("/admin/people/<person_id>/off")
@permits(RUN_ACCOUNTS)
def switch_off(person_id: str) -> ResponseReturnValue:
    """停用, once the login is typed."""
    form = SwitchOffForm()
    try:
        with work() as w:
            service.switch_off_by_hand(w, person_id, str(form.login.data or ""))
    except Invalid as refusal:
        return _page(person_id, refusal), refusal.status
    return redirect(url_for("people.page", person_id=person_id), 303)


def _with_roles(form: Roled) -> Roled:
    form.role.choices = role_choices()
    return form


def _told(form: AccountForm, refusal: Refusal) -> AccountForm:
    if isinstance(refusal, Invalid) and not form.errors:
        form.take_faults(refusal)
    return form


def _page(person_id: str, refusal: Refusal | None = None) -> str:
    with reading() as r:
        person = queries.get_person_of_court(r.session, person_id, me().court_id)
        sessions = queries.list_sessions(r.session, person_id, r.wall_now)
    forms = {"roles": _with_roles(RoleForm(formdata=None)), "off": SwitchOffForm(formdata=None)}
    return render_template("admin/person.html", person=person, sessions=sessions, names=NAMES, forms=forms, refusal=refusal)
