"""Verbs of valuations that concern any way, and agreement by sealed figures: start, enter, give up, withdraw, stay and go on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from app.domains.audit.service import record
from app.domains.courts.queries import load_calendar
from app.domains.valuations.appraisal import reissue_appraisal, settle_appraisal
from app.domains.valuations.inquiry import reissue, settle_inquiry, take_report
from app.domains.valuations.opening import Filed, Opening, announce, begin, dropped, fail, met, open_way, priceable, running, settle, with_files
from app.domains.valuations.platforms import Report
from app.domains.valuations.queries import get_valuation, list_appraisals, list_figures
from app.domains.valuations.tables import AgreementFigure, Valuation
from app.domains.valuations.types import RULES, SIDES, AppraisalState
from app.infra.unit_of_work import Work
from app.kernel.clock import day_of
from app.kernel.errors import Conflict, Invalid, NotNow
from app.kernel.money import Money
from app.law.periods import add_months, days_after
from app.law.rulebook import cite
from app.law.valuation import VALIDITY_LIMIT_MONTHS, Method

AGREEMENT_DAYS = 5
LEAST_REASON = 2
PAUSE_GROUNDS = {"case_stayed": "案件暂缓、中止执行", "material_at_odds": "评估材料与事实严重不符", "other": "其他应当暂缓的情形"}
WITHDRAW_GROUNDS = {
    "application_withdrawn": "申请执行人撤回执行申请",
    "fully_performed": "生效法律文书确定的义务已全部履行",
    "title_revoked": "据以执行的法律文书被撤销或者被裁定不予执行",
    "parties_agreed": "当事人就价格达成一致或者议定不再处置",
    "other": "其他应当撤回的情形",
}


def start_agreement(w: Work, asset_id: str) -> Valuation:
    """Ask both sides for their figure; each is sealed until both are in (RP-04)."""
    asset = priceable(w, asset_id)
    due_on = days_after(w.today, AGREEMENT_DAYS, load_calendar(w.session)).due_on
    found = open_way(w, asset, Opening(Method.AGREEMENT, due_on=due_on))
    record(w, "valuation.agreement_started", "valuation", found.id, f"启动议价：{asset.title}", case_id=asset.case_id, authority=cite("RP-04"))
    announce(w, found)
    begin(w, found, "agreement_figures", ("valuation", found.id), length=(due_on - w.today).days)
    return found


def enter_figure(w: Work, valuation_id: str, *, side: str, name: str, value: Money) -> Valuation:
    """Enter a side's figure. When both are in they are opened: equal is the price, different ends the agreement."""
    found = running(get_valuation(w, valuation_id, lock=True), Method.AGREEMENT)  # two sides at one moment open both figures
    _check_figure(w, found, side, name, value)
    about = {"court_id": found.court_id, "case_id": found.case_id, "valuation_id": found.id}
    w.session.add(AgreementFigure(**about, side=side, name=name.strip(), value=value, entered_at=w.now, entered_by=w.actor.id))
    w.flush()
    record(w, "valuation.figure_entered", "valuation", found.id, f"{SIDES[side]}已提交议价（密封）", case_id=found.case_id)
    figures = list_figures(w, valuation_id)
    return _open_figures(w, found, figures) if len(figures) == len(SIDES) else found


def give_up(w: Work, valuation_id: str, reason: str) -> Valuation:
    """The way cannot lead to a price: the next one is open."""
    found = _going(w, valuation_id)
    if len(reason.strip()) < LEAST_REASON:
        raise Invalid("写明理由", field="reason")
    _end_clocks(w, found)
    return fail(w, found, reason.strip(), rule=RULES[Method(found.method)])


def withdraw(w: Work, valuation_id: str, *, ground: str, note: str) -> Valuation:
    """Take the order back on a ground of art. 29 (RP-34): no further way follows from it, and the fee is the actual cost."""
    found = _going(w, valuation_id)
    if ground not in WITHDRAW_GROUNDS:
        raise Invalid("选择撤回的情形", field="ground")
    found.status, found.remark = "withdrawn", f"{WITHDRAW_GROUNDS[ground]}；{note.strip()}"[:300]
    _end_clocks(w, found)
    w.flush()
    record(w, "valuation.withdrawn", "valuation", found.id, f"撤回委托：{found.remark[:100]}", case_id=found.case_id, authority=cite("RP-34"))
    return found


