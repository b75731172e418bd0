"""Facts of the request to hand the right to sell over 商请移送执行函 (法释〔2016〕6号 1, 2; EX-22, CL-13)."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from app.domains.documents.facts.asset import OwnerFacts, PlaceFacts
from app.domains.documents.facts.base import Text, needed
from app.domains.documents.facts.case import BasisFacts, CourtFacts, OfficeFacts
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.parties import PartiesFacts
from app.domains.documents.facts.sign import DatedFacts
from app.law.seizure import senior_lien_may_ask


class Facts(CourtFacts, BasisFacts, OfficeFacts, PartiesFacts, OwnerFacts, PlaceFacts, DatedFacts):
    """The senior claim with its judgment, the first seizure, and that no sale was announced."""

    recipient_court: Text = Field(title="首先查封法院")
    recipient_case: Text = Field(title="首先查封案件")
    letter_no: Text = Field(title="函件文号")
    senior_claim: Text = Field(title="优先债权及其依据")
    first_seized_on: date = Field(title="首先查封日")
    reply_days: int = Field(ge=1, title="答复期限")

    @model_validator(mode="after")
    def _in_time(self) -> Self:
        if not senior_lien_may_ask(self.first_seized_on, sale_notice=False, asked_on=self.signed_on):
            raise needed("首先查封满 60 日", "first_seized_on")
        return self


PAPER = PaperKind(
    code="lien_request_letter",
    number=40,
    title="商请移送执行函",
    stage=Stage.SALE,
    drafter=Role.CLERK,
    signers=(Role.JUDGE,),
    due="首先查封超过六十日未发布拍卖公告或者变卖公告的",
    rules=("EX-22", "CL-13"),
    facts=Facts,
)
