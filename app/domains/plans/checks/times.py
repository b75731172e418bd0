"""Points of time: announcement period, second round's window, length of bidding, extension, balance."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from app.domains.plans.checks.points import Point, point
from app.domains.plans.types import Subject, Terms
from app.kernel.workdays import Calendar
from app.law.announcement import check_announcement, check_reauction
from app.law.bidding import EXTENSION, LEAST_BIDDING_TIME
from app.law.findings import Finding, Severity
from app.law.regimes import ONLINE
from app.law.rulebook import finding
from app.law.terms import length_of
from app.law.unsold import DIRECT_SALE

LEAST_HOURS = int(LEAST_BIDDING_TIME.total_seconds() // 3600)
EXTENSION_MINUTES = int(EXTENSION.total_seconds() // 60)


def time_points(subject: Subject, terms: Terms, calendar: Calendar, today: date) -> Iterator[Point]:
    """The section 三 时间."""
    yield _announcement(subject, terms)
    if terms.announce_on:
        past = finding(
            "NA-10", found=terms.announce_on, required=f"不早于 {today}", message="公告日已过", field="announce_on", fix=today, severity=Severity.BREACH
        )
        yield point("time", "公告日在今日之后", "NA-10", *([past] if terms.announce_on < today else []))
    if terms.opens_on:
        rest = calendar.is_rest(terms.opens_on)
        on_rest = finding(
            "CNT-10",
            found=terms.opens_on,
            required=f"建议 {calendar.next_working_day(terms.opens_on)}",
            message="开拍日是休息日，无人值守",
            field="opens_at",
            severity=Severity.WARNING,
        )
        yield point("time", "开拍日是工作日", "CNT-10", *([on_rest] if rest else []))
    yield point("time", "开拍日在本院场次上限以内", "CNT-10", *_load(subject.day_full, terms))
    yield point("time", "合议庭没有同时开拍的拍品", "NA-39", *_clash(subject.panel_clash, terms))
    if terms.round_no == 2 and subject.previous_failed_on and terms.opens_on:
        yield point(
            "time",
            f"流拍后 {ONLINE.reauction_days} 日内再次拍卖",
            "NA-35",
            *check_reauction(failed_on=subject.previous_failed_on, opens_on=terms.opens_on, calendar=calendar),
        )
    yield _length(terms)
    yield _extension(terms)
    yield _balance(terms)


def _load(words: str, terms: Terms) -> list[Finding]:
    if not words:
        return []
    return [finding("CNT-10", found=str(terms.opens_on), required="另选一日", message=words, field="opens_at", severity=Severity.WARNING)]


def _clash(words: str, terms: Terms) -> list[Finding]:
    if not words:
        return []
    return [finding("NA-39", found=str(terms.opens_on), required="错开时间", message=words, field="opens_at", severity=Severity.WARNING)]


def _announcement(subject: Subject, terms: Terms) -> Point:
    title = f"公告期（{'动产' if subject.asset.is_movable else '不动产或其他财产权'}）"
    rule = "NA-36" if terms.round_no == 2 else "NA-10"
    if terms.announce_on is None:
        return point("time", title, rule, _unfilled(rule, "announce_on", "公告发布日"))
    if terms.opens_on is None:
        return point("time", title, rule, _unfilled(rule, "opens_at", "竞价开始时间"))
    if terms.round_no == 3 and subject.way == DIRECT_SALE:
        return point("time", "直接变卖：公告期由本院确定", "AS-28")
    if terms.round_no == 3:
        return point("time", title, "BM-04", *_sale_notice(subject, terms.announce_on, terms.opens_on))
    checked = check_announcement(asset=subject.asset, auction_round=terms.round_no, announced_on=terms.announce_on, opens_on=terms.opens_on)
    return point("time", f"{title}：{ONLINE.notice_days(subject.asset, terms.round_no)} 日", checked.rule, *checked.findings)


def _sale_notice(subject: Subject, announced_on: date, opens_on: date) -> tuple[Finding, ...]:
    needed = length_of("announce_sale_of_movable" if subject.asset.is_movable else "announce_sale_of_other")
    earliest = announced_on + timedelta(days=needed)
    if opens_on >= earliest:
        return ()
    return (
        finding(
            "BM-04",
            found=opens_on,
            required=f"不早于 {earliest}",
            message=f"变卖公告应在变卖期开始 {needed} 日前发布",
            field="opens_at",
            fix=earliest,
            severity=Severity.WARNING,
        ),
    )


def _length(terms: Terms) -> Point:
    title = f"竞价不少于 {LEAST_HOURS} 小时"
    if terms.bidding_hours >= LEAST_HOURS:
        return point("time", title, "NA-24")
    short = finding(
        "NA-24",
        found=f"{terms.bidding_hours} 小时",
        required=f"不少于 {LEAST_HOURS} 小时",
        message=f"竞价时间 {terms.bidding_hours} 小时",
        field="bidding_hours",
        fix=str(LEAST_HOURS),
        severity=Severity.BREACH,
    )
    return point("time", title, "NA-24", short)


def _extension(terms: Terms) -> Point:
    title = f"最后 {EXTENSION_MINUTES} 分钟有出价，自该次出价起延时 {EXTENSION_MINUTES} 分钟"
    if terms.extension_minutes == EXTENSION_MINUTES:
        return point("time", title, "NA-25")
    other = finding(
        "NA-25",
        found=f"{terms.extension_minutes} 分钟",
        required=f"{EXTENSION_MINUTES} 分钟",
        message=f"延时周期应为 {EXTENSION_MINUTES} 分钟",
        field="extension_minutes",
        fix=str(EXTENSION_MINUTES),
        severity=Severity.BREACH,
    )
    return point("time", title, "NA-25", other)


def _balance(terms: Terms) -> Point:
    title = "余款支付期限写明"
    if terms.balance_days and terms.balance_days > 0:
        return point("time", title, "NA-32")
    return point("time", title, "NA-32", _unfilled("NA-32", "balance_days", "余款支付期限"))


def _unfilled(rule: str, field: str, what: str) -> Finding:
    return finding(rule, found="未填写", required=what, message=f"{what}未填写", field=field, severity=Severity.BREACH)
