"""Facts of the survey sheet 标的物情况调查表 (拍卖变卖规定 7; 网拍规定 6(2), 13(5); AS-05, VC-06)."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from app.domains.documents.facts.asset import OwnerFacts, PlaceFacts, SizeFacts, UseFacts
from app.domains.documents.facts.base import Instant, Part, Text
from app.domains.documents.facts.case import CourtFacts
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.sign import DatedFacts
from app.domains.documents.facts.state import (
    ArrearFacts,
    BurdenFacts,
    DefectFacts,
    LeaseFacts,
    OccupancyFacts,
    RegistrableFacts,
    SeizureFacts,
    TaxFacts,
    VacatingFacts,
)
from app.domains.documents.facts.terms import LoanAvailable


class Visit(Part):
    """One look at the place."""

    at: Instant = Field(title="时间")
    people: Text = Field(title="人员")
    witness: str = Field("", title="见证人")
    entered: Text = Field(title="是否入户")


class Source(Part):
    """Where a statement comes from."""

    item: Text = Field(title="项目")
    source: Text = Field(title="来源")
    obtained_on: date = Field(title="调取日")


class Photo(Part):
    """One numbered picture."""

    number: Text = Field(title="编号")
    part: Text = Field(title="部位")
    at: Instant = Field(title="拍摄时间")


class Particular(Part):
    """A particular of the kind of thing: mileage of a car, subscribed capital of a share …"""

    name: Text = Field(title="项目")
    value: Text = Field(title="内容")


class State(OwnerFacts, PlaceFacts, SizeFacts, UseFacts, OccupancyFacts, LeaseFacts, BurdenFacts, SeizureFacts, DefectFacts, RegistrableFacts):
    """What the thing is and how it stands."""


class Facts(CourtFacts, State, ArrearFacts, TaxFacts, VacatingFacts, DatedFacts):
    """The court's own sheet; an agency may draft the facts, judge and clerk sign (AUX-07)."""

    survey_no: Text = Field(title="调查表编号")
    asset_kind: Text = Field(title="财产种类")
    asset_description: Text = Field(title="现状描述")
    particulars: list[Particular] = Field(default=[], title="专项情况")
    facilities_text: Text = Field(title="配套设施")
    loan_available: LoanAvailable = Field(title="可否贷款")
    survey_visits: list[Visit] = Field(min_length=1, title="调查经过")
    sources: list[Source] = Field(min_length=1, title="信息来源")
    photos: list[Photo] = Field(min_length=1, title="照片索引")
    lease_findings: Text = Field(title="租赁、居住权审查结论")
    open_points: list[Text] = Field(title="仍无法查明事项及已采取措施")
    judge: Text = Field(title="承办法官")
    clerk: Text = Field(title="书记员")

    @property
    def open_points_text(self) -> str:
        """All, or 无."""
        return "；".join(self.open_points) or "无"


PAPER = PaperKind(
    code="survey_sheet",
    number=11,
    title="标的物情况调查表",
    stage=Stage.SALE,
    drafter=Role.AGENCY,
    signers=(Role.JUDGE, Role.CLERK),
    due="拟定处置方案前",
    rules=("AS-05", "VC-06", "NA-14", "RP-03"),
    facts=Facts,
    public=True,
)
