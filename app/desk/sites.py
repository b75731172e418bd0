"""平台状态 (S26): for each site found, what it can do, how its reading went in the last 24 hours, what differs and what waits for a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.domains.rounds import queries
from app.domains.rounds.queries import SiteReadings
from app.domains.rounds.showing import read_ago, site_title
from app.domains.rounds.tables import Round, RoundReading
from app.kernel.actor import Role
from app.kernel.ids import digest_of
from app.kernel.permission import Permission
from app.sites.contract import Capability, Plugin
from app.sites.loader import installed
from app.web.access import house, permits, reading

pages = Blueprint("sites", __name__)
SEE_SITES = Permission("site.see", "查看平台状态", frozenset({Role.CLERK, Role.JUDGE, Role.DIRECTOR, Role.PRESIDENT, Role.SYSADMIN}))
DAY = timedelta(hours=24)
WORDS = {"unreachable": "无法读取", "refused": "被拒绝", "challenged": "需人工验证", "changed": "页面有变化"}
ADVICE = {
    "unreachable": "系统继续尝试；可导入保存的页面",
    "refused": "稍后再试；仍被拒绝的，联系平台",
    "challenged": "在平台完成验证，或导入保存的页面",
    "changed": "原页已存证；按平台页面人工核对后导入",
}
CAPABILITIES = {
    Capability.READ: "读",
    Capability.BIDS: "出价",
    Capability.RESULT: "结果",
    Capability.PUBLISH: "发布",
    Capability.WITHDRAW: "撤回",
    Capability.STATISTICS: "统计",
    Capability.PACKAGE: "包",
}
EVERY = 15


@dataclass(frozen=True)
class SiteLine:
    """One site's line. `rate` is good looks of all looks in 24 hours, None without one; `failures` are (word, count)."""

    code: str
    title: str
    capabilities: tuple[str, ...]
    state: str
    read: str
    rate: Fraction | None
    looks: int
    failures: tuple[tuple[str, int], ...]
    following: int
    overdue: int
    differences: int
    waiting: int


@pages.get("/sites")
@permits(SEE_SITES)
def index() -> ResponseReturnValue:
    """S26."""
    return render_template("sites/index.html", **_shown())


@pages.get("/sites/rows")
@permits(SEE_SITES)
def rows() -> ResponseReturnValue:
    """The polled part: 204 when nothing is new."""
    shown = _shown()
    return ("", 204) if request.args.get("seen") == shown["seen"] else render_template("sites/rows.html", **shown)


def _shown() -> dict[str, Any]:
    with reading() as r:
        told = queries.site_readings(r, since=r.now - DAY)
        waiting = queries.list_waiting_for_person(r)
        failures = queries.find_last_failures(r, [each.id for each in waiting])
        lines = [_line(plugin, told.get(plugin.code), waiting, failures, r.now) for plugin in installed()]
        captures = _captures(waiting, failures)
    figures = [(line.code, line.state, line.looks, line.failures, line.differences, line.following, line.overdue) for line in lines]
    return {
        "lines": lines,
        "captures": captures,
        "every": EVERY,
        "seen": digest_of([list(map(str, each)) for each in figures])[:16],
        "simulated": bool(house().settings.sites_base_url),
    }


def _line(plugin: Plugin, told: SiteReadings | None, waiting: Sequence[Round], failures: Mapping[str, RoundReading], now: datetime) -> SiteLine:
    told = told or SiteReadings({}, None, 0, 0, 0)
    bad = tuple((WORDS[code], told.by_outcome[code]) for code in WORDS if told.by_outcome.get(code))
    good, looks = told.by_outcome.get("ok", 0), sum(count for code, count in told.by_outcome.items() if code != "kept")
    mine = [each for each in waiting if each.site == plugin.code]
    kinds = {failures[each.id].outcome for each in mine if each.id in failures}
    state = next((code for code in ("challenged", "changed", "refused", "unreachable") if code in kinds), "normal" if good else "stopped")
    return SiteLine(
        plugin.code,
        plugin.title,
        tuple(word for capability, word in CAPABILITIES.items() if capability in plugin.capabilities),
        state,
        read_ago(told.last_ok_at, now) if told.last_ok_at else "—",
        Fraction(good, looks) if looks else None,
        looks,
        bad,
        told.following,
        told.overdue,
        told.differences,
        sum(failures[each.id].outcome in ("challenged", "changed") for each in mine if each.id in failures),
    )


def _captures(waiting: Sequence[Round], failures: Mapping[str, RoundReading]) -> list[dict[str, Any]]:
    shown = []
    for each in waiting:
        if (last := failures.get(each.id)) is None:
            continue
        state, digest = last.outcome, last.digests[-1] if last.digests else ""
        shown.append(
            {
                "found": each,
                "site": site_title(each.site),
                "state": state,
                "at": last.at,
                "words": last.message,
                "advice": ADVICE.get(state, ""),
                "digest": digest,
            }
        )
    return shown
