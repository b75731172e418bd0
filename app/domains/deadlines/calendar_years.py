"""Calendar administration: a year read from a notice waits as a draft; its effect on deadlines is shown before the yes; then the worker counts again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import selectinload

from app.domains.audit.service import record
from app.domains.cases.queries import numbers_of
from app.domains.courts.notices import NoticedDay
from app.domains.courts.queries import court_names, load_calendar, next_version
from app.domains.courts.service import load_calendar_years
from app.domains.deadlines import service, showing
from app.domains.deadlines.catalogue import CATALOGUE
from app.domains.deadlines.changing import count_again
from app.domains.deadlines.queries import OPEN
from app.domains.deadlines.tables import CalendarDraft, Deadline
from app.infra.house import House
from app.infra.slices import ALL, Slice
from app.infra.unit_of_work import Reading, Work, for_house
from app.kernel.actor import SYSTEM
from app.kernel.errors import Conflict, Invalid, NotFound
from app.kernel.workdays import FIRST_YEAR, Calendar, DayKind, NoCalendar

RECOUNT = "deadlines.recount"
BATCH = 100
LAST_YEAR = 2100


@dataclass(frozen=True)
class Moving:
    """A deadline that a calendar would move. `name` tells it apart: the number of its case where the actor may see that, else its own short number.

    No other word of a case and no person: the administrator has no business data.
    """

    name: str
    title: str
    court: str
    starts_on: date
    before_on: date
    after_on: date


@dataclass(frozen=True)
class Effect:
    """What a draft would do: days that become rest or working days, how many deadlines move, and a page of them (one more where there is a next)."""

    new_rest: tuple[date, ...]
    new_work: tuple[date, ...]
    count: int
    moving: tuple[Moving, ...]


def keep_draft(w: Work, year: int, days: Sequence[NoticedDay], *, provisional: bool, source: str) -> CalendarDraft:
    """Keep a read year until it is confirmed or thrown away, instead of an earlier draft of the year."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid(f"年份应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间", field="year")
    draft = w.session.get(CalendarDraft, year) or CalendarDraft(year=year)
    draft.days = [[each.on.isoformat(), each.kind.value, each.name[:40]] for each in days]
    draft.provisional, draft.source, draft.by_id, draft.made_at = provisional, source.strip()[:200], w.actor.id, w.now
    draft.against = load_calendar(w.session).version
    w.session.add(draft)
    w.flush()
    record(w, "calendar.read", "calendar", str(year), f"读取 {year} 年节假日安排（{draft.source}），待确认")
    return draft


def get_draft(r: Reading, year: int) -> CalendarDraft:
    """The draft of a year."""
    draft = r.session.get(CalendarDraft, year)
    if draft is None:
        raise NotFound
    return draft


def calendar_with(calendar: Calendar, draft: CalendarDraft) -> Calendar:
    """The calendar as it will be."""
    days = {date.fromisoformat(on): DayKind(kind) for on, kind, _ in draft.days}
    names = {date.fromisoformat(on): name for on, _, name in draft.days if name}
    return calendar.with_year(draft.year, days, version=next_version(calendar.version, draft.year), names=names, provisional=draft.provisional)


def effect_of(r: Reading, draft: CalendarDraft, asked: Slice = ALL) -> Effect:
    """Before → after of every open deadline that touches the year, counted but not written; three queries."""
    now = load_calendar(r.session)
    then = calendar_with(now, draft)
    touching = r.session.scalars(for_house(select(Deadline).where(*_touches(draft.year)).order_by(Deadline.due_on, Deadline.id))).all()
    moved = [(each, after) for each in touching if (after := _counted(each, then)) != each.due_on]
    first = (asked.page - 1) * asked.size
    page = moved[first : first + asked.size + 1] if asked.size else moved
    return Effect(tuple(_turned(now, then, draft.year, DayKind.REST)), tuple(_turned(now, then, draft.year, DayKind.WORK)), len(moved), _told(r, page))


