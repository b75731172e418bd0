"""Forms of agencies: register, engage with a price list, declare, suspend, roster, deeds, fees."""

from __future__ import annotations

from datetime import date

from wtforms import DateField, FileField, IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput

from app.domains.agencies.declaring import DeclareInterest
from app.domains.agencies.paper_rules import USUAL_MARGIN
from app.domains.agencies.papers import EnterPaper
from app.domains.agencies.scores import BY_HAND, NoteDeed
from app.domains.agencies.service import Engage, EnterRoster, RegisterAgency
from app.domains.agencies.task_kinds import TASK_KIND_NAMES
from app.domains.agencies.types import AGENCY_KIND_NAMES, DEED_NAMES, RELATION_NAMES, ROSTER_NAMES, AgencyKind, DeedKind, Relation, RosterKind
from app.kernel.errors import Invalid
from app.kernel.money import ZERO, MalformedMoney, Money
from app.web.forms import MoneyField, Needed, PaperForm


class RegisterForm(PaperForm):
    """登记机构."""

    name = StringField("名称", [Needed()])
    kind = SelectField("种类", choices=[(kind.value, word) for kind, word in AGENCY_KIND_NAMES.items()])
    uscc = StringField("统一社会信用代码", [Needed()], description="18 位")
    region = StringField("区域")
    contact = StringField("联系人")
    phone = StringField("电话")

    def to_command(self) -> RegisterAgency:
        """The order as the service takes it."""
        texts = {name: str(self[name].data or "") for name in ("name", "uscc", "region", "contact", "phone")}
        return RegisterAgency(kind=AgencyKind(self.kind.data), **texts)


class EngageForm(PaperForm):
    """委托."""

    kinds = SelectMultipleField("可承接任务", choices=[], validate_choice=False, option_widget=CheckboxInput())
    region = StringField("区域", description="几处用顿号分开，例如 广州市南沙区、广州市番禺区；不填为不限")
    from_on = DateField("起始日", [Needed()])
    until_on = DateField("到期日", [Needed()])
    quota = IntegerField("在办限额", default=50)
    prices = TextAreaField("价格表（元）", description="每行一类：任务名称 空格 单价，例如 现场调查（房屋） 1800.00")

    def to_command(self, agency_id: str, court_id: str) -> Engage:
        """The order as the service takes it."""
        return Engage(
            agency_id=agency_id,
            court_id=court_id,
            kinds=tuple(self.kinds.data or ()),
            from_on=_day(self.from_on),
            until_on=_day(self.until_on),
            region=str(self.region.data or "").strip(),
            quota=int(self.quota.data or 0),
            prices=read_prices(str(self.prices.data or "")),
        )


class DeclareForm(PaperForm):
    """申报利害关系."""

    relation = SelectField("与申报人的关系", choices=[(relation.value, word) for relation, word in RELATION_NAMES.items()])
    name = StringField("姓名", [Needed()], render_kw={"autocomplete": "off"})
    id_number = StringField("证件号码", description="只留带密钥的摘要和遮蔽号", render_kw={"autocomplete": "off"})
    phone = StringField("联系电话", description="只留摘要", render_kw={"autocomplete": "off"})
    address = StringField("住址", description="只留摘要", render_kw={"autocomplete": "off"})
    account = StringField("银行账户", description="只留摘要，可不填", render_kw={"autocomplete": "off"})
    person_id = SelectField("申报人", choices=[], validate_choice=False)
    site = StringField("平台代码", description="登记平台人员时填写，例如 taobao；其余不填")

    def to_command(self) -> DeclareInterest:
        """The order as the service takes it."""
        texts = {name: str(self[name].data or "").strip() for name in ("name", "id_number", "phone", "address", "account", "site")}
        return DeclareInterest(relation=Relation(self.relation.data), person_id=str(self.person_id.data or "") or None, **texts)


class SuspendForm(PaperForm):
    """A step that needs a reason: 暂停委托, 恢复委托, 结束委托, 申请复核."""

    reason = TextAreaField("原因", [Needed("写明原因")])


