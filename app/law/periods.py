"""Counting time (law.md §1): forward with roll-over, backward without, working days, months, years, hours, suspended and excluded days.

Limits include their number (CNT-05); a plain day is a calendar day, a working day only where the text says so (CNT-06).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.kernel.clock import local
from app.kernel.errors import Invalid
from app.kernel.workdays import Calendar

LISTED_WORKING_DAYS = 10


class TooFar(Invalid):
    """The period leaves the years that can be written."""

    code = "out_of_range"


@dataclass(frozen=True, slots=True)
class Counted:
    """A counted period: the day it starts from (itself not counted), the last day, and the steps in Chinese."""

    start_on: date
    due_on: date
    steps: tuple[str, ...]
    calendar_version: str
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class CountedHours:
    """A period in hours: `due_at` counts from the moment itself, `breach_after_at` from the next full hour (CNT-03: either reading)."""

    start_at: datetime
    due_at: datetime
    breach_after_at: datetime
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Days that do not count, first and last included (暂缓、中止期间)."""

    first_on: date
    last_on: date

    def __post_init__(self) -> None:
        if self.last_on < self.first_on:
            raise Invalid("中止期间的结束日早于开始日", field="suspended")

    def __contains__(self, day: date) -> bool:
        return self.first_on <= day <= self.last_on


@dataclass(frozen=True, slots=True)
class Notice:
    """An 'N日前' limit between an earlier act and a later event (law.md §1.3): the least lawful day and the recommended one."""

    lawful_on: date
    recommended_on: date


def days_after(start_on: date, days: int, calendar: Calendar, *, rolls: bool = True, suspended: Sequence[Span] = (), excluded: int = 0) -> Counted:
    """The last day of a period of calendar days. The first day is not counted (CNT-01); a last day of rest rolls forward (CNT-02) unless
    the term does not roll (CNT-13). Suspended days and `excluded` further days are left out of the count."""
    last_on = _skipping(start_on, days + excluded, suspended)
    return _forward(start_on, last_on, calendar, rolls=rolls, notes=_left_out(suspended, excluded))


def working_days_after(start_on: date, days: int, calendar: Calendar, *, suspended: Sequence[Span] = ()) -> Counted:
    """The last of some working days after the start; a weekend day declared a working day counts (CNT-11)."""
    counted: list[date] = []
    day = start_on
    while len(counted) < days:
        day = _moved(day, 1)
        if not calendar.is_rest(day) and not _out(day, suspended):
            counted.append(day)
    shown = [f"{each.isoformat()} 第{place}个工作日" for place, each in enumerate(counted, 1)]
    steps = shown if days <= LISTED_WORKING_DAYS else [f"其间工作日 {days} 个，休息日不计"]
    return _counted(start_on, day, (*_left_out(suspended, 0), *steps), calendar)


def months_after(start_on: date, months: int, calendar: Calendar, *, rolls: bool = True, suspended: Sequence[Span] = (), excluded: int = 0) -> Counted:
    """The corresponding day some months later, else the last day of that month (CNT-04); then the days left out are added; then it rolls."""
    named = add_months(start_on, months)
    last_on = _extended(start_on, _moved(named, excluded), suspended)
    short = (f"{named.year}年{named.month}月没有{start_on.day}日，以该月末日为准",) if named.day != start_on.day else ()
    return _forward(start_on, last_on, calendar, rolls=rolls, notes=(*short, *_left_out(suspended, excluded)))


def years_after(start_on: date, years: int, calendar: Calendar, *, rolls: bool = True, suspended: Sequence[Span] = (), excluded: int = 0) -> Counted:
    """As months, twelve for a year."""
    return months_after(start_on, 12 * years, calendar, rolls=rolls, suspended=suspended, excluded=excluded)


def hours_after(start_at: datetime, hours: int) -> CountedHours:
    """Hours never roll (CNT-13). The target counts from the moment; a breach is certain only after the reading from the next full hour (CNT-03)."""
    due_at = _later(start_at, timedelta(hours=hours))
    full = start_at.replace(minute=0, second=0, microsecond=0)
    next_hour = full if full == start_at else _later(full, timedelta(hours=1))
    breach_at = _later(next_hour, timedelta(hours=hours))
    steps = (f"{_clock(start_at)} 起算", f"满 {hours} 小时为 {_clock(due_at)}", f"按次时起算为 {_clock(breach_at)}")
    return CountedHours(start_at, due_at, breach_at, steps)


