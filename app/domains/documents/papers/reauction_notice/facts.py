"""Facts of the notice of a re-auction 重新拍卖通知 (网拍规定 16, 24; NA-15, NA-33)."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from app.domains.documents.facts.asset import AssetFacts
from app.domains.documents.facts.base import Fen, Text, needed
from app.domains.documents.facts.case import CauseFacts, CourtFacts, OfficeFacts
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.parties import PartiesFacts
from app.domains.documents.facts.sign import DatedFacts
from app.domains.documents.facts.terms import SitePageFacts, TimeFacts


class Facts(CourtFacts, CauseFacts, OfficeFacts, PartiesFacts, AssetFacts, SitePageFacts, TimeFacts, DatedFacts):
    """The earlier notice does not carry over: everybody is told again."""

    recipient_name: Text = Field(title="受送达人")
    barred_buyer: Text = Field(title="原买受人")
    first_sold_price: Fen = Field(title="原成交价")
    default_ruling_no: Text = Field(title="悔拍裁定文号")
    new_start_price: Fen = Field(title="重新拍卖起拍价")
    deposit: Fen = Field(title="保证金")
    notice_publish_on: date = Field(title="公告发布日")
    right_nature: str = Field("", title="优先购买权性质")
    reply_by_on: date | None = Field(None, title="资格申请截止日")

    @model_validator(mode="after")
    def _day_to_claim(self) -> Self:
        if self.right_nature and self.reply_by_on is None:
            raise needed("资格申请截止日", "reply_by_on")
        return self


PAPER = PaperKind(
    code="reauction_notice",
    number=20,
    title="重新拍卖通知",
    stage=Stage.SETTLEMENT,
    drafter=Role.CLERK,
    signers=(Role.JUDGE,),
    due="重新拍卖公告发布三日前",
    rules=("NA-15", "NA-33"),
    facts=Facts,
)
