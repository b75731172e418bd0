"""Cases over the API: GET /api/v1/cases."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.domains.cases.permissions import SEE_CASES
from app.domains.cases.queries import in_scope
from app.domains.cases.tables import Case
from app.domains.cases.types import FAR, Stage
from app.web.access import permits, reading
from app.web.operations import DAY, ID, INSTANT, MONEY, TEXT, Operation, Parameter, described, listed, or_null, thing
from app.web.paging import PAGED, instant, money, one_of, page_of, rows_of_page, wanted_page

pages = Blueprint("cases_api", __name__, url_prefix="/api/v1")
STAGES = [str(each) for each in Stage]
STAGE = Parameter("stage", "只列这一阶段", {"type": "string", "enum": STAGES})
CASE = thing(
    id=ID,
    number=TEXT,
    cause=TEXT,
    kind=TEXT,
    stage={"type": "string", "enum": STAGES},
    filed_on=DAY,
    claim=MONEY,
    next_due_at=or_null(INSTANT),
    closed_at=or_null(INSTANT),
    changed_at=INSTANT,
)


@pages.get("/cases")
@described(Operation("案件", "本院的案件，合议庭成员为本庭案件；新登记的在前。不含当事人信息。", "办案", (STAGE, *PAGED), answers=listed(CASE)))
@permits(SEE_CASES)
def list_cases() -> ResponseReturnValue:
    """A page of the actor's cases."""
    stage = one_of(STAGE)
    with reading() as r:
        chosen = in_scope(select(Case), Case, r.actor)
        rows, following = rows_of_page(r, chosen.where(Case.stage == stage) if stage else chosen, Case, wanted_page())
        return page_of(rows, following, shown)


def shown(case: Case) -> dict[str, Any]:
    """A case as the API tells it."""
    return {
        "id": case.id,
        "number": case.number,
        "cause": case.cause,
        "kind": case.kind,
        "stage": case.stage,
        "filed_on": case.filed_on.isoformat(),
        "claim": money(case.claim),
        "next_due_at": None if case.next_due_at >= FAR else instant(case.next_due_at),
        "closed_at": instant(case.closed_at),
        "changed_at": instant(case.changed_at),
    }
