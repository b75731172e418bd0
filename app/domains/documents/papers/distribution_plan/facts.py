"""Facts of the distribution plan 案款分配方案 (解释 506–510; EX-23, EX-28)."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from app.domains.documents.facts.base import Fen, Part, Text
from app.domains.documents.facts.case import CauseFacts, CourtFacts
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.parties import PartiesFacts
from app.domains.documents.facts.sign import RulingFacts
from app.kernel.money import Money, total


class Source(Part):
    """Money that came in."""

    source: Text = Field(title="来源")
    amount: Fen = Field(title="金额")


class Cost(Part):
    """A cost that is paid first."""

    item: Text = Field(title="项目")
    amount: Fen = Field(title="金额")
    basis: Text = Field(title="依据")


class Claim(Part):
    """A creditor, the rank, what is acknowledged and what is paid."""

    creditor: Text = Field(title="债权人")
    basis: Text = Field(title="依据")
    nature: Text = Field(title="优先性质")
    rank: int = Field(ge=1, title="顺位")
    claimed: Fen = Field(title="申报额")
    acknowledged: Fen = Field(title="认定额")
    paid: Fen = Field(title="分配额")


class Reserve(Part):
    """Money kept back."""

    reason: Text = Field(title="事由")
    amount: Fen = Field(title="金额")


class Facts(CourtFacts, CauseFacts, PartiesFacts, RulingFacts):
    """The figures close to the fen; a lower rank gets nothing while a higher one is short."""

    sources: list[Source] = Field(min_length=1, title="收款")
    costs: list[Cost] = Field(title="费用")
    claims: list[Claim] = Field(min_length=1, title="债权")
    reserved: list[Reserve] = Field(title="预留")
    balance: Fen = Field(title="余额")
    basis_text: Text = Field(title="分配依据")
    objection_days: Literal[15] = Field(title="异议期")

    @model_validator(mode="after")
    def _closes(self) -> Self:
        out = self.costs_total + total([each.paid for each in self.claims]) + total([each.amount for each in self.reserved]) + self.balance
        if out != self.sources_total:
            raise ValueError(f"收款与各项支出相差{(self.sources_total - out).grouped}元", "balance")
        if any(each.paid > each.acknowledged for each in self.claims):
            raise ValueError("分配额不得超过认定额", "claims")
        short = min((each.rank for each in self.claims if each.paid < each.acknowledged), default=None)
        if short is not None and any(each.rank > short and each.paid for each in self.claims):
            raise ValueError("在先顺位未足额受偿的，在后顺位不得分配", "claims")
        return self

    @property
    def sources_total(self) -> Money:
        """All that came in."""
        return total([each.amount for each in self.sources])

    @property
    def costs_total(self) -> Money:
        """All costs."""
        return total([each.amount for each in self.costs])


PAPER = PaperKind(
    code="distribution_plan",
    number=36,
    title="案款分配方案",
    stage=Stage.SETTLEMENT,
    drafter=Role.ASSISTANT,
    signers=(Role.PANEL,),
    due="案款到账后",
    rules=("EX-23", "EX-28", "NA-33"),
    facts=Facts,
)
