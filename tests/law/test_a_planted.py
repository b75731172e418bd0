"""Any lawful log has no fault; with one fault planted anywhere, that line is named and no other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from app.kernel.clock import at_shanghai
from app.kernel.money import Money
from app.law.bidding import BidEntry, BidTerms, FaultKind, opened, step, verify_bid_log

OPENS, ENDS = at_shanghai(2026, 3, 17, 10), at_shanghai(2026, 3, 18, 10)
STEP = 1000_00
TERMS = BidTerms(Money(500_000_00), Money(STEP), OPENS, ENDS, frozenset({"X0000"}))


@st.composite
def lawful(draw: st.DrawFn, least: int = 4) -> list[BidEntry]:
    """Bids from a while before the end on, each within five minutes of the one before once the end is near."""
    count = draw(st.integers(least, 25))
    pauses = draw(st.lists(st.integers(1, 299), min_size=count, max_size=count))
    raises = draw(st.lists(st.integers(1, 4), min_size=count, max_size=count))
    at, price, bids = ENDS - timedelta(minutes=draw(st.integers(6, 60))), TERMS.start_price.fen - STEP, []
    for place in range(count):
        at, price = at + timedelta(seconds=pauses[place]), price + STEP * raises[place]
        bids.append(BidEntry(place + 1, f"B{place % 3}", Money(price), at))
    return bids


@given(lawful(least=0))
def test_a_lawful_log_has_no_fault_at_once_or_bid_by_bid(bids: list[BidEntry]) -> None:
    judged = verify_bid_log(TERMS, bids)
    assert judged.findings == ()
    standing = opened(TERMS)
    for bid in bids:
        standing, faults = step(TERMS, standing, bid)
        assert faults == ()
    assert (standing.end_at, standing.extensions) == (judged.end_at, judged.extensions)


PLANTS = [kind for kind in FaultKind if kind not in (FaultKind.AFTER_END, FaultKind.BEFORE_OPENING)]


def planted(bids: list[BidEntry], kind: FaultKind, at: int) -> tuple[list[BidEntry], int]:
    """The log with one fault, and the index at which it must be named."""
    bid, before = bids[at], bids[at - 1]
    match kind:
        case FaultKind.DUPLICATE:
            return [*bids[: at + 1], bid, *bids[at + 1 :]], at + 1
        case FaultKind.SEQ_GAP:
            return [*bids[:at], *bids[at + 1 :]], at
        case FaultKind.SEQ_REVERSED:
            return [*bids[: at - 1], bid, before, *bids[at + 1 :]], at
        case FaultKind.TIME_REVERSED:
            return [*bids[:at], replace(bid, at=bids[0].at - timedelta(seconds=1)), *bids[at + 1 :]], at
        case FaultKind.BELOW_START:
            changed = replace(bid, price=TERMS.start_price - TERMS.increment)
        case FaultKind.NOT_RISING:
            changed = replace(bid, price=before.price)
        case FaultKind.OFF_INCREMENT:
            changed = replace(bid, price=Money(bid.price.fen - STEP // 4))
        case FaultKind.BANNED:
            changed = replace(bid, bidder="X0000")
        case _:
            changed = replace(bid, deposit_paid=False)
    return [*bids[:at], changed, *bids[at + 1 :]], at


@settings(max_examples=500)
@given(lawful(), st.sampled_from(PLANTS), st.data())
def test_one_planted_fault_is_named_and_only_it(bids: list[BidEntry], kind: FaultKind, data: st.DataObject) -> None:
    log, index = planted(bids, kind, data.draw(st.integers(2, len(bids) - 2)))
    judged = verify_bid_log(TERMS, log)
    assert (judged.kinds, [place for place, _ in judged.findings]) == ((kind,), [index])


@given(lawful(), st.integers(0, 100_000))
def test_a_bid_after_the_end_is_named_and_changes_nothing(bids: list[BidEntry], late: int) -> None:
    sound = verify_bid_log(TERMS, bids)
    after = BidEntry(len(bids) + 1, "B9", bids[-1].price + TERMS.increment, sound.end_at + timedelta(seconds=late))
    judged = verify_bid_log(TERMS, [*bids, after])
    assert judged.kinds == (FaultKind.AFTER_END,)
    assert (judged.end_at, judged.price, judged.winner) == (sound.end_at, sound.price, sound.winner)


@settings(max_examples=300)
@given(lawful(), st.sampled_from([kind for kind in PLANTS if kind is not FaultKind.SEQ_GAP]), st.data())
def test_a_log_without_numbers_names_the_same_line(bids: list[BidEntry], kind: FaultKind, data: st.DataObject) -> None:
    log, index = planted(bids, kind, data.draw(st.integers(2, len(bids) - 2)))
    judged = verify_bid_log(TERMS, [replace(bid, seq=None) for bid in log])
    told = FaultKind.TIME_REVERSED if kind is FaultKind.SEQ_REVERSED else kind
    assert (judged.kinds, [place for place, _ in judged.findings]) == ((told,), [index])
