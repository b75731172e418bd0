"""The figures of auctions, each with one definition (law-questions.md round_statistics)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from app.kernel.money import Money, total


class Result(StrEnum):
    """How a listing ended; `open` and `withdrawn` settle nothing."""

    SOLD = "sold"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Listing:
    """One lot on a site once. `round` 1, 2, 3 (network sale). `price` is the hammer price of a sold listing."""

    lot: str
    round: int
    start_price: Money
    result: Result
    price: Money | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures. Rates are exact fractions (None: nothing to divide by).

    listings: all listings. lots_settled: different lots with at least one listing sold or failed; a lot counts once. sold: different lots sold.
    lot_sold_rate: sold ÷ lots_settled (按拍品). listing_sold_rate: sold listings ÷ listings sold or failed (按挂拍次).
    failed_rate: failed listings ÷ listings sold or failed. premium_rate: (sum of hammer prices − sum of their start prices) ÷ sum of these start
    prices, over sold listings. reduction_rate: how far start prices were cut, (sum of previous start prices − sum of start prices) ÷ sum of
    previous start prices, over listings that follow a failed one of the same lot.
    """

    listings: int
    lots_settled: int
    sold: int
    lot_sold_rate: Fraction | None
    listing_sold_rate: Fraction | None
    failed_rate: Fraction | None
    premium_rate: Fraction | None
    reduction_rate: Fraction | None


def round_statistics(listings: Iterable[Listing]) -> Figures:
    """Count and divide; see Figures. ValueError: a sold listing without a price."""
    every = list(listings)
    if any(each.result is Result.SOLD and each.price is None for each in every):
        raise ValueError("a sold listing has a price")
    settled = [each for each in every if each.result in (Result.SOLD, Result.FAILED)]
    sold = [each for each in settled if each.result is Result.SOLD]
    lots, sold_lots = {each.lot for each in settled}, {each.lot for each in sold}
    return Figures(
        listings=len(every),
        lots_settled=len(lots),
        sold=len(sold_lots),
        lot_sold_rate=_share(len(sold_lots), len(lots)),
        listing_sold_rate=_share(len(sold), len(settled)),
        failed_rate=_share(len(settled) - len(sold), len(settled)),
        premium_rate=_premium(sold),
        reduction_rate=_reduction(every),
    )


def rate_text(rate: Fraction | None) -> str | None:
    """A rate as a decimal string of four places, half up: 6.8289 for 682.89%."""
    if rate is None:
        return None
    return str((Decimal(rate.numerator) / Decimal(rate.denominator)).quantize(Decimal("0.0001"), ROUND_HALF_UP))


def premium_rate(start_price: Money, price: Money) -> Fraction | None:
    """The premium of one sold lot: (price − start price) ÷ start price; None at a start price of zero."""
    return _share((price - start_price).fen, start_price.fen)


def _premium(sold: list[Listing]) -> Fraction | None:
    return premium_rate(total([each.start_price for each in sold]), total([each.price for each in sold if each.price is not None]))


def _reduction(every: list[Listing]) -> Fraction | None:
    before: dict[str, Listing] = {}
    cuts: list[tuple[int, int]] = []
    for each in sorted(every, key=lambda listing: listing.round):
        previous = before.get(each.lot)
        if previous is not None and previous.round < each.round and previous.result is Result.FAILED:
            cuts.append((previous.start_price.fen, each.start_price.fen))
        before[each.lot] = each
    earlier = sum(old for old, _ in cuts)
    return _share(earlier - sum(new for _, new in cuts), earlier)


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None
