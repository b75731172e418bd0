"""Looks that fall due: the heartbeat opens them."""

from __future__ import annotations

from sqlalchemy import exists, select

from app.domains.custody.looking import open_due
from app.domains.custody.tables import KeptItem
from app.infra.house import House, Tick
from app.infra.unit_of_work import for_house
from app.kernel.actor import SYSTEM
from app.kernel.clock import day_of


def open_looks(house: House) -> None:
    """Open what is due today; most turns find nothing and write nothing."""
    today = day_of(house.clock.now())
    with house.database.read() as session:
        if not session.scalar(select(exists(for_house(select(KeptItem.id).where(KeptItem.next_look_on <= today, KeptItem.status == "held"))))):
            return
    with house.work(SYSTEM) as w:
        open_due(w)


TICKS = (Tick("custody.looks", 30.0, open_looks),)
