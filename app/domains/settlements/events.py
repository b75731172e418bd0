"""Facts of settlements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

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
class PriceOpenAgain(_OfSettlement):
    """A booking was reversed: the price that counted as paid is not."""

    sold_on: date
    due_on: date
    reason: str
    title: str


@dataclass(frozen=True, slots=True)
class SurplusReturned(_OfSettlement):
    """What was paid too much is back with the payer."""


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


@dataclass(frozen=True, slots=True)
class BuyerDefaulted(_OfSettlement):
    """The judge declared the default: the deposit is kept, the thing is sold again (NA-33, NA-34)."""

    default_id: str
    round_id: str
    title: str
    declared_on: date


@dataclass(frozen=True, slots=True)
class DistributionAsked(_OfSettlement):
    """The clerk puts exactly this sheet before the panel."""

    distribution_id: str
    digest: str
    title: str
    by_id: str


@dataclass(frozen=True, slots=True)
class DistributionChanged(_OfSettlement):
    """The sheet is mended: what was asked or agreed for the old content is void."""

    distribution_id: str
    reason: str
    party_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetReceived(_OfSettlement):
    """A party received the sheet, recorded on its page in short form."""

    party_id: str
    way: str
    on: date


@dataclass(frozen=True, slots=True)
class DistributionApproved(_OfSettlement):
    """The panel agreed: the paper is made and served."""

    distribution_id: str
    title: str


@dataclass(frozen=True, slots=True)
class SheetPeriodOpened(_OfSettlement):
    """A period of fifteen days of the sheet begins for one party: `code` of the catalogue. The one named in `met`, if any, is over."""

    party_id: str
    code: str
    from_on: date
    met: str = ""


@dataclass(frozen=True, slots=True)
class SheetPeriodMet(_OfSettlement):
    """What a period of a party waited for was done."""

    party_id: str
    code: str
    on: date


@dataclass(frozen=True, slots=True)
class DistributionFinal(_OfSettlement):
    """No objection is open: the money may be paid out."""

    distribution_id: str
    final_on: date
    title: str


@dataclass(frozen=True, slots=True)
class DisputeOver(_OfSettlement):
    """A suit about the sheet is over and what was kept back for it is dealt with."""

    party_id: str


@dataclass(frozen=True, slots=True)
class PaidOut(_OfSettlement):
    """The cashier paid by the sheet."""

    distribution_id: str
    on: date


@dataclass(frozen=True, slots=True)
class _OfRound(Fact):
    round_id: str
    case_id: str
    court_id: str
    asset_id: str


@dataclass(frozen=True, slots=True)
class RefundsDue(_OfRound):
    """Bidding ended: deposits of those who did not win are due back."""

    due_at: datetime
    count: int
    title: str


@dataclass(frozen=True, slots=True)
class RefundsDone(_OfRound):
    """All of a round's deposits are back; the last on a day."""

    on: date


@dataclass(frozen=True, slots=True)
class RefundTold(_OfRound):
    """The site or the cashier was told to pay a deposit back."""

    code: str
    payer: str


@dataclass(frozen=True, slots=True)
class UnsoldNoted(_OfRound):
    """A round without a buyer: its ways are proposed. `asks`: the applicant is to be asked within the days of BM-01."""

    unsold_id: str
    failed_on: date
    asks: bool
    title: str


@dataclass(frozen=True, slots=True)
class CreditorsAsked(_OfRound):
    """Applicant and other creditors were asked whether they take the thing."""

    unsold_id: str
    on: date


@dataclass(frozen=True, slots=True)
class UnsoldSuperseded(_OfRound):
    """A later round of the thing took the place of this one without a buyer."""

    unsold_id: str


@dataclass(frozen=True, slots=True)
class WayChosen(_OfRound):
    """The judge chose what follows: `way` a step of the law, `taker` who takes the thing in kind and pays a difference in `pay_days`."""

    unsold_id: str
    way: str
    reason: str
    title: str
    taker: str
    pay_days: int = 0
