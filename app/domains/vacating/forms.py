"""Forms of vacating at the desk."""

from __future__ import annotations

from datetime import date, datetime

from wtforms import BooleanField, DateField, IntegerField, MultipleFileField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput

from app.domains.vacating.after import OUTCOMES, Collected
from app.domains.vacating.agreements import MakeAgreement
from app.domains.vacating.carrying_out import Release
from app.domains.vacating.measures import KINDS as MEASURES
from app.domains.vacating.measures import TARGETS, AskMeasure
from app.domains.vacating.occupants import OccupantEntry
from app.domains.vacating.planning import Told
from app.domains.vacating.referring import Refer
from app.domains.vacating.rules import ANSWERS, BY_HAND, CARES, KINDS, VERDICTS
from app.kernel.errors import Invalid
from app.kernel.money import MalformedMoney, Money
from app.law.occupants import Verdict
from app.web.forms import InstantField, MoneyField, Needed, PaperForm

_ROWS = {"rows": 3}
_IMAGES = {"accept": "image/jpeg,image/png,image/webp"}


class OccupantForm(PaperForm):
    """占有人."""

    kind = SelectField("身份", choices=[(each.value, word) for each, word in KINDS.items()])
    label = StringField("姓名或称呼", [Length(max=60)], description="未成年人不写姓名")
    headcount = IntegerField("人数", [Needed(), NumberRange(1, 999, "人数为 1 至 999")], default=1, render_kw={"inputmode": "numeric"})
    basis = StringField("占有依据", [Length(max=300)], description="凭什么在这里、从何时起")
    possession_on = DateField("入住日", [Optional()])
    cares = SelectMultipleField("需照顾", choices=[(each.value, word) for each, word in CARES.items()], option_widget=CheckboxInput())
    care_note = StringField("照顾的情况", [Length(max=300)])
    published_right = BooleanField("拍卖公告已载明该人带租或带居住权移交")
    claims_lease = BooleanField("主张租赁")
    lease_signed_on = DateField("租约签订日", [Optional()])
    rent_paid_on = DateField("首次付租日", [Optional()])
    written = BooleanField("有书面租约", default=True)
    sham = BooleanField("疑为虚假租赁或租金明显过低")
    only_home = BooleanField("主张唯一住房")
    answers = SelectMultipleField("唯一住房异议不予支持的情形", choices=[(each.value, word) for each, word in ANSWERS.items()], option_widget=CheckboxInput())
    rent_years = IntegerField("同意扣除的租金年数", [Optional()], description="五至八年（异议复议规定第20条）", render_kw={"inputmode": "numeric"})

    def to_command(self) -> OccupantEntry:
        """What was typed; money, days and codes as they are judged."""
        told = {name: self.data[name] for name in OccupantEntry.__dataclass_fields__}
        return OccupantEntry(**{**told, "cares": tuple(told["cares"] or ()), "answers": tuple(told["answers"] or ())})


class RuleForm(PaperForm):
    """法官决定."""

    verdict = SelectField("决定", choices=[(each.value, VERDICTS[each]) for each in (Verdict.LEAVES, Verdict.STAYS)])
    reason = TextAreaField("理由", [Needed(), Length(max=500)], render_kw=_ROWS)


class DayForm(PaperForm):
    """One day: 迁出, 履行, 腾空."""

    on = DateField("日期", [Needed()])


class UrgeForm(PaperForm):
    """催促迁出."""

    leave_by_on = DateField("限期", [Needed()])


class DaysForm(PaperForm):
    """比较日."""

    seized_on = DateField("首次查封日", [Optional()])
    mortgaged_on = DateField("抵押登记日", [Optional()])
    mortgage_enforced = BooleanField("本案执行的是该抵押债权")


class VisitForm(PaperForm):
    """走访记录."""

    kind = SelectField("种类", choices=list(BY_HAND.items()))
    present = StringField("在场人员", [Needed(), Length(max=300)], description="姓名和身份")
    body = TextAreaField("经过", [Needed()], render_kw=_ROWS)
    photos = MultipleFileField("现场照片", id="visit-photos", render_kw=_IMAGES)


class AgreementForm(PaperForm):
    """腾退协议."""

    party = StringField("签订人", [Needed(), Length(max=100)])
    signed_on = DateField("签订日", [Needed()])
    terms_text = TextAreaField("协议内容", [Needed()], id="agreement-text", render_kw=_ROWS)
    terms = TextAreaField("分期", [Needed()], description="每行一项：日期 | 事项 | 金额（元，没有的不写），如 2026-05-10 | 搬离大件", render_kw={"rows": 4})
    aid = StringField("搬迁帮助", [Length(max=300)], description="临时住处、搬运等，没有的不写")
    photos = MultipleFileField("协议照片", id="agreement-photos", render_kw=_IMAGES)

    def to_command(self) -> MakeAgreement:
        """Terms line by line; Invalid names the line that cannot be read."""
        lines = [line for line in str(self.terms.data or "").splitlines() if line.strip()]
        return MakeAgreement(self.party.data or "", self.signed_on.data, self.terms_text.data or "", tuple(_term(line) for line in lines), self.aid.data or "")


class WhyForm(PaperForm):
    """A reason: 违约, 中止."""

    why = TextAreaField("情况", [Needed(), Length(max=300)], render_kw=_ROWS)


class HindranceForm(PaperForm):
    """妨害行为."""

    act_on = DateField("行为日", [Needed()])
    person = StringField("行为人", [Needed(), Length(max=60)])
    target = SelectField("主体", choices=list(TARGETS.items()))
    facts = TextAreaField("行为", [Needed()], render_kw=_ROWS, description="时间、地点、做了什么，有什么证据")
    photos = MultipleFileField("证据照片", id="hindrance-photos", render_kw=_IMAGES)


