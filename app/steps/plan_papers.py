"""Papers of the panel and of the announcement: record, ruling, notice set, notices to persons."""

from __future__ import annotations

from sqlalchemy import select

from app.domains.approvals.events import PanelDecided
from app.domains.approvals.queries import votes_of
from app.domains.approvals.tables import Approval
from app.domains.assets.tables import Asset
from app.domains.documents import service as documents
from app.domains.documents.queries import find_standing
from app.domains.plans.events import PlanFrozen
from app.domains.plans.queries import house_plan
from app.domains.plans.subjects import notices_of
from app.domains.plans.tables import Plan, PlanNotice
from app.domains.plans.types import Terms
from app.domains.rounds.events import ListingUploaded
from app.domains.settlements import defaulting
from app.domains.tasks.queries import list_photos, list_versions
from app.domains.tasks.tables import Task
from app.infra.unit_of_work import Work, for_house
from app.kernel.clock import day_of
from app.kernel.errors import NotFound
from app.steps.paper_asset import asset_facts, house_asset_whole, survey_facts, tax_facts
from app.steps.paper_case import CaseView, case_facts, case_view
from app.steps.paper_rows import where_rows_stand
from app.steps.paper_sale import panel_facts_of, risk_facts, terms_facts, told_facts

NOTICE_SET = ("auction_notice", "bidding_instructions", "special_warnings", "survey_sheet")
REAUCTION = "reauction_notice"
SALE_ROUND = 3
CAPACITIES = {
    "申请执行人": "申请执行人",
    "被执行人": "被执行人",
    "共有人": "共有人",
    "承租人": "承租人",
    "担保物权人": "担保物权人",
    "优先购买权人": "其他优先购买权人",
}


@where_rows_stand
def make_panel_record(w: Work, fact: PanelDecided) -> None:
    """合议笔录: for the panel alone; nothing of it leaves the house (NA-39, PI-11)."""
    if not fact.agreed or fact.subject_kind != "plan":
        return
    plan = house_plan(w, fact.subject_id)
    view, asset, terms = case_view(w, plan.case_id), house_asset_whole(w, plan.asset_id), Terms.from_json(plan.terms)
    approval = w.session.scalar(for_house(select(Approval).where(Approval.id == fact.approval_id)))
    if approval is None:
        raise NotFound
    facts = {
        **case_facts(view),
        **asset_facts(view, asset),
        **terms_facts(view, asset, terms),
        **_survey(w, asset),
        **panel_facts_of(approval, votes_of(w, approval.id), terms, view.names),
        "place": view.sheet.get("panel_room"),
        "recorder": view.clerk,
        "report_text": f"本案标的为{asset.title}。{approval.question}",
        "signed_on": w.today,
    }
    documents.prepare(w, "panel_record", facts, view.about("plan", plan.id, asset.id, secret=True))


@where_rows_stand
def make_announcement_set(w: Work, fact: PlanFrozen) -> None:
    """拍卖裁定 (first round), the announcement with its parts, a notice to each person on the list; a sale (变卖) has its own announcement."""
    plan = house_plan(w, fact.plan_id)
    view, asset = case_view(w, plan.case_id), house_asset_whole(w, plan.asset_id)
    facts = _announced(w, view, asset, plan)
    if plan.round_no == 1:
        documents.prepare(w, "auction_ruling", {**facts, **_ruling_facts(asset)}, view.about("plan", plan.id, asset.id))
    if plan.round_no != SALE_ROUND:
        for code in NOTICE_SET:
            documents.prepare(w, code, facts, view.about("plan", plan.id, asset.id))
    for notice in notices_of(w, plan.id):
        documents.prepare(
            w, "party_auction_notice", {**facts, **_recipient(notice, Terms.from_json(plan.terms))}, view.about("plan_notice", notice.id, asset.id)
        )


