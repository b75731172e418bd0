"""How values are written for people (ui.md §2.3): pure functions, used as template filters. None is always '—'."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from app.kernel.clock import SHANGHAI
from app.kernel.ids import short_digest
from app.kernel.money import Money
from app.kernel.workdays import Calendar, NoCalendar

ABSENT = "—"
NOT_STARTED = "未起算"
_WEEKDAYS = "一二三四五六日"
_WAN, _YI = 10_000 * 100, 100_000_000 * 100
_SHORT_CASE = re.compile(r"[^\d）)]*?(执[^\d]*\d+号)$")


def money(amount: Money | None) -> str:
    """'583,000.00' without unit; the unit stands in the column's head or beside it."""
    return ABSENT if amount is None else amount.grouped


def big_money(amount: Money | None) -> str:
    """For dashboards: '88.50 亿元' from 1 亿, '58.30 万元' from 1 万, else yuan; rounded half up at two places."""
    if amount is None:
        return ABSENT
    for size, unit in ((_YI, "亿元"), (_WAN, "万元")):
        if abs(amount.fen) >= size:
            return f"{_places(Fraction(amount.fen, size), 2)} {unit}"
    return f"{amount.grouped} 元"


def capitals(amount: Money | None) -> str:
    """'人民币伍拾捌万叁仟元整' for signing and papers."""
    return ABSENT if amount is None else f"人民币{amount.capitals}"


def rate(share: Fraction | Decimal | None, places: int = 2) -> str:
    """A share as a percentage, '82.54%'; half up at the places asked for."""
    return ABSENT if share is None else f"{_places(Fraction(share) * 100, places)}%"


def count(number: int | None) -> str:
    """A whole number with thousands: '1,204'."""
    return ABSENT if number is None else f"{number:,}"


def day(value: date | datetime | None) -> str:
    """Tables: '2026-04-02'."""
    return ABSENT if value is None else _local_day(value).isoformat()


def day_short(value: date | datetime | None) -> str:
    """Lists of this year: '4月2日 周四'."""
    if value is None:
        return ABSENT
    local = _local_day(value)
    return f"{local.month}月{local.day}日 周{_WEEKDAYS[local.weekday()]}"


def day_brief(value: date | datetime | None) -> str:
    """Where the weekday is not needed: '4月2日'."""
    if value is None:
        return ABSENT
    local = _local_day(value)
    return f"{local.month}月{local.day}日"


def day_long(value: date | datetime | None) -> str:
    """Sentences and papers: '2026年4月2日'."""
    if value is None:
        return ABSENT
    local = _local_day(value)
    return f"{local.year}年{local.month}月{local.day}日"


def day_spoken(value: date | datetime | None) -> str:
    """Page heads: '2026年4月2日 星期四'."""
    return ABSENT if value is None else f"{day_long(value)} 星期{_WEEKDAYS[_local_day(value).weekday()]}"


def day_mark(value: date, calendar: Calendar) -> str:
    """'休' on a holiday, '班' on a shifted working day, '' on ordinary days and in years without a calendar."""
    try:
        rest = calendar.is_rest(value)
    except NoCalendar:
        return ""
    if value not in calendar.special:
        return ""
    return "休" if rest else "班"


def instant(at: datetime | None) -> str:
    """Time of day: '10:31'."""
    return ABSENT if at is None else f"{at.astimezone(SHANGHAI):%H:%M}"


def instant_second(at: datetime | None) -> str:
    """Time of day to the second: '10:35:40'."""
    return ABSENT if at is None else f"{at.astimezone(SHANGHAI):%H:%M:%S}"


def instant_bid(at: datetime | None) -> str:
    """A bid's time to the millisecond: '10:30:40.118'."""
    if at is None:
        return ABSENT
    local = at.astimezone(SHANGHAI)
    return f"{local:%H:%M:%S}.{local.microsecond // 1000:03d}"


def moment(at: datetime | None) -> str:
    """Day and time: '2026-04-02 10:31'."""
    return ABSENT if at is None else f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def moment_full(at: datetime | None) -> str:
    """Day and time to the second, for titles and trails: '2026-04-02 10:31:12'."""
    return ABSENT if at is None else f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"


def ago(at: datetime | None, now: datetime) -> str:
    """刚刚 · 5 分钟前 · 2 小时前 · 昨天 10:31 · then the day."""
    if at is None:
        return ABSENT
    seconds = int((now - at).total_seconds())
    if seconds < 60:
        return "刚刚"
    if seconds < 3600:
        return f"{seconds // 60} 分钟前"
    days = (_local_day(now) - _local_day(at)).days
    if days == 0:
        return f"{seconds // 3600} 小时前"
    return f"昨天 {instant(at)}" if days == 1 else day(at) if _local_day(at).year != _local_day(now).year else day_brief(at)


def remaining(due_at: datetime | None, now: datetime) -> str:
    """Time left to an instant: 剩 3 天 · 剩 1天6小时 · 剩 2小时19分 · 剩 28分05秒; past it 超 1 天 (calendar days) or 超 2小时; None is 未起算."""
    if due_at is None:
        return NOT_STARTED
    seconds = int((due_at - now).total_seconds())
    if seconds < 0:
        return _exceeded(due_at, now)
    minutes, hours = seconds // 60, seconds // 3600
    if seconds > 48 * 3600:
        return f"剩 {hours // 24} 天"
    if hours >= 24:
        return f"剩 {hours // 24}天{hours % 24}小时"
    if hours:
        return f"剩 {hours}小时{minutes % 60:02d}分"
    return f"剩 {minutes}分{seconds % 60:02d}秒"


