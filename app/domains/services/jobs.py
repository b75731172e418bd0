"""Services by notice: the heartbeat looks for days that have passed in full."""

from __future__ import annotations

from sqlalchemy import exists, select

from app.domains.services.queries import list_ripe
from app.domains.services.rules import ServiceStatus
from app.domains.services.service import ripen
from app.domains.services.tables import Service
from app.infra.house import House, Tick
from app.infra.unit_of_work import for_house
from app.kernel.actor import SYSTEM
from app.kernel.clock import day_of


def ripen_due(house: House) -> None:
    """Close what counts as received by now; most turns find nothing and write nothing."""
    today = day_of(house.clock.now())
    with house.database.read() as session:
        if not session.scalar(
            select(exists(for_house(select(Service.id).where(Service.status == ServiceStatus.SERVING.value, Service.effective_on <= today))))
        ):
            return
    with house.work(SYSTEM) as w:
        for found in list_ripe(w, w.today):
            ripen(w, found)


TICKS = (Tick("services.ripen", 30.0, ripen_due),)
