"""One move of a task: the table of life asked, the status set, the thread and the trail written. Used by the verbs of tasks alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.domains.audit.service import record
from app.domains.tasks.kinds import kind_title
from app.domains.tasks.rules import LIFE, goes_back_to
from app.domains.tasks.tables import Task, TaskMove
from app.domains.tasks.types import ACT_NAMES, TaskAct, TaskState
from app.infra.unit_of_work import Work
from app.kernel.clock import day_of
from app.kernel.errors import Conflict, Invalid

_PAST = {
    TaskAct.GIVE: "given",
    TaskAct.TAKE: "taken",
    TaskAct.DECLINE: "declined",
    TaskAct.ASSIGN: "assigned",
    TaskAct.SAVE: "saved",
    TaskAct.HAND_BACK: "handed_back",
    TaskAct.RETURN: "returned",
    TaskAct.ACCEPT: "accepted",
    TaskAct.CLOSE: "closed",
    TaskAct.RECALL: "recalled",
    TaskAct.ASK_EXTENSION: "extension_asked",
    TaskAct.EXTEND: "extended",
    TaskAct.REFUSE_EXTENSION: "extension_refused",
    TaskAct.PAUSE: "paused",
    TaskAct.RESUME: "resumed",
    TaskAct.URGE: "urged",
    TaskAct.SAY: "spoken",
    TaskAct.CANCEL: "hand_back_cancelled",
    TaskAct.REASSIGN: "moved",
    TaskAct.RESTORE: "restored",
}


def move(w: Work, task: Task, act: TaskAct, note: str = "", *, digest: str | None = None, authority: str | None = None) -> None:
    """Do the act if the state permits it (NotNow), with its line in the thread and its row in the trail."""
    before = TaskState(task.status)
    to = goes_back_to(act, task.status_before, LIFE.advance(before, act))
    if to is not before:
        task.status, task.status_before = to.value, before.value
    w.session.add(TaskMove(task_id=task.id, act=act.value, to_status=task.status, at=w.now, actor_id=w.actor.id, actor_name=w.actor.name, note=note[:2000]))
    summary = f"{ACT_NAMES[act]}任务 {task.number} {kind_title(task.kind)}" + (f"：{note[:200]}" if note else "")
    record(w, f"task.{_PAST[act]}", "task", task.id, summary, case_id=task.case_id, digest=digest, authority=authority)


def set_due(task: Task, due_at: datetime) -> None:
    """Set the due time and the day of it."""
    task.due_at, task.due_on = due_at, day_of(due_at)


def needed(words: str, asked: str, *, field: str = "reason") -> str:
    """A reason as it is kept; Invalid when there is none."""
    if not words.strip():
        raise Invalid(asked, field=field)
    return words.strip()[:300]


def check_seen(task: Task, seen_version: int | None) -> None:
    """Refuse an act on a page that is older than the row (M-32); None: the caller showed nothing."""
    if seen_version is not None and seen_version != task.version:
        raise Conflict("内容在你打开之后变了，请看过不同之处再办理")


def about(task: Task) -> dict[str, Any]:
    """What every fact of a task names."""
    return {
        "task_id": task.id,
        "number": task.number,
        "case_id": task.case_id,
        "court_id": task.court_id,
        "asset_id": task.asset_id,
        "agency_id": task.agency_id,
        "kind": task.kind,
        "worker_id": task.worker_id,
        "title": f"{kind_title(task.kind)} · {task.asset_title}",
    }
