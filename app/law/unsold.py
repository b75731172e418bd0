"""After a round without a buyer: every lawful way with its days (NA-35, AS-13, AS-19 to AS-22, AS-28 to AS-31, BM-01 to BM-09, RP-31)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.kernel.money import Money
from app.kernel.workdays import Calendar
from app.law.next_steps import NextSteps, Step, next_step
from app.law.periods import days_after
from app.law.subjects import AssetKind, Channel

ASK_DAYS = 10
NETWORK_SALE_DAYS = 60
CONTEST = timedelta(hours=24)
NETWORK_SALE = 3
"""The round number under which the house keeps the network sale."""
LOWEST_SALE_SHARE = 2
"""A direct sale goes not below one half of the appraisal (AS-29)."""
RESTART, DIRECT_SALE = "restart", "direct_sale"
_TITLES = {
    Step.AUCTION_ROUND2: "第二次拍卖",
    Step.AUCTION_ROUND3: "第三次拍卖",
    Step.NETWORK_SALE: "网络司法变卖",
    Step.SALE: "变卖",
    Step.DEBT_FOR_ASSET: "以物抵债",
    Step.RELEASE_AND_RETURN: "解除控制并退还",
}


@dataclass(frozen=True, slots=True)
class Way:
    """One way. `first_by`: the last day of its first act (None: the law names none); `until`: the last day of the way itself; `price`: the least price."""

    step: str
    title: str
    first_by: date | None
    until: date | None
    rule: str
    words: str
    price: Money | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """A round that nobody won. `valid_until`: last day of the reference price; `notice_days`, `sale_days`: the court's numbers for BM-02 and BM-03."""

    asset: AssetKind
    round_no: int
    reserve: Money
    failed_on: date
    appraisal: Money | None = None
    valid_until: date | None = None
    channel: Channel = Channel.ONLINE
    notice_days: int = 15
    sale_days: int = NETWORK_SALE_DAYS


def ways_after(failed: Failed, calendar: Calendar) -> tuple[Way, ...]:
    """All ways in the order of the law: taking in kind first, then the further sale, then release; a restart where the price has a last day."""
    further = next_step(asset=failed.asset, failed_rounds=failed.round_no, creditor_takes_in_kind=False, channel=failed.channel, day=failed.failed_on)
    ways = [_in_kind(failed, calendar)]
    ways += [_further(failed, step, further, calendar) for step in further.allowed if step is not Step.RELEASE_AND_RETURN]
    if failed.round_no >= NETWORK_SALE or Step.RELEASE_AND_RETURN in further.allowed:
        ways += [_direct(failed), _release(further)]
        ways += [_restart(failed.valid_until)] if failed.valid_until else []
    return tuple(ways)


def network_sale_ends_at(opened_at: datetime, first_bid_at: datetime | None, days: int = NETWORK_SALE_DAYS) -> datetime:
    """The sale of 60 days ends by its first bid: 24 hours of contest from it, before extensions (BM-03, BM-07)."""
    return first_bid_at + CONTEST if first_bid_at else opened_at + timedelta(days=days)


def least_direct_price(appraisal: Money) -> Money:
    """One half of the appraisal, rounded up to the fen (AS-29)."""
    return Money(-(-appraisal.fen // LOWEST_SALE_SHARE))


def _in_kind(failed: Failed, calendar: Calendar) -> Way:
    due = days_after(failed.failed_on, ASK_DAYS, calendar).due_on if failed.round_no >= 2 else None
    words = f"征询申请执行人和其他执行债权人，按本次流拍保留价 {failed.reserve.grouped} 元抵债；顺位在先者优先，同一顺位抽签；债权少于该价的补交差额"
    return Way(Step.DEBT_FOR_ASSET.value, _TITLES[Step.DEBT_FOR_ASSET], due, due, "AS-13", words, failed.reserve)


def _further(failed: Failed, step: Step, further: NextSteps, calendar: Calendar) -> Way:
    rule = further.rules[0]
    if step is Step.NETWORK_SALE:
        notice_by = days_after(failed.failed_on, failed.notice_days, calendar).due_on
        lead = 7 if failed.asset.is_movable else 15
        until = notice_by + timedelta(days=lead + failed.sale_days)
        words = f"{notice_by.isoformat()} 前公告，公告 {lead} 日后开始，变卖期 {failed.sale_days} 天；首次出价起进入 24 小时竞价，竞价结束变卖程序即终结"
        return Way(step.value, _TITLES[step], notice_by, until, "BM-02", words, failed.reserve)
    due = days_after(failed.failed_on, further.within_days, calendar).due_on if further.within_days else None
    words = f"流拍之日起 {further.within_days} 日内" if further.within_days else "期限由本院确定"
    return Way(step.value, _TITLES[step], due, due, rule, words)


def _direct(failed: Failed) -> Way:
    least = least_direct_price(failed.appraisal) if failed.appraisal else None
    floor = f"，不低于评估价的二分之一 {least.grouped} 元" if least else ""
    return Way(DIRECT_SALE, "直接变卖", None, None, "AS-29", f"当事人双方及有关权利人同意的，或者依法可由本院决定的{floor}", least)


def _release(further: NextSteps) -> Way:
    rule = further.rules[0] if Step.RELEASE_AND_RETURN in further.allowed else "AS-31"
    return Way(
        Step.RELEASE_AND_RETURN.value, _TITLES[Step.RELEASE_AND_RETURN], None, None, rule, "不能抵债、也不采取其他执行措施的，解除查封、扣押，退还被执行人"
    )


def _restart(valid_until: date) -> Way:
    after = valid_until + timedelta(days=1)
    return Way(RESTART, "重新定价后再次启动", after, None, "RP-31", f"参考价有效期至 {valid_until.isoformat()}；此后须重新确定参考价再启动处置")
