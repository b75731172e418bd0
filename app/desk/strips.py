"""The six figures on top of the workbench, by role; each is a filter of the list. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.kernel.actor import Role

Cell = tuple[str, str, str, str]

_OVERDUE: Cell = ("已逾期", "overdue", "danger", "/?show=overdue")
_TODAY: Cell = ("今天到期", "due_today", "", "/?show=today")
_LIVE: Cell = ("正在竞价", "hall", "live", "/hall")
_DIFFERENT: Cell = ("不一致", "differences", "danger", "/?show=differences")
_RETURNED: Cell = ("退回给我", "returned_plans", "", "/?show=returned")
_DECIDE: Cell = ("待我决定", "decisions", "", "/?show=decisions")
_AGENCY: tuple[Cell, ...] = (
    ("新任务待接收", "offered", "warn", "/?show=offered"),
    ("办理中", "doing", "", "/?show=doing"),
    ("被退回", "returned", "warn", "/?show=returned"),
    ("已逾期", "late_tasks", "danger", "/?show=overdue"),
    ("一天内到期", "due_today", "", "/"),
    ("已交回待验收", "handed_back", "", "/tasks"),
)
_GROUP: tuple[Cell, ...] = (_OVERDUE, _TODAY, ("在办案件", "cases", "", "/cases"), ("三天内期限", "deadlines", "", "/deadlines"), _LIVE)

STRIPS: Mapping[Role, tuple[Cell, ...]] = {
    Role.CLERK: (_OVERDUE, _TODAY, _RETURNED, ("待我验收", "tasks", "", "/?show=handed_back"), _LIVE, _DIFFERENT),
    Role.JUDGE: (_DECIDE, _OVERDUE, _TODAY, ("待作裁定", "rulings", "", "/rulings"), _LIVE, _DIFFERENT),
    Role.PANEL: (("待我表决", "decisions", "", "/"), ("我的案件", "cases", "", "/cases"), _LIVE),
    Role.DIRECTOR: (("待我审批", "decisions", "", "/?show=decisions"), _OVERDUE, _TODAY, ("任务逾期", "late_tasks", "danger", "/tasks"), _LIVE, _DIFFERENT),
    Role.PRESIDENT: (("待我审批", "decisions", "", "/?show=decisions"), _OVERDUE, _TODAY, ("在办案件", "cases", "", "/cases"), _LIVE, _DIFFERENT),
    Role.FIELD: _GROUP,
    Role.CONTROL: _GROUP,
    Role.CLOSING: _GROUP,
    Role.AGENCY: _AGENCY,
    Role.NOTARY: _AGENCY,
    Role.INSURER: _AGENCY,
    Role.WORKER: _AGENCY[1:],
}


def strip_of(role: Role, counts: Mapping[str, int], wanted: str) -> list[dict[str, Any]]:
    """What ui.strip_counts shows; `wanted` is the filter that is on."""
    return [
        {"label": label, "value": counts.get(name, 0), "href": href, "role": colour, "on": bool(wanted) and href == f"/?show={wanted}"}
        for label, name, colour, href in STRIPS.get(role, ())
    ]
