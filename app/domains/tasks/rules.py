"""The life of a task as a table, and who may take which step. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domains.tasks.types import STATE_NAMES, TaskAct, TaskState
from app.kernel.transitions import Transitions

_S, _A = TaskState, TaskAct

LIFE: Transitions[TaskState, TaskAct] = Transitions(
    {
        (_S.DRAFT, _A.GIVE): _S.OFFERED,
        (_S.DRAFT, _A.RECALL): _S.RECALLED,
        (_S.OFFERED, _A.TAKE): _S.DOING,
        (_S.OFFERED, _A.DECLINE): _S.DECLINED,
        (_S.OFFERED, _A.RECALL): _S.RECALLED,
        (_S.OFFERED, _A.URGE): _S.OFFERED,
        (_S.OFFERED, _A.SAY): _S.OFFERED,
        (_S.OFFERED, _A.REASSIGN): _S.RECALLED,
        (_S.OFFERED, _A.EXTEND): _S.OFFERED,
        (_S.DOING, _A.SAVE): _S.DOING,
        (_S.DOING, _A.HAND_BACK): _S.HANDED_BACK,
        (_S.DOING, _A.ASSIGN): _S.DOING,
        (_S.DOING, _A.ASK_EXTENSION): _S.DOING,
        (_S.DOING, _A.EXTEND): _S.DOING,
        (_S.DOING, _A.RECALL): _S.RECALLED,
        (_S.DOING, _A.REFUSE_EXTENSION): _S.DOING,
        (_S.DOING, _A.PAUSE): _S.DOING,
        (_S.DOING, _A.RESUME): _S.DOING,
        (_S.DOING, _A.URGE): _S.DOING,
        (_S.DOING, _A.SAY): _S.DOING,
        (_S.DOING, _A.REASSIGN): _S.RECALLED,
        (_S.HANDED_BACK, _A.ACCEPT): _S.ACCEPTED,
        (_S.HANDED_BACK, _A.RETURN): _S.RETURNED,
        (_S.HANDED_BACK, _A.RECALL): _S.RECALLED,
        (_S.HANDED_BACK, _A.CANCEL): _S.DOING,
        (_S.HANDED_BACK, _A.SAY): _S.HANDED_BACK,
        (_S.HANDED_BACK, _A.REASSIGN): _S.RECALLED,
        (_S.RETURNED, _A.SAVE): _S.RETURNED,
        (_S.RETURNED, _A.HAND_BACK): _S.HANDED_BACK,
        (_S.RETURNED, _A.ASSIGN): _S.RETURNED,
        (_S.RETURNED, _A.ASK_EXTENSION): _S.RETURNED,
        (_S.RETURNED, _A.EXTEND): _S.RETURNED,
        (_S.RETURNED, _A.RECALL): _S.RECALLED,
        (_S.RETURNED, _A.REFUSE_EXTENSION): _S.RETURNED,
        (_S.RETURNED, _A.PAUSE): _S.RETURNED,
        (_S.RETURNED, _A.RESUME): _S.RETURNED,
        (_S.RETURNED, _A.URGE): _S.RETURNED,
        (_S.RETURNED, _A.SAY): _S.RETURNED,
        (_S.RETURNED, _A.REASSIGN): _S.RECALLED,
        (_S.ACCEPTED, _A.CLOSE): _S.CLOSED,
        (_S.DECLINED, _A.REASSIGN): _S.DECLINED,
        (_S.RECALLED, _A.RESTORE): _S.OFFERED,
    },
    STATE_NAMES,
)

GOES_BACK: dict[TaskAct, frozenset[TaskState]] = {
    _A.CANCEL: frozenset({_S.DOING, _S.RETURNED}),
    _A.RESTORE: frozenset({_S.OFFERED, _S.DOING, _S.RETURNED}),
}
"""Acts that undo the last move: the task stands again where it stood before it, if that was one of these (LIFE holds the usual one)."""

OPEN = frozenset({_S.OFFERED, _S.DOING, _S.HANDED_BACK, _S.RETURNED})
WITH_AGENCY = frozenset({_S.OFFERED, _S.DOING, _S.RETURNED})
CAN_WRITE = frozenset({_S.DOING, _S.RETURNED})
GONE_FOR_AGENCY = frozenset({_S.DECLINED, _S.RECALLED})
BOARD = (_S.OFFERED, _S.DOING, _S.HANDED_BACK, _S.RETURNED, _S.ACCEPTED)
STEPS = (_S.OFFERED, _S.DOING, _S.HANDED_BACK, _S.ACCEPTED, _S.CLOSED)
OVER = frozenset({_S.ACCEPTED, _S.CLOSED, _S.DECLINED, _S.RECALLED})
UNDO_FOR = timedelta(seconds=60)
URGE_EVERY = timedelta(hours=1)
SHOWN_ACCEPTED = timedelta(days=7)
FADES_AFTER = timedelta(days=7)
CORRECTION_DAYS = 3


def is_overdue(status: str, due_at: datetime, paused_at: datetime | None, now: datetime) -> bool:
    """The one meaning of 逾期: an agency holds the task, its clock runs and its time is over. queries.late asks the same of the database."""
    return TaskState(status) in WITH_AGENCY and paused_at is None and due_at <= now


def goes_back_to(act: TaskAct, before: str, usual: TaskState) -> TaskState:
    """Where an undoing act leads: the state before the undone move, or the table's own."""
    known = next((state for state in GOES_BACK.get(act, ()) if state.value == before), None)
    return known or usual


def due_after_return(due_at: datetime, usual_at: datetime) -> datetime:
    """When what was returned must be back, unless the court sets it: the old time, or the usual days for mending if that is later."""
    return max(due_at, usual_at)


def has_faded(accepted_at: datetime | None, now: datetime) -> bool:
    """Contacts and addresses are shown to the agency until seven days after the work was accepted (AUX-18)."""
    return accepted_at is not None and now >= accepted_at + FADES_AFTER
