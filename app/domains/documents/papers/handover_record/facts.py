"""Facts of the hand-over record 移交笔录 (拍卖变卖规定 27; AS-24; VC-01, VC-02)."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from app.domains.documents.facts.asset import AssetFacts
from app.domains.documents.facts.base import Count, Fen, Instant, Part, Text
from app.domains.documents.facts.case import CourtFacts
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.parties import Person
from app.domains.documents.filters import d, yuan


class Comparison(Part):
    """The published state beside the found one."""

    published: Text = Field(title="公示内容")
    found: Text = Field(title="现场状况")
    difference: Text = Field(title="差异")
    handling: Text = Field(title="处理")


class Key(Part):
    """Keys of one kind."""

    name: Text = Field(title="名称")
    count: Count = Field(title="数量")


class Meter(Part):
    """One meter as read on the spot."""

    kind: Text = Field(title="种类")
    no: Text = Field(title="表号")
    reading: Text = Field(title="读数")
    unit: Text = Field(title="单位")


class Counted(Part):
    """Things counted on the spot where there is no meter."""

    name: Text = Field(title="名称")
    quantity: Text = Field(title="数量")


class Settled(Part):
    """A charge divided at the hand-over."""

    kind: Text = Field(title="费种")
    as_of: date = Field(title="截至日")
    amount: Fen = Field(title="金额")
    bearer: Text = Field(title="承担人")

    @property
    def text(self) -> str:
        """'水费计至…，…元，由…负担'."""
        return f"{self.kind}计至{d(self.as_of)}，{yuan(self.amount)}元，由{self.bearer}负担"


class Signature(Part):
    """One signature given on the screen, over the text of `digest`."""

    capacity: Text = Field(title="身份")
    signer: Text = Field(title="签名")
    at: Instant = Field(title="时间")
    digest: Text = Field(title="摘要值")


class Facts(CourtFacts, AssetFacts):
    """Written on the spot; the receiver's words are taken down as said, without a default."""

    handover_at: Instant = Field(title="移交时间")
    handover_place: Text = Field(title="移交地点")
    officers: list[Text] = Field(min_length=2, title="执行人员")
    recorder: Text = Field(title="记录人")
    giver: Text = Field(title="移交人")
    receiver: Person = Field(title="接收人")
    attendees: list[Text] = Field(title="到场人员")
    ruling_no: Text = Field(title="成交裁定书文号")
    ruling_served_on: date = Field(title="成交裁定送达日")
    identity_check_text: Text = Field(title="身份核验情况")
    compare_rows: list[Comparison] = Field(min_length=1, title="现状对照")
    keys: list[Key] = Field(title="钥匙门禁")
    meters: list[Meter] = Field(title="计量读数")
    meter_photos: Count = Field(0, title="计量表照片")
    counted: list[Counted] = Field(default=[], title="清点数量")
    settled_arrears: list[Settled] = Field(title="费用划分")
    documents_given: list[Text] = Field(title="移交资料")
    receiver_opinion: Text = Field(title="接收人意见")
    defects_noted: list[Text] = Field(default=[], title="买受人提出的瑕疵")
    refusal: str = Field("", title="拒收情况")
    signatures: list[Signature] = Field(min_length=1, title="签名")

    @property
    def officers_text(self) -> str:
        """Two at least."""
        return "、".join(self.officers)

    @property
    def attendees_text(self) -> str:
        """All, or 无."""
        return "、".join(self.attendees) or "无"

    @property
    def keys_text(self) -> str:
        """'入户门钥匙×3　门禁卡×2'."""
        return "　".join(f"{each.name}×{each.count}" for each in self.keys) or "无"

    @property
    def meters_text(self) -> str:
        """'水表（表号…）123吨；包装机械46台套；…'."""
        meters = [f"{each.kind.removesuffix('表')}表（表号{each.no}）{each.reading}{each.unit}" for each in self.meters]
        return "；".join([*meters, *(f"{each.name}{each.quantity}" for each in self.counted)]) + self._photographed or "无"

    @property
    def _photographed(self) -> str:
        """How many photos there are of the meters."""
        return f"（附照片{self.meter_photos}张）" if self.meters and self.meter_photos else ""

    @property
    def arrears_text(self) -> str:
        """All, or 无."""
        return "；".join(each.text for each in self.settled_arrears) or "无"

    @property
    def documents_text(self) -> str:
        """All, or 无."""
        return "、".join(self.documents_given) or "无"

    @property
    def other_text(self) -> str:
        """Noted defects and a refusal."""
        noted = f"买受人提出：{'；'.join(self.defects_noted)}" if self.defects_noted else ""
        return "；".join(filter(None, (noted, f"拒收情况：{self.refusal}" if self.refusal else "")))


PAPER = PaperKind(
    code="handover_record",
    number=30,
    title="移交笔录",
    stage=Stage.VACATING,
    drafter=Role.CLERK,
    signers=(Role.ATTENDEES,),
    due="成交裁定送达后十五日内",
    rules=("AS-24", "VC-01", "VC-02"),
    facts=Facts,
    sealed=False,
)
