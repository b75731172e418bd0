"""The state table: the site's word × clock × result, and what a later reading may change."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.kernel.clock import at_shanghai
from app.sites.contract import LotState as S
from app.sites.states import Signs, contradicts, follow, settle

START = at_shanghai(2026, 3, 18, 10)
END = START + timedelta(hours=24)
BEFORE, DURING, PAST = START - timedelta(hours=1), START + timedelta(hours=1), END + timedelta(seconds=1)

TABLE = [
    # word, now, bids, reserve, confirmed → state
    (S.UPCOMING, BEFORE, 0, None, False, S.UPCOMING),
    (S.UPCOMING, DURING, 0, None, False, S.UPCOMING),
    (S.UPCOMING, PAST, 0, None, False, S.ENDED_UNCONFIRMED),
    (S.LIVE, DURING, 3, False, False, S.LIVE),
    (S.LIVE, PAST, 3, False, False, S.ENDED_UNCONFIRMED),
    (S.LIVE, END, 3, False, False, S.ENDED_UNCONFIRMED),
    (S.LIVE, PAST, 0, None, False, S.ENDED_UNCONFIRMED),
    (S.LIVE, PAST, 3, False, True, S.SOLD),
    (S.LIVE, None, 3, None, False, S.LIVE),
    (S.ENDED_UNCONFIRMED, PAST, 3, False, False, S.SOLD),
    (S.ENDED_UNCONFIRMED, PAST, 3, True, False, S.ENDED_UNCONFIRMED),
    (S.ENDED_UNCONFIRMED, PAST, 3, None, False, S.ENDED_UNCONFIRMED),
    (S.ENDED_UNCONFIRMED, PAST, 3, True, True, S.SOLD),
    (S.ENDED_UNCONFIRMED, PAST, 0, None, False, S.FAILED),
    (S.ENDED_UNCONFIRMED, PAST, None, False, False, S.ENDED_UNCONFIRMED),
    (S.ENDED_UNCONFIRMED, DURING, 3, False, False, S.ENDED_UNCONFIRMED),
    (S.ENDED_UNCONFIRMED, None, 3, False, False, S.SOLD),
    (S.SOLD_PENDING_COURT, PAST, 3, None, False, S.SOLD_PENDING_COURT),
    (S.SOLD_PENDING_COURT, PAST, 3, None, True, S.SOLD),
    (S.SOLD_PENDING_COURT, PAST, 0, None, False, S.ENDED_UNCONFIRMED),
    (S.FAILED_PENDING_COURT, PAST, 0, None, False, S.FAILED_PENDING_COURT),
    (S.SOLD, DURING, 3, None, False, S.SOLD),
    (S.SOLD, PAST, 0, None, False, S.ENDED_UNCONFIRMED),
    (S.FAILED, BEFORE, 0, None, False, S.FAILED),
    (S.WITHDRAWN, PAST, 3, None, False, S.WITHDRAWN),
    (S.SUSPENDED, PAST, 3, None, False, S.SUSPENDED),
    (S.POSTPONED, PAST, 0, None, False, S.POSTPONED),
    (S.PAUSED, PAST, 3, None, False, S.PAUSED),
    (S.UNPERFORMED, PAST, 3, None, False, S.UNPERFORMED),
    (S.DEBT_SETTLED, PAST, 0, None, False, S.DEBT_SETTLED),
    (S.UNKNOWN, PAST, 3, False, False, S.UNKNOWN),
    (S.UNKNOWN, PAST, 3, False, True, S.SOLD),
]


@pytest.mark.parametrize(("word", "now", "bids", "reserve", "confirmed", "state"), TABLE)
def test_word_clock_and_result_give_one_state(word, now, bids, reserve, confirmed, state) -> None:
    assert settle(Signs(word, now, START, END, bids, reserve, confirmed)) is state


@pytest.mark.parametrize("word", [S.UPCOMING, S.LIVE])
@pytest.mark.parametrize("bids", [None, 0, 1, 235])
def test_a_past_end_alone_is_never_a_sale(word, bids) -> None:
    assert settle(Signs(word, PAST, START, END, bids, False)) is not S.SOLD


@pytest.mark.parametrize("word", list(S))
def test_a_final_word_stands_at_any_time_of_the_clock(word) -> None:
    if word in (S.SOLD, S.FAILED, S.WITHDRAWN, S.UNPERFORMED, S.DEBT_SETTLED):
        assert {settle(Signs(word, now, START, END, 3)) for now in (None, BEFORE, DURING, PAST)} == {word}


FOLLOWED = [
    (None, S.LIVE, S.LIVE),
    (S.LIVE, S.ENDED_UNCONFIRMED, S.ENDED_UNCONFIRMED),
    (S.ENDED_UNCONFIRMED, S.LIVE, S.LIVE),
    (S.SUSPENDED, S.LIVE, S.LIVE),
    (S.LIVE, S.UNKNOWN, S.UNKNOWN),
    (S.SOLD, S.UNKNOWN, S.SOLD),
    (S.SOLD, S.LIVE, S.SOLD),
    (S.SOLD, S.ENDED_UNCONFIRMED, S.SOLD),
    (S.SOLD, S.SOLD_PENDING_COURT, S.SOLD),
    (S.SOLD_PENDING_COURT, S.SOLD, S.SOLD),
    (S.SOLD_PENDING_COURT, S.ENDED_UNCONFIRMED, S.SOLD_PENDING_COURT),
    (S.SOLD_PENDING_COURT, S.FAILED, S.FAILED),
    (S.SOLD, S.UNPERFORMED, S.UNPERFORMED),
    (S.FAILED, S.DEBT_SETTLED, S.DEBT_SETTLED),
    (S.SOLD, S.FAILED, S.SOLD),
    (S.FAILED, S.FAILED, S.FAILED),
]


@pytest.mark.parametrize(("previous", "fresh", "state"), FOLLOWED)
def test_a_weaker_word_takes_no_decision_back(previous, fresh, state) -> None:
    assert follow(previous, fresh) is state


def test_two_results_contradict_and_two_phases_do_not() -> None:
    assert contradicts(S.SOLD, S.FAILED)
    assert contradicts(S.SOLD_PENDING_COURT, S.FAILED_PENDING_COURT)
    assert not contradicts(S.LIVE, S.SUSPENDED)
    assert not contradicts(S.SOLD, S.SOLD)
