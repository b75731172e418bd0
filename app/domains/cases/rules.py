"""Rules of cases: who holds a stage, where a case may go next, what about its dates is doubtful, its step line. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from app.domains.cases.types import PartyRole, Stage
from app.kernel.actor import Role
from app.kernel.errors import Invalid, NotAllowed, NotNow
from app.law.periods import add_months
from app.law.personal_data import Number, find_personal

APPLY_WITHIN_MONTHS = 24
PANEL_SEATS = 3
HOLDERS: Mapping[Stage, frozenset[Role]] = {
    Stage.CONTROL: frozenset({Role.CONTROL}),
    Stage.FIELD: frozenset({Role.FIELD}),
    Stage.DISPOSAL: frozenset({Role.CLERK, Role.JUDGE}),
    Stage.REVIEW: frozenset({Role.CLOSING}),
    Stage.CLOSED: frozenset(),
}
NEXT: Mapping[Stage, tuple[Stage, ...]] = {
    Stage.CONTROL: (Stage.FIELD, Stage.DISPOSAL, Stage.REVIEW),
    Stage.FIELD: (Stage.DISPOSAL, Stage.REVIEW, Stage.CONTROL),
    Stage.DISPOSAL: (Stage.REVIEW, Stage.FIELD, Stage.CONTROL),
    Stage.REVIEW: (Stage.DISPOSAL, Stage.FIELD, Stage.CONTROL),
    Stage.CLOSED: (),
}
_MANAGERS = frozenset({Role.JUDGE, Role.DIRECTOR, Role.SYSTEM})
_CREDITORS = frozenset({PartyRole.APPLICANT, PartyRole.ASSIGNEE})
_OWING = frozenset({PartyRole.DEBTOR, PartyRole.GUARANTOR})
LIFE = (
    ("接收", "case.opened"),
    ("调查", "asset.surveyed"),
    ("定价", "asset.priced"),
    ("方案", "asset.planned"),
    ("公告上拍", "asset.listed"),
    ("竞价成交", "asset.sold"),
    ("裁定过户", "asset.transferred"),
    ("腾空移交", "asset.handed_over"),
    ("结案", "case.closed"),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a life as the step line shows it: state is done, now, later or skipped."""

    label: str
    state: str
    at: datetime | None = None


def check_may_offer(role: Role, stage: Stage, to_stage: Stage) -> None:
    """May somebody in this role hand a case of this stage on to that one? The group that holds it, its judge or the director."""
    if to_stage not in NEXT[stage]:
        raise NotNow(f"现在是“{stage.word}”，不能移送到“{to_stage.word}”", code="wrong_state")
    if role not in HOLDERS[stage] | _MANAGERS:
        raise NotAllowed(f"你不能移送：案件现由{stage.word}组负责", code="no_right")


def check_may_answer(role: Role, to_stage: Stage) -> None:
    """Only the group that the case goes to takes it over or sends it back."""
    if role not in HOLDERS[to_stage] | {Role.SYSTEM}:
        raise NotAllowed(f"你不能接收：案件移送给{to_stage.word}组", code="no_right")


def check_dates(number_year: int, filed_on: date, effective_on: date, today: date) -> None:
    """Refuse dates that cannot be (forms.md §5.1)."""
    if filed_on > today:
        raise Invalid("立案日期不能晚于今天", field="filed_on")
    if effective_on > filed_on:
        raise Invalid("生效日期不能晚于立案日期", field="basis_effective_on")
    if filed_on.year not in (number_year, number_year - 1):
        raise Invalid(f"立案日期的年份 {filed_on.year} 与案号年份 {number_year} 不符", field="filed_on")


def doubts_of(number_year: int, filed_on: date, effective_on: date) -> tuple[str, ...]:
    """What about the dates somebody should look at again; never a refusal."""
    found = []
    if filed_on.year == number_year - 1:
        found.append(f"立案日期在 {filed_on.year} 年，案号年份为 {number_year}，请核对")
    if filed_on > add_months(effective_on, APPLY_WITHIN_MONTHS):
        found.append("立案距执行依据生效已过 2 年：核实履行期限以及时效中止、中断（民事诉讼法第250条）")
    return tuple(found)


def check_no_identity_number(text: str, field: str) -> None:
    """Free text carries no identity numbers: they belong in their own field, where they are masked (trust.md R40)."""
    if any(found.kind is Number.ID for found in find_personal(text)):
        raise Invalid("这里不能写身份证号：证件号码只登记在当事人栏，显示时遮蔽", field=field)


def are_opposed(one: PartyRole, other: PartyRole) -> bool:
    """Do two parties stand on opposite sides?"""
    return (one in _CREDITORS and other in _OWING) or (one in _OWING and other in _CREDITORS)


def life_of(reached: Mapping[str, datetime], *, closed: bool) -> tuple[Step, ...]:
    """The step line from the acts that the trail holds (first instant of each). The step after the last one done is now; gaps before it were skipped."""
    last = max((place for place, (_, act) in enumerate(LIFE) if act in reached), default=-1)
    steps = []
    for place, (label, act) in enumerate(LIFE):
        state = "done" if act in reached else "skipped" if place < last else "now" if place == last + 1 and not closed else "later"
        steps.append(Step(label, state, reached.get(act)))
    return tuple(steps)
