"""A thread with all that belongs to it, read once for its page."""

from __future__ import annotations

from app.domains.vacating import planning
from app.domains.vacating.queries import agreements_of, days_of, find_plan, get_vacating, hindrances_of, reentries_of, referrals_of, rows_of
from app.domains.vacating.showing import Whole
from app.domains.vacating.tables import Measure, Occupant, Visit
from app.infra.unit_of_work import Reading


def whole_of(r: Reading, vacating_id: str, *, with_gates: bool = True) -> Whole:
    """The thread in the actor's scope with everything; a fixed number of queries."""
    thread = get_vacating(r, vacating_id)
    plan = find_plan(r, thread.id)
    return Whole(
        thread,
        rows_of(r, Occupant, thread.id),
        rows_of(r, Visit, thread.id),
        agreements_of(r, thread.id),
        hindrances_of(r, thread.id),
        rows_of(r, Measure, thread.id),
        referrals_of(r, thread.id),
        plan,
        days_of(r, thread.id),
        reentries_of(r, thread.id),
        planning.gates(r, thread, plan) if with_gates else (),
    )
