"""Title routes and the tasks of agencies: what is given out is with the agency, what was accepted stands in the route (forms.md §2.11, §2.12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.domains.tasks.events import TaskAccepted, TaskDeclined, TaskGiven, TaskMoved, TaskRecalled, TaskRestored
from app.domains.tasks.queries import house_task, list_tasks_of_asset, list_versions
from app.domains.tasks.rules import WITH_AGENCY
from app.domains.tasks.tables import Task
from app.domains.tasks.types import TaskState
from app.domains.titles.events import RouteOpened
from app.domains.titles.queries import lock_house_route, open_of_asset, steps_of_task
from app.domains.titles.receiving import Told, give_steps, take_carriage, take_steps_back, take_transfer
from app.infra.unit_of_work import Work

TRANSFER, CARRIAGE = "transfer_support", "logistics"
KINDS = (TRANSFER, CARRIAGE)
ACCEPTED = (TaskState.ACCEPTED.value, TaskState.CLOSED.value)


def note_given(w: Work, fact: TaskGiven | TaskRestored) -> None:
    """Steps that the task helps with are with the agency."""
    route = open_of_asset(w, fact.asset_id) if fact.kind in KINDS else None
    if route is not None and route.closed_on is None:
        give_steps(w, lock_house_route(w, route.id), fact.task_id, fact.number or house_task(w, fact.task_id).number, carriage=fact.kind == CARRIAGE)


def note_lost(w: Work, fact: TaskDeclined | TaskRecalled | TaskMoved) -> None:
    """The court has them again."""
    steps = steps_of_task(w, fact.task_id) if fact.kind in KINDS else ()
    if steps:
        take_steps_back(w, lock_house_route(w, steps[0].route_id), steps)


def take_told(w: Work, fact: TaskAccepted) -> None:
    """The form as it was accepted goes into the route, with its photos."""
    route = open_of_asset(w, fact.asset_id) if fact.kind in KINDS else None
    if route is not None:
        _take(w, route.id, house_task(w, fact.task_id), fact.findings.get("photos", ()))


def take_earlier(w: Work, fact: RouteOpened) -> None:
    """A route begins: what was accepted before is taken in, what is out is with its agency."""
    for task in reversed(list_tasks_of_asset(w, fact.asset_id)):
        if task.kind not in KINDS:
            continue
        if task.status in ACCEPTED:
            _take(w, fact.route_id, task, ())
        elif TaskState(task.status) in WITH_AGENCY:
            give_steps(w, lock_house_route(w, fact.route_id), task.id, task.number, carriage=task.kind == CARRIAGE)


def _take(w: Work, route_id: str, task: Task, photos: Sequence[Mapping[str, Any]]) -> None:
    files = [{"digest": str(each["digest"]), "shown": str(each["shown_digest"]), "name": str(each.get("caption", ""))} for each in photos]
    told = Told(task.id, task.number, list_versions(w, task)[-1].form, files)
    (take_carriage if task.kind == CARRIAGE else take_transfer)(w, route_id, told)
