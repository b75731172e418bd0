"""Questions about prices: floors and checks of start prices, deposits, the next step, the auction without surplus."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from app.kernel.errors import Invalid, Refusal
from app.kernel.money import Money
from app.kernel.workdays import Calendar
from app.law.deposits import DepositRange, applicant_deposit, check_deposit, deposit_range
from app.law.in_kind import Creditor, take_in_kind
from app.law.next_steps import Step, next_step, no_surplus
from app.law.pricing import (
    PriceBasis,
    PriceFloor,
    check_start_price,
    criminal_property_floor,
    direct_sale_floor,
    equity_start_without_valuation,
    network_sale_price,
    price_floor,
    ship_sale_floor,
)
from app.law.questions.shape import (
    COUNT,
    DAY,
    FLAG,
    MONEY,
    TEXT,
    Count,
    DayIn,
    Flag,
    FlagOrDay,
    Inputs,
    MoneyIn,
    Op,
    Question,
    Text,
    answered,
    choice,
    many,
    thing,
)
from app.law.subjects import AssetKind, Channel

_SALES = {"network_sale": "network_sale", "direct_sale": "direct_sale", "sale": "direct_sale", "criminal_property": "criminal_property"}


def _round(value: object) -> object:
    if isinstance(value, str) and value in _SALES:
        return _SALES[value]
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) == 1:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 9:
        raise PydanticCustomError("malformed", "round 应为 1 至 9，或 network_sale、direct_sale、criminal_property")
    return value


RoundIn = Annotated[int | Literal["network_sale", "direct_sale", "criminal_property"], BeforeValidator(_round)]


class Floor(Question):
    """A start price of a round, or the price of what follows: a sale, or criminal property whose last round failed (SP-07)."""

    round: RoundIn
    appraisal: MoneyIn | None = None
    market_price: MoneyIn | None = None
    previous_start_price: MoneyIn | None = None


class FloorAsked(Floor):
    """`enforcement_cost` is what shares that cannot be valued start above (SP-01); `without_reserve_asked` is for criminal property."""

    enforcement_cost: MoneyIn | None = None
    without_reserve_asked: Flag = False


class StartPrice(Floor):
    start_price: MoneyIn


class DepositRangeAsked(Question):
    start_price: MoneyIn | None = None
    appraisal: MoneyIn | None = None
    market_price: MoneyIn | None = None


class DepositAsked(DepositRangeAsked):
    deposit: MoneyIn


class ApplicantDeposit(Question):
    deposit: MoneyIn
    claim: MoneyIn


class Failed(Inputs):
    asset: AssetKind
    failed_rounds: Count
    creditor_takes_in_kind: Flag = False
    channel: Channel | None = None


class NextSteps(Question):
    items: tuple[Failed, ...]


class CreditorIn(Inputs):
    creditor: Text
    claim: MoneyIn
    rank: Count = 1


class InKind(Question):
    """Creditors who would take the thing at the reserve of the failed round."""

    reserve: MoneyIn
    creditors: tuple[CreditorIn, ...]


class NoSurplusAsked(Question):
    reserve: MoneyIn
    senior: MoneyIn
    cost: MoneyIn
    applicant_notified: DayIn | None = None
    applicant_asks_to_continue: FlagOrDay | None = None


def _price_floor(asked: FloorAsked, _calendar: Calendar) -> dict[str, Any]:
    if isinstance(asked.round, str):
        return _sale_floor(asked, asked.round)
    if asked.enforcement_cost is not None and asked.asset is AssetKind.EQUITY and asked.round == 1 and asked.appraisal is None:
        return answered({"min_start_price": equity_start_without_valuation(asked.enforcement_cost)}, rules=("SP-01",))
    floor = price_floor(_basis(asked, asked.round))
    return answered(_floor_outputs(floor), rules=floor.rules, findings=floor.findings)


def _check_start_price(asked: StartPrice, _calendar: Calendar) -> dict[str, Any]:
    if isinstance(asked.round, str):
        raise Refusal("变卖价用 price_floor 查询", code="malformed", field="round")
    checked = check_start_price(_basis(asked, asked.round), asked.start_price)
    return answered({"compliant": checked.compliant, **_floor_outputs(checked.floor)}, rules=checked.floor.rules, findings=checked.findings)


def _basis(asked: Floor, auction_round: int) -> PriceBasis:
    return PriceBasis(
        auction_round=auction_round,
        channel=asked.channel,
        asset=asked.asset,
        appraisal=asked.appraisal,
        market_price=asked.market_price,
        previous=asked.previous_start_price,
        day=asked.date,
    )


def _floor_outputs(floor: PriceFloor) -> dict[str, object]:
    exact = {"required_price": floor.price} if floor.exact else {}
    return {"min_start_price": floor.price, **exact}


def _sale_floor(asked: FloorAsked, sale: str) -> dict[str, Any]:
    if sale == "criminal_property":
        last = _given(asked.previous_start_price, "previous_start_price")
        return answered({"min_start_price": criminal_property_floor(last, without_reserve_asked=asked.without_reserve_asked)}, rules=("SP-07",))
    if sale == "network_sale":
        price = network_sale_price(_given(asked.previous_start_price, "previous_start_price"))
        return answered({"min_start_price": price, "required_price": price}, rules=("BM-05",))
    appraisal = _given(asked.appraisal, "appraisal")
    if asked.asset is AssetKind.SHIP:
        return answered({"min_start_price": ship_sale_floor(appraisal)}, rules=("SP-05",))
    return answered({"min_start_price": direct_sale_floor(appraisal, failed_before=asked.previous_start_price is not None)}, rules=("AS-29",))


def _given(amount: Money | None, field: str) -> Money:
    if amount is None:
        raise Refusal(f"缺少 {field}", code="missing_field", field=field)
    return amount


def _range(asked: DepositRangeAsked) -> DepositRange:
    value = asked.market_price if asked.appraisal is None else asked.appraisal
    return deposit_range(channel=asked.channel, start_price=asked.start_price, appraisal=value, day=asked.date)


def _deposit_range(asked: DepositRangeAsked, _calendar: Calendar) -> dict[str, Any]:
    allowed = _range(asked)
    return answered({"min": allowed.least, "max": allowed.most}, rules=(allowed.rule,))


def _check_deposit(asked: DepositAsked, _calendar: Calendar) -> dict[str, Any]:
    allowed = _range(asked)
    findings = check_deposit(asked.deposit, allowed)
    return answered({"compliant": not findings, "min": allowed.least, "max": allowed.most}, rules=(allowed.rule,), findings=findings)


def _applicant_deposit(asked: ApplicantDeposit, _calendar: Calendar) -> dict[str, Any]:
    payable = applicant_deposit(asked.deposit, asked.claim, channel=asked.channel, day=asked.date)
    return answered({"payable": payable}, rules=("NA-20",))


def _next_step_batch(asked: NextSteps, _calendar: Calendar) -> dict[str, Any]:
    steps = [
        next_step(
            asset=each.asset,
            failed_rounds=each.failed_rounds,
            creditor_takes_in_kind=each.creditor_takes_in_kind,
            channel=each.channel or asked.channel,
            day=asked.date,
        )
        for each in asked.items
    ]
    results = [{"allowed_next": each.allowed, "within_days": each.within_days} for each in steps]
    return answered({"results": results}, rules=[rule_id for each in steps for rule_id in each.rules])


def _no_surplus(asked: NoSurplusAsked, calendar: Calendar) -> dict[str, Any]:
    asks = asked.applicant_asks_to_continue
    asked_on = None if isinstance(asks, bool) else asks
    if asked_on is not None and asked.applicant_notified is None:
        raise Invalid("缺少申请执行人收到通知的日期", field="applicant_notified")
    judged = no_surplus(reserve=asked.reserve, senior=asked.senior, cost=asked.cost, calendar=calendar, notified_on=asked.applicant_notified, asked_on=asked_on)
    outputs = {
        "no_surplus": judged.no_surplus,
        "request_deadline": judged.request_due.due_on if judged.request_due else None,
        "request_in_time": judged.request_in_time,
        "min_new_reserve": judged.min_new_reserve,
    }
    return answered(outputs, rules=("AS-03",), findings=judged.findings)


def _debt_for_asset(asked: InKind, _calendar: Calendar) -> dict[str, Any]:
    taking = take_in_kind(asked.reserve, [Creditor(each.creditor, each.claim, each.rank) for each in asked.creditors])
    candidates = [{"creditor": each.name, "payable": payable} for each, payable in taking.candidates]
    return answered({"taker": taking.taker.name if taking.taker else None, "candidates": candidates}, rules=("AS-13",), findings=taking.findings)


_FLOOR = {"min_start_price": MONEY, "required_price": MONEY}
_RANGE = {"min": MONEY, "max": MONEY}
_CANDIDATE = thing({"creditor": TEXT, "payable": MONEY})
_STEP = thing({"allowed_next": many(choice(*Step)), "within_days": COUNT})
OPS: dict[str, Op] = {
    "price_floor": Op(FloorAsked, _price_floor, _FLOOR, "起拍价的下限"),
    "check_start_price": Op(StartPrice, _check_start_price, {"compliant": FLAG, **_FLOOR}, "起拍价是否合法"),
    "next_step_batch": Op(NextSteps, _next_step_batch, {"results": many(_STEP)}, "流拍后可以怎样处理"),
    "deposit_range": Op(DepositRangeAsked, _deposit_range, _RANGE, "保证金的上下限"),
    "check_deposit": Op(DepositAsked, _check_deposit, {"compliant": FLAG, **_RANGE}, "保证金是否合法"),
    "applicant_deposit": Op(ApplicantDeposit, _applicant_deposit, {"payable": MONEY}, "申请执行人竞买应交的保证金"),
    "debt_for_asset": Op(InKind, _debt_for_asset, {"taker": TEXT, "candidates": many(_CANDIDATE)}, "以物抵债由谁承受、补交多少"),
    "no_surplus": Op(
        NoSurplusAsked,
        _no_surplus,
        {"no_surplus": FLAG, "request_deadline": DAY, "request_in_time": FLAG, "min_new_reserve": MONEY},
        "是否无益拍卖",
    ),
}
