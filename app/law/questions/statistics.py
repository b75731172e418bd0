"""The question about figures of auctions."""

from __future__ import annotations

from typing import Annotated, Any

from app.kernel.errors import Invalid
from app.kernel.workdays import Calendar
from app.law.questions.shape import COUNT, TEXT, Count, Inputs, MoneyIn, Op, Question, Text, answered
from app.law.questions.words import also
from app.law.statistics import Listing, Result, rate_text, round_statistics

_RESULT_WORDS = {
    **dict.fromkeys(("unsold", "no_bid", "no_bids", "passed"), Result.FAILED),
    **dict.fromkeys(("cancelled", "stopped", "suspended"), Result.WITHDRAWN),
    **dict.fromkeys(("listed", "bidding", "pending"), Result.OPEN),
}


class ListingIn(Inputs):
    """One lot on a site once."""

    lot: Text
    round: Count
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
