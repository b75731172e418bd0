"""Papers on the way to a price: invitation to agree, letter to the office that holds a price, order to an appraiser, notice of the price."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.domains.assets.tables import Asset
from app.domains.documents import service as documents
from app.domains.valuations.events import AppraiserOrdered, ReferencePriceSet, ValuationStarted
from app.domains.valuations.queries import find_choice, house_appraisal, house_valuation, list_appraisals, list_reports
from app.domains.valuations.tables import Appraisal, PriceReport, Valuation
from app.domains.valuations.types import PRICE_BASES, Jump, SkipGround
from app.infra.unit_of_work import Work
from app.kernel.clock import day_of
from app.kernel.money import Money
from app.law.rulebook import cite
from app.law.valuation import Method
from app.steps.paper_asset import METHODS, asset_facts, house_asset_whole
from app.steps.paper_case import case_facts, case_view
from app.steps.paper_rows import where_rows_stand

SIDES = ("applicant", "debtor")
WAYS = {"agreed": "当事人协商", "draw": "摇号"}
BY_JUMP = {Jump.LAW.value: "法律、行政法规规定必须委托评估", Jump.BOTH_PARTIES.value: "双方当事人要求委托评估"}
INSPECTION, NO_PRICE = "需由专业人员现场勘验或者鉴定", "网络询价不能或者不成"


@where_rows_stand
def make_invitations(w: Work, fact: ValuationStarted) -> None:
    """议价通知书: the same to both sides (RP-04)."""
    if fact.method != Method.AGREEMENT.value:
        return
    view, asset, found = case_view(w, fact.case_id), house_asset_whole(w, fact.asset_id), house_valuation(w, fact.valuation_id)
    known = asset_facts(view, asset)
    shared = {
        **case_facts(view),
        **known,
        "state_summary": _state(asset, known),
        "submit_by_on": found.due_on,
        "submit_way": "当面密封提交",
        "signed_on": fact.started_on,
    }
    for party in view.parties:
        if party.role in SIDES:
            documents.prepare(w, "price_agreement_notice", {**shared, "recipient_name": party.name}, view.about("party", party.id, asset.id))


@where_rows_stand
def make_letter(w: Work, fact: ValuationStarted) -> None:
    """定向询价函: to the tax office or the price authority (RP-05)."""
    if fact.method != Method.DIRECTED_INQUIRY.value:
        return
    view, asset, found = case_view(w, fact.case_id), house_asset_whole(w, fact.asset_id), house_valuation(w, fact.valuation_id)
    facts = {
        **case_facts(view),
        **asset_facts(view, asset),
        "agency_name": found.details["agency"],
        "price_basis": PRICE_BASES[found.details["basis"]],
        "inquiry_requirements": found.details["requirements"],
        "finish_by_on": found.due_on,
        "both_parties_request": True,
        "signed_on": fact.started_on,
    }
    documents.prepare(w, "directed_inquiry_letter", facts, view.about("valuation", found.id, asset.id))


@where_rows_stand
def make_appraisal_order(w: Work, fact: AppraiserOrdered) -> None:
    """评估委托书: to whose turn it is, with the receipt of the material (RP-17)."""
    view, asset = case_view(w, fact.case_id), house_asset_whole(w, fact.asset_id)
    found, each, choice = house_valuation(w, fact.valuation_id), house_appraisal(w, fact.appraisal_id), find_choice(w, fact.valuation_id)
    facts = {
        **case_facts(view),
        **asset_facts(view, asset),
        "appraiser": each.name,
        "order_in_three": each.place,
        "choice_way": WAYS[choice.way] if choice else None,
        "choice_record_no": choice.number if choice else None,
        "why_appraisal": _why(found),
        "physical_features": each.details.get("features") or None,
        "valuation_purpose": each.details.get("purpose") or None,
        "valuation_on": each.received_on,
        "finish_by_on": each.due_on,
        "site_visit_plan": each.details.get("visit_plan") or None,
        "materials": each.materials or None,
        "fee_rule": each.details.get("fee_rule") or None,
        "conflict_statement": True,
        "signed_on": w.today,
    }
    documents.prepare(w, "appraisal_order", facts, view.about("appraisal", each.id, asset.id))


@where_rows_stand
def make_price_notices(w: Work, fact: ReferencePriceSet) -> None:
    """参考价告知书: one for each party (RP-24)."""
    view, asset = case_view(w, fact.case_id), house_asset_whole(w, fact.asset_id)
    found, platforms = house_valuation(w, fact.valuation_id), list_reports(w, [fact.valuation_id])
    shared = {
        **case_facts(view),
        **asset_facts(view, asset),
        "reference_price": fact.amount,
        "reference_method": METHODS.get(fact.method),
        "price_valid_until": fact.valid_until,
        "reports": _reports(found, platforms, list_appraisals(w, [found.id])),
        "computation": _computation(found, platforms, fact.amount),
        "signed_on": fact.set_on,
    }
    for party in view.parties:
        if party.role in SIDES:
            documents.prepare(w, "reference_price_notice", {**shared, "recipient_name": party.name}, view.about("party", party.id, asset.id))


def _state(asset: Asset, known: Mapping[str, object]) -> str:
    """What has been found out, in one line: the survey's own words where there are any."""
    told = str(asset.survey.get("narrative") or "").strip()
    owner = known["registered_owner"]
    parts = (told or f"{known['asset_kind']}，位于{known['asset_location']}", f"登记权利人{owner}" if owner else "", f"{known['occupancy_kind']}")
    return "；".join(part.rstrip("。；") for part in parts if part)


