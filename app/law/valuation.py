"""The reference price: the order of the four ways, the online mean, three appraisers in turn, how long a price serves, objections (RP-02 to RP-32)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from app.kernel.errors import Invalid
from app.kernel.money import Money
from app.kernel.workdays import Calendar
from app.law.findings import Finding, Severity
from app.law.periods import Counted, add_months, days_after
from app.law.rulebook import finding

MONTHS_AFTER_VALIDITY = 6
VALIDITY_LIMIT_MONTHS = 12
OBJECTION_DAYS = 5
APPRAISERS = 3
REPORT_DAYS = 30
EXTENSIONS = 2
EXTENSION_DAYS = 15
EXTENSION_ASKED_BEFORE_DAYS = 5


class Method(StrEnum):
    """The four ways to a reference price, and none where the price needs no finding out (RP-44)."""

    AGREEMENT = "agreement"
    DIRECTED_INQUIRY = "directed_inquiry"
    ONLINE_INQUIRY = "online_inquiry"
    APPRAISAL = "appraisal"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class MethodFacts:
    """What the choice of the way depends on. A wish counts only if both parties have it; a legal mandate leads to appraisal."""

    agreed: bool = False
    official_price_exists: bool = False
    needs_site_inspection: bool = False
    online_possible: bool = False
    one_party_wants: Method | None = None
    both_parties_want: Method | None = None
    appraisal_mandated: bool = False


@dataclass(frozen=True, slots=True)
class MethodChoice:
    """The way to take and the rules that lead there."""

    method: Method
    rules: tuple[str, ...]
    findings: tuple[Finding, ...] = ()


class ObjectionResult(StrEnum):
    """What became of an objection to a report."""

    PENDING = "pending"
    DISMISSED = "dismissed"
    CORRECTED = "corrected"
    UPHELD = "upheld"


@dataclass(frozen=True, slots=True)
class OnlineResult:
    """One platform's answer to an online inquiry."""

    platform: str
    value: Money | None
    on_time: bool
    extension_requested: bool = False
    objected: bool = False
    objection_result: ObjectionResult | None = None


