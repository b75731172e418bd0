"""Facts of deadlines."""

from __future__ import annotations

from dataclasses import dataclass

from app.kernel.facts import Fact


@dataclass(frozen=True, slots=True)
class DeadlineSpoke(Fact):
    """A stage fired: a reminder, the last day, or the miss (stage 'missed')."""

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
