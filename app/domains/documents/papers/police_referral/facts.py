"""Facts of the referral to the police 移送公安机关函 (刑法 313, 314; 法释〔2024〕13号; CR-01…CR-10; procedure 待核)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from app.domains.documents.facts.base import Count, Fen, Part, Text, needed
from app.domains.documents.facts.case import BasisFacts, CourtFacts, OfficeFacts
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.parties import PartiesFacts, Person
from app.domains.documents.facts.sign import DatedFacts
from app.law.sanctions import PRIOR_MEASURE_FROM


class Crime(StrEnum):
    """What is suspected; guilt is not stated."""

    REFUSAL = "拒不执行判决、裁定罪"
    SEALED_PROPERTY = "非法处置查封、扣押、冻结的财产罪"


class Measure(Part):
    """An earlier fine, detention or other measure (CR-02)."""

    kind: Text = Field(title="类别")
    on: date = Field(title="日期")
    doc_no: Text = Field(title="文号")


class Evidence(Part):
    """One copy in the annexed file."""

    name: Text = Field(title="证据名称")
    pages: Count = Field(ge=1, title="页数")


class Facts(CourtFacts, BasisFacts, OfficeFacts, PartiesFacts, DatedFacts):
    """Acts since 2024-12-01 need an earlier measure for a refusal to vacate (CR-02)."""

    letter_no: Text = Field(title="函号")
    receiving_unit: Text = Field(title="接收机关")
    suspect: Person = Field(title="涉嫌人员")
    crime: Crime = Field(title="涉嫌罪名")
    vacating: bool = Field(title="是否拒不迁出")
    act_from: date = Field(title="行为起始日")
    act_to: date = Field(title="行为截止日")
    able_to_perform_facts: list[Text] = Field(min_length=1, title="有能力履行的事实")
    refusal_facts: list[Text] = Field(min_length=1, title="拒不履行的事实")
    prior_measures: list[Measure] = Field(default=[], title="已采措施")
    unexecutable_result: Text = Field(title="致使无法执行的情况")
    evidence_list: list[Evidence] = Field(min_length=1, title="证据目录")
    loss_amount: Fen | None = Field(None, title="损失金额")

    @model_validator(mode="after")
    def _gate(self) -> Self:
        if self.vacating and self.act_to >= PRIOR_MEASURE_FROM and not self.prior_measures:
            raise needed("已采措施", "prior_measures")
        return self


PAPER = PaperKind(
    code="police_referral",
    number=33,
    title="移送公安机关函",
    stage=Stage.COERCION,
    drafter=Role.ASSISTANT,
    signers=(Role.DIRECTOR, Role.PRESIDENT),
    due="符合移送条件时",
    rules=("CR-01", "CR-02", "CR-03", "CR-04"),
    facts=Facts,
)
