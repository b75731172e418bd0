"""S33: viewings, questions and chain of custody of one lot on one page; the first use makes the lot's programme."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domains.custody.queries import items_of_asset
from app.domains.custody.showing import show_things
from app.domains.rounds.permissions import SEE_ROUNDS
from app.domains.rounds.queries import get_round
from app.domains.viewings.permissions import RUN_VIEWINGS
from app.domains.viewings.queries import find_of_round
from app.domains.viewings.service import Lot, plan_viewings
from app.domains.viewings.showing import show_programme
from app.domains.viewings.views import context_of
from app.web.access import me, permits, reading, work

pages = Blueprint("lot_viewings", __name__)


@pages.get("/lots/<round_id>/viewings")
@permits(SEE_ROUNDS)
def page(round_id: str) -> ResponseReturnValue:
    """看样、咨询与保管链."""
    with reading() as r:
        lot = get_round(r, round_id)
        programme = find_of_round(r, round_id)
        things = show_things(r, items_of_asset(r, lot.asset_id))
        shown = context_of(r, show_programme(r, programme)) if programme else {"shown": None, "may": {"run": RUN_VIEWINGS.held_by(me())}}
    return render_template("desk/lot_viewings.html", lot=lot, things=things, **shown)


@pages.post("/lots/<round_id>/viewings")
@permits(RUN_VIEWINGS)
def start(round_id: str) -> ResponseReturnValue:
    """＋时段 of a lot that has none yet: its programme is made, its page closed."""
    with work() as w:
        lot = get_round(w, round_id)
        plan_viewings(w, Lot(lot.court_id, lot.case_id, lot.asset_id, lot.id, lot.title))
    return redirect(url_for("lot_viewings.page", round_id=round_id), 303)
