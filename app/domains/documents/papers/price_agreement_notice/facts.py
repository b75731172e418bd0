"""Facts of the invitation to agree on a price 议价通知书 (参考价规定 1, 2, 4; RP-01, RP-04)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field

from app.domains.documents.facts.asset import AssetFacts
from app.domains.documents.facts.base import Text
from app.domains.documents.facts.case import CauseFacts, CourtFacts, OfficeFacts
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.parties import PartiesFacts
from app.domains.documents.facts.sign import DatedFacts


class SubmitWay(StrEnum):
    """How a figure is handed in, sealed until both are in."""

    SEALED_ONLINE = "线上密封提交"
    IN_PERSON = "当面密封提交"


class Facts(CourtFacts, CauseFacts, OfficeFacts, PartiesFacts, AssetFacts, DatedFacts):
    """The same paper goes to both sides."""

    recipient_name: Text = Field(title="受送达人")
    state_summary: Text = Field(title="已查明现状")
    submit_by_on: date = Field(title="提交期限")
    submit_way: SubmitWay = Field(title="提交方式")


PAPER = PaperKind(
    code="price_agreement_notice",
    number=5,
    title="议价通知书",
    stage=Stage.SALE,
    drafter=Role.CLERK,
    signers=(Role.JUDGE,),
    due="查封之日起三十日内启动确定参考价程序",
    rules=("RP-01", "RP-04", "RP-29", "RP-31"),
    facts=Facts,
)
