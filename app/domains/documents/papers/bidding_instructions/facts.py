"""Facts of the bidding instructions 竞买须知 (网拍规定 13, 14, 17–25; NA-12)."""

from __future__ import annotations

from pydantic import Field

from app.domains.documents.facts.asset import AssetFacts
from app.domains.documents.facts.base import Instant, Text
from app.domains.documents.facts.case import CourtFacts, SupervisionFacts
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.sign import DatedFacts
from app.domains.documents.facts.state import VacatingFacts
from app.domains.documents.facts.terms import BalanceDueFacts, IncrementFacts, LoanFacts, StartFacts


class Facts(CourtFacts, AssetFacts, StartFacts, IncrementFacts, BalanceDueFacts, LoanFacts, VacatingFacts, SupervisionFacts, DatedFacts):
    """Everyday words for taking part, paying, default and delivery; `house` adds CL-04."""

    house: bool = Field(title="是否住房")
    special_qualification: str = Field("", title="特殊资格")
    agent_confirm_by: Instant = Field(title="委托确认截止时间")
    priority_apply_by: Instant = Field(title="优先购买权申请截止时间")
    joint_bidding_text: str = Field("", title="共同竞买")
    transfer_docs: Text = Field(title="过户所需材料")
    risk_text: Text = Field(title="特别风险")


PAPER = PaperKind(
    code="bidding_instructions",
    number=13,
    title="竞买须知",
    stage=Stage.SALE,
    drafter=Role.ASSISTANT,
    signers=(Role.JUDGE,),
    due="与拍卖公告同日",
    rules=("NA-12", "CL-02", "CL-04"),
    facts=Facts,
    sealed=False,
    public=True,
)
