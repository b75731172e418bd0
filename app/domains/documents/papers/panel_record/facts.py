"""Facts of the panel record 合议笔录 (网拍规定 27; 民诉法 40, 45; NA-39)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from app.domains.documents.facts.asset import AssetFacts
from app.domains.documents.facts.base import Instant, Part, Text, needed
from app.domains.documents.facts.case import CauseFacts, CourtFacts
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.sign import DatedFacts
from app.domains.documents.facts.terms import ReferenceFacts, RoundFacts


class Matter(StrEnum):
    """The five that NA-39 names, and others."""

    START_PRICE = "起拍价"
    CUT = "降价幅度"
    INCREMENT = "加价幅度"
    DEPOSIT = "保证金"
    PRIORITY = "优先购买权人资格及顺位"
    OTHER = "其他"


class Member(Part):
    """A member beside the presiding judge."""

    title: Text = Field(title="职务")
    name: Text = Field(title="姓名")


class Vote(Part):
    """One member's word on one matter."""

    member: Text = Field(title="成员")
    opinion: Text = Field(title="意见")
    yes: bool = Field(title="是否同意")


class Item(Part):
    """One matter, its votes and its end."""

    matter: Matter = Field(title="事项")
    proposal: Text = Field(title="方案")
    basis: Text = Field(title="依据")
    votes: list[Vote] = Field(min_length=1, title="表决")
    conclusion: Text = Field(title="结论")

    @property
    def yes_count(self) -> int:
        """Votes for."""
        return sum(each.yes for each in self.votes)

    @property
    def no_count(self) -> int:
        """Votes against."""
        return len(self.votes) - self.yes_count


class Facts(CourtFacts, CauseFacts, AssetFacts, RoundFacts, ReferenceFacts, DatedFacts):
    """Each of the five matters voted by every member; an odd panel."""

    record_no: Text = Field(title="笔录编号")
    survey_no: Text = Field(title="调查表编号")
    held_at: Instant = Field(title="合议时间")
    place: Text = Field(title="合议地点")
    presiding: Text = Field(title="审判长")
    members: list[Member] = Field(min_length=2, title="合议庭成员")
    recorder: Text = Field(title="记录人")
    report_text: Text = Field(title="承办人汇报")
    price_valid_until: date = Field(title="参考价有效期")
    items: list[Item] = Field(min_length=1, title="评议事项")
    round2_cut: Decimal = Field(ge=0, le=Decimal("0.20"), title="二拍降幅")
    dissent: list[Text] = Field(default=[], title="少数意见")

    @model_validator(mode="after")
    def _all_voted_on_all(self) -> Self:
        panel = {self.presiding, *(each.name for each in self.members)}
        if len(panel) % 2 == 0 or len(panel) != len(self.members) + 1:
            raise ValueError("合议庭成员应为单数且不得重复", "members")
        for matter in set(Matter) - {Matter.OTHER} - {each.matter for each in self.items}:
            raise needed(f"评议事项「{matter.value}」", "items")
        for item in self.items:
            voted = [each.member for each in item.votes]
            if set(voted) != panel or len(voted) != len(panel):
                raise ValueError(f"「{item.matter.value}」应由合议庭每名成员各表决一次", "items")
        return self

    @property
    def dissent_text(self) -> str:
        """All, or nothing (the template says 无)."""
        return "；".join(self.dissent)


PAPER = PaperKind(
    code="panel_record",
    number=10,
    title="合议笔录",
    stage=Stage.SALE,
    drafter=Role.CLERK,
    signers=(Role.PANEL, Role.CLERK),
    due="冻结方案前",
    rules=("NA-39", "NA-37"),
    facts=Facts,
    sealed=False,
)
