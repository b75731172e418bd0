"""The simulator's crowd and the house's verifier were written apart: each proves the other."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from app.kernel.money import Money
from app.law.bidding import verify_bid_log
from app.law.bids import BidEntry, BidTerms
from app.simulator.crowds import KNOWN, crowd_for, derived
from app.simulator.market import PlannedBid, make_bids
from app.simulator.terms import Terms
from tests.simulator.samples import L4


def judged(terms: Terms, bids: tuple[PlannedBid, ...]):
    entries = [BidEntry(seq, bid.code, bid.price, bid.at, priority=bid.priority) for seq, bid in enumerate(bids, 1)]
    return verify_bid_log(BidTerms(terms.starting_price, terms.increment, terms.opens_at, terms.ends_at, frozenset({"B0912"})), entries)


def test_the_house_finds_l4_in_order_with_the_same_end_winner_and_extensions() -> None:
    bids = make_bids(L4, crowd_for(L4, "s"), "s")
    told = judged(L4, bids)
    assert (told.ok, told.bids, told.winner, told.price) == (True, 235, "J4471", Money.yuan("595000.00"))
    assert (told.end_at, told.extensions) == (bids[-1].end_after, sum(bid.extends for bid in bids))


@settings(max_examples=40, deadline=None)
@given(seed=st.text(max_size=8), start=st.integers(1_000, 90_000_000), step=st.integers(1, 5_000))
def test_the_house_finds_every_derived_log_in_order(seed: str, start: int, step: int) -> None:
    terms = replace(L4, reference="", case_no="", starting_price=Money(start * 100), increment=Money(step * 100))
    bids = make_bids(terms, derived(terms, seed), seed)
    told = judged(terms, bids)
    assert told.findings == ()
    assert (told.winner, told.end_at) == (bids[-1].code, bids[-1].end_after)


def test_the_house_lets_a_priority_holder_win_by_matching() -> None:
    terms = replace(L4, case_no="（2026）粤0115执1633号", starting_price=Money.yuan("12000.00"))
    bids = make_bids(terms, KNOWN["L6"], "s")
    told = judged(terms, bids)
    assert (told.findings, told.winner, told.price) == ((), "Y0001", bids[-1].price)
