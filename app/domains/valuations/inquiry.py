"""Network inquiry: orders to all listed platforms, their reports, more time, corrections, the mean, and re-issue (RP-06 to RP-14)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from app.domains.assets.queries import get_asset
from app.domains.audit.service import record
from app.domains.valuations.events import ReferencePriceFell, ReportsComplete
from app.domains.valuations.inquiry_rules import Fallen, fallen, why_no_correction, why_no_more_time
from app.domains.valuations.opening import (
    Opening,
    announce,
    begin,
    dropped,
    fail,
    fix_price,
    last_day,
    may_still_be_priced,
    met,
    open_way,
    priceable,
    running,
    settle,
)
from app.domains.valuations.order_rules import Course, Skipped
from app.domains.valuations.platforms import Order, Report, line_to
from app.domains.valuations.queries import get_valuation, house_report, house_valuation, list_objections, list_reports
from app.domains.valuations.rolls import listed_on
from app.domains.valuations.tables import PriceObjection, PriceReport, Valuation
from app.domains.valuations.types import FAULTS, IssueKind, Jump, ObjectionState
from app.infra.unit_of_work import Work
from app.kernel.clock import day_of, local
from app.kernel.errors import Invalid, NotNow
from app.kernel.money import ZERO, Money
from app.law.periods import add_months
from app.law.rulebook import cite
from app.law.terms import length_of
from app.law.valuation import VALIDITY_LIMIT_MONTHS, Method, ObjectionResult, OnlinePrice, OnlineResult, online_price

REPORT_DAYS = length_of("online_inquiry_report")
FIRST_ASK = timedelta(hours=4)
CLOCKS = {IssueKind.FIRST: "price_reports", IssueKind.CORRECTION: "price_corrections", IssueKind.REISSUE: "price_reissue"}
_RESULTS = {
    ObjectionState.DISMISSED.value: ObjectionResult.DISMISSED,
    ObjectionState.CORRECTED.value: ObjectionResult.CORRECTED,
    ObjectionState.UPHELD.value: ObjectionResult.UPHELD,
}


def start_inquiry(w: Work, asset_id: str, *, stated_value: Money, skipped: Sequence[Skipped] = (), jump: Jump | None = None, jump_note: str = "") -> Valuation:
    """Order reports from every listed platform at once (RP-07). `stated_value`: original or book value, one of the features told to all."""
    asset = priceable(w, asset_id)
    due_on = last_day(w, w.today, REPORT_DAYS)
    course = Course(skipped, jump, jump_note)
    found = open_way(w, asset, Opening(Method.ONLINE_INQUIRY, course, stated_value, due_on))
    about = {"court_id": asset.court_id, "case_id": asset.case_id, "valuation_id": found.id}
    for platform in listed_on(w.today):
        w.session.add(
            PriceReport(**about, platform=platform.code, platform_title=platform.title, due_on=due_on, next_at=w.now if line_to(platform.code) else None)
        )
    w.flush()
    words = f"网络询价：向名单内全部平台发出委托（{asset.title}）"
    record(w, "valuation.inquiry_started", "valuation", found.id, words, case_id=asset.case_id, authority=cite("RP-07"))
    announce(w, found)
    return found


def order_of(found: Valuation, report: PriceReport) -> Order:
    """What a platform is told; each issue has a number of its own."""
    number = found.order_no if report.issue == 1 else f"{found.order_no}-{report.issue}"
    return Order(number, found.title, found.stated_value or ZERO)


def note_ordered(w: Work, report_id: str, number: str, digest: str) -> None:
    """The platform took the order: its three days run from here, not from sending."""
    report = house_report(w, report_id)
    if report.inquiry_no:
        return
    report.inquiry_no, report.ordered_at, report.next_at, report.fault = number, w.now, w.now + FIRST_ASK, ""
    report.due_on = max(report.due_on, last_day(w, w.today, REPORT_DAYS))
    report.evidence = [*report.evidence, digest]
    record(w, "valuation.ordered", "valuation", report.valuation_id, f"{report.platform_title}已接受委托", case_id=report.case_id)


def note_not_ready(w: Work, report_id: str, fault: str = "") -> None:
    """Nothing yet, or the platform did not answer: ask again later."""
    report = house_report(w, report_id)
    report.next_at, report.fault = w.now + FIRST_ASK, fault[:200]
    record(w, "valuation.waited", "valuation", report.valuation_id, f"{report.platform_title}{'无法连接' if fault else '尚未出具报告'}", case_id=report.case_id)


def note_more_time(w: Work, report_id: str, asked_at: datetime, digest: str = "") -> PriceReport:
    """A platform asks for more time; whether it gets it is seen when all are late (RP-09)."""
    report = house_report(w, report_id)
    report.next_at = w.now + FIRST_ASK
    if report.asked_more_at is None:
        report.asked_more_at = asked_at
        report.evidence = [*report.evidence, *([digest] if digest else [])]
    record(w, "valuation.more_time_asked", "valuation", report.valuation_id, f"{report.platform_title}申请延期", case_id=report.case_id)
    return report


def take_report(w: Work, report_id: str, told: Report, digest: str = "") -> PriceReport:
    """A report arrived, by line or entered by hand: on time if it was made by its last day (RP-08)."""
    report = house_report(w, report_id)
    if report.value is not None:
        return report
    found = house_valuation(w, report.valuation_id, lock=True)  # two last reports at one moment must not each take the other for missing
    report.value, report.report_no, report.received_at, report.valid_until = told.value, told.report_no, told.reported_at, told.valid_until
    report.on_time, report.next_at, report.fault = day_of(told.reported_at) <= report.due_on, None, ""
    report.evidence = [*report.evidence, *([digest] if digest else [])]
    w.flush()
    words = f"收到{report.platform_title}报告（{'按时' if report.on_time else '逾期'}）"
    record(w, "valuation.report_taken", "valuation", report.valuation_id, words, case_id=report.case_id)
    begin(w, found, "send_reports", ("report", report.id))
    if all(each.value is not None for each in list_reports(w, [found.id])):
        met(w, CLOCKS[IssueKind(report.issue_kind)], ("valuation", found.id))
        w.emit(ReportsComplete(found.id, found.case_id, found.court_id, found.asset_id, found.title))
    return report


def grant_more_time(w: Work, valuation_id: str) -> Valuation:
    """Three more days for those that asked in time, because all were late; refused as soon as one was on time (RP-09)."""
    found = running(get_valuation(w, valuation_id), Method.ONLINE_INQUIRY)
    reports = list_reports(w, [found.id])
    if refused := why_no_more_time(reports, w.today):
        raise NotNow(refused, code="no_more_time")
    for report in (each for each in reports if asked_in_time(each)):
        report.due_on = last_day(w, report.due_on, REPORT_DAYS)
        report.extended_on = w.today
        report.on_time = None if report.received_at is None else day_of(report.received_at) <= report.due_on
    found.due_on = max(each.due_on for each in reports)
    w.flush()
    record(w, "valuation.more_time_given", "valuation", found.id, "全部平台逾期，准予延期三日", case_id=found.case_id, authority=cite("RP-09"))
    begin(w, found, "price_more_time", ("valuation", found.id), from_on=min(each.due_on for each in reports))
    return found


def note_error(w: Work, valuation_id: str, report_id: str, *, kind: str, note: str) -> PriceReport:
    """The review found a basic error, or property left out or beyond the order, in a report (RP-12)."""
    found = running(get_valuation(w, valuation_id), Method.ONLINE_INQUIRY)
    report = _of(w, found, report_id)
    if kind not in ("basics", "scope") or not note.strip():
        raise Invalid("选择错误种类并写明何处有误、应为何", field="kind")
    if report.value is None:
        raise NotNow("该平台还没有报告", code="no_report")
    report.errors = {"kind": kind, "note": note.strip()[:200]}
    words = f"{report.platform_title}报告：{FAULTS[kind]}"
    record(w, "valuation.error_found", "valuation", found.id, words, case_id=found.case_id, authority=cite("RP-12"))
    return report


def ask_corrections(w: Work, valuation_id: str) -> Valuation:
    """Ask all for correction in three days; only when every report has a basic error (RP-12)."""
    found = running(get_valuation(w, valuation_id), Method.ONLINE_INQUIRY)
    reports = list_reports(w, [found.id])
    if refused := why_no_correction(reports):
        raise NotNow(refused, code="no_correction")
    _issue_again(w, found, reports, IssueKind.CORRECTION)
    record(w, "valuation.correction_asked", "valuation", found.id, "全部报告均有基本信息错误，通知三日内补正", case_id=found.case_id, authority=cite("RP-12"))
    return found


def reissue(w: Work, valuation_id: str) -> Valuation:
    """The validity ran out before the first announcement: the same platforms report again in three days (RP-11, M-14)."""
    found = get_valuation(w, valuation_id)
    may_still_be_priced(get_asset(w, found.asset_id))
    if found.method != Method.ONLINE_INQUIRY.value or found.status != "settled" or found.valid_until is None:
        raise NotNow("没有可重新出具的询价结果", code="not_settled")
    if w.today <= found.valid_until:
        raise NotNow(f"参考价有效至 {found.valid_until.isoformat()}，仍可使用，不需重新出具", code="still_valid")
    found.status = "running"
    _issue_again(w, found, list_reports(w, [found.id]), IssueKind.REISSUE)
    record(w, "valuation.reissue_asked", "valuation", found.id, "参考价已失效，通知平台三日内重新出具", case_id=found.case_id, authority=cite("RP-11"))
    return found


def settle_inquiry(w: Work, valuation_id: str) -> Valuation:
    """Fix the price: the mean of the reports on time (RP-13, RP-14); refused while some may still come in time."""
    found = running(get_valuation(w, valuation_id), Method.ONLINE_INQUIRY)
    reports = list_reports(w, [found.id])
    waiting = [each for each in reports if each.value is None and w.today <= each.due_on]
    if waiting:
        raise NotNow(f"还有 {len(waiting)} 家平台未到期，等报告或到期后再确定", code="reports_open")
    price = price_of(reports, list_objections(w, [found.id]))
    if price.price is None:
        words = price.findings[0].message if price.findings else "没有按时的报告：都逾期的可准予延期三日，否则转为委托评估"
        raise NotNow(words if any(each.on_time for each in reports) else "没有按时的报告：都逾期的可准予延期三日，否则转为委托评估", code="no_report")
    for code in (*CLOCKS.values(), "price_more_time"):
        dropped(w, code, ("valuation", found.id), "参考价已确定")
    return settle(w, found, price.price, list(price.used), _until(w, reports, price))


def price_again(w: Work, found: Valuation) -> Money | None:
    """After an objection: the mean of the reports that stand, written anew where it changed; None while it cannot be told, or when none stands (RP-14)."""
    reports, objections = list_reports(w, [found.id]), list_objections(w, [found.id])
    price = price_of(reports, objections)
    if found.status == "settled" and price.price is None and (gone := fallen(_heard_on(reports, objections))):
        _fall(w, found, gone)
    if found.status != "settled" or price.price is None or (price.price == found.amount and list(price.used) == found.used):
        return price.price
    may_still_be_priced(get_asset(w, found.asset_id))
    fix_price(w, found, price.price, list(price.used), _until(w, reports, price))
    return price.price


def _fall(w: Work, found: Valuation, gone: Fallen) -> None:
    """The price that was fixed stands on no report any more: it is void at once; where none stands the way led to no price and the next one is open."""
    found.status, found.amount, found.valid_until, found.settled_at, found.used = "running", None, None, None, []
    w.flush()
    record(w, "valuation.price_fell", "valuation", found.id, f"参考价失去依据：{gone.reason}", case_id=found.case_id, authority=cite("RP-14"))
    w.emit(ReferencePriceFell(found.id, found.case_id, found.court_id, found.asset_id, found.title, gone.reason))
    if gone.none_stands:
        fail(w, found, gone.reason, rule="RP-14")


def _heard_on(reports: Sequence[PriceReport], objections: Sequence[PriceObjection]) -> list[str]:
    """How the objection to each report on time stands; '' where none was heard."""
    heard = {each.report_ref: each.state for each in objections if each.state != ObjectionState.REFUSED.value}
    return [heard.get(each.ref, "") for each in reports if each.on_time and each.value is not None]


def price_of(reports: Sequence[PriceReport], objections: Sequence[PriceObjection]) -> OnlinePrice:
    """The mean by the book, from the rows."""
    heard = {each.report_ref: each.state for each in objections if each.state != ObjectionState.REFUSED.value}
    results = [
        OnlineResult(
            each.platform,
            each.value,
            bool(each.on_time),
            extension_requested=asked_in_time(each) and each.extended_on is None,
            objected=each.ref in heard,
            objection_result=_RESULTS.get(heard[each.ref], ObjectionResult.PENDING) if each.ref in heard else None,
        )
        for each in reports
    ]
    return online_price(results)


def asked_in_time(report: PriceReport) -> bool:
    """Was more time asked for before the period was over?"""
    return report.asked_more_at is not None and day_of(report.asked_more_at) <= report.due_on


def _issue_again(w: Work, found: Valuation, reports: Sequence[PriceReport], kind: IssueKind) -> None:
    due_on = last_day(w, w.today, REPORT_DAYS)
    for each in reports:
        each.earlier = [*each.earlier, _as_it_was(each)]
        each.issue, each.issue_kind, each.due_on, each.next_at = each.issue + 1, kind.value, due_on, w.now if line_to(each.platform) else None
        each.inquiry_no = each.report_no = each.fault = ""
        each.ordered_at = each.received_at = each.value = each.on_time = each.valid_until = each.asked_more_at = each.extended_on = None
        each.errors = {}
    found.due_on = due_on
    w.flush()
    begin(w, found, CLOCKS[kind], ("valuation", found.id))


def _as_it_was(each: PriceReport) -> dict[str, object]:
    return {
        "issue": each.issue,
        "kind": each.issue_kind,
        "value": each.value.fen if each.value else None,
        "report_no": each.report_no,
        "received_at": local(each.received_at).isoformat() if each.received_at else "",
        "on_time": bool(each.on_time),
        "valid_until": each.valid_until.isoformat() if each.valid_until else "",
        "errors": each.errors,
    }


def _until(w: Work, reports: Sequence[PriceReport], price: OnlinePrice) -> date:
    valid = [each.valid_until for each in reports if each.platform in price.used and each.valid_until]
    return min(valid, default=add_months(w.today, VALIDITY_LIMIT_MONTHS))


def _of(w: Work, found: Valuation, report_id: str) -> PriceReport:
    report = house_report(w, report_id)
    if report.valuation_id != found.id:
        raise Invalid("报告不属于该次询价", field="report_id")
    return report
