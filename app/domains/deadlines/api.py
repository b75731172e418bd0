"""Deadlines over the API: GET /api/v1/deadlines, with the article and how each was counted."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.domains.cases.queries import in_scope
from app.domains.deadlines.permissions import SEE_DEADLINES
from app.domains.deadlines.rules import DeadlineState
from app.domains.deadlines.tables import Deadline
from app.web.access import permits, reading
from app.web.operations import DAY, ID, INSTANT, TEXT, Operation, Parameter, described, listed, or_null, thing
from app.web.paging import PAGED, instant, one_of, page_of, rows_of_page, wanted_page

pages = Blueprint("deadlines_api", __name__, url_prefix="/api/v1")
STATES = [str(each) for each in DeadlineState]
STATE = Parameter("state", "只列这一状态", {"type": "string", "enum": STATES})
DEADLINE = thing(
    id=ID,
    code=TEXT,
    case_id=ID,
    title=TEXT,
    rule=TEXT,
    citation=TEXT,
    starts_on=DAY,
    due_on=DAY,
    due_at=INSTANT,
    counted={"type": "array", "items": TEXT},
    state={"type": "string", "enum": STATES},
    met_at=or_null(INSTANT),
    missed_at=or_null(INSTANT),
)


@pages.get("/deadlines")
@described(Operation("期限", "本院案件的期限，逐步写明如何计算；新起算的在前。", "办案", (STATE, *PAGED), answers=listed(DEADLINE)))
@permits(SEE_DEADLINES)
def list_deadlines() -> ResponseReturnValue:
    """A page of the actor's deadlines."""
    state = one_of(STATE)
    with reading() as r:
        chosen = in_scope(select(Deadline), Deadline, r.actor)
        rows, following = rows_of_page(r, chosen.where(Deadline.state == state) if state else chosen, Deadline, wanted_page())
        return page_of(rows, following, shown)


def shown(deadline: Deadline) -> dict[str, Any]:
    """A deadline as the API tells it."""
    plain = {name: getattr(deadline, name) for name in ("id", "code", "case_id", "title", "rule", "citation", "state")}
    days = {name: getattr(deadline, name).isoformat() for name in ("starts_on", "due_on")}
    instants = {name: instant(getattr(deadline, name)) for name in ("due_at", "met_at", "missed_at")}
    return {**plain, **days, **instants, "counted": [str(each) for each in deadline.counted]}
