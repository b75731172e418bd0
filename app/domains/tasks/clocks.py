"""Verbs over a task's clock: more time asked, given or refused; stopped on a ground and run again; the agency urged."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domains.tasks.events import TaskExtended, TaskExtensionAsked, TaskExtensionRefused, TaskPaused, TaskResumed, TaskUrged
from app.domains.tasks.moving import about, move, needed, set_due
from app.domains.tasks.permissions import DO_TASKS, KEEP_CLOCK, VERIFY_TASKS, require
from app.domains.tasks.queries import get_task
from app.domains.tasks.rules import URGE_EVERY, is_overdue
from app.domains.tasks.tables import Task
from app.domains.tasks.types import PAUSE_GROUNDS, TaskAct
from app.infra.unit_of_work import Work
from app.kernel.errors import Invalid, NotNow


def ask_extension(w: Work, task_id: str, due_at: datetime, reason: str) -> Task:
    """Ask the court for more time, before or after the due time."""
    require(w.actor, DO_TASKS)
    task = running_task(w, task_id)
    if due_at <= task.due_at or due_at <= w.now:
        raise Invalid("申请的期限应晚于原期限和现在", field="due_at")
    words = needed(reason, "写明延期的理由")
    move(w, task, TaskAct.ASK_EXTENSION, words)
    task.asked_due_at, task.asked_reason = due_at, words
    w.emit(TaskExtensionAsked(**about(task), asked_due_at=due_at, reason=words))
    return task


def extend_task(w: Work, task_id: str, due_at: datetime, reason: str) -> Task:
    """Move the due time later, of one's own or as the agency asked."""
    require(w.actor, VERIFY_TASKS)
    task = running_task(w, task_id)
    if due_at <= task.due_at or due_at <= w.now:
        raise Invalid("新的期限应晚于原期限和现在", field="due_at")
    words = needed(reason, "写明延长的原因")
    move(w, task, TaskAct.EXTEND, words)
    set_due(task, due_at)
    task.asked_due_at, task.asked_reason = None, ""
    w.emit(TaskExtended(**about(task), due_at=due_at, reason=words))
    return task


def refuse_extension(w: Work, task_id: str, reason: str) -> Task:
    """Leave the due time as it is; NotNow when nobody has asked."""
    require(w.actor, VERIFY_TASKS)
    task = get_task(w, task_id)
    if task.asked_due_at is None:
        raise NotNow("机构没有申请延期", code="wrong_state")
    words = needed(reason, "写明不同意的原因")
    move(w, task, TaskAct.REFUSE_EXTENSION, words)
    task.asked_due_at, task.asked_reason = None, ""
    w.emit(TaskExtensionRefused(**about(task), reason=words))
    return task


def pause_task(w: Work, task_id: str, ground: str, note: str = "") -> Task:
    """Stop the clock on one of PAUSE_GROUNDS. The court may at any time, the agency only while it is in time; the other side is told."""
    require(w.actor, KEEP_CLOCK)
    task = running_task(w, task_id)
    if ground not in PAUSE_GROUNDS:
        raise Invalid("从列表中选暂停计时的原因", field="ground")
    if w.actor.is_outside and is_overdue(task.status, task.due_at, None, w.now):
        raise NotNow("已经逾期，不能暂停计时：申请延期", code="overdue")
    words = f"{ground}；{note.strip()}" if note.strip() else ground
    move(w, task, TaskAct.PAUSE, words)
    task.paused_at, task.pause_reason = w.now, words[:300]
    w.emit(TaskPaused(**about(task), ground=task.pause_reason))
    return task


def resume_task(w: Work, task_id: str) -> Task:
    """Let the clock run again: the due time moves later by the stopped time, to the second."""
    require(w.actor, KEEP_CLOCK)
    task = get_task(w, task_id)
    if task.paused_at is None:
        raise NotNow("计时没有暂停", code="wrong_state")
    stopped = w.now - task.paused_at
    due_at = task.due_at + stopped
    move(w, task, TaskAct.RESUME, f"停 {span_words(stopped)}，期限顺延")
    set_due(task, due_at)
    task.paused_at, task.pause_reason = None, ""
    w.emit(TaskResumed(**about(task), due_at=due_at, stopped=span_words(stopped)))
    return task


def urge_task(w: Work, task_id: str, words: str = "") -> Task:
    """催办: at most once an hour."""
    require(w.actor, VERIFY_TASKS)
    task = get_task(w, task_id)
    if task.urged_at is not None and w.now - task.urged_at < URGE_EVERY:
        raise NotNow("一小时内已催办过", code="urged")
    move(w, task, TaskAct.URGE, words.strip()[:300])
    task.urged_at = w.now
    w.emit(TaskUrged(**about(task), words=words.strip()[:300]))
    return task


def running_task(w: Work, task_id: str) -> Task:
    """A task whose clock runs; NotNow while it is stopped."""
    task = get_task(w, task_id)
    if task.paused_at is not None:
        raise NotNow("计时已暂停，先恢复计时再办理", code="paused")
    return task


def span_words(span: timedelta) -> str:
    """A stopped time for people: 2日3小时, 40分钟."""
    minutes = int(span.total_seconds()) // 60
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    said = (f"{days}日" if days else "") + (f"{hours}小时" if hours else "") + (f"{left}分钟" if left and not days else "")
    return said or "不足1分钟"