def pause(w: Work, valuation_id: str, *, ground: str, note: str) -> Valuation:
    """Stay the finding of the price (RP-33): the days do not count for whoever is to report."""
    found = _going(w, valuation_id)
    if found.paused_on is not None:
        raise NotNow("已经暂缓", code="paused")
    if ground not in PAUSE_GROUNDS:
        raise Invalid("选择暂缓的情形", field="ground")
    found.paused_on, found.pause_ground = w.today, f"{PAUSE_GROUNDS[ground]}；{note.strip()}"[:200]
    record(w, "valuation.paused", "valuation", found.id, f"暂缓定价：{found.pause_ground[:100]}", case_id=found.case_id, authority=cite("RP-33"))
    return found


def resume(w: Work, valuation_id: str) -> int:
    """Go on; how many days stood still."""
    found = _going(w, valuation_id)
    if found.paused_on is None:
        raise NotNow("没有暂缓", code="not_paused")
    days = (w.today - found.paused_on).days
    found.paused_on, found.pause_ground = None, ""
    for each in list_appraisals(w, [found.id]):
        if each.state == AppraisalState.WORKING.value and each.due_on is not None and each.received_on is not None:
            each.due_on = days_after(each.due_on, days, load_calendar(w.session)).due_on
            begin(w, found, "appraisal_report", ("appraisal", each.id), from_on=each.received_on, length=(each.due_on - each.received_on).days)
    record(w, "valuation.resumed", "valuation", found.id, f"恢复定价：停 {days} 日", case_id=found.case_id, authority=cite("RP-33"))
    return days


def report_by_hand(value: Money, report_no: str, reported_at: datetime, valid_until: date, *, now: datetime) -> Report:
    """A report that a clerk types in from the paper."""
    if value.fen <= 0:
        raise Invalid("金额应大于零", field="value")
    if reported_at > now:
        raise Invalid("出具时间不能晚于现在", field="reported_at")
    if valid_until < day_of(reported_at) or valid_until > add_months(day_of(reported_at), VALIDITY_LIMIT_MONTHS):
        raise Invalid("有效期应在出具日之后、不超过一年", field="valid_until")
    return Report(value, report_no.strip(), reported_at, valid_until)


def _going(w: Work, valuation_id: str) -> Valuation:
    found = get_valuation(w, valuation_id)
    if found.status != "running":
        raise NotNow("已经结束", code="not_running")
    return found


def _check_figure(w: Work, found: Valuation, side: str, name: str, value: Money) -> None:
    if not name.strip():
        raise Invalid("填写提交人", field="name")
    if side not in SIDES:
        raise Invalid("应为申请执行人或被执行人", field="side")
    if value.fen <= 0:
        raise Invalid("金额应大于零", field="value")
    if found.due_on is not None and w.today > found.due_on:
        raise NotNow(f"议价期限已于 {found.due_on.isoformat()} 届满，转入下一方式", code="too_late")
    if any(each.side == side for each in list_figures(w, found.id)):
        raise Conflict(f"{SIDES[side]}已经出价，密封期间不能更改", code="already_entered")


def _open_figures(w: Work, found: Valuation, figures: Sequence[AgreementFigure]) -> Valuation:
    met(w, "agreement_figures", ("valuation", found.id))
    if len({each.value for each in figures}) == 1:
        return settle(w, found, figures[0].value, [each.side for each in figures], add_months(w.today, VALIDITY_LIMIT_MONTHS))
    return fail(w, found, "双方议价结果不一致", rule="RP-04")


def _end_clocks(w: Work, found: Valuation) -> None:
    for code in ("agreement_figures", "directed_reply", "price_reports", "price_more_time", "price_corrections", "price_reissue"):
        dropped(w, code, ("valuation", found.id), "该方式已结束")
    for each in list_appraisals(w, [found.id]):
        for code in ("appraisal_report", "appraisal_correction", "appraisal_reissue"):
            dropped(w, code, ("appraisal", each.id), "该方式已结束")


def settle_price(w: Work, valuation_id: str) -> Valuation:
    """Fix the price of the way that runs: the platforms' mean or the appraised value."""
    appraised = get_valuation(w, valuation_id).method == Method.APPRAISAL.value
    return settle_appraisal(w, valuation_id) if appraised else settle_inquiry(w, valuation_id)


def reissue_price(w: Work, valuation_id: str) -> None:
    """The validity ran out before the first announcement: the same platforms or the same appraiser report again (M-14)."""
    if get_valuation(w, valuation_id).method == Method.APPRAISAL.value:
        reissue_appraisal(w, valuation_id)
    else:
        reissue(w, valuation_id)


def take_by_hand(w: Work, report_id: str, told: Report, files: Sequence[Filed]) -> None:
    """A report on paper, with its scan."""
    report = take_report(w, report_id, told, files[0].digest if files else "")
    with_files(get_valuation(w, report.valuation_id), files, f"{report.platform_title}报告 {report.report_no}", w)
