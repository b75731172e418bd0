"""Facts of the directed inquiry 定向询价函 (参考价规定 5, 6; RP-05, CL-06)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field

from app.domains.documents.facts.asset import OwnerFacts, PlaceFacts, SizeFacts, UseFacts
from app.domains.documents.facts.base import Text
from app.domains.documents.facts.case import CauseFacts, CourtFacts, OfficeFacts
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.parties import PartiesFacts
from app.domains.documents.facts.sign import DatedFacts


class PriceBasis(StrEnum):
    """What the office holds."""

    TAX_BASE = "计税基准价"
    FIXED = "政府定价"
    GUIDED = "政府指导价"


class Facts(CourtFacts, CauseFacts, OfficeFacts, PartiesFacts, OwnerFacts, PlaceFacts, SizeFacts, UseFacts, DatedFacts):
    """Asked of an office that holds the price, on the wish of both sides or by law."""

    agency_name: Text = Field(title="受询机构")
    price_basis: PriceBasis = Field(title="价格依据")
    inquiry_requirements: Text = Field(title="询价要求")
    finish_by_on: date = Field(title="完成期限")
    both_parties_request: Literal[True] = Field(title="双方一致要求或者法律规定")


PAPER = PaperKind(
    code="directed_inquiry_letter",
    number=6,
    title="定向询价函",
    stage=Stage.SALE,
    drafter=Role.CLERK,
    signers=(Role.JUDGE,),
    due="议价不成后",
    rules=("RP-05", "CL-06"),
    facts=Facts,
)
