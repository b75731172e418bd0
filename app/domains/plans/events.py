"""Facts of plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.kernel.facts import Fact


@dataclass(frozen=True, slots=True)
class _OfPlan(Fact):
    plan_id: str
    case_id: str
    court_id: str
    asset_id: str
    digest: str


@dataclass(frozen=True, slots=True)
class PlanSubmitted(_OfPlan):
    """The clerk put exactly this content before the panel."""

    title: str
    by_id: str


@dataclass(frozen=True, slots=True)
class PlanChanged(_OfPlan):
    """Content that was put before the panel or signed changed, or was taken back: votes and signatures for it are void."""

    reason: str


@dataclass(frozen=True, slots=True)
class PlanToSign(_OfPlan):
    """The panel agreed; the judge in charge is asked to sign."""

    title: str
    by_id: str


@dataclass(frozen=True, slots=True)
class PlanReturned(_OfPlan):
    """The judge or the panel sent it back."""

    by_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class PlanFrozen(_OfPlan):
    """Signed: exactly this content may be listed, nothing else."""

    title: str


@dataclass(frozen=True, slots=True)
class PersonTold(_OfPlan):
    """One person on the list was told."""

    notice_id: str
    way: str
    on: date


@dataclass(frozen=True, slots=True)
class PersonsTold(_OfPlan):
    """Everybody on the list was told, the last of them on a day (NA-15)."""

    last_on: date
