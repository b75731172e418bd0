"""The rows under the two buttons of the header: what is due today, and the newest messages; eight at most, the pages behind them show the rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.domains.deadlines.catalogue import CATALOGUE
from app.domains.deadlines.queries import list_wanted
from app.domains.deadlines.showing import RowShown
from app.domains.deadlines.wanted import Wanted, Which
from app.domains.messages.gathering import Half, gathered
from app.domains.messages.queries import list_mine
from app.domains.tasks.kinds import kind_title
from app.domains.tasks.queries import visible
from app.domains.tasks.rules import WITH_AGENCY
from app.domains.tasks.tables import Task
from app.infra.slices import Slice
from app.infra.unit_of_work import Reading
from app.kernel.actor import COURT_ROLES

SHOWN = 8


@dataclass(frozen=True)
class DueRow:
    """One thing due: kind of badge, title, where it is worked on, the case's number, its end."""

    kind: str
    title: str
    href: str
    case_no: str
    due_at: datetime


def due_rows(r: Reading) -> list[DueRow]:
    """What the header counts as due today, nearest end first: periods for a court, tasks of the next day for an agency; two queries at most."""
    if r.actor.role in COURT_ROLES:
        return [_period(row) for row in list_wanted(r, Wanted(on=r.today, which=Which.TODAY), Slice(size=SHOWN))[:SHOWN]]
    if not r.actor.is_outside:
        return []
    soon = (Task.status.in_([state.value for state in WITH_AGENCY]), Task.due_at >= r.now, Task.due_at < r.now + timedelta(hours=24))
    asked: Any = select(Task).where(*soon).order_by(Task.due_at, Task.id).limit(SHOWN)
    return [_task(each) for each in r.session.scalars(visible(asked, r.actor))]


def message_rows(r: Reading) -> list[Half]:
    """The newest messages, unread first, by case; two queries."""
    return gathered(r, list_mine(r, Slice(size=SHOWN))[:SHOWN])


def _period(row: RowShown) -> DueRow:
    found = row.deadline
    return DueRow(CATALOGUE[found.code].work[0], found.title, found.link or f"/deadlines/{found.id}", row.case_number, found.due_at)


def _task(task: Task) -> DueRow:
    return DueRow("task", f"{kind_title(task.kind)}：{task.asset_title}", f"/tasks/{task.id}", task.case_number, task.due_at)
