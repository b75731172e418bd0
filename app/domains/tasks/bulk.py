"""One act on many tasks: each in its own unit of work, so that one that cannot be done leaves the others done; every refusal is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domains.tasks.clocks import extend_task, urge_task
from app.domains.tasks.holders import reassign_task
from app.domains.tasks.service import recall_task
from app.domains.tasks.tables import Task
from app.infra.unit_of_work import Work
from app.kernel.errors import Invalid, Refusal

MOST = 200
Works = Callable[[], AbstractContextManager[Work]]


class BulkAct(StrEnum):
    """What may be done to many tasks at once (ui.md S5)."""

    REASSIGN = "reassign"
    EXTEND = "extend"
    URGE = "urge"
    RECALL = "recall"

    @property
    def word(self) -> str:
        """On the button."""
        return {BulkAct.REASSIGN: "改派", BulkAct.EXTEND: "延期", BulkAct.URGE: "催办", BulkAct.RECALL: "收回"}[self]


@dataclass(frozen=True)
class BulkOrder:
    """The act with its particulars; what an act does not need stays empty."""

    act: BulkAct
    reason: str = ""
    agency_id: str = ""
    due_at: datetime | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of one task: its id, '' or the refusal in words, and the id of the task that took its place."""

    task_id: str
    refusal: str = ""
    new_id: str = ""


def do_all(works: Works, task_ids: Sequence[str], order: BulkOrder) -> list[Outcome]:
    """Do the act on each task in turn. Invalid before the first when the particulars are missing, for then none could be done."""
    _check(task_ids, order)
    return [_one(works, task_id, order) for task_id in dict.fromkeys(task_ids)]


def _check(task_ids: Sequence[str], order: BulkOrder) -> None:
    if not task_ids:
        raise Invalid("先选任务", field="ids")
    if len(task_ids) > MOST:
        raise Invalid(f"一次最多办理 {MOST} 项", field="ids")
    if order.act is not BulkAct.URGE and not order.reason.strip():
        raise Invalid("写明原因", field="reason")
    if order.act is BulkAct.EXTEND and order.due_at is None:
        raise Invalid("写明新的期限", field="due_at")
    if order.act is BulkAct.REASSIGN and not order.agency_id:
        raise Invalid("选改派的机构", field="agency_id")


def _one(works: Works, task_id: str, order: BulkOrder) -> Outcome:
    try:
        with works() as w:
            done = _do(w, task_id, order)
            return Outcome(task_id, new_id=done.id if done.id != task_id else "")
    except Refusal as refusal:
        return Outcome(task_id, refusal.message)


def _do(w: Work, task_id: str, order: BulkOrder) -> Task:
    match order.act:
        case BulkAct.REASSIGN:
            return reassign_task(w, task_id, order.agency_id, order.reason, due_at=order.due_at)
        case BulkAct.EXTEND if order.due_at is not None:
            return extend_task(w, task_id, order.due_at, order.reason)
        case BulkAct.RECALL:
            return recall_task(w, task_id, order.reason)
        case _:
            return urge_task(w, task_id, order.reason)