@dataclass(frozen=True, slots=True)
class OnlinePrice:
    """The reference price, the platforms whose results it is the mean of, whether the late ones get three more days, and what else to do."""

    price: Money | None
    extension_granted: bool
    used: tuple[str, ...]
    next_method: Method | None
    rules: tuple[str, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Usability:
    """Which openings may still use a price, the last such day (None: the validity was missed), and how a new price is got."""

    usable: tuple[bool, ...]
    last_usable_on: date | None
    remedy: str | None
    remedy_days: int | None
    rules: tuple[str, ...]
    findings: tuple[Finding, ...]


def pricing_method(facts: MethodFacts) -> MethodChoice:
    """Agreement, else directed inquiry, else online inquiry, else appraisal; jumps only by both parties' wish or by law (RP-02, RP-05, RP-06, RP-15, RP-44)."""
    if facts.appraisal_mandated:
        return MethodChoice(Method.APPRAISAL, ("RP-15",))
    if facts.agreed:
        return MethodChoice(Method.AGREEMENT, ("RP-02", "RP-04"))
    if facts.both_parties_want is not None and facts.both_parties_want is not Method.AGREEMENT:
        return MethodChoice(facts.both_parties_want, (_JUMP[facts.both_parties_want],))
    return _by_order(facts)


def online_price(results: Sequence[OnlineResult]) -> OnlinePrice:
    """The mean of the results delivered on time. Reports with an objection fall out unless all have one; more time only if all were late (RP-09 to RP-14)."""
    timely = [each for each in results if each.on_time and each.value is not None]
    if not timely:
        return _all_late(results)
    kept = [each for each in timely if not each.objected]
    if not kept:
        return _all_objected(timely)
    rule_id = "RP-13" if len(kept) == len(timely) else "RP-14"
    return OnlinePrice(_mean(kept), extension_granted=False, used=_names(kept), next_method=None, rules=(rule_id,))


def price_still_usable(*, method: Method, valid_until: date, round1_notice_on: date, opens_on: Sequence[date]) -> Usability:
    """A first notice within the validity lets auctions open until six months after it; otherwise a new price comes first (RP-11, RP-22, RP-32)."""
    in_time = round1_notice_on <= valid_until
    last_on = add_months(valid_until, MONTHS_AFTER_VALIDITY) if in_time else None
    usable = tuple(last_on is not None and day <= last_on for day in opens_on)
    remedy, days, remedy_rule = (None, None, "RP-32") if all(usable) and in_time else _REMEDIES[method]
    missed = () if in_time else (_missed_validity(valid_until, round1_notice_on, remedy_rule),)
    late = () if last_on is None else tuple(_too_late(day, last_on) for day in opens_on if day > last_on)
    return Usability(usable, last_on, remedy, days, tuple(dict.fromkeys(("RP-32", remedy_rule))), (*missed, *late))


def validity_findings(fixed_on: date, valid_until: date) -> tuple[Finding, ...]:
    """No price is valid for more than a year (RP-31)."""
    limit = add_months(fixed_on, VALIDITY_LIMIT_MONTHS)
    if valid_until <= limit:
        return ()
    message = f"有效期至 {valid_until.isoformat()}，超过一年，应不晚于 {limit.isoformat()}"
    return (finding("RP-31", found=valid_until, required=f"不晚于 {limit}", message=message, field="valid_until", fix=limit),)


def appraiser_in_turn(order: Sequence[str], failed: Sequence[str]) -> str | None:
    """The appraiser to commission: the first of the three in their order that has not failed; None when all have (RP-16, RP-17, RP-21)."""
    if len(order) != APPRAISERS or len(set(order)) != APPRAISERS:
        raise Invalid("应有三家评估机构并有先后顺序", field="order")
    return next((each for each in order if each not in failed), None)


def appraisal_due(received_on: date, calendar: Calendar, *, extensions: Sequence[int] = ()) -> Counted:
    """The day an appraisal report is due: 30 days and at most two extensions of up to 15 days each (RP-19, RP-20)."""
    if len(extensions) > EXTENSIONS or any(not 0 < days <= EXTENSION_DAYS for days in extensions):
        raise Invalid("延长不超过两次，每次不超过十五日", field="extensions")
    return days_after(received_on, REPORT_DAYS + sum(extensions), calendar)


def _by_order(facts: MethodFacts) -> MethodChoice:
    wish = () if facts.one_party_wants is None else (_one_sided(facts.one_party_wants),)
    if facts.official_price_exists:
        return MethodChoice(Method.DIRECTED_INQUIRY, ("RP-02", "RP-05"), wish)
    if facts.online_possible and not facts.needs_site_inspection:
        return MethodChoice(Method.ONLINE_INQUIRY, ("RP-02", "RP-06"), wish)
    return MethodChoice(Method.APPRAISAL, ("RP-02", "RP-15"), wish)


def _one_sided(wish: Method) -> Finding:
    message = "只有一方当事人要求改用其他方式，不能跳过法定顺序"
    return finding("RP-02", found=wish, required="双方当事人一致要求", message=message, field="one_party_wants", severity=Severity.WARNING)


_JUMP = {Method.DIRECTED_INQUIRY: "RP-05", Method.ONLINE_INQUIRY: "RP-06", Method.APPRAISAL: "RP-15", Method.NONE: "RP-44"}
_REMEDIES: dict[Method, tuple[str | None, int | None, str]] = {
    Method.ONLINE_INQUIRY: ("reissue_by_platforms", 3, "RP-11"),
    Method.APPRAISAL: ("reissue_by_appraiser", 15, "RP-22"),
    Method.AGREEMENT: ("new_price", None, "RP-31"),
    Method.DIRECTED_INQUIRY: ("new_price", None, "RP-31"),
    Method.NONE: ("new_price", None, "RP-31"),
}


def _all_late(results: Sequence[OnlineResult]) -> OnlinePrice:
    if any(each.extension_requested for each in results):
        return OnlinePrice(None, extension_granted=True, used=(), next_method=None, rules=("RP-09",))
    message = "全部网络询价平台均未在期限内出具结果，也未申请延期，转为委托评估"
    late = finding("RP-10", found="全部逾期", required="按期出具", message=message, field="results", severity=Severity.WARNING)
    return OnlinePrice(None, extension_granted=False, used=(), next_method=Method.APPRAISAL, rules=("RP-10",), findings=(late,))


def _all_objected(timely: Sequence[OnlineResult]) -> OnlinePrice:
    settled = (ObjectionResult.DISMISSED, ObjectionResult.CORRECTED)
    if all(each.objection_result in settled for each in timely):
        return OnlinePrice(_mean(timely), extension_granted=False, used=_names(timely), next_method=None, rules=("RP-14",))
    message = "对全部报告提出的异议尚未全部驳回或补正，暂不能确定参考价"
    open_ = finding("RP-14", found="异议未决或成立", required="全部驳回或补正", message=message, field="results", severity=Severity.MANUAL)
    return OnlinePrice(None, extension_granted=False, used=(), next_method=None, rules=("RP-14",), findings=(open_,))


def _mean(results: Sequence[OnlineResult]) -> Money:
    """The arithmetic mean, to the nearest fen (half a fen up; the law names no rounding)."""
    amounts = [each.value.fen for each in results if each.value is not None]
    doubled = Fraction(2 * sum(amounts), len(amounts))
    return Money(int((doubled + 1) // 2))


def _names(results: Sequence[OnlineResult]) -> tuple[str, ...]:
    return tuple(each.platform for each in results)


def _missed_validity(valid_until: date, notice_on: date, rule_id: str) -> Finding:
    message = f"参考价已于 {valid_until.isoformat()} 失效，一拍公告在其后发布：先取得新的参考价"
    return finding(rule_id, found=notice_on, required=f"不晚于 {valid_until}", message=message, field="round1_notice")


def _too_late(day: date, last_on: date) -> Finding:
    message = f"开拍日 {day.isoformat()} 已过有效期届满后六个月（{last_on.isoformat()}），须先取得新的参考价"
    return finding("RP-32", found=day, required=f"不晚于 {last_on}", message=message, field="auction_opens", fix=last_on)
