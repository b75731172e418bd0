"""Status table of a settlement, and what is still owed. Pure."""

from __future__ import annotations

from enum import StrEnum

from app.kernel.errors import Invalid, NotNow
from app.kernel.money import Money
from app.kernel.transitions import Transitions


class SettlementStatus(StrEnum):
    """ui.md §2.5 款项裁定."""

    BALANCE_DUE = "balance_due"
    PART_PAID = "part_paid"
    PAID = "paid"
    RULING_DUE = "ruling_due"
    RULING_SERVED = "ruling_served"
    DEFAULTED = "defaulted"
    SETTLED = "settled"


class SettlementAct(StrEnum):
    """What can happen."""

    PAY_PART = "pay_part"
    PAY_ALL = "pay_all"
    MAKE_RULING = "make_ruling"
    SERVE = "serve"
    DEFAULT = "default"
    REVERSE_PART = "reverse_part"
    REVERSE_ALL = "reverse_all"
    SETTLE = "settle"


TITLES = {
    SettlementStatus.BALANCE_DUE: "待付余款",
    SettlementStatus.PART_PAID: "部分到账",
    SettlementStatus.PAID: "待作裁定",
    SettlementStatus.RULING_DUE: "裁定待送达",
    SettlementStatus.RULING_SERVED: "裁定已送达",
    SettlementStatus.DEFAULTED: "悔拍",
    SettlementStatus.SETTLED: "已结清",
}

IN_KIND = "in_kind"
"""The regime of an account whose buyer is a creditor that takes the thing for its claim; others are online and network."""
PAYING = (SettlementStatus.BALANCE_DUE.value, SettlementStatus.PART_PAID.value)
SERVICE_WAYS = ("直接送达", "电子送达", "邮寄送达", "留置送达", "委托送达", "公证协助送达", "公告送达")
_S, _A = SettlementStatus, SettlementAct
LIFE = Transitions(
    {
        (_S.BALANCE_DUE, _A.PAY_PART): _S.PART_PAID,
        (_S.PART_PAID, _A.PAY_PART): _S.PART_PAID,
        (_S.BALANCE_DUE, _A.PAY_ALL): _S.PAID,
        (_S.PART_PAID, _A.PAY_ALL): _S.PAID,
        (_S.PAID, _A.MAKE_RULING): _S.RULING_DUE,
        (_S.RULING_DUE, _A.SERVE): _S.RULING_SERVED,
        (_S.BALANCE_DUE, _A.DEFAULT): _S.DEFAULTED,
        (_S.PART_PAID, _A.DEFAULT): _S.DEFAULTED,
        (_S.PART_PAID, _A.REVERSE_PART): _S.PART_PAID,
        (_S.PART_PAID, _A.REVERSE_ALL): _S.BALANCE_DUE,
        (_S.PAID, _A.REVERSE_PART): _S.PART_PAID,
        (_S.PAID, _A.REVERSE_ALL): _S.BALANCE_DUE,
        (_S.RULING_SERVED, _A.SETTLE): _S.SETTLED,
    },
    TITLES,
)


def owed(price: Money, deposit: Money, paid: Money) -> Money:
    """What is left: price less deposit less receipts."""
    return price - deposit - paid


def check_settled(*, handed_over: bool, paid_out: bool, surplus_back: bool = True) -> None:
    """An account is closed when the buyer has the thing and the money has gone to whom it belongs (EX-28)."""
    missing = [words for words, done in (("标的物还没有移交", handed_over), ("案款还没有发放", paid_out), ("多付款还没有退还", surplus_back)) if not done]
    if missing:
        raise NotNow(f"还不能结清：{'，'.join(missing)}", code="not_settled")


def split_receipt(left: Money, amount: Money, *, keep_surplus: bool) -> tuple[Money, Money]:
    """(what counts towards the price, what is more than is owed and goes back). A person says that more is kept, else it is refused."""
    if amount.fen <= 0:
        raise Invalid("到账金额应大于零", field="amount")
    if amount > left and not keep_surplus:
        raise Invalid(f"超过尚欠金额 {left.grouped} 元，核对后再登记；确属多付的，勾选“超出部分记为多付款”", field="amount")
    counted = min(left, amount)
    return counted, amount - counted
