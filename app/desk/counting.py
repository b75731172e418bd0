"""The figures of the menu, the header and the workbench's strip: one select of scalar subqueries, each limited to what the actor may see."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import ScalarSelect, Select, String, cast, func, select

from app.domains.approvals.queries import count_waiting
from app.domains.assets.tables import Asset
from app.domains.cases.queries import in_scope
from app.domains.cases.tables import Case
from app.domains.courts.tables import CalendarYear
from app.domains.deadlines.tables import Deadline
from app.domains.handovers.rules import HandoverStatus
from app.domains.handovers.tables import Handover
from app.domains.messages.tables import Message
from app.domains.plans.rules import EDITABLE
from app.domains.plans.tables import Plan
from app.domains.rounds.queries import LIVE_NOW
from app.domains.rounds.tables import Round
from app.domains.settlements.rules import SettlementStatus
from app.domains.settlements.tables import Settlement
from app.domains.tasks.queries import late, visible
from app.domains.tasks.rules import WITH_AGENCY
from app.domains.tasks.tables import Task
from app.domains.tasks.types import TaskState
from app.domains.valuations.tables import Valuation
from app.infra.unit_of_work import Reading, within
from app.kernel.actor import COURT_ROLES, Actor, Role

DECIDERS = frozenset({Role.JUDGE, Role.PANEL, Role.DIRECTOR, Role.PRESIDENT})
Counts = dict[str, int]
_SEPARATOR = ","
Counted = dict[str, Select[Any]]


def counts_of(r: Reading, decisions: int | None = None) -> tuple[Counts, frozenset[int]]:
    """Every figure that the actor's role shows, by name, and the years whose calendar is provisional.

    One query, and one more for those who decide, unless the caller knows how many.
    """
    asked = {"inbox": select(func.count(Message.id)).where(Message.person_id == r.actor.id, Message.read_at.is_(None))}
    if r.actor.role in COURT_ROLES:
        asked |= _of_court(r)
    if r.actor.is_outside:
        asked |= _of_agency(r)
    columns: list[ScalarSelect[Any]] = [each.scalar_subquery() for each in asked.values()]
    years = select(func.aggregate_strings(cast(CalendarYear.year, String), _SEPARATOR)).where(CalendarYear.provisional)
    *figures, provisional = r.session.execute(within(select(*columns, years.scalar_subquery()), "cases")).one()
    counts = {name: int(value or 0) for name, value in zip(asked, figures, strict=True)}
    if r.actor.role in DECIDERS:
        counts["decisions"] = count_waiting(r) if decisions is None else decisions
    return counts, frozenset(int(year) for year in (provisional or "").split(_SEPARATOR) if year)


def _of_court(r: Reading) -> Counted:
    actor = r.actor
    task = Task.status
    running = Deadline.state == "running"
    return {
        "cases": _count(Case, actor, Case.stage != "closed"),
        "assets": _count(Asset, actor, Asset.status.not_in(("handed_over", "released"))),
        "tasks": _count(Task, actor, task == TaskState.HANDED_BACK.value),
        "late_tasks": _count(Task, actor, late(r.now)),
        "valuations": _count(Valuation, actor, Valuation.status == "running"),
        "plans": _count(Plan, actor, Plan.status.in_([state.value for state in EDITABLE])),
        "hall": _count(Round, actor, Round.status.in_(LIVE_NOW)),
        "differences": in_scope(select(func.sum(Round.open_differences)), Round, actor),
        "settlements": _count(Settlement, actor, Settlement.status.in_(("balance_due", "part_paid"))),
        "rulings": _count(Settlement, actor, Settlement.status.in_((SettlementStatus.PAID.value, SettlementStatus.RULING_DUE.value))),
        "handovers": _count(Handover, actor, Handover.status != HandoverStatus.HANDED_OVER.value),
        "deadlines": _count(Deadline, actor, running, Deadline.due_on <= r.today + timedelta(days=3)),
        "overdue": _count(Deadline, actor, running, Deadline.due_at < r.now),
        "due_today": _count(Deadline, actor, running, Deadline.due_on == r.today, Deadline.due_at >= r.now),
        "returned_plans": _count(Plan, actor, Plan.status == "returned"),
    }


def _of_agency(r: Reading) -> Counted:
    mine = [state.value for state in WITH_AGENCY]
    states = {"offered": TaskState.OFFERED, "doing": TaskState.DOING, "returned": TaskState.RETURNED, "handed_back": TaskState.HANDED_BACK}
    found = {name: _tasks(r, Task.status == state.value) for name, state in states.items()}
    late_tasks = _tasks(r, late(r.now))
    today = _tasks(r, Task.status.in_(mine), Task.due_at >= r.now, Task.due_at < r.now + timedelta(hours=24))
    return found | {"tasks": _tasks(r, Task.status.in_(mine)), "late_tasks": late_tasks, "due_today": today}


def _count(row: Any, actor: Actor, *conditions: Any) -> Select[Any]:
    return in_scope(select(func.count(row.id)).where(*conditions), row, actor)


def _tasks(r: Reading, *conditions: Any) -> Select[Any]:
    return visible(select(func.count(Task.id)).where(*conditions), r.actor)
