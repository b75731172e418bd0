"""代行: who decides in my place from when until when, what I hold for others; given and taken back by oneself alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domains.accounts.queries import names_of
from app.domains.approvals import delegating
from app.domains.approvals.catalogue import CATALOGUE
from app.domains.approvals.delegating import Delegate
from app.domains.approvals.permissions import DECIDE
from app.domains.approvals.queries import list_delegations
from app.kernel.errors import Invalid
from app.web.access import me, permits, reading, work

pages = Blueprint("deputies", __name__)


@pages.get("/delegations")
@permits(DECIDE)
def page() -> ResponseReturnValue:
    """What I gave and what I hold."""
    return _page({})


@pages.post("/delegations")
@permits(DECIDE)
def give() -> ResponseReturnValue:
    """Let somebody decide in my place."""
    try:
        with work() as w:
            delegating.delegate(w, _order(request.form, request.form.getlist("kinds")))
    except Invalid as refusal:
        return _page(request.form, refusal), refusal.status
    return redirect(url_for("deputies.page"), 303)


@pages.post("/delegations/<delegation_id>/revoke")
@permits(DECIDE)
def revoke(delegation_id: str) -> ResponseReturnValue:
    """收回代行."""
    with work() as w:
        delegating.revoke(w, delegation_id)
    return redirect(url_for("deputies.page"), 303)


def _order(sent: Mapping[str, str], kinds: list[str]) -> Delegate:
    try:
        from_on, until_on = date.fromisoformat(sent.get("from_on", "")), date.fromisoformat(sent.get("until_on", ""))
    except ValueError:
        raise Invalid("起止日应为日期，例如 2026-03-18", field="from_on") from None
    return Delegate(sent.get("to_id", ""), kinds, from_on, until_on, sent.get("reason", ""))


def _page(typed: Mapping[str, str], refusal: Invalid | None = None) -> str:
    with reading() as r:
        rows, people = list_delegations(r), delegating.deputies(r)
        names = names_of(r.session, {each for row in rows for each in (row.person_id, row.to_id)})
        today = r.today
    kinds, chosen = delegating.delegable_kinds(me().role), request.form.getlist("kinds")
    shown = {"rows": rows, "people": people, "names": names, "kinds": kinds, "catalogue": CATALOGUE, "today": today, "chosen": chosen}
    faults = dict(refusal.faults) if refusal else {}
    return render_template("approvals/delegations.html", **shown, typed=typed, faults=faults, fault=refusal.message if refusal else "")
