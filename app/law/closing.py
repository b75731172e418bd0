"""Closing: the gate of 终本, later searches, the checklists of each way of closing, six months to the higher court, delegation (law.md §8, §8.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.kernel.money import Money
from app.kernel.workdays import Calendar
from app.law.findings import Finding, Severity, Status
from app.law.periods import Counted, add_months, days_after, event_after_notice, every_months, months_after, working_days_after
from app.law.rulebook import finding, rule

FILED_MONTHS = 3
RESEARCH_MONTHS = 6
RESEARCH_TIMES = 10
HIGHER_COURT_MONTHS = 6
LISTING_REMOVAL_WORKING_DAYS = 3
DELISTING_SEARCHES = 2
SMALL_BALANCE = Money.yuan(1_000)
SMALL_BALANCE_PERCENT = 5


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must be done before a case may be closed in some way."""

    code: str
    title: str
    rule: str


NOTICE = Check("notice_and_report_order", "已发出执行通知并责令报告财产", "ZB-02")
SPENDING = Check("spending_limit_and_listing", "已发出限制消费令，符合条件的已列入失信名单", "ZB-02")
SEARCHED = Check("search_exhausted", "已穷尽财产调查措施，未发现或者不能处置", "ZB-02")
DEBTOR = Check("debtor_searched_obstructors_punished", "已查找下落不明的被执行人，对妨害执行的已依法处理", "ZB-02")
INTERVIEW = Check("interview", "已约谈申请执行人，告知措施、财产、依据和后果并记录", "ZB-06")

ZHONGBEN_CHECKS: tuple[Check, ...] = (NOTICE, SPENDING, SEARCHED, DEBTOR, INTERVIEW)
"""Four of the five conditions of ZB-02 (the fifth is the time) and the interview of ZB-06."""

THREE_MONTHS = "over_three_months"
SIGNATURE = "applicant_signed_or_panel_and_president"


@dataclass(frozen=True, slots=True)
class Zhongben:
    """May the ruling be made, what is missing, and the first day on which the time condition is met."""

    allowed: bool
    missing: tuple[str, ...]
    earliest: date
    rules: tuple[str, ...]
    findings: tuple[Finding, ...]


def zhongben_gate(
    filed_on: date,
    ruling_on: date,
    done: frozenset[str],
    *,
    applicant_signed: bool,
    panel_and_president: bool,
    others_undone: tuple[str, ...] = (),
    switched_off: frozenset[str] = frozenset(),
) -> Zhongben:
    """May the case be closed without result for now? The applicant's signature, or panel and president (ZB-01), and the conditions of ZB-02, ZB-06.

    `done` are codes of ZHONGBEN_CHECKS; `others_undone` are further checks that the court keeps and that are not done (ZB-11). More than three
    months must have passed since filing: the day after the corresponding day is the earliest. Rules not VERIFIED may be switched off.
    """
    earliest = event_after_notice(add_months(filed_on, FILED_MONTHS), 0).recommended_on
    kept = [check for check in ZHONGBEN_CHECKS if _stands(check.rule, switched_off)]
    findings = [_undone(check) for check in kept if check.code not in done]
    findings += [_own_check(code) for code in others_undone if _stands("ZB-11", switched_off)]
    if ruling_on < earliest and _stands("ZB-02", switched_off):
        findings.append(_too_early(ruling_on, earliest))
    if not (applicant_signed or panel_and_president):
        findings.append(_unsigned())
    rules = ("ZB-01", *dict.fromkeys(check.rule for check in kept))
    return Zhongben(not findings, tuple(each.field for each in findings), earliest, rules, tuple(findings))


def _stands(rule_id: str, switched_off: frozenset[str]) -> bool:
    return rule_id not in switched_off or rule(rule_id).status is Status.VERIFIED


def _undone(check: Check) -> Finding:
    return finding(check.rule, found="未完成", required=check.title, message=f"缺“{check.title}”", field=check.code, severity=Severity.BREACH)


def _own_check(code: str) -> Finding:
    return finding("ZB-11", found="未完成", required=code, message=f"合规核查项“{code}”未完成", field=code, severity=Severity.BREACH)


def _too_early(ruling_on: date, earliest: date) -> Finding:
    words = f"立案至今未超过三个月，最早 {earliest.isoformat()}"
    return finding("ZB-02", found=ruling_on, required=earliest, message=words, field=THREE_MONTHS, fix=earliest, severity=Severity.BREACH)


def _unsigned() -> Finding:
    words = "须有申请执行人签名确认，或者经合议庭核查并报院长批准"
    return finding("ZB-01", found="没有", required="签名或批准", message=words, field=SIGNATURE, severity=Severity.BREACH)


def research_dates(ruling_on: date) -> tuple[date, ...]:
    """The days of the ten later searches: every six months for five years, each counted from the ruling (ZB-07)."""
    return every_months(ruling_on, RESEARCH_MONTHS, RESEARCH_TIMES)


class Excluded(StrEnum):
    """Time that does not count towards the six months (执行程序解释 第13条)."""

    ANNOUNCEMENT = "announcement"
    APPRAISAL = "appraisal"
    JURISDICTION = "jurisdiction"
    COORDINATION = "coordination"
    SUSPENSION = "suspension"
    STAY = "stay"


def six_month_limit(received_on: date, excluded: Mapping[Excluded, int], calendar: Calendar) -> Counted:
    """The day after whose end the applicant may go to the higher court: six months from filing plus excluded days, rolled over rest days (EX-16)."""
    return months_after(received_on, HIGHER_COURT_MONTHS, calendar, excluded=sum(excluded.values()))


def listing_removed_by(performed_on: date, calendar: Calendar) -> Counted:
    """The last day for taking a debtor who has performed off the dishonest list: three working days (EX-30)."""
    return working_days_after(performed_on, LISTING_REMOVAL_WORKING_DAYS, calendar)


