"""Price platforms over the line: the heartbeat claims what is due, a worker orders or collects; raw answers are kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.domains.valuations.inquiry import note_more_time, note_not_ready, note_ordered, order_of, take_report
from app.domains.valuations.platforms import PlatformFault, PriceLine, line_to
from app.domains.valuations.queries import claim_reports, house_report, house_valuation
from app.domains.valuations.tables import PriceReport
from app.infra.evidence import keep
from app.infra.house import House, Tick
from app.infra.unit_of_work import Reading, Work
from app.kernel.actor import SYSTEM

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
    """Order the report, or collect it once it is ordered; a platform reached on paper waits for its report by hand."""
    with house.reading() as r:
        report = house_report(r, payload["report_id"])
        valuation = house_valuation(r, report.valuation_id)
    line = line_to(report.platform)
    if report.value is not None or line is None:
        return
    try:
        if report.inquiry_no:
            _collect(house, line, report)
            return
        number, raw = line.place_order(house.settings.sites_base_url, report.platform, order_of(valuation, report))
        with house.work(SYSTEM) as w:
            note_ordered(w, report.id, number, _keep(w, house, report.platform, raw))
    except PlatformFault as fault:
        with house.work(SYSTEM) as w:
            note_not_ready(w, report.id, str(fault))


def _collect(house: House, line: PriceLine, report: PriceReport) -> None:
    answer = line.collect(house.settings.sites_base_url, report.platform, report.inquiry_no)
    with house.work(SYSTEM) as w:
        if answer.report is not None:
            take_report(w, report.id, answer.report, _keep(w, house, report.platform, answer.raw))
        elif answer.extension_asked and report.asked_more_at is None:
            note_more_time(w, report.id, w.now, _keep(w, house, report.platform, answer.raw))
        else:
            note_not_ready(w, report.id)


def _keep(w: Work, house: House, platform: str, raw: bytes) -> str:
    return keep(w.session, house.evidence, raw, name=f"inquiry-{platform}", media_type="application/json", source=f"priceplatform:{platform}", now=w.now).digest


HANDLERS = {ASK: ask_platform}
TICKS = (Tick("valuations.ask", 1.0, claim_due),)
