"""Objections to reports: registered with the answer of the law, passed on, explained, reviewed by experts, decided; and what follows for the price."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.domains.assets.queries import house_asset
from app.domains.audit.service import record
from app.domains.courts.queries import load_calendar
from app.domains.valuations.appraisal import move_on
from app.domains.valuations.delivery import received_on, recipients
from app.domains.valuations.inquiry import price_again
from app.domains.valuations.objection_rules import FIRST_GROUNDS, Hearing, hear, late_words
from app.domains.valuations.opening import PRICEABLE, Filed, begin, met, with_files
from app.domains.valuations.queries import get_objection, get_report_row, get_valuation, house_valuation, list_deliveries
from app.domains.valuations.tables import Appraisal, PriceObjection, PriceReport, Valuation
from app.domains.valuations.types import OPEN_OBJECTIONS, ObjectionState
from app.infra.unit_of_work import Work
from app.kernel.clock import local
from app.kernel.errors import Invalid, NotNow
from app.law.objections import Ground, Route, Target
from app.law.rulebook import cite
from app.law.valuation import Method

NOTICE_STATES = (*PRICEABLE, "planned")


@dataclass(frozen=True)
class Objecting:
    """An objection as it came in. `report_id` '': against an agreed or directed price."""

    party_id: str
    report_id: str
    grounds: Sequence[Ground]
    filed_on: date
    body: str


def file_objection(w: Work, valuation_id: str, told: Objecting, files: Sequence[Filed] = ()) -> PriceObjection:
    """Register it: heard on its route, or refused with the reason and told what is left (RP-29, M-12). The price follows where a report falls out."""
    found = get_valuation(w, valuation_id)
    party = next((each for each in recipients(w, found.case_id) if each.id == told.party_id), None)
    if party is None or not told.grounds or len(told.body.strip()) < 4 or told.filed_on > w.today:
        raise Invalid("选择异议人和理由，写明异议内容；提出日不能晚于今天", field="body")
    target, report = _target(w, found, told.report_id)
    reached = received_on(list_deliveries(w, [found.id]), party.id, report.ref) if report else None
    if target in (Target.ONLINE_INQUIRY, Target.APPRAISAL) and reached is None:
        raise Invalid(f"先登记向{party.name}送达该报告：异议期限自收到起算", field="report_id")
    before_notice = house_asset(w, found.asset_id).status in NOTICE_STATES
    heard = hear(target, told.grounds, received_on=reached, filed_on=told.filed_on, before_notice=before_notice, calendar=load_calendar(w.session))
    kept = _kept(found, told, heard, target)
    kept.party_id, kept.party_name, kept.report_ref, kept.received_on = party.id, party.name, report.ref if report else "", reached
    w.session.add(kept)
    w.flush()
    with_files(found, files, f"{party.name}异议书", w)
    words = f"{party.name}对参考价提出异议：{'受理' if heard.admissible else kept.refusal[:80]}"
    record(w, "valuation.objection_filed", "valuation", found.id, words, case_id=found.case_id, authority=cite(kept.rule))
    if heard.admissible:
        _start_route(w, found, kept)
    return kept


def pass_on(w: Work, objection_id: str) -> PriceObjection:
    """Hand it to the appraiser, which explains in five days (RP-27)."""
    kept, found = _open(w, objection_id, ObjectionState.OPEN)
    if kept.route != Route.APPRAISER_EXPLAINS.value:
        raise NotNow("该异议由本院审查，不交评估机构", code="wrong_route")
    met(w, "pass_on_objection", ("price_objection", kept.id))
    begin(w, found, "explain_objection", ("price_objection", kept.id))
    return _step(w, found, kept, ObjectionState.PASSED_ON, "异议已交评估机构", "")


def note_explanation(w: Work, objection_id: str, words: str, files: Sequence[Filed] = ()) -> PriceObjection:
    """The appraiser explained."""
    kept, found = _open(w, objection_id, ObjectionState.PASSED_ON)
    met(w, "explain_objection", ("price_objection", kept.id))
    with_files(found, files, "评估机构书面说明", w)
    return _step(w, found, kept, ObjectionState.EXPLAINED, "评估机构作出书面说明", words)


def ask_experts(w: Work, objection_id: str, words: str) -> PriceObjection:
    """No explanation in time, or the party holds on: the association's experts review it (RP-27)."""
    kept, found = _open(w, objection_id, ObjectionState.PASSED_ON, ObjectionState.EXPLAINED)
    met(w, "explain_objection", ("price_objection", kept.id))
    return _step(w, found, kept, ObjectionState.EXPERT, "委托行业协会专业技术评审", words)


