"""What a kind of deadline is, and the four ways of counting one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from app.kernel.actor import Role
from app.kernel.workdays import Calendar
from app.law.periods import Counted, days_after, days_before, months_after

Count = Callable[[date, int, Calendar], Counted]
Example = tuple[str, int, str]
MANDATE = "委托书载明的期限"
"""What a period rests on that no rule of the book sets, but the paper by which the work was given."""


@dataclass(frozen=True)
class Period:
    """A kind of deadline. `length` is the law's own number in the unit of `count` (None: given at the start).

    `warn_days` are days before the last day; `examples` are (start, length, last day). `lapses`: others may act in it and need not (an objection,
    a publication): at its end it is over, nobody has missed it.
    """

    code: str
    title: str
    rule: str
    count: Count
    length: int | None
    holder: Role
    examples: tuple[Example, Example, Example]
    warn_days: tuple[int, ...] = (3, 1)
    link: str = ""
    lapses: bool = False


def forward(start_on: date, days: int, calendar: Calendar) -> Counted:
    """N日内: rolls over a rest day."""
    return days_after(start_on, days, calendar)


def plain(start_on: date, days: int, calendar: Calendar) -> Counted:
    """A term of effect or a day that was set: never rolls (CNT-13)."""
    return days_after(start_on, days, calendar, rolls=False)


def months(start_on: date, number: int, calendar: Calendar) -> Counted:
    """N个月内: the corresponding day, then rolls."""
    return months_after(start_on, number, calendar)


def until(start_on: date, days: int, calendar: Calendar) -> Counted:
    """N日前: counted back from the event, never rolls (CNT-07)."""
    return days_before(start_on, days, calendar)