class QualificationForm(PaperForm):
    """登记资质文件."""

    title = StringField("文件名称", [Needed()], description="例如 营业执照、评估资质、公证员执业证；换证登记用同一名称")
    number = StringField("编号")
    valid_until = DateField("有效期至", [Needed()])
    person_id = SelectField("属于", choices=[], validate_choice=False)
    margin = IntegerField("提前提醒（天）", default=USUAL_MARGIN, render_kw={"inputmode": "numeric"})
    scan = FileField("扫描件", description="PDF 不超过 50 MB，照片不超过 25 MB；可以稍后补传", render_kw={"accept": ".pdf,image/jpeg,image/png,image/webp"})

    def to_command(self) -> EnterPaper:
        """The order as the service takes it."""
        return EnterPaper(
            title=str(self.title.data or ""),
            valid_until=_day(self.valid_until),
            number=str(self.number.data or ""),
            person_id=str(self.person_id.data or "") or None,
            margin=int(self.margin.data or 0),
        )


class WarnForm(PaperForm):
    """到期提醒."""

    days = IntegerField("提前提醒（天）", [Needed()], description="委托合同到期前；也是登记资质文件时的起始天数", render_kw={"inputmode": "numeric"})


class ScanForm(PaperForm):
    """上传扫描件."""

    scan = FileField("扫描件")


class RosterForm(PaperForm):
    """排班."""

    person_id = SelectField("人员", [Needed("选一名人员")], choices=[], validate_choice=False)
    kind = SelectField("安排", choices=[(kind.value, word) for kind, word in ROSTER_NAMES.items()])
    from_on = DateField("从", [Needed()])
    until_on = DateField("到", [Needed()])
    note = StringField("备注")

    def to_command(self) -> EnterRoster:
        """The order as the service takes it."""
        kind, days = RosterKind(self.kind.data), (_day(self.from_on), _day(self.until_on))
        return EnterRoster(str(self.person_id.data), kind, *days, str(self.note.data or ""))


class DeedForm(PaperForm):
    """登记投诉属实或数据有误."""

    kind = SelectField("事项", choices=[(kind.value, DEED_NAMES[kind]) for kind in BY_HAND])
    title = StringField("任务或事由", [Needed()])
    note = TextAreaField("查明的事实", [Needed("写明查明的事实")])

    def to_command(self, agency_id: str, court_id: str) -> NoteDeed:
        """The order as the service takes it."""
        return NoteDeed(agency_id, court_id, DeedKind(self.kind.data), title=str(self.title.data or ""), note=str(self.note.data or ""))


class FeeForm(PaperForm):
    """核定费用."""

    amount = MoneyField("金额", [Needed()])
    note = StringField("核定依据", [Needed("写明核定依据")])

    def money(self) -> Money:
        """The amount, once the form is valid."""
        return self.amount.data if isinstance(self.amount.data, Money) else ZERO


class MonthForm(PaperForm):
    """出具月结单."""

    month = StringField("月份", [Needed()], description="例如 2026-03")


class NoteForm(PaperForm):
    """A step with a note: 结算, 复核意见."""

    note = TextAreaField("说明", [Needed("写明说明")])


def read_prices(text: str) -> dict[str, Money]:
    """The price list as typed, one kind a line; Invalid names the line that cannot be read."""
    codes = {word: code for code, word in TASK_KIND_NAMES.items()}
    prices: dict[str, Money] = {}
    for number, line in enumerate(filter(None, (each.strip() for each in text.splitlines())), 1):
        name, _, amount = line.replace("\u3000", " ").rpartition(" ")
        if name.strip() not in codes:
            raise Invalid(f"第 {number} 行：没有“{name.strip() or line}”这类任务", field="prices")
        try:
            prices[codes[name.strip()]] = Money.yuan(amount)
        except MalformedMoney:
            raise Invalid(f"第 {number} 行：“{amount}”不是金额", field="prices") from None
    return prices


def _day(field: DateField) -> date:
    if not isinstance(field.data, date):
        raise Invalid("写明日期", field=field.name)
    return field.data
