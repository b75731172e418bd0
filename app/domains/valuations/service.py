"""Verbs of valuations: network inquiry at all listed platforms, agreement by sealed figures, fixing the price."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from app.domains.assets.queries import get_asset
from app.domains.assets.tables import Asset
from app.domains.audit.service import record
from app.domains.cases.queries import house_case
from app.domains.courts.queries import load_calendar
from app.domains.valuations.events import ReferencePriceSet, ReportsComplete, ValuationStarted
from app.domains.valuations.platforms import Report, listed_on
from app.domains.valuations.queries import get_valuation, house_report, house_valuation, list_figures, list_reports
from app.domains.valuations.tables import AgreementFigure, PriceReport, Valuation
from app.infra.unit_of_work import Work, for_house
from app.kernel.clock import day_of
from app.kernel.errors import Conflict, Invalid, NotNow
from app.kernel.money import Money
from app.law.periods import add_months, days_after
from app.law.rulebook import cite
from app.law.terms import length_of
from app.law.valuation import VALIDITY_LIMIT_MONTHS, Method, OnlineResult, online_price

REPORT_DAYS = length_of("online_inquiry_report")
FIRST_ASK = timedelta(hours=4)
_RULES = {Method.AGREEMENT: "RP-04", Method.DIRECTED_INQUIRY: "RP-05", Method.ONLINE_INQUIRY: "RP-13", Method.APPRAISAL: "RP-15"}
SIDES = {"applicant": "申请执行人", "debtor": "被执行人"}


@dataclass(frozen=True)
class Skipped:
    """A way that was passed over and why (RP-04 to RP-06)."""

    method: str
    reason: str


def start_inquiry(w: Work, asset_id: str, *, stated_value: Money, skipped: Sequence[Skipped]) -> Valuation:
    """Order reports from every listed platform at once (RP-07). `stated_value`: original or book value, one of the features told to all."""
    asset = _priceable(w, asset_id)
    reasoned = {each.method for each in skipped if each.reason.strip()} | _failed_ways(w, asset_id)
    if not {Method.AGREEMENT.value, Method.DIRECTED_INQUIRY.value} <= reasoned:
        raise Invalid("先写明议价和定向询价为何不能进行", field="skipped")
    due_on = days_after(w.today, REPORT_DAYS, load_calendar(w.session)).due_on
    found = _open(w, asset, Method.ONLINE_INQUIRY, stated_value=stated_value, skipped=skipped, due_on=due_on)
    for platform in listed_on(w.today):
        w.session.add(
            PriceReport(
                court_id=asset.court_id,
                case_id=asset.case_id,
                valuation_id=found.id,
                platform=platform.code,
                platform_title=platform.title,
                due_on=due_on,
                next_at=w.now,
            )
        )
    w.flush()
    record(
        w,
        "valuation.inquiry_started",
        "valuation",
        found.id,
        f"网络询价：向名单内全部平台发出委托（{asset.title}）",
        case_id=asset.case_id,
        authority=cite("RP-07"),
    )
    return found


def note_ordered(w: Work, report_id: str, number: str, digest: str) -> None:
    """The platform took the order."""
    report = house_report(w, report_id)
    if report.inquiry_no:
        return
    report.inquiry_no, report.ordered_at, report.next_at, report.fault = number, w.now, w.now + FIRST_ASK, ""
    report.evidence = [*report.evidence, digest]
    record(w, "valuation.ordered", "valuation", report.valuation_id, f"{report.platform_title}已接受委托", case_id=report.case_id)


def note_not_ready(w: Work, report_id: str, fault: str = "") -> None:
    """Nothing yet, or the platform did not answer: ask again later."""
    report = house_report(w, report_id)
    report.next_at, report.fault = w.now + FIRST_ASK, fault[:200]
    record(w, "valuation.waited", "valuation", report.valuation_id, f"{report.platform_title}{'无法连接' if fault else '尚未出具报告'}", case_id=report.case_id)


def take_report(w: Work, report_id: str, told: Report, digest: str = "") -> PriceReport:
    """A report arrived, by line or entered by hand: on time if it was made within three days of the order (RP-08)."""
    report = house_report(w, report_id)
    if report.value is not None:
        return report
    report.value, report.report_no, report.received_at, report.valid_until = told.value, told.report_no, told.reported_at, told.valid_until
    report.on_time, report.next_at, report.fault = day_of(told.reported_at) <= report.due_on, None, ""
    report.evidence = [*report.evidence, *([digest] if digest else [])]
    w.flush()
    record(
        w,
        "valuation.report_taken",
        "valuation",
        report.valuation_id,
        f"收到{report.platform_title}报告（{'按时' if report.on_time else '逾期'}）",
        case_id=report.case_id,
    )
    reports = list_reports(w, [report.valuation_id])
    if all(each.value is not None for each in reports):
        found = house_valuation(w, report.valuation_id)
        w.emit(ReportsComplete(found.id, found.case_id, found.court_id, found.asset_id, found.title))
    return report


def settle_inquiry(w: Work, valuation_id: str) -> Valuation:
    """Fix the price: the mean of the reports on time (RP-13); refused while some may still come in time."""
    found = get_valuation(w, valuation_id)
    reports = list_reports(w, [found.id])
    waiting = [each for each in reports if each.value is None and w.today <= each.due_on]
    if waiting:
        raise NotNow(f"还有 {len(waiting)} 家平台未到期，等报告或到期后再确定", code="reports_open")
    price = online_price([OnlineResult(each.platform, each.value, bool(each.on_time)) for each in reports])
    if price.price is None:
        raise NotNow("没有按时的报告：都逾期的可准予延期三日，否则转为委托评估", code="no_report")
    valid = [each.valid_until for each in reports if each.platform in price.used and each.valid_until]
    return _settle(w, found, price.price, list(price.used), min(valid, default=add_months(w.today, VALIDITY_LIMIT_MONTHS)))


def start_agreement(w: Work, asset_id: str) -> Valuation:
    """Ask both sides for their figure; each is sealed until both are in (RP-04)."""
    asset = _priceable(w, asset_id)
    found = _open(w, asset, Method.AGREEMENT, stated_value=None, skipped=(), due_on=days_after(w.today, 5, load_calendar(w.session)).due_on)
    record(w, "valuation.agreement_started", "valuation", found.id, f"启动议价：{asset.title}", case_id=asset.case_id, authority=cite("RP-04"))
    return found


def enter_figure(w: Work, valuation_id: str, *, side: str, name: str, value: Money) -> Valuation:
    """Enter a side's figure. When both are in they are opened: equal is the price, different ends the agreement."""
    found = get_valuation(w, valuation_id)
    if found.method != Method.AGREEMENT.value or found.status != "running":
        raise NotNow("议价已经结束", code="not_running")
    if not name.strip():
        raise Invalid("填写提交人", field="name")
    if side not in SIDES:
        raise Invalid("应为申请执行人或被执行人", field="side")
    if value.fen <= 0:
        raise Invalid("金额应大于零", field="value")
    if any(each.side == side for each in list_figures(w, valuation_id)):
        raise Conflict(f"{SIDES[side]}已经出价，密封期间不能更改", code="already_entered")
    w.session.add(
        AgreementFigure(
            court_id=found.court_id,
            case_id=found.case_id,
            valuation_id=found.id,
            side=side,
            name=name.strip(),
            value=value,
            entered_at=w.now,
            entered_by=w.actor.id,
        )
    )
    w.flush()
    record(w, "valuation.figure_entered", "valuation", found.id, f"{SIDES[side]}已提交议价（密封）", case_id=found.case_id)
    figures = list_figures(w, valuation_id)
    if len(figures) == len(SIDES):
        return _open_figures(w, found, figures)
    return found


