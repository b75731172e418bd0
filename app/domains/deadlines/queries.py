"""Reads of deadlines, through the actor's scope."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import selectinload

from app.domains.accounts.queries import names_of
from app.domains.cases.queries import in_scope
from app.domains.cases.tables import Case
from app.domains.deadlines.rules import SOON_DAYS, DeadlineState
from app.domains.deadlines.showing import RowShown, row_shown
from app.domains.deadlines.tables import CalendarDraft, Deadline, DeadlineMargin
from app.domains.deadlines.wanted import View, Wanted, Which, Whose
from app.infra.unit_of_work import Reading, for_house
from app.kernel.actor import Actor
from app.kernel.errors import NotFound

OPEN = (DeadlineState.RUNNING.value, DeadlineState.SUSPENDED.value)


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


def list_open(r: Reading, *, mine: bool = False, until_at: datetime | None = None, limit: int = 200) -> Sequence[Deadline]:
    """Open deadlines in scope, most urgent first; `mine` are those that my role or I hold."""
    wanted = select(Deadline).where(Deadline.state.in_(OPEN)).order_by(Deadline.due_at, Deadline.id).limit(limit)
    if mine:
        wanted = wanted.where(or_(Deadline.holder_id == r.actor.id, (Deadline.holder_id.is_(None)) & (Deadline.holder_role == r.actor.role.value)))
    if until_at is not None:
        wanted = wanted.where(Deadline.due_at < until_at)
    return r.session.scalars(in_scope(wanted, Deadline, r.actor)).all()


def list_between(r: Reading, first_on: date, last_on: date) -> Sequence[Deadline]:
    """Deadlines of all states whose last day lies between, by day."""
    between = (
        select(Deadline)
        .where(Deadline.due_on.between(first_on, last_on), Deadline.state != DeadlineState.ENDED.value)
        .order_by(Deadline.due_on, Deadline.due_at)
    )
    return r.session.scalars(in_scope(between, Deadline, r.actor)).all()


def count_by_day(r: Reading, first_on: date, last_on: date) -> dict[date, int]:
    """Open deadlines by last day."""
    counted = (
        select(Deadline.due_on, func.count(Deadline.id)).where(Deadline.due_on.between(first_on, last_on), Deadline.state.in_(OPEN)).group_by(Deadline.due_on)
    )
    return {row[0]: row[1] for row in r.session.execute(in_scope(counted, Deadline, r.actor)).all()}


def list_wanted(r: Reading, wanted: Wanted, *, limit: int = 300) -> list[RowShown]:
    """The deadlines of a wish in scope, most urgent first, with case number and holder; two queries."""
    asked = select(Deadline, Case.number).join(Case, Case.id == Deadline.case_id).where(*_matching(wanted, r.actor, r.now, r.today))
    over = wanted.which in (Which.DONE, Which.ENDED)
    asked = asked.order_by(Deadline.due_at.desc() if over else Deadline.due_at, Deadline.id).limit(limit)
    found = r.session.execute(in_scope(asked, Deadline, r.actor)).all()
    names = names_of(r.session, {each.holder_id for each, _ in found if each.holder_id})
    return [row_shown(each, number, names, r.now) for each, number in found]


def list_holders(r: Reading) -> list[tuple[str, str]]:
    """Who holds open deadlines in scope, as (id, name) by name: the filter by person; two queries."""
    held = in_scope(select(Deadline.holder_id).where(Deadline.state.in_(OPEN), Deadline.holder_id.is_not(None)).distinct(), Deadline, r.actor)
    names = names_of(r.session, {each for each in r.session.scalars(held) if each})
    return sorted(names.items(), key=lambda each: each[1])


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


def _matching(wanted: Wanted, actor: Actor, now: datetime, today: date) -> list[ColumnElement[bool]]:
    conditions = _in_state(wanted.which, now, today)
    if wanted.view is not View.LIST:
        conditions.append(Deadline.due_on.between(*wanted.span))
    elif wanted.day is not None:
        conditions.append(Deadline.due_on == wanted.day)
    if wanted.whose is Whose.MINE:
        conditions.append(or_(Deadline.holder_id == actor.id, and_(Deadline.holder_id.is_(None), Deadline.holder_role == actor.role.value)))
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
