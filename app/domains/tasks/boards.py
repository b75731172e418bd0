"""Lists of tasks: board, list, by place, calendar; each in a constant number of queries, whatever the number of tasks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, case, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from app.domains.accounts.queries import names_of
from app.domains.agencies.queries import agency_names
from app.domains.tasks.kinds import kind_title
from app.domains.tasks.queries import late, visible
from app.domains.tasks.rules import BOARD, OPEN, SHOWN_ACCEPTED, is_overdue
from app.domains.tasks.tables import Task, TaskPhoto
from app.domains.tasks.types import TaskState
from app.domains.tasks.wanted import Due, TaskFilter, keyset_of, month_of
from app.infra.unit_of_work import Reading, within

CARDS, PAGE, PLACES, MOST_EXPORTED, PER_DAY = 20, 50, 200, 20_000, 3
_OPEN = [state.value for state in OPEN]


@dataclass(frozen=True)
class Card:
    """A task as lists show it."""

    task: Task
    kind_title: str
    agency: str
    worker: str
    photos: int
    overdue: bool

    @property
    def flags(self) -> list[str]:
        """Codes of the flags beside its state."""
        task = self.task
        said = (
            ("overdue", self.overdue),
            ("paused", task.paused_at is not None),
            ("extension_pending", task.asked_due_at is not None),
            ("reassigned", task.moved_to_id is not None),
        )
        return [code for code, on in said if on]


@dataclass(frozen=True)
class Column:
    """A column of the board: all in that state, and the first cards by due time; `after` is the cursor of 再看 20."""

    state: TaskState
    count: int
    cards: list[Card] = field(default_factory=list)

    @property
    def after(self) -> str:
        """Where the next cards begin; '' when all are shown."""
        return cursor_of(self.cards[-1].task) if self.cards and self.count > len(self.cards) else ""


@dataclass(frozen=True)
class Street:
    """Open tasks of one street of a district, by due time."""

    district: str
    street: str
    cards: list[Card]


@dataclass(frozen=True)
class Day:
    """A day of the calendar: how many are due, how many of them overdue, and the first few."""

    on: date
    inside: bool
    count: int
    late: int
    cards: list[Card]


def board(r: Reading, wanted: TaskFilter) -> list[Column]:
    """The board's columns; five queries at most. Accepted work stays for seven days."""
    shown = _on_board(r)
    counts = count_by_state(r, wanted, on_board=True)
    place = func.row_number().over(partition_by=Task.status, order_by=(Task.due_at, Task.id)).label("place")
    ranked = _filtered(visible(select(Task.id, place), r.actor).where(shown), wanted, r).subquery()
    rows = r.session.scalars(
        visible(select(Task), r.actor).join(ranked, ranked.c.id == Task.id).where(ranked.c.place <= CARDS).order_by(Task.due_at, Task.id)
    ).all()
    cards = cards_of(r, rows)
    return [Column(state, counts.get(state, 0), [card for card in cards if card.task.status == state.value]) for state in BOARD]


def more_of_column(r: Reading, wanted: TaskFilter) -> tuple[list[Card], str]:
    """再看 20: the next cards of the column `wanted.status`, and the cursor after them."""
    return _page(r, _filtered(visible(select(Task), r.actor).where(_on_board(r)), wanted, r), wanted.after, CARDS)


def count_by_state(r: Reading, wanted: TaskFilter, *, on_board: bool = False) -> Mapping[TaskState, int]:
    """How many tasks of the filter stand in each state."""
    each: Any = select(Task.status, func.count())
    counted = _filtered(visible(each, r.actor), wanted, r).group_by(Task.status)
    if on_board:
        counted = counted.where(_on_board(r))
    return {TaskState(status): count for status, count in r.session.execute(counted)}


def count_overdue(r: Reading) -> int:
    """How many tasks are overdue."""
    return r.session.scalar(visible(select(func.count()).select_from(Task), r.actor).where(late(r.now))) or 0


def find_page(r: Reading, wanted: TaskFilter) -> tuple[list[Card], str]:
    """A page of the list by due time, and the keyset of the next one ('' when there is none)."""
    return _page(r, _filtered(visible(select(Task), r.actor), wanted, r), wanted.after, PAGE)


def by_place(r: Reading, wanted: TaskFilter) -> tuple[Mapping[str, int], list[Street]]:
    """Open tasks for a field day: how many in each district, and the first ones by district, street and time; five queries."""
    each: Any = select(Task.district, func.count())
    counted = _filtered(visible(each, r.actor).where(Task.status.in_(_OPEN)), _without_district(wanted), r).group_by(Task.district)
    districts = {row[0]: row[1] for row in r.session.execute(counted.order_by(func.count().desc(), Task.district))}
    open_ = _filtered(visible(select(Task), r.actor).where(Task.status.in_(_OPEN)), wanted, r)
    rows = r.session.scalars(open_.order_by(Task.district, Task.street, Task.due_at, Task.id).limit(PLACES)).all()
    grouped: dict[tuple[str, str], list[Card]] = defaultdict(list)
    for card in cards_of(r, rows):
        grouped[card.task.district, card.task.street].append(card)
    return districts, [Street(district, street, cards) for (district, street), cards in grouped.items()]


