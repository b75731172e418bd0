"""Forms of valuations: each way's beginning, what comes in on it, reports to the parties, objections, fees."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.domains.valuations.fees import ADVANCED
from app.domains.valuations.order_rules import Course, Skipped
from app.domains.valuations.service import PAUSE_GROUNDS, WITHDRAW_GROUNDS
from app.domains.valuations.types import FAULTS, GROUNDS, PRICE_BASES, SIDES, Jump, ObjectionState, SkipGround, Way
from app.law.objections import Ground
from app.law.valuation import Method
from app.web.forms import InstantField, MoneyField, Needed, PaperForm

REASON = Length(max=200, message="不超过 200 字")
ROWS = {"rows": 3}
MATERIAL = re.compile(r"^(?P<name>.+?)[\s×xX*，,]+(?P<copies>\d{1,3})\s*份?$")
RESULTS = (ObjectionState.DISMISSED, ObjectionState.CORRECTED, ObjectionState.UPHELD)


def _grounds(method: Method) -> list[tuple[str, str]]:
    return [("", "不跳过")] + [(each.value, each.word) for each in SkipGround if each.method is method]


class CourseForm(PaperForm):
    """How one comes to a way: legal grounds for those before it, or a jump with its record."""

    ground_agreement = SelectField("议价为何不能进行", choices=_grounds(Method.AGREEMENT), validate_choice=False)
    skip_agreement = StringField("议价：经过", [Optional(), REASON])
    ground_directed_inquiry = SelectField("定向询价为何不能进行", choices=_grounds(Method.DIRECTED_INQUIRY), validate_choice=False)
    skip_directed_inquiry = StringField("定向询价：经过", [Optional(), REASON])
    ground_online_inquiry = SelectField("网络询价为何不能进行", choices=_grounds(Method.ONLINE_INQUIRY), validate_choice=False)
    skip_online_inquiry = StringField("网络询价：经过", [Optional(), REASON])
    jump = SelectField("例外", choices=[("", "按法定顺序"), *((each.value, each.word) for each in Jump)], validate_choice=False)
    jump_note = StringField("例外的依据", [Optional(), REASON], description="双方一致要求的笔录日期，或者法律条文")

    def course(self) -> Course:
        """Grounds and jump as they were entered; what was left empty is not told."""
        told = [
            (method, self.data[f"ground_{method}"], str(self.data[f"skip_{method}"] or "")) for method in ("agreement", "directed_inquiry", "online_inquiry")
        ]
        skipped = tuple(Skipped(method, reason.strip(), ground) for method, ground, reason in told if ground)
        jump = Jump(self.jump.data) if self.jump.data in list(Jump) else None
        return Course(skipped, jump, str(self.jump_note.data or ""))


class InquiryForm(CourseForm):
    """网络询价: the stated value told to all platforms."""

    stated_value = MoneyField("原值或账面价值", [Needed("填写原值或账面价值，随委托一并告知各平台")])


class DirectedForm(CourseForm):
    """定向询价."""

    agency = StringField("受询机构", [Needed("填写受询机构"), Length(max=100)])
    basis = SelectField("价格依据", choices=list(PRICE_BASES.items()))
    requirements = TextAreaField("询价要求", [Needed("写明询价要求"), Length(max=500)], render_kw=ROWS)
    finish_by_on = DateField("完成期限", [Needed("填写完成期限")])


class AppraisalForm(CourseForm):
    """委托评估."""


class ReplyForm(PaperForm):
    """定向询价复函."""

    value = MoneyField("复函价格", [Needed("填写复函价格")])
    number = StringField("复函编号", [Needed("填写复函编号"), Length(max=80)])
    replied_on = DateField("复函日期", [Needed("填写复函日期")])
    valid_until = DateField("有效至", [Optional()], description="复函未载明的，按一年计")
    file = FileField("复函", [Needed("选择复函文件")])


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
    file = FileField("报告", [Optional()])


class ErrorForm(PaperForm):
    """A basic error in a platform's report."""

    report_id = SelectField("报告", [Needed("选择报告")], choices=[], validate_choice=False)
    kind = SelectField("错误", choices=[(code, FAULTS[code]) for code in ("basics", "scope")])
    note = StringField("何处有误、应为何", [Needed("写明何处有误"), REASON])


class GiveUpForm(PaperForm):
    """Why a way cannot lead to a price."""

    reason = TextAreaField("理由", [Needed("写明理由"), Length(2, 500, "应为 2 至 500 字")])


class WithdrawForm(PaperForm):
    """撤回委托 (art. 29)."""

    ground = SelectField("撤回的情形", choices=list(WITHDRAW_GROUNDS.items()))
    note = StringField("说明", [Optional(), REASON])


class PauseForm(PaperForm):
    """暂缓 (art. 28)."""

    ground = SelectField("暂缓的情形", choices=list(PAUSE_GROUNDS.items()))
    note = StringField("说明", [Optional(), REASON])


class AgreedForm(PaperForm):
    """Three appraisers that the parties agreed on."""

    first = SelectField("第一顺序", choices=[], validate_choice=False)
    second = SelectField("第二顺序", choices=[], validate_choice=False)
    third = SelectField("第三顺序", choices=[], validate_choice=False)
    note = StringField("协商笔录", [Needed("写明协商笔录"), REASON], description="日期、到场人")


class CommitForm(PaperForm):
    """公布种子摘要."""

    note = StringField("为何随机抽取", [Needed("写明理由"), REASON], description="例如：指定期限内未协商一致；一方下落不明")


