"""Facts of the notice to move out 限期迁出通知 (拍卖变卖规定 27; VC-04, VC-11)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from app.domains.documents.facts.asset import PlaceFacts
from app.domains.documents.facts.base import Text
from app.domains.documents.facts.case import CauseFacts, CourtFacts, OfficeFacts
from app.domains.documents.facts.marks import Mark
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.parties import PartiesFacts
from app.domains.documents.facts.sign import DatedFacts


class Facts(CourtFacts, CauseFacts, OfficeFacts, PartiesFacts, PlaceFacts, DatedFacts):
    """The first, soft step; it threatens nothing that needs the president."""

    occupier: Annotated[Text, Mark.NAME] = Field(title="占有人")
    relation: Text = Field(title="与被执行人关系")
    leave_by_on: date = Field(title="迁出期限")
    key_handover_way: Text = Field(title="钥匙交付方式")
    evidence_by_on: date = Field(title="举证期限")
    aid_question: Text = Field(title="困难申报")
    tenant_opinion: str = Field("", title="对租赁主张的审查")


PAPER = PaperKind(
    code="move_out_notice",
    number=27,
    title="限期迁出通知",
    stage=Stage.VACATING,
    drafter=Role.CLERK,
    signers=(Role.JUDGE,),
    due="腾空公告之前，作为催促",
    rules=("VC-04", "VC-11", "AS-24"),
    facts=Facts,
)
