"""Vacating and the tasks of agencies: what the court accepted of a task of help stands in the thread once (forms.md §2.13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.domains.tasks.events import TaskAccepted
from app.domains.tasks.queries import house_task, list_tasks_of_asset, list_versions
from app.domains.tasks.tables import Task
from app.domains.tasks.types import TaskState
from app.domains.vacating.queries import find_of_asset
from app.domains.vacating.receiving import Told, take_visit
from app.domains.vacating.tables import Vacating
from app.infra.unit_of_work import Work

HELP = "vacating_support"
ACCEPTED = (TaskState.ACCEPTED.value, TaskState.CLOSED.value)


def take_told(w: Work, fact: TaskAccepted) -> None:
    """The form as it was accepted becomes a visit with its photos."""
    thread = find_of_asset(w, fact.asset_id) if fact.kind == HELP else None
    if thread is not None:
        _take(w, thread, house_task(w, fact.task_id), fact.findings.get("photos", ()))


def take_earlier(w: Work, thread: Vacating) -> None:
    """A thread begins: what was accepted before is taken in."""
    for task in reversed(list_tasks_of_asset(w, thread.asset_id)):
        if task.kind == HELP and task.status in ACCEPTED:
            _take(w, thread, task, ())


def _take(w: Work, thread: Vacating, task: Task, photos: Sequence[Mapping[str, Any]]) -> None:
    files = [{"digest": str(each["digest"]), "shown": str(each["shown_digest"]), "name": str(each.get("caption", ""))} for each in photos]
    version = list_versions(w, task)[-1]
    take_visit(w, thread.id, Told(task.id, task.number, version.form, version.handed_back_at, files))
