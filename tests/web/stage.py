"""A bare Jinja environment with the real layouts and macros, for tests and studies without Flask."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Undefined, select_autoescape

from app.kernel.clock import SHANGHAI, ManualClock
from app.web import templating

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "app" / "web" / "templates"
NOW = datetime(2026, 4, 2, 10, 31, 12, tzinfo=SHANGHAI)


def environment(*, strict: bool = False, at: datetime = NOW) -> Environment:
    """Templates as the app loads them; `strict` turns a missing variable into an error."""
    env = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=select_autoescape(), undefined=StrictUndefined if strict else Undefined)
    templating.install(env, clock=ManualClock(at.astimezone(UTC)), asset=lambda path: f"/static/{path}", provisional=lambda: {2027})
    env.globals["csrf_token"] = lambda: "token"
    return env


def at(hour: int, minute: int = 0, second: int = 0, *, day: int = 2, month: int = 4, ms: int = 0) -> datetime:
    """An instant of 2026 in Shanghai."""
    return datetime(2026, month, day, hour, minute, second, ms * 1000, tzinfo=SHANGHAI)


def ns(**values: Any) -> SimpleNamespace:
    """A small object for a template."""
    return SimpleNamespace(**values)


def entry(label: str, icon: str, count: int = 0, *, alert: int = 0, active: bool = False) -> SimpleNamespace:
    """A menu entry."""
    return ns(href="#", label=label, icon=icon, count=count, alert=alert, active=active)


def frame(active: str = "工作台") -> dict[str, Any]:
    """What the context processor gives the shell, for a clerk in the demonstration."""

    def group(title: str, *rows: tuple[Any, ...]) -> dict[str, Any]:
        return {"title": title, "entries": [entry(row[0], row[1], row[2], alert=row[3] if len(row) > 3 else 0, active=row[0] == active) for row in rows]}

    return {
        "me": ns(name="林晓雯", title="书记员", place="南沙区人民法院 财产处置组", initial="林", role="clerk", roles=[]),
        "menu": [
            group(
                "",
                ("工作台", "layout-dashboard", 0),
                ("案件", "briefcase", 126),
                ("标的物", "building-community", 88),
                ("任务", "checklist", 31, 2),
                ("评估询价", "scale", 9),
                ("处置方案", "file-certificate", 6),
                ("竞价大厅", "gavel", 3),
                ("拍次日历", "calendar-stats", 0),
            ),
            group("成交之后", ("款项", "cash", 4), ("裁定过户", "license", 3), ("腾空移交", "home-move", 5)),
            group(
                "通用",
                ("期限", "calendar-due", 4),
                ("文书送达", "file-text", 0),
                ("统计", "chart-bar", 0),
                ("平台状态", "plug-connected", 0, 1),
                ("法规库", "book-2", 0),
            ),
        ],
        "bottom_bar": [
            entry("工作台", "layout-dashboard", alert=5, active=active == "工作台"),
            entry("任务", "checklist"),
            entry("竞价", "gavel", active=active == "竞价大厅"),
            entry("期限", "calendar-due"),
            entry("更多", "menu-2", active=active == "处置方案"),
        ],
        "clock_bar": ns(now_text="2026年4月2日（星期四）10:31:12", speed_text="60 倍速", kind="fast", can_advance=False),
        "due_today": 4,
        "inbox_unread": 7,
        "now_ms": 0,
    }
