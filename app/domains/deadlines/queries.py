"""Reads of deadlines, through the actor's scope."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import selectinload

from app.domains.accounts.queries import names_of
from app.domains.cases.queries import in_scope
from app.domains.cases.tables import Case
from app.domains.deadlines.catalogue import CATALOGUE
from app.domains.deadlines.rules import SOON_DAYS, DeadlineState, Shown, shown_state
from app.domains.deadlines.showing import RowShown, row_shown
from app.domains.deadlines.tables import CalendarDraft, Deadline, DeadlineMargin
from app.domains.deadlines.wanted import STAGE_OF_GROUP, View, Wanted, Which, Whose
from app.infra.slices import ALL, Slice
from app.infra.unit_of_work import Reading, for_house
from app.kernel.actor import Actor
from app.kernel.errors import NotFound

OPEN = (DeadlineState.RUNNING.value, DeadlineState.SUSPENDED.value)
PER_DAY = 20
MOST_COUNTED = 1000


def get_deadline(r: Reading, deadline_id: str) -> Deadline:
    """One deadline with its stages; NotFound outside the scope."""
    found = r.session.scalar(
        in_scope(select(Deadline).options(selectinload(Deadline.stages), selectinload(Deadline.changes)).where(Deadline.id == deadline_id), Deadline, r.actor)
    )
    if found is None:
        raise NotFound
    return found


def list_of_case(r: Reading, case_id: str) -> Sequence[Deadline]:
    """Deadlines of a case, open ones first, by end."""
    of_case = select(Deadline).where(Deadline.case_id == case_id).order_by(Deadline.state.desc(), Deadline.due_at)
    return r.session.scalars(in_scope(of_case, Deadline, r.actor)).all()


def list_open(r: Reading, *, mine: bool = False, until_on: date | None = None) -> Sequence[Deadline]:
    """Open deadlines in scope, most urgent first; `mine` are those that my role or I hold, `until_on` the latest last day."""
    wanted = select(Deadline).where(Deadline.state.in_(OPEN)).order_by(Deadline.due_at, Deadline.id)
    if mine:
        wanted = wanted.where(_held_by(r.actor))
    if until_on is not None:
        wanted = wanted.where(Deadline.due_on <= until_on)
    return r.session.scalars(in_scope(wanted, Deadline, r.actor)).all()


def list_wanted(r: Reading, wanted: Wanted, asked: Slice = ALL) -> list[RowShown]:
    """The deadlines of a wish in scope, most urgent first, with case number and holder; a page holds one more where there is a next. Two queries."""
    over = wanted.which in (Which.DONE, Which.ENDED)
    found = select(Deadline, Case.number).join(Case, Case.id == Deadline.case_id).where(*_matching(wanted, r.actor, r.now, r.today))
    return _shown(r, asked.of(found.order_by(Deadline.due_at.desc() if over else Deadline.due_at, Deadline.id)))


def list_first_of_days(r: Reading, wanted: Wanted) -> list[RowShown]:
    """The first PER_DAY deadlines of each day of a wish's span, by end; two queries however many there are."""
    place = func.row_number().over(partition_by=Deadline.due_on, order_by=(Deadline.due_at, Deadline.id)).label("place")
    ranked = in_scope(select(Deadline.id, place).where(*_matching(wanted, r.actor, r.now, r.today)), Deadline, r.actor).subquery()
    first = select(Deadline, Case.number).join(Case, Case.id == Deadline.case_id).join(ranked, ranked.c.id == Deadline.id)
    return _shown(r, first.where(ranked.c.place <= PER_DAY).order_by(Deadline.due_at, Deadline.id))


def count_wanted(r: Reading, wanted: Wanted) -> int:
    """How many a wish finds, counted as far as one more than MOST_COUNTED."""
    found = in_scope(select(Deadline.id).where(*_matching(wanted, r.actor, r.now, r.today)), Deadline, r.actor).limit(MOST_COUNTED + 1)
    return r.session.scalar(select(func.count()).select_from(found.subquery())) or 0


def count_by_day(r: Reading, wanted: Wanted) -> dict[date, Counter[Shown]]:
    """Every deadline of a wish by last day and by what it looks like: all of them, however many; one query."""
    past = (Deadline.due_at <= r.now).label("past")
    each: Any = select(Deadline.due_on, Deadline.state, Deadline.late, past, func.max(Deadline.due_at), func.count())
    found = in_scope(each.where(*_matching(wanted, r.actor, r.now, r.today)), Deadline, r.actor)
    counts: dict[date, Counter[Shown]] = defaultdict(Counter)
    for due_on, state, late, _, due_at, count in r.session.execute(found.group_by(Deadline.due_on, Deadline.state, Deadline.late, past)):
        counts[due_on][shown_state(state, due_on, due_at, late=late, now=r.now)] += count
    return counts


