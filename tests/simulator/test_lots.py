"""A lot at an instant: suspensions at any time keep the rules and the remaining time, and looking never changes what is seen later."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from app.simulator.crowds import crowd_for
from app.simulator.lots import STOPPED, Act, Lot, Phase, Verb, View, view
from app.simulator.terms import Terms
from tests.simulator.independent_checker import breaches
from tests.simulator.samples import ACCEPTED_AT, ENDS_AT, L4, OPENS_AT, SALE

MINUTE = timedelta(minutes=1)


def lot_of(terms: Terms) -> Lot:
    return Lot("taobao", "1", terms, crowd_for(terms, "s"), "s", ACCEPTED_AT)


def log_of(lot: View) -> list[tuple]:
    return [(bid.at, bid.code, bid.price.fen, bid.priority) for bid in lot.bids]


@settings(max_examples=80, deadline=None)
@given(start=st.integers(-600, 1500), length=st.integers(1, 6000))
def test_a_suspension_at_any_time_moves_everything_after_it_by_its_own_length(start: int, length: int) -> None:
    lot, stop_at = lot_of(L4), OPENS_AT + MINUTE * start
    if view(lot, stop_at).phase not in (Phase.UPCOMING, Phase.LIVE):
        return
    before = view(lot, stop_at)
    stopped = lot.after(Act(Verb.SUSPEND, stop_at))
    halfway = view(stopped, stop_at + MINUTE * (length / 2))
    assert halfway.phase in STOPPED
    assert halfway.bids == before.bids
    resumed = stopped.after(Act(Verb.RESUME, stop_at + MINUTE * length))
    whole, plain = view(resumed, ENDS_AT + MINUTE * (length + 300)), view(lot, ENDS_AT + MINUTE * 300)
    lost = max(timedelta(0), stop_at + MINUTE * length - max(stop_at, OPENS_AT))
    assert (whole.phase, len(whole.bids), whole.ends_at) == (Phase.SOLD_PENDING_COURT, 235, plain.ends_at + lost)
    assert [bid.at - (lost if bid.at > stop_at else timedelta(0)) for bid in whole.bids] == [bid.at for bid in plain.bids]


@settings(max_examples=60, deadline=None)
@given(minutes=st.integers(-100, 1700))
def test_what_is_seen_now_is_the_beginning_of_what_is_seen_later(minutes: int) -> None:
    lot = lot_of(L4)
    early, late = view(lot, OPENS_AT + MINUTE * minutes), view(lot, OPENS_AT + MINUTE * (minutes + 7))
    assert late.bids[: len(early.bids)] == early.bids
    assert (late.ends_at, late.viewers, late.applicants) >= (early.ends_at, early.viewers, early.applicants)
    assert breaches(7_600_000, 50_000, OPENS_AT, ENDS_AT, log_of(late)) == []


def test_two_suspensions_add_up() -> None:
    lot = lot_of(L4)
    for hour in (2, 9):
        lot = lot.after(Act(Verb.SUSPEND, OPENS_AT + timedelta(hours=hour))).after(Act(Verb.RESUME, OPENS_AT + timedelta(hours=hour + 3)))
    assert view(lot, OPENS_AT + timedelta(hours=13)).ends_at == ENDS_AT + timedelta(hours=6)
    assert len(view(lot, ENDS_AT + timedelta(hours=9)).bids) == 235


def test_a_sale_ends_a_day_after_its_first_bid_and_runs_sixty_days_without_one() -> None:
    lot = lot_of(SALE)
    first = lot.plan[0].at
    assert view(lot, first - MINUTE).ends_at == SALE.ends_at
    assert view(lot, first).ends_at == first + timedelta(hours=24)


def test_before_its_announcement_a_lot_is_only_accepted() -> None:
    assert view(lot_of(L4), ACCEPTED_AT - MINUTE).phase is Phase.ACCEPTED
