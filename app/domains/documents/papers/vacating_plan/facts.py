"""Facts of the plan for the forced day 强制腾退实施方案 (法〔2024〕238号; 民诉法 261; VC-04, CP-02, CP-03, CP-16)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from app.domains.documents.facts.asset import PlaceFacts
from app.domains.documents.facts.base import Count, Fen, Instant, Part, Text
from app.domains.documents.facts.case import CauseFacts, CourtFacts
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.parties import PartiesFacts
from app.domains.documents.facts.sign import DatedFacts


class Post(Part):
    """Somebody of the court and the duty on the day."""

    duty: Text = Field(title="职责")
    name: Text = Field(title="姓名")
    unit: Text = Field(title="单位")


class Helper(Part):
    """A unit from outside that attends."""

    unit: Text = Field(title="单位")
    people: Text = Field(title="到场人")
    role: Text = Field(title="事项")


class Occupants(Part):
    """People in the place, by age and need, not by name."""

    count: Count = Field(ge=1, title="人数")
    age_group: Text = Field(title="年龄段")
    health: Text = Field(title="健康状况")
    need: Text = Field(title="特殊需要")


class Risk(Part):
    """Something that can go wrong and who answers for it."""

    risk: Text = Field(title="风险")
    level: Text = Field(title="等级")
    answer: Text = Field(title="预案")
    responsible: Text = Field(title="责任人")


class Step(Part):
    """One step of the day."""

    at: Instant = Field(title="时间")
    what: Text = Field(title="事项")


class Facts(CourtFacts, CauseFacts, PartiesFacts, PlaceFacts, DatedFacts):
    """Of the court alone: an agency gets its own task sheet and uses no force (CP-16)."""

    plan_no: Text = Field(title="方案编号")
    notice_posted_on: date = Field(title="腾空公告张贴日")
    notice_expired_on: date = Field(title="腾空公告届满日")
    day_at: Instant = Field(title="实施时间")
    assembly_place: Text = Field(title="集合地点")
    command: list[Post] = Field(min_length=2, title="组织分工")
    participants_external: list[Helper] = Field(title="外部参加单位")
    steps: list[Step] = Field(min_length=1, title="流程时间表")
    occupants: list[Occupants] = Field(min_length=1, title="在场人员情况")
    risk_list: list[Risk] = Field(min_length=1, title="风险清单")
    route_map: str = Field("", title="路线")
    goods_route: Text = Field(title="物品去向")
    medical_plan: Text = Field(title="医护安排")
    special_plans: list[Text] = Field(default=[], title="动物、易腐、危险物品安排")
    no_force_by_agency: Literal[True] = Field(title="辅助机构不使用强制的声明")
    budget: Fen | None = Field(None, title="经费")
    stop_conditions: list[Text] = Field(min_length=1, title="中止条件")
    media_rule: Text = Field(title="对外口径")
    judge: Text = Field(title="承办法官")
    director: Text = Field(title="执行局局长")


PAPER = PaperKind(
    code="vacating_plan",
    number=28,
    title="强制腾退实施方案",
    stage=Stage.VACATING,
    drafter=Role.ASSISTANT,
    signers=(Role.JUDGE, Role.DIRECTOR),
    due="实施日之前",
    rules=("VC-04", "CP-02", "CP-03", "CP-16"),
    facts=Facts,
    sealed=False,
)
