"""Facts of a lot that is stopped and goes on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domains.rounds.events import OfRound


@dataclass(frozen=True, slots=True)
class HaltAsked(OfRound):
    """A stay, suspension or withdrawal is asked; `digest` is of exactly what is asked."""

    title: str
    kind: str
    ground: str
    reason: str
    digest: str
    asked_by: str


@dataclass(frozen=True, slots=True)
class HaltOrdered(OfRound):
    """The lot is stopped; `by_line`: the order went to the site over the private line, else somebody stops it there by hand."""

    title: str
    kind: str
    reason: str
    by_line: bool
    asked_by: str


@dataclass(frozen=True, slots=True)
class ResumeAsked(OfRound):
    """The ground is gone since `gone_on`; the lot is to go on."""

    title: str
    gone_on: date
    reason: str
    digest: str
    asked_by: str


@dataclass(frozen=True, slots=True)
class HaltEnded(OfRound):
    """The lot goes on; it stood still for `days`."""

    title: str
    kind: str
    days: int
    asked_by: str
