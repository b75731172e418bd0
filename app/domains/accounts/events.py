"""Facts of accounts."""

from __future__ import annotations

from dataclasses import dataclass

from app.kernel.facts import Fact


@dataclass(frozen=True, slots=True)
class FactorResetAsked(Fact):
    """An administrator asks that a person's second factor is forgotten; another must confirm it."""

    person_id: str
    court_id: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class FactorResetDone(Fact):
    """It was confirmed and is forgotten; all sessions of the person have ended."""

    person_id: str
    name: str
    asked_by: str
