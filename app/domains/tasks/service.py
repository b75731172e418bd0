"""Verbs of the court over tasks: give, return, accept, close, recall, extend. What the agency does stands in doing.py, photos in photos.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domains.assets.queries import get_asset
from app.domains.assets.tables import Asset
from app.domains.audit.service import record
from app.domains.cases.queries import get_case
from app.domains.courts.queries import get_court
from app.domains.tasks.choosing import require_candidate
from app.domains.tasks.doing import ask_extension, assign_worker, decline_task, hand_back, save_draft, take_task
from app.domains.tasks.events import TaskAccepted, TaskExtended, TaskGiven, TaskRecalled, TaskReturned
from app.domains.tasks.kinds import get_kind
from app.domains.tasks.moving import about, check_seen, move
from app.domains.tasks.permissions import GIVE_TASKS, VERIFY_TASKS, require
from app.domains.tasks.photos import SendPhoto, add_photo, remove_photo
from app.domains.tasks.queries import get_task, last_number, list_photos, list_versions
from app.domains.tasks.tables import Task, TaskPhoto, TaskVersion
from app.domains.tasks.types import TaskAct, TaskState
from app.infra.unit_of_work import Work
from app.kernel.errors import Invalid, NotNow
from app.kernel.ids import new_id

__all__ = [
    "GiveTask",
    "SendPhoto",
    "accept_task",
    "add_photo",
    "ask_extension",
    "assign_worker",
    "close_task",
    "decline_task",
    "extend_task",
    "give_task",
    "hand_back",
    "prepare_task",
    "recall_task",
    "remove_photo",
    "return_task",
    "save_draft",
    "send_task",
    "take_task",
]
WHOLE = "whole"
PHOTOS = "photos"


@dataclass(frozen=True)
class GiveTask:
    """A task for an agency. why: the court's own note, never shown outside; note: what the agency must know; place: (lng, lat) of the asset."""

    asset_id: str
    kind: str
    agency_id: str
    due_at: datetime
    why: str
    note: str = ""
    place: tuple[float, float] | None = None
    officer: str = ""
    officer_phone: str = ""
    contact: str = ""
    contact_phone: str = ""


def give_task(w: Work, order: GiveTask) -> Task:
    """Prepare a task and hand it out at once."""
    return send_task(w, prepare_task(w, order).id)


def prepare_task(w: Work, order: GiveTask) -> Task:
    """A draft of a task: kind, asset, agency and law are checked; the agency sees nothing yet."""
    require(w.actor, GIVE_TASKS)
    kind, asset = get_kind(order.kind), get_asset(w, order.asset_id)
    if not kind.fits(asset.law_class):
        raise Invalid(f"{kind.title}不适用于这类标的物", field="kind")
    if order.due_at <= w.now:
        raise Invalid("完成期限应晚于现在", field="due_at")
    if not order.why.strip():
        raise Invalid("写明派出的理由", field="why")
    require_candidate(w, kind.code, asset, order.agency_id)
    task = _new_task(w, order, asset)
    w.session.add(task)
    w.flush()
    record(w, "task.prepared", "task", task.id, f"拟派任务 {task.number} {kind.title}", case_id=task.case_id)
    return task


def send_task(w: Work, task_id: str) -> Task:
    """Hand a draft out to its agency."""
    require(w.actor, GIVE_TASKS)
    task = get_task(w, task_id)
    task.given_at, task.given_by = w.now, w.actor.id
    move(w, task, TaskAct.GIVE, authority="法释〔2016〕18号第7条")
    w.emit(TaskGiven(**about(task), due_at=task.due_at))
    return task


def return_task(w: Work, task_id: str, reasons: Mapping[str, str], *, seen_version: int | None = None) -> Task:
    """Send it back with a reason per field; `photos` and `whole` (everything open) are names too. At least one reason."""
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
    _decide(w, task, "returned", named)
    w.emit(TaskReturned(**about(task), reasons=named))
    return task


def accept_task(w: Work, task_id: str, *, seen_version: int | None = None) -> Task:
    """Accept the work: other nouns learn its findings from TaskAccepted."""
    require(w.actor, VERIFY_TASKS)
    task = get_task(w, task_id)
    check_seen(task, seen_version)
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
    return task


def recall_task(w: Work, task_id: str, reason: str) -> Task:
    """Take a task back from the agency, for a reason; the agency reads nothing of it any more."""
    require(w.actor, VERIFY_TASKS)
    task = get_task(w, task_id)
    if not reason.strip():
        raise Invalid("写明收回的原因", field="reason")
    move(w, task, TaskAct.RECALL, reason.strip())
    task.ended_reason = reason.strip()[:300]
    w.emit(TaskRecalled(**about(task), reason=task.ended_reason))
    return task


def extend_task(w: Work, task_id: str, due_at: datetime, reason: str) -> Task:
    """Move the due time later, of one's own or as the agency asked."""
    require(w.actor, VERIFY_TASKS)
    task = get_task(w, task_id)
    if due_at <= task.due_at or due_at <= w.now:
        raise Invalid("新的期限应晚于原期限和现在", field="due_at")
    if not reason.strip():
        raise Invalid("写明延长的原因", field="reason")
    move(w, task, TaskAct.EXTEND, reason.strip())
    task.due_at, task.asked_due_at, task.asked_reason = due_at, None, ""
    w.emit(TaskExtended(**about(task), due_at=due_at, reason=reason.strip()))
    return task


def field_title(kind_code: str, name: str) -> str:
    """The name of a returned field on screens."""
    if name in (PHOTOS, WHOLE):
        return "照片" if name == PHOTOS else "整体"
    field = get_kind(kind_code).by_name.get(name)
    return field.title if field else name


def _new_task(w: Work, order: GiveTask, asset: Asset) -> Task:
    court, case = get_court(w.session, asset.court_id), get_case(w, asset.case_id)
    prefix = f"{court.code}-{w.today.year}-"
    serial = int((last_number(w, prefix) or f"{prefix}0").removeprefix(prefix)) + 1
    return Task(
        id=new_id(),
        number=f"{prefix}{serial:06d}",
        court_id=asset.court_id,
        case_id=asset.case_id,
        asset_id=asset.id,
        agency_id=order.agency_id,
        kind=order.kind,
        case_number=case.number,
        asset_title=asset.title,
        status=TaskState.DRAFT.value,
        mandate_no=f"（{w.today.year}）{court.code}委{serial}号",
        header=_header(order, asset, court.name),
        why=order.why.strip(),
        form={},
        faults={},
        given_by=w.actor.id,
        due_at=order.due_at,
    )


def _header(order: GiveTask, asset: Asset, court_name: str) -> dict[str, Any]:
    """All that the agency is told of the case and the asset (forms.md §0.1): nothing else of them ever leaves the court."""
    return {
        "court": court_name,
        "asset_code": asset.code,
        "asset_kind": asset.kind,
        "place": asset.place,
        "place_geo": list(order.place) if order.place else None,
        "note": order.note.strip(),
        "officer": order.officer,
        "officer_phone": order.officer_phone,
        "contact": order.contact,
        "contact_phone": order.contact_phone,
    }


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
