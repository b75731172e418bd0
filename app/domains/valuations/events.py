"""Facts of valuations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.kernel.facts import Fact
from app.kernel.money import Money


@dataclass(frozen=True, slots=True)
class ValuationStarted(Fact):
    """A way to the price began."""

    valuation_id: str
    case_id: str
    court_id: str
    asset_id: str
    method: str
    started_on: date


@dataclass(frozen=True, slots=True)
class ReportsComplete(Fact):
    """Every platform has reported, or its time is over: the price can be fixed."""

    valuation_id: str
    case_id: str
    court_id: str
    asset_id: str
    title: str


@dataclass(frozen=True, slots=True)
class ReferencePriceSet(Fact):
    """The reference price stands."""

    valuation_id: str
    case_id: str
    court_id: str
    asset_id: str
    amount: Money
    method: str
    valid_until: date
    set_on: date


@dataclass(frozen=True, slots=True)
class ReferencePriceFell(Fact):
    """The report that the price rests on was taken out after the price was fixed."""

    valuation_id: str
    case_id: str
    court_id: str
    asset_id: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class PeriodBegan(Fact):
    """A period of the deadlines' catalogue began to run."""

    code: str
    case_id: str
    court_id: str
    asset_id: str
    subject_kind: str
    subject_id: str
    from_on: date
    length: int | None = None


@dataclass(frozen=True, slots=True)
class PeriodMet(Fact):
    """What a period was for is done."""

    code: str
    subject_kind: str
    subject_id: str
    on: date


@dataclass(frozen=True, slots=True)
class PeriodDropped(Fact):
    """A period no longer matters."""

    code: str
    subject_kind: str
    subject_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReportsSent(Fact):
    """Reports go to a party: a service is opened. `reached_on`: received the same day or on another, None while that is open; `title` names the reports."""

    delivery_id: str
    valuation_id: str
    case_id: str
    court_id: str
    asset_id: str
    party_id: str
    title: str
    way: str
    sent_on: date
    reached_on: date | None


@dataclass(frozen=True, slots=True)
class ReportsReached(Fact):
    """A party received what was sent, recorded on the price's page in short form."""

    delivery_id: str
    way: str
    on: date


@dataclass(frozen=True, slots=True)
class AppraiserOrdered(Fact):
    """An appraiser of the three was commissioned."""

    valuation_id: str
    appraisal_id: str
    case_id: str
    court_id: str
    asset_id: str
