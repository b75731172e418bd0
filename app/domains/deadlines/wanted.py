"""What of the deadlines somebody wants to see: view, whose, kind, state, case, day; read from an address and written back into one. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlencode

from app.domains.cases.types import Stage
from app.kernel.actor import Role

Choice = TypeVar("Choice", bound=StrEnum)


class View(StrEnum):
    """The four shapes of S21."""

    LIST = "list"
    WEEK = "week"
    MONTH = "month"
    LINE = "line"

    @property
    def word(self) -> str:
        """On the tab."""
        return {View.LIST: "列表", View.WEEK: "周", View.MONTH: "月", View.LINE: "时间轴"}[self]


class Whose(StrEnum):
    """Whose deadlines: those I hold, those of the cases that stand in my group's stage, all of the court."""

    MINE = "mine"
    GROUP = "group"
    COURT = "court"

    @property
    def word(self) -> str:
        """On the filter."""
        return {Whose.MINE: "本人", Whose.GROUP: "本组", Whose.COURT: "本院"}[self]


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


STAGE_OF_GROUP = {
    Role.CONTROL: Stage.CONTROL,
    Role.FIELD: Stage.FIELD,
    Role.CLERK: Stage.DISPOSAL,
    Role.JUDGE: Stage.DISPOSAL,
    Role.CLOSING: Stage.REVIEW,
}
"""The group that a role works in, by the stage of its cases; the heads of a court belong to none."""

LINE_BEFORE, LINE_DAYS, LINE_STEP = timedelta(days=14), 13 * 7, timedelta(days=28)
"""What the line of time shows: whole weeks, two before the week asked for and ten after it; it is moved by four."""


@dataclass(frozen=True)
class Wanted:
    """A wish; `on` is the day that week, month and line of time show, `day` limits the list to one last day, `code` is one kind."""

    on: date
    view: View = View.LIST
    whose: Whose = Whose.COURT
    which: Which = Which.OPEN
    case_id: str = ""
    day: date | None = None
    holder_id: str = ""
    code: str = ""

    @property
    def span(self) -> tuple[date, date]:
        """First and last day that the view shows: whole weeks, Monday to Sunday."""
        if self.view is View.LINE:
            monday = self.on - timedelta(days=self.on.weekday()) - LINE_BEFORE
            return monday, monday + timedelta(days=LINE_DAYS - 1)
        first = self.on if self.view is View.WEEK else self.on.replace(day=1)
        last = first if self.view is View.WEEK else _last_of_month(first)
        return first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())

    @property
    def before(self) -> Wanted:
        """The week or month before; of the line of time four weeks."""
        if self.view is View.MONTH:
            return replace(self, on=(self.on.replace(day=1) - timedelta(days=1)).replace(day=1))
        return replace(self, on=self.on - (timedelta(days=7) if self.view is View.WEEK else LINE_STEP))

    @property
    def after(self) -> Wanted:
        """The week or month after; of the line of time four weeks."""
        if self.view is View.MONTH:
            return replace(self, on=_last_of_month(self.on) + timedelta(days=1))
        return replace(self, on=self.on + (timedelta(days=7) if self.view is View.WEEK else LINE_STEP))

    def href(self, **changes: Any) -> str:
        """The address of this wish, changed in some points."""
        asked = replace(self, **changes)
        said = {"view": asked.view, "whose": asked.whose, "state": asked.which, "on": asked.on.isoformat() if asked.view is not View.LIST else ""}
        more = {"case": asked.case_id, "holder": asked.holder_id, "kind": asked.code, "day": asked.day.isoformat() if asked.day else ""}
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
        code=args.get("kind", "")[:40],
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
