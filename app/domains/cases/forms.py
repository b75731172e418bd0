"""Forms of cases: shape of what people type; `to_command()` gives the service its value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from app.domains.accounts.tables import Person
from app.domains.cases.handing import HandOn
from app.domains.cases.parties import PartyDetails
from app.domains.cases.service import CaseDetails
from app.domains.cases.tables import Case, Party
from app.domains.cases.types import CaseKind, IdKind, PartyKind, PartyRole, Stage
from app.kernel.errors import Invalid, Refusal
from app.web.forms import MoneyField, Needed, PaperForm

PURPOSES = ("填写协助执行通知书", "核对当事人身份", "联系当事人送达", "查询登记信息", "其他用途")


def words_of(kind: type[Any], *leave_out: object) -> list[tuple[str, str]]:
    """Choices of a closed set: (code, word)."""
    return [(each.value, each.word) for each in kind if each not in leave_out]


def told(form: PaperForm, refusal: Refusal) -> int:
    """Put a refusal beside its fields, or on top where no field is named; the status to answer with. What was typed stays."""
    named = refusal.faults if isinstance(refusal, Invalid) else ()
    if isinstance(refusal, Invalid):
        form.take_faults(refusal)
    if not named or any(name not in form._fields for name, _ in named):
        form.form_errors = [*form.form_errors, refusal.message]
    return refusal.status


class CaseForm(PaperForm):
    """登记案件, 修改案件."""

    number = StringField("案号", [Needed()], description="例如（2026）粤0115执1234号；半角括号会自动改为全角")
    filed_on = DateField("立案日期", [Needed()])
    kind = SelectField("案件类型", choices=words_of(CaseKind))
    stage = SelectField("当前阶段", choices=words_of(Stage, Stage.CLOSED))
    cause = StringField("案由", [Needed(), Length(max=200)])
    claim = MoneyField("申请执行标的额", [Needed()])
    basis_number = StringField("执行依据文号", [Needed(), Length(max=200)])
    basis_title = StringField("执行依据名称", [Needed(), Length(max=200)], default="民事判决书")
    basis_court = StringField("作出机关", [Needed(), Length(max=200)])
    basis_effective_on = DateField("生效日期", [Needed()])
    judge_id = SelectField("承办法官")
    clerk_id = SelectField("书记员")
    remark = TextAreaField("备注", [Length(max=2000)])

    def offer_people(self, judges: Sequence[Person], clerks: Sequence[Person]) -> CaseForm:
        """Fill the choices of people."""
        self.judge_id.choices = [(p.id, p.name) for p in judges]
        self.clerk_id.choices = [("", "未指定"), *((p.id, p.name) for p in clerks)]
        return self

    def to_command(self) -> CaseDetails:
        """What was typed, as the service takes it."""
        plain = {name: self.data[name] for name in ("number", "filed_on", "cause", "basis_number", "basis_title", "basis_court", "basis_effective_on", "claim")}
        return CaseDetails(
            **plain,
            kind=CaseKind(self.kind.data),
            stage=Stage(self.stage.data or Stage.CONTROL.value),
            judge_id=self.judge_id.data,
            clerk_id=self.clerk_id.data or None,
            remark=self.remark.data or "",
        )


def case_form(case: Case | None, judges: Sequence[Person], clerks: Sequence[Person]) -> CaseForm:
    """The form of a new case, or of one that is edited; the stage of an edited case is moved elsewhere."""
    form = CaseForm(obj=case).offer_people(judges, clerks)
    if case is not None:
        form.stage.choices = [(case.stage, Stage(case.stage).word)]
        form.stage.data = case.stage
    return form


class PartyForm(PaperForm):
    """登记当事人, 修改当事人. When editing, empty numbers keep what is stored."""

    role = SelectField("当事人地位", choices=words_of(PartyRole))
    kind = SelectField("主体类型", choices=words_of(PartyKind))
    name = StringField("姓名或者名称", [Needed()])
    id_kind = SelectField("证件种类", choices=words_of(IdKind))
    id_no = StringField("证件号码", render_kw={"autocomplete": "off"})
    sex = SelectField("性别", choices=[("", "按身份证号"), ("男", "男"), ("女", "女")])
    born_on = DateField("出生日期", [Optional()])
    phone = StringField("联系电话", render_kw={"autocomplete": "off"})
    address = StringField("送达地址", [Needed()])
    e_service = BooleanField("同意电子送达")
    legal_rep = StringField("法定代表人或者负责人", description="单位必填")
    agent = StringField("代理人及律所", [Length(max=200)])
    remark = TextAreaField("备注", [Length(max=2000)])

    def to_command(self) -> PartyDetails:
        """What was typed, as the service takes it."""
        plain = {name: self.data[name] or "" for name in ("name", "id_no", "sex", "phone", "address", "legal_rep", "agent", "remark")}
        return PartyDetails(
            **plain,
            role=PartyRole(self.role.data),
            kind=PartyKind(self.kind.data),
            id_kind=IdKind(self.id_kind.data),
            born_on=self.born_on.data,
            e_service=bool(self.e_service.data),
        )


def party_form(party: Party | None) -> PartyForm:
    """The form of a new party, or of one that is edited, without its numbers."""
    form = PartyForm(obj=party)
    if party is not None and not form.is_submitted():
        form.id_no.data, form.phone.data = "", ""
    return form


class RevealForm(PaperForm):
    """查看完整号码: what for."""

    purpose = SelectField("用途", choices=[(each, each) for each in PURPOSES])
    reason = StringField("说明", [Length(max=150)], description="选“其他用途”时必填")

    def to_reason(self) -> str:
        """The reason as the trail keeps it; '' when 其他用途 is not explained."""
        words = str(self.reason.data or "").strip()
        if self.purpose.data == PURPOSES[-1]:
            return words
        return f"{self.purpose.data}，{words}" if words else str(self.purpose.data)


class NoteForm(PaperForm):
    """写一条留言."""

    body = TextAreaField("留言", [Needed()], render_kw={"rows": 2})
    secret = BooleanField("仅合议庭成员可见")


class PanelForm(PaperForm):
    """合议庭组成."""

    presiding = SelectField("审判长")
    second = SelectField("成员")
    third = SelectField("成员")
    reason = StringField("更换理由", [Length(max=200)], description="首次组成不用填写")

    def offer_people(self, people: Sequence[Person]) -> PanelForm:
        """Fill the choices."""
        for field in (self.presiding, self.second, self.third):
            field.choices = [(p.id, p.name) for p in people]
        return self


class HandOnForm(PaperForm):
    """移送下一阶段."""

    to_stage = SelectField("移送给")
    done = TextAreaField("已办事项", [Needed()], render_kw={"rows": 4})
    open_items = TextAreaField("未办事项", render_kw={"rows": 4}, description="一行一项")

    def to_command(self) -> HandOn:
        """What was typed, as the service takes it."""
        return HandOn(Stage(self.to_stage.data), str(self.done.data or ""), tuple(str(self.open_items.data or "").splitlines()))


class ReasonForm(PaperForm):
    """退回移送."""

    reason = StringField("退回理由", [Needed()])
