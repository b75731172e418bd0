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
