"""Forms of the steps of a task's life: clock, another agency, a word, many at once."""

from __future__ import annotations

from datetime import UTC, datetime

from wtforms import SelectField, StringField, TextAreaField

from app.domains.tasks.bulk import BulkAct, BulkOrder
from app.domains.tasks.giving import GiveTask
from app.domains.tasks.shapes import point_of
from app.domains.tasks.types import PAUSE_GROUNDS
from app.kernel.errors import Invalid
from app.web.forms import InstantField, Needed, PaperForm


class PauseForm(PaperForm):
    """暂停计时."""

    ground = SelectField("原因", [Needed("选原因")], choices=[("", "请选择"), *((each, each) for each in PAUSE_GROUNDS)], validate_choice=False)
    note = StringField("说明", description="等哪个单位、哪份材料")


class WordsForm(PaperForm):
    """留言, 催办."""

    words = TextAreaField("留言", [Needed("写下要说的话")])


class ReassignForm(PaperForm):
    """改派 to another agency."""

    agency_id = SelectField("改派给", [Needed("选一家机构")], choices=[], validate_choice=False)
    due_at = InstantField("完成期限", [Needed()])
    reason = TextAreaField("改派的原因", [Needed("写明原因")], description="只有本院看得到；原机构只知道任务已收回")


class SendForm(PaperForm):
    """派出 a draft, for a time that is still to come."""

    due_at = InstantField("完成期限", [Needed()])


class BulkForm(PaperForm):
    """The particulars of an act on many tasks; which of them are needed says the act."""

    agency_id = SelectField("改派给", choices=[], validate_choice=False)
    due_at = InstantField("新的期限")
    reason = TextAreaField("原因")

    def to_order(self, act: BulkAct) -> BulkOrder:
        """The order as the service takes it; Invalid is the service's to say."""
        self.require_valid()
        return BulkOrder(act, str(self.reason.data or ""), str(self.agency_id.data or ""), self.due_at.data)


class BundleForm(PaperForm):
    """What all tasks of a template share; kinds, agencies and times stand in its rows."""

    why = TextAreaField("派出理由（内部说明）", [Needed()], description="只有本院看得到")
    note = TextAreaField("对机构的要求", description="各项任务共用；不写当事人证件号、合议意见")
    officer = StringField("值班执行人员", [Needed()], description="遇阻、遇险时联系")
    officer_phone = StringField("值班电话")
    contact = StringField("现场联系人")
    contact_phone = StringField("联系人电话")
    place = StringField("任务地点坐标", description="经度,纬度；用来核对照片位置，可不填")

    def to_order(self, asset_id: str) -> GiveTask:
        """What is shared; kind, agency and due time are still open."""
        if self.place.data and point_of(self.place.data) is None:
            raise Invalid("应为经度,纬度，例如 113.5412,22.7931", field="place")
        texts = {name: str(self[name].data or "") for name in ("why", "note", "officer", "officer_phone", "contact", "contact_phone")}
        return GiveTask(asset_id, "", "", datetime.max.replace(tzinfo=UTC), place=point_of(self.place.data), **texts)
