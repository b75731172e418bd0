"""Lists and the board of tasks: filters, counts and cards in a constant number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from app.domains.accounts.queries import names_of
from app.domains.agencies.queries import agency_names
from app.domains.tasks.kinds import kind_title
from app.domains.tasks.queries import visible
from app.domains.tasks.rules import BOARD, OPEN
from app.domains.tasks.tables import Task, TaskPhoto
from app.domains.tasks.types import TaskState
from app.infra.unit_of_work import Reading, within

CARDS, PAGE = 20, 50


@dataclass(frozen=True)
class TaskFilter:
    """What the address of the list says. after: keyset (due_at ISO, id) of the last row shown."""

    kind: str = ""
    agency_id: str = ""
    status: str = ""
    due: str = ""
    q: str = ""
    after: str = ""


@dataclass(frozen=True)
class Card:
    """A task as lists show it."""

    task: Task
    kind_title: str
    agency: str
    worker: str
    photos: int
    overdue: bool


@dataclass(frozen=True)
class Column:
    """A column of the board: all in that state, and the first cards by due time."""

    state: TaskState
    count: int
    cards: list[Card] = field(default_factory=list)


def board(r: Reading, wanted: TaskFilter) -> list[Column]:
    """The board's columns; five queries at most, whatever the number of tasks."""
    counts = count_by_state(r, wanted)
    place = func.row_number().over(partition_by=Task.status, order_by=(Task.due_at, Task.id)).label("place")
    ranked = _filtered(visible(select(Task.id, place), r.actor), wanted, r.now).subquery()
    rows = r.session.scalars(
        visible(select(Task), r.actor).join(ranked, ranked.c.id == Task.id).where(ranked.c.place <= CARDS).order_by(Task.due_at, Task.id)
    ).all()
    cards = cards_of(r, rows)
    return [Column(state, counts.get(state, 0), [card for card in cards if card.task.status == state.value]) for state in BOARD]


def count_by_state(r: Reading, wanted: TaskFilter) -> Mapping[TaskState, int]:
    """How many tasks of the filter stand in each state."""
    each: Any = select(Task.status, func.count())
    counted = _filtered(visible(each, r.actor), wanted, r.now).group_by(Task.status)
    return {TaskState(status): count for status, count in r.session.execute(counted)}


def count_overdue(r: Reading) -> int:
    """How many open tasks are past their due time."""
    late = visible(select(func.count()).select_from(Task), r.actor).where(Task.status.in_([s.value for s in OPEN]), Task.due_at < r.now)
    return r.session.scalar(late) or 0


def find_page(r: Reading, wanted: TaskFilter) -> tuple[list[Card], str]:
    """A page of the list by due time, and the keyset of the next one ('' when there is none)."""
    statement = _filtered(visible(select(Task), r.actor), wanted, r.now).order_by(Task.due_at, Task.id).limit(PAGE + 1)
    after = _keyset(wanted.after)
    if after:
        statement = statement.where(tuple_(Task.due_at, Task.id) > tuple_(*after))
    rows = r.session.scalars(statement).all()
    more = rows[PAGE - 1] if len(rows) > PAGE else None
    return cards_of(r, rows[:PAGE]), f"{more.due_at.isoformat()}~{more.id}" if more else ""


def cards_of(r: Reading, rows: Sequence[Task]) -> list[Card]:
    """Rows with the names and counts that a card shows; three queries."""
    agencies = agency_names(r.session, {row.agency_id for row in rows})
    workers = names_of(r.session, {row.worker_id for row in rows if row.worker_id})
    photos = _photo_counts(r, [row.id for row in rows])
    return [
        Card(
            task=row,
            kind_title=kind_title(row.kind),
            agency=agencies.get(row.agency_id, ""),
            worker=workers.get(row.worker_id or "", ""),
            photos=photos.get(row.id, 0),
            overdue=TaskState(row.status) in OPEN and row.due_at < r.now,
        )
        for row in rows
    ]


def _photo_counts(r: Reading, task_ids: list[str]) -> Mapping[str, int]:
    if not task_ids:
        return {}
    photo = aliased(TaskPhoto)
    counted: Any = select(photo.task_id, func.count()).where(photo.task_id.in_(task_ids), photo.removed_at.is_(None)).group_by(photo.task_id)
    return {row[0]: row[1] for row in r.session.execute(within(counted, "task"))}


def _filtered(statement: Select[Any], wanted: TaskFilter, now: datetime) -> Select[Any]:
    if wanted.kind:
        statement = statement.where(Task.kind == wanted.kind)
    if wanted.agency_id:
        statement = statement.where(Task.agency_id == wanted.agency_id)
    if wanted.status:
        statement = statement.where(Task.status == wanted.status)
    if wanted.due == "overdue":
        statement = statement.where(Task.due_at < now, Task.status.in_([state.value for state in OPEN]))
    if wanted.q:
        like = wanted.q.strip()[:60]
        fields = (Task.number, Task.case_number, Task.asset_title)
        statement = statement.where(or_(*(each.contains(like, autoescape=True) for each in fields)))
    return statement


def _keyset(text: str) -> tuple[datetime, str] | None:
    at, _, row_id = text.partition("~")
    try:
        return (datetime.fromisoformat(at), row_id) if row_id else None
    except ValueError:
        return None
