"""The kept saves of a plan: what stood on an editor's screen, by version."""

from __future__ import annotations

from sqlalchemy import select

from app.domains.plans.tables import Plan, PlanSave
from app.domains.plans.types import Terms
from app.infra.unit_of_work import Reading, Work, for_house

KEPT = 80
"""Saves that are kept: somebody who had the page open longer ago than so many saves is asked field by field."""


def keep_save(w: Work, plan: Plan) -> None:
    """Keep the terms as this version left them, and let the oldest go."""
    by_id = None if w.actor.is_system else w.actor.id
    w.session.add(PlanSave(court_id=plan.court_id, case_id=plan.case_id, plan_id=plan.id, number=plan.version, terms=plan.terms, by_id=by_id, at=w.now))
    for spent in w.session.scalars(for_house(select(PlanSave).where(PlanSave.plan_id == plan.id, PlanSave.number <= plan.version - KEPT))):
        w.session.delete(spent)
    w.flush()


def terms_at(r: Reading, plan: Plan, version: int) -> Terms | None:
    """What the plan said when it had this version; None when that is no longer kept."""
    if version == plan.version:
        return Terms.from_json(plan.terms)
    saved = for_house(select(PlanSave.terms).where(PlanSave.plan_id == plan.id, PlanSave.number <= version).order_by(PlanSave.number.desc()).limit(1))
    kept = r.session.scalar(saved)
    return Terms.from_json(kept) if kept is not None else None
