"""The workbench's right rail: lots that bid now, the next fourteen days, the latest entries of cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import case, func, literal, select, union_all

from app.domains.audit.tables import TrailRow
from app.domains.cases.queries import in_scope
from app.domains.cases.tables import Case
from app.domains.courts.tables import CalendarDay
from app.domains.deadlines.tables import Deadline
from app.domains.rounds.queries import LIVE_NOW, prices_of
from app.domains.rounds.tables import Round
from app.infra.unit_of_work import Reading
from app.kernel.clock import day_of, local
from app.kernel.money import Money
from app.sites.loader import installed

SHOWN_LIVE, POINTS, ENTRIES, DAYS = 4, 40, 7, 14
QUIET = (
    "round.read",
    "round.answer_taken",
    "round.log_taken",
    "task.saved",
    "task.photo_added",
    "task.thumbnail_made",
    "message.told",
    "message.read",
    "valuation.waited",
    "closing.expected",
    "closing.fulfilled",
    "deadline.started",
    "deadline.met",
    "deadline.ended",
    "party.added",
    "approval.asked",
    "task.prepared",
    "document.prepared",
)
SOON = timedelta(minutes=10)


@dataclass(frozen=True)
class Day:
    """A day of the bars."""

    on: date
    count: int
    rest: bool
    role: str


def list_live(r: Reading) -> Sequence[Round]:
    """Lots that bid now, soonest end first."""
    asked = select(Round).where(Round.status.in_((*LIVE_NOW, "unclear"))).order_by(Round.ends_at, Round.id).limit(SHOWN_LIVE)
    return r.session.scalars(in_scope(asked, Round, r.actor)).all()


def live_block(r: Reading, lots: Sequence[Round]) -> list[dict[str, Any]]:
    """The rows of desk/workbench_live.html for some lots; one query."""
    shown = [lot for lot in lots if lot.status in (*LIVE_NOW, "unclear")][:SHOWN_LIVE]
    curves = prices_of(r, [lot.id for lot in shown]) if shown else {}
    titles = _site_titles()
    return [_live(lot, curves.get(lot.id, []), titles, r.now) for lot in shown]


def day_bars(r: Reading) -> tuple[list[Day], str]:
    """Today and thirteen days more: running periods by last day (overdue ones stand on yesterday), rest days grey, with a note; one query."""
    first, last = r.today - timedelta(days=1), r.today + timedelta(days=DAYS - 2)
    counted = select(literal("due").label("what"), Deadline.due_on.label("day"), func.count(Deadline.id).label("number"), literal("").label("name"))
    counted = in_scope(counted.where(Deadline.state == "running", Deadline.due_on <= last), Deadline, r.actor).group_by(Deadline.due_on)
    rests = case((CalendarDay.kind == "rest", 1), else_=0)
    special = select(literal("day"), CalendarDay.day, rests, CalendarDay.name).where(CalendarDay.day.between(first, last))
    rows = r.session.execute(union_all(counted, special).execution_options(paifu_scope="cases")).all()
    counts: Counter[date] = Counter()
    for row in rows:
        counts[max(row.day, first)] += row.number if row.what == "due" else 0
    known = {row.day: (bool(row.number), row.name) for row in rows if row.what == "day"}
    days = [first + timedelta(days=step) for step in range(DAYS)]
    bars = [Day(on, counts[on], _rests(on, known), "danger" if on < r.today else "warn" if on == r.today else "") for on in days]
    return bars, _note(known)


def latest(r: Reading, *, mine: bool = False, limit: int = ENTRIES) -> list[dict[str, Any]]:
    """The newest trail rows of cases that the actor may see, as timeline entries (or the actor's own acts only); one query."""
    asked = (
        select(TrailRow, Case.number)
        .join(Case, Case.id == TrailRow.case_id)
        .where(TrailRow.secret.is_(False), TrailRow.result == "ok", TrailRow.act.not_in(QUIET))
    )
    if mine:
        asked = asked.where(TrailRow.actor_id == r.actor.id)
    rows = r.session.execute(in_scope(asked, Case, r.actor).order_by(TrailRow.id.desc()).limit(limit)).all()
    entries = [_entry(row, number, r.today) for row, number in rows]
    return entries if mine else [{**entry, "href": ""} for entry in entries]


def _live(lot: Round, curve: Sequence[tuple[datetime, int]], titles: Mapping[str, str], now: datetime) -> dict[str, Any]:
    step = max(len(curve) // POINTS, 1)
    prices = [Money(fen) for _, fen in curve[::step]]
    if curve and len(curve) % step != 1:
        prices.append(Money(curve[-1][1]))
    return {
        "title": lot.title,
        "href": f"/lots/{lot.id}",
        "ends_at": None if lot.status == "unclear" else lot.ends_at,
        "soon": lot.status == "live" and lot.ends_at - now < SOON,
        "price": lot.current_price,
        "start_price": lot.start_price,
        "bids": lot.bid_count,
        "extensions": lot.extensions,
        "site": titles.get(lot.site, lot.site),
        "prices": prices,
        "badge": _badge(lot),
        "note": f"报名 {lot.applicants}" if lot.applicants is not None and not lot.bid_count else "",
    }


def _badge(lot: Round) -> dict[str, str] | None:
    if lot.open_differences:
        return {"text": f"不一致 {lot.open_differences}", "role": "danger", "icon": ""}
    if lot.faults:
        return {"text": f"出价异常 {lot.faults}", "role": "danger", "icon": ""}
    if not lot.readings:
        return None
    return {"text": "全部核验" if lot.bid_count else "一致", "role": "ok", "icon": "circle-check"}


def _site_titles() -> dict[str, str]:
    return {plugin.code: plugin.title for plugin in installed()}


def _rests(on: date, known: Mapping[date, tuple[bool, str]]) -> bool:
    return known[on][0] if on in known else on.weekday() >= 5


def _note(known: Mapping[date, tuple[bool, str]]) -> str:
    names = list(dict.fromkeys(name for rest, name in known.values() if rest and name))
    holidays = f"（{'、'.join(names)}）" if names else ""
    return f"灰底为休息日{holidays}。红为逾期，黄为今天。"


def _entry(row: TrailRow, number: str, today: date) -> dict[str, Any]:
    at = local(row.at)
    when = f"{at:%H:%M}" if day_of(row.at) == today else f"{at.month}月{at.day}日"
    return {"at": when, "who": row.actor_name, "text": row.summary, "role": "", "href": f"/cases/{row.case_id}", "authority": "", "day": "", "number": number}
