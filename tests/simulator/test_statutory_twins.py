"""One table of statutory cases for both: what the simulator bids is lawful to the verifier and to a checker written apart; each breach is one to both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.kernel.money import Money
from app.law.bidding import verify_bid_log
from app.law.bids import BidEntry, BidTerms
from app.simulator.lots import Act, Lot, Verb, view
from app.simulator.market import Crowd, make_bids
from app.simulator.terms import Terms
from tests.simulator.independent_checker import breaches, end_of_log
from tests.simulator.samples import ACCEPTED_AT, L4, SALE

Row = tuple[datetime, str, int, bool]
Log = list[Row]
DAY, SECOND = timedelta(hours=24), timedelta(seconds=1)
PLAIN = Crowd(bids=30, target_price=Money.yuan("95000.00"), bidders=5, extensions=6)
MATCHED = replace(PLAIN, priority_code="Y0001")
STEP = L4.increment.fen


def log_of(terms: Terms, crowd: Crowd) -> Log:
    return [(bid.at, bid.code, bid.price.fen, bid.priority) for bid in make_bids(terms, crowd, "twins")]


def by_the_house(terms: Terms, log: Log) -> list[str]:
    """What the house's verifier says; the first bid of a 变卖 starts 24 hours (BM-07)."""
    ends = log[0][0] + DAY if terms.is_sale else terms.ends_at
    entries = [BidEntry(seq, code, Money(fen), at, priority=matched) for seq, (at, code, fen, matched) in enumerate(log, 1)]
    return [each.message for _, each in verify_bid_log(BidTerms(terms.starting_price, terms.increment, terms.opens_at, ends), entries).findings]


def by_the_checker(terms: Terms, log: Log) -> list[str]:
    return breaches(terms.starting_price.fen, terms.increment.fen, terms.opens_at, terms.ends_at, log, sale=terms.is_sale)


def last(log: Log, **changes: object) -> Log:
    """The log with its last row changed: `fen` and `after` are added to, `at` is set."""
    at, code, fen, matched = log[-1]
    moved = changes.get("at", at + changes.get("after", timedelta(0)))
    return [*log[:-1], (moved, code, fen + int(str(changes.get("fen", 0))), bool(changes.get("matched", matched)))]


def end(terms: Terms, log: Log) -> datetime:
    """The running end before the last bid."""
    start = log[0][0] + DAY if terms.is_sale else terms.ends_at
    return end_of_log(start, log[:-1])[0]


LAWFUL = [
    ("an auction with extensions", L4, PLAIN),
    ("one bid at the start price", L4, Crowd(bids=1, target_price=L4.starting_price, bidders=1)),
    ("a preferential buyer matches the price", L4, MATCHED),
    ("he matched and was outbid", L4, replace(MATCHED, priority_wins=False)),
    ("a sale of sixty days: the first bid starts 24 hours", SALE, PLAIN),
    ("every bid in the last five minutes", L4, Crowd(bids=12, target_price=Money.yuan("90000.00"), bidders=4, extensions=12)),
]
BREACHES: list[tuple[str, Terms, Crowd, Callable[[Terms, Log], Log]]] = [
    ("NA-23 the first bid is below the start price", L4, PLAIN, lambda _, log: [(log[0][0], log[0][1], log[0][2] - STEP, False), *log[1:]]),
    ("NA-23 half an increment", L4, PLAIN, lambda _, log: last(log, fen=STEP // 2)),
    ("NA-23 several steps and a half", L4, PLAIN, lambda _, log: last(log, fen=STEP * 7 + STEP // 2)),
    ("NA-23 the price before is not exceeded", L4, PLAIN, lambda _, log: [*log[:-1], (log[-1][0], log[-1][1], log[-2][2], False)]),
    ("NA-24 a bid before the opening", L4, PLAIN, lambda terms, log: [(terms.opens_at - SECOND, "A0001", terms.starting_price.fen, False), *log[1:]]),
    ("NA-25 a bid at the instant of the end", L4, PLAIN, lambda terms, log: last(log, at=end(terms, log))),
    ("NA-25 a bid a second after the end that the bid before set", L4, PLAIN, lambda terms, log: last(log, at=end(terms, log) + SECOND)),
    ("BM-07 a bid at the end of the 24 hours of a sale", SALE, replace(PLAIN, extensions=0), lambda _, log: last(log, at=log[0][0] + DAY)),
    ("NA-26 the time goes back", L4, PLAIN, lambda _, log: last(log, at=log[-2][0] - SECOND)),
    ("NA-27 one without the right matches", L4, MATCHED, lambda _, log: last(log, matched=False)),
]


@pytest.mark.parametrize(("terms", "crowd"), [row[1:] for row in LAWFUL], ids=[row[0] for row in LAWFUL])
def test_what_the_simulator_bids_is_lawful_to_both(terms: Terms, crowd: Crowd) -> None:
    log = log_of(terms, crowd)
    assert (by_the_house(terms, log), by_the_checker(terms, log)) == ([], [])


@pytest.mark.parametrize(("terms", "crowd", "break_"), [row[1:] for row in BREACHES], ids=[row[0] for row in BREACHES])
def test_each_breach_is_one_to_both(terms: Terms, crowd: Crowd, break_: Callable[[Terms, Log], Log]) -> None:
    log = break_(terms, log_of(terms, crowd))
    assert by_the_house(terms, log)
    assert by_the_checker(terms, log)


def test_several_steps_at_once_are_lawful_to_both() -> None:
    log = last(log_of(L4, PLAIN), fen=STEP * 20)
    assert (by_the_house(L4, log), by_the_checker(L4, log)) == ([], [])


def test_an_extension_counts_from_the_bids_own_time_for_both() -> None:
    bids = make_bids(L4, PLAIN, "twins")
    log = log_of(L4, PLAIN)
    late = [bid for bid in bids if bid.extends]
    assert all(bid.end_after == bid.at + timedelta(minutes=5) for bid in late)
    assert end_of_log(L4.ends_at, log) == (bids[-1].end_after, len(late))


@pytest.mark.parametrize("before_end", [timedelta(hours=9), timedelta(minutes=3), timedelta(seconds=1)])
def test_a_suspension_keeps_what_was_left(before_end: timedelta) -> None:
    lot = Lot("taobao", "1", L4, PLAIN, "twins", ACCEPTED_AT)
    stop_at = L4.ends_at - before_end
    left = view(lot, stop_at).remaining
    stopped = lot.after(Act(Verb.SUSPEND, stop_at))
    assert view(stopped, stop_at + 3 * DAY).remaining == left
    resumed = view(stopped.after(Act(Verb.RESUME, stop_at + 3 * DAY)), stop_at + 3 * DAY)
    assert (resumed.remaining, resumed.ends_at) == (left, stop_at + 3 * DAY + (left or timedelta(0)))