def calendar(r: Reading, wanted: TaskFilter) -> list[Day]:
    """The days of a month with what is due on them, open tasks only; five queries."""
    month = wanted.on or r.today
    first, last = month_of(month)
    here = (Task.status.in_(_OPEN), Task.due_on.between(first, last))
    each: Any = select(Task.due_on, func.count(), func.sum(case((late(r.now), 1), else_=0)))
    counts = {row[0]: (row[1], int(row[2] or 0)) for row in r.session.execute(_filtered(visible(each, r.actor).where(*here), wanted, r).group_by(Task.due_on))}
    place = func.row_number().over(partition_by=Task.due_on, order_by=(Task.due_at, Task.id)).label("place")
    ranked = _filtered(visible(select(Task.id, place), r.actor).where(*here), wanted, r).subquery()
    found = visible(select(Task), r.actor).join(ranked, ranked.c.id == Task.id).where(ranked.c.place <= PER_DAY).order_by(Task.due_at, Task.id)
    cards: dict[date, list[Card]] = defaultdict(list)
    for card in cards_of(r, r.session.scalars(found).all()):
        cards[card.task.due_on].append(card)
    days = [first + timedelta(days=no) for no in range((last - first).days + 1)]
    return [Day(on, on.month == month.month, *counts.get(on, (0, 0)), cards[on]) for on in days]


def list_for_export(r: Reading, wanted: TaskFilter) -> list[Card]:
    """All tasks of the filter by due time, at most MOST_EXPORTED; without photo counts."""
    asked = _filtered(visible(select(Task), r.actor), wanted, r).order_by(Task.due_at, Task.id).limit(MOST_EXPORTED)
    return cards_of(r, r.session.scalars(asked).all(), photos=False)


def list_chosen(r: Reading, task_ids: Sequence[str]) -> list[Card]:
    """The tasks of a page that were ticked, as far as the actor sees them, by due time."""
    rows = r.session.scalars(visible(select(Task), r.actor).where(Task.id.in_(task_ids[:PLACES])).order_by(Task.due_at, Task.id)).all()
    return cards_of(r, rows)


def cards_of(r: Reading, rows: Sequence[Task], *, photos: bool = True) -> list[Card]:
    """Rows with the names and counts that a card shows; three queries at most."""
    agencies = agency_names(r.session, {row.agency_id for row in rows})
    workers = names_of(r.session, {row.worker_id for row in rows if row.worker_id})
    taken = _photo_counts(r, [row.id for row in rows]) if photos else {}
    return [
        Card(
            task=row,
            kind_title=kind_title(row.kind),
            agency=agencies.get(row.agency_id, ""),
            worker=workers.get(row.worker_id or "", ""),
            photos=taken.get(row.id, 0),
            overdue=is_overdue(row.status, row.due_at, row.paused_at, r.now),
        )
        for row in rows
    ]


def cursor_of(task: Task) -> str:
    """The keyset of a row."""
    return f"{task.due_at.isoformat()}~{task.id}"


def _page(r: Reading, asked: Select[Any], after: str, size: int) -> tuple[list[Card], str]:
    statement = asked.order_by(Task.due_at, Task.id).limit(size + 1)
    known = keyset_of(after)
    if known:
        statement = statement.where(tuple_(Task.due_at, Task.id) > tuple_(*known))
    rows = r.session.scalars(statement).all()
    return cards_of(r, rows[:size]), cursor_of(rows[size - 1]) if len(rows) > size else ""


def _photo_counts(r: Reading, task_ids: list[str]) -> Mapping[str, int]:
    if not task_ids:
        return {}
    photo = aliased(TaskPhoto)
    counted: Any = select(photo.task_id, func.count()).where(photo.task_id.in_(task_ids), photo.removed_at.is_(None)).group_by(photo.task_id)
    return {row[0]: row[1] for row in r.session.execute(within(counted, "task"))}


def _on_board(r: Reading) -> Any:
    return or_(Task.status != TaskState.ACCEPTED.value, Task.accepted_at >= r.now - SHOWN_ACCEPTED)


def _without_district(wanted: TaskFilter) -> TaskFilter:
    return TaskFilter(kind=wanted.kind, agency_id=wanted.agency_id, status=wanted.status, due=wanted.due, q=wanted.q, day=wanted.day)


def _filtered(statement: Select[Any], wanted: TaskFilter, r: Reading) -> Select[Any]:
    same = {Task.kind: wanted.kind, Task.agency_id: wanted.agency_id, Task.status: wanted.status, Task.district: wanted.district, Task.due_on: wanted.day}
    statement = statement.where(*(column == value for column, value in same.items() if value), *_in_time(wanted.due, r))
    if wanted.q:
        fields = (Task.number, Task.case_number, Task.asset_title)
        statement = statement.where(or_(*(each.contains(wanted.q, autoescape=True) for each in fields)))
    return statement


def _in_time(due: Due, r: Reading) -> list[Any]:
    open_ = Task.status.in_(_OPEN)
    match due:
        case Due.OVERDUE:
            return [late(r.now)]
        case Due.TODAY:
            return [open_, Task.due_on == r.today]
        case Due.SOON:
            return [open_, Task.due_on.between(r.today, r.today + timedelta(days=3))]
        case Due.WEEK:
            return [open_, Task.due_on.between(r.today, r.today + timedelta(days=7))]
        case Due.PAUSED:
            return [Task.paused_at.is_not(None), open_]
        case Due.ASKED:
            return [Task.asked_due_at.is_not(None), open_]
        case Due.ANY:
            return []
