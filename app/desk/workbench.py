"""The workbench `/` (S1): what waits for the person of this role, and its two polled fragments."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue

from app.desk import guide_facts, outside_work
from app.desk.counting import Counts
from app.desk.court_work import (
    Lot,
    decision_works,
    due_works,
    handing_works,
    list_lots,
    lot_works,
    plan_works,
    settlement_works,
    stage_works,
    task_works,
    title_works,
)
from app.desk.frame import counts_here, is_open_to
from app.desk.overview import OVERVIEWS, overview_of
from app.desk.rail import day_bars, latest, list_live, live_block
from app.desk.service_work import service_works
from app.desk.strips import strip_of
from app.desk.work_rows import Group, Work, group_of, grouped, plain_group
from app.domains.cases.permissions import SEE_CASES
from app.domains.courts.tables import CalendarDay
from app.infra.unit_of_work import Reading
from app.kernel.actor import Role
from app.kernel.ids import digest_of
from app.kernel.permission import SIGNED_IN
from app.web import formats
from app.web.access import house, permits, reading

pages = Blueprint("desk", __name__)

Opens = Callable[[str], bool]
FIRST = {Role.JUDGE: "待我决定", Role.PANEL: "待我表决", Role.DIRECTOR: "待我审批", Role.PRESIDENT: "待我审批"}


@pages.get("/")
@permits(SIGNED_IN)
def workbench() -> ResponseReturnValue:
    """The page; an overview for those who see no case content."""
    with reading() as r:
        if r.actor.role in OVERVIEWS:
            return render_template("desk/overview.html", title=_title(r.actor.role), day_line=_day_line(r), overview=overview_of(r))
        return render_template("desk/workbench.html", **_whole(r))


@pages.get("/workbench/list")
@permits(SIGNED_IN)
def work_list() -> ResponseReturnValue:
    """The list alone; 204 while it is what the page already shows."""
    with reading() as r:
        if r.actor.role in OVERVIEWS:
            return "", 204
        shown = _list(r, _works(r)[0])
    return ("", 204) if request.args.get("seen") == shown["version"] else render_template("desk/workbench_list.html", **shown)


@pages.get("/workbench/live")
@permits(SEE_CASES)
def live_list() -> ResponseReturnValue:
    """The lots that bid now."""
    with reading() as r:
        return render_template("desk/workbench_live.html", live=live_block(r, list_live(r)))


def _whole(r: Reading) -> dict[str, Any]:
    works, lots = _works(r)
    counts = counts_here(r, sum(work.filter == "decisions" for work in works) if r.actor.role in FIRST else None)
    shown = _list(r, works)
    page = {
        "title": _title(r.actor.role),
        "counts": strip_of(r.actor.role, {**counts, **_grouped_counts(works, r)}, request.args.get("show", "")),
        "actions": _actions(r),
    }
    rail = _rail(r, lots)
    rest = next((day.rest for day in rail["days"] if day.on == r.today), None)
    return {**page, **shown, **rail, "day_line": _day_line(r, rest=rest), "guide": guide_facts.progress_of(house(), r)}


def _works(r: Reading) -> tuple[list[Work], list[Lot]]:
    """What waits, by role, and the lots that the rail shows too."""
    role = r.actor.role
    if r.actor.is_outside:
        return outside_work.task_works(r), []
    lots = list_lots(r)
    match role:
        case Role.CLERK:
            return [*due_works(r), *task_works(r), *plan_works(r), *service_works(r), *lot_works(lots), *title_works(lots), *settlement_works(lots)], lots
        case Role.JUDGE:
            return [*decision_works(r), *due_works(r), *lot_works(lots), *title_works(lots)], lots
        case Role.PANEL:
            return decision_works(r), lots
        case Role.DIRECTOR | Role.PRESIDENT:
            return [*decision_works(r), *due_works(r, whole_court=True)], lots
        case _:
            return [*handing_works(r), *stage_works(r), *service_works(r), *title_works(lots, answers=False), *due_works(r)], lots


def _list(r: Reading, works: list[Work]) -> dict[str, Any]:
    """The list's own context: tabs, groups, version."""
    wanted, tab = request.args.get("show", ""), request.args.get("tab", "")
    opens: Opens = partial(is_open_to, current_app, r.actor)
    if tab == "done" and not r.actor.is_outside:
        groups = [plain_group("我办过的", _done(r), r.now, opens)]
    else:
        groups = _groups(r, [work for work in works if _is_wanted(work, wanted, r)], opens)
    version = digest_of(repr([(row["title"], row["due_text"], row["href"]) for group in groups for row in group["rows"]]).encode())[:16]
    tabs = [{"label": "待办", "href": "/", "count": len(works), "on": tab != "done"}]
    if not r.actor.is_outside:
        tabs.append({"label": "已办", "href": "/?tab=done", "count": None, "on": tab == "done"})
    return {"tabs": tabs, "groups": groups, "version": version, "empty_next": None, "calendar": opens("/deadlines")}


def _groups(r: Reading, works: list[Work], opens: Opens) -> list[dict[str, Any]]:
    asked = [work for work in works if work.filter == "decisions"]
    rest = [work for work in works if work.filter != "decisions"]
    first = [plain_group(FIRST[r.actor.role], asked, r.now, opens)] if asked else []
    return [*first, *grouped(rest, r.now, opens)]


def _grouped_counts(works: list[Work], r: Reading) -> Counts:
    """What the strip says of overdue and today is what its filters show."""
    if r.actor.is_outside:
        return {}
    groups = [group_of(work, r.now) for work in works]
    return {"overdue": groups.count(Group.OVERDUE), "due_today": groups.count(Group.TODAY)}


def _is_wanted(work: Work, wanted: str, r: Reading) -> bool:
    if wanted in (Group.OVERDUE.value, Group.TODAY.value):
        return group_of(work, r.now).value == wanted
    return not wanted or work.filter == wanted


def _done(r: Reading) -> list[Work]:
    entries = latest(r, mine=True, limit=50)
    return [Work(str(place), "case", entry["text"], entry["href"], "", entry["number"], (entry["at"],)) for place, entry in enumerate(entries)]


def _rail(r: Reading, lots: list[Lot]) -> dict[str, Any]:
    if r.actor.is_outside:
        return {"live": None, "days": [], "days_note": "", "recent": []}
    days, note = day_bars(r)
    return {"live": live_block(r, [each.round for each in lots]), "days": days, "days_note": note, "recent": latest(r)}


def _actions(r: Reading) -> list[dict[str, Any]]:
    wanted = {"label": "新建任务", "href": "/tasks/new", "icon": "plus", "primary": False}
    return [wanted] if r.actor.role is Role.CLERK and is_open_to(current_app, r.actor, "/tasks/new") else []


def _title(role: Role) -> str:
    if role is Role.WORKER:
        return "今天"
    return "首页" if role in (Role.AGENCY, Role.NOTARY, Role.INSURER) else "辖区概览" if role is Role.HIGHER else "概览" if role in OVERVIEWS else "工作台"


def _day_line(r: Reading, *, rest: bool | None = None) -> str:
    """2026年4月2日 星期四 · 工作日; `rest` is whether the day is one of rest, if the page knows already."""
    if rest is None:
        special = r.session.get(CalendarDay, r.today)
        rest = special.kind == "rest" if special else r.today.weekday() >= 5
    return f"{formats.day_spoken(r.today)} · {'休息日' if rest else '工作日'}"
