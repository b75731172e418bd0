"""Ways after a round without a buyer, with their days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.kernel.clock import at_shanghai
from app.kernel.money import Money
from app.kernel.workdays import built_in
from app.law.rulebook import RULES
from app.law.subjects import AssetKind
from app.law.unsold import Failed, network_sale_ends_at, ways_after

RESERVE = Money.yuan("2240000.00")
HOUSE = Failed(AssetKind.HOUSE, 1, RESERVE, date(2026, 4, 2), Money.yuan("4000000.01"), date(2027, 1, 5))


@pytest.mark.parametrize(
    ("round_no", "days"),
    [
        (1, [("debt_for_asset", None), ("auction_round2", date(2026, 5, 6))]),
        (2, [("debt_for_asset", date(2026, 4, 13)), ("network_sale", date(2026, 4, 17))]),
        (3, [("debt_for_asset", date(2026, 4, 13)), ("direct_sale", None), ("release_and_return", None), ("restart", date(2027, 1, 6))]),
    ],
)
def test_every_round_has_its_ways_with_their_days(round_no: int, days: list[tuple[str, date | None]]) -> None:
    ways = ways_after(replace(HOUSE, round_no=round_no), built_in())
    assert [(way.step, way.first_by) for way in ways] == days
    assert all(way.rule in RULES for way in ways)


def test_the_price_in_kind_is_the_failed_reserve_and_a_direct_sale_is_half_the_appraisal_rounded_up() -> None:
    prices = {way.step: way.price for way in ways_after(replace(HOUSE, round_no=3), built_in())}
    assert (prices["debt_for_asset"], prices["direct_sale"]) == (RESERVE, Money.yuan("2000000.01"))


@pytest.mark.parametrize(("asset", "until"), [(AssetKind.HOUSE, date(2026, 7, 1)), (AssetKind.VEHICLE, date(2026, 6, 23))])
def test_a_network_sale_is_sixty_days_after_its_notice_and_its_lead(asset: AssetKind, until: date) -> None:
    sale = ways_after(replace(HOUSE, round_no=2, asset=asset), built_in())[1]
    assert (sale.until, sale.rule) == (until, "BM-02")


def test_a_network_sale_closes_by_its_first_bid() -> None:
    opened = at_shanghai(2026, 5, 2, 10)
    assert network_sale_ends_at(opened, None) == opened + timedelta(days=60)
    assert network_sale_ends_at(opened, opened + timedelta(days=3)) == opened + timedelta(days=4)
