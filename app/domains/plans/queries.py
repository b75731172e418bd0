"""Reads of plans, in the scope of their case."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from app.domains.cases.queries import in_scope
from app.domains.plans.rules import EDITABLE
from app.domains.plans.tables import Plan, PlanReason, PlanVersion
from app.infra.unit_of_work import Reading, for_house
from app.kernel.errors import NotFound


def get_plan(r: Reading, plan_id: str, *, lock: bool = False) -> Plan:
    """A plan in the actor's scope, held until the act ends where it is asked; NotFound otherwise."""
    asked = in_scope(select(Plan), Plan, r.actor).where(Plan.id == plan_id)
    plan = r.session.scalar(asked.with_for_update().execution_options(populate_existing=True) if lock else asked)
    if plan is None:
        raise NotFound
    return plan


def house_plan(r: Reading, plan_id: str) -> Plan:
    """A plan for the house's own steps."""
    plan = r.session.scalar(for_house(select(Plan)).where(Plan.id == plan_id))
    if plan is None:
        raise NotFound
    return plan


def list_plans(r: Reading, *, status: str = "", search: str = "", limit: int = 100) -> Sequence[Plan]:
    """Plans in scope, latest saved first."""
    wanted = select(Plan).order_by(Plan.saved_at.desc()).limit(limit)
    if status:
        wanted = wanted.where(Plan.status == status)
    if search:
        wanted = wanted.where(Plan.title.contains(search, autoescape=True))
    return r.session.scalars(in_scope(wanted, Plan, r.actor)).all()


def list_plans_of_asset(r: Reading, asset_id: str) -> Sequence[Plan]:
    """All rounds' plans of an asset."""
    return r.session.scalars(in_scope(select(Plan).where(Plan.asset_id == asset_id).order_by(Plan.round_no, Plan.attempt), Plan, r.actor)).all()


def list_versions(r: Reading, plan_id: str) -> Sequence[PlanVersion]:
    """What was put before the panel, oldest first."""
    return r.session.scalars(in_scope(select(PlanVersion).where(PlanVersion.plan_id == plan_id).order_by(PlanVersion.number), PlanVersion, r.actor)).all()


def list_reasons(r: Reading, plan_id: str) -> Sequence[PlanReason]:
    """Written reasons for warnings; for whoever holds the plan."""
    return r.session.scalars(for_house(select(PlanReason)).where(PlanReason.plan_id == plan_id).order_by(PlanReason.at)).all()


def count_open(r: Reading) -> int:
    """Plans in scope that are being drafted or were returned."""
    counted = select(func.count(Plan.id)).where(Plan.status.in_([status.value for status in EDITABLE]))
    return r.session.scalar(in_scope(counted, Plan, r.actor)) or 0
