"""Periods: properties that hold for any start and length, and the spans that do not count."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.errors import Invalid
from app.kernel.workdays import built_in
from app.law.periods import (
    Span,
    TooFar,
    add_months,
    days_after,
    days_before,
    event_after_notice,
    months_after,
    notice_before_event,
    working_days_after,
    years_after,
)

CALENDAR = built_in()
DAYS = st.dates(date(2006, 1, 1), date(2027, 6, 30))
LENGTHS = st.integers(0, 200)


@given(DAYS, LENGTHS)
def test_rolling_over_never_shortens_a_period_and_ends_on_a_working_day(start: date, length: int) -> None:
    rolled = days_after(start, length, CALENDAR).due_on
    assert rolled >= start + timedelta(days=length)
    assert not CALENDAR.is_rest(rolled)
    assert all(CALENDAR.is_rest(start + timedelta(days=n)) for n in range(length, (rolled - start).days))


@given(DAYS, LENGTHS)
def test_a_longer_period_never_ends_earlier(start: date, length: int) -> None:
    assert days_after(start, length, CALENDAR).due_on <= days_after(start, length + 1, CALENDAR).due_on
    assert months_after(start, length % 12, CALENDAR).due_on <= months_after(start, length % 12 + 1, CALENDAR).due_on


@given(DAYS, LENGTHS)
def test_a_later_start_never_ends_earlier(start: date, length: int) -> None:
    assert days_after(start, length, CALENDAR).due_on <= days_after(start + timedelta(days=1), length, CALENDAR).due_on


@given(DAYS, LENGTHS)
def test_counting_back_never_rolls_forward(event: date, length: int) -> None:
    counted = days_before(event, length, CALENDAR)
    assert counted.due_on == event - timedelta(days=length)
    notice = notice_before_event(event, length, CALENDAR)
    assert notice.recommended_on < notice.lawful_on == counted.due_on
    assert not CALENDAR.is_rest(notice.recommended_on)


@given(DAYS, LENGTHS)
def test_the_recommended_opening_leaves_clear_days(announced: date, length: int) -> None:
    notice = event_after_notice(announced, length)
    assert (notice.recommended_on - announced).days - 1 == length


@given(DAYS, st.integers(1, 40))
def test_working_days_are_all_working_and_exactly_as_many(start: date, length: int) -> None:
    due = working_days_after(start, length, CALENDAR).due_on
    between = [start + timedelta(days=n) for n in range(1, (due - start).days + 1)]
    assert sum(not CALENDAR.is_rest(day) for day in between) == length
    assert not CALENDAR.is_rest(due)


@given(DAYS, st.integers(0, 100), st.lists(st.tuples(st.integers(-20, 120), st.integers(0, 15)), max_size=4))
def test_suspended_days_are_exactly_the_ones_left_out(start: date, length: int, spans: list[tuple[int, int]]) -> None:
    suspended = [Span(start + timedelta(days=first), start + timedelta(days=first + more)) for first, more in spans]
    due = days_after(start, length, CALENDAR, rolls=False, suspended=suspended).due_on
    passed = [start + timedelta(days=n) for n in range(1, (due - start).days + 1)]
    counted = [day for day in passed if not any(day in span for span in suspended)]
    assert len(counted) == length


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 240))
def test_months_end_on_the_corresponding_day_or_the_last_of_the_month(start: date, months: int) -> None:
    ended = add_months(start, months)
    assert (ended.year * 12 + ended.month) - (start.year * 12 + start.month) == months
    assert ended.day == start.day or (ended.day < start.day and (ended + timedelta(days=1)).day == 1)


def test_a_term_of_effect_does_not_roll_and_needs_no_calendar() -> None:
    assert years_after(date(2030, 1, 1), 40, CALENDAR, rolls=False).due_on == date(2070, 1, 1)


def test_a_suspended_stretch_is_told_in_the_steps() -> None:
    span = Span(date(2026, 3, 10), date(2026, 3, 12))
    counted = days_after(date(2026, 3, 2), 10, CALENDAR, suspended=[span])
    assert counted.due_on == date(2026, 3, 16)
    assert "2026-03-10 至 2026-03-12 不计入" in counted.steps
    skipping = working_days_after(date(2026, 3, 2), 6, CALENDAR, suspended=[span])
    assert skipping.due_on == date(2026, 3, 13)
    assert days_after(date(2026, 3, 2), 10, CALENDAR, excluded=3).steps[1] == "另扣除 3 日"


def test_a_weekend_is_named_apart_from_a_holiday() -> None:
    assert days_after(date(2026, 3, 2), 5, CALENDAR).steps[1] == "2026-03-07 为休息日，顺延"


def test_a_provisional_year_is_marked() -> None:
    last = max(CALENDAR.provisional)
    assert days_after(date(last, 3, 1), 10, CALENDAR).provisional
    assert not days_after(date(2026, 3, 1), 10, CALENDAR).provisional


def test_a_period_outside_the_years_is_refused() -> None:
    with pytest.raises(TooFar):
        days_before(date(1, 1, 5), 10, CALENDAR)
    with pytest.raises(TooFar):
        add_months(date(9999, 12, 1), 1)
    with pytest.raises(Invalid):
        Span(date(2026, 1, 2), date(2026, 1, 1))
