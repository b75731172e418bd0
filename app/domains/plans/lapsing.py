"""What becomes of the plans of a thing that is not sold any more: drafts end, submitted ones are taken back first, a frozen one stands in the way."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.domains.audit.service import record
from app.domains.plans.events import PlanChanged
from app.domains.plans.rules import EDITABLE, LIFE, UNDER_WAY, PlanAct
from app.domains.plans.tables import Plan
from app.domains.plans.types import PlanStatus
from app.infra.unit_of_work import Reading, Work, for_house
from app.kernel.errors import NotNow


def under_way_of(r: Reading, asset_id: str) -> Sequence[Plan]:
    """Plans of an asset that may still lead to a listing, for the house's own steps."""
    of = select(Plan).where(Plan.asset_id == asset_id, Plan.status.in_([each.value for each in UNDER_WAY]))
    return r.session.scalars(for_house(of.order_by(Plan.saved_at, Plan.id))).all()


def drop_drafts(w: Work, asset_id: str, reason: str) -> list[Plan]:
    """End every plan of an asset that is not signed yet, votes on it with it. NotNow where one is signed: its lot is withdrawn first."""
    dropped = list(under_way_of(w, asset_id))
    if any(PlanStatus(each.status) is PlanStatus.FROZEN for each in dropped):
        raise NotNow("这件标的物有已锁定的方案待上拍，先撤回拍卖再决定处置", code="plan_frozen")
    for plan in dropped:
        _drop(w, plan, reason)
    return dropped


def _drop(w: Work, plan: Plan, reason: str) -> None:
    status, digest = PlanStatus(plan.status), plan.digest or ""
    if status not in EDITABLE:
        status = LIFE.advance(status, PlanAct.TAKE_BACK)
        w.emit(PlanChanged(plan.id, plan.case_id, plan.court_id, plan.asset_id, digest, reason))
    plan.status, plan.digest, plan.decided, plan.panel_record_no = LIFE.advance(status, PlanAct.DISCARD).value, None, [], ""
    w.flush()
    record(w, "plan.discarded", "plan", plan.id, f"作废方案：{plan.title}（{reason[:80]}）", case_id=plan.case_id, digest=digest or None)
