"""Commissioned appraisal: the order with its material, the visit, more days, the report, its review, the next in turn, re-issue (RP-15 to RP-23)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domains.assets.queries import get_asset
from app.domains.audit.service import record
from app.domains.courts.queries import load_calendar
from app.domains.valuations.appraisal_rules import AppraisalReport, Visit, check_extension, check_report, check_visit, strangers
from app.domains.valuations.events import AppraiserOrdered, ReferencePriceFell
from app.domains.valuations.opening import (
    Filed,
    Opening,
    announce,
    begin,
    dropped,
    fail,
    last_day,
    may_still_be_priced,
    met,
    open_way,
    priceable,
    running,
    settle,
    with_files,
)
from app.domains.valuations.order_rules import Course
from app.domains.valuations.queries import get_appraisal, get_valuation, list_appraisals
from app.domains.valuations.tables import Appraisal, Valuation
from app.domains.valuations.types import FAULTS, AppraisalState
from app.infra.unit_of_work import Work
from app.kernel.clock import local
from app.kernel.errors import Invalid, NotNow
from app.kernel.money import Money
from app.law.rulebook import cite
from app.law.terms import length_of
from app.law.valuation import REPORT_DAYS, Method, appraisal_due, appraiser_in_turn

DAYS_TO_CORRECT = DAYS_TO_RETURN = length_of("online_inquiry_report")
REISSUE_DAYS = length_of("valuation_reissue")
CLOCKS = {AppraisalState.WORKING: "appraisal_report", AppraisalState.CORRECTING: "appraisal_correction", AppraisalState.REISSUING: "appraisal_reissue"}


@dataclass(frozen=True)
class Commission:
    """What an appraiser is given: material with its receipt, purpose, features, the plan of the visit."""

    materials: Sequence[tuple[str, int]]
    receiver: str
    received_on: date
    purpose: str
    features: str
    visit_plan: str
    fee_rule: str
    no_conflict: bool


def start_appraisal(w: Work, asset_id: str, course: Course) -> Valuation:
    """Turn to appraisers: demanded by law, wanted by both, or because no network inquiry can be had or it failed (RP-15)."""
    asset = priceable(w, asset_id)
    found = open_way(w, asset, Opening(Method.APPRAISAL, course))
    record(w, "valuation.appraisal_started", "valuation", found.id, f"启动委托评估：{found.title}", case_id=found.case_id, authority=cite("RP-15"))
    announce(w, found)
    return found


def commission(w: Work, valuation_id: str, told: Commission) -> Appraisal:
    """Commission whose turn it is and hand over the material against receipt; the thirty days run from receipt (RP-17, RP-19)."""
    found = running(get_valuation(w, valuation_id), Method.APPRAISAL)
    each = in_turn(list_appraisals(w, [found.id]))
    if each is None or each.state != AppraisalState.WAITING.value:
        raise NotNow("先确定三家评估机构；一家在办时不能委托另一家", code="not_in_turn")
    _check_commission(told, w.today)
    each.materials = [{"name": name.strip(), "copies": copies} for name, copies in told.materials]
    each.receiver, each.received_on, each.state = told.receiver.strip(), told.received_on, AppraisalState.WORKING.value
    each.details = {"purpose": told.purpose, "features": told.features, "visit_plan": told.visit_plan, "fee_rule": told.fee_rule}
    each.due_on = found.due_on = appraisal_due(told.received_on, load_calendar(w.session)).due_on
    w.flush()
    words = f"委托{each.name}评估（第 {each.place} 顺序），移交材料 {len(each.materials)} 项，{each.receiver}签收"
    record(w, "valuation.commissioned", "valuation", found.id, words, case_id=found.case_id, authority=cite("RP-17"))
    begin(w, found, "appraisal_report", ("appraisal", each.id), from_on=told.received_on, length=REPORT_DAYS)
    w.emit(AppraiserOrdered(found.id, each.id, found.case_id, found.court_id, found.asset_id))
    return each


def note_visit(w: Work, appraisal_id: str, visit: Visit) -> Appraisal:
    """The inspection took place; an absent party does not stop it, a witness stands in (RP-18)."""
    each, found = _of(w, appraisal_id, AppraisalState.WORKING)
    check_visit(visit, w.now)
    people = [name.strip() for name in visit.people if name.strip()]
    told = {"told": visit.told.strip(), "told_on": visit.told_on.isoformat(), "attended": visit.attended.strip(), "all_came": visit.all_came}
    each.visit = {"at": local(visit.at).isoformat(), **told, "witness": visit.witness.strip(), "people": people}
    words = f"{each.name}现场勘验{'' if visit.all_came else '，当事人未到场，见证人在场'}"
    record(w, "valuation.visited", "valuation", found.id, words, case_id=found.case_id, authority=cite("RP-18"))
    return each


def extend(w: Work, appraisal_id: str, *, asked_on: date, days: int, reason: str, files: Sequence[Filed] = ()) -> Appraisal:
    """More days on a written request in time (RP-20)."""
    each, found = _of(w, appraisal_id, AppraisalState.WORKING)
    if each.due_on is None or each.received_on is None or asked_on > w.today or len(reason.strip()) < 4:
        raise Invalid("申请日不能晚于今天，写明理由", field="reason")
    calendar = load_calendar(w.session)
    check_extension(due_on=each.due_on, asked_on=asked_on, days=days, before=len(each.extensions), calendar=calendar)
    stayed = (each.due_on - appraisal_due(each.received_on, calendar, extensions=[int(one["days"]) for one in each.extensions]).due_on).days
    each.extensions = [*each.extensions, {"asked_on": asked_on.isoformat(), "days": days, "reason": reason.strip()[:200]}]
    counted = appraisal_due(each.received_on, calendar, extensions=[int(one["days"]) for one in each.extensions]).due_on
    each.due_on = found.due_on = last_day(w, counted, stayed) if stayed > 0 else counted
    with_files(found, files, f"{each.name}延期申请", w)
    words = f"准予{each.name}延长 {days} 日，至 {each.due_on.isoformat()}"
    record(w, "valuation.appraisal_extended", "valuation", found.id, words, case_id=found.case_id, authority=cite("RP-20"))
    extended = REPORT_DAYS + sum(int(one["days"]) for one in each.extensions)
    length = (each.due_on - each.received_on).days if stayed > 0 else extended
    begin(w, found, "appraisal_report", ("appraisal", each.id), from_on=each.received_on, length=length)
    return each


def take_appraisal(w: Work, appraisal_id: str, report: AppraisalReport, file: Filed) -> Appraisal:
    """The report came in time, for the first time, corrected or again; it is evidence and is to be sent on in three days."""
    each, found = _of(w, appraisal_id, AppraisalState.WORKING, AppraisalState.CORRECTING, AppraisalState.REISSUING)
    if each.due_on is None:
        raise NotNow("还没有委托", code="not_ordered")
    check_report(report, due_on=each.due_on, people=each.visit.get("people", []), today=w.today)
    met(w, CLOCKS[AppraisalState(each.state)], ("appraisal", each.id), report.received_on)
    each.value, each.report_no, each.issued_on = report.value, report.number.strip(), report.issued_on
    each.reported_on, each.valid_until = report.received_on, report.valid_until
    each.signatories = [name.strip() for name in report.signatories if name.strip()]
    each.state, each.fault = AppraisalState.REPORTED.value, {}
    with_files(found, [file], f"{each.name}评估报告 {each.report_no}", w)
    w.flush()
    words = f"收到{each.name}评估报告 {each.report_no}"
    record(w, "valuation.report_taken", "valuation", found.id, words, case_id=found.case_id, digest=file.digest, authority=cite("RP-19"))
    begin(w, found, "send_reports", ("report", each.id), from_on=report.received_on)
    return each


def ask_correction(w: Work, appraisal_id: str, *, kind: str, note: str) -> Appraisal:
    """The review found a fault: explain or correct in three days (RP-23)."""
    each, found = _of(w, appraisal_id, AppraisalState.REPORTED)
    if kind not in FAULTS or len(note.strip()) < 4:
        raise Invalid("选择问题种类并写明何处有误", field="kind")
    _again(w, found, each, AppraisalState.CORRECTING, last_day(w, w.today, DAYS_TO_CORRECT))
    each.fault = {"kind": kind, "note": note.strip()[:200], "due_on": each.due_on.isoformat() if each.due_on else ""}
    words = f"通知{each.name}三日内说明或者补正：{FAULTS[kind]}"
    record(w, "valuation.correction_asked", "valuation", found.id, words, case_id=found.case_id, authority=cite("RP-23"))
    return each


def settle_appraisal(w: Work, valuation_id: str) -> Valuation:
    """The appraised value is the reference price once its review found nothing."""
    found = running(get_valuation(w, valuation_id), Method.APPRAISAL)
    each = in_turn(list_appraisals(w, [found.id]))
    if each is None or each.state != AppraisalState.REPORTED.value or each.value is None or each.valid_until is None:
        raise NotNow("还没有评估报告，或者正在说明、补正", code="no_report")
    if odd := strangers(each.signatories, each.visit.get("people", [])):
        raise NotNow(f"签名人员{'、'.join(odd)}未参加勘验：通知评估机构三日内说明或者补正（{cite('RP-23')}）", code="signatory")
    return settle(w, found, each.value, [each.name], each.valid_until, fixed_on=each.issued_on)


def move_on(w: Work, appraisal_id: str, reason: str) -> Appraisal | None:
    """Replace the appraiser: late, refusing, or an objection to it upheld. Its material comes back in three days; who is next, None when all failed (RP-21)."""
    each, found = _of(w, appraisal_id, AppraisalState.WORKING, AppraisalState.CORRECTING, AppraisalState.REPORTED, AppraisalState.REISSUING)
    if len(reason.strip()) < 4:
        raise Invalid("写明更换的理由", field="reason")
    each.state, each.replaced_why, each.replaced_on = AppraisalState.REPLACED.value, reason.strip()[:300], w.today
    if found.status == "settled":
        found.status, found.amount, found.valid_until, found.settled_at, found.used = "running", None, None, None, []
        w.emit(ReferencePriceFell(found.id, found.case_id, found.court_id, found.asset_id, found.title, each.replaced_why))
    for code in CLOCKS.values():
        dropped(w, code, ("appraisal", each.id), "评估机构已更换")
    begin(w, found, "return_material", ("appraisal", each.id))
    w.flush()
    words = f"更换评估机构{each.name}：{each.replaced_why[:80]}；三日内收回材料"
    record(w, "valuation.appraiser_replaced", "valuation", found.id, words, case_id=found.case_id, authority=cite("RP-21"))
    following = in_turn(list_appraisals(w, [found.id]))
    if following is None:
        fail(w, found, "三家评估机构均未能出具报告", rule="RP-21")
    return following


def note_material_back(w: Work, appraisal_id: str, on: date) -> Appraisal:
    """A replaced appraiser gave the material back."""
    each = get_appraisal(w, appraisal_id)
    found = get_valuation(w, each.valuation_id)
    if each.state != AppraisalState.REPLACED.value or each.material_back_on is not None or on > w.today:
        raise NotNow("没有待收回的材料", code="nothing_out")
    each.material_back_on = on
    met(w, "return_material", ("appraisal", each.id), on)
    record(w, "valuation.material_back", "valuation", found.id, f"{each.name}退回评估材料", case_id=found.case_id, authority=cite("RP-21"))
    return each


def reissue_appraisal(w: Work, valuation_id: str) -> Appraisal:
    """The validity ran out before the first announcement: the same appraiser reports again in fifteen days, for 30 % of the fee (RP-22, RP-38)."""
    found = get_valuation(w, valuation_id)
    may_still_be_priced(get_asset(w, found.asset_id))
    each = in_turn(list_appraisals(w, [found.id]))
    if found.method != Method.APPRAISAL.value or found.status != "settled" or found.valid_until is None or each is None:
        raise NotNow("没有可重新出具的评估报告", code="not_settled")
    if w.today <= found.valid_until:
        raise NotNow(f"参考价有效至 {found.valid_until.isoformat()}，仍可使用，不需重新出具", code="still_valid")
    found.status = "running"
    _again(w, found, each, AppraisalState.REISSUING, last_day(w, w.today, REISSUE_DAYS))
    record(
        w, "valuation.reissue_asked", "valuation", found.id, f"参考价已失效，通知{each.name}十五日内重新出具", case_id=found.case_id, authority=cite("RP-22")
    )
    return each


def in_turn(three: Sequence[Appraisal]) -> Appraisal | None:
    """Whose turn it is: the first of the three that has not been replaced; None before they are chosen or when all were."""
    if not three:
        return None
    by_name = {each.uscc: each for each in three}
    turn = appraiser_in_turn([each.uscc for each in three], [each.uscc for each in three if each.state == AppraisalState.REPLACED.value])
    return by_name[turn] if turn else None


def _again(w: Work, found: Valuation, each: Appraisal, state: AppraisalState, due_on: date) -> None:
    before: dict[str, Any] = {"value": each.value.fen if isinstance(each.value, Money) else None, "report_no": each.report_no, "fault": each.fault}
    before |= {"valid_until": each.valid_until.isoformat() if each.valid_until else "", "why": state.value}
    each.earlier = [*each.earlier, before]
    each.state, each.due_on, found.due_on = state.value, due_on, due_on
    w.flush()
    begin(w, found, CLOCKS[state], ("appraisal", each.id))


def _check_commission(told: Commission, today: date) -> None:
    if not told.materials or any(copies < 1 or not name.strip() for name, copies in told.materials):
        raise Invalid("逐项写明移交材料和份数", field="materials")
    if not told.receiver.strip() or told.received_on > today:
        raise Invalid("填写签收人；签收日不能晚于今天", field="receiver")
    if not told.no_conflict:
        raise Invalid("评估机构应声明没有应当回避的情形", field="no_conflict")


def _of(w: Work, appraisal_id: str, *states: AppraisalState) -> tuple[Appraisal, Valuation]:
    each = get_appraisal(w, appraisal_id)
    found = get_valuation(w, each.valuation_id)
    if found.paused_on is not None:
        raise NotNow("定价已暂缓，恢复后再办理", code="paused")
    if found.status not in ("running", "settled") or each.state not in {state.value for state in states}:
        raise NotNow(f"{each.name}{AppraisalState(each.state).word}，不能办理该事项", code="wrong_state")
    return each, found
