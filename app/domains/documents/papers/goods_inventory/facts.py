"""Facts of the inventory of things 物品清单 (查封规定 18; 民诉法 261; CP-02, CP-03, CL-11, AUX-12)."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from app.domains.documents.facts.asset import PlaceFacts
from app.domains.documents.facts.base import Count, Fen, Instant, Part, Text
from app.domains.documents.facts.case import CourtFacts
from app.domains.documents.facts.paper import PaperKind, Role, Stage


class Handling(StrEnum):
    """What becomes of a thing."""

    TO_DEBTOR = "交付被执行人"
    SEALED = "封存保管"
    ABANDONED = "现场放弃"
    SOLD = "易腐变卖"
    TO_THIRD = "移交第三人"


class Item(Part):
    """One thing, one row: never 杂物一批."""

    box_no: Text = Field(title="箱号")
    name: Text = Field(title="品名")
    features: Text = Field(title="特征")
    count: Count = Field(ge=1, title="数量")
    unit: Text = Field(title="单位")
    condition: Text = Field(title="成色")
    seal_no: Text = Field(title="封条号")
    photo_no: Text = Field(title="照片号")
    handling: Handling = Field(title="处置")
    estimate: Fen | None = Field(None, title="估值")


class Box(Part):
    """A box, its room and its seal."""

    box_no: Text = Field(title="箱号")
    room: Text = Field(title="房间")
    seal_no: Text = Field(title="封条号")


class Facts(CourtFacts, PlaceFacts):
    """Made on the spot, signed by everyone present."""

    started_at: Instant = Field(title="开始时间")
    ended_at: Instant = Field(title="结束时间")
    attendees: list[Text] = Field(min_length=2, title="在场人员")
    items: list[Item] = Field(min_length=1, title="物品明细")
    boxes: list[Box] = Field(title="箱封对照")
    valuables: list[Text] = Field(title="单独封存的贵重物品")
    keeper: Text = Field(title="保管人")
    warehouse: Text = Field(title="保管地点")
    refused_reason: str = Field("", title="拒签说明")
    notary_no: str = Field("", title="公证卷号")
    video_digests: list[Text] = Field(min_length=1, title="录像摘要")


PAPER = PaperKind(
    code="goods_inventory",
    number=29,
    title="物品清单",
    stage=Stage.VACATING,
    drafter=Role.CLERK,
    signers=(Role.ATTENDEES,),
    due="现场制作",
    rules=("CP-02", "CP-03", "CL-11", "AUX-12"),
    facts=Facts,
    sealed=False,
)
