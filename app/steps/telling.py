"""Whom the house tells: the two people who hold a case."""

from __future__ import annotations

from app.domains.cases.queries import house_case
from app.domains.messages.service import Notice, tell
from app.infra.unit_of_work import Work


def tell_clerk_and_judge(w: Work, case_id: str, notice: Notice) -> None:
    """Clerk and judge in charge of a case."""
    case = house_case(w, case_id)
    tell(w, [case.clerk_id, case.judge_id], notice)
