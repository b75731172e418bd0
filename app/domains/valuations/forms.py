"""Forms of valuations: starting an inquiry, a side's sealed figure, a report from paper, giving a way up."""

from __future__ import annotations

from wtforms import DateField, RadioField, StringField, TextAreaField
from wtforms.validators import Length

from app.domains.valuations.service import SIDES, Skipped
from app.web.forms import InstantField, MoneyField, Needed, PaperForm

REASON = Length(4, 200, "应为 4 至 200 字")


class InquiryForm(PaperForm):
    """网络询价: the stated value told to all platforms, and why the two earlier ways are passed over."""

    stated_value = MoneyField("原值或账面价值", [Needed("填写原值或账面价值，随委托一并告知各平台")])
    skip_agreement = StringField("议价为何不能进行", [Needed("写明理由"), REASON])
    skip_directed_inquiry = StringField("定向询价为何不能进行", [Needed("写明理由"), REASON])

    def skipped(self) -> tuple[Skipped, ...]:
        """The ways passed over."""
        return Skipped("agreement", str(self.skip_agreement.data).strip()), Skipped("directed_inquiry", str(self.skip_directed_inquiry.data).strip())


class FigureForm(PaperForm):
    """议价: one side's figure."""

    side = RadioField("提交方", [Needed("选择提交方")], choices=list(SIDES.items()), validate_choice=False)
    name = StringField("提交人", [Needed("填写提交人"), Length(max=100, message="不超过 100 字")])
    value = MoneyField("议价金额", [Needed("填写金额")])


class ReportForm(PaperForm):
    """A platform's report as it is on paper."""

    value = MoneyField("询价结果", [Needed("填写询价结果")])
    report_no = StringField("报告编号", [Needed("填写报告编号"), Length(max=80, message="不超过 80 字")])
    reported_at = InstantField("出具时间", [Needed("填写出具时间")])
    valid_until = DateField("有效至", [Needed("填写有效期届满日")])


class GiveUpForm(PaperForm):
    """Why a way cannot lead to a price."""

    reason = TextAreaField("理由", [Needed("写明理由"), Length(2, 500, "应为 2 至 500 字")])
