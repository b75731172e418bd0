"""Reads of deadlines, through the actor's scope."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from app.domains.cases.queries import in_scope
from app.domains.deadlines.rules import DeadlineState
from app.domains.deadlines.tables import Deadline
from app.infra.unit_of_work import Reading
from app.kernel.errors import NotFound

OPEN = (DeadlineState.RUNNING.value, DeadlineState.SUSPENDED.value)


def get_deadline(r: Reading, deadline_id: str) -> Deadline:
    """One deadline with its stages; NotFound outside the scope."""
    found = r.session.scalar(in_scope(select(Deadline).options(selectinload(Deadline.stages)).where(Deadline.id == deadline_id), Deadline, r.actor))
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
