"""Facts of titles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.kernel.facts import Fact


@dataclass(frozen=True, slots=True)
class _OfRoute(Fact):
    route_id: str
    case_id: str
    court_id: str
    asset_id: str
    round_id: str
    title: str


@dataclass(frozen=True, slots=True)
class RouteOpened(_OfRoute):
    """The ruling was served: the way to the registered title begins."""


@dataclass(frozen=True, slots=True)
class RouteDone(_OfRoute):
    """Every step is done or not needed."""

    on: date


@dataclass(frozen=True, slots=True)
class RouteReopened(_OfRoute):
    """A step that was done was taken back: the way is not finished any more."""

    reason: str


@dataclass(frozen=True, slots=True)
class _OfStep(_OfRoute):
    step_id: str
    step: str
    person_id: str | None


@dataclass(frozen=True, slots=True)
class DaysGiven(_OfStep):
    """The notice that was served, the slip of the authority, or whoever gave the step out, gives so many days from a day.

    `until_on`: the day itself, where it was set and not counted.
    """

    on: date
    days: int
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class StepOver(_OfStep):
    """It waits for its authority no more: done (`met`), not needed, refused or taken back."""

    on: date
    met: bool
    why: str


@dataclass(frozen=True, slots=True)
class StepRefused(_OfStep):
    """The authority refused it, in these words."""

    office: str
    reason: str


@dataclass(frozen=True, slots=True)
class RefusalReported(_OfStep):
    """A refusal to assist is put to judge and director (CP-12)."""

    office: str
    reason: str
    words: str


@dataclass(frozen=True, slots=True)
class GoodsDamaged(_OfRoute):
    """What was carried arrived damaged or not as listed."""

    words: str
