"""Facts of the closing notice 结案通知书 (法发〔2014〕26号, 待核; EX-30)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from app.domains.documents.facts.base import Fen, Text, needed
from app.domains.documents.facts.case import BasisFacts, CourtFacts
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.parties import PartiesFacts
from app.domains.documents.facts.sign import DatedFacts


class ClosingWay(StrEnum):
    """How the case ended."""

    FULFILLED = "执行完毕"
    SETTLED = "和解履行完毕"
    STRUCK = "销案"


class Facts(CourtFacts, BasisFacts, PartiesFacts, DatedFacts):
    """The case is fulfilled; money is where it belongs; measures are released."""

    filed_on: date = Field(title="立案日期")
    closing_way: ClosingWay = Field(title="结案方式")
    total_received: Fen = Field(title="执行到位总额")
    paid_to_applicant: Fen = Field(title="已付申请执行人")
    fees: Fen = Field(title="执行费及费用")
    debtor_refund: Fen = Field(title="退还被执行人")
    paid_to_others: Fen | None = Field(None, title="支付其他权利人")
    measures_released: list[Text] = Field(title="已解除的措施")
    listed: bool = Field(False, title="是否曾列入失信或者限制消费")
    list_removed_on: date | None = Field(None, title="屏蔽失信、解除限制消费日期")
    fulfilled_on: date = Field(title="履行完毕日")

    @model_validator(mode="after")
    def _closes(self) -> Self:
        if self.listed and self.list_removed_on is None:
            raise needed("屏蔽失信、解除限制消费日期", "list_removed_on")
        parts = self.paid_to_applicant + self.fees + self.debtor_refund
        if (parts + self.paid_to_others if self.paid_to_others else parts) != self.total_received:
            raise ValueError("执行到位总额与各项支出之和不符", "total_received")
        return self

    @property
    def measures_text(self) -> str:
        """All, or 无."""
        return "、".join(self.measures_released) or "无"


PAPER = PaperKind(
    code="closing_notice",
    number=37,
    title="结案通知书",
    stage=Stage.CLOSING,
    drafter=Role.CLERK,
    signers=(Role.JUDGE,),
    due="执行完毕时",
    rules=("EX-28", "EX-30"),
    facts=Facts,
    public=True,
)