def may_delist_after_zhongben(*, empty_searches: int, open_lead: bool, fixed_term: bool) -> bool:
    """May a debtor leave the dishonest list after 终本? Two or more system searches found nothing, no lead is open, no fixed term runs (ZB-10)."""
    return empty_searches >= DELISTING_SEARCHES and not open_lead and not fixed_term


class Way(StrEnum):
    """Ways of closing a case (forms.md §6.7; the list itself is 待核)."""

    FULFILLED = "fulfilled"
    SETTLED = "settled"
    ZHONGBEN = "zhongben"
    ENDED = "ended"
    REFUSED_ENFORCEMENT = "refused_enforcement"
    DISMISSED = "dismissed"
    CANCELLED = "cancelled"
    DELEGATED = "delegated"

    @property
    def label(self) -> str:
        """For people."""
        return _WAY_LABELS[self]


_WAY_LABELS = {
    Way.FULFILLED: "执行完毕",
    Way.SETTLED: "和解履行完毕",
    Way.ZHONGBEN: "终结本次执行程序",
    Way.ENDED: "终结执行",
    Way.REFUSED_ENFORCEMENT: "不予执行",
    Way.DISMISSED: "驳回申请",
    Way.CANCELLED: "销案",
    Way.DELEGATED: "委托他院执行",
}

_PAID_OUT = Check("paid_out", "案款已发放完毕，账目平衡", "EX-28")
_RELEASED = Check("measures_released", "查封、冻结等措施已解除", "EX-13")
_LIST_REMOVED = Check("listing_removed", "失信信息已屏蔽，限制消费已解除", "EX-30")
_FEE_PAID = Check("enforcement_fee", "执行费已收取", "EX-32")
_NOTICE_SERVED = Check("closing_served", "结案文书已送达", "AUX-08")
_SALE_DONE = (
    Check("ruling_served", "成交裁定已送达", "AS-17"),
    Check("handed_over", "标的物已移交", "AS-24"),
    Check("transferred", "过户协助已办结", "AUX-14"),
)
_RULING_MADE = Check("ruling_made", "裁定已作出", "EX-21")

CLOSING_CHECKS: Mapping[Way, tuple[Check, ...]] = {
    Way.FULFILLED: (_PAID_OUT, _FEE_PAID, _RELEASED, _LIST_REMOVED, _NOTICE_SERVED),
    Way.SETTLED: (Check("settlement_performed", "和解协议已履行完毕", "EX-30"), _FEE_PAID, _RELEASED, _LIST_REMOVED, _NOTICE_SERVED),
    Way.ZHONGBEN: (*ZHONGBEN_CHECKS, Check("research_planned", "已排定五年内每六个月的查询", "ZB-07"), _NOTICE_SERVED),
    Way.ENDED: (_RULING_MADE, _RELEASED, _LIST_REMOVED, _NOTICE_SERVED),
    Way.REFUSED_ENFORCEMENT: (_RULING_MADE, _RELEASED, _LIST_REMOVED, _NOTICE_SERVED),
    Way.DISMISSED: (_RULING_MADE, _RELEASED, _NOTICE_SERVED),
    Way.CANCELLED: (_RELEASED, _LIST_REMOVED, _NOTICE_SERVED),
    Way.DELEGATED: (
        Check("seizures_renewed", "查封剩余不足一个月的已先续封", "EX-24"),
        Check("file_sent", "案卷和财产线索已移送受托法院", "EX-24"),
        Check("receiving_court_filed", "受托法院已立案", "EX-24"),
    ),
}


def closing_checks(way: Way, *, property_sold: bool = False) -> tuple[Check, ...]:
    """What must be done before closing in this way; a sold asset must be ruled on, handed over and transferred first."""
    return (*(_SALE_DONE if property_sold else ()), *CLOSING_CHECKS[way])


def closing_missing(way: Way, done: frozenset[str], *, property_sold: bool = False) -> tuple[Check, ...]:
    """The checks of this way that are not done."""
    return tuple(check for check in closing_checks(way, property_sold=property_sold) if check.code not in done)


@dataclass(frozen=True, slots=True)
class DelegationStep:
    """One period of delegated enforcement, in days from the act named (EX-24, EX-25)."""

    code: str
    title: str
    days: int
    rule: str


DELEGATION: Mapping[str, DelegationStep] = {
    each.code: each
    for each in (
        DelegationStep("filed", "受托法院收到委托材料后立案", 7, "EX-24"),
        DelegationStep("applicant_told", "立案后通知申请执行人和委托法院", 7, "EX-24"),
        DelegationStep("papers_completed", "补充欠缺材料", 30, "EX-24"),
        DelegationStep("returned", "经高级法院同意后退回委托", 15, "EX-24"),
        DelegationStep("started", "收到委托函件后开始执行", 15, "EX-25"),
        DelegationStep("reported", "执行完毕或者未完毕的函复", 30, "EX-25"),
    )
}


def delegation_due(step: str, from_on: date, calendar: Calendar) -> Counted:
    """The last day of a step of delegated enforcement; KeyError for a step that is not in the table."""
    return days_after(from_on, DELEGATION[step].days, calendar)


def renew_before_delegating(expires_on: date, on: date) -> bool:
    """Must a seizure be renewed before the case is handed on? Yes with less than one month left (EX-24)."""
    return expires_on < add_months(on, 1)


def small_balance(balance: Money, claim: Money) -> bool:
    """Is money found too little to stand against closing: under 1,000 yuan and not over 5% of the claim (ZB-11)?"""
    return balance < SMALL_BALANCE and balance.fen * 100 <= claim.fen * SMALL_BALANCE_PERCENT