def _why(found: Valuation) -> str:
    needs = any(each.get("ground") == SkipGround.NEEDS_INSPECTION.value for each in found.skipped)
    return BY_JUMP.get(found.jump) or (INSPECTION if needs else NO_PRICE)


def _reports(found: Valuation, platforms: Sequence[PriceReport], three: Sequence[Appraisal]) -> list[dict[str, Any]]:
    if found.method == Method.DIRECTED_INQUIRY.value:
        told = found.details
        row = {"source": told["agency"], "number": told.get("reply_no"), "issued_on": date.fromisoformat(told["replied_on"]), "result": found.amount}
        return [{**row, "valid_until_on": found.valid_until, "in_time": True}]
    if found.method == Method.APPRAISAL.value:
        return [_of_appraiser(each) for each in three if each.state == "reported"]
    return [_of_platform(each) for each in platforms if each.value is not None]


def _of_platform(report: PriceReport) -> dict[str, Any]:
    return {
        "source": report.platform_title,
        "number": report.report_no or report.inquiry_no or None,
        "issued_on": day_of(report.received_at) if report.received_at else None,
        "result": report.value,
        "valid_until_on": report.valid_until,
        "in_time": bool(report.on_time),
    }


def _of_appraiser(each: Appraisal) -> dict[str, Any]:
    shared = {"source": each.name, "number": each.report_no or None, "issued_on": each.issued_on, "result": each.value}
    return {**shared, "valid_until_on": each.valid_until, "in_time": True}


def _computation(found: Valuation, platforms: Sequence[PriceReport], amount: Money) -> str:
    if found.method == Method.ONLINE_INQUIRY.value:
        return _mean(found, platforms, amount)
    if found.method == Method.AGREEMENT.value:
        return f"双方当事人议价一致，为{amount.grouped}元。"
    if found.method == Method.DIRECTED_INQUIRY.value:
        return f"{found.details['agency']}在期限内出具的{PRICE_BASES[found.details['basis']]}为{amount.grouped}元，即为参考价。"
    return f"{found.used[0]}出具的评估结果为{amount.grouped}元，即为参考价。"


def _mean(found: Valuation, platforms: Sequence[PriceReport], amount: Money) -> str:
    counted = f"向{len(platforms)}家平台委托，按期出具的{len(found.used)}份网络询价报告结果的平均值为{amount.grouped}元。"
    left_out = [each for each in platforms if each.value is not None and each.platform not in found.used]
    reasons = [f"{each.platform_title}{'因被提出异议' if each.on_time else '逾期出具'}，未计入" for each in left_out]
    return counted + (f"{'；'.join(reasons)}（{cite('RP-14' if any(each.on_time for each in left_out) else 'RP-13')}）。" if reasons else "")