class CommissionForm(PaperForm):
    """委托 with the material's receipt."""

    materials = TextAreaField("移交材料", [Needed("逐项写明移交材料")], description="每行一项：名称 份数", render_kw=ROWS)
    receiver = StringField("签收人", [Needed("填写签收人"), Length(max=60)])
    received_on = DateField("签收日期", [Needed("填写签收日期")])
    features = TextAreaField("物理特征", [Needed("写明物理特征"), Length(max=500)], render_kw=ROWS)
    purpose = StringField("评估目的", [Needed(), Length(max=200)], default="为司法处置确定参考价")
    visit_plan = StringField("勘验安排", [Needed("写明勘验安排"), Length(max=200)])
    fee_rule = StringField("计费与预交", [Needed(), Length(max=200)], default="按评估机构公示的收费标准计算，由申请执行人预交，最终由被执行人负担。")
    no_conflict = BooleanField("评估机构及人员声明没有应当回避的情形")

    def rows(self) -> list[tuple[str, int]]:
        """Materials as (name, copies); a line without a number is one copy."""
        lines = [line.strip() for line in str(self.materials.data or "").splitlines() if line.strip()]
        found = [(line, MATERIAL.match(line)) for line in lines]
        return [(match["name"], int(match["copies"])) if match else (line, 1) for line, match in found]


class VisitForm(PaperForm):
    """现场勘验."""

    at = InstantField("勘验时间", [Needed("填写勘验时间")])
    told = StringField("通知情况", [Needed("写明通知对象和方式"), REASON])
    told_on = DateField("通知日期", [Needed("填写通知日期")])
    attended = StringField("到场人", [Optional(), REASON])
    all_came = BooleanField("双方当事人均到场")
    witness = StringField("见证人", [Optional(), Length(max=60)], description="当事人未到场的必填，写明单位职务")
    people = StringField("评估专业人员", [Needed("填写评估专业人员"), REASON], description="至少二人，以顿号分隔")


class ExtendForm(PaperForm):
    """延期."""

    asked_on = DateField("书面申请日期", [Needed("填写申请日期")])
    days = IntegerField("延长（日）", [Needed("填写日数")], render_kw={"inputmode": "numeric"})
    reason = StringField("理由", [Needed("写明理由"), REASON])
    file = FileField("申请书", [Optional()])


class AppraisedForm(PaperForm):
    """评估报告."""

    value = MoneyField("评估值", [Needed("填写评估值")])
    number = StringField("报告编号", [Needed("填写报告编号"), Length(max=80)])
    issued_on = DateField("出具日期", [Needed("填写出具日期")])
    received_on = DateField("收到日期", [Needed("填写收到日期")])
    valid_until = DateField("有效至", [Needed("填写有效期届满日")])
    signatories = StringField("签名人员", [Needed("填写签名人员"), REASON], description="至少二人，以顿号分隔")
    file = FileField("报告", [Needed("选择报告文件")])


class FaultForm(PaperForm):
    """审查发现的问题."""

    kind = SelectField("问题", choices=list(FAULTS.items()))
    note = StringField("何处有误", [Needed("写明何处有误"), REASON])


class ReplaceForm(PaperForm):
    """更换评估机构."""

    reason = StringField("更换的理由", [Needed("写明理由"), REASON])


class BackForm(PaperForm):
    """材料收回."""

    on = DateField("收回日期", [Needed("填写收回日期")])


class SendForm(PaperForm):
    """送达报告."""

    party_id = SelectField("受送达人", choices=[], validate_choice=False)
    way = SelectField("送达方式", choices=[(each.value, each.word) for each in Way])
    sent_on = DateField("发出日期", [Needed("填写发出日期")])
    reached_on = DateField("收到日期", [Optional()], description="尚未收到的留空；公示的自动按满 15 日计算")
    note = StringField("说明", [Optional(), REASON], description="公示的写明无法送达的情形和网址")
    file = FileField("送达凭证", [Optional()])


class ReachedForm(PaperForm):
    """登记收到."""

    on = DateField("收到日期", [Needed("填写收到日期")])
    file = FileField("回证", [Optional()])


class ObjectionForm(PaperForm):
    """异议."""

    party_id = SelectField("异议人", choices=[], validate_choice=False)
    report_id = SelectField("对哪份报告", choices=[], validate_choice=False)
    grounds = SelectMultipleField(
        "理由",
        [Needed("选择理由")],
        choices=[(each.value, GROUNDS[each]) for each in Ground],
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    filed_on = DateField("提出日期", [Needed("填写提出日期")])
    body = TextAreaField("异议内容", [Needed("写明异议内容"), Length(max=1000)], render_kw=ROWS)
    file = FileField("异议书", [Optional()])

    def chosen(self) -> tuple[Ground, ...]:
        """The grounds that were ticked."""
        return tuple(Ground(each) for each in self.grounds.data or [] if each in list(Ground))


class StepForm(PaperForm):
    """What an objection's next step says."""

    result = SelectField("结果", choices=[(each.value, each.word) for each in RESULTS])
    words = StringField("理由、文书编号", [Needed("写明理由、文书编号"), REASON])
    file = FileField("附件", [Optional()])


class FeeForm(PaperForm):
    """费用."""

    quote = MoneyField("网络询价费", [Optional()])
    rate = IntegerField("评估费率（万分之）", [Optional(), NumberRange(0, 10_000, "应为 0 至 10000")], render_kw={"inputmode": "numeric"})
    cost = MoneyField("合理的实际费用", [Optional()])
    advanced_by = SelectField("预交", choices=list(ADVANCED.items()))


def names_in(text: object) -> list[str]:
    """People by 、 or commas."""
    return [each.strip() for each in re.split(r"[、，,;；\s]+", str(text or "")) if each.strip()]


COURSE_FIELDS: Mapping[str, tuple[str, ...]] = {
    "directed": ("agreement",),
    "inquiry": ("agreement", "directed_inquiry"),
    "appraisal": ("agreement", "directed_inquiry", "online_inquiry"),
}
