"""Prices of the rounds: the floor of each start price by channel, round, kind and day, and the sale after the last round (law.md §3, §4, §14)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.kernel.errors import Refusal
from app.kernel.money import ZERO, Money
from app.law.findings import Finding, Severity
from app.law.regimes import Regime, Subject, regime_on
from app.law.rulebook import finding
from app.law.subjects import AssetKind, Channel

SHIP_FIRST = Fraction(80, 100)
SHIP_SINCE = date(2015, 3, 1)
LISTED_KEPT = Fraction(90, 100)
LISTED_ROUNDS = 3
DIRECT_SALE_SHARE = Fraction(50, 100)
ONE_FEN = Money(1)


@dataclass(frozen=True, slots=True)
class PriceBasis:
    """What a start price is judged by. `previous` is the start price of the round before; `day` the day of the law (None: now)."""

    auction_round: int
    channel: Channel = Channel.ONLINE
    asset: AssetKind | None = None
    appraisal: Money | None = None
    market_price: Money | None = None
    previous: Money | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class PriceFloor:
    """The least start price, or the only lawful one (`exact`); None where no such round exists, which a finding tells."""

    price: Money | None
    exact: bool
    rules: tuple[str, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class PriceCheck:
    """A start price judged against its floor."""

    compliant: bool
    floor: PriceFloor
    findings: tuple[Finding, ...]


def price_floor(basis: PriceBasis) -> PriceFloor:
    """The floor of a round's start price, rounded up to the fen. Refusal missing_field if what it is counted from is not given."""
    regime = regime_on(basis.channel, basis.day)
    limit = _round_limit(regime, basis.asset)
    if basis.auction_round > limit:
        message = f"没有第 {basis.auction_round} 次拍卖：最多拍卖 {limit} 次，之后转入变卖或以物抵债"
        rule_id = _rounds_rule(regime, basis.asset)
        over = finding(rule_id, found=basis.auction_round, required=f"不超过 {limit} 次", message=message, field="round")
        return PriceFloor(None, exact=False, rules=(rule_id,), findings=(over,))
    return _first_floor(basis, regime) if basis.auction_round == 1 else _later_floor(basis, regime)


def check_start_price(basis: PriceBasis, start_price: Money) -> PriceCheck:
    """Is the start price lawful? Below the floor is a breach; a commissioned first round must equal the appraisal (a market price only guides)."""
    floor = price_floor(basis)
    if floor.price is None:
        return PriceCheck(compliant=False, floor=floor, findings=floor.findings)
    if floor.exact and start_price != floor.price:
        return _not_exact(basis, start_price, floor, floor.price)
    if start_price < floor.price:
        message = f"起拍价 {start_price.grouped} 元低于下限，改为不低于 {floor.price.grouped} 元"
        low = finding(floor.rules[0], found=start_price, required=f"不低于 {floor.price}", message=message, field="start_price", fix=floor.price)
        return PriceCheck(compliant=False, floor=floor, findings=(low,))
    return PriceCheck(compliant=True, floor=floor, findings=())


def network_sale_price(last_start_price: Money) -> Money:
    """The price of a network sale: the start price of the failed second round as it was used (BM-05)."""
    return last_start_price


def direct_sale_floor(appraisal: Money, *, failed_before: bool) -> Money:
    """A direct sale's floor: the appraisal, and after a failed sale half of it, rounded up (AS-29)."""
    return appraisal.share_up(DIRECT_SALE_SHARE) if failed_before else appraisal


def ship_sale_floor(appraisal: Money) -> Money:
    """The floor of a ship's sale after two failed rounds: half of the appraisal; lower needs creditors of two thirds of the claims (SP-05)."""
    return appraisal.share_up(DIRECT_SALE_SHARE)


def equity_start_without_valuation(enforcement_cost: Money) -> Money:
    """The least start price of shares that cannot be valued, on the applicant's written request: just above the enforcement cost (SP-01)."""
    return enforcement_cost + ONE_FEN


def criminal_property_floor(last_reserve: Money, *, without_reserve_asked: bool) -> Money:
    """After a failed last auction for treasury or victim: the last reserve, or none when an auction without reserve is asked for (SP-07)."""
    return ZERO if without_reserve_asked else last_reserve


def _round_limit(regime: Regime, asset: AssetKind | None) -> int:
    if asset is AssetKind.LISTED_SHARE:
        return LISTED_ROUNDS
    return max(regime.rounds) if asset is None else regime.round_limit(asset)


def _rounds_rule(regime: Regime, asset: AssetKind | None) -> str:
    if asset is AssetKind.LISTED_SHARE:
        return "SP-06"
    return "AS-20" if asset and asset.is_movable and regime.channel is Channel.OFFLINE else regime.rules[Subject.ROUNDS]


def _first_floor(basis: PriceBasis, regime: Regime) -> PriceFloor:
    price = basis.appraisal if basis.appraisal is not None else basis.market_price
    if price is None:
        raise Refusal("缺少评估价（appraisal）或市价（market_price）", code="missing_field", field="appraisal")
    if _is_ship(basis):
        return PriceFloor(price.share_up(SHIP_FIRST), exact=False, rules=("SP-05",))
    return PriceFloor(price.share_up(regime.first_price_share), regime.first_price_is_exact, (regime.rules[Subject.FIRST_PRICE],))


def _later_floor(basis: PriceBasis, regime: Regime) -> PriceFloor:
    if basis.previous is None:
        raise Refusal("缺少前次起拍价（previous_start_price）", code="missing_field", field="previous_start_price")
    if basis.asset is AssetKind.LISTED_SHARE:
        return PriceFloor(basis.previous.share_up(LISTED_KEPT), exact=False, rules=("SP-06",))
    rule_id = "SP-05" if _is_ship(basis) else regime.rules[Subject.CUT]
    return PriceFloor(basis.previous.share_up(regime.kept_share), exact=False, rules=(rule_id,))


def _is_ship(basis: PriceBasis) -> bool:
    return basis.asset is AssetKind.SHIP and (basis.day is None or basis.day >= SHIP_SINCE)


def _not_exact(basis: PriceBasis, start_price: Money, floor: PriceFloor, wanted: Money) -> PriceCheck:
    by_market = basis.appraisal is None
    severity = Severity.MANUAL if by_market else Severity.BREACH
    words = "参照市价确定并征询当事人意见，与市价不同的由合议庭说明" if by_market else "评估价即为第一次拍卖的保留价"
    message = f"保留价 {start_price.grouped} 元与 {wanted.grouped} 元不同：{words}"
    other = finding(floor.rules[0], found=start_price, required=wanted, message=message, field="start_price", fix=wanted, severity=severity)
    return PriceCheck(compliant=by_market, floor=floor, findings=(other,))