def confirm(w: Work, year: int) -> str:
    """Load the draft; the worker counts the deadlines again. Conflict when the calendar changed since it was read. The new version."""
    draft, calendar = get_draft(w, year), load_calendar(w.session)
    if draft.against != calendar.version:
        raise Conflict("日历在读取之后变了，请重新读取通知")
    changed = calendar_with(calendar, draft)
    load_calendar_years(w, changed, frozenset({year}))
    w.session.delete(draft)
    w.flush()
    record(w, "calendar.confirmed", "calendar", str(year), f"确认 {year} 年节假日安排（{draft.source}），日历版本 {changed.version}")
    w.later(RECOUNT, {"year": year, "version": changed.version})
    return changed.version


def discard(w: Work, year: int) -> None:
    """Throw a draft away."""
    w.session.delete(get_draft(w, year))
    record(w, "calendar.discarded", "calendar", str(year), f"放弃 {year} 年节假日安排草稿")


def recount(house: House, payload: dict[str, object]) -> None:
    """The worker's part: every open deadline that touches the year, in batches, each in one transaction. Done twice it changes nothing more."""
    year, last_id = int(str(payload["year"])), _recount_some(house, int(str(payload["year"])), "")
    while last_id is not None:
        last_id = _recount_some(house, year, last_id)


def _told(r: Reading, moved: Sequence[tuple[Deadline, date]]) -> tuple[Moving, ...]:
    courts, numbers = court_names(r.session, {each.court_id for each, _ in moved}), numbers_of(r, {each.case_id for each, _ in moved})
    return tuple(
        Moving(numbers.get(each.case_id) or showing.short_number(each.id), each.title, courts[each.court_id], each.starts_on, each.due_on, after)
        for each, after in moved
    )


def _recount_some(house: House, year: int, after_id: str) -> str | None:
    with house.work(SYSTEM) as w:
        calendar = load_calendar(w.session)
        next_ones = select(Deadline).where(*_touches(year), Deadline.id > after_id).order_by(Deadline.id).limit(BATCH)
        rows = w.session.scalars(for_house(next_ones.options(selectinload(Deadline.stages)).with_for_update())).all()
        was = {each.id: each.provisional for each in rows}
        changed = [each for each in rows if _count_again(w, each, calendar, year) or each.provisional is not was[each.id]]
        service.tell_cases(w, changed)
        return rows[-1].id if rows else None


def _count_again(w: Work, deadline: Deadline, calendar: Calendar, year: int) -> bool:
    before = deadline.due_on
    if not count_again(w, deadline, calendar, f"{year} 年日历变动（{calendar.version}）"):
        record(w, "deadline.recounted", "deadline", deadline.id, f"按日历 {calendar.version} 核算，届满日不变：{deadline.title}", case_id=deadline.case_id)
        return False
    words = f"按日历 {calendar.version} 重新核算：{deadline.title}，{before.isoformat()} → {deadline.due_on.isoformat()}"
    record(w, "deadline.recounted", "deadline", deadline.id, words, case_id=deadline.case_id)
    return True


def _touches(year: int) -> tuple[ColumnElement[bool], ...]:
    """Open ones that were counted in days and whose span reaches into the year, forward or (N日前) backward."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    spans = or_(and_(Deadline.starts_on <= last, Deadline.due_on >= first), and_(Deadline.due_on <= last, Deadline.starts_on >= first))
    return Deadline.state.in_(OPEN), Deadline.length.is_not(None), spans


def _counted(deadline: Deadline, calendar: Calendar) -> date:
    return CATALOGUE[deadline.code].count(deadline.starts_on, deadline.length or 0, calendar, deadline.added_days).due_on


def _turned(now: Calendar, then: Calendar, year: int, into: DayKind) -> Iterator[date]:
    day = date(year, 1, 1)
    for place in range((date(year, 12, 31) - day).days + 1):
        on = date.fromordinal(day.toordinal() + place)
        if then.is_rest(on) is (into is DayKind.REST) and _was_rest(now, on) is not then.is_rest(on):
            yield on


def _was_rest(calendar: Calendar, on: date) -> bool:
    try:
        return calendar.is_rest(on)
    except NoCalendar:
        return on.isoweekday() > 5
