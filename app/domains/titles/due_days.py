"""The last day of a step of a title route as the step keeps it: it follows the running period of the authority."""

from __future__ import annotations

from datetime import date

from app.domains.audit.service import record
from app.domains.titles.queries import house_step
from app.infra.unit_of_work import Work


def move_due(w: Work, step_id: str, on: date) -> None:
    """The period now ends on this day. For the house's step."""
    step = house_step(w, step_id)
    if step.due_on == on:
        return
    step.due_on = on
    w.flush()
    record(w, "title.due_moved", "title", step.route_id, f"{step.title}：办理期限改为 {on.isoformat()}", case_id=step.case_id)
