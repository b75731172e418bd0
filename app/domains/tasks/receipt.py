"""Handing back from a phone that was away: the act's own time stands apart from the time of receipt, and a second sending is the same act (M-34, M-43)."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domains.audit.service import record
from app.domains.tasks.queries import get_task
from app.domains.tasks.types import TaskState
from app.infra.unit_of_work import Reading, Work
from app.kernel.clock import local

AT_ONCE = timedelta(minutes=1)
_IN_HAND = frozenset({TaskState.HANDED_BACK, TaskState.ACCEPTED, TaskState.CLOSED})


def is_handed_back(r: Reading, task_id: str) -> bool:
    """Has the court it already? Then what the phone sends once more was received before."""
    return TaskState(get_task(r, task_id).status) in _IN_HAND


def note_act_time(w: Work, task_id: str, happened_at: datetime | None) -> None:
    """Keep in the trail when it was handed back on the spot, if that was noticeably before it arrived; the time of receipt counts."""
    if happened_at is None or w.now - happened_at < AT_ONCE:
        return
    task = get_task(w, task_id)
    summary = f"现场 {local(happened_at):%Y-%m-%d %H:%M} 交回，{local(w.now):%Y-%m-%d %H:%M} 收到，以收到的时间为准"
    record(w, "task.handed_back_on_spot", "task", task.id, summary, case_id=task.case_id, details={"happened_at": happened_at.isoformat()})
