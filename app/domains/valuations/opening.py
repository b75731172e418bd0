"""What all ways share: opening one in its turn, fixing the price, keeping files, the periods of the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select

from app.domains.assets.queries import get_asset
from app.domains.assets.tables import Asset
from app.domains.audit.service import record
from app.domains.cases.queries import house_case
from app.domains.courts.queries import load_calendar
from app.domains.valuations.events import PeriodBegan, PeriodDropped, PeriodMet, ReferencePriceSet, ValuationStarted
from app.domains.valuations.order_rules import Course, check_course
from app.domains.valuations.tables import Valuation
from app.domains.valuations.types import TITLES
from app.infra.unit_of_work import Work, for_house
from app.kernel.clock import local
from app.kernel.errors import Conflict, Invalid, NotNow
from app.kernel.money import ZERO, Money
from app.law.periods import days_after
from app.law.rulebook import cite
from app.law.valuation import Method, validity_findings

PRICEABLE = ("held", "surveyed", "priced")
RULE_OF_PRICE = {Method.AGREEMENT: "RP-04", Method.DIRECTED_INQUIRY: "RP-05", Method.ONLINE_INQUIRY: "RP-13", Method.APPRAISAL: "RP-15"}


@dataclass(frozen=True)
class Filed:
    """A file that came with an act: its digest in evidence and its name."""

    digest: str
    name: str


@dataclass(frozen=True)
class Opening:
    """A way as it begins."""

    method: Method
    course: Course = field(default_factory=Course)
    stated_value: Money | None = None
    due_on: date | None = None
    details: dict[str, Any] = field(default_factory=dict)


def open_way(w: Work, asset: Asset, opening: Opening) -> Valuation:
    """Begin a way whose turn it is; Invalid otherwise (RP-02)."""
    method, course = opening.method, opening.course
    rules = check_course(method, course, failed_ways(w, asset.id))
    case = house_case(w, asset.case_id)
    before = w.session.scalar(for_house(select(func.count(Valuation.id)).where(Valuation.asset_id == asset.id))) or 0
    found = Valuation(
        court_id=asset.court_id,
        case_id=asset.case_id,
        asset_id=asset.id,
        method=method.value,
        title=asset.title,
        order_no=f"{case.number}{asset.code}询{before + 1}",
        stated_value=opening.stated_value,
        skipped=[vars(each) for each in course.skipped],
        jump=course.jump.value if course.jump else "",
        jump_note=course.jump_note.strip()[:300],
        rules=list(rules),
        details=opening.details,
        started_at=w.now,
        due_on=opening.due_on,
    )
    w.session.add(found)
    w.flush()
    return found


def announce(w: Work, found: Valuation) -> None:
    """Tell the house that a way began, once everything that belongs to it is written."""
    w.emit(ValuationStarted(found.id, found.case_id, found.court_id, found.asset_id, found.method, w.today))


def settle(w: Work, found: Valuation, amount: Money, used: list[str], valid_until: date, *, fixed_on: date | None = None) -> Valuation:
    """The price stands. A running way only; the validity is a year at most (RP-31)."""
    if found.status != "running":
        raise Conflict("参考价已经确定")
    if found.paused_on is not None:
        raise NotNow("定价已暂缓，恢复后再办理", code="paused")
    return fix_price(w, found, amount, used, valid_until, fixed_on=fixed_on)


def fix_price(w: Work, found: Valuation, amount: Money, used: list[str], valid_until: date, *, fixed_on: date | None = None) -> Valuation:
    """Write the price, for the first time or after an objection or a re-issue."""
    if amount <= ZERO:
        raise Invalid("金额应大于零", field="value")
    for fault in validity_findings(fixed_on or w.today, valid_until):
        raise Invalid(fault.message, field="valid_until")
    found.status, found.amount, found.used, found.valid_until, found.settled_at = "settled", amount, used, valid_until, w.now
    w.flush()
    words = f"确定参考价 {amount.grouped} 元：{found.title}"
    record(w, "valuation.settled", "valuation", found.id, words, case_id=found.case_id, authority=cite(RULE_OF_PRICE[Method(found.method)]))
    w.emit(ReferencePriceSet(found.id, found.case_id, found.court_id, found.asset_id, amount, found.method, valid_until, w.today))
    return found


def fail(w: Work, found: Valuation, remark: str, *, rule: str) -> Valuation:
    """The way led to no price."""
    found.status, found.remark = "failed", remark[:300]
    w.flush()
    record(w, "valuation.failed", "valuation", found.id, f"{TITLES[found.method]}未成：{remark[:100]}", case_id=found.case_id, authority=cite(rule))
    return found


def running(found: Valuation, method: Method) -> Valuation:
    """The way if it runs and is of that kind; NotNow otherwise."""
    if found.method == method.value and found.status == "settled":
        raise Conflict("参考价已经确定")
    if found.method != method.value or found.status != "running":
        raise NotNow(f"{TITLES[method.value]}没有进行或者已经结束", code="not_running")
    if found.paused_on is not None:
        raise NotNow("定价已暂缓，恢复后再办理", code="paused")
    return found


def failed_ways(w: Work, asset_id: str) -> set[str]:
    """Ways that were tried and led to no price: they need no further reason."""
    return set(w.session.scalars(for_house(select(Valuation.method).where(Valuation.asset_id == asset_id, Valuation.status == "failed"))))


def priceable(w: Work, asset_id: str) -> Asset:
    """An asset whose price may be found now: not yet planned, and no other way runs."""
    asset = may_still_be_priced(get_asset(w, asset_id))
    busy = w.session.scalar(for_house(select(Valuation.id).where(Valuation.asset_id == asset_id, Valuation.status == "running")))
    if busy is not None:
        raise NotNow("该标的物正在定价", code="already_running")
    return asset


def may_still_be_priced(asset: Asset) -> Asset:
    """The asset; NotNow once its plan is locked or it is disposed of."""
    if asset.status not in PRICEABLE:
        raise NotNow("方案已经锁定或标的物已处置，不能重新定价", code="too_late")
    return asset


def last_day(w: Work, start_on: date, days: int) -> date:
    """N 日内 from a day, rolling over rest days."""
    return days_after(start_on, days, load_calendar(w.session)).due_on


def begin(w: Work, found: Valuation, code: str, subject: tuple[str, str], *, from_on: date | None = None, length: int | None = None) -> None:
    """Start a period about a thing (kind, id)."""
    w.emit(PeriodBegan(code, found.case_id, found.court_id, found.asset_id, *subject, from_on or w.today, length))


def met(w: Work, code: str, subject: tuple[str, str], on: date | None = None) -> None:
    """What the period was for is done."""
    w.emit(PeriodMet(code, *subject, on or w.today))


def dropped(w: Work, code: str, subject: tuple[str, str], reason: str) -> None:
    """The period matters no longer."""
    w.emit(PeriodDropped(code, *subject, reason))


def with_files(found: Valuation, files: Sequence[Filed], what: str, w: Work) -> None:
    """Keep that these files belong to the way."""
    added = [{"digest": each.digest, "name": each.name, "what": what, "at": local(w.now).isoformat()} for each in files]
    if added:
        found.files = [*found.files, *added]
