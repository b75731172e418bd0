"""Reads of a task's recordings, documents, signatures and of files that are still coming in. The task itself is read through the actor's scope first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app.domains.tasks.queries import get_task
from app.domains.tasks.rules import GONE_FOR_AGENCY
from app.domains.tasks.tables import Task, TaskFile, TaskPhoto, TaskUpload
from app.domains.tasks.types import TaskState
from app.infra.unit_of_work import Reading, for_house, within
from app.kernel.errors import NotFound

SWEPT_AT_ONCE = 200


def list_files(r: Reading, task: Task) -> Sequence[TaskFile]:
    """Files of a task that the caller has read through its scope, in the order they came."""
    kept = select(TaskFile).where(TaskFile.task_id == task.id, TaskFile.removed_at.is_(None))
    return r.session.scalars(within(kept.order_by(TaskFile.id), "task")).all()


def get_file(r: Reading, task_id: str, file_id: str) -> tuple[Task, TaskFile]:
    """A file of a task in the actor's scope, with its task; NotFound otherwise, also for an agency that no longer holds the task."""
    task = get_task(r, task_id)
    held = select(TaskFile).where(TaskFile.id == file_id, TaskFile.task_id == task.id, TaskFile.removed_at.is_(None))
    file = r.session.scalar(within(held, "task"))
    if file is None or (r.actor.is_outside and TaskState(task.status) in GONE_FOR_AGENCY):
        raise NotFound
    return task, file


def find_upload(r: Reading, task: Task, client_id: str) -> TaskUpload | None:
    """What the phone began before under the same id."""
    return r.session.scalar(within(select(TaskUpload).where(TaskUpload.task_id == task.id, TaskUpload.client_id == client_id), "task"))


def get_upload(r: Reading, task_id: str, upload_id: str) -> tuple[Task, TaskUpload]:
    """An upload of a task in the actor's scope that the actor began; NotFound otherwise."""
    task = get_task(r, task_id)
    own = select(TaskUpload).where(TaskUpload.id == upload_id, TaskUpload.task_id == task.id, TaskUpload.begun_by == r.actor.id)
    upload = r.session.scalar(within(own, "task"))
    if upload is None:
        raise NotFound
    return task, upload


def house_file(r: Reading, file_id: str) -> TaskFile | None:
    """A file for the worker's jobs."""
    return r.session.scalar(for_house(select(TaskFile)).where(TaskFile.id == file_id))


def house_rows_of_digest(r: Reading, digest: str) -> tuple[Sequence[TaskFile], Sequence[TaskPhoto]]:
    """Every file and photo whose original has these bytes."""
    files = r.session.scalars(for_house(select(TaskFile)).where(TaskFile.digest == digest)).all()
    photos = r.session.scalars(for_house(select(TaskPhoto)).where(TaskPhoto.digest == digest)).all()
    return files, photos


def list_expired_uploads(r: Reading, now: datetime) -> Sequence[TaskUpload]:
    """Uploads that nobody has gone on with, oldest first, so many at once."""
    expired = select(TaskUpload).where(TaskUpload.expires_at <= now).order_by(TaskUpload.expires_at).limit(SWEPT_AT_ONCE)
    return r.session.scalars(for_house(expired)).all()
