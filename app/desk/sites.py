"""平台状态 (S26): for each site found, what it can do, how its reading goes, its error budget and breaker, what differs and what waits for a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.desk import site_page
from app.domains.rounds import queries
from app.domains.rounds.permissions import IMPORT_PAGE, READ_SITES, SEE_ROUNDS, SEE_SITES
from app.domains.rounds.showing import read_ago, site_title
from app.domains.rounds.site_health import TARGET, Health, health_of_sites
from app.domains.rounds.tables import Round, RoundReading
from app.infra.unit_of_work import Reading
from app.kernel.ids import digest_of
from app.sites.contract import Capability, Plugin, SiteSettings
from app.sites.loader import installed
from app.web.access import house, me, permits, reading

pages = Blueprint("sites", __name__)
EVERY = 15
WORDS = {"unreachable": "无法读取", "refused": "被拒绝", "challenged": "需人工验证", "changed": "页面有变化"}
ADVICE = {
    "unreachable": "系统继续尝试；可导入保存的页面",
    "refused": "稍后再试；仍被拒绝的，联系平台",
    "challenged": "在平台完成验证后点“已验证”",
    "changed": "原页已存证；按平台页面人工核对后导入",
}
CAPABILITIES = {
    Capability.READ: "读",
    Capability.BIDS: "出价",
    Capability.RESULT: "结果",
    Capability.STATISTICS: "统计",
    Capability.PACKAGE: "包",
}
LINE = frozenset({Capability.PUBLISH, Capability.WITHDRAW})


@pages.get("/sites")
@permits(SEE_SITES)
def index() -> ResponseReturnValue:
    """S26."""
    with reading() as r:
        return render_template("sites/index.html", **_shown(r))


@pages.get("/sites/rows")
@permits(SEE_SITES)
def rows() -> ResponseReturnValue:
    """The polled part: 204 when nothing is new."""
    with reading() as r:
        shown = _shown(r)
    return ("", 204) if request.args.get("seen") == shown["seen"] else render_template("sites/rows.html", **shown)


@pages.get("/sites/<code>")
@permits(SEE_SITES)
def site(code: str) -> ResponseReturnValue:
    """One site: 24 hours, the last answers, what waits, its settings."""
    plugin = installed().get(code)
    with reading() as r:
        return render_template("sites/site.html", **site_page.page_of(r, plugin), **_live(r, plugin))


@pages.get("/sites/<code>/rows")
@permits(SEE_SITES)
def site_rows(code: str) -> ResponseReturnValue:
    """The polled part of a site's page: 204 when nothing is new."""
    with reading() as r:
        shown = _live(r, installed().get(code))
    return ("", 204) if request.args.get("seen") == shown["seen"] else render_template("sites/site_live.html", **shown)


def line_of(plugin: Plugin, settings: SiteSettings, health: Health, r: Reading) -> dict[str, Any]:
    """One site as its row and the head of its page show it."""
    able = plugin.configured(settings).capabilities
    told = health.told
    return {
        "code": plugin.code,
        "title": plugin.title,
        "capabilities": [word for capability, word in CAPABILITIES.items() if capability in able] + (["专线"] if able & LINE else []),
        "state": health.state,
        "read": read_ago(told.last_ok_at, r.now) if told.last_ok_at else "—",
        "latency": f"{told.latency / 1000:.1f} 秒" if told.latency is not None else "—",
        "rate": health.rate,
        "budget": health.budget,
        "looks": told.looks,
        "failures": [(WORDS[kind], told.by_outcome[kind]) for kind in WORDS if told.by_outcome.get(kind)],
        "following": told.following,
        "queued": told.queued,
        "overdue": told.overdue,
        "breaker": _breaker(health),
        "open_until": health.breaker.open_until,
        "differences": told.differences,
        "waiting": health.need_person,
    }


def _breaker(health: Health) -> str:
    if health.breaker.open_until is None:
        return "闭合"
    return "半开" if health.half_open else "断开"


def _shown(r: Reading) -> dict[str, Any]:
    plugins = list(installed())
    told = health_of_sites(r, plugins, house().settings.sites_base_url)
    lines = [line_of(plugin, *told[plugin.code], r) for plugin in plugins]
    waiting = queries.list_waiting_for_person(r)
    captures = captures_of(waiting, queries.find_last_failures(r, [each.id for each in waiting]))
    return {"lines": lines, "captures": captures, "every": EVERY, "seen": _version(lines, captures), "target": TARGET, **_rights()}


def _live(r: Reading, plugin: Plugin) -> dict[str, Any]:
    settings, health = health_of_sites(r, [plugin], house().settings.sites_base_url)[plugin.code]
    line = line_of(plugin, settings, health, r)
    waiting = queries.list_waiting_for_person(r, site=plugin.code)
    captures = captures_of(waiting, queries.find_last_failures(r, [each.id for each in waiting]))
    answers = site_page.answers_of(r, plugin)
    seen = _version([line], captures + answers["looks"][:1])
    shared = {"line": line, "captures": captures, "every": EVERY, "seen": seen, "target": TARGET}
    return {**shared, **answers, **_rights(), "switched_off": not settings.live}


def _rights() -> dict[str, Any]:
    return {
        "may_import": IMPORT_PAGE.held_by(me()),
        "may_read": READ_SITES.held_by(me()),
        "may_hall": SEE_ROUNDS.held_by(me()),
        "simulated": bool(house().settings.sites_base_url),
    }


def _version(lines: Sequence[Mapping[str, Any]], rest: Sequence[Mapping[str, Any]]) -> str:
    """Changes whenever what is shown does, save for how many seconds ago the last look was."""
    figures = [[str(value) for name, value in line.items() if name not in ("read", "latency")] for line in lines]
    return digest_of([*figures, [str(each.get("at")) for each in rest]])[:16]


def captures_of(waiting: Sequence[Round], failures: Mapping[str, RoundReading]) -> list[dict[str, Any]]:
    """Lots whose last look failed, with what it was, what we do and what a person must do."""
    shown = []
    for each in waiting:
        if (last := failures.get(each.id)) is None:
            continue
        state, digest = last.outcome, last.digests[-1] if last.digests else ""
        advice = ADVICE.get(state, "")
        shown.append({"found": each, "site": site_title(each.site), "state": state, "at": last.at, "words": last.message, "advice": advice, "digest": digest})
    return shown
