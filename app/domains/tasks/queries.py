"""Reads of tasks. Court people see by case, an agency's manager the agency's own, a worker what was given to that worker; drafts never leave the court."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, false, func, select

from app.domains.agencies.queries import courts_closed_to
from app.domains.cases.queries import in_scope
from app.domains.tasks.rules import GONE_FOR_AGENCY, OPEN, OVER, WITH_AGENCY
from app.domains.tasks.tables import Task, TaskMove, TaskOpening, TaskPhoto, TaskVersion
from app.domains.tasks.types import TaskState
from app.infra.unit_of_work import Reading, for_house, within
from app.kernel.actor import Actor, Role
from app.kernel.errors import NotFound

Statement = TypeVar("Statement", bound=Select[Any])


def visible(statement: Statement, actor: Actor) -> Statement:
    """A select over Task limited to what the actor may see. For an agency a task that it declined or lost is over: lists, searches and counts hold none."""
    if not actor.is_outside:
        return in_scope(statement, Task, actor)
    return reachable(statement.where(Task.status.not_in([state.value for state in GONE_FOR_AGENCY])), actor)


def reachable(statement: Statement, actor: Actor) -> Statement:
    """A select over Task limited to those whose page the actor may open: what `visible` holds, and for an agency what it lost, told without the case."""
    if not actor.is_outside:
        return in_scope(statement, Task, actor)
    if actor.agency_id is None:
        return statement.where(false())
    own = statement.where(Task.agency_id == actor.agency_id, Task.status != TaskState.DRAFT.value, Task.court_id.not_in(courts_closed_to(actor.agency_id)))
    if actor.role is Role.WORKER:
        own = own.where(Task.worker_id == actor.id)
    return within(own, "agency")


def late(now: datetime) -> ColumnElement[bool]:
    """Is a task overdue at an instant? The same question as rules.is_overdue, asked of the database."""
    return and_(Task.status.in_([state.value for state in WITH_AGENCY]), Task.paused_at.is_(None), Task.due_at <= now)


def get_task(r: Reading, task_id: str) -> Task:
    """A task in the actor's scope; NotFound otherwise."""
    task = r.session.scalar(reachable(select(Task), r.actor).where(Task.id == task_id))
    if task is None:
        raise NotFound
    return task


def house_task(r: Reading, task_id: str) -> Task:
    """A task for the house's own steps, past scopes."""
    task = r.session.scalar(for_house(select(Task)).where(Task.id == task_id))
    if task is None:
        raise NotFound
    return task


def list_tasks_of_asset(r: Reading, asset_id: str) -> Sequence[Task]:
    """Tasks of an asset in the actor's scope, latest first."""
    return r.session.scalars(visible(select(Task), r.actor).where(Task.asset_id == asset_id).order_by(Task.id.desc())).all()


def list_tasks_of_case(r: Reading, case_id: str) -> Sequence[Task]:
    """Tasks of a case in the actor's scope, latest first."""
    return r.session.scalars(visible(select(Task), r.actor).where(Task.case_id == case_id).order_by(Task.id.desc())).all()


def list_photos(r: Reading, task: Task) -> Sequence[TaskPhoto]:
    """Photos of a task that the caller has read through its scope, in the order taken."""
    kept = select(TaskPhoto).where(TaskPhoto.task_id == task.id, TaskPhoto.removed_at.is_(None))
    return r.session.scalars(within(kept.order_by(TaskPhoto.id), "task")).all()


def get_photo(r: Reading, task_id: str, photo_id: str) -> tuple[Task, TaskPhoto]:
    """A photo of a task in the actor's scope, with its task; NotFound otherwise."""
    task = get_task(r, task_id)
    if r.actor.is_outside and TaskState(task.status) in GONE_FOR_AGENCY:
        raise NotFound
    held = select(TaskPhoto).where(TaskPhoto.id == photo_id, TaskPhoto.task_id == task.id, TaskPhoto.removed_at.is_(None))
    photo = r.session.scalar(within(held, "task"))
    if photo is None:
        raise NotFound
    return task, photo


def find_photo_by_client(r: Reading, task: Task, client_id: str) -> TaskPhoto | None:
    """The photo that the phone sent before under the same id."""
    return r.session.scalar(within(select(TaskPhoto).where(TaskPhoto.task_id == task.id, TaskPhoto.client_id == client_id), "task"))