def list_holders(r: Reading) -> list[tuple[str, str]]:
    """Who holds open deadlines in scope, as (id, name) by name: the filter by person; two queries."""
    held = in_scope(select(Deadline.holder_id).where(Deadline.state.in_(OPEN), Deadline.holder_id.is_not(None)).distinct(), Deadline, r.actor)
    names = names_of(r.session, {each for each in r.session.scalars(held) if each})
    return sorted(names.items(), key=lambda each: each[1])


def list_kinds(r: Reading) -> list[tuple[str, str]]:
    """Which kinds of deadlines are open in scope, as (code, title) by title: the filter by kind; one query."""
    codes = r.session.scalars(in_scope(select(Deadline.code).where(Deadline.state.in_(OPEN)).distinct(), Deadline, r.actor))
    return sorted(((code, CATALOGUE[code].title) for code in codes), key=lambda each: each[1])


def margins_of(r: Reading, court_id: str) -> dict[str, list[int]]:
    """The reminders that a court set, by kind."""
    return {each.code: list(each.days) for each in r.session.scalars(select(DeadlineMargin).where(DeadlineMargin.court_id == court_id))}


def list_drafts(r: Reading) -> Sequence[CalendarDraft]:
    """Years that wait for the administrator's yes."""
    return r.session.scalars(select(CalendarDraft).order_by(CalendarDraft.year)).all()


def count_due_today(r: Reading) -> int:
    """How many in scope are due today and not done: the header's counter."""
    today = select(func.count(Deadline.id)).where(Deadline.due_on == r.today, Deadline.state == DeadlineState.RUNNING.value)
    return r.session.scalar(in_scope(today, Deadline, r.actor)) or 0


def next_event_at(r: Reading) -> datetime | None:
    """When the next deadline speaks, after now; for the demonstration's clock."""
    return r.session.scalar(for_house(select(func.min(Deadline.next_at)).where(Deadline.state == DeadlineState.RUNNING.value, Deadline.next_at > r.now)))


def _shown(r: Reading, found: Select[Deadline, str]) -> list[RowShown]:
    rows = r.session.execute(in_scope(found, Deadline, r.actor)).all()
    names = names_of(r.session, {each.holder_id for each, _ in rows if each.holder_id})
    return [row_shown(each, number, names, r.now) for each, number in rows]


def _held_by(actor: Actor) -> ColumnElement[bool]:
    return or_(Deadline.holder_id == actor.id, and_(Deadline.holder_id.is_(None), Deadline.holder_role == actor.role.value))


def _matching(wanted: Wanted, actor: Actor, now: datetime, today: date) -> list[ColumnElement[bool]]:
    conditions = _in_state(wanted.which, now, today)
    if wanted.view is not View.LIST:
        conditions.append(Deadline.due_on.between(*wanted.span))
    elif wanted.day is not None:
        conditions.append(Deadline.due_on == wanted.day)
    if wanted.whose is Whose.MINE:
        conditions.append(_held_by(actor))
    if wanted.whose is Whose.GROUP and actor.role in STAGE_OF_GROUP:
        conditions.append(Deadline.case_id.in_(select(Case.id).where(Case.court_id == actor.court_id, Case.stage == STAGE_OF_GROUP[actor.role].value)))
    if wanted.code:
        conditions.append(Deadline.code == wanted.code)
    if wanted.holder_id:
        conditions.append(Deadline.holder_id == wanted.holder_id)
    if wanted.case_id:
        conditions.append(Deadline.case_id == wanted.case_id)
    return conditions


def _in_state(which: Which, now: datetime, today: date) -> list[ColumnElement[bool]]:
    running = Deadline.state == DeadlineState.RUNNING.value
    match which:
        case Which.OPEN:
            return [Deadline.state.in_(OPEN)]
        case Which.OVERDUE:
            return [running, Deadline.due_at <= now]
        case Which.TODAY:
            return [running, Deadline.due_at > now, Deadline.due_on <= today]
        case Which.NEAR:
            return [running, Deadline.due_on.between(today + timedelta(days=1), today + timedelta(days=SOON_DAYS))]
        case Which.DONE:
            return [Deadline.state == DeadlineState.MET.value]
        case Which.ENDED:
            return [Deadline.state == DeadlineState.ENDED.value]
        case Which.ALL:
            return []
