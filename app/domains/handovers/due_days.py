"""The last day of handing over as the handover keeps it: it follows the running period of the law."""

from __future__ import annotations

from datetime import date

from app.domains.audit.service import record
from app.domains.handovers.queries import house_handover
from app.infra.unit_of_work import Work


def move_due(w: Work, handover_id: str, on: date) -> None:
    """The period now ends on this day. For the house's step."""
    found = house_handover(w, handover_id)
    if found.due_on == on:
        return
    found.due_on = on
    w.flush()
    record(w, "handover.due_moved", "handover", found.id, f"移交期限改为 {on.isoformat()}：{found.title}", case_id=found.case_id)
