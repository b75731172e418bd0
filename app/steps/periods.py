"""Periods that move: whoever holds one is told of its old and new last day; periods of a case go with the case."""

from __future__ import annotations

from app.domains.cases.events import CaseReassigned
from app.domains.cases.queries import house_case
from app.domains.deadlines import changing
from app.domains.deadlines.events import DeadlineMoved
from app.domains.messages.service import Notice, tell
from app.infra.unit_of_work import Work


def tell_of_moved(w: Work, fact: DeadlineMoved) -> None:
    """Before and after, and why."""
    words = f"{fact.title}：届满日由 {fact.before_on.isoformat()} 变为 {fact.after_on.isoformat()}"
    holder = fact.holder_id or house_case(w, fact.case_id).clerk_id
    tell(w, [holder], Notice("deadline", words, link=f"/deadlines/{fact.deadline_id}", case_id=fact.case_id))


def pass_on(w: Work, fact: CaseReassigned) -> None:
    """The new judge or clerk holds what the old one held of the case."""
    changing.reassign(w, fact.case_id, dict(fact.holders))
