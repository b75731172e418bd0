"""Forms of tasks: giving one out, and the short ones of each step."""

from __future__ import annotations

from datetime import datetime

from wtforms import HiddenField, SelectField, StringField, TextAreaField

from app.domains.agencies.types import Way
from app.domains.tasks.chosen import Chosen
from app.domains.tasks.offers import Offer
from app.domains.tasks.service import GiveTask
from app.domains.tasks.shapes import point_of
from app.kernel.errors import Invalid, NotNow
from app.web.forms import InstantField, Needed, PaperForm


class GiveForm(PaperForm):
    """派任务: kind and agency are chosen on the way, the rest here."""

    agency_id = SelectField("机构", [Needed("选一家机构")], choices=[], validate_choice=False)
    way = HiddenField(default=Way.ROTATION.value)
    choice_id = HiddenField()
    why_not_first = StringField("另选的理由", description="不派给排在第一的机构时填写")
    due_at = InstantField("完成期限", [Needed()])
    why = TextAreaField("派出理由（内部说明）", [Needed()], description="只有本院看得到")
    note = TextAreaField("对机构的要求", [Needed()], description="机构按此办理；不写当事人证件号、合议意见")
    officer = StringField("值班执行人员", [Needed()], description="遇阻、遇险时联系")
    officer_phone = StringField("值班电话")
    contact = StringField("现场联系人")
    contact_phone = StringField("联系人电话")
    place = StringField("任务地点坐标", description="经度,纬度；用来核对照片位置，可不填")

    def to_command(self, asset_id: str, kind: str) -> GiveTask:
        """The order as the service takes it."""
        if self.place.data and point_of(self.place.data) is None:
            raise Invalid("应为经度,纬度，例如 113.5412,22.7931", field="place")
        return GiveTask(
            asset_id=asset_id,
            kind=kind,
            agency_id=str(self.agency_id.data),
            due_at=_given(self.due_at),
            why=str(self.why.data or ""),
            note=str(self.note.data or ""),
            place=point_of(self.place.data),
            officer=str(self.officer.data or ""),
            officer_phone=str(self.officer_phone.data or ""),
            contact=str(self.contact.data or ""),
            contact_phone=str(self.contact_phone.data or ""),
        )

    def to_choice(self) -> Chosen:
        """How the taker was chosen."""
        way = Way(self.way.data) if self.way.data in list(Way) else Way.ROTATION
        return Chosen(way, str(self.choice_id.data or ""), str(self.why_not_first.data or ""))

    def take_offer(self, offer: Offer) -> None:
        """Show the way of the address with its first agency picked."""
        self.way.data, self.choice_id.data, self.agency_id.data = offer.way.value, offer.choice_id, offer.first_id

    def told(self, refusal: Invalid | NotNow) -> GiveForm:
        """The form with a refusal beside its field, or above all when it has none."""
        if isinstance(refusal, Invalid):
            self.take_faults(refusal)
        else:
            self.agency_id.errors = [*self.agency_id.errors, refusal.message]
        return self


class TakeForm(PaperForm):
    """接收并派人."""

    worker_id = SelectField("承办人", [Needed("选承办人")], choices=[], validate_choice=False)


class ReasonForm(PaperForm):
    """A step that needs a reason: 拒接, 收回."""

    reason = TextAreaField("原因", [Needed("写明原因")])


class TimeForm(PaperForm):
    """申请延期, 延长期限."""

    due_at = InstantField("新的期限", [Needed()])
    reason = TextAreaField("理由", [Needed("写明理由")])

    def due(self) -> datetime:
        """The new due time, once the form is valid."""
        return _given(self.due_at)


def _given(field: InstantField) -> datetime:
    if not isinstance(field.data, datetime):
        raise Invalid("写明期限", field=field.name)
    return field.data
