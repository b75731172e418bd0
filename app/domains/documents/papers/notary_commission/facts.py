"""Facts of the request to a notary office 公证见证委托（函） (公证法 11, 12; RP-18, CP-02, AUX-08; scope 待核)."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from app.domains.documents.facts.asset import AssetFacts
from app.domains.documents.facts.base import Instant, Text
from app.domains.documents.facts.case import CauseFacts, CourtFacts, OfficeFacts
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.parties import PartiesFacts
from app.domains.documents.facts.sign import DatedFacts


class NotaryItem(StrEnum):
    """What a notary may be asked."""

    SERVICE = "协助送达"
    WITNESS = "见证执行"
    EVIDENCE = "证据保全"
    CLUE = "财产线索核实"
    DEPOSIT = "提存"
    KEEPING = "物品保管"


class Facts(CourtFacts, CauseFacts, OfficeFacts, PartiesFacts, AssetFacts, DatedFacts):
    """Scope, place, what is delivered, who pays (never the buyer)."""

    letter_no: Text = Field(title="函号")
    notary_office: Text = Field(title="公证机构")
    notary_items: list[NotaryItem] = Field(min_length=1, title="委托事项")
    place: Text = Field(title="地点")
    act_at: Instant = Field(title="时间")
    witness_scope: Text = Field(title="见证范围")
    deliverables: list[Text] = Field(min_length=1, title="交付内容")
    deliver_within_days: int = Field(ge=1, title="交付期限")
    fee_rule: Text = Field(title="费用")
    secrecy: Text = Field(title="保密与回避")


PAPER = PaperKind(
    code="notary_commission",
    number=39,
    title="公证见证委托（函）",
    stage=Stage.ANY,
    drafter=Role.CLERK,
    signers=(Role.JUDGE,),
    due="事项办理前",
    rules=("CP-02", "RP-18", "AUX-08"),
    facts=Facts,
)
