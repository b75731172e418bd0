"""Price platforms over the line: the heartbeat claims what is due, a worker orders or collects; raw answers are kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.domains.valuations.platforms import PlatformFault, collect, place_order
from app.domains.valuations.queries import claim_reports, house_report, house_valuation
from app.domains.valuations.service import note_not_ready, note_ordered, take_report
from app.infra.evidence import keep
from app.infra.house import House, Tick
from app.infra.unit_of_work import Reading, Work
from app.kernel.actor import SYSTEM
from app.kernel.money import ZERO

LEASE = timedelta(seconds=30)
ASK = "valuations.ask"


def claim_due(house: House) -> None:
    """Claim reports that are due; nothing to do where no platform can be reached (reports are then entered by hand)."""
    if not house.settings.sites_base_url:
        return
    now = house.clock.now()
    with house.database.read() as session:
        if not claim_reports(Reading(session, SYSTEM, now, now), now, 1):
            return
    with house.database.write() as session, session.begin():
        due = claim_reports(Reading(session, SYSTEM, now, now), now)
        for report in due:
            report.next_at = now + LEASE
    for report in due:
        house.queue.send(ASK, {"report_id": report.id})


def ask_platform(house: House, payload: dict[str, Any]) -> None:
    """Order the report, or collect it once it is ordered."""
    with house.reading() as r:
        report = house_report(r, payload["report_id"])
        valuation = house_valuation(r, report.valuation_id)
    base = house.settings.sites_base_url
    if report.value is not None:
        return
    try:
        if not report.inquiry_no:
            number, raw = place_order(base, report.platform, valuation.order_no, valuation.title, valuation.stated_value or ZERO)
            with house.work(SYSTEM) as w:
                note_ordered(w, report.id, number, _keep(w, house, report.platform, raw))
            return
        told, raw = collect(base, report.platform, report.inquiry_no)
    except PlatformFault as fault:
        with house.work(SYSTEM) as w:
            note_not_ready(w, report.id, str(fault))
        return
    with house.work(SYSTEM) as w:
        if told is None:
            note_not_ready(w, report.id)
        else:
            take_report(w, report.id, told, _keep(w, house, report.platform, raw))


def _keep(w: Work, house: House, platform: str, raw: bytes) -> str:
    return keep(w.session, house.evidence, raw, name=f"inquiry-{platform}", media_type="application/json", source=f"priceplatform:{platform}", now=w.now).digest


HANDLERS = {ASK: ask_platform}
TICKS = (Tick("valuations.ask", 1.0, claim_due),)
