"""Every period of the catalogue: three worked examples, one of them over rest days, and how stages are decided."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta

import pytest

from app.domains.deadlines.catalogue import CATALOGUE
from app.domains.deadlines.period import MANDATE, Period, forward, months, working
from app.domains.deadlines.rules import DeadlineState, Shown, Stage, decide, shown_state, stages_of
from app.domains.deadlines.unwatched import REST, UNDER, WHY
from app.kernel.clock import SHANGHAI, at_shanghai, end_of
from app.kernel.workdays import built_in
from app.law.rulebook import RULES

EXAMPLES = [(period, example) for period in CATALOGUE.values() for example in period.examples]
DUE_ON = date(2026, 4, 20)
DUE_AT = end_of(DUE_ON)
WARN_3, WARN_1, DUE = (at_shanghai(2026, 4, day, 8, 30) for day in (17, 19, 20))
EARLY = at_shanghai(2026, 4, 1)
STAGES = stages_of(DUE_ON, DUE_AT, (3, 1), EARLY)


@pytest.mark.parametrize(("period", "example"), EXAMPLES, ids=[f"{period.rule}-{period.code}-{example[0]}" for period, example in EXAMPLES])
def test_the_worked_example_holds(period: Period, example: tuple[str, int, str]) -> None:
    start, length, last = example
    assert period.count(date.fromisoformat(start), length, built_in()).due_on == date.fromisoformat(last)
    assert period.length in (None, length)


@pytest.mark.parametrize("period", CATALOGUE.values(), ids=CATALOGUE)
def test_one_example_ends_on_or_beside_a_rest_day(period: Period) -> None:
    """A period that rolls shows a rest day it rolled over; one that does not shows a rest day on which it stays."""
    calendar = built_in()
    ends = [date.fromisoformat(last) for _, _, last in period.examples]
    if period.count in (forward, months, working):
        assert any(calendar.is_rest(end - timedelta(days=1)) for end in ends)
    else:
        assert any(calendar.is_rest(end) for end in ends)


def test_every_row_says_what_it_starts_from_and_names_a_rule_of_the_book() -> None:
    assert all(period.starts for period in CATALOGUE.values())
    assert {period.rule for period in CATALOGUE.values()} - RULES.keys() == {MANDATE}


@pytest.mark.parametrize("period", [period for period in CATALOGUE.values() if period.length], ids=lambda period: period.code)
def test_a_length_is_the_number_that_its_rule_names(period: Period) -> None:
    assert str(period.length) in re.findall(r"\d+", RULES[period.rule].number)


@pytest.mark.parametrize(
    ("fired", "started", "now", "said", "again"),
    [
        ((), EARLY, at_shanghai(2026, 4, 2), [], WARN_3),
        ((), EARLY, WARN_3, ["warn_3"], WARN_1),
        (("warn_3",), EARLY, WARN_3 + timedelta(hours=1), [], WARN_1),
        ((), EARLY, WARN_1, ["warn_1"], DUE),
        (("warn_3", "warn_1"), EARLY, DUE, ["due"], DUE_AT),
        ((), at_shanghai(2026, 4, 19, 12), at_shanghai(2026, 4, 19, 12), [], DUE),
        ((), EARLY, DUE_AT - timedelta(seconds=1), ["due"], DUE_AT),
        ((), EARLY, DUE_AT, ["missed"], None),
        ((), EARLY, DUE_AT + timedelta(days=9), ["missed"], None),
        (("missed",), EARLY, DUE_AT + timedelta(days=9), ["due"], None),
        ((), DUE_AT + timedelta(days=2), DUE_AT + timedelta(days=2), ["missed"], None),
    ],
    ids=[
        "long before",
        "first reminder",
        "said already",
        "outage skips a reminder",
        "last day",
        "begun late",
        "last second",
        "missed",
        "long outage",
        "after it",
        "begun overdue",
    ],
)
def test_what_is_said_and_when_it_is_looked_at_again(fired: tuple[str, ...], started: datetime, now: datetime, said: list[str], again: datetime | None) -> None:
    due, next_at = decide(STAGES, fired, started, now)
    assert ([stage.name for stage in due], next_at) == (said, again)


def test_looking_again_always_lies_ahead() -> None:
    for minutes in range(0, 60 * 24 * 30, 37):
        now = EARLY + timedelta(minutes=minutes)
        _, next_at = decide(STAGES, (), EARLY, now)
        assert next_at is None or next_at > now


def test_stages_stand_in_time_order_and_the_miss_comes_last() -> None:
    assert [stage.name for stage in STAGES] == ["warn_3", "warn_1", "due", "missed"]
    assert STAGES[-1] == Stage("missed", DUE_AT)


@pytest.mark.parametrize(
    ("started", "ends", "last_call"),
    [
        ((2026, 4, 19, 6), (2026, 4, 20, 6), (2026, 4, 19, 18)),
        ((2026, 4, 19, 8, 30), (2026, 4, 20, 8, 30), (2026, 4, 19, 20, 30)),
        ((2026, 4, 20, 2), (2026, 4, 20, 6), (2026, 4, 20, 4)),
        ((2026, 4, 20, 7), (2026, 4, 20, 6), (2026, 4, 20, 6)),
        ((2026, 4, 1), (2026, 4, 20), (2026, 4, 19, 12)),
        ((2026, 4, 19, 9), (2026, 4, 20, 9), (2026, 4, 20, 8, 30)),
    ],
    ids=["CP-08 from a night", "CP-08 at the hour of the morning", "told late", "told too late", "midnight", "after the morning"],
)
def test_the_last_call_comes_before_the_end_of_an_hour_clock(started: tuple[int, ...], ends: tuple[int, ...], last_call: tuple[int, ...]) -> None:
    due_at = at_shanghai(*ends)
    stages = stages_of(due_at.astimezone(SHANGHAI).date(), due_at, (), at_shanghai(*started))
    assert stages == (Stage("due", at_shanghai(*last_call)), Stage("missed", due_at))


@pytest.mark.parametrize(
    ("state", "late", "now", "shown"),
    [
        ("running", False, at_shanghai(2026, 4, 16, 23, 59), Shown.RUNNING),
        ("running", False, at_shanghai(2026, 4, 17), Shown.SOON),
        ("running", False, at_shanghai(2026, 4, 20), Shown.TODAY),
        ("running", False, DUE_AT - timedelta(microseconds=1), Shown.TODAY),
        ("running", False, DUE_AT, Shown.OVERDUE),
        ("met", False, DUE_AT, Shown.MET),
        ("met", True, DUE_AT, Shown.MET_LATE),
        ("ended", False, DUE_AT, Shown.ENDED),
        ("suspended", False, DUE_AT, Shown.SUSPENDED),
    ],
)
def test_overdue_means_the_same_everywhere(state: str, late: bool, now: datetime, shown: Shown) -> None:
    assert shown_state(DeadlineState(state).value, DUE_ON, DUE_AT, late=late, now=now) is shown


def times_of(number: str) -> Counter[str]:
    """The figures of a rule's number that are times: 15／10／30／5 日 are four."""
    return Counter(figure for part in number.split("；") if re.search("[日月年时天]", part) for figure in re.findall(r"\d+", part))


