"""Questions about money after the sale: default, default in network sale, commission."""

from __future__ import annotations

from typing import Annotated, Any

from app.kernel.money import ZERO
from app.kernel.workdays import Calendar
from app.law.fees import commission_cap
from app.law.questions.shape import MONEY, ONE_OR_MANY, MoneyIn, Op, Question, answered, choice, many
from app.law.regimes import regime_on
from app.law.settlement import COLLECT, MANUAL, default_network_sale, default_offline, default_online
from app.law.subjects import Channel


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


_DEFAULT_MONEY = dict.fromkeys(("cost", "commission", "gap", "case_debt", "linked_debt", "refund", "unplaced", "open_gap"), MONEY)

OPS: dict[str, Op] = {
    "default_settlement": Op(DefaultSettlement, _default_settlement, {**_DEFAULT_MONEY, "decision": choice(MANUAL, COLLECT)}, "悔拍后保证金的去向和差价"),
    "network_sale_default": Op(NetworkSaleDefault, _network_sale_default, {"forfeited": MONEY, "returned": MONEY}, "变卖悔拍只保留公告保证金"),
    "commission_cap": Op(CommissionCap, _commission_cap, {"cap": many(MONEY)}, "拍卖佣金上限"),
}