def give_up(w: Work, valuation_id: str, reason: str) -> Valuation:
    """The way cannot lead to a price."""
    found = get_valuation(w, valuation_id)
    if found.status != "running":
        raise NotNow("已经结束", code="not_running")
    if len(reason.strip()) < 2:
        raise Invalid("写明理由", field="reason")
    found.status, found.remark = "failed", reason.strip()
    w.flush()
    record(w, "valuation.given_up", "valuation", found.id, f"定价方式未成：{reason.strip()[:100]}", case_id=found.case_id)
    return found


def _open(w: Work, asset: Asset, method: Method, *, stated_value: Money | None, skipped: Sequence[Skipped], due_on: date) -> Valuation:
    case = house_case(w, asset.case_id)
    before = w.session.scalar(for_house(select(func.count(Valuation.id)).where(Valuation.asset_id == asset.id))) or 0
    found = Valuation(
        court_id=asset.court_id,
        case_id=asset.case_id,
        asset_id=asset.id,
        method=method.value,
        title=asset.title,
        order_no=f"{case.number}{asset.code}询{before + 1}",
        stated_value=stated_value,
        skipped=[vars(each) for each in skipped],
        started_at=w.now,
        due_on=due_on,
    )
    w.session.add(found)
    w.flush()
    w.emit(ValuationStarted(found.id, found.case_id, found.court_id, asset.id, method.value, w.today))
    return found


