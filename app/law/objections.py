"""Objections to reference prices: which may be raised, until when, and what is left otherwise (RP-26 to RP-30)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.kernel.errors import Refusal
from app.kernel.workdays import Calendar
from app.law.findings import Finding
from app.law.periods import Counted, days_after
from app.law.rulebook import finding
from app.law.valuation import OBJECTION_DAYS

SUPERVISION = "supervision"
EARLIER_OBJECTION_DAYS = 10
PRICE_RULES_SINCE = date(2018, 9, 1)


class Target(StrEnum):
    """What an objection is raised against."""

    AGREEMENT = "agreement"
    DIRECTED_INQUIRY = "directed_inquiry"
    ONLINE_INQUIRY = "online_inquiry"
    APPRAISAL = "appraisal"
    CORRECTION = "correction"
    EXPLANATION = "explanation"
    EXPERT_CONCLUSION = "expert_conclusion"


class Route(StrEnum):
    """How an admissible objection is handled."""

    ENFORCEMENT_OBJECTION = "enforcement_objection"
    APPRAISER_EXPLAINS = "appraiser_explains"


class Ground(StrEnum):
    """Why: four formal grounds (art. 22), three substantive ones (art. 23), and those that only supervision hears (art. 25)."""

    BASICS = "basics"
    SCOPE = "scope"
    QUALIFICATION = "qualification"
    PROCEDURE = "procedure"
    STANDARD = "standard"
    METHOD = "method"
    RESULT = "result"
    FRAUD = "fraud"
    DURESS = "duress"
    COLLUSION = "collusion"
    FALSE_INQUIRY = "false_inquiry"
    WRONG_HANDLING = "wrong_handling"


FORMAL_GROUNDS = frozenset({Ground.BASICS, Ground.SCOPE, Ground.QUALIFICATION, Ground.PROCEDURE})
SUBSTANTIVE_GROUNDS = frozenset({Ground.STANDARD, Ground.METHOD, Ground.RESULT})
_OBJECTABLE = frozenset({Target.ONLINE_INQUIRY, Target.APPRAISAL})


@dataclass(frozen=True, slots=True)
class Admissibility:
    """Is the objection heard, how, until which day it could be raised, and what else is open to the party."""

    admissible: bool
    route: Route | None
    due: Counted | None
    alternative: str | None
    rules: tuple[str, ...]
    findings: tuple[Finding, ...]


def objection_admissible(
    *,
    target: Target,
    ground: Ground,
    before_round1_notice: bool,
    calendar: Calendar,
    received_on: date | None = None,
    filed_on: date | None = None,
    day: date | None = None,
) -> Admissibility:
    """Within five days of receipt; formal grounds against online reports and appraisals, substantive ones against appraisals only.

    What is not heard may go to supervision while the first notice is not out (RP-30). Before 2018-09-01 the time against an appraisal was ten days.
    Refusal missing_field when receipt or filing decides and is not given.
    """
    earlier = _is_earlier(day or received_on)
    due = days_after(received_on, EARLIER_OBJECTION_DAYS if earlier else OBJECTION_DAYS, calendar) if received_on else None
    route = _route(target, ground)
    if target not in _OBJECTABLE:
        refusal = finding("RP-29", found=target, required="网络询价报告或评估报告", message="对该项不得提出异议，只能提请监督", field="target")
    elif route is None:
        refusal = finding("RP-26", found=ground, required="法定异议理由", message="异议理由不在该类报告可提出的范围内", field="ground")
    elif due is None or filed_on is None:
        missing = "received" if due is None else "filed"
        raise Refusal(f"缺少 {missing}", code="missing_field", field=missing)
    elif filed_on > due.due_on:
        message = f"异议于 {filed_on.isoformat()} 提出，已过期限 {due.due_on.isoformat()}：登记并告知，可提请监督"
        refusal = finding("RP-29", found=filed_on, required=f"不晚于 {due.due_on}", message=message, field="filed")
    else:
        rule_id = "RP-26/2005" if earlier else "RP-26" if route is Route.ENFORCEMENT_OBJECTION else "RP-27"
        return Admissibility(admissible=True, route=route, due=due, alternative=None, rules=(rule_id,), findings=())
    alternative = SUPERVISION if before_round1_notice else None
    return Admissibility(admissible=False, route=None, due=due, alternative=alternative, rules=("RP-29", "RP-30"), findings=(refusal,))


def _is_earlier(day: date | None) -> bool:
    return day is not None and day < PRICE_RULES_SINCE


def _route(target: Target, ground: Ground) -> Route | None:
    if target not in _OBJECTABLE:
        return None
    if ground in FORMAL_GROUNDS:
        return Route.ENFORCEMENT_OBJECTION
    return Route.APPRAISER_EXPLAINS if target is Target.APPRAISAL and ground in SUBSTANTIVE_GROUNDS else None
