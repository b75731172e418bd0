"""The list of cases (S2): filters, search, two orders, keyset pages of fifty. Three queries a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import selectinload

from app.domains.accounts.queries import list_people_in_role, names_of
from app.domains.accounts.tables import Person
from app.domains.cases.queries import in_scope
from app.domains.cases.tables import Case, Party
from app.domains.cases.types import FAR, PartyRole, Stage
from app.infra.unit_of_work import Reading
from app.kernel.actor import Role

PAGE = 50
EXPORT_LIMIT = 5000
WEEK = timedelta(days=7)


class Due(StrEnum):
    """Which deadlines the list is narrowed to."""

    OVERDUE = "overdue"
    WEEK = "week"
    NONE = "none"

    @property
    def word(self) -> str:
        """Its Chinese name."""
        return {Due.OVERDUE: "逾期", Due.WEEK: "7天内", Due.NONE: "无期限"}[self]


@dataclass(frozen=True)
class CaseFilter:
    """What the address says: stage (None: all that are open), judge, clerk, due, words; order by nearest deadline or by day of filing."""

    stage: Stage | None = None
    judge_id: str = ""
    clerk_id: str = ""
    due: Due | None = None
    words: str = ""
    by_filing: bool = False

    @property
    def is_plain(self) -> bool:
        """Is nothing filtered out but closed cases?"""
        return not (self.stage or self.judge_id or self.clerk_id or self.due or self.words)


@dataclass(frozen=True)
class CaseRow:
    """One line of the list."""

    case: Case
    parties: str
    judge: str
    clerk: str

    @property
    def due_at(self) -> datetime | None:
        """The nearest deadline, if one runs."""
        return None if self.case.next_due_at >= FAR else self.case.next_due_at

    @property
    def provisional(self) -> bool:
        """Was it counted in a year whose calendar is only provisional?"""
        return self.case.next_due_provisional


@dataclass(frozen=True)
class CasePage:
    """Fifty lines at most, and the cursors of the pages beside it ('' where there is none)."""

    rows: Sequence[CaseRow]
    before: str
    after: str


def list_cases(r: Reading, wanted: CaseFilter, *, after: str = "", before: str = "") -> CasePage:
    """A page of cases in scope. A cursor that cannot be read begins at the start."""
    cursor, back = _cursor(before or after, wanted), bool(before)
    found = list(r.session.scalars(_ordered(_narrowed(r, wanted), wanted, cursor, back).limit(PAGE + 1)))
    more, cases = len(found) > PAGE, found[:PAGE]
    if back:
        cases.reverse()
    has_before = (more if back else cursor is not None) and bool(cases)
    has_after = (True if back else more) and bool(cases)
    return CasePage(_rows(r, cases), _mark(cases[0], wanted) if has_before else "", _mark(cases[-1], wanted) if has_after else "")


def list_for_export(r: Reading, wanted: CaseFilter) -> Sequence[CaseRow]:
    """All cases of the filter, up to the export's limit."""
    return _rows(r, list(r.session.scalars(_ordered(_narrowed(r, wanted), wanted, None, False).limit(EXPORT_LIMIT))))


def list_judges(r: Reading) -> Sequence[Person]:
    """Judges of the actor's court, for the filter and the form."""
    return list_people_in_role(r.session, Role.JUDGE, court_id=r.actor.court_id)


def parties_line(parties: Sequence[Party]) -> str:
    """某银行 诉 王某 等2人; '' before parties are entered."""
    applicants = [party.name for party in parties if party.role in (PartyRole.APPLICANT.value, PartyRole.ASSIGNEE.value)]
    debtors = [party.name for party in parties if party.role in (PartyRole.DEBTOR.value, PartyRole.GUARANTOR.value)]
    return " 诉 ".join(_first_of(names) for names in (applicants, debtors) if names)


def _first_of(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]}等{len(names)}人"


def _narrowed(r: Reading, wanted: CaseFilter) -> Select[Case]:
    chosen = in_scope(select(Case).options(selectinload(Case.parties)), Case, r.actor)
    chosen = chosen.where(Case.stage == wanted.stage.value) if wanted.stage else chosen.where(Case.stage != Stage.CLOSED.value)
    if wanted.judge_id:
        chosen = chosen.where(Case.judge_id == wanted.judge_id)
    if wanted.clerk_id:
        chosen = chosen.where(Case.clerk_id == wanted.clerk_id)
    if wanted.due is not None:
        chosen = chosen.where(_due(wanted.due, r.now))
    return chosen.where(_holds(wanted.words)) if wanted.words.strip() else chosen


def _due(due: Due, now: datetime) -> ColumnElement[bool]:
    if due is Due.OVERDUE:
        return Case.next_due_at < now
    return Case.next_due_at >= FAR if due is Due.NONE else Case.next_due_at < now + WEEK


def _holds(words: str) -> ColumnElement[bool]:
    plain = words.strip().replace("(", "（").replace(")", "）")
    named = Case.id.in_(select(Party.case_id).where(Party.name.contains(plain, autoescape=True)))
    return or_(Case.number.contains(plain, autoescape=True), Case.cause.contains(plain, autoescape=True), named)


def _key(wanted: CaseFilter) -> Any:
    return Case.filed_on if wanted.by_filing else Case.next_due_at


def _ordered(chosen: Select[Case], wanted: CaseFilter, cursor: tuple[Any, str] | None, back: bool) -> Select[Case]:
    key, downward = _key(wanted), wanted.by_filing is not back
    if cursor is not None:
        value, row_id = cursor
        passed = key < value if downward else key > value
        tied = Case.id < row_id if downward else Case.id > row_id
        chosen = chosen.where(or_(passed, and_(key == value, tied)))
    return chosen.order_by(key.desc(), Case.id.desc()) if downward else chosen.order_by(key, Case.id)


def _mark(case: Case, wanted: CaseFilter) -> str:
    return f"{(case.filed_on if wanted.by_filing else case.next_due_at).isoformat()}~{case.id}"


def _cursor(text: str, wanted: CaseFilter) -> tuple[Any, str] | None:
    value, _, row_id = text.partition("~")
    try:
        read = date.fromisoformat(value) if wanted.by_filing else datetime.fromisoformat(value)
    except ValueError:
        return None
    naive = isinstance(read, datetime) and read.tzinfo is None
    return None if naive or not row_id else (read, row_id)


def _rows(r: Reading, cases: Sequence[Case]) -> Sequence[CaseRow]:
    people = names_of(r.session, {each for case in cases for each in (case.judge_id, case.clerk_id) if each})
    return [CaseRow(case, parties_line(case.parties), people.get(case.judge_id, ""), people.get(case.clerk_id or "", "")) for case in cases]