def house_photo(r: Reading, photo_id: str) -> TaskPhoto | None:
    """A photo for the thumbnail job."""
    return r.session.scalar(for_house(select(TaskPhoto)).where(TaskPhoto.id == photo_id))


def list_versions(r: Reading, task: Task) -> Sequence[TaskVersion]:
    """What was handed back, first to last."""
    return r.session.scalars(within(select(TaskVersion).where(TaskVersion.task_id == task.id).order_by(TaskVersion.no), "task")).all()


def list_moves(r: Reading, task: Task) -> Sequence[TaskMove]:
    """The thread of a task, first to last."""
    return r.session.scalars(within(select(TaskMove).where(TaskMove.task_id == task.id).order_by(TaskMove.id), "task")).all()


def count_open_by_agency(r: Reading, court_id: str) -> Mapping[str, int]:
    """How many tasks each agency has under way at a court."""
    open_ = [state.value for state in OPEN]
    counted: Any = select(Task.agency_id, func.count()).where(Task.court_id == court_id, Task.status.in_(open_)).group_by(Task.agency_id)
    return {row[0]: row[1] for row in r.session.execute(for_house(counted))}


def count_open_by_asset(r: Reading, asset_ids: set[str]) -> Mapping[str, int]:
    """How many tasks each of these assets, which the caller has read through its scope, has under way."""
    if not asset_ids:
        return {}
    open_ = [state.value for state in OPEN]
    counted: Any = select(Task.asset_id, func.count()).where(Task.asset_id.in_(asset_ids), Task.status.in_(open_)).group_by(Task.asset_id)
    return {row[0]: row[1] for row in r.session.execute(within(counted, "task"))}


def agency_ids_of_asset(r: Reading, asset_id: str) -> set[str]:
    """Agencies that were ever given work on an asset and did not decline: their people may not bid on it (NA-46)."""
    worked = select(Task.agency_id).where(Task.asset_id == asset_id, Task.status.not_in([TaskState.DRAFT.value, TaskState.DECLINED.value]))
    return set(r.session.scalars(for_house(worked)))


def last_number(r: Reading, prefix: str) -> str | None:
    """The highest task number that begins with the prefix."""
    return r.session.scalar(for_house(select(func.max(Task.number)).where(Task.number.startswith(prefix))))


def list_openings(r: Reading, task: Task) -> Sequence[TaskOpening]:
    """Who opened the page of a task and when, first to last."""
    return r.session.scalars(within(select(TaskOpening).where(TaskOpening.task_id == task.id).order_by(TaskOpening.at), "task")).all()


def list_waited_for(r: Reading, task: Task) -> Sequence[Task]:
    """The tasks that a draft of a bundle still waits for: neither accepted nor given up."""
    if not task.after:
        return []
    still = select(Task).where(Task.id.in_(task.after), Task.status.not_in([state.value for state in OVER])).order_by(Task.number)
    return r.session.scalars(for_house(still)).all()


def list_drafts_of_bundle(r: Reading, bundle_id: str) -> Sequence[Task]:
    """Drafts of a bundle that have not been given out."""
    drafts = select(Task).where(Task.bundle_id == bundle_id, Task.status == TaskState.DRAFT.value).order_by(Task.number)
    return r.session.scalars(for_house(drafts)).all()


def find_linked(r: Reading, task_ids: set[str]) -> Mapping[str, Task]:
    """Tasks in the actor's scope by id: where a task was moved from and to."""
    if not task_ids:
        return {}
    return {task.id: task for task in r.session.scalars(visible(select(Task), r.actor).where(Task.id.in_(task_ids)))}


def list_ready_after(r: Reading, task_id: str) -> Sequence[Task]:
    """Drafts of the task's bundle that waited for it and for nothing else that is still under way; two queries."""
    task = house_task(r, task_id)
    drafts = [each for each in list_drafts_of_bundle(r, task.bundle_id) if task_id in each.after] if task.bundle_id else []
    others = {each for draft in drafts for each in draft.after} - {task_id}
    if not others:
        return drafts
    over = [state.value for state in OVER]
    open_ = set(r.session.scalars(for_house(select(Task.id).where(Task.id.in_(others), Task.status.not_in(over)))))
    return [draft for draft in drafts if not open_ & set(draft.after)]
