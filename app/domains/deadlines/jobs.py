"""The deadlines' tick: rows whose time has come are taken in batches, each fired in the transaction that claims it (trust.md R26)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.domains.deadlines.rules import DeadlineState
from app.domains.deadlines.service import fire
from app.domains.deadlines.tables import Deadline
from app.infra.house import House, Tick
from app.infra.unit_of_work import for_house
from app.kernel.actor import SYSTEM

BATCH = 50


def fire_due(house: House) -> int:
    """Fire all that is due; how many deadlines were looked at."""
    looked = 0
    while batch := fire_batch(house):
        looked += batch
    return looked


def fire_batch(house: House) -> int:
    """One transaction: lock due rows that nobody else holds, fire them, commit."""
    now = house.clock.now()
    is_due = (Deadline.state == DeadlineState.RUNNING.value, Deadline.next_at <= now)
    with house.database.read() as session:
        if session.scalar(for_house(select(Deadline.id).where(*is_due).limit(1))) is None:
            return 0
    due = for_house(select(Deadline).where(*is_due).options(selectinload(Deadline.stages)).order_by(Deadline.next_at).limit(BATCH))
    with house.work(SYSTEM) as w:
        rows = w.session.scalars(due if house.database.is_sqlite else due.with_for_update(skip_locked=True)).all()
        for deadline in rows:
            fire(w, deadline)
    return len(rows)


def _tick(house: House) -> None:
    fire_due(house)


TICKS = (Tick("deadlines.fire", 1.0, _tick),)
