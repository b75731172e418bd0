"""Reminders of viewings: the heartbeat tells guide and agency the day before, once."""

from __future__ import annotations

from sqlalchemy import exists, select

from app.domains.audit.service import record
from app.domains.viewings.events import SlotTomorrow
from app.domains.viewings.queries import house_programme, list_due_reminders
from app.domains.viewings.tables import Slot
from app.infra.house import House, Tick
from app.infra.unit_of_work import for_house
from app.kernel.actor import SYSTEM


def remind_due(house: House) -> None:
    """Tell what is due; most turns find nothing and write nothing."""
    with house.database.read() as session:
        if not session.scalar(select(exists(for_house(select(Slot.id).where(Slot.remind_at <= house.clock.now(), Slot.cancelled_at.is_(None)))))):
            return
    with house.work(SYSTEM) as w:
        for slot in list_due_reminders(w):
            slot.remind_at = None
            programme = house_programme(w, slot.programme_id)
            record(w, "viewing.reminded", "programme", programme.id, f"提醒明日看样：{programme.title}", case_id=programme.case_id)
            of = (programme.id, programme.round_id, programme.case_id, programme.court_id, programme.title)
            w.emit(SlotTomorrow(*of, slot.id, slot.starts_at, slot.booked, slot.guide_id, slot.agency_id))


TICKS = (Tick("viewings.remind", 30.0, remind_due),)
