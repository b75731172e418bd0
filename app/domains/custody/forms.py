"""Forms of custody."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import BooleanField, HiddenField, MultipleFileField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length

from app.domains.custody.breaking import Open
from app.domains.custody.rules import BREAK_REASONS, HOLDERS, PRESENT_KINDS
from app.domains.custody.service import Enter, OpenMove
from app.web.forms import InstantField, Needed, PaperForm

_PHOTOS = {"accept": "image/jpeg,image/png,image/webp"}
Choices = Sequence[tuple[str, str]]


class EnterForm(PaperForm):
    """登记封存."""

    no = StringField("件号", [Needed(), Length(max=20)])
    seal_no = StringField("封条号", [Needed(), Length(max=40)], description="在本院只用一次")
    name = StringField("品名", [Needed(), Length(max=100)])
    quantity = StringField("数量", [Length(max=40)])
    weight = StringField("重量", [Length(max=40)], description="写明单位，如 6.20 g")
    place = StringField("处所", [Needed(), Length(max=200)], description="写到库位")
    condition = StringField("状况和保管条件", [Length(max=200)])
    sealed_at = InstantField("封存时间", [Needed()])
    sealed_by = StringField("封存人", [Needed(), Length(max=200)], description="两人")
    witness = StringField("见证人", [Length(max=200)])
    perishable = BooleanField("易腐、易贬值，每日检查")
    photos = MultipleFileField("封存照片", description="整体、封条号、骑缝各一张；没有照片，保管链不完整", render_kw=_PHOTOS)

    def to_command(self) -> Enter:
        """What was typed; the court holds it first."""
        words = {
            name: str(self[name].data or "").strip() for name in ("no", "seal_no", "name", "quantity", "weight", "place", "condition", "sealed_by", "witness")
        }
        return Enter(**words, sealed_at=self.sealed_at.data, perishable=bool(self.perishable.data))


class MoveForm(PaperForm):
    """登记交接."""

    item_ids = SelectMultipleField("交接的物品", [Needed("选择要交接的物品")], choices=[], validate_choice=False)
    reason = StringField("事由", [Needed(), Length(max=200)])
    to_kind = SelectField("接收方", choices=list(HOLDERS.items()))
    to_agency_id = SelectField("机构", choices=[], validate_choice=False)
    to_name = StringField("接收人", [Length(max=100)], description="法院和机构不填；其他人写姓名或名称")
    to_place = StringField("处所", [Needed(), Length(max=200)])
    condition = StringField("状况", [Length(max=200)])
    photos = MultipleFileField("交接照片", id="move-photos", description="每次移动至少一张", render_kw=_PHOTOS)

    def to_command(self) -> OpenMove:
        """What was typed."""
        agency_id = str(self.to_agency_id.data or "") or None
        words = {name: str(self[name].data or "") for name in ("reason", "to_kind", "to_name", "to_place", "condition")}
        return OpenMove(tuple(self.item_ids.data or ()), to_agency_id=agency_id, **words)


class PresentForm(PaperForm):
    """Who stood by: two people are enough for the page; one of them a court officer or notary."""

    present_1 = StringField("在场人", [Needed(), Length(max=60)])
    kind_1 = SelectField("身份", choices=PRESENT_KINDS)
    present_2 = StringField("在场人（二）", [Length(max=60)])
    kind_2 = SelectField("身份（二）", choices=PRESENT_KINDS, default=PRESENT_KINDS[-1])
    photos = MultipleFileField("照片", render_kw=_PHOTOS)

    @property
    def present(self) -> tuple[tuple[str, str], ...]:
        """(name, kind)."""
        pairs = ((self.present_1.data, self.kind_1.data), (self.present_2.data, self.kind_2.data))
        return tuple((str(name).strip(), str(kind)) for name, kind in pairs if name and str(name).strip())


class OpenForm(PresentForm):
    """启封."""

    reason = SelectField("事由", choices=BREAK_REASONS)
    note = TextAreaField("经过", [Length(max=500)], render_kw={"rows": 2})

    def to_command(self) -> Open:
        """What was typed."""
        return Open(str(self.reason.data), self.present, str(self.note.data or ""))


class ResealForm(PresentForm):
    """复封."""

    reseal_no = StringField("复封条号", [Needed(), Length(max=40)])


class ReportForm(PaperForm):
    """封条不符或损坏."""

    note = TextAreaField("发现的情况", [Needed(), Length(max=500)], render_kw={"rows": 2})
    photos = MultipleFileField("照片", id="report-photos", render_kw=_PHOTOS)


class LookForm(PaperForm):
    """定期检查."""

    sound = SelectField("结果", choices=[("yes", "完好"), ("no", "变质、损坏或有异常")])
    condition = StringField("状况", [Needed(), Length(max=200)])
    photos = MultipleFileField("照片", id="look-photos", render_kw=_PHOTOS)


class SignForm(PaperForm):
    """One side's signature. The pad posts `signature`, or `signature_typed` with `signature_code`."""

    side = HiddenField()
    seen_digest = HiddenField()
    signer = StringField("签名人", [Length(max=60)])
    late_reason = StringField("补签原因", [Length(max=200)])
    signature = HiddenField()
    signature_typed = HiddenField()
    signature_code = HiddenField()


class ReasonForm(PaperForm):
    """撤销交接."""

    reason = StringField("原因", [Needed(), Length(max=200)])
