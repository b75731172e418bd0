"""Facts of the ruling that ends this round of a case 终结本次执行程序裁定书 (解释 517; 法〔2016〕373号; ZB-01…ZB-07)."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from app.domains.documents.facts.base import Fen, Part, Text, needed
from app.domains.documents.facts.case import BasisFacts, CourtFacts, NoticeServedFacts
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.parties import PartiesFacts
from app.domains.documents.facts.sign import RulingFacts
from app.kernel.money import Money
from app.law.closing import research_dates
from app.law.periods import add_months

CHECKS, MONTHS_FROM_FILING = 5, 3


class Check(Part):
    """One of the five conditions of ZB-02 with its proof; evidence is not printed."""

    condition: Text = Field(title="条件")
    met_on: date = Field(title="满足日期")
    evidence: Text = Field(title="证据")


class Search(Part):
    """A way of search; its answer is never printed (PI-11)."""

    way: Text = Field(title="方式")
    on: date = Field(title="日期")
    result: Text = Field(title="结果")


class Unusable(Part):
    """An asset that cannot be disposed of, and why (ZB-05)."""

    asset: Text = Field(title="财产")
    reason: Text = Field(title="不能处置原因")


class Facts(CourtFacts, BasisFacts, NoticeServedFacts, PartiesFacts, RulingFacts):
    """More than three months from filing; the applicant signed, or the president approved (ZB-01)."""

    filed_on: date = Field(title="立案日期")
    claim_amount: Fen = Field(title="申请执行标的额")
    checks: list[Check] = Field(min_length=CHECKS, max_length=CHECKS, title="五项条件")
    searches: list[Search] = Field(min_length=1, title="财产调查")
    unusable_assets: list[Unusable] = Field(default=[], title="不能处置的财产")
    spending_limit_on: date | None = Field(None, title="限制消费日期")
    dishonest_on: date | None = Field(None, title="列入失信日期")
    interview_on: date = Field(title="约谈日期")
    applicant_opinion: Text = Field(title="申请执行人意见")
    applicant_signed: bool = Field(title="申请执行人是否签字")
    amount_received: Fen = Field(title="执行到位金额")
    president_approved_on: date | None = Field(None, title="院长批准日")

    @model_validator(mode="after")
    def _lawful(self) -> Self:
        if not self.applicant_signed and self.president_approved_on is None:
            raise needed("院长批准日", "president_approved_on")
        if self.spending_limit_on is None:
            raise needed("限制消费日期", "spending_limit_on")
        if self.signed_on <= add_months(self.filed_on, MONTHS_FROM_FILING):
            raise ValueError("自立案之日起未超过三个月，不得终结本次执行程序", "signed_on")
        return self

    @property
    def unpaid_amount(self) -> Money:
        """Claim less what came in."""
        return self.claim_amount - self.amount_received

    @property
    def research_plan(self) -> tuple[date, ...]:
        """The ten later searches (ZB-07)."""
        return research_dates(self.signed_on)

    @property
    def measures_text(self) -> str:
        """限制消费, and the listing where it was made."""
        return "限制消费措施" + ("，并纳入失信被执行人名单" if self.dishonest_on else "")

    @property
    def search_means_text(self) -> str:
        """Ways only."""
        return "、".join(each.way for each in self.searches)

    @property
    def unusable_text(self) -> str:
        """What cannot be sold and why; or that nothing was found."""
        assets = "；".join(f"{each.asset}，因{each.reason}不能处置" for each in self.unusable_assets)
        return f"{assets}。除此之外未发现其他可供执行的财产。" if assets else "未发现被执行人有可供执行的财产。"


PAPER = PaperKind(
    code="zhongben_ruling",
    number=38,
    title="终结本次执行程序裁定书",
    stage=Stage.CLOSING,
    drafter=Role.ASSISTANT,
    signers=(Role.PANEL, Role.CLERK, Role.PRESIDENT),
    due="立案超过三个月",
    rules=("ZB-01", "ZB-02", "ZB-05", "ZB-06", "ZB-07"),
    facts=Facts,
    public=True,
)