@where_rows_stand
def make_reauction_notices(w: Work, fact: PlanFrozen) -> None:
    """重新拍卖通知 after a default: to each person on the list anew, and to the buyer who may not take part (NA-15, NA-33)."""
    plan = house_plan(w, fact.plan_id)
    default = defaulting.find_open_of_asset(w, plan.asset_id)
    if default is None:
        return
    view, asset, terms = case_view(w, plan.case_id), house_asset_whole(w, plan.asset_id), Terms.from_json(plan.terms)
    ruling = find_standing(w, "settlement", default.settlement_id, "default_ruling")
    serial = ruling.facts.get("serial_suffix") if ruling else None
    facts = {
        **_announced(w, view, asset, plan),
        "barred_buyer": default.buyer_name or None,
        "first_sold_price": default.first_price,
        "default_ruling_no": f"{view.case.number}{serial}执行裁定书" if serial else None,
        "new_start_price": terms.start_price,
    }
    for notice in notices_of(w, plan.id):
        documents.prepare(w, REAUCTION, {**facts, **_recipient(notice, terms)}, view.about("plan_notice", notice.id, asset.id))
    if default.buyer_name:
        documents.prepare(w, REAUCTION, {**facts, "recipient_name": default.buyer_name}, view.about("settlement", default.settlement_id, asset.id))


@where_rows_stand
def tell_notices_in_announcement(w: Work, fact: ListingUploaded) -> None:
    """The announcement says who was told (NA-15): by the upload everybody is."""
    plan = house_plan(w, fact.plan_id)
    if plan.round_no == SALE_ROUND:
        return
    view, asset = case_view(w, plan.case_id), house_asset_whole(w, plan.asset_id)
    documents.prepare(w, "auction_notice", _announced(w, view, asset, plan), view.about("plan", plan.id, asset.id))


def _announced(w: Work, view: CaseView, asset: Asset, plan: Plan) -> dict[str, object]:
    terms = Terms.from_json(plan.terms)
    known = asset_facts(view, asset)
    return {
        **case_facts(view),
        **known,
        **terms_facts(view, asset, terms),
        **told_facts(terms, notices_of(w, plan.id)),
        **risk_facts(known),
        **_survey(w, asset),
        "tax_items": tax_facts(view, asset, terms.start_price),
        "signed_on": day_of(plan.frozen_at or w.now),
    }


def _survey(w: Work, asset: Asset) -> dict[str, object]:
    task = w.session.scalar(for_house(select(Task).where(Task.id == str(asset.survey.get("task_id", "")))))
    if task is None:
        return survey_facts(asset, None, {}, [])
    accepted = [each for each in list_versions(w, task) if each.verdict == "accepted"]
    taken = [(photo.caption or photo.shot, photo.taken_at) for photo in list_photos(w, task) if photo.taken_at]
    return survey_facts(asset, task.number, accepted[-1].form if accepted else task.form, taken)


def _ruling_facts(asset: Asset) -> dict[str, object]:
    """Seizure and ownership; service of the enforcement notice and the check of a dwelling are entered by the clerk."""
    first = next((each for each in asset.seizures if each.rank == 1), None)
    owners = "、".join(each.name for each in asset.holders)
    house = asset.law_class == "house"
    return {
        "seizure_doc_no": first.paper_no or None if first else None,
        "seized_on": first.starts_on if first else None,
        "seizure_expires_on": first.expires_on if first else None,
        "seizure_rank": "首先查封" if first else None,
        "ownership_finding": f"经审查，该财产属于{owners}。" if owners else None,
        "dwelling_check": None if house else "非住房",
        "serial_suffix": "之一",
    }


def _recipient(notice: PlanNotice, terms: Terms) -> dict[str, object]:
    right = next((each.right for each in terms.priority_holders if each.name == notice.name), "")
    claims = notice.capacity == "优先购买权人" or bool(right)
    return {
        "recipient_name": notice.name,
        "recipient_role": CAPACITIES.get(notice.capacity),
        "right_nature": right or ("优先购买权" if claims else ""),
        "reply_by_on": day_of(terms.opens_at) if claims and terms.opens_at else None,
    }