def days_before(event_on: date, days: int, calendar: Calendar) -> Counted:
    """The last day on which an act 'N日前' may be done. The event's day is not counted and nothing rolls (CNT-07): rolling would shorten protection."""
    last_on = _moved(event_on, -days)
    rest = (f"{_rest_words(last_on, calendar)}，不顺延",) if last_on.year in calendar.years and calendar.is_rest(last_on) else ()
    return _counted(event_on, last_on, (f"向前数 {days} 日", *rest), calendar)


def event_after_notice(announced_on: date, days: int) -> Notice:
    """The earliest lawful day of an event announced 'N日前', and the recommended one with N clear days between (law.md §1.3)."""
    lawful_on = _moved(announced_on, days)
    return Notice(lawful_on, _moved(lawful_on, 1))


def notice_before_event(event_on: date, days: int, calendar: Calendar) -> Notice:
    """The latest lawful day of a notice 'N日前' of an event, and the working day before it, which leaves N clear days."""
    lawful_on = _moved(event_on, -days)
    return Notice(lawful_on, calendar.working_day_at_or_before(_moved(lawful_on, -1)))


def add_months(start_on: date, months: int) -> date:
    """The corresponding day, else the last day of the month (民法典 202). TooFar beyond year 9999."""
    year, month = divmod(start_on.year * 12 + start_on.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise TooFar("期间超出可计算的范围")
    return date(year, month + 1, min(start_on.day, monthrange(year, month + 1)[1]))


def every_months(start_on: date, months: int, count: int) -> tuple[date, ...]:
    """The corresponding days of a repeated duty, each counted from the start (so that a short month does not shift the later ones)."""
    return tuple(add_months(start_on, months * turn) for turn in range(1, count + 1))


def _forward(start_on: date, last_on: date, calendar: Calendar, *, rolls: bool, notes: Sequence[str]) -> Counted:
    if not rolls:
        return _counted(start_on, last_on, notes, calendar)
    due_on = calendar.next_working_day(last_on)
    return _counted(start_on, due_on, (*notes, *_roll_words(last_on, due_on, calendar)), calendar)


def _roll_words(last_on: date, due_on: date, calendar: Calendar) -> tuple[str, ...]:
    if due_on != last_on:
        return (f"{_rest_words(last_on, calendar)}，顺延",)
    return (f"{last_on.isoformat()} 为调休上班日，不顺延",) if last_on.weekday() >= 5 else ()


def _rest_words(day: date, calendar: Calendar) -> str:
    return f"{day.isoformat()} 为{'法定休假日' if calendar.is_holiday(day) else '休息日'}"


def _counted(start_on: date, due_on: date, steps: Sequence[str], calendar: Calendar) -> Counted:
    provisional = any(year in calendar.provisional for year in (start_on.year, due_on.year))
    return Counted(start_on, due_on, (f"{start_on.isoformat()} 不计入", *steps, due_on.isoformat()), calendar.version, provisional)


def _left_out(suspended: Sequence[Span], excluded: int) -> tuple[str, ...]:
    spans = tuple(f"{each.first_on.isoformat()} 至 {each.last_on.isoformat()} 不计入" for each in suspended)
    return (*spans, f"另扣除 {excluded} 日") if excluded else spans


def _skipping(start_on: date, days: int, suspended: Sequence[Span]) -> date:
    return _extended(start_on, _moved(start_on, days), suspended)


def _extended(start_on: date, last_on: date, suspended: Sequence[Span]) -> date:
    """Move the last day by the suspended days that fall between, in order of time, so that later spans are reached by the moved day."""
    for first_on, end_on in _merged(suspended):
        first_on = max(first_on, _moved(start_on, 1))
        if first_on <= last_on and first_on <= end_on:
            last_on = _moved(last_on, (end_on - first_on).days + 1)
    return last_on


def _merged(suspended: Sequence[Span]) -> Iterator[tuple[date, date]]:
    ordered = sorted(suspended, key=lambda span: span.first_on)
    reached = date.min
    for span in ordered:
        first_on = max(span.first_on, _moved(reached, 1)) if reached > date.min else span.first_on
        if first_on <= span.last_on:
            yield first_on, span.last_on
        reached = max(reached, span.last_on)


def _out(day: date, suspended: Sequence[Span]) -> bool:
    return any(day in span for span in suspended)


def _moved(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError as error:
        raise TooFar("期间超出可计算的范围") from error


def _later(at: datetime, by: timedelta) -> datetime:
    try:
        return at + by
    except OverflowError as error:
        raise TooFar("期间超出可计算的范围") from error


def _clock(at: datetime) -> str:
    return f"{local(at):%Y-%m-%d %H:%M:%S}"
