"""Facts of the notice of the reference price 参考价告知书 (参考价规定 21–27; RP-24…RP-32)."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from app.domains.documents.facts.asset import AssetFacts
from app.domains.documents.facts.base import Fen, Part, Text, needed
from app.domains.documents.facts.case import CauseFacts, CourtFacts, OfficeFacts
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.parties import PartiesFacts
from app.domains.documents.facts.sign import DatedFacts
from app.domains.documents.facts.terms import PriceMethod, ReferenceFacts


class Report(Part):
    """One report or answer that the price rests on."""

    source: Text = Field(title="出具机构")
    number: Text = Field(title="报告号")
    issued_on: date = Field(title="出具日")
    result: Fen = Field(title="结果")
    valid_until_on: date = Field(title="有效期至")
    in_time: bool = Field(title="是否按期")


class Facts(CourtFacts, CauseFacts, OfficeFacts, PartiesFacts, AssetFacts, ReferenceFacts, DatedFacts):
    """An agreed or directed price cannot be objected to (RP-29); the others within five days of receipt."""

    recipient_name: Text = Field(title="受送达人")
    reports: list[Report] = Field(default=[], title="报告")
    computation: Text = Field(title="计算说明")
    price_valid_until: date = Field(title="参考价有效期")

    @model_validator(mode="after")
    def _reports_known(self) -> Self:
        if self.reference_method is not PriceMethod.AGREEMENT and not self.reports:
            raise needed("报告", "reports")
        return self

    @property
    def objection_allowed(self) -> bool:
        """Only a network inquiry and an appraisal can be objected to."""
        return self.reference_method in {PriceMethod.NETWORK, PriceMethod.APPRAISAL}


PAPER = PaperKind(
    code="reference_price_notice",
    number=9,
    title="参考价告知书",
    stage=Stage.SALE,
    drafter=Role.CLERK,
    signers=(Role.JUDGE,),
    due="收到报告后三日内发送",
    rules=("RP-13", "RP-24", "RP-25", "RP-29", "RP-30"),
    facts=Facts,
)
