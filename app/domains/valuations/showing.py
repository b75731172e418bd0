"""The page of an asset's price (S9): the line of four ways with reasons and articles, the platforms' table, the mean with its working, and what follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.domains.assets.queries import first_seized_on, get_asset
from app.domains.assets.tables import Asset
from app.domains.cases.queries import house_case, list_parties
from app.domains.cases.tables import Case, Party
from app.domains.courts.queries import load_calendar
from app.domains.valuations.delivery import NOT_TOLD
from app.domains.valuations.fees import FeeRow, fee_rows
from app.domains.valuations.inquiry import asked_in_time, price_of
from app.domains.valuations.inquiry_rules import why_no_correction, why_no_more_time
from app.domains.valuations.objection_rules import RouteRow
from app.domains.valuations.opening import PRICEABLE
from app.domains.valuations.queries import find_choice, list_appraisals, list_deliveries, list_figures, list_objections, list_of_asset, list_reports
from app.domains.valuations.rolls import appraisers_on
from app.domains.valuations.showing_more import Appraising, ObjectionRow, Sent, Validity, appraising, objection_rows, routes_of, sent_rows, validity_of
from app.domains.valuations.tables import AgreementFigure, Appraisal, PriceObjection, PriceReport, ReportDelivery, Valuation
from app.domains.valuations.types import ORDER, RULES, SIDES, TITLES, IssueKind, Jump, ObjectionState, SkipGround
from app.infra.unit_of_work import Reading
from app.kernel.money import Money
from app.kernel.workdays import Calendar
from app.law.periods import days_after
from app.law.rulebook import cite
from app.law.terms import length_of
from app.law.valuation import Method

__all__ = ["STATUS", "TITLES", "PricePage", "show_price"]
STATUS = {
    "running": ("进行中", "info", "player-play"),
    "settled": ("已确定", "ok", "circle-check"),
    "failed": ("未成", "idle", "circle-x"),
    "withdrawn": ("已撤回", "idle", "circle-x"),
}


@dataclass(frozen=True)
class Way:
    """One of the four ways: where it stands and why."""

    method: str
    label: str
    note: str
    state: str
    citation: str
    rule: str
    reason: str
    href: str = ""


@dataclass(frozen=True)
class ReportRow:
    """A platform's line: its report, whether it counts and by which article."""

    report: PriceReport
    word: str
    role: str
    counted: str
    notes: Sequence[str]


@dataclass(frozen=True)
class Working:
    """The mean as it stands: price, who counts, under which rule."""

    price: Money | None
    used: int
    rule: str
    citation: str
    words: str


@dataclass(frozen=True)
class Sealed:
    """A side of an agreement: its figure only once both are in."""

    side: str
    title: str
    name: str
    value: Money | None
    entered: bool


@dataclass(frozen=True)
class PricePage:
    """Everything of S9."""

    asset: Asset
    case: Case
    ways: Sequence[Way]
    running: Valuation | None
    tried: Sequence[Valuation]
    failed: frozenset[str]
    inquiry: Valuation | None
    reports: Sequence[ReportRow]
    working: Working | None
    may_settle: str
    may_more_time: str
    may_correct: str
    agreement: Valuation | None
    sides: Sequence[Sealed]
    directed: Valuation | None
    appraisal: Appraising | None
    validity: Validity | None
    main: Valuation | None
    parties: Sequence[Party]
    sent: Sequence[Sent]
    objections: Sequence[ObjectionRow]
    routes: Sequence[RouteRow]
    objectable: Sequence[tuple[str, str]]
    fees: Sequence[FeeRow]
    files: Sequence[dict[str, str]]
    start_by: date | None
    closed: bool


@dataclass(frozen=True)
class _Rows:
    """What the page is made of, read once."""

    reports: Sequence[PriceReport]
    three: Sequence[Appraisal]
    deliveries: Sequence[ReportDelivery]
    objections: Sequence[PriceObjection]

    def of(self, found: Valuation | None) -> _Rows:
        """Those of one way."""
        key = found.id if found else ""
        return _Rows(
            [each for each in self.reports if each.valuation_id == key],
            [each for each in self.three if each.valuation_id == key],
            [each for each in self.deliveries if each.valuation_id == key],
            [each for each in self.objections if each.valuation_id == key],
        )


