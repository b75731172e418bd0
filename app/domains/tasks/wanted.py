"""What of the tasks somebody wants to see: view, filters and page; read from an address and written back into one. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from enum import StrEnum
from urllib.parse import urlencode

LONGEST = 60


class View(StrEnum):
    """The four shapes of S5."""

    BOARD = "board"
    LIST = "list"
    PLACE = "place"
    CALENDAR = "calendar"

    @property
    def word(self) -> str:
        """On the tab."""
        return {View.BOARD: "看板", View.LIST: "列表", View.PLACE: "按地点", View.CALENDAR: "日历"}[self]


class Due(StrEnum):
    """Filters by time, in the words of the flags."""

    ANY = ""
    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    WEEK = "week"
    PAUSED = "paused"
    ASKED = "asked"

    @property
    def word(self) -> str:
        """On the filter."""
        return _DUE[self]


_DUE = {
    Due.ANY: "不限",
    Due.OVERDUE: "逾期",
    Due.TODAY: "今天到期",
    Due.SOON: "三天内到期",
    Due.WEEK: "七天内到期",
    Due.PAUSED: "暂停计时",
    Due.ASKED: "延期待批",
}


@dataclass(frozen=True)
class TaskFilter:
    """What the address of the list says. after: keyset (due_at ISO ~ id) of the last row shown; on: the month of the calendar; day: one due day."""

    view: View = View.BOARD
    kind: str = ""
    agency_id: str = ""
    status: str = ""
    due: Due = Due.ANY
    district: str = ""
    q: str = ""
    day: date | None = None
    on: date | None = None
    after: str = ""

    @property
    def narrowed(self) -> bool:
        """Does it leave anything out?"""
        return bool(self.kind or self.agency_id or self.status or self.due or self.district or self.q or self.day)

    def said(self, **changes: object) -> dict[str, str]:
        """The address's own values, changed in some points, without what is empty."""
        every = {each.name: changes.get(each.name, getattr(self, each.name)) for each in fields(self)}
        return {name: value.isoformat() if isinstance(value, date) else str(value) for name, value in every.items() if value}

    def href(self, **changes: object) -> str:
        """The address of this wish, changed in some points; another filter begins at the first page."""
        return "/tasks?" + urlencode(self.said(**{"after": "", **changes}))

    def export_href(self) -> str:
        """The same rows as a workbook."""
        return "/tasks/export.xlsx?" + urlencode(self.said(after="", view=View.LIST))

    @property
    def kept(self) -> str:
        """As a saved filter keeps it: the question without page and month."""
        return urlencode(self.said(after="", on=None))


def wanted_of(args: Mapping[str, str], usual: View = View.BOARD) -> TaskFilter:
    """Read a wish; what cannot be understood is left out."""
    texts = {name: args.get(name, "").strip()[:LONGEST] for name in ("kind", "agency_id", "status", "district", "q")}
    view = View(args["view"]) if args.get("view") in set(View) else usual
    due = Due(args["due"]) if args.get("due") in set(Due) else Due.ANY
    return TaskFilter(view=view, due=due, day=_day(args.get("day")), on=_day(args.get("on")), after=args.get("after", "")[:90], **texts)


def keyset_of(text: str) -> tuple[datetime, str] | None:
    """(due_at, id) of a cursor; None when it is none."""
    at, _, row_id = text.partition("~")
    try:
        read = datetime.fromisoformat(at) if row_id else None
    except ValueError:
        return None
    return (read, row_id) if read is not None and read.tzinfo is not None else None


def month_of(day: date) -> tuple[date, date]:
    """First and last day that a month's page shows: whole weeks, Monday to Sunday."""
    first = day.replace(day=1)
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
