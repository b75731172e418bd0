"""Points of price: start price, deposit, increment, reduction, validity of the reference price, surplus."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.domains.plans.checks.points import Point, point
from app.domains.plans.types import Subject, Terms
from app.kernel.money import Money
from app.kernel.workdays import Calendar
from app.law.deposits import check_deposit, deposit_range
from app.law.findings import Finding, Severity
from app.law.next_steps import no_surplus
from app.law.pricing import PriceBasis, check_start_price
from app.law.regimes import ONLINE
from app.law.rulebook import finding
from app.law.unsold import DIRECT_SALE, least_direct_price

FLOOR, LEAST_DEPOSIT = (int(share * 100) for share in (ONLINE.first_price_share, ONLINE.deposit_min))
MOST_DEPOSIT = int((ONLINE.deposit_max or 1) * 100)
MOST_REDUCTION = int((1 - ONLINE.kept_share) * 100)
LOWEST_WORDS = "二分之一"
START_TITLES = {
    "NA-37": f"降价不超过前次起拍价的 {MOST_REDUCTION}%",
    "BM-05": "变卖价为二拍起拍价",
    "AS-29": f"直接变卖价不低于评估价的{LOWEST_WORDS}",
    "NA-08": f"起拍价不低于参考价的 {FLOOR}%",
}
"""Percentages for people, from the numbers of the online regime (law.md §4)."""


def price_points(subject: Subject, terms: Terms, calendar: Calendar, day: date) -> Iterator[Point]:
    """The section 二 价格."""
    yield _start_price(subject, terms, day)
    yield _deposit(terms, day)
    yield _increment(terms)
    yield _reduction(terms)
    yield _reference(subject, terms)
    if terms.start_price:
        empty = no_surplus(reserve=terms.start_price, senior=terms.senior_claims, cost=terms.cost, calendar=calendar)
        yield point("price", "不是无益拍卖", "AS-03", *(empty.findings if terms.senior_claims else ()))


def _start_price(subject: Subject, terms: Terms, day: date) -> Point:
    last = "AS-29" if subject.way == DIRECT_SALE else "BM-05"
    rule = "NA-37" if terms.round_no == 2 else last if terms.round_no == 3 else "NA-08"
    title = START_TITLES[rule]
    if terms.start_price is None:
        return point("price", title, rule, _unfilled("NA-07", "start_price", "起拍价（保留价）"))
    if rule == "AS-29":
        return point("price", title, rule, *_direct_price(subject, terms.start_price))
    if terms.round_no == 3:
        return point("price", title, rule, *_sale_price(subject, terms.start_price))
    known = subject.reference_price if terms.round_no == 1 else subject.previous_start_price
    if known is None:
        return point("price", title, rule, _unfilled("RP-02", "reference_price", "参考价" if terms.round_no == 1 else "前次起拍价"))
    basis = PriceBasis(terms.round_no, asset=subject.asset, appraisal=subject.reference_price, previous=subject.previous_start_price, day=day)
    return point("price", title, rule, *check_start_price(basis, terms.start_price).findings)


def _direct_price(subject: Subject, price: Money) -> tuple[Finding, ...]:
    if subject.reference_price is None:
        return (_unfilled("AS-29", "reference_price", "评估价"),)
    least = least_direct_price(subject.reference_price)
    if price >= least:
        return ()
    message = f"直接变卖价不得低于评估价的{LOWEST_WORDS} {least.grouped} 元"
    return (finding("AS-29", found=price, required=least, message=message, field="start_price", fix=least, severity=Severity.BREACH),)


def _sale_price(subject: Subject, price: Money) -> tuple[Finding, ...]:
    wanted = subject.previous_start_price
    if wanted is None or price == wanted:
        return ()
    return (
        finding(
            "BM-05",
            found=price,
            required=wanted,
            message=f"变卖价应为二拍起拍价 {wanted.grouped} 元",
            field="start_price",
            fix=wanted,
            severity=Severity.WARNING,
        ),
    )


def _deposit(terms: Terms, day: date) -> Point:
    title = f"保证金为起拍价的 {LEAST_DEPOSIT}% 至 {MOST_DEPOSIT}%"
    if terms.deposit is None:
        return point("price", title, "NA-18", _unfilled("NA-18", "deposit", "保证金"))
    if terms.start_price is None:
        return point("price", title, "NA-18")
    allowed = deposit_range(start_price=terms.start_price, day=day)
    return point("price", title, allowed.rule, *check_deposit(terms.deposit, allowed))


def _increment(terms: Terms) -> Point:
    title = "加价幅度由法院确定"
    if terms.increment is None or terms.increment.fen <= 0:
        return point("price", title, "NA-23", _unfilled("NA-23", "increment", "加价幅度"))
    if terms.start_price and terms.increment >= terms.start_price:
        big = finding(
            "NA-23",
            found=terms.increment,
            required=f"低于起拍价 {terms.start_price}",
            message="加价幅度不低于起拍价，请核对单位",
            field="increment",
            severity=Severity.WARNING,
        )
        return point("price", title, "NA-23", big)
    return point("price", title, "NA-23")


def _reduction(terms: Terms) -> Point:
    title = f"如流拍，二拍降价不超过 {MOST_REDUCTION}%"
    if 0 <= terms.reduction_percent <= MOST_REDUCTION:
        return point("price", title, "NA-37")
    over = finding(
        "NA-37",
        found=f"{terms.reduction_percent}%",
        required=f"不超过 {MOST_REDUCTION}%",
        message=f"二拍降价 {terms.reduction_percent}%，不得超过前次起拍价的 {MOST_REDUCTION}%",
        field="reduction_percent",
        fix=str(MOST_REDUCTION),
    )
    return point("price", title, "NA-37", over)


def _reference(subject: Subject, terms: Terms) -> Point:
    title = "参考价在有效期内"
    if subject.reference_price is None:
        return point("price", title, "RP-31", _unfilled("RP-02", "reference_price", "参考价"))
    until, announced = subject.reference_valid_until, terms.announce_on
    if terms.round_no == 1 and until and announced and announced > until:
        spent = finding(
            "RP-32",
            found=until,
            required=f"公告日 {announced} 前有效",
            message=f"参考价已于 {until.isoformat()} 失效：请原机构重新出具",
            field="reference_price",
            severity=Severity.BREACH,
        )
        return point("price", title, "RP-32", spent)
    return point("price", title, "RP-31")


def _unfilled(rule: str, field: str, what: str) -> Finding:
    return finding(rule, found="未填写", required=what, message=f"{what}未填写", field=field, severity=Severity.BREACH)
