"""How values are written for people: the table of ui.md §2.3, line by line."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from app.kernel.money import Money
from app.kernel.workdays import built_in
from app.web import formats
from tests.web.stage import NOW, at


@pytest.mark.parametrize(
    ("yuan", "plain", "big"),
    [
        ("583000", "583,000.00", "58.30 万元"),
        ("8850000000", "8,850,000,000.00", "88.50 亿元"),
        ("9999.99", "9,999.99", "9,999.99 元"),
        ("10000", "10,000.00", "1.00 万元"),
        ("-1200", "-1,200.00", "-1,200.00 元"),
        ("-20050", "-20,050.00", "-2.01 万元"),
        ("0", "0.00", "0.00 元"),
    ],
)
def test_money_has_two_places_and_dashboards_choose_one_unit(yuan: str, plain: str, big: str) -> None:
    assert formats.money(Money.yuan(yuan)) == plain
    assert formats.big_money(Money.yuan(yuan)) == big


def test_money_at_signing_is_also_in_capitals() -> None:
    assert formats.capitals(Money.yuan("583000")) == "人民币伍拾捌万叁仟元整"


@pytest.mark.parametrize(
    ("share", "places", "text"),
    [(Fraction(8254, 10000), 2, "82.54%"), (Fraction(507, 76), 1, "667.1%"), (Fraction(1, 3), 2, "33.33%"), (Fraction(2, 3), 0, "67%")],
)
def test_rates_are_rounded_half_up_at_their_places(share: Fraction, places: int, text: str) -> None:
    assert formats.rate(share, places) == text


def test_a_day_has_four_forms() -> None:
    day = date(2026, 4, 2)
    assert [formats.day(day), formats.day_short(day), formats.day_long(day), formats.day_spoken(day)] == [
        "2026-04-02",
        "4月2日 周四",
        "2026年4月2日",
        "2026年4月2日 星期四",
    ]


def test_an_instant_late_in_the_evening_utc_belongs_to_the_next_day_in_shanghai() -> None:
    assert formats.day(at(1, day=3)) == "2026-04-03"


def test_instants_are_told_in_shanghai_and_bids_to_the_millisecond() -> None:
    assert formats.instant(NOW) == "10:31"
    assert formats.instant_bid(at(10, 30, 40, ms=118)) == "10:30:40.118"
    assert formats.moment(NOW) == "2026-04-02 10:31"


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (timedelta(days=3, hours=2), "剩 3 天"),
        (timedelta(hours=48), "剩 2天0小时"),
        (timedelta(hours=30, minutes=5), "剩 1天6小时"),
        (timedelta(hours=2, minutes=19, seconds=30), "剩 2小时19分"),
        (timedelta(hours=1), "剩 1小时00分"),
        (timedelta(minutes=28, seconds=5), "剩 28分05秒"),
        (timedelta(minutes=-12), "超 12分"),
        (timedelta(hours=-2, minutes=-3), "超 2小时03分"),
        (timedelta(days=-3), "超 3 天"),
    ],
)
def test_what_remains_is_told_finer_as_it_comes_nearer(left: timedelta, text: str) -> None:
    assert formats.remaining(NOW + left, NOW) == text


def test_an_end_at_midnight_belongs_to_the_day_before_so_it_is_one_day_over() -> None:
    assert formats.remaining(at(0), NOW) == "超 1 天"
    assert formats.urgency(at(0), NOW) == "danger"


def test_an_end_at_tonights_midnight_is_due_today() -> None:
    assert formats.urgency(at(0, day=3), NOW) == "warn"
    assert formats.urgency(at(1, day=3), NOW) == "idle"


def test_no_end_is_not_started_and_never_zero() -> None:
    assert formats.remaining(None, NOW) == "未起算"
    assert formats.days_left(None, NOW.date()) == "未起算"


@pytest.mark.parametrize(("day", "text"), [(1, "超 1 天"), (2, "今天到期"), (3, "剩 1 天")])
def test_days_left_counts_days_that_end_at_midnight(day: int, text: str) -> None:
    assert formats.days_left(date(2026, 4, day), date(2026, 4, 2)) == text


def test_the_hall_counts_minutes_in_the_last_hour_and_never_says_ended_by_the_clock() -> None:
    assert formats.hall_left(at(10, 35, 40), NOW) == "04:28"
    assert formats.hall_left(at(12, 50, 30), NOW) == "2小时19分"
    assert formats.hall_left(NOW, NOW) == "正在确认结果"


@pytest.mark.parametrize(
    ("before", "text"),
    [
        (timedelta(seconds=30), "刚刚"),
        (timedelta(minutes=5), "5 分钟前"),
        (timedelta(hours=2), "2 小时前"),
        (timedelta(days=1), "昨天 10:31"),
        (timedelta(days=9), "3月24日"),
        (timedelta(days=400), "2025-02-26"),
    ],
)
def test_how_long_ago_turns_into_a_date(before: timedelta, text: str) -> None:
    assert formats.ago(NOW - before, NOW) == text


def test_a_case_number_is_shortened_for_phone_heads_only() -> None:
    assert formats.case_no_short("（2026）粤0115执288号") == "执288号"
    assert formats.case_no_short("（2026）粤0115执恢12号") == "执恢12号"
    assert formats.case_no_short("无此号") == "无此号"


def test_masks_leave_enough_to_recognise_and_not_to_use() -> None:
    assert formats.masked_id("110101199003071234") == "110101********1234"
    assert formats.masked_phone("13812341234") == "138****1234"
    assert formats.masked_name("欧阳明") == "欧阳某"
    assert formats.masked_name("王大海") == "王某"
    assert formats.masked_card("6222020000001234") == "6222 **** **** 1234"
    assert "345" not in formats.masked_phone("12345")


def test_a_digest_shows_first_and_last_four() -> None:
    assert formats.digest("9f3c" + "0" * 56 + "71ae") == "9f3c·71ae"


@pytest.mark.parametrize(("octets", "text"), [(812, "812 B"), (24_576, "24 kB"), (3_355_443, "3.2 MB"), (3 << 30, "3.0 GB")])
def test_sizes_of_files(octets: int, text: str) -> None:
    assert formats.size(octets) == text


def test_holidays_and_shifted_working_days_are_marked_and_plain_weekends_are_not() -> None:
    calendar = built_in()
    assert formats.day_mark(date(2026, 5, 1), calendar) == "休"
    assert formats.day_mark(date(2026, 4, 2), calendar) == ""
    assert formats.day_mark(date(2035, 5, 1), calendar) == ""


@pytest.mark.parametrize(
    "write",
    [
        formats.money,
        formats.big_money,
        formats.capitals,
        formats.rate,
        formats.day,
        formats.day_short,
        formats.instant,
        formats.moment,
        formats.size,
        formats.count,
    ],
)
def test_nothing_is_a_dash(write) -> None:
    assert write(None) == "—"


@pytest.mark.parametrize(
    ("last", "told"),
    [
        (date(2027, 1, 4), True),
        (date(2026, 12, 31), False),
        (datetime(2026, 12, 31, 16, tzinfo=UTC), False),  # 24:00 of 2026's last day in Shanghai
        (datetime(2027, 1, 4, 16, tzinfo=UTC), True),
        (date(2026, 4, 1), False),
        (None, False),
    ],
)
def test_a_last_day_ahead_is_provisional_where_its_year_is(last: date | datetime | None, told: bool) -> None:
    assert formats.is_provisional(last, lambda: {2027}, date(2026, 4, 2)) is told


def test_the_years_are_asked_for_days_ahead_only() -> None:
    assert formats.is_provisional(date(2026, 4, 1), lambda: pytest.fail("asked"), date(2026, 4, 2)) is False
