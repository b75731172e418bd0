"""Facts of seizures at work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.kernel.facts import Fact


@dataclass(frozen=True, slots=True)
class _OfSeizure(Fact):
    seizure_id: str
    case_id: str
    court_id: str
    asset_id: str
    expires_on: date
    title: str


@dataclass(frozen=True, slots=True)
class RenewalDue(_OfSeizure):
    """A margin of the court is reached: `left` days are left, `pressing` by the last margin."""

    left: int
    pressing: bool


@dataclass(frozen=True, slots=True)
class SeizureLapsed(_OfSeizure):
    """The end passed unrenewed: nothing may be sold on it any more (EX-13)."""

    rank: int


@dataclass(frozen=True, slots=True)
class _OfRequest(Fact):
    request_id: str
    case_id: str
    court_id: str
    asset_id: str
    direction: str
    title: str


@dataclass(frozen=True, slots=True)
class LienAsked(_OfRequest):
    """A letter of request went out or came in; the answer is due in fifteen days (EX-22)."""

    asked_on: date


@dataclass(frozen=True, slots=True)
class LienAnswered(_OfRequest):
    """The first-seizing court answered; `agreed`: the right to sell goes over."""

    on: date
    agreed: bool
