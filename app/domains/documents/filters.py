"""Filters of the papers' templates: money, dates, shares and numbers in the court's written form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from app.kernel.clock import day_of, local
from app.kernel.money import Money
from app.kernel.numerals import cn_num

_DIGITS = "〇一二三四五六七八九"


def yuan(amount: Money) -> str:
    """59500000 fen → '595,000.00'."""
    return amount.grouped


def rmb(amount: Money) -> str:
    """59500000 fen → '伍拾玖万伍仟元整' (GB/T 15835 habit)."""
    return amount.capitals


def d(day: date) -> str:
    """2026-03-02 → '2026年3月2日'; an instant gives its day in Shanghai."""
    day = _day(day)
    return f"{day.year}年{day.month}月{day.day}日"


def dcn(day: date) -> str:
    """2026-03-02 → '二〇二六年三月二日', with 〇 (U+3007); for the sign-off line."""
    day = _day(day)
    year = "".join(_DIGITS[int(each)] for each in str(day.year))
    return f"{year}年{cn_num(day.month)}月{cn_num(day.day)}日"


def dt(instant: datetime) -> str:
    """An aware instant → '2026年3月17日10时00分' on Shanghai's 24-hour clock."""
    here = local(instant)
    return f"{here.year}年{here.month}月{here.day}日{here.hour:02d}时{here.minute:02d}分"


def pct(share: Fraction | Decimal) -> str:
    """Decimal('0.125') → '12.5%'; at most two places, half up is never needed for court shares so the rest is refused."""
    hundredths = Fraction(share) * 10_000
    if hundredths.denominator != 1:
        raise ValueError(f"{share} has over two places as a percentage")
    whole, rest = divmod(hundredths.numerator, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") + "%"


def area(size: Decimal) -> str:
    """Decimal('89.62') → '89.62'; two places always (square metres)."""
    return f"{size:,.2f}"


def _day(day: date) -> date:
    return day_of(day) if isinstance(day, datetime) else day


FILTERS: dict[str, Callable[..., str]] = {"yuan": yuan, "rmb": rmb, "d": d, "dcn": dcn, "dt": dt, "pct": pct, "area": area, "cn_num": cn_num}
