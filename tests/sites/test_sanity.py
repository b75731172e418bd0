"""Our own doubts about what a site shows (sites.md §9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.kernel.clock import at_shanghai
from app.kernel.money import Money
from app.sites.contract import Bid, LotState, Snapshot
from app.sites.sanity import Doubt, check

START = at_shanghai(2026, 3, 18, 10)
END = START + timedelta(hours=24)


def bid(seq: int, yuan: str, minutes: int, bidder: str = "K2207", priority: bool = False) -> Bid:
    return Bid(seq, bidder, Money.yuan(yuan), START + timedelta(minutes=minutes), priority)


GOOD = Snapshot(
    "taobao",
    "780000115001",
    title="包装机械设备一批（46件）",
    state=LotState.LIVE,
    starting_price=Money.yuan("76000"),
    appraisal_price=Money.yuan("108000"),
    deposit=Money.yuan("7600"),
    increment=Money.yuan("500"),
    start_at=START,
    end_at=END,
    current_price=Money.yuan("77500"),
    bid_count=2,
    bids=(bid(1, "76000", 3), bid(2, "77500", 20, "D8841")),
    read_at=START + timedelta(hours=2),
)


def doubts(snapshot: Snapshot, previous: Snapshot | None = None) -> set[Doubt]:
    return {each.doubt for each in check(snapshot, previous)}


def test_a_sound_snapshot_raises_no_doubt() -> None:
    assert doubts(GOOD) == set()


CASES = [
    (Doubt.UNIT, {"appraisal_price": Money.yuan("10.8")}),
    (Doubt.UNIT, {"appraisal_price": Money.yuan("1080000000")}),
    (Doubt.INCREMENT, {"increment": Money.yuan("76000")}),
    (Doubt.DEPOSIT, {"deposit": Money.yuan("16000")}),
    (Doubt.BELOW_START, {"current_price": Money.yuan("75500")}),
    (Doubt.OFF_STEP, {"current_price": Money.yuan("77600")}),
    (Doubt.JUMP, {"current_price": Money.yuan("1000000")}),
    (Doubt.JUMP, {"bid_count": 0, "bids": ()}),
    (Doubt.TIMES, {"end_at": START}),
    (Doubt.LATE_BID, {"end_at": START + timedelta(minutes=10)}),
    (Doubt.MISSING_BIDS, {"bid_count": 3}),
    (Doubt.ORDER, {"bids": (bid(1, "77500", 20), bid(2, "76000", 3))}),
    (Doubt.REPEATED, {"bids": (bid(1, "77500", 20), bid(2, "77500", 20))}),
    (Doubt.NAME, {"bids": (bid(1, "76000", 3), bid(2, "77500", 20, "汪某某"))}),
    (Doubt.PRIVATE, {"title": "设备一批，联系电话13800000000"}),
    (Doubt.PRIVATE, {"court": "440100196805030536"}),
    (Doubt.STALE, {"state": LotState.UPCOMING}),
]


@pytest.mark.parametrize(("doubt", "change"), CASES)
def test_each_fault_is_named(doubt, change) -> None:
    assert doubt in doubts(replace(GOOD, **change))


def test_a_priority_holder_may_match_the_price() -> None:
    matched = (bid(1, "76000", 3), bid(2, "77500", 20), bid(3, "77500", 30, "P0001", priority=True))
    assert doubts(replace(GOOD, bids=matched, bid_count=3)) == set()


def test_a_bid_that_was_there_before_and_is_gone_is_named() -> None:
    now = replace(GOOD, bids=(bid(1, "76000", 3), bid(2, "77500", 21, "D8841")))
    assert Doubt.VANISHED in doubts(now, GOOD)


def test_a_smaller_count_and_a_price_that_moved_without_a_bid_are_named() -> None:
    assert Doubt.SHRUNK in doubts(replace(GOOD, bid_count=1, bids=GOOD.bids[:1]), GOOD)
    assert Doubt.JUMP in doubts(replace(GOOD, current_price=Money.yuan("78000"), bids=None), GOOD)


def test_a_result_that_turns_is_named() -> None:
    assert Doubt.FLIPPED in doubts(replace(GOOD, state=LotState.FAILED), replace(GOOD, state=LotState.SOLD))


def test_what_was_not_read_is_not_doubted() -> None:
    assert doubts(Snapshot("taobao", "1")) == set()
