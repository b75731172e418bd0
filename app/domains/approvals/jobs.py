"""The tick of approvals: whatever is not decided in its days is told to the superior, once."""

from __future__ import annotations

from app.domains.approvals.acts import escalate
from app.domains.approvals.queries import overdue
from app.infra.house import House, Tick
from app.kernel.actor import SYSTEM

BATCH = 50


def escalate_overdue(house: House) -> int:
    """Tell of all that is overdue, fifty a transaction; how many."""
    told = 0
    while batch := _some(house):
        told += batch
    return told


def _some(house: House) -> int:
    with house.work(SYSTEM) as w:
        rows = overdue(w, BATCH)
        for approval in rows:
            escalate(w, approval)
    return len(rows)


def _tick(house: House) -> None:
    escalate_overdue(house)


TICKS = (Tick("approvals.escalate", 30.0, _tick),)
