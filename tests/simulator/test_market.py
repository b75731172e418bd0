"""The crowd keeps the law by an independent checker, and the showpiece lot goes exactly as the story says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.kernel.errors import Invalid
from app.kernel.money import Money
from app.simulator.crowds import KNOWN, crowd_for, derived, read_script
from app.simulator.market import Crowd, PlannedBid, make_bids, register
from app.simulator.terms import Terms
from tests.simulator.independent_checker import breaches, end_of_log
from tests.simulator.samples import L4, SALE


def log_of(bids: tuple[PlannedBid, ...]) -> list[tuple]:
    return [(bid.at, bid.code, bid.price.fen, bid.priority) for bid in bids]


def faults(terms: Terms, bids: tuple[PlannedBid, ...]) -> list[str]:
    return breaches(terms.starting_price.fen, terms.increment.fen, terms.opens_at, terms.ends_at, log_of(bids), sale=terms.is_sale)


def test_l4_goes_from_76000_to_595000_in_exactly_235_bids() -> None:
    bids = make_bids(L4, crowd_for(L4, "any"), "any")
    assert len(bids) == 235
    assert (bids[0].price, bids[-1].price) == (Money.yuan("76000.00"), Money.yuan("595000.00"))
    assert bids[-1].code == "J4471"
    assert faults(L4, bids) == []


def test_l4_is_extended_often_and_ends_by_the_last_bid_plus_five_minutes() -> None:
    bids = make_bids(L4, crowd_for(L4, "any"), "any")
    end, moved = end_of_log(L4.ends_at, log_of(bids))
    assert moved == sum(bid.extends for bid in bids) >= 10
    assert end == bids[-1].end_after


def test_l4_has_seventeen_who_paid_before_bidding_and_one_refused_before_the_opening() -> None:
    crowd = crowd_for(L4, "any")
    bids = make_bids(L4, crowd, "any")
    registrations = register(L4, crowd, bids, "any")
    paid = {each.code: each.at for each in registrations if not each.refused}
    refused = [each for each in registrations if each.refused]
    assert len(paid) == 17
    assert all(paid[bid.code] < bid.at for bid in bids)
    assert [each.at < L4.opens_at for each in refused] == [True]
    assert {each.code for each in refused}.isdisjoint(bid.code for bid in bids)


def test_l4_climbs_by_day_quickens_in_the_last_hour_and_is_calm_at_night() -> None:
    bids = make_bids(L4, crowd_for(L4, "any"), "any")
    by_hour = [sum(1 for bid in bids if hour <= (bid.at - L4.opens_at).total_seconds() / 3600 < hour + 1) for hour in range(25)]
    assert by_hour[23] > max(by_hour[:23])
    assert sum(by_hour[14:20]) < sum(by_hour[0:6]) / 4


def test_the_same_seed_gives_the_same_bids_and_another_seed_others() -> None:
    assert make_bids(L4, KNOWN["L4"], "s") == make_bids(L4, KNOWN["L4"], "s")
    assert make_bids(L4, KNOWN["L4"], "s") != make_bids(L4, KNOWN["L4"], "t")


def test_a_priority_holder_matches_the_price_and_wins_when_nobody_goes_higher() -> None:
    crowd = replace(KNOWN["L6"], target_price=Money.yuan("90000.00"))
    bids = make_bids(L4, crowd, "s")
    assert (bids[-1].code, bids[-1].priority, bids[-1].price) == ("Y0001", True, bids[-2].price)
    assert faults(L4, bids) == []


def test_the_first_bid_of_a_sale_opens_a_contest_of_24_hours() -> None:
    bids = make_bids(SALE, Crowd(bids=12, target_price=Money.yuan("90000.00"), bidders=4, extensions=3), "s")
    assert (bids[0].end_after - bids[0].at).total_seconds() == 86_400
    assert faults(SALE, bids) == []


def test_a_script_whose_figures_do_not_fit_is_refused_field_by_field() -> None:
    with pytest.raises(Invalid) as refusal:
        make_bids(L4, Crowd(bids=5, target_price=Money.yuan("76250.00"), bidders=1, extensions=9), "s")
    assert {field for field, _ in refusal.value.faults} == {"target_price", "bids", "bidders", "extensions"}


@pytest.mark.parametrize(
    "script", [{"bids": -1}, {"bids": "9"}, {"target_price": "九万"}, {"first_bid_at": "2026-03-18"}, {"colour": 1}, {"winner_code": "12"}]
)
def test_a_malformed_script_is_refused(script: dict) -> None:
    with pytest.raises(Invalid):
        read_script(script, L4)


@settings(max_examples=60, deadline=None)
@given(
    seed=st.text(max_size=8),
    start=st.integers(100, 90_000_000).map(lambda yuan: Money(yuan * 100)),
    step=st.integers(1, 500_000),
    sale=st.booleans(),
)
def test_every_derived_log_is_lawful(seed: str, start: Money, step: int, *, sale: bool) -> None:
    terms = replace(SALE if sale else L4, reference="", starting_price=start, increment=Money(step))
    crowd = derived(terms, seed)
    bids = make_bids(terms, crowd, seed)
    assert len(bids) == crowd.bids
    assert bids[-1].price == crowd.target_price
    assert faults(terms, bids) == []


@settings(max_examples=60, deadline=None)
@given(bids=st.integers(1, 120), steps=st.integers(0, 900), extensions=st.integers(0, 20), priority=st.booleans(), wins=st.booleans(), seed=st.text(max_size=4))
def test_every_scripted_log_is_lawful_or_refused(bids: int, steps: int, extensions: int, seed: str, *, priority: bool, wins: bool) -> None:
    crowd = Crowd(bids, L4.starting_price + L4.increment * steps, 6, extensions, priority_code="Y0001" if priority else None, priority_wins=wins)
    try:
        planned = make_bids(L4, crowd, seed)
    except Invalid:
        return
    assert (len(planned), planned[-1].price) == (bids, crowd.target_price)
    assert faults(L4, planned) == []
