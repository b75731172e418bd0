"""Facts of viewings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.kernel.facts import Fact


@dataclass(frozen=True)
class _OfProgramme(Fact):
    programme_id: str
    round_id: str
    case_id: str
    court_id: str
    title: str


@dataclass(frozen=True)
class ViewingsPlanned(_OfProgramme):
    """A lot has its programme: what tasks told of the thing before finds its place."""

    asset_id: str


@dataclass(frozen=True)
class SlotTomorrow(_OfProgramme):
    """A viewing is tomorrow, with so many people booked; who guides, for which agency."""

    slot_id: str
    starts_at: datetime
    booked: int
    guide_id: str | None
    agency_id: str | None


@dataclass(frozen=True)
class QuestionAsked(_OfProgramme):
    """A stranger asked on the public page; the agency that answers, if any."""

    agency_id: str | None


@dataclass(frozen=True)
class QuestionEscalated(_OfProgramme):
    """A question goes beyond what was published: the judge is asked."""

    question: str


@dataclass(frozen=True)
class JudgeReplied(_OfProgramme):
    """The judge has answered, or let an answer be published."""

    words: str
    agency_id: str | None
