"""拍次日历 (S16): month, week or list of openings with the court's sittings, and 安排场次 for drafts that need a day."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.desk.calendar_days import VIEWS, Wanted, show_days
from app.desk.unscheduled import unscheduled
from app.domains.courts.permissions import SET_SITTINGS
from app.domains.courts.service import set_sittings
from app.domains.plans.permissions import DRAFT_PLANS
from app.domains.plans.sittings import checked_rules
from app.domains.rounds.permissions import SEE_ROUNDS
from app.kernel.ids import new_id
from app.sites.loader import installed
from app.web.access import me, permits, reading, work

pages = Blueprint("calendar", __name__)


@pages.get("/rounds")
@permits(SEE_ROUNDS)
def page() -> ResponseReturnValue:
    """S16; on phones the list by day."""
    may = {"draft": DRAFT_PLANS.held_by(me()), "set": SET_SITTINGS.held_by(me())}
    with reading() as r:
        shown, waiting = show_days(r, _wanted(r.today)), unscheduled(r) if may["draft"] else []
    sites = [(each.code, each.title) for each in installed()]
    return render_template("rounds/calendar.html", shown=shown, wanted=shown.wanted, waiting=waiting, views=VIEWS, sites=sites, may=may, key=new_id())


@pages.post("/rounds/sittings")
@permits(SET_SITTINGS)
def sittings() -> ResponseReturnValue:
    """How many lots the court opens a day, and when."""
    most = request.form.get("most", "")
    rules = checked_rules(int(most) if most.isdigit() else 0, request.form.get("at", ""))
    with work() as w:
        set_sittings(w, w.actor.court_id or "", rules.most, f"{rules.at:%H:%M}")
    return redirect(url_for("calendar.page"), 303)


def _wanted(today: date) -> Wanted:
    asked = request.args
    view = asked.get("view", "")
    return Wanted(view if view in VIEWS else "month", _on(asked.get("on", "") or asked.get("month", ""), today), asked.get("site", ""), "mine" in asked)


def _on(text: str, today: date) -> date:
    """2026-04 or 2026-04-12; anything else is today."""
    try:
        return date.fromisoformat(text if len(text) != len("2026-04") else f"{text}-01") if text else today
    except ValueError:
        return today
