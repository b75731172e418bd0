"""Facts of the notice of auction 拍卖通知书 to a party or priority holder (网拍规定 16, 19; NA-15…17)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from app.domains.documents.facts.asset import AssetFacts
from app.domains.documents.facts.base import Text, needed
from app.domains.documents.facts.case import CauseFacts, CourtFacts, OfficeFacts
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.parties import PartiesFacts
from app.domains.documents.facts.sign import DatedFacts
from app.domains.documents.facts.terms import RoundFacts, SitePageFacts, StartFacts, TimeFacts


class RecipientRole(StrEnum):
    """As what somebody is told."""

    APPLICANT = "申请执行人"
    DEBTOR = "被执行人"
    CO_OWNER = "共有人"
    TENANT = "承租人"
    SHAREHOLDER = "股东"
    SECURED = "担保物权人"
    PRIORITY = "其他优先购买权人"


class Facts(CourtFacts, CauseFacts, OfficeFacts, PartiesFacts, AssetFacts, RoundFacts, SitePageFacts, TimeFacts, StartFacts, DatedFacts):
    """One notice to one recipient; a right to buy first needs the day to claim it."""

    recipient_name: Text = Field(title="受送达人")
    recipient_role: RecipientRole = Field(title="受送达人地位")
    right_nature: str = Field("", title="优先购买权性质")
    notice_publish_on: date = Field(title="公告发布日")
    reply_by_on: date | None = Field(None, title="资格申请截止日")
    deemed_notice: str = Field("", title="公示通知理由")

    @model_validator(mode="after")
    def _day_to_claim(self) -> Self:
        if self.right_nature and self.reply_by_on is None:
            raise needed("资格申请截止日", "reply_by_on")
        return self


PAPER = PaperKind(
    code="party_auction_notice",
    number=15,
    title="拍卖通知书",
    stage=Stage.SALE,
    drafter=Role.CLERK,
    signers=(Role.JUDGE,),
    due="拍卖公告发布三日前送达",
    rules=("NA-15", "NA-16", "NA-17", "AS-10", "SP-03"),
    facts=Facts,
)
