"""Forms of money: refunds, loans, reminders, expenses, bank lines, default. Fields are named as the services name what is wrong."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from flask_wtf.file import FileField
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from app.domains.settlements.defaulting import Decision
from app.domains.settlements.deposits import Payer
from app.domains.settlements.ledger import ITEMS, Spend
from app.domains.settlements.rules import SERVICE_WAYS
from app.kernel.money import ZERO, Money
from app.web.forms import InstantField, MoneyField, Needed, PaperForm


def amount_of(field: MoneyField) -> Money:
    """The amount of a valid field."""
    return field.data if isinstance(field.data, Money) else ZERO


WAYS = [(each, each) for each in SERVICE_WAYS]


class ReminderForm(PaperForm):
    """登记催缴."""

    reminded_on = DateField("催缴日", [Needed()])
    reminder_way = SelectField("送达方式", choices=WAYS)


class LoanForm(PaperForm):
    """登记银行贷款."""

    bank = StringField("贷款银行", [Needed(), Length(max=100)])
    loan_amount = MoneyField("贷款额", [Needed()])
    expected_on = DateField("预计放款日", [Needed()])


class CodeForm(PaperForm):
    """补登竞买号."""

    code = StringField("竞买号", [Needed(), Length(max=20)])


class TellForm(PaperForm):
    """通知退还."""

    payer = SelectField("由谁退还", choices=[(each.value, each.word) for each in Payer])


class RefundedForm(PaperForm):
    """登记退还."""

    refunded_at = InstantField("退还时间", [Needed()])
    note = StringField("凭证号或者平台回执", [Needed(), Length(max=200)])

    def told_at(self) -> datetime:
        """The instant of a valid form."""
        return cast(datetime, self.refunded_at.data)


class SpendForm(PaperForm):
    """登记费用. `agencies` are set by the view."""

    item = SelectField("费用项目", choices=list(ITEMS.items()))
    amount = MoneyField("金额", [Needed()])
    spent_on = DateField("发生日", [Needed()])
    payee = StringField("收款方", [Needed(), Length(max=100)])
    voucher = StringField("凭证号", [Needed(), Length(max=100)])
    agency_id = SelectField("辅助机构", choices=[("", "无")], validate_choice=False)

    def to_command(self) -> Spend:
        """What was typed; only of a valid form."""
        plain = {name: str(self.data[name] or "") for name in ("item", "payee", "voucher", "agency_id")}
        return Spend(amount=amount_of(self.amount), spent_on=self.spent_on.data, **plain)


class ReasonForm(PaperForm):
    """A reason alone: cancelling an entry, ignoring a line."""

    reason = StringField("理由", [Needed(), Length(max=200)])


class ReturnForm(PaperForm):
    """登记退还多付款."""

    returned_on = DateField("退还日", [Needed()])
    return_note = StringField("退还凭证号", [Needed(), Length(max=200)])


class StatementForm(PaperForm):
    """导入银行流水."""

    file = FileField("流水文件", [Needed("选择要导入的文件")])


class ClaimForm(PaperForm):
    """认领: the account that a line belongs to."""

    settlement = SelectField("款项", validate_choice=False)


class DefaultForm(PaperForm):
    """宣布悔拍."""

    default_reason = TextAreaField("逾期未付的事实", [Needed(), Length(max=300)])


class DebtsForm(PaperForm):
    """登记尚未清偿的债务."""

    case_debt = MoneyField("本案尚未清偿的债务", [Needed()])
    linked_debt = MoneyField("与拍卖财产相关的债务", [Needed()])


class DecisionForm(PaperForm):
    """承办法官决定. The choices are set by the view."""

    decision = SelectField("决定", choices=[(each.value, each.word) for each in Decision])
    decision_reason = TextAreaField("理由", [Needed(), Length(max=1000)])
