"""Papers of vacating: urging to leave, the plan of the forced day, the inventory, decisions of fine and detention, the letter to the police.

What no register holds (health, route, file numbers) stays open in the draft and is entered by the clerk.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from app.domains.approvals.events import Decided
from app.domains.courts.queries import get_court
from app.domains.documents import service as documents
from app.domains.documents.queries import find_standing
from app.domains.vacating.day_rules import HANDLINGS, TWO_PERSONS, Handling
from app.domains.vacating.day_tables import ForceDay, ForcePlan, Goods
from app.domains.vacating.events import ForceDayEnded, ForcePlanAsked, MeasureAgreed, ReferralMade, Urged
from app.domains.vacating.measures import KINDS as MEASURES
from app.domains.vacating.plan_rules import COURT, DUTIES, LEVELS, STEPS, posts_of
from app.domains.vacating.queries import find_plan, goods_of, house_row, rows_of, signatures_of, videos_of
from app.domains.vacating.rules import CARES, KINDS
from app.domains.vacating.tables import Hindrance, Measure, Occupant, Referral, Vacating
from app.domains.vacating.video_words import video_digests
from app.infra.unit_of_work import Work
from app.kernel.clock import SHANGHAI, day_of
from app.kernel.money import Money
from app.law.occupants import Care, OccupantKind
from app.steps.paper_asset import asset_facts, house_asset_whole
from app.steps.paper_case import CaseView, case_facts, case_view, person_fact
from app.steps.paper_rows import where_rows_stand

NO_THING = "—"


@where_rows_stand
def make_move_out_notice(w: Work, fact: Urged) -> None:
    """限期迁出通知: one for each occupant who is urged."""
    occupant = house_row(w, Occupant, fact.occupant_id)
    view, facts = _about_place(w, fact.case_id, fact.asset_id)
    facts |= {
        "occupier": occupant.label or "未成年人的监护人",
        "relation": KINDS[OccupantKind(occupant.kind)],
        "leave_by_on": fact.leave_by_on,
        "evidence_by_on": fact.leave_by_on,
        "key_handover_way": "当面交付本院执行人员",
        "aid_question": "有老人、未成年人、病患等确需协助的，请在期限内向本院书面说明",
        "tenant_opinion": occupant.words if occupant.claims_lease else "",
        "signed_on": w.today,
    }
    documents.prepare(w, "move_out_notice", facts, view.about("vacating_occupant", occupant.id, fact.asset_id))


@where_rows_stand
def make_plan(w: Work, fact: ForcePlanAsked) -> None:
    """强制腾退实施方案: what the director is asked about."""
    _plan(w, fact.plan_id)


@where_rows_stand
def sign_plan(w: Work, fact: Decided) -> None:
    """The director agreed: the paper carries that signature."""
    if fact.kind == "force_plan" and fact.verdict == "agree":
        documents.sign_as_decided(w, _plan(w, fact.subject_id))


@where_rows_stand
def make_inventory(w: Work, fact: ForceDayEnded) -> None:
    """物品清单, of a halted day too; a day on which nothing was left in the place has none."""
    day = house_row(w, ForceDay, fact.day_id)
    things = [each for each in goods_of(w, day.id) if each.struck_at is None]
    if not things:
        return
    view, facts = _about_place(w, fact.case_id, fact.asset_id)
    signed = [each for each in signatures_of(w, day.id) if each.digest == day.record_digest]
    plan = find_plan(w, fact.vacating_id)
    route = str(plan.content.get("goods_route", "")) if plan else ""
    facts |= {
        "started_at": day.started_at,
        "ended_at": day.ended_at,
        "attendees": list(dict.fromkeys(each.signer for each in signed if each.way != "refused")),
        "items": [_item(each) for each in things],
        "boxes": _boxes(things),
        "valuables": [f"{each.no} {each.name} {each.seal_no}" for each in things if each.sort in TWO_PERSONS and each.handling == Handling.SEALED],
        "keeper": next((each.signer for each in signed if each.capacity == "keeper"), view.court.name),
        "warehouse": route or None,
        "refused_reason": "；".join(f"{each.signer}：{each.refusal}" for each in signed if each.way == "refused"),
        "video_digests": video_digests(videos_of(w, day.id), things) or None,
    }
    documents.prepare(w, "goods_inventory", facts, view.about("vacating_day", day.id, fact.asset_id, by_judge=False))


@where_rows_stand
def make_decision(w: Work, fact: MeasureAgreed) -> None:
    """罚款决定书 or 拘留决定书, once the president has agreed."""
    row = house_row(w, Measure, fact.measure_id)
    act = house_row(w, Hindrance, row.hindrance_id)
    view = case_view(w, fact.case_id)
    court = view.court
    above = get_court(w.session, court.parent_id).name if court.parent_id else None
    facts: dict[str, Any] = {
        **case_facts(view),
        "case_no_punish": None,
        "target": _person(view, act.person),
        "art114_item_cn": None,
        "act_at": act.act_on,
        "act_facts": act.facts,
        "evidence": [f"现场照片 {len(act.photos)} 张"] if act.photos else None,
        "earlier_measures": _earlier(w, row),
        "president_approved_on": row.decided_on,
        "review_court": above,
        "signed_on": w.today,
    }
    facts |= {"amount": row.amount, "pay_by_days": None} if row.kind == "fine" else _detained(row)
    documents.prepare(w, f"{row.kind}_decision", facts, view.about("vacating_measure", row.id, fact.asset_id, by_judge=False))


@where_rows_stand
def make_referral(w: Work, fact: ReferralMade) -> None:
    """移送公安机关函: the list of its file, with pages counted, is entered by the clerk (the thread's page names what there is)."""
    row = house_row(w, Referral, fact.referral_id)
    act = house_row(w, Hindrance, row.hindrance_id)
    view = case_view(w, fact.case_id)
    facts = {
        **case_facts(view),
        "letter_no": None,
        "receiving_unit": row.unit,
        "suspect": _person(view, act.person),
        "crime": "拒不执行判决、裁定罪",
        "vacating": True,
        "act_from": act.act_on,
        "act_to": act.act_on,
        "able_to_perform_facts": row.able_facts.splitlines(),
        "refusal_facts": row.refusal_facts.splitlines(),
        "prior_measures": [
            {"kind": MEASURES[each.kind], "on": each.decided_on, "doc_no": _number(w, each)} for each in _agreed(w, row.vacating_id) if each.decided_on
        ],
        "unexecutable_result": row.outcome,
        "evidence_list": None,
        "signed_on": w.today,
    }
    documents.prepare(w, "police_referral", facts, view.about("vacating_referral", row.id, fact.asset_id, by_judge=False))


@where_rows_stand
def sign_referral(w: Work, fact: Decided) -> None:
    """The president agreed: a complete letter carries that signature; a draft is signed by the director once it is complete."""
    paper = find_standing(w, "vacating_referral", fact.subject_id, "police_referral") if fact.kind == "referral_president" else None
    if paper is not None and fact.verdict == "agree":
        documents.sign_as_decided(w, paper.id)


def _plan(w: Work, plan_id: str) -> str:
    plan = house_row(w, ForcePlan, plan_id)
    thread = house_row(w, Vacating, plan.vacating_id)
    view, facts = _about_place(w, thread.case_id, thread.asset_id)
    content, posts = plan.content, posts_of(plan.content)
    specials = [f"{word}：{content[name]}" for name, word in _SPECIALS if content.get(name)]
    facts |= {
        "plan_no": f"{view.case.number}腾退方案",
        "notice_posted_on": thread.notice_posted_on,
        "notice_expired_on": thread.leave_by_on,
        "day_at": plan.day_at,
        "assembly_place": content.get("assembly_place") or None,
        "command": [{"duty": DUTIES[each.duty], "name": each.name, "unit": each.unit} for each in posts if each.unit_kind == COURT],
        "participants_external": [{"unit": each.unit, "people": each.name, "role": DUTIES[each.duty]} for each in posts if each.unit_kind != COURT],
        "steps": _timetable(plan),
        "route_map": content.get("route_map", ""),
        "occupants": _occupants(w, thread.id),
        "risk_list": [{**row, "level": LEVELS[row["level"]]} for row in content.get("risks", [])] or None,
        "goods_route": content.get("goods_route") or None,
        "medical_plan": content.get("medical_plan") or None,
        "special_plans": specials,
        "no_force_by_agency": True,
        "budget": Money.yuan(content["budget"]) if content.get("budget") else None,
        "stop_conditions": content.get("stop_conditions") or None,
        "media_rule": content.get("media_rule") or None,
        "director": None if plan.status != "approved" else w.actor.name,
        "signed_on": w.today,
    }
    return documents.prepare(w, "vacating_plan", facts, view.about("vacating_plan", plan.id, thread.asset_id, by_judge=False)).id


_SPECIALS = (("animal_plan", "动物"), ("perishable_plan", "易腐物品"), ("hazard_plan", "危险物品"), ("shelter_plan", "临时住处、照护"))


def _detained(row: Measure) -> dict[str, Any]:
    """How long, and from when where somebody was detained first (民诉法解释 第181条)."""
    at = row.detained_at
    return {"days": row.days} | ({"from_on": day_of(at), "handed_to_police_at": at, "family_told_at": row.family_told_at} if at else {})


def _timetable(plan: ForcePlan) -> list[dict[str, object]] | None:
    """Each step at its time of that day."""
    if plan.day_at is None:
        return None
    day, times = day_of(plan.day_at), plan.content.get("times", {})
    return [{"at": datetime.combine(day, time.fromisoformat(times[code]), SHANGHAI), "what": word} for code, word in STEPS.items() if times.get(code)] or None


def _about_place(w: Work, case_id: str, asset_id: str) -> tuple[CaseView, dict[str, Any]]:
    view = case_view(w, case_id)
    return view, {**case_facts(view), **asset_facts(view, house_asset_whole(w, asset_id))}


def _occupants(w: Work, vacating_id: str) -> list[dict[str, object]] | None:
    rows = [each for each in rows_of(w, Occupant, vacating_id) if each.left_on is None]
    return [
        {
            "count": each.headcount,
            "age_group": "70岁以上" if Care.AGED in each.cares else "未成年" if each.kind == OccupantKind.MINOR or Care.MINOR in each.cares else "成年",
            "health": "、".join(CARES[Care(care)] for care in each.cares if care in (Care.ILL, Care.MENTAL, Care.DISABLED, Care.PREGNANT)) or "未见异常",
            "need": each.care_note or "无",
        }
        for each in rows
    ] or None


def _item(each: Goods) -> dict[str, object]:
    return {
        "box_no": each.box_no or NO_THING,
        "name": each.name,
        "features": each.features or NO_THING,
        "count": each.quantity,
        "unit": each.unit,
        "condition": each.condition or NO_THING,
        "seal_no": each.seal_no or NO_THING,
        "photo_no": "、".join(str(photo["digest"])[:8] for photo in each.photos),
        "handling": HANDLINGS[Handling(each.handling)],
    }


def _boxes(things: Sequence[Goods]) -> list[dict[str, str]]:
    """Every seal with its room and its box, if it has one; a box without any seal once."""
    rows = {(each.box_no, each.seal_no): each for each in things if each.seal_no}
    sealed = {box_no for box_no, _ in rows}
    rows |= {(each.box_no, ""): each for each in things if each.box_no and not each.seal_no and each.box_no not in sealed}
    in_order = sorted(rows.values(), key=lambda each: each.no)
    return [{"box_no": each.box_no or NO_THING, "room": each.room, "seal_no": each.seal_no or NO_THING} for each in in_order]


def _person(view: CaseView, name: str) -> dict[str, object] | None:
    found = next((each for each in view.parties if each.name == name), None)
    return person_fact(found) if found else None


def _earlier(w: Work, row: Measure) -> list[dict[str, object]]:
    acts = {each.id: each for each in rows_of(w, Hindrance, row.vacating_id)}
    return [
        {"kind": MEASURES[each.kind], "on": acts[each.hindrance_id].act_on, "act": acts[each.hindrance_id].facts}
        for each in _agreed(w, row.vacating_id)
        if each.id != row.id and each.hindrance_id != row.hindrance_id
    ]


def _agreed(w: Work, vacating_id: str) -> list[Measure]:
    return [each for each in rows_of(w, Measure, vacating_id) if each.status == "agreed"]


def _number(w: Work, each: Measure) -> str | None:
    paper = find_standing(w, "vacating_measure", each.id, f"{each.kind}_decision")
    return str(paper.facts.get("case_no_punish") or "") or None if paper else None
