"""Facts of the order to a registry 协助执行通知书（过户） (民诉法 262; 解释 500; AUX-14, CP-12)."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from app.domains.documents.facts.base import Part, Text
from app.domains.documents.facts.case import CauseFacts, CourtFacts, OfficeFacts
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.parties import PartiesFacts
from app.domains.documents.facts.sign import DatedFacts


class AssistItem(Part):
    """One act that the registry is to do."""

    text: Text = Field(title="协助事项")


class Facts(CourtFacts, CauseFacts, OfficeFacts, PartiesFacts, DatedFacts):
    """Each act on its own line: lift the seizure, cancel the mortgage, transfer."""

    assist_unit: Text = Field(title="协助单位")
    assist_items: list[AssistItem] = Field(min_length=1, title="协助事项")
    ruling_no: Text = Field(title="执行裁定书文号")
    ruling_served_on: date = Field(title="裁定送达日")
    finish_by_days: int = Field(ge=1, title="办理期限")
    special_note: str = Field("", title="特别说明")


PAPER = PaperKind(
    code="transfer_assistance_notice",
    number=24,
    title="协助执行通知书（过户）",
    stage=Stage.SETTLEMENT,
    drafter=Role.CLERK,
    signers=(Role.JUDGE,),
    due="与成交裁定同时或者之后",
    rules=("AUX-14", "CP-12", "NA-04"),
    facts=Facts,
)
