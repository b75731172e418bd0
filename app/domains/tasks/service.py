"""Verbs over tasks. Here the court judges what came back: return, accept, close, recall. Giving out stands in giving.py, clocks in clocks.py, who
holds it in holders.py, what the agency does in doing.py, photos in photos.py."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from app.domains.tasks.clocks import ask_extension, extend_task, pause_task, refuse_extension, resume_task, urge_task
from app.domains.tasks.doing import assign_worker, decline_task, hand_back, save_draft, take_task
from app.domains.tasks.events import TaskAccepted, TaskRecalled, TaskReturned
from app.domains.tasks.giving import GiveTask, give_task, prepare_task, send_task
from app.domains.tasks.holders import cancel_hand_back, note_opening, reassign_task, restore_task, speak
from app.domains.tasks.kinds import get_kind
from app.domains.tasks.moving import about, check_seen, move, needed, set_due
from app.domains.tasks.permissions import VERIFY_TASKS, require
from app.domains.tasks.photos import SendPhoto, add_photo, remove_photo
from app.domains.tasks.queries import get_task, list_photos, list_versions
from app.domains.tasks.rules import CORRECTION_DAYS, due_after_return
from app.domains.tasks.shapes import misshapen
from app.domains.tasks.tables import Task, TaskPhoto, TaskVersion
from app.domains.tasks.types import TaskAct
from app.infra.unit_of_work import Work
from app.kernel.clock import at_shanghai
from app.kernel.errors import Invalid, NotNow

__all__ = [
    "GiveTask",
    "SendPhoto",
    "accept_task",
    "add_photo",
    "ask_extension",
    "assign_worker",
    "cancel_hand_back",
    "close_task",
    "decline_task",
    "extend_task",
    "give_task",
    "hand_back",
    "note_opening",
    "pause_task",
    "prepare_task",
    "reassign_task",
    "recall_task",
    "refuse_extension",
    "remove_photo",
    "restore_task",
    "resume_task",
    "return_task",
    "save_draft",
    "send_task",
    "speak",
    "take_task",
    "urge_task",
]
WHOLE = "whole"
PHOTOS = "photos"


def return_task(w: Work, task_id: str, reasons: Mapping[str, str], *, seen_version: int | None = None, due_at: datetime | None = None) -> Task:
    """Send it back with a reason per field; `photos` and `whole` (everything open) are names too. At least one reason.

    due_at: when it must be back; None: the old time, or three days if that is later.
    """
    require(w.actor, VERIFY_TASKS)
    task = get_task(w, task_id)
    check_seen(task, seen_version)
    named = {name: words.strip()[:300] for name, words in reasons.items() if words.strip()}
    kind = get_kind(task.kind)
    unknown = [name for name in named if name not in kind.by_name and name not in (PHOTOS, WHOLE)]
    if not named or unknown:
        raise Invalid("逐项写明退回的原因，至少一项", field=unknown[0] if unknown else "reasons")
    move(w, task, TaskAct.RETURN, "；".join(f"{field_title(task.kind, name)}：{words}" for name, words in named.items()))
    task.faults, task.returned_count = named, task.returned_count + 1
    set_due(task, due_at if due_at is not None and due_at > w.now else due_after_return(task.due_at, _usual_mending(w)))
    _decide(w, task, "returned", named)
    w.emit(TaskReturned(**about(task), reasons=named, due_at=task.due_at))
    return task


def accept_task(w: Work, task_id: str, *, seen_version: int | None = None, court_answers: Mapping[str, Any] | None = None) -> Task:
    """Accept the work: other nouns learn its findings from TaskAccepted. court_answers: what the court itself fills in, by field; Invalid when misshapen."""
    require(w.actor, VERIFY_TASKS)
    task = get_task(w, task_id)
    check_seen(task, seen_version)
    task.court_form = _court_form(task, court_answers or {})
    version = _decide(w, task, "accepted", {})
    task.accepted_at, task.accepted_by, task.faults = w.now, w.actor.id, {}
    move(w, task, TaskAct.ACCEPT, digest=version.digest)
    w.emit(TaskAccepted(**about(task), findings=_findings(w, task, version)))
    return task


def close_task(w: Work, task_id: str) -> Task:
    """Close accepted work."""
    require(w.actor, VERIFY_TASKS)
    task = get_task(w, task_id)
    move(w, task, TaskAct.CLOSE)
    task.closed_at = w.now
    return task


def recall_task(w: Work, task_id: str, reason: str) -> Task:
    """Take a task back from the agency, for a reason; the agency reads nothing of it any more."""
    require(w.actor, VERIFY_TASKS)
    task = get_task(w, task_id)
    task.ended_reason = needed(reason, "写明收回的原因")
    move(w, task, TaskAct.RECALL, task.ended_reason)
    w.emit(TaskRecalled(**about(task), reason=task.ended_reason))
    return task


def field_title(kind_code: str, name: str) -> str:
    """The name of a returned field on screens."""
    if name in (PHOTOS, WHOLE):
        return "照片" if name == PHOTOS else "整体"
    field = get_kind(kind_code).by_name.get(name)
    return field.title if field else name


def _court_form(task: Task, answers: Mapping[str, Any]) -> dict[str, Any]:
    own = get_kind(task.kind).court_fields
    wrong = tuple((field.name, words) for field in own for words in misshapen(field, answers.get(field.name)))
    if wrong:
        raise Invalid(wrong[0][1], faults=wrong)
    return {**task.court_form, **{field.name: answers[field.name] for field in own if answers.get(field.name)}}


def _usual_mending(w: Work) -> datetime:
    day = w.today + timedelta(days=CORRECTION_DAYS)
    return at_shanghai(day.year, day.month, day.day, 17, 30)


def _decide(w: Work, task: Task, verdict: str, reasons: Mapping[str, str]) -> TaskVersion:
    versions = list_versions(w, task)
    if not versions or versions[-1].verdict:
        raise NotNow("还没有交回，不能验收或退回", code="wrong_state")
    last = versions[-1]
    last.verdict, last.reasons, last.decided_at, last.decided_by = verdict, dict(reasons), w.now, w.actor.id
    return last


def _findings(w: Work, task: Task, version: TaskVersion) -> dict[str, Any]:
    found = dict(get_kind(task.kind).findings(version.form))
    titles = {shot.code: shot.title for shot in get_kind(task.kind).shots}
    photos = [{**_photo_told(photo), "shot_title": titles.get(photo.shot, "")} for photo in list_photos(w, task)]
    return {**found, "task_id": task.id, "version_digest": version.digest, "surveyed_on": w.today.isoformat(), "photos": photos}


def _photo_told(photo: TaskPhoto) -> dict[str, Any]:
    return {
        "id": photo.id,
        "shot": photo.shot,
        "caption": photo.caption,
        "digest": photo.digest,
        "shown_digest": photo.shown_digest,
        "badge": photo.badge,
    }
