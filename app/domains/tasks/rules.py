"""The life of a task as a table, and who may take which step. Pure."""

from __future__ import annotations

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
        (_S.OFFERED, _A.EXTEND): _S.OFFERED,
        (_S.DOING, _A.SAVE): _S.DOING,
        (_S.DOING, _A.HAND_BACK): _S.HANDED_BACK,
        (_S.DOING, _A.ASSIGN): _S.DOING,
        (_S.DOING, _A.ASK_EXTENSION): _S.DOING,
        (_S.DOING, _A.EXTEND): _S.DOING,
        (_S.DOING, _A.RECALL): _S.RECALLED,
        (_S.HANDED_BACK, _A.ACCEPT): _S.ACCEPTED,
        (_S.HANDED_BACK, _A.RETURN): _S.RETURNED,
        (_S.HANDED_BACK, _A.RECALL): _S.RECALLED,
        (_S.RETURNED, _A.SAVE): _S.RETURNED,
        (_S.RETURNED, _A.HAND_BACK): _S.HANDED_BACK,
        (_S.RETURNED, _A.ASSIGN): _S.RETURNED,
        (_S.RETURNED, _A.ASK_EXTENSION): _S.RETURNED,
        (_S.RETURNED, _A.EXTEND): _S.RETURNED,
        (_S.RETURNED, _A.RECALL): _S.RECALLED,
        (_S.ACCEPTED, _A.CLOSE): _S.CLOSED,
    },
    STATE_NAMES,
)

OPEN = frozenset({_S.OFFERED, _S.DOING, _S.HANDED_BACK, _S.RETURNED})
WITH_AGENCY = frozenset({_S.OFFERED, _S.DOING, _S.RETURNED})
CAN_WRITE = frozenset({_S.DOING, _S.RETURNED})
GONE_FOR_AGENCY = frozenset({_S.DECLINED, _S.RECALLED})
BOARD = (_S.OFFERED, _S.DOING, _S.HANDED_BACK, _S.RETURNED, _S.ACCEPTED)
STEPS = (_S.OFFERED, _S.DOING, _S.HANDED_BACK, _S.ACCEPTED, _S.CLOSED)