def show_price(r: Reading, asset_id: str) -> PricePage:
    """The page of an asset in the actor's scope; a constant number of queries."""
    asset = get_asset(r, asset_id)
    tried = list_of_asset(r, asset.id)
    ids = [each.id for each in tried]
    rows = _Rows(list_reports(r, ids), list_appraisals(r, ids), list_deliveries(r, ids), list_objections(r, ids))
    inquiry, agreement = _last(tried, Method.ONLINE_INQUIRY), _last(tried, Method.AGREEMENT)
    mine, running = rows.of(inquiry), next((each for each in tried if each.status == "running"), None)
    settled = max((each for each in tried if each.status == "settled"), key=_settled_at, default=None)
    main = running or settled or (tried[-1] if tried else None)
    of_main, calendar = rows.of(main), load_calendar(r.session)
    parties = [each for each in list_parties(r, asset.case_id) if each.role not in NOT_TOLD]
    came: list[PriceReport | Appraisal] = [*(each for each in of_main.reports if each.value), *(each for each in of_main.three if each.state == "reported")]
    appraised = _last(tried, Method.APPRAISAL)
    listed = [(each.uscc, each.name) for each in appraisers_on(r.today, asset.law_class) if not each.out]
    return PricePage(
        asset=asset,
        case=house_case(r, asset.case_id),
        ways=ways_of(tried),
        running=running,
        tried=tried,
        failed=frozenset(each.method for each in tried if each.status == "failed"),
        inquiry=inquiry,
        reports=[_row(each, r.today, inquiry, mine.objections) for each in mine.reports],
        working=working_of(mine.reports, mine.objections) if inquiry else None,
        may_settle=_may_settle(mine.reports, mine.objections, r.today),
        may_more_time=why_no_more_time(mine.reports, r.today),
        may_correct=why_no_correction(mine.reports),
        agreement=agreement,
        sides=sides_of(agreement, list_figures(r, agreement.id)) if agreement else [],
        directed=_last(tried, Method.DIRECTED_INQUIRY),
        appraisal=appraising(appraised, find_choice(r, appraised.id), rows.of(appraised).three, listed, r.today, calendar) if appraised else None,
        validity=validity_of(asset, r.today),
        main=main,
        parties=parties,
        sent=sent_rows(parties, came, of_main.deliveries, calendar) if came else [],
        objections=objection_rows(of_main.objections),
        routes=routes_of(main),
        objectable=[(each.id, f"{_maker(each)} {each.report_no}") for each in came],
        fees=fee_rows(main, of_main.reports, of_main.three) if main else [],
        files=[{**each, "valuation_id": row.id} for row in tried for each in row.files],
        start_by=_start_by(r, asset, calendar),
        closed=asset.status not in PRICEABLE,
    )


def ways_of(tried: Sequence[Valuation]) -> list[Way]:
    """The four ways in the law's order: tried, skipped with the reason, jumped over, or ahead."""
    skipped = {each["method"]: each for row in tried for each in row.skipped}
    last = {row.method: row for row in tried}
    jumped = next((row for row in reversed(tried) if row.jump), None)
    return [_way(method, last.get(method.value), skipped.get(method.value), jumped) for method in ORDER]


def working_of(reports: Sequence[PriceReport], objections: Sequence[PriceObjection]) -> Working:
    """The mean of what counts so far (RP-13, RP-14)."""
    price = price_of(reports, objections)
    values = [each.value for each in reports if each.platform in price.used and each.value]
    rule = price.rules[0]
    why = price.findings[0].message if price.findings and any(each.on_time for each in reports) else "还没有按时的报告"
    words = f"（{' + '.join(each.grouped for each in values)}）÷ {len(values)}" if price.price else why
    return Working(price.price, len(price.used), rule, cite(rule), words)


def sides_of(agreement: Valuation, figures: Sequence[AgreementFigure]) -> list[Sealed]:
    """Both sides; figures stay sealed until both are in."""
    by_side = {each.side: each for each in figures}
    is_open = len(by_side) == len(SIDES) or (agreement.status != "running" and agreement.amount is not None)
    return [_side(side, title, by_side.get(side), is_open=is_open) for side, title in SIDES.items()]


def _side(side: str, title: str, figure: AgreementFigure | None, *, is_open: bool) -> Sealed:
    return Sealed(side, title, figure.name if figure else "", figure.value if figure and is_open else None, figure is not None)


