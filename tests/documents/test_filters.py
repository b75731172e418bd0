"""The written forms of money, days, shares."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from app.domains.documents import filters
from app.kernel.money import Money


@pytest.mark.parametrize(
    ("fen", "plain", "capital"),
    [
        (59500000, "595,000.00", "伍拾玖万伍仟元整"),
        (100005006, "1,000,050.06", "壹佰万零伍拾元零陆分"),
        (0, "0.00", "零元整"),
        (10, "0.10", "壹角整"),
    ],
)
def test_money_stands_in_figures_and_capitals(fen: int, plain: str, capital: str) -> None:
    assert (filters.yuan(Money(fen)), filters.rmb(Money(fen))) == (plain, capital)


@pytest.mark.parametrize(
    ("day", "figures", "words"),
    [
        (date(2026, 3, 2), "2026年3月2日", "二〇二六年三月二日"),
        (date(2026, 11, 22), "2026年11月22日", "二〇二六年十一月二十二日"),
        (date(2030, 10, 30), "2030年10月30日", "二〇三〇年十月三十日"),
        (date(2026, 12, 31), "2026年12月31日", "二〇二六年十二月三十一日"),
    ],
)
def test_a_day_has_no_leading_zero_and_its_words_use_the_round_zero(day: date, figures: str, words: str) -> None:
    assert (filters.d(day), filters.dcn(day)) == (figures, words)


def test_an_instant_stands_on_shanghais_clock() -> None:
    assert filters.dt(datetime(2026, 3, 17, 2, 0, tzinfo=UTC)) == "2026年3月17日10时00分"
    assert filters.d(datetime(2026, 3, 17, 17, 0, tzinfo=UTC)) == "2026年3月18日"


@pytest.mark.parametrize(("share", "text"), [("0.1", "10%"), ("0.125", "12.5%"), ("0.2", "20%"), ("1", "100%"), ("0.0005", "0.05%")])
def test_a_share_stands_as_a_percentage_without_idle_zeros(share: str, text: str) -> None:
    assert filters.pct(Decimal(share)) == text


def test_a_share_with_over_two_places_is_refused() -> None:
    with pytest.raises(ValueError, match="two places"):
        filters.pct(Decimal("0.12345"))


@pytest.mark.parametrize(("number", "text"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九")])
def test_items_are_numbered_in_chinese(number: int, text: str) -> None:
    assert filters.cn_num(number) == text
