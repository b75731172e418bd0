"""安排场次 (S16): drafts without a date or on one that no longer works, with the day that law, load and panel leave free, and why. Five queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domains.assets.queries import law_classes_of
from app.domains.courts.queries import get_court, load_calendar
from app.domains.plans.sittings import LOOK_AHEAD, Rules, Sitting, day_full, free_opening, list_drafts, list_sittings, panel_clash, rules_of, seats_of
from app.domains.plans.tables import Plan
from app.domains.plans.types import Terms
from app.infra.unit_of_work import Reading
from app.kernel.clock import day_of
from app.kernel.workdays import Calendar
from app.law.announcement import round2_window
from app.law.regimes import ONLINE
from app.law.subjects import AssetKind

TO_TELL = 4


@dataclass(frozen=True)
class Unscheduled:
    """A draft, what is wrong with its day, the day proposed and why that one."""

    plan: Plan
    trouble: str
    proposed: datetime
    why: str


def unscheduled(r: Reading) -> list[Unscheduled]:
    """Drafts in scope that need another day; none for somebody without a court."""
    if r.actor.court_id is None:
        return []
    drafts = list_drafts(r)
    rules, calendar = rules_of(get_court(r.session, r.actor.court_id)), load_calendar(r.session)
    sittings = list_sittings(r, r.actor.court_id, r.today, r.today + timedelta(days=2 * LOOK_AHEAD))
    seats, kinds = seats_of(r, {each.case_id for each in drafts}), law_classes_of(r, {each.asset_id for each in drafts})
    found = []
    for plan in drafts:
        others = [each for each in sittings if each.plan_id != plan.id]
        mine = seats.get(plan.case_id, frozenset())
        if trouble := trouble_of(plan, mine, others, rules, r.today):
            found.append(_proposed(plan, trouble, mine, others, rules, calendar, kinds, r.today))
    return found


def trouble_of(plan: Plan, seats: frozenset[str], others: Sequence[Sitting], rules: Rules, today: date) -> str:
    """What is wrong with a draft's day, '' when nothing."""
    terms = Terms.from_json(plan.terms)
    if plan.opens_at is None or terms.announce_on is None:
        return "没有开拍时间" if plan.opens_at is None else "没有公告日"
    if terms.announce_on < today:
        return f"公告日 {terms.announce_on.isoformat()} 已过"
    return day_full(day_of(plan.opens_at), others, rules) or panel_clash(plan.opens_at, seats, others)


def _proposed(
    plan: Plan, trouble: str, seats: frozenset[str], others: Sequence[Sitting], rules: Rules, calendar: Calendar, kinds: Mapping[str, str], today: date
) -> Unscheduled:
    kind, terms = AssetKind(kinds[plan.asset_id]), Terms.from_json(plan.terms)
    announce_on = terms.announce_on if terms.announce_on and terms.announce_on >= today else calendar.next_working_day(today + timedelta(days=TO_TELL))
    days = ONLINE.notice_days(kind, min(plan.round_no, 2))
    earliest = max(announce_on + timedelta(days=days + 1), day_of(plan.opens_at) if plan.opens_at else announce_on)
    latest = None
    if plan.round_no == 2 and plan.previous_failed_on:
        latest = round2_window(asset=kind, failed_on=plan.previous_failed_on, calendar=calendar).latest_opening.due_on
        earliest = min(earliest, latest)
    opens_at = free_opening(earliest, seats, others, calendar, rules, latest=latest)
    late = f"，最迟 {latest.isoformat()}" if latest else ""
    why = f"公告 {announce_on.isoformat()} 后满 {days} 日另留 1 日{late}；{rules.words}；合议庭当时没有别的拍品"
    return Unscheduled(plan, trouble, opens_at, why)
