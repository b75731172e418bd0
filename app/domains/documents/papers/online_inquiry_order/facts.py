"""Facts of the network inquiry order 网络询价委托书 (参考价规定 7, 10–13; RP-07, CL-07)."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from app.domains.documents.facts.asset import AssetFacts
from app.domains.documents.facts.base import Instant, Part, Text
from app.domains.documents.facts.case import CauseFacts, ContactFacts, CourtFacts
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.parties import PartiesFacts
from app.domains.documents.facts.sign import DatedFacts
from app.domains.documents.facts.state import BurdenFacts, LeaseFacts, OccupancyFacts


class Material(Part):
    """A paper sent along."""

    name: Text = Field(title="名称")


class Facts(CourtFacts, CauseFacts, ContactFacts, PartiesFacts, AssetFacts, BurdenFacts, OccupancyFacts, LeaseFacts, DatedFacts):
    """One order, the same for every platform of the list, sent at one instant."""

    platform_name: Text = Field(title="受托平台")
    platforms: list[Text] = Field(min_length=1, title="名单库平台")
    sent_at: Instant = Field(title="发出时刻")
    physical_features: Text = Field(title="物理特征")
    quantity_spec: Text = Field(title="规格数量")
    valuation_on: date = Field(title="价值时点")
    material_list: list[Material] = Field(min_length=1, title="附送材料")


PAPER = PaperKind(
    code="online_inquiry_order",
    number=7,
    title="网络询价委托书",
    stage=Stage.SALE,
    drafter=Role.CLERK,
    signers=(Role.JUDGE,),
    due="向名单库内全部平台同时发出",
    rules=("RP-06", "RP-07", "CL-07"),
    facts=Facts,
)
