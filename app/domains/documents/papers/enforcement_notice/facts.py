"""Facts of the enforcement notice 执行通知书 (民诉法 251, 264; 解释 480; EX-02, EX-03, EX-32)."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from app.domains.documents.facts.base import Count, Fen, Part, Text
from app.domains.documents.facts.case import BasisFacts, CourtFacts, OfficeFacts, SupervisionFacts
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.parties import PartiesFacts
from app.domains.documents.facts.sign import DatedFacts
from app.domains.documents.facts.terms import AccountFacts
from app.domains.documents.filters import yuan


class Duty(Part):
    """One thing to be performed."""

    content: Text = Field(title="内容")
    amount: Fen | None = Field(None, title="金额")

    @property
    def text(self) -> str:
        """'偿还借款本金2,866,300.00元'."""
        return self.content + (f"{yuan(self.amount)}元" if self.amount else "")


class Facts(CourtFacts, BasisFacts, PartiesFacts, AccountFacts, OfficeFacts, SupervisionFacts, DatedFacts):
    """What to perform until when, and what follows refusal."""

    basis_effective_on: date = Field(title="生效日期")
    filed_on: date = Field(title="立案日期")
    perform_by_days: Count = Field(ge=1, title="履行期限")
    perform_items: list[Duty] = Field(min_length=1, title="应履行事项")
    interest_rule: Text = Field(title="迟延履行利息起算")
    enforcement_fee: Fen = Field(title="执行费")
    consequences: list[Text] = Field(min_length=1, title="不履行后果")
    integrity_notice: str = Field("", title="廉政监督")


PAPER = PaperKind(
    code="enforcement_notice",
    number=1,
    title="执行通知书",
    stage=Stage.SEARCH,
    drafter=Role.CLERK,
    signers=(Role.JUDGE,),
    due="收到申请后十日内（内部目标五日）",
    rules=("EX-02", "EX-03", "EX-32"),
    facts=Facts,
)
