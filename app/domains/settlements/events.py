"""Facts of settlements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.kernel.facts import Fact
from app.kernel.money import Money


@dataclass(frozen=True, slots=True)
class _OfSettlement(Fact):
    settlement_id: str
    case_id: str
    court_id: str
    asset_id: str


@dataclass(frozen=True, slots=True)
class BalanceDue(_OfSettlement):
    """The buyer owes the balance until a day."""

    sold_on: date
    balance_days: int
    balance: Money
    title: str


@dataclass(frozen=True, slots=True)
class BuyerNamed(_OfSettlement):
    """The court knows who the buyer is."""


@dataclass(frozen=True, slots=True)
class PriceFullyPaid(_OfSettlement):
    """The whole price is there."""

    paid_on: date
    title: str


@dataclass(frozen=True, slots=True)
class RulingMade(_OfSettlement):
    """The judge signed the sale ruling."""

    ruling_no: str


@dataclass(frozen=True, slots=True)
class RulingServed(_OfSettlement):
    """The sale ruling reached the buyer: title has passed (NA-29)."""

    served_on: date
    buyer_name: str
    title: str
