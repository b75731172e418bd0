"""Facts of the ruling that releases a measure 解除查封（扣押、冻结）裁定书 (查封规定 28)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from app.domains.documents.facts.asset import AssetFacts
from app.domains.documents.facts.base import Text
from app.domains.documents.facts.case import CauseFacts, CourtFacts
from app.domains.documents.facts.marks import Mark
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.parties import PartiesFacts
from app.domains.documents.facts.sign import RulingFacts


class Measure(StrEnum):
    """What is released."""

    SEAL = "查封"
    SEIZE = "扣押"
    FREEZE = "冻结"


class Ground(StrEnum):
    """Why (查封规定 28)."""

    SOLD = "成交"
    FULFILLED = "履行完毕"
    APPLICANT = "申请人申请"
    USELESS = "无益"
    GONE = "标的已灭失"
    UNSOLD = "流拍退还"
    OTHER = "其他"


class Facts(CourtFacts, CauseFacts, PartiesFacts, AssetFacts, RulingFacts):
    """The measure, the ground and the fact behind it."""

    title_cert_no: Annotated[Text, Mark.CERTIFICATE] = Field(title="权属证书号")
    measure: Measure = Field(title="措施")
    seized_on: date = Field(title="采取措施日")
    seizure_doc_no: Text = Field(title="查封裁定文号")
    ground: Ground = Field(title="解除理由")
    ground_fact: Text = Field(title="解除事实")
    partial_scope: str = Field("", title="部分解除的范围")
    junior_seizures_note: str = Field("", title="轮候查封说明")


PAPER = PaperKind(
    code="release_ruling",
    number=25,
    title="解除查封（扣押、冻结）裁定书",
    stage=Stage.SETTLEMENT,
    drafter=Role.ASSISTANT,
    signers=(Role.JUDGE, Role.CLERK),
    due="与成交裁定同时，或者解除事由出现后立即",
    rules=("AS-25",),
    facts=Facts,
    public=True,
)
