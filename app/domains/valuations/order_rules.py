"""Which way to a price may be gone now: each earlier way tried without a price, or passed over on its own legal ground, or left by a lawful jump. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.domains.valuations.types import ORDER, RULES, TITLES, Jump, SkipGround
from app.kernel.errors import Invalid
from app.law.rulebook import cite
from app.law.valuation import Method, MethodFacts, pricing_method

LEAST_NOTE = 4


@dataclass(frozen=True)
class Skipped:
    """A way that was passed over: what happened in this case, on which ground of the law (RP-04 to RP-06)."""

    method: str
    reason: str
    ground: str


@dataclass(frozen=True)
class Course:
    """How one comes to a way: what was passed over, or the jump with its record (consent of both, or the statute)."""

    skipped: Sequence[Skipped] = ()
    jump: Jump | None = None
    jump_note: str = ""


def check_course(method: Method, course: Course, failed: Collection[str]) -> tuple[str, ...]:
    """The rules that lead to the way; Invalid when its turn has not come (RP-02)."""
    if course.jump is not None:
        _check_jump(method, course)
    else:
        _check_order(method, course.skipped, failed)
    choice = pricing_method(_facts(method, course, failed))
    if method is not Method.AGREEMENT and choice.method is not method:
        raise Invalid(f"依 {cite(choice.rules[-1])}，应进行{TITLES[choice.method.value]}", field="skipped")
    return ("RP-02", RULES[method]) if method is Method.AGREEMENT else choice.rules


def _check_jump(method: Method, course: Course) -> None:
    if course.jump is Jump.LAW and method is not Method.APPRAISAL:
        raise Invalid(f"法律规定的例外只有委托评估（{cite('RP-15')}）", field="jump")
    if method is Method.AGREEMENT:
        raise Invalid("议价是第一种方式，不需要跳过其他方式", field="jump")
    if len(course.jump_note.strip()) < LEAST_NOTE:
        raise Invalid("写明双方一致要求的记录（日期、笔录），或者法律条文", field="jump_note")


def _check_order(method: Method, skipped: Sequence[Skipped], failed: Collection[str]) -> None:
    reasons = {each.method: each for each in skipped}
    missing = []
    for earlier in ORDER[: ORDER.index(method)]:
        told = reasons.get(earlier.value)
        if earlier.value in failed:
            continue
        if told is None or len(told.reason.strip()) < LEAST_NOTE:
            missing.append(TITLES[earlier.value])
        elif told.ground not in {each.value for each in SkipGround if each.method is earlier}:
            raise Invalid(f"{TITLES[earlier.value]}只能因法定情形跳过（{cite(RULES[earlier])}）", field=f"ground_{earlier.value}")
    if missing:
        raise Invalid(f"先写明{'和'.join(missing)}为何不能进行（{cite('RP-02')}）", field="skipped")


def _facts(method: Method, course: Course, failed: Collection[str]) -> MethodFacts:
    grounds = {each.ground for each in course.skipped}
    return MethodFacts(
        official_price_exists=method is Method.DIRECTED_INQUIRY,
        needs_site_inspection=SkipGround.NEEDS_INSPECTION in grounds,
        online_possible=Method.ONLINE_INQUIRY.value not in failed and SkipGround.NOT_POSSIBLE not in grounds,
        both_parties_want=method if course.jump is Jump.BOTH_PARTIES else None,
        appraisal_mandated=course.jump is Jump.LAW,
    )
