"""Facts of the detention 拘留决定书 (民诉法 114, 118(2), 119; 解释 178–185; CP-05…CP-10)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Self

from pydantic import Field, model_validator

from app.domains.documents.facts.base import Instant, Text
from app.domains.documents.facts.case import CauseFacts, CourtFacts
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.parties import PartiesFacts, Person
from app.domains.documents.facts.sign import DatedFacts
from app.domains.documents.papers.fine_decision.facts import ArticleItem, Earlier, same_act, target_of
from app.law.sanctions import check_sanction, family_told_clock


class Facts(CourtFacts, CauseFacts, PartiesFacts, DatedFacts):
    """At most fifteen days; family told within 24 hours; health and dependants looked at first."""

    case_no_punish: Text = Field(title="制裁案号")
    target: Person = Field(title="被拘留人")
    art114_item_cn: ArticleItem = Field(title="第一百一十四条所涉项")
    act_at: date = Field(title="行为时间")
    act_facts: Text = Field(title="妨害行为")
    evidence: list[Text] = Field(min_length=1, title="证据")
    warning_text: str = Field("", title="先行告知情况")
    days: int = Field(ge=1, title="拘留天数")
    from_on: date = Field(title="拘留起始日")
    detention_place: Text = Field(title="执行场所")
    handed_to_police_at: Instant = Field(title="交公安机关时间")
    family_told_at: Instant = Field(title="通知家属时间")
    family_told_way: Text = Field(title="通知家属方式")
    health_check: Text = Field(title="健康检查")
    dependents_care: Text = Field(title="被扶养人安排")
    earlier_measures: list[Earlier] = Field(title="此前措施")
    president_approved_on: date = Field(title="院长批准日")
    review_court: Text = Field(title="上一级法院")

    @model_validator(mode="after")
    def _lawful(self) -> Self:
        if self.family_told_at > family_told_clock(self.handed_to_police_at).due_at:
            raise ValueError("应当在二十四小时内通知被拘留人家属", "family_told_at")
        again = same_act(self.act_at, self.act_facts, self.earlier_measures)
        for each in check_sanction(target_of(self.target), detention_days=self.days, same_act_already_punished=again):
            raise ValueError(each.message, "days")
        return self

    @property
    def to_on(self) -> date:
        """The last day: from 5 March for 3 days is until 7 March."""
        return self.from_on + timedelta(days=self.days - 1)

    @property
    def evidence_text(self) -> str:
        """Joined by 、."""
        return "、".join(self.evidence)


PAPER = PaperKind(
    code="detention_decision",
    number=32,
    title="拘留决定书",
    stage=Stage.COERCION,
    drafter=Role.ASSISTANT,
    signers=(Role.PRESIDENT,),
    due="妨害行为发生后；紧急情况先拘留后立即报院长批准",
    rules=("CP-05", "CP-06", "CP-07", "CP-08", "CP-09", "CP-10"),
    facts=Facts,
)