class MeasureForm(PaperForm):
    """提请罚款、拘留."""

    kind = SelectField("措施", choices=list(MEASURES.items()))
    amount = MoneyField("罚款金额（元）", description="个人十万元以下；单位五万元以上一百万元以下（民诉法第118条）")
    days = IntegerField("拘留日数", [Optional()], description="十五日以下", render_kw={"inputmode": "numeric"})
    detained_at = InstantField("已先行拘留的时间", [Optional()], description="只限紧急情况先行拘留、立即报院长的（民诉法解释第181条）")
    reason = TextAreaField("理由和证据", [Needed()], render_kw=_ROWS)

    def to_command(self) -> AskMeasure:
        """Only the figure of the chosen kind."""
        fine = self.kind.data == "fine"
        return AskMeasure(self.kind.data, self.reason.data or "", self.amount.data if fine else None, None if fine else self.days.data, self.detained_at.data)


class InstantForm(PaperForm):
    """A moment: 送拘, 通知家属."""

    at = InstantField("时间", [Needed()])

    def to_instant(self) -> datetime:
        """The moment; Invalid when none was typed."""
        if self.at.data is None:
            raise Invalid("写明时间", faults=(("at", "必填"),))
        found: datetime = self.at.data
        return found


class PaidForm(PaperForm):
    """罚款已缴纳."""

    paid_on = DateField("缴纳日", [Needed()])
    paid_note = StringField("票据号", [Needed(), Length(max=200)])


class ReleasedForm(PaperForm):
    """解除拘留."""

    released_on = DateField("解除日", [Needed()])
    president_on = DateField("院长批准提前解除日", [Optional()], description="期满解除的不写")
    released_note = StringField("情况", [Needed(), Length(max=200)], description="期满，或者悔改具结等")

    def to_command(self) -> Release:
        """When and why."""
        return Release(self.released_on.data, self.released_note.data or "", self.president_on.data)


class ReferForm(PaperForm):
    """移送公安机关."""

    unit = StringField("接收机关", [Needed(), Length(max=100)])
    able_facts = TextAreaField("有能力执行的事实", render_kw=_ROWS, description="一行一项")
    refusal_facts = TextAreaField("拒不迁出的事实", render_kw=_ROWS, description="一行一项")
    outcome = TextAreaField("致使无法执行的情况", [Needed()], render_kw=_ROWS)
    decision = TextAreaField("法官关于法律适用的理由", [Length(max=500)], render_kw=_ROWS, description="行为在 2024-12-01 之前的须写")

    def to_command(self) -> Refer:
        """What the letter says."""
        return Refer(*(str(self.data[name] or "") for name in ("unit", "able_facts", "refusal_facts", "outcome", "decision")))


class SentForm(PaperForm):
    """已移送."""

    sent_on = DateField("移送日", [Needed()])
    receipt = StringField("回执", [Length(max=200)], description="文号或签收人；没有的以后再补")


class ToldForm(PaperForm):
    """通知到场."""

    told_on = DateField("通知日", [Needed()])
    who = StringField("被通知人", [Needed(), Length(max=100)], description="被执行人或者成年家属；单位的为法定代表人、主要负责人")
    how = StringField("方式", [Needed(), Length(max=300)], description="当面、电话、留置、张贴等，写明经过")

    def to_command(self) -> Told:
        """Who was told."""
        return Told(self.told_on.data, self.who.data or "", self.how.data or "")


class ReceiptForm(PaperForm):
    """移送回执."""

    receipt_on = DateField("回执日", [Needed()])
    receipt = StringField("回执", [Needed(), Length(max=200)], id="late-receipt", description="文号或签收人")


class CollectedForm(PaperForm):
    """领取."""

    outcome = SelectField("结果", choices=list(OUTCOMES.items()))
    on = DateField("日期", [Needed()])
    note = StringField("领取人或情况", [Needed(), Length(max=100)])
    photos = MultipleFileField("领取凭证照片", description="领取人签名的凭证；拒绝领取的可不附", render_kw=_IMAGES)

    def of_row(self, goods_id: str) -> CollectedForm:
        """The same form with ids of its own: the page holds one a row."""
        for field in (self.outcome, self.on, self.note, self.photos):
            field.id = f"{field.name}-{goods_id}"
        return self

    def to_command(self) -> Collected:
        """What became of it."""
        return Collected(self.on.data, self.note.data or "", self.outcome.data)


class ReentryForm(PaperForm):
    """复占."""

    happened_on = DateField("复占日", [Needed()])
    requested_by = StringField("申请人", [Needed(), Length(max=100)])
    facts = TextAreaField("妨害情况", [Needed()], render_kw=_ROWS)
    photos = MultipleFileField("照片", id="reentry-photos", render_kw=_IMAGES)


class RemovedForm(PaperForm):
    """排除妨害."""

    on = DateField("排除日", [Needed()])
    how = TextAreaField("经过", [Needed(), Length(max=500)], render_kw=_ROWS)


def _term(line: str) -> tuple[str, date, Money | None]:
    parts = [part.strip() for part in line.replace("｜", "|").split("|")]
    try:
        amount = Money.yuan(parts[2]) if len(parts) > 2 and parts[2] else None
        if len(parts) < 2 or not parts[1]:
            raise ValueError
        return parts[1][:200], date.fromisoformat(parts[0]), amount
    except (ValueError, MalformedMoney):
        words = f"“{line.strip()[:40]}”：写作 日期 | 事项 | 金额"
        raise Invalid(words, faults=(("terms", words),)) from None
