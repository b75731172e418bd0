"""One thing to do as the workbench shows it, and the groups: 已逾期, 今天到期, 等待办理, 三天内, 以后. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from app.kernel.clock import day_of, local, start_of
from app.web import formats

SHORT = timedelta(hours=3)


class Group(StrEnum):
    """When it must be done."""

    OVERDUE = "overdue"
    TODAY = "today"
    WAITING = "waiting"
    SOON = "soon"
    LATER = "later"


TITLES = {Group.OVERDUE: "已逾期", Group.TODAY: "今天到期", Group.WAITING: "等待办理", Group.SOON: "三天内", Group.LATER: "以后"}


@dataclass(frozen=True)
class Work:
    """What to do, where, until when. `due_on` is the last day, `due_at` an instant of that day; with neither no period runs: it waits, since `since`.

    `filter` names the count of the strip that it belongs to; `seen` changes when the row does; `provisional`: its last day's year has no notice yet.
    """

    key: str
    kind: str
    title: str
    href: str
    act: str
    case_no: str = ""
    facts: tuple[str, ...] = ()
    due_on: date | None = None
    due_at: datetime | None = None
    since: datetime | None = None
    note: str = ""
    filter: str = ""
    urgent: bool = False
    provisional: bool = False


def group_of(work: Work, now: datetime) -> Group:
    """The group of a thing at an instant."""
    today = day_of(now)
    if work.due_at is not None and work.due_at < now:
        return Group.OVERDUE
    last = work.due_on or (day_of(work.due_at) if work.due_at else None)
    if last is None:
        return Group.WAITING
    if last < today:
        return Group.OVERDUE
    if last == today:
        return Group.TODAY
    return Group.SOON if last <= today + timedelta(days=3) else Group.LATER


def grouped(works: Iterable[Work], now: datetime, opens: Callable[[str], bool]) -> list[dict[str, Any]]:
    """The groups in order with their rows, most urgent first, as desk/workbench_list.html wants them. `opens` tells whether a page may be opened."""
    ordered = sorted(works, key=lambda each: _order(each, now))
    groups: dict[Group, list[dict[str, Any]]] = {group: [] for group in Group}
    for work in ordered:
        group = group_of(work, now)
        groups[group].append(_shown(work, group, now, opens))
    return [{"title": TITLES[group], "role": "danger" if group is Group.OVERDUE else "", "rows": rows} for group, rows in groups.items()]


def plain_group(title: str, works: Sequence[Work], now: datetime, opens: Callable[[str], bool]) -> dict[str, Any]:
    """A group with a title of its own, in the order given."""
    return {"title": title, "role": "", "rows": [_shown(work, group_of(work, now), now, opens) for work in works]}


def wait_of(since: datetime, now: datetime) -> str:
    """How long somebody has waited: 等了 2 天, 等了 2 小时."""
    minutes = max(int((now - since).total_seconds()) // 60, 0)
    if minutes >= 24 * 60:
        return f"等了 {minutes // 1440} 天"
    return f"等了 {minutes // 60} 小时" if minutes >= 60 else f"等了 {minutes} 分钟"


def _order(work: Work, now: datetime) -> tuple[int, bool, datetime, str]:
    last = work.due_at or (start_of(work.due_on) + timedelta(days=1) if work.due_on else work.since or now)
    return list(Group).index(group_of(work, now)), not work.urgent, last, work.key


def _shown(work: Work, group: Group, now: datetime, opens: Callable[[str], bool]) -> dict[str, Any]:
    reachable = opens(work.href)
    due_text, due_role, fallback = _due(work, group, now)
    waited = wait_of(work.since, now) if work.since and group is not Group.WAITING else ""
    return {
        "kind": work.kind,
        "title": work.title,
        "href": work.href if reachable else "/",
        "facts": [each for each in work.facts if each],
        "case_no": work.case_no,
        "role": "danger" if group is Group.OVERDUE or work.urgent else "warn" if group is Group.TODAY else "",
        "due_text": due_text,
        "due_role": due_role,
        "provisional": work.provisional,
        "note": work.note or waited or fallback,
        "act": {"label": work.act, "href": work.href} if reachable and work.act else None,
    }


def _due(work: Work, group: Group, now: datetime) -> tuple[str, str, str]:
    """Text, colour role, and what stands under it when the row says nothing of its own."""
    last = work.due_on or (day_of(work.due_at) if work.due_at else None)
    if last is None:
        return (wait_of(work.since, now) if work.since else "待办", "danger" if work.urgent else "", "")
    if group is Group.OVERDUE:
        text = formats.days_left(last, day_of(now)) if last < day_of(now) else formats.remaining(work.due_at, now)
        return (text, "danger", f"应于 {formats.day_brief(last)}")
    if group is Group.TODAY:
        if work.due_at is None:
            return ("今天 24:00", "warn", "")
        if work.due_at - now < SHORT:
            return (formats.remaining(work.due_at, now), "danger", f"{local(work.due_at):%H:%M} 前")
        return (f"今天 {local(work.due_at):%H:%M}", "warn", "")
    return (formats.day_brief(last), "", formats.days_left(last, day_of(now)))
