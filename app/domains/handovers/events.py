"""Facts of handovers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.kernel.facts import Fact


@dataclass(frozen=True, slots=True)
class _OfHandover(Fact):
    handover_id: str
    case_id: str
    court_id: str
    asset_id: str


@dataclass(frozen=True, slots=True)
class NoticeAsked(_OfHandover):
    """The president is asked to sign the order to leave."""

    digest: str
    title: str
    by_id: str


@dataclass(frozen=True, slots=True)
class NoticePosted(_OfHandover):
    """The order to leave was posted; the people have until a day."""

    posted_on: date
    leave_by_on: date


@dataclass(frozen=True, slots=True)
class Vacated(_OfHandover):
    """It is empty."""

    on: date


@dataclass(frozen=True, slots=True)
class HandedOver(_OfHandover):
    """The buyer has it and signed."""

    on: date
    settlement_id: str


@dataclass(frozen=True, slots=True)
class ClockStopped(_OfHandover):
    """There is a lawful reason why it cannot be handed over: the fifteen days stand still."""

    ground: str


@dataclass(frozen=True, slots=True)
class ClockWentOn(_OfHandover):
    """The reason is gone: the days run on. `stops`: every span that the clock stood still."""

    stops: tuple[tuple[date, date], ...]


@dataclass(frozen=True, slots=True)
class Refused(_OfHandover):
    """The buyer refuses to take it: the judge answers."""

    reason: str


@dataclass(frozen=True, slots=True)
class RefusalAnswered(_OfHandover):
    """The judge answered."""

    outcome: str
    words: str
