"""The question about figures of auctions."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator

from app.kernel.errors import Invalid
from app.kernel.workdays import Calendar
from app.law.questions.shape import COUNT, TEXT, Inputs, MoneyIn, Op, Question, answered, read_round, read_text
from app.law.questions.words import also
from app.law.statistics import Listing, Result, rate_text, round_statistics

NETWORK_SALE_ROUND = 3
_RESULT_WORDS = {
    **dict.fromkeys(("unsold", "no_bid", "no_bids", "passed"), Result.FAILED),
    **dict.fromkeys(("cancelled", "stopped", "suspended"), Result.WITHDRAWN),
    **dict.fromkeys(("listed", "bidding", "pending"), Result.OPEN),
}


def _lot(value: object) -> str:
    """A lot's name, or its number."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else read_text(value)


def _listing_round(value: object) -> int:
    """1, 2, or 3 for the network sale, which may be named."""
    return NETWORK_SALE_ROUND if value == "network_sale" else read_round(value)


class ListingIn(Inputs):
    """One lot on a site once."""

    lot: Annotated[str, BeforeValidator(_lot)]
    round: Annotated[int, BeforeValidator(_listing_round)]
    start_price: MoneyIn
    result: Annotated[Result, also(Result, _RESULT_WORDS)]
    price: MoneyIn | None = None


class RoundStatistics(Question):
    """Listings to count."""

    items: list[ListingIn]


def _round_statistics(asked: RoundStatistics, calendar: Calendar) -> dict[str, Any]:
    unpriced = [place for place, each in enumerate(asked.items) if each.result is Result.SOLD and each.price is None]
    if unpriced:
        raise Invalid("成交的须有成交价", field=f"items.{unpriced[0]}.price")
    found = round_statistics(Listing(each.lot, each.round, each.start_price, each.result, each.price) for each in asked.items)
    counts = {"listings": found.listings, "lots_settled": found.lots_settled, "sold": found.sold}
    return answered({**counts, **{name: rate_text(getattr(found, name)) for name in RATES}}, rules=())


RATES = ("lot_sold_rate", "listing_sold_rate", "premium_rate", "failed_rate", "reduction_rate")

OPS: dict[str, Op] = {
    "round_statistics": Op(
        RoundStatistics,
        _round_statistics,
        {**dict.fromkeys(("listings", "lots_settled", "sold"), COUNT), **dict.fromkeys(RATES, TEXT)},
        "成交率、溢价率、流拍率、降价幅度",
    )
}
