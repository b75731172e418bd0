"""What finding out a reference price costs: which platform is paid, and the base of an appraiser's fee (RP-36 to RP-38)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction

from app.kernel.money import ZERO, Money

REISSUE_SHARE = Fraction(30, 100)


class AppraisalEnd(StrEnum):
    """How the appraiser's work ended."""

    SOLD = "sold"
    UNSOLD = "unsold"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


def platforms_paid(results: Mapping[str, Money], final_price: Money, *, replaced_or_withdrawn: bool = False) -> dict[str, Fraction]:
    """The share of the inquiry fee of each platform that is paid: the closest to the final price, equally if several are (RP-36)."""
    if replaced_or_withdrawn or not results:
        return {}
    distance = {name: abs(value.fen - final_price.fen) for name, value in results.items()}
    nearest = [name for name, far in distance.items() if far == min(distance.values())]
    return dict.fromkeys(nearest, Fraction(1, len(nearest)))


def appraisal_fee_base(*, end: AppraisalEnd, appraisal: Money, sold_for: Money | None = None, actual_cost: Money = ZERO) -> Money:
    """What the fee is counted from: the lower of appraisal and sale price; unsold or withdrawn the actual cost; replaced nothing (RP-37, RP-38)."""
    match end:
        case AppraisalEnd.REPLACED:
            return ZERO
        case AppraisalEnd.SOLD if sold_for is not None:
            return min(appraisal, sold_for)
        case _:
            return actual_cost


def reissue_fee(base_fee: Money) -> Money:
    """The fee of a report that is issued again: 30% of the base fee, rounded down (RP-38)."""
    return base_fee.share_down(REISSUE_SHARE)
