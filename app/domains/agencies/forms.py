"""Forms of agencies: register, engage, declare, suspend."""

from __future__ import annotations

from datetime import date

from wtforms import DateField, IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField

from app.domains.agencies.service import DeclareInterest, Engage, RegisterAgency
from app.domains.agencies.types import AGENCY_KIND_NAMES, RELATION_NAMES, AgencyKind, Relation
from app.kernel.errors import Invalid
from app.web.forms import Needed, PaperForm


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

    kinds = SelectMultipleField("可承接任务", choices=[], validate_choice=False)
    region = StringField("区域")
    from_on = DateField("起始日", [Needed()])
    until_on = DateField("到期日", [Needed()])
    quota = IntegerField("在办限额", default=50)

    def to_command(self, agency_id: str, court_id: str) -> Engage:
        """The order as the service takes it."""
        return Engage(
            agency_id=agency_id,
            court_id=court_id,
            kinds=tuple(self.kinds.data or ()),
            from_on=_day(self.from_on),
            until_on=_day(self.until_on),
            region=str(self.region.data or ""),
            quota=int(self.quota.data or 0),
        )


class DeclareForm(PaperForm):
    """申报利害关系."""

    relation = SelectField("与机构人员的关系", choices=[(relation.value, word) for relation, word in RELATION_NAMES.items()])
    name = StringField("姓名", [Needed()])
    id_number = StringField("证件号码", description="只留摘要和遮蔽号")
    phone = StringField("联系电话", description="只留摘要")

    def to_command(self, agency_id: str) -> DeclareInterest:
        """The order as the service takes it."""
        texts = {name: str(self[name].data or "") for name in ("name", "id_number", "phone")}
        return DeclareInterest(agency_id=agency_id, relation=Relation(self.relation.data), **texts)


class SuspendForm(PaperForm):
    """暂停委托."""

    reason = TextAreaField("原因", [Needed("写明暂停的原因")])


def _day(field: DateField) -> date:
    if not isinstance(field.data, date):
        raise Invalid("写明日期", field=field.name)
    return field.data
