"""The last day of an answer about the right to sell as the letter keeps it: it follows the running period."""

from __future__ import annotations

from datetime import date

from app.domains.audit.service import record
from app.domains.seizures.queries import house_request
from app.infra.unit_of_work import Work


def move_due(w: Work, request_id: str, on: date) -> None:
    """The fifteen days now end on this day. For the house's step."""
    row = house_request(w, request_id)
    if row.answer_by == on:
        return
    row.answer_by = on
    w.flush()
    record(w, "seizure.answer_by_moved", "asset", row.asset_id, f"商请移送执行函的答复期限改为 {on.isoformat()}", case_id=row.case_id)
