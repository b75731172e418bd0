"""The list of plans: status, case and words to narrow it, keyset pages of fifty, latest saved first. Three queries a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, or_, select

from app.domains.accounts.queries import names_of
from app.domains.cases.queries import in_scope
from app.domains.cases.tables import Case
from app.domains.plans.tables import Plan
from app.domains.plans.types import PlanStatus, Terms
from app.infra.unit_of_work import Reading

PAGE = 50


@dataclass(frozen=True)
class PlanFilter:
    """What the address says."""

    status: str = ""
    case: str = ""
    words: str = ""

    @property
    def is_plain(self) -> bool:
        """Is nothing filtered?"""
        return not (self.status or self.case or self.words)


@dataclass(frozen=True)
class PlanRow:
    """One line of the list."""

    plan: Plan
    case: Case
    terms: Terms
    drafter: str


@dataclass(frozen=True)
class PlanPageOf:
    """Fifty lines at most, and the cursor of the next page ('' when there is none)."""

    rows: Sequence[PlanRow]
    after: str


def list_page(r: Reading, wanted: PlanFilter, *, after: str = "") -> PlanPageOf:
    """A page of plans in scope. A cursor that cannot be read begins at the start."""
    chosen = _narrowed(select(Plan, Case).join(Case, Case.id == Plan.case_id), wanted)
    if cursor := _cursor(after):
        at, plan_id = cursor
        chosen = chosen.where(or_(Plan.saved_at < at, and_(Plan.saved_at == at, Plan.id < plan_id)))
    found = r.session.execute(in_scope(chosen.order_by(Plan.saved_at.desc(), Plan.id.desc()).limit(PAGE + 1), Plan, r.actor)).all()
    people = names_of(r.session, {plan.drafted_by for plan, _ in found})
    rows = [PlanRow(plan, case, Terms.from_json(plan.terms), people.get(plan.drafted_by, "")) for plan, case in found[:PAGE]]
    last = rows[-1].plan if len(found) > PAGE else None
    return PlanPageOf(rows, f"{last.saved_at.isoformat()}~{last.id}" if last else "")


def _narrowed(chosen: Select[Plan, Case], wanted: PlanFilter) -> Select[Plan, Case]:
    if wanted.status in set(PlanStatus):
        chosen = chosen.where(Plan.status == wanted.status)
    if wanted.case:
        chosen = chosen.where(Plan.case_id == wanted.case)
    words = wanted.words.strip()
    return chosen.where(or_(Plan.title.contains(words, autoescape=True), Case.number.contains(words, autoescape=True))) if words else chosen


def _cursor(text: str) -> tuple[datetime, str] | None:
    value, _, plan_id = text.partition("~")
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return None
    return (at, plan_id) if at.tzinfo and plan_id else None
