"""Facts of the fine 罚款决定书 (民诉法 114, 118(1), 119; 解释 183–185; CP-04, CP-06, CP-07, CP-09)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from app.domains.documents.facts.base import Count, Fen, Part, Text, needed
from app.domains.documents.facts.case import CauseFacts, CourtFacts
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.parties import PartiesFacts, Person, PersonKind
from app.domains.documents.facts.sign import DatedFacts
from app.domains.documents.facts.terms import AccountFacts
from app.law.sanctions import Target, check_sanction


class ArticleItem(StrEnum):
    """Items of 民诉法 114(1) that occur here."""

    SEALED_THINGS = "三"
    OBSTRUCTION = "五"
    REFUSAL = "六"


class Earlier(Part):
    """An earlier measure; never for the same act (CP-09)."""

    kind: Text = Field(title="类别")
    on: date = Field(title="日期")
    act: Text = Field(title="行为")


def same_act(on: date, act: str, earlier: list[Earlier]) -> bool:
    """Whether this very act was punished before."""
    return any((each.on, each.act) == (on, act) for each in earlier)


def target_of(person: Person) -> Target:
    """A natural person, or a unit."""
    return Target.INDIVIDUAL if person.party_kind is PersonKind.NATURAL else Target.UNIT


class Facts(CourtFacts, CauseFacts, PartiesFacts, AccountFacts, DatedFacts):
    """Decided only with the president's approval; person ≤ 100,000 yuan, unit 50,000 to 1,000,000 (民诉法 118)."""

    case_no_punish: Text = Field(title="制裁案号")
    target: Person = Field(title="被罚款人")
    art114_item_cn: ArticleItem = Field(title="第一百一十四条所涉项")
    act_at: date = Field(title="行为时间")
    act_facts: Text = Field(title="妨害行为")
    evidence: list[Text] = Field(min_length=1, title="证据")
    warning_text: str = Field("", title="先行告知情况")
    amount: Fen = Field(title="罚款金额")
    pay_by_days: Count = Field(ge=1, title="交款期限")
    earlier_measures: list[Earlier] = Field(title="此前措施")
    president_approved_on: date = Field(title="院长批准日")
    review_court: Text = Field(title="上一级法院")

    @model_validator(mode="after")
    def _within_limits(self) -> Self:
        if not self.amount:
            raise needed("罚款金额", "amount")
        again = same_act(self.act_at, self.act_facts, self.earlier_measures)
        for each in check_sanction(target_of(self.target), fine=self.amount, same_act_already_punished=again):
            raise ValueError(each.message, "amount")
        if self.president_approved_on > self.signed_on:
            raise ValueError("落款日期早于院长批准日", "president_approved_on")
        return self

    @property
    def target_name(self) -> str:
        """Who is fined."""
        return self.target.name

    @property
    def target_identity_line(self) -> str:
        """As a party's."""
        return self.target.identity_line

    @property
    def evidence_text(self) -> str:
        """Joined by 、."""
        return "、".join(self.evidence)


PAPER = PaperKind(
    code="fine_decision",
    number=31,
    title="罚款决定书",
    stage=Stage.COERCION,
    drafter=Role.ASSISTANT,
    signers=(Role.PRESIDENT,),
    due="妨害行为发生后",
    rules=("CP-04", "CP-06", "CP-07", "CP-09"),
    facts=Facts,
    public=True,
)
