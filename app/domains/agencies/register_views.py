"""Pages of the register of interests (/interests) and of an agency's roster (/roster)."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domains.accounts.queries import ids_at_agencies, names_of
from app.domains.agencies import declaring, queries, service
from app.domains.agencies.forms import DeclareForm, RosterForm, SuspendForm
from app.domains.agencies.interest_rules import is_due, is_near_due
from app.domains.agencies.permissions import DECLARE, KEEP_ROSTER, SEE_REGISTER
from app.domains.agencies.types import RELATION_NAMES, ROSTER_NAMES, SIDE_NAMES
from app.kernel.actor import Role
from app.kernel.errors import Invalid
from app.web.access import me, permits, reading, work

register_pages = Blueprint("register", __name__)
LOOK_BACK = timedelta(days=7)


@register_pages.get("/interests")
@permits(SEE_REGISTER)
def interests() -> ResponseReturnValue:
    """利害关系登记: who, which relation, until when it stands, what is to be renewed."""
    return _interests(DeclareForm(formdata=None))


@register_pages.post("/interests")
@permits(DECLARE)
def declare() -> ResponseReturnValue:
    """申报."""
    form = DeclareForm()
    try:
        form.require_valid()
        with work() as w:
            declaring.declare_interest(w, form.to_command())
    except Invalid as refusal:
        form.take_faults(refusal)
        return _interests(form), 422
    return redirect(url_for("register.interests"), 303)


@register_pages.post("/interests/<declaration_id>/renew")
@permits(DECLARE)
def renew(declaration_id: str) -> ResponseReturnValue:
    """更新: it still holds."""
    with work() as w:
        declaring.renew(w, declaration_id)
    return redirect(url_for("register.interests"), 303)


@register_pages.post("/interests/<declaration_id>/end")
@permits(DECLARE)
def end(declaration_id: str) -> ResponseReturnValue:
    """不再适用."""
    form = SuspendForm()
    with work() as w:
        declaring.end_declaration(w, declaration_id, str(form.reason.data or ""))
    return redirect(url_for("register.interests"), 303)


@register_pages.get("/roster")
@permits(KEEP_ROSTER)
def roster() -> ResponseReturnValue:
    """排班."""
    return _roster(RosterForm(formdata=None))


@register_pages.post("/roster")
@permits(KEEP_ROSTER)
def enter_roster() -> ResponseReturnValue:
    """登记值班或请假."""
    form = RosterForm()
    try:
        form.require_valid()
        with work() as w:
            service.enter_roster(w, form.to_command())
    except Invalid as refusal:
        form.take_faults(refusal)
        return _roster(form), 422
    return redirect(url_for("register.roster"), 303)


@register_pages.post("/roster/<line_id>/remove")
@permits(KEEP_ROSTER)
def remove_roster(line_id: str) -> ResponseReturnValue:
    """撤销一行."""
    with work() as w:
        service.remove_roster(w, line_id)
    return redirect(url_for("register.roster"), 303)


def _interests(form: DeclareForm) -> str:
    with reading() as r:
        rows = declaring.register_in_reach(r)
        agencies = queries.agency_names(r.session, {each.agency_id for each in rows if each.agency_id})
        mine = ids_at_agencies(r.session).get(me().agency_id or "", set()) if me().role is Role.AGENCY else {me().id}
        people = names_of(r.session, {each.person_id for each in rows if each.person_id} | mine)
    form.person_id.choices = [(each, people[each]) for each in sorted(mine, key=lambda each: (each != me().id, people.get(each, ""))) if each in people]
    due = {each.id for each in rows if is_due(each.renew_by, r.today)}
    near = {each.id for each in rows if is_near_due(each.renew_by, r.today)} - due
    shown = {"rows": rows, "agencies": agencies, "people": people, "due": due, "near": near, "relations": RELATION_NAMES, "sides": SIDE_NAMES}
    own = {each.id for each in rows if me().is_outside or each.court_id == me().court_id} if DECLARE.held_by(me()) else set()
    return render_template("agencies/interests.html", **shown, form=form, own=own, may=DECLARE.held_by(me()), sites=me().role is Role.DIRECTOR)


def _roster(form: RosterForm) -> str:
    with reading() as r:
        lines = queries.list_roster(r, me().agency_id or "", since=r.today - LOOK_BACK)
        people = names_of(r.session, ids_at_agencies(r.session).get(me().agency_id or "", set()) | {each.person_id for each in lines})
    form.person_id.choices = sorted(people.items(), key=lambda each: each[1])
    return render_template("agencies/roster.html", lines=lines, people=people, form=form, rosters=ROSTER_NAMES, today_on=r.today)
