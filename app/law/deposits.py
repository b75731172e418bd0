"""Deposits: their range by channel, and what an applicant who bids pays (NA-18, NA-20, AS-08)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.kernel.errors import Refusal
from app.kernel.money import ZERO, Money
from app.law.findings import Finding
from app.law.regimes import Subject, regime_on
from app.law.rulebook import finding
from app.law.subjects import Channel


@dataclass(frozen=True, slots=True)
class DepositRange:
    """The least and the greatest deposit (None: no upper limit)."""

    least: Money
    most: Money | None
    rule: str

    def holds(self, deposit: Money) -> bool:
        """Is the deposit inside, limits included?"""
        return self.least <= deposit and (self.most is None or deposit <= self.most)


def deposit_range(
    *, channel: Channel = Channel.ONLINE, start_price: Money | None = None, appraisal: Money | None = None, day: date | None = None
) -> DepositRange:
    """Online 5% to 20% of the start price; commissioned at least 5% of appraisal or market price. The floor rounds up, the cap down to the fen.

    Refusal missing_field if the price it is counted from is not given.
    """
    regime = regime_on(channel, day)
    online = regime.deposit_max is not None
    price, field = (start_price, "start_price") if online else (appraisal, "appraisal")
    if price is None:
        raise Refusal(f"缺少 {field}", code="missing_field", field=field)
    most = price.share_down(regime.deposit_max) if regime.deposit_max is not None else None
    return DepositRange(price.share_up(regime.deposit_min), most, regime.rules[Subject.DEPOSIT])


def check_deposit(deposit: Money, allowed: DepositRange) -> tuple[Finding, ...]:
    """Is the deposit inside its range? One finding with the nearest lawful amount if not."""
    if allowed.holds(deposit):
        return ()
    fix = allowed.least if deposit < allowed.least or allowed.most is None else allowed.most
    upper = f" 至 {allowed.most.grouped}" if allowed.most is not None else " 以上"
    wanted = f"{allowed.least.grouped}{upper} 元"
    message = f"保证金 {deposit.grouped} 元不在 {wanted} 之间" if allowed.most is not None else f"保证金 {deposit.grouped} 元，应为 {wanted}"
    return (finding(allowed.rule, found=deposit, required=wanted, message=message, field="deposit", fix=fix),)


def applicant_deposit(deposit: Money, claim: Money, *, channel: Channel = Channel.ONLINE, day: date | None = None) -> Money:
    """What a bidding applicant pays: nothing; online the difference when the claim is smaller than the deposit (NA-20)."""
    if regime_on(channel, day).channel is Channel.OFFLINE or claim >= deposit:
        return ZERO
    return deposit - claim
