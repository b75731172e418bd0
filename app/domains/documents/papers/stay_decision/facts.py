"""Facts of a stay, suspension or withdrawal of a sale 暂缓/中止/撤回拍卖 (网拍规定 28, 36; 拍卖变卖规定 17, 19; NA-40, NA-41, NA-49, AS-14)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from app.domains.documents.facts.asset import AssetFacts
from app.domains.documents.facts.base import Instant, Text, needed
from app.domains.documents.facts.case import CauseFacts, CourtFacts
from app.domains.documents.facts.marks import Mark
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.parties import PartiesFacts
from app.domains.documents.facts.sign import RulingFacts
from app.domains.documents.facts.terms import RoundFacts, SiteFacts, TimeFacts


class ActKind(StrEnum):
    """What is done; 暂缓 is a decision, the others are rulings."""

    STAY = "暂缓"
    SUSPEND = "中止"
    WITHDRAW = "撤回"


class Facts(CourtFacts, CauseFacts, PartiesFacts, AssetFacts, RoundFacts, SiteFacts, TimeFacts, RulingFacts):
    """The site is told at once; bidders' deposits go back on a withdrawal."""

    act_kind: ActKind = Field(title="处理方式")
    ground: Text = Field(title="理由")
    ground_fact: Text = Field(title="事实")
    objector: Annotated[str, Mark.NAME] = Field("", title="异议人")
    site_notice_at: Instant = Field(title="通知平台时刻")
    public_reason: Text = Field(title="公示理由")
    resume_condition: str = Field("", title="恢复条件")
    deposit_release: bool = Field(title="是否退还保证金")
    cost_note: str = Field("", title="费用承担")

    @model_validator(mode="after")
    def _condition_to_resume(self) -> Self:
        if self.act_kind is not ActKind.WITHDRAW and not self.resume_condition:
            raise needed("恢复条件", "resume_condition")
        if self.act_kind is ActKind.WITHDRAW and not self.deposit_release:
            raise ValueError("撤回拍卖的，应当退还保证金", "deposit_release")
        return self

    @property
    def form_cn(self) -> str:
        """决定 for a stay, 裁定 for the others."""
        return "决定" if self.act_kind is ActKind.STAY else "裁定"


PAPER = PaperKind(
    code="stay_decision",
    number=16,
    title="暂缓/中止/撤回拍卖",
    stage=Stage.SALE,
    drafter=Role.ASSISTANT,
    signers=(Role.JUDGE, Role.CLERK),
    due="事由出现后立即",
    rules=("NA-40", "NA-41", "NA-49", "AS-14", "AS-16"),
    facts=Facts,
    public=True,
)
