"""Facts of the letter that hands the right to sell over 移送执行函 (法释〔2016〕6号 2, 3; EX-22, CL-13)."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from app.domains.documents.facts.asset import OwnerFacts, PlaceFacts
from app.domains.documents.facts.base import Fen, Text
from app.domains.documents.facts.case import BasisFacts, CourtFacts, OfficeFacts
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.parties import PartiesFacts
from app.domains.documents.facts.sign import DatedFacts


class Facts(CourtFacts, BasisFacts, OfficeFacts, PartiesFacts, OwnerFacts, PlaceFacts, DatedFacts):
    """What is handed over, and the claim for which it was first seized."""

    recipient_court: Text = Field(title="优先债权执行法院")
    recipient_case: Text = Field(title="优先债权案件")
    request_no: Text = Field(title="商请函文号")
    requested_on: date = Field(title="商请函日期")
    letter_no: Text = Field(title="函件文号")
    seizure_text: Text = Field(title="首先查封情况")
    claim_amount: Fen = Field(title="首先查封债权数额")


PAPER = PaperKind(
    code="lien_transfer_letter",
    number=41,
    title="移送执行函",
    stage=Stage.SALE,
    drafter=Role.CLERK,
    signers=(Role.JUDGE,),
    due="收到商请移送执行函之日起 15 日内",
    rules=("EX-22", "CL-13"),
    facts=Facts,
)
