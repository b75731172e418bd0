"""The editor's form: every field of the terms, saved as far as it can be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import MultiDict
from wtforms import DateField, Field, HiddenField, IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, ValidationError
from wtforms.validators import Optional as MayBeEmpty
from wtforms.widgets import CheckboxInput, ListWidget

from app.domains.plans.choosing import ChooseSite
from app.domains.plans.rows import read_arrears, read_tax, write_arrears, write_tax
from app.domains.plans.types import PriorityHolder, Terms
from app.kernel.ids import digest_of
from app.kernel.money import ZERO, Money
from app.web.forms import InstantField, MoneyField, Needed, PaperForm

CHOSEN_BY = [("applicant", "申请执行人选定"), ("court", "法院指定")]
TAX = "依照法律规定由各自承担"
_HOLDER = re.compile(r"(?P<name>\S+)[\s，,、]+(?P<right>\S+?)[\s，,、]+第?\s*(?P<rank>[1-9]\d?)\s*(?:顺位)?")
LONG = Length(max=20_000, message="不超过 20,000 字")


class GroupedField(MoneyField):
    """An amount shown with its thousands, as the plan's figures are read."""

    def _value(self) -> str:
        return self.data.grouped if isinstance(self.data, Money) else super()._value()


class HoldersField(TextAreaField):
    """Priority holders, one a line: name, right, rank; data is a tuple of PriorityHolder."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.type = "TextAreaField"

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.typed = str(valuelist[0]) if valuelist else ""
        found = [(line, _HOLDER.fullmatch(line.strip())) for line in self.typed.splitlines() if line.strip()]
        for line, match in found:
            if match is None:
                raise ValueError(f"“{line.strip()[:20]}”看不懂：每行写姓名、权利、顺位，例如 黎卓然 承租人 第1顺位")
        self.data = tuple(PriorityHolder(m["name"], m["right"], int(m["rank"])) for _, m in found if m is not None)

    def _value(self) -> str:
        if hasattr(self, "typed"):
            return self.typed
        return "\n".join(f"{each.name} {each.right} 第{each.rank}顺位" for each in self.data or ())


class LinesField(TextAreaField):
    """Rows, one a line, by a reader and a writer; data is a tuple of rows."""

    def __init__(self, label: str, *, read: Callable[[str], Any], write: Callable[[Any], str], **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.type, self._read, self._write = "TextAreaField", read, write

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.typed = str(valuelist[0]) if valuelist else ""
        self.data = tuple(self._read(line.strip()) for line in self.typed.splitlines() if line.strip())

    def _value(self) -> str:
        return self.typed if hasattr(self, "typed") else "\n".join(self._write(each) for each in self.data or ())


class TicksField(SelectMultipleField):
    """Tick boxes; data is a list of values in the order of the choices."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def in_order(self) -> tuple[str, ...]:
        """The ticked values in the order in which they were sent, which is the order in which they are shown."""
        known = {value for value, *_ in self.choices or ()}
        return tuple(dict.fromkeys(value for value in self.data or () if value in known))


