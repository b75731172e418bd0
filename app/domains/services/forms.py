"""Forms of services: one attempt, made for a phone in the street and for the desk alike; a paper put on the list by hand."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from wtforms import BooleanField, DateField, HiddenField, MultipleFileField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from app.domains.services.adding import ByHand
from app.kernel.clock import day_of
from app.law.serving import Attempt, Relation, Result, Way
from app.web.forms import InstantField, Needed, PaperForm

CAPACITY = ("申请执行人", "被执行人", "买受人", "利害关系人", "协助执行人", "占有人", "其他")


class AddForm(PaperForm):
    """＋送达: paper, recipient, until when."""

    case_number = StringField("案号", [Needed(), Length(max=60)])
    title = StringField("文书", [Needed(), Length(max=200)])
    recipient = StringField("受送达人", [Needed(), Length(max=200)])
    capacity = SelectField("身份", choices=CAPACITY)
    kind = SelectField("主体", choices=[("natural", "自然人"), ("unit", "单位")])
    address = StringField("送达地址", [Length(max=300)], description="留空用当事人登记的地址")
    due_on = DateField("应于", [Optional()])

    def to_command(self) -> ByHand:
        """What was typed; only of a valid form."""
        title, recipient, capacity, address = (str(self[name].data or "").strip() for name in ("title", "recipient", "capacity", "address"))
        return ByHand(title, recipient, capacity, self.kind.data == "natural", address, self.due_on.data)


class EntrustedForm(PaperForm):
    """受托法院收到委托函."""

    on = DateField("受托法院收到日", [Needed("填写受托法院收到委托函之日")])


class AttemptForm(PaperForm):
    """登记结果. Which fields a way needs is the law's question (app/law/serving.py); what was typed stays when it refuses."""

    way = SelectField("送达方式", choices=[(each.value, each.value) for each in Way])
    result = SelectField("结果", choices=[(each.value, each.value) for each in Result])
    at = InstantField("时间", [Needed()], description="签收、到达、发布或者到场的时间；邮寄以签收、退回之日为准")
    place = StringField("地点", [Length(max=300)], description="委托送达写受托法院")
    second = StringField("另一名送达人", [Needed(), Length(max=60)])
    helper = StringField("协助人", [Length(max=100)], description="机构人员只作协助人，不单独送达")
    receiver = StringField("签收人", [Length(max=60)])
    relation = SelectField("与受送达人关系", choices=[("", "请选择"), *((each.value, each.value) for each in Relation)])
    adult = BooleanField("家属与受送达人同住并且成年")
    note = TextAreaField("经过、拒收情况", [Length(max=500)], render_kw={"rows": 2})
    witness = StringField("见证人", [Length(max=100)], description="基层组织或者单位的代表，写姓名和单位；没有见证人的拍照、录像")
    at_court = BooleanField("在法院拒绝签收，由审判人员、书记员注明")
    postal_no = StringField("邮件编号", [Length(max=60)])
    address_confirmed = BooleanField("按送达地址确认书的地址邮寄")
    channel = StringField("电子送达渠道", [Length(max=100)])
    consent = StringField("同意电子送达的依据", [Length(max=100)])
    notary_no = StringField("公证书编号", [Length(max=100)])
    ground = TextAreaField("公告、公示的理由", [Length(max=300)], render_kw={"rows": 2}, description="下落不明，或者用其他方式无法送达")
    photos = MultipleFileField("照片", render_kw={"accept": "image/jpeg,image/png,image/webp", "capture": "environment"})
    signature = HiddenField()

    def attempt(self, server: str, pictures: int) -> Attempt:
        """What the law is asked about; only what belongs to the way is taken."""
        relation, way = str(self.relation.data or ""), Way(str(self.way.data))
        return Attempt(
            way=way,
            result=Result(str(self.result.data)),
            on=day_of(self.instant),
            servers=(server, self._text("second")),
            place=self._text("place"),
            receiver=self._text("receiver"),
            relation=Relation(relation) if relation else None,
            adult=bool(self.adult.data),
            note=self._text("note"),
            witness=self._text("witness"),
            pictures=pictures,
            at_court=bool(self.at_court.data),
            postal_no=self._text("postal_no"),
            address_confirmed=bool(self.address_confirmed.data),
            channel=self._text("channel"),
            consent=self._text("consent") if way is Way.ELECTRONIC else "",
            notary_no=self._text("notary_no"),
            ground=self._text("ground"),
        )

    @property
    def instant(self) -> datetime:
        """When it was; the form has been found valid."""
        return cast(datetime, self.at.data)

    def _text(self, name: str) -> str:
        return str(self[name].data or "").strip()
