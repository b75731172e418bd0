"""The time axis of a plan: notice, announcement, bidding, with holidays, in thousandths of its width. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from app.domains.plans.types import Terms
from app.kernel.clock import day_of, local
from app.kernel.workdays import Calendar
from app.law.regimes import ONLINE

WHOLE = 1000
NOTICE_DAYS = ONLINE.notice_to_persons_days
LEAST_WIDTH = 40
LONGEST = 400


@dataclass(frozen=True)
class Part:
    """A bar."""

    x: int
    width: int
    role: str
    label: str


@dataclass(frozen=True)
class Mark:
    """A word below."""

    x: int
    text: str
    anchor: str


@dataclass(frozen=True)
class Axis:
    """What the macro time_axis draws."""

    parts: tuple[Part, ...]
    rests: tuple[Part, ...]
    marks: tuple[Mark, ...]


def axis_of(terms: Terms, calendar: Calendar, needed_days: int) -> Axis | None:
    """The axis, when both days are known and in order."""
    if terms.announce_on is None or terms.opens_at is None or terms.ends_at is None or terms.opens_on is None:
        return None
    days = (terms.opens_on - terms.announce_on).days
    if not 0 < days <= LONGEST:
        return None
    told_on, last_on = terms.announce_on - timedelta(days=NOTICE_DAYS), day_of(terms.ends_at)
    scale = _Scale(told_on - timedelta(days=1), last_on + timedelta(days=2))
    opens_at = local(terms.opens_at)
    parts = (
        scale.part(told_on, terms.announce_on, "notice", f"通知 ≥{NOTICE_DAYS} 日"),
        scale.part(terms.announce_on, terms.opens_on, "announce", f"公告期 {days} 日（要求 ≥{needed_days} 日）"),
        scale.part(terms.opens_on, last_on, "bidding", f"竞价 {terms.bidding_hours} 小时"),
    )
    marks = (
        Mark(max(scale.x(told_on) - 60, 0), f"{told_on.month}月{told_on.day}日前送达", "start"),
        Mark(scale.x(terms.announce_on) + 70, f"{terms.announce_on.month}月{terms.announce_on.day}日 公告", "start"),
        Mark(scale.x(terms.opens_on) + 20, f"{opens_at.month}月{opens_at.day}日 {opens_at:%H:%M}", "end"),
    )
    return Axis(parts, tuple(_rests(scale, calendar, terms.announce_on, terms.opens_on)), marks)


@dataclass(frozen=True)
class _Scale:
    first: date
    last: date

    def x(self, day: date) -> int:
        """Where a day stands."""
        return (day - self.first).days * WHOLE // (self.last - self.first).days

    def part(self, start: date, end: date, role: str, label: str) -> Part:
        """A bar between days, wide enough to be seen."""
        return Part(self.x(start), max(self.x(end) - self.x(start), LEAST_WIDTH), role, label)


def _rests(scale: _Scale, calendar: Calendar, first: date, last: date) -> Iterator[Part]:
    """Holidays of the announcement period by name; plain weekends are not drawn."""
    between = [first + timedelta(days=each) for each in range((last - first).days) if first.year in calendar.years]
    named = [day for day in between if day.year in calendar.years and calendar.is_holiday(day)]
    for name, days in groupby(named, key=calendar.name_of):
        held = list(days)
        yield scale.part(held[0], held[-1] + timedelta(days=1), "rest", f"{name} {len(held)}天")
