"""The page of an asset's price (S9): the line of four ways with reasons and articles, the platforms' table, the mean with its working."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.domains.accounts.queries import names_of
from app.domains.assets.queries import get_asset
from app.domains.assets.tables import Asset
from app.domains.cases.queries import house_case
from app.domains.cases.tables import Case
from app.domains.valuations.queries import list_figures, list_of_asset, list_reports
from app.domains.valuations.service import SIDES
from app.domains.valuations.tables import AgreementFigure, PriceReport, Valuation
from app.infra.unit_of_work import Reading
from app.kernel.money import Money
from app.law.periods import add_months
from app.law.rulebook import cite
from app.law.valuation import MONTHS_AFTER_VALIDITY, Method, OnlineResult, online_price

WAYS = (
    (Method.AGREEMENT, "议价", "RP-04"),
    (Method.DIRECTED_INQUIRY, "定向询价", "RP-05"),
    (Method.ONLINE_INQUIRY, "网络询价", "RP-06"),
    (Method.APPRAISAL, "委托评估", "RP-15"),
)
TITLES = {method.value: title for method, title, _ in WAYS}
STATUS = {"running": ("进行中", "info", "player-play"), "settled": ("已确定", "ok", "circle-check"), "failed": ("未成", "idle", "circle-x")}


@dataclass(frozen=True)
class Way:
    """One of the four ways: where it stands and why."""

    label: str
    note: str
    state: str
    citation: str
    rule: str
    reason: str
    href: str = ""


@dataclass(frozen=True)
class ReportRow:
    """A platform's line: its report and whether it counts."""

    report: PriceReport
    word: str
    role: str
    counted: str


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
    inquiry: Valuation | None
    reports: Sequence[ReportRow]
    working: Working | None
    agreement: Valuation | None
    sides: Sequence[Sealed]
    people: dict[str, str]
    usable_until: date | None
    may_settle: str


def show_price(r: Reading, asset_id: str) -> PricePage:
    """The page of an asset in the actor's scope; six queries."""
    asset = get_asset(r, asset_id)
    tried = list_of_asset(r, asset.id)
    inquiry = next((each for each in reversed(tried) if each.method == Method.ONLINE_INQUIRY.value), None)
    agreement = next((each for each in reversed(tried) if each.method == Method.AGREEMENT.value), None)
    reports = list_reports(r, [inquiry.id]) if inquiry else []
    figures = list_figures(r, agreement.id) if agreement else []
    valid_until = asset.reference_valid_until
    return PricePage(
        asset=asset,
        case=house_case(r, asset.case_id),
        ways=ways_of(tried),
        running=next((each for each in tried if each.status == "running"), None),
        tried=tried,
        inquiry=inquiry,
        reports=[_row(each, r.today, inquiry) for each in reports],
        working=working_of(reports) if inquiry else None,
        agreement=agreement,
        sides=sides_of(agreement, figures) if agreement else [],
        people=names_of(r.session, {each.entered_by for each in figures}),
        usable_until=add_months(valid_until, MONTHS_AFTER_VALIDITY) if valid_until else None,
        may_settle=_may_settle(reports, r.today),
    )


def ways_of(tried: Sequence[Valuation]) -> list[Way]:
    """The four ways in the law's order: tried, skipped with the reason, or ahead."""
    skipped = {each["method"]: each["reason"] for row in tried for each in row.skipped}
    last = {row.method: row for row in tried}
    return [_way(method, title, rule, last.get(method.value), skipped.get(method.value, "")) for method, title, rule in WAYS]


def working_of(reports: Sequence[PriceReport]) -> Working:
    """The mean of what is on time so far (RP-13)."""
    price = online_price([OnlineResult(each.platform, each.value, bool(each.on_time)) for each in reports])
    values = [each.value for each in reports if each.platform in price.used and each.value]
    rule = price.rules[0]
    words = f"（{' + '.join(each.grouped for each in values)}）÷ {len(values)}" if price.price else "还没有按时的报告"
    return Working(price.price, len(price.used), rule, cite(rule), words)


def sides_of(agreement: Valuation, figures: Sequence[AgreementFigure]) -> list[Sealed]:
    """Both sides; figures stay sealed until both are in."""
    by_side = {each.side: each for each in figures}
    is_open = len(by_side) == len(SIDES) or (agreement.status != "running" and agreement.amount is not None)
    return [_side(side, title, by_side.get(side), is_open=is_open) for side, title in SIDES.items()]


def _side(side: str, title: str, figure: AgreementFigure | None, *, is_open: bool) -> Sealed:
    return Sealed(side, title, figure.name if figure else "", figure.value if figure and is_open else None, figure is not None)


def _way(method: Method, title: str, rule: str, row: Valuation | None, skipped: str) -> Way:
    if row is not None and row.status == "settled" and row.amount is not None:
        return Way(title, f"{row.amount.grouped} 元", "done", cite(rule), rule, "")
    if row is not None and row.status == "running":
        return Way(title, "进行中", "now", cite(rule), rule, "")
    if row is not None:
        return Way(title, row.remark[:24], "blocked", cite(rule), rule, row.remark)
    if skipped:
        return Way(title, skipped[:24], "skipped", cite(rule), rule, skipped)
    return Way(title, "", "later", cite(rule), rule, "")


def _row(report: PriceReport, today: date, inquiry: Valuation | None) -> ReportRow:
    settled = inquiry is not None and inquiry.status == "settled"
    if report.value is not None:
        if report.on_time:
            return ReportRow(report, "按时", "ok", "计入" if not settled or report.platform in (inquiry.used if inquiry else ()) else "不计入")
        return ReportRow(report, "逾期", "warn", f"不计入（{cite('RP-10')}）")
    if report.due_on < today:
        return ReportRow(report, "逾期未出具", "danger", "不计入")
    if report.fault:
        return ReportRow(report, "无法连接", "danger", "等待")
    return ReportRow(report, "已委托" if report.inquiry_no else "待委托", "info", "等待")


def _may_settle(reports: Sequence[PriceReport], today: date) -> str:
    """Why the price cannot be fixed yet; '' when it can."""
    waiting = sum(each.value is None and today <= each.due_on for each in reports)
    if waiting:
        return f"还有 {waiting} 家平台未到期，等报告或到期后再确定"
    return "" if any(each.on_time for each in reports) else "没有按时的报告，转为委托评估"
