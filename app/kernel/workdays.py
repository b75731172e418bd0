"""Rest days and working days of courts (law.md CNT-10, CNT-11, CNT-12): a calendar is a value that knows which years it covers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

import chinese_calendar
import holidays

FIRST_YEAR = 2004
PROVISIONAL_YEARS = 2


class NoCalendar(LookupError):
    """No calendar is loaded for the year, so no date is computed (CNT-12, M-20)."""

    def __init__(self, year: int) -> None:
        super().__init__(f"no calendar for {year}")
        self.year = year


class DayKind(StrEnum):
    """What a day is when it differs from its weekday, or names its holiday."""

    REST = "rest"
    WORK = "work"


@dataclass(frozen=True)
class Calendar:
    """Days that differ from the plain week, by year. `provisional` years lack the State Council's notice (shifted days unknown)."""

    years: frozenset[int]
    special: Mapping[date, DayKind]
    names: Mapping[date, str] = field(default_factory=dict)
    provisional: frozenset[int] = frozenset()
    version: str = "built-in"

    def is_rest(self, day: date) -> bool:
        """Is it a rest day of courts? NoCalendar if the year is not covered."""
        if day.year not in self.years:
            raise NoCalendar(day.year)
        kind = self.special.get(day)
        return day.weekday() >= 5 if kind is None else kind is DayKind.REST

    def is_holiday(self, day: date) -> bool:
        """A rest day that the State Council's notice names (not a plain weekend)."""
        return self.is_rest(day) and day in self.special

    def name_of(self, day: date) -> str:
        """The holiday's Chinese name, or ''."""
        return self.names.get(day, "")

    def next_working_day(self, day: date) -> date:
        """The day itself if it is a working day, else the first after it."""
        while self.is_rest(day):
            day += timedelta(days=1)
        return day

    def last_working_day_before(self, day: date) -> date:
        """The last working day strictly before the day."""
        day -= timedelta(days=1)
        while self.is_rest(day):
            day -= timedelta(days=1)
        return day

    def working_day_at_or_before(self, day: date) -> date:
        """The day itself if it is a working day, else the last before it."""
        return self.last_working_day_before(day + timedelta(days=1))

    def is_provisional(self, day: date) -> bool:
        """Is the year's calendar only a forecast?"""
        return day.year in self.provisional

    def with_year(
        self, year: int, days: Mapping[date, DayKind], *, version: str, names: Mapping[date, str] | None = None, provisional: bool = False
    ) -> Calendar:
        """The same calendar with one year replaced (an administrator's import)."""
        kept = {d: k for d, k in self.special.items() if d.year != year}
        kept_names = {d: n for d, n in self.names.items() if d.year != year}
        marked = self.provisional | {year} if provisional else self.provisional - {year}
        return Calendar(self.years | {year}, {**kept, **days}, {**kept_names, **(names or {})}, frozenset(marked), version)


@lru_cache(maxsize=1)
def built_in() -> Calendar:
    """The State Council's years as chinesecalendar knows them, then a few provisional years of statutory days from `holidays`."""
    last = max(day.year for day in chinese_calendar.constants.holidays)
    special: dict[date, DayKind] = {}
    names: dict[date, str] = {}
    for day, name in chinese_calendar.constants.holidays.items():
        special[day] = DayKind.REST
        names[day] = _CHINESE.get(str(name), str(name))
    for day in chinese_calendar.constants.workdays:
        special[day] = DayKind.WORK
    forecast = range(last + 1, last + 1 + PROVISIONAL_YEARS)
    for day, name in holidays.country_holidays("CN", years=forecast, language="zh_CN").items():
        special[day] = DayKind.REST
        names[day] = str(name)
    years = frozenset(range(FIRST_YEAR, last + 1)) | frozenset(forecast)
    return Calendar(years, special, names, frozenset(forecast), f"{last}-1")


_CHINESE = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}
