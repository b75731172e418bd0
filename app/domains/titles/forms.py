"""Forms of title routes."""

from __future__ import annotations

from wtforms import BooleanField, DateField, IntegerField, MultipleFileField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from app.domains.titles.refusing import Refusal, Reply
from app.domains.titles.rules import Answer
from app.domains.titles.service import Finished, Submitted
from app.domains.titles.shipping import Arranged, Delivered
from app.kernel.errors import Invalid
from app.web.forms import InstantField, Needed, PaperForm

_ROWS = {"rows": 3}
_NUMBER = {"inputmode": "numeric"}
_RECEIPTS = {"accept": "application/pdf,image/jpeg,image/png,image/webp"}


class AssignForm(PaperForm):
    """交人经办."""

    person_id = SelectField("经办人", [Needed()])
    until_on = DateField("办到哪天", [Optional()])


class SubmitForm(PaperForm):
    """提交办理."""

    on = DateField("提交日期", [Needed()])
    office = StringField("办理单位", [Length(max=200)])
    slip_no = StringField("受理号", [Length(max=100)])
    days = IntegerField("办理期限", [Optional()], render_kw=_NUMBER)
    files = MultipleFileField("受理单", render_kw=_RECEIPTS)

    def to_command(self) -> Submitted:
        """What was typed; only of a valid form."""
        return Submitted(self.on.data, self.office.data or "", self.slip_no.data or "", self.days.data)


class FinishForm(PaperForm):
    """办结."""

    on = DateField("办结日期", [Needed()])
    office = StringField("办理单位", [Length(max=200)])
    receipt = StringField("回执", [Length(max=200)])
    days = IntegerField("通知书载明的办理期限", [Optional()], render_kw=_NUMBER)
    files = MultipleFileField("回执照片或者 PDF", render_kw=_RECEIPTS)

    def to_command(self) -> Finished:
        """What was typed; only of a valid form."""
        return Finished(self.on.data, self.receipt.data or "", self.office.data or "", self.days.data)


class RefuseForm(PaperForm):
    """退件."""

    on = DateField("退件日期", [Needed()])
    office = StringField("单位或窗口", [Length(max=200)])
    reason = TextAreaField("退件理由", [Needed(), Length(max=500)], render_kw=_ROWS)
    files = MultipleFileField("退件单", render_kw=_RECEIPTS)

    def to_command(self) -> Refusal:
        """What was typed; only of a valid form."""
        return Refusal(self.on.data, self.reason.data or "", self.office.data or "")


class AnswerForm(PaperForm):
    """答复退件."""

    answer = RadioField("处理", choices=[(each.value, each.word) for each in Answer], default=Answer.AGAIN.value)
    on = DateField("日期", [Needed()])
    words = TextAreaField("说明", [Needed(), Length(max=500)], render_kw=_ROWS)
    paper_no = StringField("函件文号", [Length(max=100)])
    days = IntegerField("再次提交后的办理期限", [Optional()], render_kw=_NUMBER)
    files = MultipleFileField("材料", render_kw=_RECEIPTS)

    def to_command(self) -> Reply:
        """What was typed; only of a valid form."""
        return Reply(Answer(str(self.answer.data)), self.on.data, self.words.data or "", self.paper_no.data or "", self.days.data)


class ReasonForm(PaperForm):
    """无需办理, 更正."""

    reason = TextAreaField("理由", [Needed(), Length(max=500)], render_kw=_ROWS)


class AddForm(PaperForm):
    """增加步骤."""

    title = StringField("步骤", [Needed(), Length(max=100)])
    office = StringField("办理单位", [Needed(), Length(max=200)])


class ArrangeForm(PaperForm):
    """安排提货和运送."""

    own_pick_up = BooleanField("买受人自行提货")
    origin = StringField("提货地点", [Needed(), Length(max=300)])
    fetch_at = InstantField("提货时间", [Optional()])
    carrier = StringField("承运人", [Length(max=100)])
    destination = StringField("送达地", [Length(max=300)])
    consignee = StringField("收货人", [Length(max=100)])
    insurance_no = StringField("保险单号", [Length(max=100)])

    def to_command(self) -> Arranged:
        """What was typed; only of a valid form."""
        way = (self.carrier.data or "", self.destination.data or "", self.consignee.data or "", self.insurance_no.data or "")
        return Arranged(self.origin.data or "", self.fetch_at.data, bool(self.own_pick_up.data), *way)


class DeliverForm(PaperForm):
    """登记签收."""

    loaded_at = InstantField("提货或者装车时间", [Needed()])
    delivered_at = InstantField("签收时间", [Needed()])
    received_by = StringField("签收人", [Needed(), Length(max=100)])
    as_listed = RadioField("与物品清单", choices=[("yes", "一致"), ("no", "不一致")], default="yes")
    damage = TextAreaField("损坏", [Length(max=500)], render_kw=_ROWS)
    receipt = StringField("签收单编号", [Length(max=200)])
    files = MultipleFileField("签收单和物品照片", render_kw=_RECEIPTS)

    def to_command(self) -> Delivered:
        """What was typed; only of a valid form. Damage: a line a thing, its number first."""
        lines = [line.strip().partition(" ") for line in (self.damage.data or "").splitlines() if line.strip()]
        harm = [{"no": no if what else "", "what": what.strip() or no} for no, _, what in lines]
        loaded, arrived = self.loaded_at.data, self.delivered_at.data
        if loaded is None or arrived is None:
            raise Invalid("填写提货时间和签收时间", field="delivered_at")
        return Delivered(loaded, arrived, self.received_by.data or "", self.as_listed.data == "yes", harm, self.receipt.data or "")
