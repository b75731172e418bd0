"""The step line of a plan: drafting, panel, signing, frozen, published, with who has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domains.cases.tables import Case
from app.domains.plans.tables import Plan
from app.domains.plans.types import PlanStatus, Terms
from app.web import formats

_PLACE = {PlanStatus.DRAFT: 0, PlanStatus.RETURNED: 0, PlanStatus.PANEL: 1, PlanStatus.SIGNING: 2, PlanStatus.FROZEN: 4, PlanStatus.PUBLISHED: 5}


@dataclass(frozen=True)
class Step:
    """One step as the macro stepline draws it."""

    label: str
    note: str
    state: str
    href: str = ""


def steps_of(plan: Plan, terms: Terms, people: Mapping[str, str], case: Case) -> tuple[Step, ...]:
    """Five steps; a plan that ended has none ahead."""
    here = _PLACE.get(PlanStatus(plan.status), -1)
    latest = f"最迟 {formats.day_brief(terms.announce_on)}" if terms.announce_on else ""
    rows = (
        ("草拟", people.get(plan.drafted_by, "")),
        ("合议庭", plan.panel_record_no or "表决 5 项"),
        ("签发", people.get(case.judge_id, "")),
        ("锁定", formats.moment(plan.frozen_at) if plan.frozen_at else "定稿不可改"),
        ("发布与公告", latest),
    )
    return tuple(Step(label, note, _state(place, here)) for place, (label, note) in enumerate(rows))


def _state(place: int, here: int) -> str:
    if here < 0:
        return "skipped"
    return "done" if place < here else "now" if place == here else "later"
