"""What the price cost: entered terms, and whom the law lets be paid how much (RP-36 to RP-39)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.domains.audit.service import record
from app.domains.valuations.queries import find_settled, get_valuation
from app.domains.valuations.tables import Appraisal, PriceReport, Valuation
from app.domains.valuations.types import AppraisalState
from app.infra.unit_of_work import Work
from app.kernel.errors import Invalid
from app.kernel.money import ZERO, Money
from app.law.rulebook import cite
from app.law.valuation import Method
from app.law.valuation_fees import AppraisalEnd, appraisal_fee_base, platforms_paid, reissue_fee

ADVANCED = {"applicant": "申请执行人预交", "insurance": "责任保险或者保函", "none": "尚未预交"}
MOST_RATE = 10_000


@dataclass(frozen=True)
class FeeTerms:
    """What the parties pay by: a platform's fee, an appraiser's rate in ten-thousandths of its base, the cost where nothing was sold, who advances."""

    quote: Money | None
    rate: int | None
    cost: Money | None
    advanced_by: str


@dataclass(frozen=True)
class FeeRow:
    """Who is paid how much, and why."""

    payee: str
    amount: Money | None
    words: str
    rule: str
    citation: str


def set_terms(w: Work, valuation_id: str, terms: FeeTerms) -> Valuation:
    """Enter the terms of the fee; what follows from them is computed."""
    found = get_valuation(w, valuation_id)
    if terms.advanced_by not in ADVANCED:
        raise Invalid("选择预交方式", field="advanced_by")
    if terms.rate is not None and not 0 <= terms.rate <= MOST_RATE:
        raise Invalid("费率以万分之几计，不超过一万", field="rate")
    amounts = {name: value.fen if value is not None else None for name, value in (("quote", terms.quote), ("cost", terms.cost))}
    found.fee = {**amounts, "rate": terms.rate, "advanced_by": terms.advanced_by}
    record(w, "valuation.fee_set", "valuation", found.id, f"登记定价费用：{ADVANCED[terms.advanced_by]}", case_id=found.case_id, authority=cite("RP-39"))
    return found


def note_sale(w: Work, asset_id: str, price: Money) -> Valuation | None:
    """For the house's steps: the thing was sold, which decides the fees."""
    found = find_settled(w, asset_id)
    if found is None:
        return None
    found.sold_for = price
    record(w, "valuation.sale_noted", "valuation", found.id, "标的物成交：可核定定价费用", case_id=found.case_id, authority=cite("RP-36"))
    return found


def fee_rows(found: Valuation, reports: Sequence[PriceReport], three: Sequence[Appraisal]) -> list[FeeRow]:
    """Fees of a way as they stand."""
    if found.method == Method.ONLINE_INQUIRY.value:
        return _online(found, reports)
    return [_appraiser(found, each) for each in three if each.state != AppraisalState.WAITING.value] if found.method == Method.APPRAISAL.value else []


def _online(found: Valuation, reports: Sequence[PriceReport]) -> list[FeeRow]:
    results = {each.platform: each.value for each in reports if each.value is not None and each.platform in found.used}
    gone = found.status in ("failed", "withdrawn")
    if found.sold_for is None and not gone:
        return [FeeRow(each.platform_title, None, "成交后付给结果最接近成交价的平台", "RP-36", cite("RP-36")) for each in reports]
    shares = platforms_paid(results, found.sold_for or ZERO, replaced_or_withdrawn=gone)
    return [_platform(each, shares.get(each.platform), _money(found.fee.get("quote")), gone=gone) for each in reports]


def _platform(each: PriceReport, share: Fraction | None, quote: Money | None, *, gone: bool) -> FeeRow:
    if share is None:
        words = "转为委托评估或者撤回，不付费用" if gone else "不是最接近成交价的平台，不付费用"
        return FeeRow(each.platform_title, ZERO, words, "RP-36", cite("RP-36"))
    words = "结果最接近成交价" if share == 1 else f"并列最接近成交价，付 1/{share.denominator}"
    return FeeRow(each.platform_title, quote.share_down(share) if quote else None, words, "RP-36", cite("RP-36"))


def _appraiser(found: Valuation, each: Appraisal) -> FeeRow:
    cost, rate = _money(found.fee.get("cost")), found.fee.get("rate")
    if each.state == AppraisalState.REPLACED.value:
        return FeeRow(each.name, ZERO, "已更换，不付费用", "RP-38", cite("RP-38"))
    if found.status == "withdrawn":
        return FeeRow(each.name, cost, "撤回委托，按实际费用", "RP-38", cite("RP-38"))
    if found.sold_for is None or each.value is None:
        return FeeRow(each.name, cost, "未成交，按合理的实际费用", "RP-37", cite("RP-37"))
    base = appraisal_fee_base(end=AppraisalEnd.SOLD, appraisal=each.value, sold_for=found.sold_for)
    which = "评估价" if base == each.value else "成交价"
    fee = base.share_down(Fraction(int(rate), MOST_RATE)) if rate is not None else None
    again = sum(before.get("why") == "reissuing" for before in each.earlier)
    total = None if fee is None else Money(fee.fen + again * reissue_fee(fee).fen)
    words = f"以{which} {base.grouped} 元为计费基数" + (f"，重新出具 {again} 次各加 30%" if again else "")
    return FeeRow(each.name, total, words, "RP-37", cite("RP-37"))


def _money(fen: object) -> Money | None:
    return Money(int(str(fen))) if fen is not None else None
