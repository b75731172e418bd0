"""Facts of the return of service 送达回证 (民诉法 87–95; 解释 130–138; AUX-08)."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from app.domains.documents.facts.base import Count, Instant, Part, Text, needed
from app.domains.documents.facts.case import CourtFacts
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.filters import d
from app.kernel.numerals import cn_num

PUBLIC_NOTICE = 30


class Way(StrEnum):
    """How a paper was served."""

    DIRECT = "直接送达"
    LEFT = "留置送达"
    POST = "邮寄送达"
    ELECTRONIC = "电子送达"
    PUBLIC = "公告送达"
    PLATFORM = "平台公示"
    DISCLOSURE = "公开网公示"
    DELEGATED = "委托送达"
    NOTARY = "公证协助送达"


class Served(Part):
    """One paper that was served."""

    name: Text = Field(title="文书名称")
    number: Text = Field(title="文号")
    copies: Count = Field(ge=1, title="份数")


NEEDED: dict[Way, tuple[tuple[str, str], ...]] = {
    Way.DIRECT: (("delivered_at", "送达时间"), ("receiver_name", "签收人")),
    Way.LEFT: (("delivered_at", "送达时间"), ("refusal_note", "拒收情况")),
    Way.POST: (("postal_no", "邮件编号"), ("delivered_at", "签收时间")),
    Way.ELECTRONIC: (("e_channel", "电子送达渠道"), ("e_received_at", "到达时间"), ("consent_ref", "同意电子送达的确认书")),
    Way.PUBLIC: (("notice_published_on", "公告发布日"),),
    Way.DELEGATED: (("delivered_at", "送达时间"), ("receiver_name", "签收人")),
    Way.NOTARY: (("delivered_at", "送达时间"), ("notary_no", "公证书编号")),
    Way.PLATFORM: (("notice_published_on", "公示发布日"), ("notice_days", "公示天数"), ("ground", "公示理由")),
    Way.DISCLOSURE: (("notice_published_on", "公示发布日"), ("notice_days", "公示天数"), ("ground", "公示理由")),
}


class Facts(CourtFacts):
    """Two officers serve; an agency's worker only helps."""

    papers: list[Served] = Field(min_length=1, title="送达文书")
    recipient: Text = Field(title="受送达人")
    way: Way = Field(title="送达方式")
    place: Text = Field(title="送达地点")
    servers: list[Text] = Field(min_length=2, title="送达人")
    delivered_at: Instant | None = Field(None, title="送达时间")
    receiver_name: str = Field("", title="签收人")
    relation: str = Field("", title="与受送达人关系")
    refusal_note: str = Field("", title="拒收情况")
    witnesses: list[Text] = Field(default=[], title="见证人")
    recorded: list[Text] = Field(default=[], title="拍照录像")
    postal_no: str = Field("", title="邮件编号")
    e_channel: str = Field("", title="电子送达渠道")
    e_received_at: Instant | None = Field(None, title="到达时间")
    consent_ref: str = Field("", title="同意电子送达的确认书")
    notary_no: str = Field("", title="公证书编号")
    notice_published_on: date | None = Field(None, title="公告发布日")
    notice_days: Count | None = Field(None, title="公示天数")
    ground: str = Field("", title="公告、公示的理由")
    helper: str = Field("", title="协助人")
    at_court: bool = Field(False, title="到院拒签")
    address_confirmed: bool = Field(False, title="按确认的送达地址邮寄")
    remark: str = Field("", title="备注")

    @model_validator(mode="after")
    def _proved(self) -> Self:
        for field, title in NEEDED[self.way]:
            if not getattr(self, field) and not (field == "receiver_name" and self.refusal_note):
                raise needed(title, field)
        if self.way is Way.LEFT and not (self.witnesses or self.recorded or self.at_court):
            raise needed("见证人或者拍照录像", "witnesses")
        return self

    @property
    def notice_line(self) -> str:
        """By notice: the day on which its days have passed in full (民诉法 95; NA-16; RP-25). Empty for another way."""
        if self.notice_published_on is None:
            return ""
        days = self.notice_days or PUBLIC_NOTICE
        deemed = d(self.notice_published_on + timedelta(days=days))
        word = "经过三十日" if self.way is Way.PUBLIC else f"公示满{cn_num(days)}日"
        return f"{d(self.notice_published_on)}发布，{word}，于{deemed}视为送达"

    @property
    def left_line(self) -> str:
        """How a refusal ends as service; empty where nobody refused."""
        if not self.refusal_note:
            return ""
        if self.at_court:
            return f"{self.refusal_note}。到院拒绝签收，由审判人员、书记员注明，视为送达"
        if self.way is Way.POST:
            return f"{self.refusal_note}。按确认的送达地址退回，退回之日视为送达"
        return f"{self.refusal_note}。文书留置于受送达人住所"


PAPER = PaperKind(
    code="service_return",
    number=35,
    title="送达回证",
    stage=Stage.ANY,
    drafter=Role.CLERK,
    signers=(Role.SERVER, Role.RECEIVER),
    due="每次送达时",
    rules=("AUX-08",),
    facts=Facts,
    sealed=False,
)
