"""Fines, detention and referral to the police: limits, not twice for one act, what must come first (law.md CP-04 … CP-15, CR-02, CR-03)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.kernel.money import Money
from app.law.findings import Finding, Severity
from app.law.periods import CountedHours, add_months, hours_after
from app.law.rulebook import finding

INDIVIDUAL_FINE_MAX = Money.yuan(100_000)
UNIT_FINE_MIN = Money.yuan(50_000)
UNIT_FINE_MAX = Money.yuan(1_000_000)
DETENTION_MAX_DAYS = 15
FAMILY_HOURS = 24
QUESTIONING_HOURS = 8
LONG_QUESTIONING_HOURS = 24
INTERFERENCE_MONTHS = 6
PRIOR_MEASURE_FROM = date(2024, 12, 1)
EARLIER_CRIME_LAW_FROM = date(2015, 7, 22)


class Target(StrEnum):
    """Who is punished."""

    INDIVIDUAL = "individual"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Limits:
    """Least and largest fine, and the longest detention in days; None where there is no such limit or measure."""

    fine_min: Money | None
    fine_max: Money
    detention_max_days: int | None


LIMITS: dict[Target, Limits] = {
    Target.INDIVIDUAL: Limits(None, INDIVIDUAL_FINE_MAX, DETENTION_MAX_DAYS),
    Target.UNIT: Limits(UNIT_FINE_MIN, UNIT_FINE_MAX, None),
}
"""民事诉讼法 第118条. A unit is fined; only its head or those directly responsible are detained (CP-12)."""


def check_sanction(
    target: Target, *, fine: Money | None = None, detention_days: int | None = None, same_act_already_punished: bool = False
) -> tuple[Finding, ...]:
    """Breaches of a fine, a detention or both together; none is lawful. The act may be punished once, a new act again (CP-09)."""
    limits = LIMITS[target]
    found = [*_fine_faults(fine, limits), *_detention_faults(detention_days, limits)]
    if same_act_already_punished:
        words = "同一行为已经处罚，不得再次罚款、拘留；发生新的行为可以重新处罚"
        found.append(finding("CP-09", found="已处罚", required="同一行为不得重复处罚", message=words, severity=Severity.BREACH))
    return tuple(found)


def _fine_faults(fine: Money | None, limits: Limits) -> list[Finding]:
    if fine is None:
        return []
    if fine > limits.fine_max:
        words = f"罚款 {fine.grouped} 元超过上限，改为不超过 {limits.fine_max.grouped} 元"
        return [finding("CP-04", found=fine, required=limits.fine_max, message=words, field="fine", fix=limits.fine_max, severity=Severity.BREACH)]
    if limits.fine_min is not None and fine < limits.fine_min:
        words = f"罚款 {fine.grouped} 元低于下限，改为不低于 {limits.fine_min.grouped} 元"
        return [finding("CP-04", found=fine, required=limits.fine_min, message=words, field="fine", fix=limits.fine_min, severity=Severity.BREACH)]
    return []


def _detention_faults(days: int | None, limits: Limits) -> list[Finding]:
    if not days:
        return []
    if limits.detention_max_days is None:
        words = "拘留只能对自然人；单位可以罚款，并对其主要负责人或者直接责任人员罚款、拘留"
        return [finding("CP-05", found=days, required="自然人", message=words, field="detention_days", severity=Severity.BREACH)]
    if days > limits.detention_max_days:
        words = f"拘留 {days} 日超过上限，改为不超过 {limits.detention_max_days} 日"
        most = limits.detention_max_days
        return [finding("CP-05", found=days, required=most, message=words, field="detention_days", fix=most, severity=Severity.BREACH)]
    return []


def family_told_clock(detained_at: datetime) -> CountedHours:
    """The family of a detained person is told within 24 hours (CP-08, 民诉法解释 第180条)."""
    return hours_after(detained_at, FAMILY_HOURS)


def questioning_clock(arrived_at: datetime, *, complex_and_detainable: bool) -> CountedHours:
    """When questioning after a summons by force must end: 8 hours, 24 if the matter is complex and detention is possible (CP-13)."""
    return hours_after(arrived_at, LONG_QUESTIONING_HOURS if complex_and_detainable else QUESTIONING_HOURS)


def interference_until(ended_on: date) -> date:
    """The last day on which interference with a delivered thing is removed in the old case: six months after its end (CP-15)."""
    return add_months(ended_on, INTERFERENCE_MONTHS)


class Element(StrEnum):
    """What referring a refusal to vacate presupposes."""

    ABLE = "able"
    REFUSES = "refuses_to_vacate"
    PRIOR_MEASURE = "prior_fine_or_detention"


@dataclass(frozen=True, slots=True)
class Referral:
    """May the case be referred, what is missing, and whether a person must decide which law applies."""

    allowed: bool
    missing: tuple[Element, ...]
    manual: bool
    rule: str
    findings: tuple[Finding, ...]


def referral_gate(act_on: date, present: frozenset[Element], *, decided_on: date | None = None) -> Referral:
    """May a refusal to vacate be referred as a crime? Since 2024-12-01 only after a fine, detention or other measure (CR-02).

    An act before that day which is decided later (or on a day not given) is never referred automatically: which law is milder is for a
    person to judge; what is `missing` is told by the law of the act (CR-03 needed no prior measure).
    """
    if act_on >= PRIOR_MEASURE_FROM:
        return _referral("CR-02", tuple(each for each in Element if each not in present))
    missing = tuple(each for each in (Element.ABLE, Element.REFUSES) if each not in present)
    settled = decided_on is not None and EARLIER_CRIME_LAW_FROM <= act_on <= decided_on < PRIOR_MEASURE_FROM
    return _referral("CR-03", missing, manual=not settled)


def _referral(rule_id: str, missing: tuple[Element, ...], *, manual: bool = False) -> Referral:
    found = [_lacking(rule_id, each) for each in missing]
    if manual:
        words = "行为在 2024-12-01 之前：新旧解释何者为轻由承办法官判断，不自动移送"
        found.append(finding("CR-03", found="行为在前", required="人工判断", message=words, field="act_date", severity=Severity.MANUAL))
    return Referral(not missing and not manual, missing, manual, rule_id, tuple(found))


_ELEMENT_WORDS = {
    Element.ABLE: "有能力执行",
    Element.REFUSES: "拒不迁出",
    Element.PRIOR_MEASURE: "已采取罚款、拘留等措施后仍拒不迁出",
}


def _lacking(rule_id: str, element: Element) -> Finding:
    words = f"还不能移送公安：缺“{_ELEMENT_WORDS[element]}”"
    return finding(rule_id, found="没有", required=_ELEMENT_WORDS[element], message=words, field=element, severity=Severity.BREACH)
