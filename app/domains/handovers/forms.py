"""Forms of handovers."""

from __future__ import annotations

from wtforms import DateField, HiddenField, MultipleFileField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from app.domains.handovers.rules import OPTIONAL_FIELDS, OUTCOMES, RECORD_FIELDS, REFUSAL_GROUNDS
from app.domains.handovers.service import STEP_KINDS
from app.web.forms import Needed, PaperForm

_ROWS = {"rows": 3}


class NoticeForm(PaperForm):
    """提请院长签发公告."""

    leave_by_on = DateField("限期至", [Needed()], description="公告载明的最后一日，60 日之内；留足签发和张贴的时间")


class PostedForm(PaperForm):
    """张贴公告."""

    posted_on = DateField("张贴日期", [Needed()])
    posted_by = StringField("张贴人", [Needed(), Length(max=100)], description="姓名，两人以上用顿号隔开")
    where = StringField("张贴地点", [Needed(), Length(max=150)], default="标的物所在地、本院公告栏")
    photos = MultipleFileField("张贴照片", id="posted-photos", description="至少一张", render_kw={"accept": "image/jpeg,image/png,image/webp"})


class VacatedForm(PaperForm):
    """已腾空."""

    on = DateField("腾空日期", [Needed()])


class StepForm(PaperForm):
    """记录走访等."""

    kind = SelectField("记录种类", choices=list(STEP_KINDS.items()))
    present = StringField("在场人员", [Needed(), Length(max=300)], description="姓名和身份，如 执行人员、见证人、被执行人")
    body = TextAreaField("经过", [Needed()], render_kw=_ROWS)
    photos = MultipleFileField("现场照片", render_kw={"accept": "image/jpeg,image/png,image/webp"})


class RefusalForm(PaperForm):
    """买受人拒收."""

    ground = SelectField("情形", choices=list(REFUSAL_GROUNDS.items()))
    reason = TextAreaField("拒收理由", [Needed(), Length(max=500)], render_kw=_ROWS)
    photos = MultipleFileField("照片", id="refusal-photos", render_kw={"accept": "image/jpeg,image/png,image/webp"})


class AnswerForm(PaperForm):
    """法官答复拒收."""

    outcome = SelectField("处理", choices=list(OUTCOMES.items()))
    again_on = DateField("另定移交日期", [Optional()], description="转争议审查的不写")
    words = TextAreaField("理由", [Needed(), Length(max=500)], render_kw=_ROWS)


class StopForm(PaperForm):
    """暂停移交期限."""

    ground = TextAreaField("依法不能移交的情形", [Needed(), Length(max=300)], render_kw=_ROWS)


class RecordForm(PaperForm):
    """移交笔录; every field is written, 无 where there is nothing (rules.RECORD_FIELDS)."""

    place = StringField(RECORD_FIELDS["place"], [Needed(), Length(max=300)])
    condition = TextAreaField(RECORD_FIELDS["condition"], [Needed(), Length(max=1000)], render_kw=_ROWS, description="逐项写相符或不符")
    keys = TextAreaField(RECORD_FIELDS["keys"], [Needed(), Length(max=600)], render_kw=_ROWS, description="一行一项：名称 | 数量，如 入户门钥匙 | 3")
    meters = TextAreaField(RECORD_FIELDS["meters"], [Needed(), Length(max=600)], render_kw=_ROWS, description="一行一表：种类 | 表号 | 读数 | 单位")
    arrears = TextAreaField(RECORD_FIELDS["arrears"], [Needed(), Length(max=600)], render_kw=_ROWS, description="一行一项：费种 | 计至 | 金额（元）| 承担人")
    attendees = StringField(OPTIONAL_FIELDS["attendees"], [Length(max=300)])
    documents = StringField(OPTIONAL_FIELDS["documents"], [Length(max=300)], description="用顿号隔开")
    defects = TextAreaField(OPTIONAL_FIELDS["defects"], [Length(max=600)], render_kw=_ROWS, description="原话记录，没有的不写")
    buyer_opinion = TextAreaField(RECORD_FIELDS["buyer_opinion"], [Needed(), Length(max=1000)], render_kw=_ROWS)

    def to_data(self) -> dict[str, str]:
        """What was typed, by field."""
        return {name: str(self.data[name] or "") for name in (*RECORD_FIELDS, *OPTIONAL_FIELDS)}


class SignForm(PaperForm):
    """One signature. The pad posts `signature` (PNG data address), or `signature_typed` with `signature_code` where nobody can draw."""

    capacity = HiddenField()
    seen_digest = HiddenField()
    signer = StringField("签名人", [Needed(), Length(max=60)])
    signature = HiddenField()
    signature_typed = HiddenField()
    signature_code = HiddenField()