class PlanForm(PaperForm):
    """All sections of the editor. `mark_*` say which texts stood on the screen as they were composed."""

    sent: MultiDict[str, str] = MultiDict()
    site = SelectField("拍卖平台")
    site_chosen_by = SelectField("平台由谁选定", choices=CHOSEN_BY)
    site_basis = StringField("选择的来源或指定的理由", [Length(max=300, message="不超过 300 字")])
    start_price = GroupedField("起拍价（保留价）")
    deposit = GroupedField("保证金")
    increment = GroupedField("加价幅度")
    reduction_percent = IntegerField("如流拍，二拍降价", [NumberRange(0, 100, "应为 0 至 100 的整数")])
    senior_claims = GroupedField("优先债权")
    cost = GroupedField("强制执行费用")
    announce_on = DateField("公告发布", [MayBeEmpty()])
    opens_at = InstantField("竞价开始")
    bidding_hours = IntegerField("竞价时长", [NumberRange(1, 240, "应为 1 至 240 的整数")])
    extension_minutes = IntegerField("延时周期", [NumberRange(1, 60, "应为 1 至 60 的整数")])
    balance_days = IntegerField("余款支付期限", [MayBeEmpty(), NumberRange(1, 180, "应为 1 至 180 的整数")])
    announcement = TextAreaField("拍卖公告", [LONG], render_kw={"rows": 14})
    instructions = TextAreaField("竞买须知", [LONG], render_kw={"rows": 8})
    warnings = TextAreaField("特别提示", [LONG], render_kw={"rows": 8})
    mark_announcement = HiddenField()
    mark_instructions = HiddenField()
    mark_warnings = HiddenField()
    priority_holders = HoldersField("优先购买权人及顺位", render_kw={"rows": 3})
    tax_bearer = StringField("税费承担", [Length(max=200, message="不超过 200 字")])
    taxes = LinesField("税费", read=read_tax, write=write_tax, render_kw={"rows": 4})
    arrears = LinesField("欠费", read=read_arrears, write=write_arrears, render_kw={"rows": 3})
    vacating = StringField("腾空移交安排", [Length(max=200, message="不超过 200 字")])
    viewing = StringField("看样安排", [Length(max=200, message="不超过 200 字")])
    consult_phone = StringField("咨询电话", [Length(max=40, message="不超过 40 字")])
    photos = TicksField("随公告公示的照片", validate_choice=False)

    def validate_reduction_percent(self, field: Field) -> None:
        """A blank is told in words."""
        if field.data is None and not field.errors:
            raise ValidationError("应为 0 至 100 的整数")

    def changes(self) -> dict[str, object]:
        """Fields of Terms that could be read and were posted; a text that nobody edited since it was composed is left to the house."""
        posted = self._posted()
        found = {name: _plain(field) for name, field in self._fields.items() if name in _OF_TERMS and name in posted and not field.errors}
        found |= {name: ZERO for name in ("senior_claims", "cost") if name in found and found[name] is None}
        return {name: value for name, value in found.items() if not self._untouched(name, value)}

    def _untouched(self, name: str, value: object) -> bool:
        mark = self.sent.get(f"mark_{name}", "")
        return bool(mark) and mark == mark_of(str(value))

    def untouched(self, name: str) -> bool:
        """Was a text sent back just as it had been composed?"""
        return name in self.sent and self._untouched(name, self.sent[name])

    def _posted(self) -> frozenset[str]:
        return frozenset(self.sent) | (frozenset({"photos"}) if "photos_shown" in self.sent else frozenset())


_OF_TERMS = frozenset(Terms.__dataclass_fields__)


def plan_form(terms: Terms, sites: list[tuple[str, str]], photos: Mapping[str, str], typed: MultiDict[str, str] | None = None) -> PlanForm:
    """The form as stored, or as typed; `photos` are captions by digest."""
    form = PlanForm(formdata=typed, data={name: getattr(terms, name) for name in _OF_TERMS}, meta={"csrf": False})
    form.sent = typed if typed is not None else MultiDict()
    form.site.choices = [("", "请选择"), *sites]
    first = [digest for digest in form.photos.data or terms.photos if digest in photos]
    form.photos.choices = [(digest, photos[digest]) for digest in dict.fromkeys((*first, *photos))]
    return form


def mark_of(text: str) -> str:
    """The digest of a text as browsers send it back."""
    return digest_of(_lines(text).encode())[:16]


def value_of(field: Field) -> str:
    """What the control of a field would hold as text."""
    return str(field._value()) if hasattr(field, "_value") else str(field.data or "")


def _plain(field: Field) -> object:
    if isinstance(field, TicksField):
        return field.in_order()
    if isinstance(field, StringField) and isinstance(field.data, str):
        return _lines(field.data)
    return field.data


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


class ToldForm(PaperForm):
    """A person was told of the auction."""

    way = SelectField("方式", choices=[])
    told_on = DateField("通知日", [Needed("填写通知日")])


class ReasonForm(PaperForm):
    """Why a plan is taken back or given up."""

    reason = StringField("原因", [Needed("写明原因"), Length(max=200, message="不超过 200 字")])


class FileForm(PaperForm):
    """A file to attach."""

    files = FileField("附件", [FileRequired("选择文件")])


class ChoiceForm(PaperForm):
    """An applicant chose a platform: who, which, by which paper, when."""

    asset_id = HiddenField("标的物", [Needed("没有标的物")])
    name = StringField("申请执行人", [Needed("选择申请执行人")])
    site = SelectField("拍卖平台")
    source = StringField("选择的来源", [Needed("写明来源"), Length(max=200, message="不超过 200 字")])
    chosen_on = DateField("选择日", [Needed("填写选择日")])

    def to_command(self) -> ChooseSite:
        """What was typed, as the service takes it."""
        return ChooseSite(str(self.name.data), str(self.site.data), str(self.source.data), self.chosen_on.data)
