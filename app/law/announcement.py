"""The announcement: how long before the opening, the window of the second round, and when persons must be told (NA-10, NA-15, NA-35, NA-36, AS-06, AS-10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.kernel.errors import Invalid
from app.kernel.workdays import Calendar
from app.law.findings import Finding, Severity
from app.law.periods import Counted, Notice, days_after, event_after_notice, notice_before_event
from app.law.regimes import Regime, Subject, regime_on
from app.law.rulebook import finding
from app.law.subjects import AssetKind, Channel

TOO_SHORT = "announcement_too_short"
NO_SUCH_ROUND = "no_such_round"
BOUNDARY_DAY = "boundary_day"


@dataclass(frozen=True, slots=True)
class AnnouncementCheck:
    """Is the time between announcement and opening lawful? Minimum and recommended opening days, and what is wrong or close."""

    compliant: bool
    min_opening_on: date
    recommended_opening_on: date
    violation: str | None
    warnings: tuple[str, ...]
    findings: tuple[Finding, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class RoundWindow:
    """When the next round must open at the latest, and when it must be announced at the latest for that."""

    latest_opening: Counted
    latest_announcement_on: date
    recommended_announcement_on: date
    same_platform_required: bool
    rules: tuple[str, ...]


def check_announcement(
    *, asset: AssetKind, auction_round: int, announced_on: date, opens_on: date, channel: Channel = Channel.ONLINE, day: date | None = None
) -> AnnouncementCheck:
    """N days by kind, channel, round and the law of the day (default: the day of announcement); exactly N is lawful with a warning (law.md §1.3)."""
    regime = regime_on(channel, day or announced_on)
    needed = regime.notice_days(asset, auction_round)
    rule_id = regime.notice_rule(auction_round)
    notice = event_after_notice(announced_on, needed)
    findings = _round_findings(regime, asset, auction_round) + _notice_findings(rule_id, needed, announced_on, opens_on, notice)
    short = opens_on < notice.lawful_on
    unknown_round = auction_round > regime.round_limit(asset)
    return AnnouncementCheck(
        compliant=not short and not unknown_round,
        min_opening_on=notice.lawful_on,
        recommended_opening_on=notice.recommended_on,
        violation=TOO_SHORT if short else NO_SUCH_ROUND if unknown_round else None,
        warnings=(BOUNDARY_DAY,) if opens_on == notice.lawful_on else (),
        findings=findings,
        rule=rule_id,
    )


def round2_window(*, asset: AssetKind, failed_on: date, calendar: Calendar, channel: Channel = Channel.ONLINE, day: date | None = None) -> RoundWindow:
    """After a failed round: the last opening day (30 or 60 days, rolled forward) and the last announcement day for it (counted back, never rolled).

    The re-auction must open, not only be announced, in the time (NA-35, strict reading). The recommended day is the working day before the last.
    """
    regime = regime_on(channel, day or failed_on)
    opening = days_after(failed_on, regime.reauction_days, calendar)
    notice = notice_before_event(opening.due_on, regime.notice_days(asset, 2), calendar)
    rules = (regime.rules[Subject.REAUCTION], regime.notice_rule(2), "CNT-02")
    return RoundWindow(opening, notice.lawful_on, notice.recommended_on, regime.channel is Channel.ONLINE, rules)


def check_reauction(*, failed_on: date, opens_on: date, calendar: Calendar, channel: Channel = Channel.ONLINE, day: date | None = None) -> tuple[Finding, ...]:
    """Does a further round open in time after the failed one? (NA-35, AS-19)"""
    regime = regime_on(channel, day or failed_on)
    latest_on = days_after(failed_on, regime.reauction_days, calendar).due_on
    if opens_on <= latest_on:
        return ()
    passed = (opens_on - failed_on).days
    message = f"再次拍卖定在流拍后第 {passed} 日，应在流拍后 {regime.reauction_days} 日内开拍，最迟 {latest_on.isoformat()}"
    return (finding(regime.rules[Subject.REAUCTION], found=opens_on, required=f"不晚于 {latest_on}", message=message, field="opens", fix=latest_on),)


def notice_to_persons(
    *, announced_on: date | None, auction_on: date | None, calendar: Calendar, channel: Channel = Channel.ONLINE, day: date | None = None
) -> Notice:
    """The last and the recommended day on which parties and preferential buyers are told: 3 days before the announcement online (NA-15),
    5 days before the auction offline (AS-10). Invalid if the day that counts is not given."""
    regime = regime_on(channel, day or announced_on or auction_on)
    event_on = announced_on if regime.notice_counts_to == "announcement" else auction_on
    if event_on is None:
        raise Invalid("缺少计算通知期限的日期", field=regime.notice_counts_to)
    return notice_before_event(event_on, regime.notice_to_persons_days, calendar)


def _round_findings(regime: Regime, asset: AssetKind, auction_round: int) -> tuple[Finding, ...]:
    limit = regime.round_limit(asset)
    if auction_round <= limit:
        return ()
    message = f"没有第 {auction_round} 次拍卖：该类财产最多拍卖 {limit} 次，之后转入变卖或以物抵债"
    return (finding(regime.rules[Subject.ROUNDS], found=auction_round, required=f"不超过 {limit} 次", message=message, field="round"),)


def _notice_findings(rule_id: str, needed: int, announced_on: date, opens_on: date, notice: Notice) -> tuple[Finding, ...]:
    days = (opens_on - announced_on).days
    if days > needed:
        return ()
    if days == needed:
        message = f"公告到开拍正好 {needed} 日，没有余量：合法，但对“N日前”有不同算法，建议改为 {notice.recommended_on.isoformat()}；不改须写明理由"
        wanted = f"建议多于 {needed} 日"
        return (finding(rule_id, found=f"{days} 日", required=wanted, message=message, field="opens", fix=notice.recommended_on, severity=Severity.WARNING),)
    message = f"公告到开拍只有 {days} 日，应提前 {needed} 日公告：开拍不早于 {notice.lawful_on.isoformat()}，建议 {notice.recommended_on.isoformat()}"
    return (finding(rule_id, found=f"{days} 日", required=f"{needed} 日", message=message, field="opens", fix=notice.recommended_on),)
