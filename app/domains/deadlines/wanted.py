"""What of the deadlines somebody wants to see: view, whose, state, case, day; read from an address and written back into one. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlencode

Choice = TypeVar("Choice", bound=StrEnum)


class View(StrEnum):
    """The three shapes of S21."""

    LIST = "list"
    WEEK = "week"
    MONTH = "month"

    @property
    def word(self) -> str:
        """On the tab."""
        return {View.LIST: "列表", View.WEEK: "周", View.MONTH: "月"}[self]


class Whose(StrEnum):
    """Whose deadlines."""

    MINE = "mine"
    COURT = "court"

    @property
    def word(self) -> str:
        """On the filter."""
        return {Whose.MINE: "本人", Whose.COURT: "本院"}[self]


class Which(StrEnum):
    """Which states, in the words of the badges."""

    OPEN = "open"
    OVERDUE = "overdue"
    TODAY = "today"
    NEAR = "near"
    DONE = "done"
    ENDED = "ended"
    ALL = "all"

    @property
    def word(self) -> str:
        """On the filter."""
        return _WHICH[self]


_WHICH = {
    Which.OPEN: "未完成",
    Which.OVERDUE: "已逾期",
    Which.TODAY: "今天到期",
    Which.NEAR: "临近",
    Which.DONE: "已完成",
    Which.ENDED: "已终止",
    Which.ALL: "全部",
}


@dataclass(frozen=True)
class Wanted:
    """A wish; `on` is the day that week and month show, `day` limits the list to one last day."""

    on: date
    view: View = View.LIST
    whose: Whose = Whose.COURT
    which: Which = Which.OPEN
    case_id: str = ""
    day: date | None = None
    holder_id: str = ""

    @property
    def span(self) -> tuple[date, date]:
        """First and last day that the view shows: whole weeks, Monday to Sunday."""
        first = self.on if self.view is View.WEEK else self.on.replace(day=1)
        last = first if self.view is View.WEEK else _last_of_month(first)
        return first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())

    @property
    def before(self) -> Wanted:
        """The week or month before."""
        return replace(self, on=self.on - timedelta(days=7) if self.view is View.WEEK else (self.on.replace(day=1) - timedelta(days=1)).replace(day=1))

    @property
    def after(self) -> Wanted:
        """The week or month after."""
        return replace(self, on=self.on + timedelta(days=7) if self.view is View.WEEK else _last_of_month(self.on) + timedelta(days=1))

    def href(self, **changes: Any) -> str:
        """The address of this wish, changed in some points."""
        asked = replace(self, **changes)
        said = {"view": asked.view, "whose": asked.whose, "state": asked.which, "on": asked.on.isoformat() if asked.view is not View.LIST else ""}
        more = {"case": asked.case_id, "holder": asked.holder_id, "day": asked.day.isoformat() if asked.day else ""}
        return "/deadlines?" + urlencode({name: str(value) for name, value in {**said, **more}.items() if value})


def wanted_of(args: Mapping[str, str], today: date) -> Wanted:
    """Read a wish; what cannot be understood is left at its usual value. `due` is the header's older word for `state`."""
    return Wanted(
        on=_day(args.get("on")) or today,
        view=_one(View, args.get("view"), View.LIST),
        whose=_one(Whose, args.get("whose"), Whose.COURT),
        which=_one(Which, args.get("state") or args.get("due"), Which.OPEN),
        case_id=args.get("case", "")[:32],
        day=_day(args.get("day")),
        holder_id=args.get("holder", "")[:32],
    )


def _one(kind: type[Choice], text: str | None, usual: Choice) -> Choice:
    return kind(text) if text in {each.value for each in kind} else usual


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _last_of_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
