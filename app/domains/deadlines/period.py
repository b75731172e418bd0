"""What a kind of deadline is, and the five ways of counting one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.kernel.actor import Role
from app.kernel.workdays import Calendar
from app.law.periods import Counted, days_after, days_before, months_after, working_days_after


class Count(Protocol):
    """A way of counting: start, length in its own unit, calendar, and days left out of the count."""

    def __call__(self, start_on: date, length: int, calendar: Calendar, excluded: int = 0, /) -> Counted: ...


Example = tuple[str, int, str]
MANDATE = "委托书载明的期限"
"""What a period rests on that no rule of the book sets, but the paper by which the work was given."""


@dataclass(frozen=True)
class Period:
    """A kind of deadline. `length` is the law's own number in the unit of `count` (None: given at the start).

    `warn_days` are days before the last day; `examples` are (start, length, last day). `lapses`: others may act in it and need not (an objection,
    a publication): at its end it is over, nobody has missed it. `by_hand`: its start is a fact that a person enters on the case's page.
    `by_word`: no page of the platform sees that it is done; a person says so. `stands_still`: days of a stop are not counted though it lapses.
    `extended_by` may give more days, a number that no text limits; None: nobody may here (an appraisal is extended on its valuation's page, RP-20).
    `work` is its row on the workbench: kind of badge, and the word of the button for whoever holds it. `starts`: the fact it counts from, for people.
    `warned_at`: the page whose own margins warn of it, where the deadline itself says only the last day and the miss.
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
    by_hand: bool = False
    by_word: bool = False
    stands_still: bool = False
    extended_by: Role | None = None
    work: tuple[str, str] = ("deadline", "查看")
    starts: str = ""
    warned_at: str = ""

    @property
    def may_stop(self) -> bool:
        """Can it stand still (暂缓、中止)? A term of effect and a limit before an event never do."""
        return self.count in (forward, months, working) and (not self.lapses or self.stands_still)

    @property
    def ends_by_word(self) -> bool:
        """Does a person say that it is done?"""
        return self.by_hand or self.by_word


def forward(start_on: date, length: int, calendar: Calendar, excluded: int = 0, /) -> Counted:
    """N日内: rolls over a rest day."""
    return days_after(start_on, length, calendar, excluded=excluded)


def plain(start_on: date, length: int, calendar: Calendar, excluded: int = 0, /) -> Counted:
    """A term of effect or a day that was set: never rolls (CNT-13)."""
    return days_after(start_on, length, calendar, rolls=False, excluded=excluded)


def months(start_on: date, length: int, calendar: Calendar, excluded: int = 0, /) -> Counted:
    """N个月内: the corresponding day, then rolls."""
    return months_after(start_on, length, calendar, excluded=excluded)


def working(start_on: date, length: int, calendar: Calendar, excluded: int = 0, /) -> Counted:
    """N个工作日内: only working days count (CNT-06, CNT-11); further days are working days too."""
    return working_days_after(start_on, length + excluded, calendar)


def until(start_on: date, length: int, calendar: Calendar, excluded: int = 0, /) -> Counted:
    """N日前: counted back from the event, never rolls (CNT-07); nothing stops it."""
    return days_before(start_on, length - excluded, calendar)
