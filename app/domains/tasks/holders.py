"""Verbs that change who holds a task, or speak across the line: moved to another agency, a recall undone, a hand-back cancelled, a word left."""

from __future__ import annotations

from datetime import datetime

from app.domains.agencies.choices import record_choice
from app.domains.agencies.types import Way
from app.domains.assets.queries import get_asset
from app.domains.tasks.choosing import list_candidates, wanted_for
from app.domains.tasks.clocks import span_words
from app.domains.tasks.events import TaskHandBackCancelled, TaskMoved, TaskRestored, TaskSpoken
from app.domains.tasks.giving import GiveTask, prepare_task, send_prepared
from app.domains.tasks.moving import about, move, needed, set_due
from app.domains.tasks.permissions import DO_TASKS, GIVE_TASKS, SPEAK, VERIFY_TASKS, require
from app.domains.tasks.queries import get_task, list_drafts_of_bundle, list_moves, list_openings, list_versions
from app.domains.tasks.rules import UNDO_FOR
from app.domains.tasks.tables import Task, TaskOpening
from app.domains.tasks.types import TaskAct, TaskState
from app.infra.unit_of_work import Work
from app.kernel.errors import Invalid, NotNow


def reassign_task(w: Work, task_id: str, agency_id: str, reason: str, *, due_at: datetime | None = None) -> Task:
    """改派: take a task from its agency (or pass on a declined one) and give the same work to another; answers the new task.

    The old row keeps form, photos and thread for the court, and its agency reads nothing more; both rows name each other. due_at: the new
    time, needed where the old one is over. How the new agency was chosen is kept, with the reason of moving as the reason for another than the first.
    """
    require(w.actor, GIVE_TASKS)
    old = get_task(w, task_id)
    words = needed(reason, "写明改派的原因")
    if old.moved_to_id is not None:
        raise NotNow("任务已经改派", code="wrong_state")
    if agency_id == old.agency_id:
        raise Invalid("选另一家机构", field="agency_id")
    asset = get_asset(w, old.asset_id)
    candidates = list_candidates(w, old.kind, asset)
    move(w, old, TaskAct.REASSIGN, words)
    new = prepare_task(w, _same_work(old, agency_id, due_at or old.due_at))
    new.moved_from_id, new.bundle, new.bundle_id, new.after = old.id, old.bundle, old.bundle_id, list(old.after)
    old.moved_to_id, old.ended_reason = new.id, words
    _wait_for_new(w, old, new)
    send_prepared(w, new)
    record_choice(w, wanted_for(new.kind, asset), Way.ROTATION, candidates, agency_id, why=words, task_id=new.id)
    w.emit(TaskMoved(**about(old), reason=words, new_task_id=new.id))
    return new


def restore_task(w: Work, task_id: str) -> Task:
    """Undo one's own recall within a minute: the task stands as before; NotNow later, or when it has gone to another agency."""
    require(w.actor, VERIFY_TASKS)
    task = get_task(w, task_id)
    last = list_moves(w, task)[-1]
    if last.act != TaskAct.RECALL.value or last.actor_id != w.actor.id or w.now - last.at > UNDO_FOR or task.status_before == TaskState.DRAFT.value:
        raise NotNow("已过撤销时间，需要的重新派出", code="too_late")
    move(w, task, TaskAct.RESTORE)
    if task.paused_at is not None:
        set_due(task, task.due_at + (w.now - task.paused_at))
        task.paused_at, task.pause_reason = None, ""
    task.ended_reason = ""
    w.emit(TaskRestored(**about(task), due_at=task.due_at))
    return task


def cancel_hand_back(w: Work, task_id: str) -> Task:
    """取消交回, until somebody of the court has opened it: the frozen version stays, marked as cancelled, and the agency's clock runs again."""
    require(w.actor, DO_TASKS)
    task = get_task(w, task_id)
    move(w, task, TaskAct.CANCEL)
    versions = list_versions(w, task)
    if any(not each.outside and each.round == len(versions) for each in list_openings(w, task)):
        raise NotNow("法院已经打开，不能取消交回：需要修改的，请法院退回", code="opened")
    last = versions[-1]
    last.verdict, last.decided_at, last.decided_by = "cancelled", w.now, w.actor.id
    earlier = [each.handed_back_at for each in versions[:-1] if each.verdict != "cancelled"]
    task.handed_back_at = earlier[-1] if earlier else None
    w.emit(TaskHandBackCancelled(**about(task), due_at=task.due_at))
    return task


def note_opening(w: Work, task_id: str) -> None:
    """Remember that the actor has opened the page in this round of handing back; a second time changes nothing."""
    task = get_task(w, task_id)
    now_in = len(list_versions(w, task))
    if not any(each.person_id == w.actor.id and each.round == now_in for each in list_openings(w, task)):
        opening = TaskOpening(task_id=task.id, person_id=w.actor.id, person_name=w.actor.name, outside=w.actor.is_outside, round=now_in, at=w.now)
        w.session.add(opening)


def speak(w: Work, task_id: str, words: str) -> Task:
    """留言: a line in the thread that the other side is told of."""
    require(w.actor, SPEAK)
    task = get_task(w, task_id)
    said = needed(words, "写下要说的话", field="words")
    move(w, task, TaskAct.SAY, said)
    w.emit(TaskSpoken(**about(task), words=said, by_court=not w.actor.is_outside))
    return task


def stopped_words(task: Task, now: datetime) -> str:
    """How long the clock has stood still: 已停 2日3小时; '' while it runs."""
    return f"已停 {span_words(now - task.paused_at)}" if task.paused_at else ""


def _same_work(old: Task, agency_id: str, due_at: datetime) -> GiveTask:
    place = old.header.get("place_geo")
    told = {name: str(old.header.get(name) or "") for name in ("note", "officer", "officer_phone", "contact", "contact_phone")}
    return GiveTask(old.asset_id, old.kind, agency_id, due_at, old.why, place=(place[0], place[1]) if place else None, **told)


def _wait_for_new(w: Work, old: Task, new: Task) -> None:
    for draft in list_drafts_of_bundle(w, old.bundle_id) if old.bundle_id else ():
        draft.after = [new.id if each == old.id else each for each in draft.after]
