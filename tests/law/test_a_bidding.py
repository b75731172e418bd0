"""Bidding: the running end, and a verifier that names each planted fault of a log and only it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.clock import at_shanghai
from app.kernel.errors import Invalid
from app.kernel.money import Money
from app.law.bidding import BidEntry, BidTerms, FaultKind, Verification, extend, opened, step, verify_bid_log
from app.law.log_order import missing_numbers, numbers_out_of_order, times_out_of_order

OPENS, ENDS = at_shanghai(2026, 3, 17, 10), at_shanghai(2026, 3, 18, 10)
TERMS = BidTerms(Money.yuan("100000"), Money.yuan("1000"), OPENS, ENDS, frozenset({"X0000"}))


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def log() -> list[BidEntry]:
    """Ten lawful bids: one early, the rest each three minutes apart across the end; the third raises by several steps."""
    first = BidEntry(1, "A1001", Money.yuan("100000"), OPENS + minutes(30))
    prices = [101000, 105000, 106000, 107000, 109000, 110000, 111000, 113000, 114000]
    rest = [
        BidEntry(seq, "BAC"[seq % 3] + "1001", Money.yuan(price), ENDS - minutes(2) + minutes(3 * place))
        for place, (seq, price) in enumerate(zip(range(2, 11), prices, strict=True))
    ]
    return [first, *rest]


def verified(bids: list[BidEntry]) -> Verification:
    return verify_bid_log(TERMS, bids)


def named(bids: list[BidEntry]) -> list[tuple[int, FaultKind]]:
    judged = verified(bids)
    return [(index, kind) for (index, _), kind in zip(judged.findings, judged.kinds, strict=True)]


def changed(index: int, **values: object) -> list[BidEntry]:
    bids = log()
    bids[index] = replace(bids[index], **values)
    return bids


def test_a_lawful_log_has_no_fault_and_ends_five_minutes_after_its_last_bid() -> None:
    judged = verified(log())
    assert (judged.ok, judged.findings, judged.bids, judged.bidders) == (True, (), 10, 3)
    assert (judged.winner, str(judged.price)) == (log()[-1].bidder, "114000.00")
    assert (judged.end_at, judged.extensions) == (log()[-1].at + minutes(5), 9)


def swapped(first: int, second: int) -> list[BidEntry]:
    bids = log()
    bids[first], bids[second] = bids[second], bids[first]
    return bids


def without(index: int) -> list[BidEntry]:
    return [bid for place, bid in enumerate(log()) if place != index]


PLANTED = [
    pytest.param(changed(4, price=Money.yuan("106500")), [(4, FaultKind.OFF_INCREMENT)], id="NA-23 increment not a multiple"),
    pytest.param(changed(5, price=Money.yuan("106000")), [(5, FaultKind.NOT_RISING)], id="NA-23 price not rising"),
    pytest.param(changed(5, price=Money.yuan("107000")), [(5, FaultKind.NOT_RISING)], id="NA-23 same price without a right"),
    pytest.param(changed(5, price=Money.yuan("107000"), priority=True), [], id="NA-27 same price with a right"),
    pytest.param(changed(0, price=Money.yuan("99000")), [(0, FaultKind.BELOW_START)], id="NA-23 below start"),
    pytest.param(changed(0, price=Money.yuan("100500")), [(0, FaultKind.OFF_INCREMENT)], id="NA-23 first bid off the steps"),
    pytest.param(changed(0, at=OPENS - minutes(1)), [(0, FaultKind.BEFORE_OPENING)], id="NA-24 before opening"),
    pytest.param(changed(9, at=ENDS + minutes(24)), [(9, FaultKind.AFTER_END)], id="NA-25 at the running end"),
    pytest.param(changed(9, at=ENDS + minutes(60)), [(9, FaultKind.AFTER_END)], id="NA-25 long after the end"),
    pytest.param(changed(6, bidder="X0000"), [(6, FaultKind.BANNED)], id="NA-46 banned"),
    pytest.param(changed(6, deposit_paid=False), [(6, FaultKind.NO_DEPOSIT)], id="NA-19 no deposit"),
    pytest.param(changed(5, at=OPENS + minutes(1)), [(5, FaultKind.TIME_REVERSED)], id="NA-26 time set back"),
    pytest.param(changed(5, at=ENDS + minutes(300)), [(5, FaultKind.TIME_REVERSED)], id="NA-26 time set forward"),
    pytest.param(swapped(4, 5), [(5, FaultKind.SEQ_REVERSED)], id="NA-26 two lines exchanged"),
    pytest.param(without(5), [(5, FaultKind.SEQ_GAP)], id="NA-26 one line missing"),
    pytest.param([*log()[:6], log()[5], *log()[6:]], [(6, FaultKind.DUPLICATE)], id="NA-26 a line twice"),
    pytest.param([*log(), log()[2]], [(10, FaultKind.DUPLICATE)], id="NA-26 a line again at the end"),
    pytest.param([*log()[:6], replace(log()[5], seq=90), *log()[6:]], [(6, FaultKind.DUPLICATE)], id="NA-26 a line twice under a new number"),
    pytest.param(changed(5, seq=5), [(5, FaultKind.SEQ_REVERSED)], id="NA-26 a number twice"),
]


@pytest.mark.parametrize(("bids", "wanted"), PLANTED)
def test_a_planted_fault_is_named_and_nothing_else(bids: list[BidEntry], wanted: list[tuple[int, FaultKind]]) -> None:
    assert [each for each in named(bids) if each[1] is not FaultKind.SEQ_GAP or each in wanted] == wanted


@pytest.mark.parametrize(("bids", "wanted"), PLANTED[:2] + PLANTED[4:10])
def test_the_incremental_form_finds_the_same(bids: list[BidEntry], wanted: list[tuple[int, FaultKind]]) -> None:
    standing, found = opened(TERMS), []
    for index, bid in enumerate(bids):
        standing, faults = step(TERMS, standing, bid, index=index)
        found += [(index, kind) for kind, _ in faults]
    assert found == wanted
    assert (standing.end_at, standing.price) == (verified(bids).end_at, standing.price)


def test_the_incremental_form_doubts_order_by_what_came_before() -> None:
    bids = log()
    standing = opened(TERMS)
    for bid in bids[:5]:
        standing, _ = step(TERMS, standing, bid)
    assert [kind for kind, _ in step(TERMS, standing, bids[4])[1]] == [FaultKind.DUPLICATE]
    assert [kind for kind, _ in step(TERMS, standing, replace(bids[5], seq=2))[1]] == [FaultKind.SEQ_REVERSED]
    assert [kind for kind, _ in step(TERMS, standing, replace(bids[5], seq=8))[1]] == [FaultKind.SEQ_GAP]
    assert [kind for kind, _ in step(TERMS, standing, replace(bids[5], at=OPENS))[1]] == [FaultKind.TIME_REVERSED]
    assert [kind for kind, _ in step(TERMS, standing, replace(bids[5], seq=None))[1]] == []


@pytest.mark.parametrize("removed", range(1, 9))
def test_a_missing_line_is_one_fault_even_where_it_moved_the_end(removed: int) -> None:
    assert named(without(removed)) == [(removed, FaultKind.SEQ_GAP)]


@pytest.mark.parametrize("index", range(1, 9))
def test_two_faults_of_one_line_are_both_named(index: int) -> None:
    bids = changed(index, bidder="X0000", price=Money.yuan("90000"))
    assert named(bids) == [(index, FaultKind.BANNED), (index, FaultKind.BELOW_START)]


def test_logs_without_numbers_are_judged_by_time_and_price() -> None:
    bids = [replace(bid, seq=None) for bid in swapped(4, 5)]
    assert named(bids) == [(5, FaultKind.TIME_REVERSED)]
    assert named([replace(bid, seq=None) for bid in log()]) == []


def test_a_misplaced_line_may_still_be_off_the_increment() -> None:
    bids = changed(5, at=OPENS + minutes(1), price=Money.yuan("109500"))
    assert named(bids) == [(5, FaultKind.TIME_REVERSED), (5, FaultKind.OFF_INCREMENT)]


def test_bids_that_go_on_from_an_odd_price_are_not_blamed_for_it() -> None:
    bids = log()[:4]
    odd = [replace(bids[3], price=Money.yuan("106500")), replace(log()[4], price=Money.yuan("107500"))]
    assert named([*bids[:3], *odd]) == [(3, FaultKind.OFF_INCREMENT)]


def test_a_void_bid_neither_wins_nor_moves_the_end() -> None:
    judged = verified(changed(9, bidder="X0000"))
    assert (str(judged.price), judged.end_at) == ("113000.00", log()[8].at + minutes(5))


def test_the_earlier_rank_and_then_the_earlier_bid_leads_at_one_price() -> None:
    base, at = log()[:2], ENDS - minutes(1)

    def match(bidder: str, rank: int | None, seq: int) -> BidEntry:
        return BidEntry(seq, bidder, base[-1].price, at, priority=True, rank=rank)

    assert verified([*base, match("P2", 2, 3), match("P1", 1, 4)]).winner == "P1"
    assert verified([*base, match("P1", 1, 3), match("P2", 2, 4)]).winner == "P1"
    assert verified([*base, match("P3", None, 3), match("P4", None, 4)]).winner == "P3"


def test_an_empty_log_is_sound_and_sold_to_nobody() -> None:
    judged = verified([])
    assert (judged.ok, judged.winner, judged.price, judged.end_at) == (True, None, None, ENDS)


def test_terms_that_make_no_sense_are_refused() -> None:
    with pytest.raises(Invalid, match="加价"):
        BidTerms(Money.yuan("1"), Money.yuan("0"), OPENS, ENDS)
    with pytest.raises(Invalid, match="结束"):
        BidTerms(Money.yuan("1"), Money.yuan("1"), ENDS, ENDS)


@pytest.mark.parametrize(
    ("bids", "after"),
    [
        pytest.param([-301], 0, id="five minutes and a second before: not extended"),
        pytest.param([-300], 0, id="exactly five minutes before: the end stays"),
        pytest.param([-299], 1, id="inside: from the bid, not from the end"),
        pytest.param([-1], 299, id="one second before"),
        pytest.param([0], 0, id="at the end: too late (G8)"),
        pytest.param([-1, 298], 598, id="twice"),
        pytest.param([298, -1], 598, id="in any order"),
        pytest.param([-1, 299], 299, id="the second too late"),
    ],
)
def test_the_end_moves_to_five_minutes_after_the_bid(bids: list[int], after: int) -> None:
    assert extend(ENDS, [ENDS + timedelta(seconds=each) for each in bids]) == ENDS + timedelta(seconds=after)


SECONDS = st.lists(st.integers(-2000, 4000), max_size=30)


@given(SECONDS)
def test_the_end_never_moves_back_and_is_at_most_five_minutes_after_a_bid(seconds: list[int]) -> None:
    bids = [ENDS + timedelta(seconds=each) for each in seconds]
    end = extend(ENDS, bids)
    assert end >= ENDS
    assert end == ENDS or end - minutes(5) in bids


@given(st.lists(st.tuples(st.integers(0, 90_000), st.integers(0, 40)), min_size=0, max_size=40), st.randoms())
def test_any_log_is_judged_without_an_exception(rows: list[tuple[int, int]], random: object) -> None:
    bids = [
        BidEntry(place % 7 or None, f"B{row[1] % 3}", Money(row[1] * 50_000), OPENS + timedelta(seconds=row[0]), priority=row[1] % 5 == 0)
        for place, row in enumerate(rows)
    ]
    judged = verified(bids)
    assert judged.ok is (not judged.findings)
    assert judged.bids == len(rows)
    assert all(0 <= index < len(rows) for index, _ in judged.findings)


@given(st.lists(st.integers(0, 30), max_size=40))
def test_as_few_lines_as_possible_are_out_of_order(numbers: list[int]) -> None:
    outside = numbers_out_of_order(numbers)
    kept = [number for place, number in enumerate(numbers) if place not in outside]
    assert kept == sorted(set(kept))
    times = [datetime.fromtimestamp(number, tz=OPENS.tzinfo) for number in numbers]
    in_order = [at for place, at in enumerate(times) if place not in times_out_of_order(times)]
    assert in_order == sorted(in_order)
    assert len(in_order) >= len(kept)


def test_holes_are_counted_where_the_number_after_them_stands() -> None:
    assert missing_numbers([1, 2, 5, 6, 8]) == {2: 2, 4: 1}
    assert missing_numbers([]) == {}