def _open_figures(w: Work, found: Valuation, figures: Sequence[AgreementFigure]) -> Valuation:
    if len({each.value for each in figures}) == 1:
        return _settle(w, found, figures[0].value, [each.side for each in figures], add_months(w.today, VALIDITY_LIMIT_MONTHS))
    found.status, found.remark = "failed", "双方议价结果不一致"
    w.flush()
    record(w, "valuation.agreement_failed", "valuation", found.id, f"议价结果不一致：{found.title}", case_id=found.case_id, authority=cite("RP-04"))
    return found


def _settle(w: Work, found: Valuation, amount: Money, used: list[str], valid_until: date) -> Valuation:
    if found.status != "running":
        raise Conflict("参考价已经确定")
    found.status, found.amount, found.used, found.valid_until, found.settled_at = "settled", amount, used, valid_until, w.now
    w.flush()
    record(
        w,
        "valuation.settled",
        "valuation",
        found.id,
        f"确定参考价 {amount.grouped} 元：{found.title}",
        case_id=found.case_id,
        authority=cite(_RULES[Method(found.method)]),
    )
    w.emit(ReferencePriceSet(found.id, found.case_id, found.court_id, found.asset_id, amount, found.method, valid_until, w.today))
    return found


def _failed_ways(w: Work, asset_id: str) -> set[str]:
    """Ways that were tried and led to no price: they need no further reason."""
    return set(w.session.scalars(for_house(select(Valuation.method).where(Valuation.asset_id == asset_id, Valuation.status == "failed"))))


def _priceable(w: Work, asset_id: str) -> Asset:
    asset = get_asset(w, asset_id)
    if asset.status not in ("held", "surveyed", "priced"):
        raise NotNow("方案已经锁定或标的物已处置，不能重新定价", code="too_late")
    running = w.session.scalar(for_house(select(Valuation.id).where(Valuation.asset_id == asset_id, Valuation.status == "running")))
    if running is not None:
        raise NotNow("该标的物正在定价", code="already_running")
    return asset


def report_by_hand(value: Money, report_no: str, reported_at: datetime, valid_until: date, *, now: datetime) -> Report:
    """A report that a clerk types in from the paper."""
    if value.fen <= 0:
        raise Invalid("金额应大于零", field="value")
    if reported_at > now:
        raise Invalid("出具时间不能晚于现在", field="reported_at")
    if valid_until < day_of(reported_at) or valid_until > add_months(day_of(reported_at), VALIDITY_LIMIT_MONTHS):
        raise Invalid("有效期应在出具日之后、不超过一年", field="valid_until")
    return Report(value, report_no.strip(), reported_at, valid_until)
