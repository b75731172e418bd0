"""The last day of a way to a price as the way, its appraiser and its reports keep it: it follows the running period of the law."""

from __future__ import annotations

from datetime import date

from app.domains.audit.service import record
from app.domains.valuations.queries import house_appraisal, house_valuation, list_reports
from app.domains.valuations.tables import Valuation
from app.infra.unit_of_work import Work
from app.kernel.clock import day_of


def move_due(w: Work, valuation_id: str, before_on: date, on: date) -> None:
    """The period of a way (asking platforms, an agency, the parties) that ended on `before_on` ends on this day. For the house's step."""
    found = house_valuation(w, valuation_id, lock=True)
    reports = [each for each in list_reports(w, [found.id]) if each.due_on == before_on]
    if found.due_on != before_on and not reports:
        return
    if found.due_on == before_on:
        found.due_on = on
    for each in reports:
        each.due_on = on
        each.on_time = None if each.received_at is None else day_of(each.received_at) <= on
    _moved(w, found, on)


def move_due_of_appraisal(w: Work, appraisal_id: str, on: date) -> None:
    """An appraiser's period now ends on this day. For the house's step."""
    each = house_appraisal(w, appraisal_id)
    if each.due_on == on:
        return
    found = house_valuation(w, each.valuation_id, lock=True)
    each.due_on = found.due_on = on
    _moved(w, found, on)


def _moved(w: Work, found: Valuation, on: date) -> None:
    w.flush()
    record(w, "valuation.due_moved", "valuation", found.id, f"定价期限改为 {on.isoformat()}：{found.title}", case_id=found.case_id)
