"""Facts of deadlines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.domains.deadlines.rules import ESCALATED, MISSED
from app.kernel.facts import Fact


@dataclass(frozen=True, slots=True)
class DeadlineSpoke(Fact):
    """A stage fired: a reminder, the last day, the miss (stage 'missed'), or its passing on to the president (stage 'escalated')."""

    deadline_id: str
    code: str
    stage: str
    case_id: str
    court_id: str
    subject_kind: str
    subject_id: str
    title: str
    holder_role: str
    holder_id: str | None
    link: str

    @property
    def is_over(self) -> bool:
        """Is the period past its end?"""
        return self.stage in (MISSED, ESCALATED)


@dataclass(frozen=True, slots=True)
class DeadlinesChanged(Fact):
    """The running periods of a case changed; its nearest end is now `due_at` (None: none runs), counted in a provisional year or not."""

    case_id: str
    due_at: datetime | None
    title: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class DeadlineMoved(Fact):
    """A last day moved: its fact, the calendar, a stop or an extension; the holder (None: the case's clerk) is to know."""

    deadline_id: str
    code: str
    subject_kind: str
    subject_id: str
    case_id: str
    title: str
    holder_id: str | None
    before_on: date
    after_on: date
    why: str
