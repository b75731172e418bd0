"""What may follow a failed round, and the auction that leaves nothing for the applicant (NA-35, NA-38, AS-03, AS-13, AS-19 to AS-22, BM-02, SP-05)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.kernel.money import Money
from app.kernel.workdays import Calendar
from app.law.findings import Finding, Severity
from app.law.periods import Counted, days_after
from app.law.pricing import ONE_FEN
from app.law.regimes import Regime, Subject, regime_on
from app.law.rulebook import finding
from app.law.subjects import AssetKind, Channel

NETWORK_SALE_NOTICE_DAYS = 15
SALE_NOTICE_DAYS = 7
CONTINUE_REQUEST_DAYS = 5


class Step(StrEnum):
    """What may come next."""

    AUCTION_ROUND2 = "auction_round2"
    AUCTION_ROUND3 = "auction_round3"
    NETWORK_SALE = "network_sale"
    SALE = "sale"
    DEBT_FOR_ASSET = "debt_for_asset"
    RELEASE_AND_RETURN = "release_and_return"


@dataclass(frozen=True, slots=True)
class NextSteps:
    """The lawful next steps and the calendar days for the first act of it (None: the law names none)."""

    allowed: tuple[Step, ...]
    within_days: int | None
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoSurplus:
    """Would the auction leave nothing after senior claims and cost? Then the applicant is told and has five days to ask for going on."""

    no_surplus: bool
    request_due: Counted | None
    request_in_time: bool | None
    min_new_reserve: Money | None
    findings: tuple[Finding, ...]


def next_step(*, asset: AssetKind, failed_rounds: int, creditor_takes_in_kind: bool, channel: Channel = Channel.ONLINE, day: date | None = None) -> NextSteps:
    """After `failed_rounds` failures (a failed sale counts as one more). A creditor who takes the thing at the failed reserve comes first (AS-13)."""
    regime = regime_on(channel, day)
    if creditor_takes_in_kind and failed_rounds:
        return NextSteps((Step.DEBT_FOR_ASSET,), None, ("AS-13",))
    limit = regime.round_limit(asset)
    if failed_rounds < limit:
        return _further_round(regime, failed_rounds)
    if failed_rounds > limit:
        return NextSteps((Step.RELEASE_AND_RETURN,), None, (_release_rule(regime),))
    return _after_last_round(regime, asset)


def no_surplus(*, reserve: Money, senior: Money, cost: Money, calendar: Calendar, notified_on: date | None = None, asked_on: date | None = None) -> NoSurplus:
    """AS-03: nothing is left when senior claims and cost reach the reserve. A reserve after a request must be strictly higher than both together."""
    burden = senior + cost
    if burden < reserve:
        return NoSurplus(no_surplus=False, request_due=None, request_in_time=None, min_new_reserve=None, findings=())
    least = burden + ONE_FEN
    due = days_after(notified_on, CONTINUE_REQUEST_DAYS, calendar) if notified_on else None
    in_time = asked_on <= due.due_on if due and asked_on else None
    message = (
        f"按保留价 {reserve.grouped} 元，清偿优先债权和费用 {burden.grouped} 元后没有剩余：通知申请执行人，"
        f"5 日内申请继续拍卖的，保留价须高于 {burden.grouped} 元"
    )
    found = finding("AS-03", found=reserve, required=f"高于 {burden}", message=message, field="reserve", fix=least, severity=Severity.WARNING)
    late = () if in_time is not False else (_late(asked_on, due),)
    return NoSurplus(no_surplus=True, request_due=due, request_in_time=in_time, min_new_reserve=least, findings=(found, *late))


def _further_round(regime: Regime, failed_rounds: int) -> NextSteps:
    if failed_rounds == 0:
        return NextSteps((), None, ("AS-01",))
    if failed_rounds == 1:
        return NextSteps((Step.AUCTION_ROUND2,), regime.reauction_days, (regime.rules[Subject.REAUCTION],))
    return NextSteps((Step.AUCTION_ROUND3,), regime.reauction_days, ("AS-21",))


def _after_last_round(regime: Regime, asset: AssetKind) -> NextSteps:
    if regime.channel is Channel.ONLINE:
        return NextSteps((Step.NETWORK_SALE,), NETWORK_SALE_NOTICE_DAYS, ("NA-38", "BM-02"))
    if asset is AssetKind.SHIP:
        return NextSteps((Step.SALE,), None, ("SP-05",))
    if asset.is_movable:
        return NextSteps((Step.RELEASE_AND_RETURN,), None, ("AS-20",))
    return NextSteps((Step.SALE,), SALE_NOTICE_DAYS, ("AS-22",))


def _release_rule(regime: Regime) -> str:
    return "AS-31" if regime.channel is Channel.ONLINE else "AS-22"


def _late(asked_on: date | None, due: Counted | None) -> Finding:
    last = due.due_on.isoformat() if due else ""
    message = f"申请继续拍卖于 {asked_on} 提出，已过 {last} 的期限，不得按此申请继续拍卖"
    return finding("AS-03", found=asked_on, required=f"不晚于 {last}", message=message, field="applicant_asks_to_continue")
