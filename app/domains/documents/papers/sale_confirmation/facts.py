"""Facts of the court's check of the sale confirmation 成交确认核对表 (网拍规定 18, 22(1); NA-28)."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from app.domains.documents.facts.asset import AssetFacts
from app.domains.documents.facts.base import Count, Fen, Instant, Part, Text, needed
from app.domains.documents.facts.case import CourtFacts
from app.domains.documents.facts.marks import Mark
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.sign import DatedFacts
from app.domains.documents.facts.terms import BalanceDueFacts, RoundFacts, SiteFacts


class Compared(Part):
    """One value as announced and as the site shows it."""

    name: Text = Field(title="项目")
    announced: Text = Field(title="公告值")
    shown: Text = Field(title="平台值")
    explanation: str = Field("", title="差异说明")

    @property
    def same(self) -> bool:
        """Whether both agree to the letter."""
        return self.announced == self.shown


class Facts(CourtFacts, AssetFacts, SiteFacts, RoundFacts, BalanceDueFacts, DatedFacts):
    """What the site confirmed, and each value compared with the frozen plan; a difference must be explained."""

    site_confirm_no: Text = Field(title="网络确认书编号")
    sold_at: Instant = Field(title="成交时刻")
    buyer_name: Text = Field(title="买受人")
    buyer_id_no: Annotated[str, Mark.CUT] = Field("", title="买受人证件号码")
    buyer_code: Text = Field(title="竞买代码")
    sold_price: Fen = Field(title="成交价")
    deposit_paid: Fen = Field(title="已交保证金")
    bids: Count = Field(ge=1, title="出价次数")
    extensions: Count = Field(title="延时次数")
    priority_used: bool = Field(title="是否行使优先购买权")
    compared: list[Compared] = Field(min_length=1, title="核对项目")
    judge: Text = Field(title="承办法官")
    clerk: Text = Field(title="书记员")

    @model_validator(mode="after")
    def _explained(self) -> Self:
        for each in self.compared:
            if not each.same and not each.explanation:
                raise needed(f"「{each.name}」的差异说明", "compared")
        return self

    @property
    def balance_due(self) -> Fen:
        """Price less deposit."""
        return self.sold_price - self.deposit_paid


PAPER = PaperKind(
    code="sale_confirmation",
    number=17,
    title="成交确认（确认书及核对表）",
    stage=Stage.SALE,
    drafter=Role.CLERK,
    signers=(Role.JUDGE, Role.CLERK),
    due="竞价结束后",
    rules=("NA-28", "PI-10", "NA-21"),
    facts=Facts,
    sealed=False,
    public=True,
)