def days_left(due_on: date | None, today: date) -> str:
    """Days left to a day that ends at 24:00: 剩 3 天 · 今天到期 · 超 1 天; None is 未起算."""
    if due_on is None:
        return NOT_STARTED
    days = (due_on - today).days
    return "今天到期" if days == 0 else f"剩 {days} 天" if days > 0 else f"超 {-days} 天"


def hall_left(ends_at: datetime | None, now: datetime) -> str:
    """Time left in the hall: '04:28' under an hour, '2小时19分' under two days, '3 天' above; past the end 正在确认结果."""
    if ends_at is None:
        return NOT_STARTED
    seconds = int((ends_at - now).total_seconds())
    if seconds <= 0:
        return "正在确认结果"
    if seconds < 3600:
        return f"{seconds // 60:02d}:{seconds % 60:02d}"
    return remaining(ends_at, now).removeprefix("剩 ")


def urgency(due_at: datetime | None, now: datetime) -> str:
    """The colour role of a due time: danger when past, warn on the last day, idle otherwise or when not started."""
    if due_at is None:
        return "idle"
    if due_at < now:
        return "danger"
    return "warn" if _due_day(due_at) == _local_day(now) else "idle"


def digest(value: str | None) -> str:
    """'9f3c·71ae'."""
    return short_digest(value or "")


def case_no_short(number: str) -> str:
    """For phone heads only: （2026）粤0115执288号 → 执288号; a number of another form comes back whole."""
    found = _SHORT_CASE.search(number)
    return found.group(1) if found else number


def masked_id(number: str) -> str:
    """'110101********1234': six first, four last; shorter ones keep the last two only."""
    return f"{number[:6]}{'*' * (len(number) - 10)}{number[-4:]}" if len(number) > 10 else f"{'*' * max(len(number) - 2, 0)}{number[-2:]}"


def masked_phone(number: str) -> str:
    """'138****1234'."""
    return f"{number[:3]}{'*' * max(len(number) - 7, 2)}{number[-4:]}" if len(number) >= 7 else "*" * len(number)


def masked_name(name: str) -> str:
    """'王某'; compound surnames are kept whole."""
    surname = name[:2] if name[:2] in _COMPOUND else name[:1]
    return f"{surname}某" if name else ABSENT


def masked_card(number: str) -> str:
    """'6222 **** **** 1234'."""
    plain = number.replace(" ", "")
    return f"{plain[:4]} **** **** {plain[-4:]}" if len(plain) >= 12 else "*" * len(plain)


def size(octets: int | None) -> str:
    """A file's size: '812 B', '24 kB', '3.2 MB', '1.1 GB'."""
    if octets is None:
        return ABSENT
    for limit, unit, places in ((1 << 30, "GB", 1), (1 << 20, "MB", 1), (1 << 10, "kB", 0)):
        if octets >= limit:
            return f"{_places(Fraction(octets, limit), places)} {unit}"
    return f"{octets} B"


def epoch_ms(at: datetime | None) -> int:
    """Milliseconds since 1970 for the countdown scripts; 0 when there is no instant."""
    return 0 if at is None else int(at.timestamp() * 1000)


def is_provisional(last: date | datetime | None, years: Callable[[], Collection[int]], today: date) -> bool:
    """Does a last day, or the instant that ends it, lie ahead in one of the years whose calendar is only provisional? `years` is asked for days ahead only."""
    if last is None:
        return False
    on = _due_day(last) if isinstance(last, datetime) else last
    return on >= today and on.year in years()


def _exceeded(due_at: datetime, now: datetime) -> str:
    days = (_local_day(now) - _due_day(due_at)).days
    if days >= 1:
        return f"超 {days} 天"
    minutes = int((now - due_at).total_seconds()) // 60
    return f"超 {minutes // 60}小时{minutes % 60:02d}分" if minutes >= 60 else f"超 {minutes}分"


def _due_day(due_at: datetime) -> date:
    """The day that an end belongs to: 24:00 is still the day before."""
    return _local_day(due_at - timedelta(microseconds=1))


def _local_day(value: date | datetime) -> date:
    return value.astimezone(SHANGHAI).date() if isinstance(value, datetime) else value


def _places(value: Fraction, places: int) -> str:
    """A fraction with fixed places, half away from zero, with thousands."""
    scaled = (abs(value) * 10**places * 2 + 1) // 2
    whole, rest = divmod(int(scaled), 10**places)
    text = f"{whole:,}.{rest:0{places}d}" if places else f"{whole:,}"
    return f"-{text}" if value < 0 and scaled else text


_COMPOUND = frozenset({"欧阳", "司马", "上官", "诸葛", "司徒", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "东方", "端木", "南宫"})

FILTERS: dict[str, Callable[..., Any]] = {
    each.__name__: each
    for each in (
        money,
        big_money,
        capitals,
        rate,
        count,
        day,
        day_short,
        day_brief,
        day_long,
        day_spoken,
        day_mark,
        instant,
        instant_second,
        instant_bid,
        moment,
        moment_full,
        ago,
        remaining,
        days_left,
        hall_left,
        urgency,
        digest,
        case_no_short,
        masked_id,
        masked_phone,
        masked_name,
        masked_card,
        size,
        epoch_ms,
    )
}
