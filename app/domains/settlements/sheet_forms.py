"""Forms of the distribution sheet, of its service and objections, and of what follows a lot without a buyer."""

from __future__ import annotations

from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from app.domains.settlements.distribution_rules import Cost, Creditor, Group, Incoming, Nature, Reserve
from app.domains.settlements.money_forms import WAYS, amount_of
from app.domains.settlements.returning import Returned
from app.domains.settlements.unsold import Offer
from app.web.forms import MoneyField, Needed, PaperForm


class SourceForm(PaperForm):
    """增加收款."""

    source = StringField("来源", [Needed(), Length(max=100)])
    amount = MoneyField("金额", [Needed()])

    def to_command(self) -> Incoming:
        """What was typed; only of a valid form."""
        return Incoming(str(self.source.data), amount_of(self.amount))


class CostForm(PaperForm):
    """增加费用、税费、执行费."""

    group = SelectField("类别", choices=[(each.value, each.word) for each in Group])
    item = StringField("项目", [Needed(), Length(max=100)])
    amount = MoneyField("金额", [Needed()])
    basis = StringField("依据", [Needed(), Length(max=200)])

    def to_command(self) -> Cost:
        """What was typed; only of a valid form."""
        return Cost(Group(str(self.group.data)), str(self.item.data), amount_of(self.amount), str(self.basis.data))


class CreditorForm(PaperForm):
    """增加债权."""

    creditor = StringField("债权人", [Needed(), Length(max=100)])
    basis = StringField("依据", [Needed(), Length(max=200)])
    nature = SelectField("性质", choices=[(each.value, each.word) for each in Nature])
    order = IntegerField("同类中的顺位", [Needed()])
    claimed = MoneyField("申报额", [Needed()])
    acknowledged = MoneyField("认定额", [Needed()])

    def to_command(self) -> Creditor:
        """What was typed; only of a valid form."""
        nature, order = Nature(str(self.nature.data)), int(self.order.data or 0)
        return Creditor(str(self.creditor.data), str(self.basis.data), nature, order, amount_of(self.claimed), amount_of(self.acknowledged))


class ReserveForm(PaperForm):
    """增加预留."""

    reason = StringField("事由", [Needed(), Length(max=100)])
    amount = MoneyField("金额", [Needed()])

    def to_command(self) -> Reserve:
        """What was typed; only of a valid form."""
        return Reserve(str(self.reason.data), amount_of(self.amount))


class PartyForm(PaperForm):
    """What one party of the sheet did: on which day; way, words or name where the act asks for it."""

    on = DateField("日期", [Needed()])
    way = SelectField("送达方式", choices=WAYS)
    words = TextAreaField("异议内容", [Length(max=2000)])
    who = StringField("反对人", [Length(max=200)])
    disputed = MoneyField("争议款额", [Optional()])


class PayOutForm(PaperForm):
    """登记发放."""

    paid_out_on = DateField("发放日", [Needed()])
    payout_note = StringField("凭证号", [Needed(), Length(max=200)])


class AskedForm(PaperForm):
    """登记征询."""

    asked_on = DateField("征询日", [Needed()])


class OfferForm(PaperForm):
    """登记以物抵债申请."""

    creditor = StringField("债权人", [Needed(), Length(max=200)])
    rank = IntegerField("受偿顺位", [Needed()])
    claim = MoneyField("应受清偿数额", [Needed()])
    offered_on = DateField("申请日", [Needed()])

    def to_command(self) -> Offer:
        """What was typed; only of a valid form."""
        return Offer(str(self.creditor.data), int(self.rank.data or 0), amount_of(self.claim), self.offered_on.data)


class ChooseForm(PaperForm):
    """决定流拍后的处置. The choices are set by the view."""

    way = SelectField("处置方式", choices=[], validate_choice=False)
    reason = TextAreaField("理由", [Needed(), Length(max=300)])
    consent_paper = StringField("直接变卖的同意材料或者法定事由", [Length(max=200)])
    pay_days = IntegerField("补交差额的期限（日）", [Optional()])


class ReturnedForm(PaperForm):
    """登记退还."""

    registry_told_on = DateField("通知登记机关日", [Optional()])
    registry_paper = StringField("协助执行通知书文号", [Length(max=100)])
    returned_on = DateField("退还日", [Needed()])
    returned_to = StringField("退还给", [Needed(), Length(max=100)])
    returned_condition = TextAreaField("退还时的状况", [Needed(), Length(max=500)])

    def to_command(self) -> Returned:
        """What was typed; only of a valid form."""
        told = {"told_on": self.registry_told_on.data, "paper_no": str(self.registry_paper.data or "")}
        return Returned(self.returned_on.data, str(self.returned_to.data), str(self.returned_condition.data), **told)


class LapseForm(PaperForm):
    """登记申请失效."""

    offer = SelectField("失效的申请", choices=[], validate_choice=False)
    lapse_reason = StringField("撤回或者失效的理由", [Needed(), Length(max=200)])


class RefundCodeForm(PaperForm):
    """登记待退还的竞买号."""

    code = StringField("竞买号", [Needed(), Length(max=20)])
