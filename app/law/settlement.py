"""Money after the sale: default online, offline and in network sale, refund clocks, distribution to the fen (law.md NA-30, NA-33, AS-18, BM-08)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum
from fractions import Fraction

from app.kernel.money import ZERO, Money, total
from app.kernel.workdays import Calendar
from app.law.findings import Finding, Severity
from app.law.periods import Counted, CountedHours, days_after, hours_after
from app.law.rulebook import cite

REFUND_HOURS = 24
OFFLINE_REFUND_DAYS = 3
MANUAL = "manual_review"
COLLECT = "collect_shortfall"


@dataclass(frozen=True, slots=True)
class Default:
    """Where a defaulting buyer's deposit goes. `cost`, `commission`, `gap`, `case_debt`, `linked_debt` are what the deposit covers of each;

    `refund` goes back to the buyer; `unplaced` is left when all debts given are covered; `open_gap` is what the deposit does not cover.
    `decision` is empty when nothing is left to decide.
    """

    cost: Money
    commission: Money
    gap: Money
    case_debt: Money
    linked_debt: Money
    refund: Money
    unplaced: Money
    open_gap: Money
    decision: str = ""
    findings: tuple[Finding, ...] = field(default=())


def default_online(
    *,
    deposit: Money,
    cost: Money,
    first_price: Money,
    second_price: Money,
    case_debt: Money | None = None,
    linked_debt: Money = ZERO,
) -> Default:
    """The whole deposit is lost, used in the order costs, gap, debt of the case, debts tied to the property (NA-33, 法释〔2016〕18号 第24条).

    A gap that stays open is never collected automatically (law.md G7). Without `case_debt` the case's debt is taken to absorb what is left.
    """
    gap = _gap(first_price, second_price)
    paid_cost, rest = _take(deposit, cost)
    paid_gap, rest = _take(rest, gap)
    paid_debt, rest = _take(rest, rest if case_debt is None else case_debt)
    paid_linked, rest = _take(rest, linked_debt)
    short = cost + gap - paid_cost - paid_gap
    findings = _manual_shortfall(deposit, cost + gap, short) + _manual_unplaced(rest)
    return Default(paid_cost, ZERO, paid_gap, paid_debt, paid_linked, ZERO, rest, short, MANUAL if findings else "", findings)


def default_offline(*, deposit: Money, cost: Money, first_price: Money, second_price: Money, commission: Money = ZERO) -> Default:
    """The deposit is set off against cost, first commission and gap; the remainder returns, a shortfall is collectable (AS-18, 法释〔2004〕16号 第22条)."""
    gap = _gap(first_price, second_price)
    paid_cost, rest = _take(deposit, cost)
    paid_commission, rest = _take(rest, commission)
    paid_gap, rest = _take(rest, gap)
    short = cost + commission + gap - paid_cost - paid_commission - paid_gap
    return Default(paid_cost, paid_commission, paid_gap, ZERO, ZERO, rest, ZERO, short, COLLECT if short else "")


@dataclass(frozen=True, slots=True)
class NetworkSaleDefault:
    """What a defaulting buyer of a network sale loses and gets back."""

    forfeited: Money
    returned: Money


def default_network_sale(*, full_price_paid: Money, announced_deposit: Money) -> NetworkSaleDefault:
    """Only the announced deposit is kept, the rest of the prepaid price returns (BM-08). More than was paid cannot be kept."""
    kept = min(full_price_paid, announced_deposit)
    return NetworkSaleDefault(kept, full_price_paid - kept)


def refund_clock(ended_at: datetime) -> CountedHours:
    """When others' deposits must be back after bidding ended online, also if unsold (NA-30): `due_at` exact, `breach_after_at` on any reading (CNT-03)."""
    return hours_after(ended_at, REFUND_HOURS)


def refund_due_offline(ended_on: date, calendar: Calendar) -> Counted:
    """When others' deposits must be back after a commissioned auction: within 3 days (AS-09)."""
    return days_after(ended_on, OFFLINE_REFUND_DAYS, calendar)


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim on the money. Lower `rank` is paid first; equal ranks share in proportion."""

    claim_id: str
    rank: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Share:
    """What one claim gets, and what of it stays unpaid."""

    claim: Claim
    paid: Money

    @property
    def open(self) -> Money:
        """The part of the claim that is not paid."""
        return self.claim.amount - self.paid


@dataclass(frozen=True, slots=True)
class Distribution:
    """All shares in the order of the claims given, and the balance (the debtor's, when every claim is paid)."""

    pool: Money
    shares: tuple[Share, ...]
    balance: Money

    @property
    def balances(self) -> bool:
        """Do shares and balance add up to the pool to the fen?"""
        return total([share.paid for share in self.shares]) + self.balance == self.pool


class Rank(IntEnum):
    """Usual ranks of claims (民诉法解释 506–510): costs first, then priority rights by their own order, then ordinary claims in proportion."""

    COSTS = 0
    ENFORCEMENT_FEE = 10
    PRIORITY = 100
    ORDINARY = 1000
    DOUBLED_INTEREST = 2000


def distribute(pool: Money, claims: tuple[Claim, ...]) -> Distribution:
    """Pay ranks in order; within a rank that cannot be paid in full, in proportion to the fen (largest remainder).

    Largest remainder: each share is rounded down, then one fen each goes to the shares with the largest cut-off part, earlier claims first when
    equal, until the rank's money is used up. So shares never differ from the exact proportion by a fen or more and always add up.
    Negative pool or claims are ValueError.
    """
    if pool.fen < 0 or any(claim.amount.fen < 0 for claim in claims):
        raise ValueError("money to distribute and claims are not negative")
    rest, paid = pool, dict.fromkeys(range(len(claims)), ZERO)
    for rank in sorted({claim.rank for claim in claims}):
        places = [place for place, claim in enumerate(claims) if claim.rank == rank]
        parts = proportional(rest, [claims[place].amount for place in places])
        paid.update(zip(places, parts, strict=True))
        rest -= total(parts)
    return Distribution(pool, tuple(Share(claim, paid[place]) for place, claim in enumerate(claims)), rest)


def proportional(available: Money, amounts: list[Money]) -> list[Money]:
    """What each amount gets when all share `available` in proportion, none more than its own; largest remainder (see distribute)."""
    wanted = total(amounts)
    if wanted <= available:
        return list(amounts)
    exact = [Fraction(each.fen * available.fen, wanted.fen) for each in amounts]
    parts = [share.numerator // share.denominator for share in exact]
    by_remainder = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in by_remainder[: available.fen - sum(parts)]:
        parts[place] += 1
    return [Money(part) for part in parts]


def _gap(first_price: Money, second_price: Money) -> Money:
    return max(ZERO, first_price - second_price)


def _take(available: Money, wanted: Money) -> tuple[Money, Money]:
    taken = min(available, wanted)
    return taken, available - taken


def _manual_shortfall(deposit: Money, needed: Money, short: Money) -> tuple[Finding, ...]:
    if not short:
        return ()
    message = f"保证金不足以弥补费用和差价，尚差 {short.grouped} 元；网拍规定第24条未规定能否再追，由承办法官决定并写明理由"
    return (Finding("NA-33", cite("NA-33"), Severity.MANUAL, str(deposit), str(needed), message),)


def _manual_unplaced(rest: Money) -> tuple[Finding, ...]:
    if not rest:
        return ()
    message = f"四项用途之后还余 {rest.grouped} 元，网拍规定第24条未规定去向，由承办法官决定并写明理由"
    return (Finding("NA-33", cite("NA-33"), Severity.MANUAL, str(rest), "0.00", message),)
