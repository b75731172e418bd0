"""Facts of vacating."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.kernel.facts import Fact


@dataclass(frozen=True, slots=True)
class _OfVacating(Fact):
    vacating_id: str
    handover_id: str
    case_id: str
    court_id: str
    asset_id: str


@dataclass(frozen=True, slots=True)
class Urged(_OfVacating):
    """An occupant was urged to leave by a day, for the first time or again."""

    occupant_id: str
    leave_by_on: date


@dataclass(frozen=True, slots=True)
class AgreementMade(_OfVacating):
    """Terms to be watched: (term, day)."""

    signed_on: date
    terms: tuple[tuple[str, date], ...]


@dataclass(frozen=True, slots=True)
class TermMet(_OfVacating):
    """One term was kept."""

    term_id: str
    on: date


@dataclass(frozen=True, slots=True)
class AgreementOver(_OfVacating):
    """Broken, or no longer needed: terms that still run have no clock any more."""

    term_ids: tuple[str, ...]
    broken: bool
    why: str


@dataclass(frozen=True, slots=True)
class MeasureAsked(_OfVacating):
    """The president is asked for a fine or detention; figures by the codes of the approval's kind."""

    measure_id: str
    kind: str
    digest: str
    title: str
    body: str
    figures: tuple[tuple[str, str], ...]
    by_id: str


@dataclass(frozen=True, slots=True)
class MeasureAgreed(_OfVacating):
    """The president agreed: the decision is written."""

    measure_id: str
    kind: str


@dataclass(frozen=True, slots=True)
class Detained(_OfVacating):
    """Somebody was handed to the place of detention: the family is told within 24 hours."""

    measure_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FamilyTold(_OfVacating):
    """The family was told."""

    measure_id: str
    on: date


@dataclass(frozen=True, slots=True)
class ReferralMade(_OfVacating):
    """The letter to the police is written: director, then president, are asked."""

    referral_id: str
    digest: str
    title: str
    body: str
    by_id: str


@dataclass(frozen=True, slots=True)
class ReferralSent(_OfVacating):
    """The letter went out: it must have been signed."""

    referral_id: str


@dataclass(frozen=True, slots=True)
class ForcePlanAsked(_OfVacating):
    """The director is asked to agree to the plan; `body`: what it says, line by line."""

    plan_id: str
    digest: str
    title: str
    body: str
    by_id: str


@dataclass(frozen=True, slots=True)
class ForcePlanChanged(_OfVacating):
    """A plan that was asked about or agreed to was changed: what was decided no longer counts."""

    plan_id: str


@dataclass(frozen=True, slots=True)
class GoodsSealed(_OfVacating):
    """A thing was sealed on the day: its number must be free in the court."""

    seal_no: str


@dataclass(frozen=True, slots=True)
class ForceDayEnded(_OfVacating):
    """The forced day is over: cleared, or halted."""

    day_id: str
    outcome: str
    on: date
    collect_by_on: date | None = None


@dataclass(frozen=True, slots=True)
class PlaceCleared(_OfVacating):
    """Nobody is in the place any more."""

    on: date
    how: str


@dataclass(frozen=True, slots=True)
class GoodsTaken(_OfVacating):
    """A kept thing was taken by its owner: it leaves the custody."""

    goods_id: str


@dataclass(frozen=True, slots=True)
class LeftGoodsTaken(_OfVacating):
    """Nothing that was left waits for its owner any more."""

    on: date


@dataclass(frozen=True, slots=True)
class Reentered(_OfVacating):
    """Somebody came back."""

    reentry_id: str
    requested_by: str
