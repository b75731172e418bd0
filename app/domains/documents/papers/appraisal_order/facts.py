"""Facts of the appraisal order 评估委托书 (参考价规定 14, 16–19; RP-15…RP-23, CL-07)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field

from app.domains.documents.facts.asset import OwnerFacts, PlaceFacts, SizeFacts
from app.domains.documents.facts.base import Count, Part, Text
from app.domains.documents.facts.case import CauseFacts, CourtFacts, OfficeFacts
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.parties import PartiesFacts
from app.domains.documents.facts.sign import DatedFacts
from app.domains.documents.facts.state import ArrearFacts, BurdenFacts, DefectFacts, LeaseFacts, OccupancyFacts


class ChoiceWay(StrEnum):
    """How the three were ordered."""

    AGREED = "当事人协商"
    DRAWN = "摇号"


class Why(StrEnum):
    """Why an appraisal (参考价规定 14)."""

    LAW = "法律、行政法规规定必须委托评估"
    PARTIES = "双方当事人要求委托评估"
    NO_PRICE = "网络询价不能或者不成"
    INSPECTION = "需由专业人员现场勘验或者鉴定"


class Material(Part):
    """A paper handed over."""

    name: Text = Field(title="名称")
    copies: Count = Field(ge=1, title="份数")


class State(OwnerFacts, PlaceFacts, SizeFacts, BurdenFacts, OccupancyFacts, LeaseFacts, ArrearFacts, DefectFacts):
    """What is known, so that the appraiser prices the thing as it is sold."""


class Facts(CourtFacts, CauseFacts, OfficeFacts, PartiesFacts, State, DatedFacts):
    """Given to the first of three; the material's receipt is on the same paper."""

    appraiser: Text = Field(title="评估机构")
    order_in_three: Literal[1, 2, 3] = Field(title="顺序")
    choice_way: ChoiceWay = Field(title="选定方式")
    choice_record_no: Text = Field(title="选定记录编号")
    why_appraisal: Why = Field(title="委托评估理由")
    physical_features: Text = Field(title="物理特征")
    valuation_purpose: Text = Field(title="评估目的")
    valuation_on: date | None = Field(None, title="价值时点")
    finish_by_on: date = Field(title="完成期限")
    site_visit_plan: Text = Field(title="勘验安排")
    witness_if_absent: str = Field("", title="见证人")
    materials: list[Material] = Field(min_length=1, title="移交材料")
    fee_rule: Text = Field(title="计费与预交")
    conflict_statement: Literal[True] = Field(title="回避声明")


PAPER = PaperKind(
    code="appraisal_order",
    number=8,
    title="评估委托书",
    stage=Stage.SALE,
    drafter=Role.CLERK,
    signers=(Role.JUDGE,),
    due="确定三家评估机构及顺序后",
    rules=("RP-15", "RP-17", "RP-18", "RP-23", "CL-07"),
    facts=Facts,
)
