"""Facts of cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domains.cases.types import Stage
from app.kernel.facts import Fact


@dataclass(frozen=True, slots=True)
class CaseOpened(Fact):
    """A case was entered."""

    case_id: str


@dataclass(frozen=True, slots=True)
class StageHandedOn(Fact):
    """The next group accepted the case."""

    case_id: str
    from_stage: Stage
    to_stage: Stage


@dataclass(frozen=True, slots=True)
class PanelComposed(Fact):
    """The panel was composed or changed: who left, who joined, and the reason of a change."""

    case_id: str
    left: frozenset[str]
    joined: frozenset[str]
    reason: str


@dataclass(frozen=True, slots=True)
class CaseReassigned(Fact):
    """The judge or the clerk of a case changed: who held it before and who does now (None: nobody named)."""

    case_id: str
    holders: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class CaseDateChanged(Fact):
    """The day on which the case was filed was corrected."""

    case_id: str
    before_on: date
    after_on: date


@dataclass(frozen=True, slots=True)
class CaseClosed(Fact):
    """The case ended."""

    case_id: str