def decide(w: Work, objection_id: str, result: ObjectionState, words: str, files: Sequence[Filed] = ()) -> PriceObjection:
    """Dismissed, corrected or upheld. Upheld for qualification or procedure: the material comes back and the next appraiser is asked (RP-28)."""
    kept, found = _open(w, objection_id, *OPEN_OBJECTIONS)
    house_valuation(w, found.id, lock=True)  # two last decisions at one moment must not each take the other for open
    if result not in (ObjectionState.DISMISSED, ObjectionState.CORRECTED, ObjectionState.UPHELD) or len(words.strip()) < 4:
        raise Invalid("选择处理结果并写明理由、文书编号", field="words")
    for code in ("pass_on_objection", "explain_objection", "objection_review"):
        met(w, code, ("price_objection", kept.id))
    with_files(found, files, "异议处理结果", w)
    _step(w, found, kept, result, f"异议{result.word}", words)
    appraiser_goes = kept.target == Target.APPRAISAL.value and bool(FIRST_GROUNDS & {Ground(each) for each in kept.grounds})
    if result is ObjectionState.UPHELD and appraiser_goes:
        move_on(w, kept.report_ref.partition("/")[0], f"异议成立：{words.strip()[:100]}")
    elif found.method == Method.ONLINE_INQUIRY.value:
        price_again(w, found)
    return kept


def _target(w: Work, found: Valuation, report_id: str) -> tuple[Target, PriceReport | Appraisal | None]:
    if found.method in (Method.AGREEMENT.value, Method.DIRECTED_INQUIRY.value):
        return Target(found.method), None
    report = get_report_row(w, found.id, report_id)
    corrected = isinstance(report, PriceReport) and report.issue_kind == "correction"
    explained = isinstance(report, Appraisal) and bool(report.earlier) and report.earlier[-1].get("why") == "correcting"
    return (Target.CORRECTION if corrected or explained else Target(found.method)), report


def _kept(found: Valuation, told: Objecting, heard: Hearing, target: Target) -> PriceObjection:
    late = not heard.admissible and heard.due_on is not None and told.filed_on > heard.due_on
    refusal = "" if heard.admissible else late_words(told.filed_on, heard.due_on) if late and heard.due_on else heard.words
    return PriceObjection(
        court_id=found.court_id,
        case_id=found.case_id,
        valuation_id=found.id,
        target=target.value,
        grounds=[each.value for each in told.grounds],
        body=told.body.strip(),
        filed_on=told.filed_on,
        due_on=heard.due_on,
        route=heard.route.value if heard.route else "",
        rule=heard.rule,
        refusal=refusal[:300],
        alternative=heard.alternative,
        state=(ObjectionState.OPEN if heard.admissible else ObjectionState.REFUSED).value,
    )


def _start_route(w: Work, found: Valuation, kept: PriceObjection) -> None:
    code = "pass_on_objection" if kept.route == Route.APPRAISER_EXPLAINS.value else "objection_review"
    begin(w, found, code, ("price_objection", kept.id), from_on=kept.filed_on)
    if found.method == Method.ONLINE_INQUIRY.value:
        price_again(w, found)


def _open(w: Work, objection_id: str, *states: ObjectionState) -> tuple[PriceObjection, Valuation]:
    kept = get_objection(w, objection_id)
    if kept.state not in {state.value for state in states}:
        raise NotNow(f"该异议{ObjectionState(kept.state).word}，不能办理该事项", code="wrong_state")
    return kept, get_valuation(w, kept.valuation_id)


def _step(w: Work, found: Valuation, kept: PriceObjection, state: ObjectionState, act: str, words: str) -> PriceObjection:
    kept.state = state.value
    kept.steps = [*kept.steps, {"at": local(w.now).isoformat(), "by": w.actor.name, "act": act, "words": words.strip()[:500]}]
    w.flush()
    record(w, "valuation.objection_moved", "valuation", found.id, f"{kept.party_name}的异议：{act}", case_id=found.case_id, authority=cite(kept.rule))
    return kept
