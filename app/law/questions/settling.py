"""Questions about money after the sale: default, default in network sale, commission, and the fees of enforcing and of pricing."""

from __future__ import annotations

from typing import Annotated, Any

from app.kernel.errors import Refusal
from app.kernel.money import ZERO
from app.kernel.workdays import Calendar
from app.law.fees import commission_cap, enforcement_fee
from app.law.questions.shape import MONEY, ONE_OR_MANY, TEXT, Flag, Inputs, MoneyIn, Op, Question, Text, answered, choice, many
from app.law.regimes import regime_on
from app.law.settlement import COLLECT, MANUAL, default_network_sale, default_offline, default_online
from app.law.subjects import Channel
from app.law.valuation_fees import AppraisalEnd, appraisal_fee_base, platforms_paid, reissue_fee


class DefaultSettlement(Question):
    """A buyer did not pay; the lot was sold again."""

    deposit: MoneyIn
    cost: MoneyIn = ZERO
    first_price: MoneyIn
    second_price: MoneyIn
    commission_first_auction: MoneyIn = ZERO
    case_debt_open: MoneyIn | None = None
    linked_debt_open: MoneyIn = ZERO


def _default_settlement(asked: DefaultSettlement, calendar: Calendar) -> dict[str, Any]:
    online = regime_on(asked.channel, asked.date).channel is Channel.ONLINE
    prices = {"deposit": asked.deposit, "cost": asked.cost, "first_price": asked.first_price, "second_price": asked.second_price}
    outcome = (
        default_online(**prices, case_debt=asked.case_debt_open, linked_debt=asked.linked_debt_open)
        if online
        else default_offline(**prices, commission=asked.commission_first_auction)
    )
    outputs = {
        "cost": outcome.cost,
        "commission": outcome.commission,
        "gap": outcome.gap,
        "case_debt": outcome.case_debt,
        "linked_debt": outcome.linked_debt,
        "refund": outcome.refund,
        "unplaced": outcome.unplaced,
        "open_gap": outcome.open_gap,
        "decision": outcome.decision or None,
    }
    return answered(outputs, rules=["NA-33" if online else "AS-18"], findings=outcome.findings)


class NetworkSaleDefault(Question):
    """The buyer of a network sale, who prepaid the full price, defaults."""

    full_price_paid: MoneyIn
    announced_deposit: MoneyIn


def _network_sale_default(asked: NetworkSaleDefault, calendar: Calendar) -> dict[str, Any]:
    outcome = default_network_sale(full_price_paid=asked.full_price_paid, announced_deposit=asked.announced_deposit)
    return answered({"forfeited": outcome.forfeited, "returned": outcome.returned}, rules=["BM-08"])


class CommissionCap(Question):
    """Hammer prices whose highest lawful commission is asked."""

    price: Annotated[list[MoneyIn], ONE_OR_MANY]


def _commission_cap(asked: CommissionCap, calendar: Calendar) -> dict[str, Any]:
    caps = [commission_cap(price, channel=asked.channel) for price in asked.price]
    return answered({"cap": caps}, rules=["AS-26"])


class EnforcementFee(Question):
    """Amounts enforced whose fee is asked."""

    amount: Annotated[list[MoneyIn], ONE_OR_MANY]


def _enforcement_fee(asked: EnforcementFee, calendar: Calendar) -> dict[str, Any]:
    return answered({"fee": [enforcement_fee(each) for each in asked.amount]}, rules=["EX-32"])


class AppraisalFeeBase(Question):
    """What an appraiser's fee is counted from; `sold_for` where the property was sold, `actual_cost` where it was not or the order withdrawn."""

    end: AppraisalEnd
    appraisal: MoneyIn
    sold_for: MoneyIn | None = None
    actual_cost: MoneyIn = ZERO


def _appraisal_fee_base(asked: AppraisalFeeBase, calendar: Calendar) -> dict[str, Any]:
    if asked.end is AppraisalEnd.SOLD and asked.sold_for is None:
        raise Refusal("缺少 sold_for", code="missing_field", field="sold_for")
    base = appraisal_fee_base(end=asked.end, appraisal=asked.appraisal, sold_for=asked.sold_for, actual_cost=asked.actual_cost)
    return answered({"base": base, "reissue_fee": reissue_fee(base)}, rules=["RP-37", "RP-38"])


class InquiryResult(Inputs):
    p: Text
    value: MoneyIn


class InquiryFee(Question):
    """Which platforms are paid for an online inquiry."""

    results: list[InquiryResult]
    final_price: MoneyIn
    replaced_or_withdrawn: Flag = False


def _inquiry_fee(asked: InquiryFee, calendar: Calendar) -> dict[str, Any]:
    results = {each.p: each.value for each in asked.results}
    shares = platforms_paid(results, asked.final_price, replaced_or_withdrawn=asked.replaced_or_withdrawn)
    return answered({"paid": list(shares), "share_of_each": str(next(iter(shares.values()))) if shares else None}, rules=["RP-36"])


_DEFAULT_MONEY = dict.fromkeys(("cost", "commission", "gap", "case_debt", "linked_debt", "refund", "unplaced", "open_gap"), MONEY)

OPS: dict[str, Op] = {
    "default_settlement": Op(DefaultSettlement, _default_settlement, {**_DEFAULT_MONEY, "decision": choice(MANUAL, COLLECT)}, "悔拍后保证金的去向和差价"),
    "network_sale_default": Op(NetworkSaleDefault, _network_sale_default, {"forfeited": MONEY, "returned": MONEY}, "变卖悔拍只保留公告保证金"),
    "enforcement_fee": Op(EnforcementFee, _enforcement_fee, {"fee": many(MONEY)}, "执行申请费"),
    "appraisal_fee_base": Op(AppraisalFeeBase, _appraisal_fee_base, {"base": MONEY, "reissue_fee": MONEY}, "评估费的计费基数"),
    "inquiry_fee": Op(InquiryFee, _inquiry_fee, {"paid": many(TEXT), "share_of_each": TEXT}, "网络询价费付给谁"),
    "commission_cap": Op(CommissionCap, _commission_cap, {"cap": many(MONEY)}, "拍卖佣金上限"),
}
