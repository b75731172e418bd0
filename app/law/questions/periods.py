"""Questions about time: deadlines, the announcement, the window of the second round."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from app.kernel.errors import Invalid, Refusal
from app.kernel.workdays import Calendar
from app.law.announcement import check_announcement, round2_window
from app.law.findings import Finding, Severity
from app.law.periods import Counted, Span, days_after, days_before, hours_after, months_after, notice_before_event, working_days_after
from app.law.questions.shape import DAY, FLAG, INSTANT, TEXT, Count, DayIn, Flag, Inputs, Moment, Op, Question, Round, Text, answered, choice, many
from app.law.rulebook import finding
from app.law.subjects import AssetKind
from app.law.terms import BACKWARD, Term, term


class SpanIn(Inputs):
    first: DayIn
    last: DayIn


class CheckAnnouncement(Question):
    asset: AssetKind
    round: Round
    announced: DayIn
    opens: DayIn


class Round2Window(Question):
    asset: AssetKind
    round1_failed: DayIn


class Deadline(Question):
    start: Moment
    kind: Text = "procedural"
    days: Count | None = None
    working_days: Count | None = None
    months: Count | None = None
    years: Count | None = None
    hours: Count | None = None
    backward: Flag = False
    excluded_days: Count = 0
    suspended: tuple[SpanIn, ...] = ()


_UNITS = ("days", "working_days", "months", "years", "hours")


def _check_announcement(asked: CheckAnnouncement, _calendar: Calendar) -> dict[str, Any]:
    if asked.round < 1:
        raise Invalid("拍卖次数从 1 起", field="round")
    checked = check_announcement(
        asset=asked.asset, auction_round=asked.round, announced_on=asked.announced, opens_on=asked.opens, channel=asked.channel, day=asked.date
    )
    outputs = {
        "compliant": checked.compliant,
        "min_opening_date": checked.min_opening_on,
        "recommended_opening_date": checked.recommended_opening_on,
        "violation": checked.violation,
        "warnings": checked.warnings,
    }
    return answered(outputs, rules=(checked.rule,), findings=checked.findings)


def _round2_window(asked: Round2Window, calendar: Calendar) -> dict[str, Any]:
    window = round2_window(asset=asked.asset, failed_on=asked.round1_failed, calendar=calendar, channel=asked.channel, day=asked.date)
    outputs = {
        "latest_opening_date": window.latest_opening.due_on,
        "latest_announcement_date": window.latest_announcement_on,
        "recommended_announcement_date": window.recommended_announcement_on,
        "same_platform_required": window.same_platform_required,
        "counted": window.latest_opening.steps,
    }
    return answered(outputs, rules=window.rules, findings=_provisional(window.latest_opening))


def _deadline(asked: Deadline, calendar: Calendar) -> dict[str, Any]:
    unit, amount = _unit(asked)
    if unit == "hours":
        return _hours(asked, amount)
    kind = BACKWARD if asked.backward else _term(asked.kind)
    counted = _count(asked, unit, amount, kind, calendar)
    outputs = {"deadline": counted.due_on, "counted": counted.steps, "calendar": counted.calendar_version, "provisional": counted.provisional}
    if kind.backward:
        outputs["recommended"] = notice_before_event(counted.start_on, amount, calendar).recommended_on
    return answered(outputs, rules=(kind.rule,), findings=_provisional(counted))


def _unit(asked: Deadline) -> tuple[str, int]:
    given = [(unit, amount) for unit in _UNITS if (amount := getattr(asked, unit)) is not None]
    if not given:
        raise Refusal("缺少期间：days、working_days、months、years、hours 之一", code="missing_field", field="days")
    if len(given) > 1:
        raise Refusal("只能给出一种期间单位", code="malformed", field=given[1][0])
    return given[0]


def _count(asked: Deadline, unit: str, amount: int, kind: Term, calendar: Calendar) -> Counted:
    start_on = asked.start.date() if isinstance(asked.start, datetime) else asked.start
    spans = tuple(Span(each.first, each.last) for each in asked.suspended)
    if kind.backward:
        return _backward(start_on, unit, amount, calendar)
    if unit == "working_days":
        return working_days_after(start_on, amount, calendar, suspended=spans)
    if unit == "days":
        return days_after(start_on, amount, calendar, rolls=kind.rolls, suspended=spans, excluded=asked.excluded_days)
    months = amount * 12 if unit == "years" else amount
    return months_after(start_on, months, calendar, rolls=kind.rolls, suspended=spans, excluded=asked.excluded_days)


def _backward(start_on: date, unit: str, amount: int, calendar: Calendar) -> Counted:
    if unit != "days":
        raise Refusal("向前计算的期限只按日", code="malformed", field=unit)
    return days_before(start_on, amount, calendar)


def _hours(asked: Deadline, amount: int) -> dict[str, Any]:
    if not isinstance(asked.start, datetime):
        raise Refusal("按小时计算的期间须写明起算时刻", code="malformed", field="start")
    counted = hours_after(asked.start, amount)
    outputs = {"deadline": counted.due_at, "breach_after": counted.breach_after_at, "counted": counted.steps}
    return answered(outputs, rules=("CNT-03", _term(asked.kind).rule))


_OTHER_NAMES = {
    **dict.fromkeys(("freeze", "freezing", "seal", "seizure_term", "seizure_expiry", "seizure_period", "preservation"), "seizure"),
    **dict.fromkeys(("report_validity", "price_validity", "valuation_validity", "appraisal_validity", "reference_price_validity"), "validity"),
    **dict.fromkeys(("detention_term", "detention_length"), "detention"),
    **dict.fromkeys(("data_retention", "retain", "keep"), "retention"),
    **dict.fromkeys(("refund", "deposit_refund", "unfreeze_deposit"), "refund_deposit"),
    **dict.fromkeys(("research", "later_search", "zhongben_search"), "periodic_search"),
    **dict.fromkeys(("sale_period",), "network_sale_period"),
    **dict.fromkeys(("notice_before_announcement", "notify_parties"), "notify_before_announcement"),
}


def _term(kind: str) -> Term:
    return term(_OTHER_NAMES.get(kind, kind))


def _provisional(counted: Counted) -> tuple[Finding, ...]:
    if not counted.provisional:
        return ()
    message = f"{counted.due_on.year} 年日历为暂定：国务院通知尚未录入，调休未计，日期可能变动"
    return (finding("CNT-12", found="暂定日历", required="国务院通知", message=message, severity=Severity.WARNING),)


OPS: dict[str, Op] = {
    "check_announcement": Op(
        CheckAnnouncement,
        _check_announcement,
        {
            "compliant": FLAG,
            "min_opening_date": DAY,
            "recommended_opening_date": DAY,
            "violation": choice("announcement_too_short", "no_such_round"),
            "warnings": many(TEXT),
        },
        "公告到开拍的时间是否合法",
    ),
    "round2_window": Op(
        Round2Window,
        _round2_window,
        {
            "latest_opening_date": DAY,
            "latest_announcement_date": DAY,
            "recommended_announcement_date": DAY,
            "same_platform_required": FLAG,
            "counted": many(TEXT),
        },
        "流拍后再次拍卖最迟何时公告、何时开拍",
    ),
    "deadline": Op(
        Deadline,
        _deadline,
        {
            "deadline": {"anyOf": [dict(DAY), dict(INSTANT)]},
            "breach_after": INSTANT,
            "recommended": DAY,
            "counted": many(TEXT),
            "calendar": TEXT,
            "provisional": FLAG,
        },
        "期限届满日和计算步骤",
    ),
}
