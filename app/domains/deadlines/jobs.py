"""The deadlines' tick: rows whose time has come are taken in batches, each fired in the transaction that claims it (trust.md R26).

A batch that fails is done again one deadline a transaction, so that one that cannot be fired holds up nobody else; it waits, longer each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import selectinload

from app.domains.deadlines.calendar_years import RECOUNT, recount
from app.domains.deadlines.rules import DeadlineState
from app.domains.deadlines.service import fire, put_off
from app.domains.deadlines.tables import Deadline
from app.infra.frame import framed
from app.infra.house import House, Tick
from app.infra.unit_of_work import Work, for_house
from app.kernel.actor import SYSTEM

BATCH = 50


def fire_due(house: House) -> int:
    """Fire all that is due; how many deadlines were looked at."""
    looked = 0
    while batch := _fire_some(house):
        looked += batch
    return looked


def fire_batch(house: House) -> int:
    """One transaction: lock due rows that nobody else holds, fire them, commit."""
    with house.work(SYSTEM) as w:
        rows = _claimed(house, w, *_is_due(w.now))
        for deadline in rows:
            fire(w, deadline)
    return len(rows)


def fire_one(house: House, deadline_id: str) -> int:
    """One deadline in a transaction of its own; 0 when somebody else has fired it."""
    with house.work(SYSTEM) as w:
        rows = _claimed(house, w, *_is_due(w.now), Deadline.id == deadline_id)
        for deadline in rows:
            fire(w, deadline)
    return len(rows)


def _fire_some(house: House) -> int:
    """How many rows left the list of what is due; 0 when nothing is, or others hold it all."""
    due = _due_ids(house)
    if not due:
        return 0
    together = framed(partial(fire_batch, house), "deadlines")
    return sum(_fire_apart(house, each) for each in due) if together.value is None else together.value


def _fire_apart(house: House, deadline_id: str) -> int:
    alone = framed(partial(fire_one, house, deadline_id), "deadline", deadline=deadline_id)
    return _put_off(house, deadline_id, alone.error) if alone.value is None else alone.value


def _put_off(house: House, deadline_id: str, error: str) -> int:
    with house.work(SYSTEM) as w:
        rows = _claimed(house, w, *_is_due(w.now), Deadline.id == deadline_id)
        for deadline in rows:
            put_off(w, deadline, error)
    return len(rows)


def _due_ids(house: House) -> Sequence[str]:
    now = house.clock.now()
    with house.database.read() as session:
        return session.scalars(for_house(select(Deadline.id).where(*_is_due(now)).order_by(Deadline.next_at).limit(BATCH))).all()


def _is_due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return Deadline.state == DeadlineState.RUNNING.value, Deadline.next_at <= now


def _claimed(house: House, w: Work, *wanted: ColumnElement[bool]) -> Sequence[Deadline]:
    due = for_house(select(Deadline).where(*wanted).options(selectinload(Deadline.stages)).order_by(Deadline.next_at).limit(BATCH))
    return w.session.scalars(due if house.database.is_sqlite else due.with_for_update(skip_locked=True)).all()


def _tick(house: House) -> None:
    fire_due(house)


HANDLERS = {RECOUNT: recount}
TICKS = (Tick("deadlines.fire", 1.0, _tick),)
