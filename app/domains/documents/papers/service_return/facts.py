"""Facts of the return of service 送达回证 (民诉法 87–95; 解释 130–138; AUX-08)."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from app.domains.documents.facts.base import Count, Instant, Part, Text, needed
from app.domains.documents.facts.case import CourtFacts
from app.domains.documents.facts.paper import PaperKind, Role, Stage

PUBLIC_NOTICE = timedelta(days=30)


class Way(StrEnum):
    """How a paper was served."""

    DIRECT = "直接送达"
    LEFT = "留置送达"
    POST = "邮寄送达"
    ELECTRONIC = "电子送达"
    PUBLIC = "公告送达"
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
    Way.NOTARY: (("delivered_at", "送达时间"), ("receiver_name", "签收人")),
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
    notice_published_on: date | None = Field(None, title="公告发布日")
    remark: str = Field("", title="备注")

    @model_validator(mode="after")
    def _proved(self) -> Self:
        for field, title in NEEDED[self.way]:
            if not getattr(self, field):
                raise needed(title, field)
        if self.way is Way.LEFT and not (self.witnesses or self.recorded):
            raise needed("见证人或者拍照录像", "witnesses")
        return self

    @property
    def deemed_on(self) -> date | None:
        """By public notice: the day on which thirty days have passed (民诉法 95)."""
        return self.notice_published_on + PUBLIC_NOTICE if self.notice_published_on else None


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
