"""What the hall shows: rows, counts; put together for the templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.domains.rounds import queries
from app.domains.rounds.rules import FINAL, ROUND_NAMES, RoundStatus, premium
from app.domains.rounds.showing import poll_every, read_ago, site_title
from app.domains.rounds.tables import Round
from app.infra.unit_of_work import Reading
from app.kernel.clock import end_of, local, start_of
from app.web.formats import case_no_short, day_brief

VIEWS = (("live", "正在竞价", "live"), ("today", "今日开拍", "info"), ("unclear", "待核", "manual"), ("announced", "公告中", ""))
SOON = timedelta(hours=1)
ASKED_RARELY = 15


@dataclass(frozen=True)
class Hall:
    """The hall as it stands: `seen` is what the browser sends back, `every` its next request in seconds."""

    context: dict[str, Any]
    seen: str
    every: int


def show_hall(r: Reading, view: str, site: str, plain_sites: Sequence[tuple[str, str]]) -> Hall:
    """The strip, the rows of a view (soonest end first) and the next opening; three queries."""
    day_start, day_end = start_of(r.today), end_of(r.today)
    counts = queries.count_hall(r, day_start, day_end)
    found = queries.list_hall(r, view, day_start, day_end, site=site)
    every = min([poll_every(each, r.now) or ASKED_RARELY for each in found if each.lot_id] or [ASKED_RARELY])
    seen = f"{counts.news}.{counts.live}.{counts.announced}.{every}"
    upcoming = None if found else queries.find_next_opening(r)
    return Hall(
        {
            "counts": [
                {"value": getattr(counts, name), "label": label, "href": f"/hall?show={name}", "role": role, "on": view == name} for name, label, role in VIEWS
            ],
            "chips": _chips(view, site, plain_sites),
            "rows": [row_of(each, r.now) for each in found],
            "next_text": _next_text(upcoming),
            "next_href": f"/lots/{upcoming.id}" if upcoming else "",
            "rows_href": f"/hall/rows?show={view}&site={site}&seen={seen}",
            "every": every,
        },
        seen,
        every,
    )


def row_of(found: Round, now: datetime) -> dict[str, Any]:
    """One line of the hall."""
    status = RoundStatus(found.status)
    price = found.final_price or found.current_price
    return {
        "title": found.title,
        "href": f"/lots/{found.id}",
        "case_no": found.case_no,
        "round_name": ROUND_NAMES.get(found.round_no, ""),
        "opens_at": found.opens_at if now < found.opens_at else None,
        "ends_at": found.ends_at,
        "over": status in FINAL,
        "status": look_of(found, now),
        "price": price,
        "start_price": found.start_price,
        "bids": found.bid_count,
        "premium": premium(found.start_price, price),
        "places": 0 if status is RoundStatus.SOLD else 1,
        "extensions": found.extensions,
        "verified": None if not found.bid_count else found.faults == 0,
        "fault_words": f"{found.faults} 次异常",
        "comparison": "unread" if found.read_at is None else "different" if found.open_differences else "same",
        "differences": found.open_differences,
        "read_ago": f"数据停在 {local(found.read_at):%H:%M}" if found.failures and found.read_at else read_ago(found.read_at, now),
        "stale": found.failures > 0,
        "site": site_title(found.site),
    }


def look_of(found: Round, now: datetime) -> str:
    """The code of app/web/states.py: a live lot past its announced end is 延时中, an announced one within the hour 即将开拍."""
    status = RoundStatus(found.status)
    if status is RoundStatus.LIVE and found.extensions and now >= found.scheduled_end_at:
        return "extended"
    if status is RoundStatus.ANNOUNCED and found.opens_at - now <= SOON:
        return "opening_soon"
    return found.status


def _next_text(upcoming: Round | None) -> str:
    if upcoming is None:
        return ""
    opens = local(upcoming.opens_at)
    return f"下一场 {day_brief(opens)} {opens:%H:%M} {case_no_short(upcoming.case_no)}"


def _chips(view: str, site: str, sites: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    names = {"": "全部", **{name: label for name, label, _ in VIEWS}, "awaiting": "待上拍"}
    shown = [{"label": label, "href": f"/hall?show={name}&site={site}", "on": view == name} for name, label in names.items()]
    served = [{"label": title, "href": f"/hall?show={view}&site={code}", "on": site == code} for code, title in sites]
    return [
        {"label": "状态", "value": names[view] if view else "", "href_clear": f"/hall?site={site}", "options": shown},
        {"label": "平台", "value": dict(sites).get(site, ""), "href_clear": f"/hall?show={view}", "options": served},
    ]
