"""The order of one appraiser: may it have more days, may its report be taken, does the site visit stand (RP-18 to RP-23, RP-45). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.kernel.errors import Invalid, NotNow
from app.kernel.money import ZERO, Money
from app.kernel.workdays import Calendar
from app.law.periods import add_months, days_before
from app.law.rulebook import cite
from app.law.valuation import EXTENSION_ASKED_BEFORE_DAYS, EXTENSION_DAYS, EXTENSIONS, VALIDITY_LIMIT_MONTHS

LEAST_PEOPLE = 2


@dataclass(frozen=True)
class Visit:
    """The inspection on site: parties told beforehand, who came, a witness where a party stayed away, the appraisers' people."""

    at: datetime
    told: str
    told_on: date
    attended: str
    all_came: bool
    witness: str
    people: Sequence[str]


@dataclass(frozen=True)
class AppraisalReport:
    """A report as it came."""

    value: Money
    number: str
    issued_on: date
    received_on: date
    valid_until: date
    signatories: Sequence[str]


def check_extension(*, due_on: date, asked_on: date, days: int, before: int, calendar: Calendar) -> None:
    """In writing, five days before the end, twice at most, fifteen days each at most (RP-20)."""
    article = cite("RP-20")
    if before >= EXTENSIONS:
        raise NotNow(f"已延长 {EXTENSIONS} 次，不能再延长（{article}）", code="no_extension")
    if not 0 < days <= EXTENSION_DAYS:
        raise Invalid(f"每次延长 1 至 {EXTENSION_DAYS} 日（{article}）", field="days")
    latest = days_before(due_on, EXTENSION_ASKED_BEFORE_DAYS, calendar).due_on
    if asked_on > latest:
        raise NotNow(f"延期应于期限届满五日前书面申请，最迟 {latest.isoformat()}（{article}）", code="asked_late")


def check_visit(visit: Visit, now: datetime) -> None:
    """Parties were told before; whoever stayed away is stood for by a witness; two professionals at least."""
    if visit.at > now:
        raise Invalid("勘验时间不能晚于现在", field="at")
    if visit.told_on > visit.at.date() or not visit.told.strip():
        raise Invalid("勘验前应通知双方当事人，写明通知对象和方式", field="told")
    if not visit.all_came and not visit.witness.strip():
        raise Invalid(f"当事人未到场的，应有见证人在场（{cite('RP-18')}）", field="witness")
    if len([each for each in visit.people if each.strip()]) < LEAST_PEOPLE:
        raise Invalid(f"评估专业人员不少于二人（{cite('RP-45')}）", field="people")


def check_report(report: AppraisalReport, *, due_on: date, people: Sequence[str], today: date) -> None:
    """In time, plausible, signed by two of those who were on site."""
    if report.received_on > today or report.issued_on > report.received_on:
        raise Invalid("出具日、收到日不能晚于今天，且先出具后收到", field="received_on")
    if report.received_on > due_on:
        raise NotNow(
            f"报告于 {report.received_on.isoformat()} 收到，已过期限 {due_on.isoformat()}：退回材料，委托下一顺序的机构（{cite('RP-21')}）", code="late"
        )
    if report.value <= ZERO:
        raise Invalid("金额应大于零", field="value")
    if not report.issued_on <= report.valid_until <= add_months(report.issued_on, VALIDITY_LIMIT_MONTHS):
        raise Invalid(f"有效期应在出具日之后、不超过一年（{cite('RP-31')}）", field="valid_until")
    signed = [each for each in report.signatories if each.strip()]
    if len(signed) < LEAST_PEOPLE:
        raise Invalid(f"报告应由至少二名评估专业人员签名（{cite('RP-45')}）", field="signatories")


def strangers(signatories: Sequence[str], people: Sequence[str]) -> list[str]:
    """Who signed without having been on site: a fault for the review (RP-23)."""
    return [each for each in signatories if people and each not in people]