def test_every_rule_of_the_book_with_a_time_is_watched_or_says_why_not() -> None:
    watched = {period.rule for period in CATALOGUE.values()}
    timed = {rule.id: rule.number for rule in RULES.values() if re.search("[日月年时天]", rule.number)}
    assert {each: number for each, number in timed.items() if each not in watched | UNDER.keys()} == dict(WHY.keys())
    assert not UNDER.keys() & dict(WHY.keys()).keys()
    assert set(UNDER.values()) <= CATALOGUE.keys()
    assert all(len(reason) >= 10 for reason in (*WHY.values(), *REST.values()))


def test_every_number_of_a_watched_rule_has_its_row_or_says_why_not() -> None:
    lengths: dict[str, list[int | None]] = defaultdict(list)
    for period in CATALOGUE.values():
        lengths[period.rule].append(period.length)
    rest = {
        (rule, figure)
        for rule, found in lengths.items()
        if rule in RULES and None not in found
        for figure in times_of(RULES[rule].number) - Counter(str(each) for each in found)
    }
    assert rest == REST.keys()


def test_no_time_stands_in_words_alone() -> None:
    """A figure of the demand that its number leaves out would escape the two tests above; these rules name none of their own."""
    words = re.compile("[一二三四五六七八九十百]+(个月|日|天|小时|年|个工作日)")
    assert {rule.id for rule in RULES.values() if words.search(rule.demand) and not re.search("[日月年时天]", rule.number)} == {
        "CNT-02",  # 最后一日
        "CNT-13",  # how others are counted
        "ZB-11",  # the period of a report
        "RT-06",  # RT-01's ten years
    }
