"""Status table of a plan. A later change sends it back to drafting; a frozen plan only ends."""

from __future__ import annotations

from enum import StrEnum

from app.domains.plans.types import PlanStatus
from app.kernel.transitions import Transitions


class PlanAct(StrEnum):
    """What can happen to a plan."""

    SUBMIT = "submit"
    TAKE_BACK = "take_back"
    AGREE = "agree"
    RETURN = "return"
    RECONSIDER = "reconsider"
    SIGN = "sign"
    PUBLISH = "publish"
    DISCARD = "discard"


TITLES = {
    PlanStatus.DRAFT: "草拟中",
    PlanStatus.PANEL: "合议中",
    PlanStatus.SIGNING: "待签发",
    PlanStatus.FROZEN: "已锁定",
    PlanStatus.PUBLISHED: "已提交平台",
    PlanStatus.RETURNED: "已退回",
    PlanStatus.VOID: "因变更失效",
    PlanStatus.DISCARDED: "已作废",
}

EDITABLE = frozenset({PlanStatus.DRAFT, PlanStatus.RETURNED})
UNDER_WAY = EDITABLE | {PlanStatus.PANEL, PlanStatus.SIGNING, PlanStatus.FROZEN}

LIFE = Transitions(
    {
        (PlanStatus.DRAFT, PlanAct.SUBMIT): PlanStatus.PANEL,
        (PlanStatus.RETURNED, PlanAct.SUBMIT): PlanStatus.PANEL,
        (PlanStatus.PANEL, PlanAct.TAKE_BACK): PlanStatus.DRAFT,
        (PlanStatus.SIGNING, PlanAct.TAKE_BACK): PlanStatus.DRAFT,
        (PlanStatus.PANEL, PlanAct.AGREE): PlanStatus.SIGNING,
        (PlanStatus.PANEL, PlanAct.RETURN): PlanStatus.RETURNED,
        (PlanStatus.SIGNING, PlanAct.RETURN): PlanStatus.RETURNED,
        (PlanStatus.SIGNING, PlanAct.RECONSIDER): PlanStatus.PANEL,
        (PlanStatus.SIGNING, PlanAct.SIGN): PlanStatus.FROZEN,
        (PlanStatus.FROZEN, PlanAct.PUBLISH): PlanStatus.PUBLISHED,
        (PlanStatus.DRAFT, PlanAct.DISCARD): PlanStatus.DISCARDED,
        (PlanStatus.RETURNED, PlanAct.DISCARD): PlanStatus.DISCARDED,
    },
    TITLES,
)