def _way(method: Method, row: Valuation | None, skipped: dict[str, str] | None, jumped: Valuation | None) -> Way:
    title, rule = TITLES[method.value], RULES[method]
    why = f"{Jump(row.jump).word}：{row.jump_note}" if row is not None and row.jump else ""
    if row is not None and row.status == "settled" and row.amount is not None:
        return Way(method.value, title, f"{row.amount.grouped} 元", "done", cite(rule), rule, why)
    if row is not None and row.status == "running":
        return Way(method.value, title, "已暂缓" if row.paused_on else "进行中", "now", cite(rule), rule, why or row.pause_ground)
    if row is not None:
        return Way(method.value, title, row.remark[:24], "blocked", cite(rule), rule, row.remark)
    if skipped:
        ground = skipped.get("ground") or ""
        words = f"{SkipGround(ground).word}：{skipped['reason']}" if ground in list(SkipGround) else skipped["reason"]
        return Way(method.value, title, skipped["reason"][:24], "skipped", cite(rule), rule, words)
    if jumped is not None and ORDER.index(method) < ORDER.index(Method(jumped.method)):
        return Way(
            method.value, title, Jump(jumped.jump).word, "skipped", cite(RULES[Method(jumped.method)]), rule, f"{Jump(jumped.jump).word}：{jumped.jump_note}"
        )
    return Way(method.value, title, "", "later", cite(rule), rule, "")


def _row(report: PriceReport, today: date, inquiry: Valuation | None, objections: Sequence[PriceObjection]) -> ReportRow:
    notes = _notes(report, today)
    if report.value is not None:
        if not report.on_time:
            return ReportRow(report, "逾期", "warn", f"不计入（{cite('RP-10')}）", notes)
        heard = any(each.report_ref == report.ref and each.state != ObjectionState.REFUSED.value for each in objections)
        left_out = inquiry is not None and inquiry.status == "settled" and report.platform not in inquiry.used
        counted = f"不计入：被提出异议（{cite('RP-14')}）" if left_out or (heard and inquiry is not None and inquiry.status == "running") else "计入"
        return ReportRow(report, "按时", "ok", counted, notes)
    if report.due_on < today:
        return ReportRow(report, "逾期未出具", "danger", f"不计入（{cite('RP-10')}）", notes)
    if report.fault:
        return ReportRow(report, "无法连接", "danger", "等待", notes)
    return ReportRow(report, "已委托" if report.inquiry_no else "待委托", "info", "等待", notes)


def _notes(report: PriceReport, today: date) -> list[str]:
    notes = []
    if report.issue > 1:
        notes.append(f"第 {report.issue} 次（{IssueKind(report.issue_kind).word}）")
    if report.extended_on:
        notes.append("已准予延期三日")
    elif report.asked_more_at:
        notes.append("申请延期" if asked_in_time(report) else "期满后才申请延期")
    if report.errors:
        notes.append(f"有误：{report.errors['note']}")
    return notes


def _may_settle(reports: Sequence[PriceReport], objections: Sequence[PriceObjection], today: date) -> str:
    """Why the price cannot be fixed yet; '' when it can."""
    waiting = sum(each.value is None and today <= each.due_on for each in reports)
    if waiting:
        return f"还有 {waiting} 家平台未到期，等报告或到期后再确定"
    if not any(each.on_time for each in reports):
        return "没有按时的报告，转为委托评估"
    price = price_of(reports, objections)
    return "" if price.price is not None else price.findings[0].message


def _maker(each: PriceReport | Appraisal) -> str:
    return each.platform_title if isinstance(each, PriceReport) else each.name


def _last(tried: Sequence[Valuation], method: Method) -> Valuation | None:
    return next((each for each in reversed(tried) if each.method == method.value), None)


def _start_by(r: Reading, asset: Asset, calendar: Calendar) -> date | None:
    """Thirty days from the first seizure (RP-01)."""
    since = first_seized_on(r, asset.id)
    return days_after(since, length_of("start_reference_price"), calendar).due_on if since else None


def _settled_at(each: Valuation) -> tuple[str, str]:
    """The latest price is the one that stands; of two at one instant the later begun."""
    return each.settled_at.isoformat() if each.settled_at else "", each.id
