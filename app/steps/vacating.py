"""Vacating: opened with what the sale disclosed, its clocks, the president and the director, what is kept, the handover that follows, and who comes back."""

from __future__ import annotations

from app.domains.approvals import service as approvals
from app.domains.approvals.catalogue import CATALOGUE
from app.domains.approvals.events import Decided
from app.domains.approvals.gates import sentence_of
from app.domains.approvals.queries import house_approval
from app.domains.assets.tables import Asset
from app.domains.assets.types import Deliverability, EncumbranceKind, Occupancy
from app.domains.cases.events import CaseClosed
from app.domains.cases.queries import house_case
from app.domains.custody import service as custody
from app.domains.custody.handing_out import hand_out
from app.domains.custody.queries import find_seal
from app.domains.deadlines import service as deadlines
from app.domains.deadlines.service import Start
from app.domains.documents.queries import find_standing
from app.domains.handovers import service as handovers
from app.domains.handovers.events import HandedOver, NoticePosted, Vacated
from app.domains.handovers.tables import Handover
from app.domains.messages.service import Notice, tell
from app.domains.settlements.events import RulingServed
from app.domains.vacating import measures, planning, referring, service
from app.domains.vacating.day_rules import Sort
from app.domains.vacating.day_tables import ForceDay, Goods
from app.domains.vacating.events import (
    AgreementMade,
    AgreementOver,
    Detained,
    FamilyTold,
    ForceDayEnded,
    ForcePlanAsked,
    ForcePlanChanged,
    GoodsSealed,
    GoodsTaken,
    LeftGoodsTaken,
    MeasureAsked,
    PlaceCleared,
    Reentered,
    ReferralMade,
    ReferralSent,
    TermMet,
    Urged,
)
from app.domains.vacating.plan_rules import posts_of
from app.domains.vacating.queries import days_of, find_plan, goods_of, house_row
from app.infra.unit_of_work import Work
from app.kernel.clock import day_of, local
from app.kernel.errors import Conflict, NotNow
from app.law.sanctions import family_told_clock
from app.law.subjects import AssetKind
from app.steps.paper_asset import house_asset_whole
from app.steps.vacating_tasks import take_earlier

HELD = "本院物品保管处所（见实施方案）"


def open_for_sold(w: Work, fact: RulingServed, thread: Handover) -> None:
    """A house or land that the court has to empty gets its thread, with what the sale disclosed of its occupants (民诉法 第261条 is about houses and land)."""
    asset = house_asset_whole(w, fact.asset_id)
    if thread.needs_vacating and AssetKind(asset.law_class).is_real_estate:
        of = (fact.court_id, fact.case_id, fact.asset_id, thread.id, thread.title, thread.place)
        first = min((each.starts_on for each in asset.seizures), default=None)
        take_earlier(w, service.open_vacating(w, service.OpenVacating(*of, disclosed_of(asset), first)))


def disclosed_of(asset: Asset) -> dict[str, object]:
    """What the sale said of who is in it: words of the asset's own register, from which the announcement is made."""
    rights = {EncumbranceKind.LEASE.value: "租赁", EncumbranceKind.RESIDENCE.value: "居住权"}
    leases = [{"kind": rights[each.kind], "holder": each.holder, "detail": each.detail} for each in asset.encumbrances if each.kind in rights]
    return {
        "occupancy": Occupancy(asset.occupancy).word,
        "occupancy_note": asset.occupancy_note,
        "deliverability": Deliverability(asset.deliverability).word,
        "leases": leases,
    }


def take_notice(w: Work, fact: NoticePosted) -> None:
    """The order's days run in the thread too."""
    service.take_notice(w, fact.handover_id, fact.posted_on, fact.leave_by_on)


def take_cleared(w: Work, fact: Vacated) -> None:
    """Found empty at the handover."""
    service.take_cleared(w, fact.handover_id, fact.on)


def note_vacated(w: Work, fact: PlaceCleared) -> None:
    """Empty: it can be handed over."""
    handovers.note_cleared(w, fact.handover_id, fact.on)


def close_thread(w: Work, fact: HandedOver) -> None:
    """The buyer has it."""
    service.take_handed_over(w, fact.handover_id, fact.on)


def watch_reentry(w: Work, fact: CaseClosed) -> None:
    """Execution ended: six months in which interference is removed in the old case (民诉法解释 第519条)."""
    clerk = house_case(w, fact.case_id).clerk_id
    for thread in service.watch_case(w, fact.case_id, w.today):
        of = (fact.case_id, thread.court_id, "vacating", thread.id, w.today)
        length = ((thread.watch_until or w.today) - w.today).days
        deadlines.start(w, "reentry_watch", Start(*of, length=length, asset_id=thread.asset_id, holder_id=clerk))


def watch_urging(w: Work, fact: Urged) -> None:
    """The days that the urging gives."""
    _start(w, fact, "move_out", "vacating_occupant", fact.occupant_id, (fact.leave_by_on - w.today).days)


def watch_terms(w: Work, fact: AgreementMade) -> None:
    """Each term has its day."""
    clerk = house_case(w, fact.case_id).clerk_id
    for term_id, due_on in fact.terms:
        of = (fact.case_id, fact.court_id, "vacating_term", term_id, fact.signed_on)
        length, link = (due_on - fact.signed_on).days, f"/vacating/{fact.vacating_id}"
        deadlines.start(w, "vacate_agreed", Start(*of, length=length, asset_id=fact.asset_id, holder_id=clerk, link=link))


def meet_term(w: Work, fact: TermMet) -> None:
    """A term was kept."""
    deadlines.meet(w, "vacate_agreed", "vacating_term", fact.term_id, on=fact.on)


def end_terms(w: Work, fact: AgreementOver) -> None:
    """What still ran of the agreement has no clock any more; a breach is told to the judge."""
    for term_id in fact.term_ids:
        deadlines.end(w, "vacate_agreed", "vacating_term", term_id, reason="协议违约" if fact.broken else fact.why)
    if fact.broken:
        judge = house_case(w, fact.case_id).judge_id
        tell(w, [judge], Notice("handover", "腾退协议违约，待定下一步", body=fact.why, link=f"/vacating/{fact.vacating_id}", case_id=fact.case_id))


def ask_president(w: Work, fact: MeasureAsked) -> None:
    """Fine and detention are the president's (民诉法 第119条)."""
    kind, figures = CATALOGUE[fact.kind], dict(fact.figures)
    of = (fact.kind, fact.case_id, fact.court_id, "vacating_measure", fact.measure_id, fact.digest, fact.title, fact.by_id)
    approvals.ask(w, approvals.Ask(*of, question=sentence_of(kind, figures), body=fact.body, figures=figures))


def ask_director(w: Work, fact: ForcePlanAsked) -> None:
    """The plan of the forced day is the director's."""
    of = ("force_plan", fact.case_id, fact.court_id, "vacating_plan", fact.plan_id, fact.digest, fact.title, fact.by_id)
    approvals.ask(w, approvals.Ask(*of, body=fact.body))


def ask_about_referral(w: Work, fact: ReferralMade) -> None:
    """Director, then president (papers.md 33)."""
    of = ("referral", fact.case_id, fact.court_id, "vacating_referral", fact.referral_id, fact.digest, fact.title, fact.by_id)
    approvals.ask(w, approvals.Ask(*of, body=fact.body))


def check_letter(w: Work, fact: ReferralSent) -> None:
    """What goes out is the signed letter."""
    paper = find_standing(w, "vacating_referral", fact.referral_id, "police_referral")
    if paper is None or paper.signed_at is None:
        raise NotNow("移送函还没有签发：补齐函号和证据目录，签发后再登记移送", code="not_signed")


def void_plan(w: Work, fact: ForcePlanChanged) -> None:
    """What was decided about the earlier plan is void."""
    approvals.void_for(w, "vacating_plan", fact.plan_id, "方案内容变更")


def take_decision(w: Work, fact: Decided) -> None:
    """A measure or a plan was decided on."""
    agreed = fact.verdict == "agree"
    if fact.subject_kind == "vacating_measure":
        measures.take_decision(w, fact.subject_id, fact.digest, agreed=agreed, answer=fact.reason)
    elif fact.subject_kind == "vacating_plan":
        planning.take_plan_decision(w, fact.subject_id, fact.digest, agreed=agreed, answer=fact.reason)
    elif fact.subject_kind == "vacating_referral":
        row = referring.take_referral_decision(w, fact.subject_id, fact.digest, agreed=agreed, answer=fact.reason)
        if row.status == "checked":
            _ask_president_to_refer(w, fact)


def _ask_president_to_refer(w: Work, fact: Decided) -> None:
    asked = house_approval(w, fact.approval_id)
    of = ("referral_president", asked.case_id, asked.court_id, asked.subject_kind, asked.subject_id, asked.digest, asked.title, asked.asked_by)
    approvals.ask(w, approvals.Ask(*of, body=asked.body))


def watch_family(w: Work, fact: Detained) -> None:
    """Twenty-four hours to tell the family (民诉法解释 第180条)."""
    clock = family_told_clock(fact.at)
    of = (fact.case_id, fact.court_id, "vacating_measure", fact.measure_id, day_of(fact.at))
    clerk, link = house_case(w, fact.case_id).clerk_id, f"/vacating/{fact.vacating_id}"
    made = deadlines.start(w, "tell_family", Start(*of, due_at=clock.due_at, asset_id=fact.asset_id, holder_id=clerk, link=link))
    made.counted = [f"{local(fact.at):%Y-%m-%d %H:%M} 送拘", f"二十四小时，{local(clock.due_at):%Y-%m-%d %H:%M} 前通知家属"]


def meet_family(w: Work, fact: FamilyTold) -> None:
    """The family was told."""
    deadlines.meet(w, "tell_family", "vacating_measure", fact.measure_id, on=fact.on)


def check_seal(w: Work, fact: GoodsSealed) -> None:
    """A seal's number serves once in a court: refused while it can still be changed."""
    if find_seal(w, fact.court_id, fact.seal_no) is not None:
        raise Conflict(f"封条号 {fact.seal_no} 在本院已经用过：换一个封条", code="seal_used", field="seal_no")


def keep_goods(w: Work, fact: ForceDayEnded) -> None:
    """What was sealed on the day, cleared or halted, goes into custody with its seals and photos, and waits for its owner."""
    day = house_row(w, ForceDay, fact.day_id)
    plan = find_plan(w, fact.vacating_id)
    posts = posts_of(plan.content) if plan else []
    witness = "、".join(f"{each.name}（{each.unit}）" for each in posts if each.duty in ("witness", "notary") and each.key in day.roll)
    sealed_by = "、".join(each.name for each in posts if each.duty == "inventory" and each.key in day.roll) or w.actor.name
    place = str(plan.content.get("goods_route", "")) if plan else ""
    kept = [each for each in goods_of(w, day.id) if each.handling == "sealed" and each.struck_at is None]
    before = len(days_of(w, fact.vacating_id)) - 1
    series = f"T{before + 1}-" if before else "T"
    for each in kept:
        order = custody.Enter(
            no=f"{series}{each.no}", seal_no=each.seal_no, name=each.name, place=place[:200] or HELD, marks=each.features,
            quantity=f"{each.quantity}{each.unit}", condition=each.condition, perishable=each.sort == Sort.PERISHABLE,
            sealed_at=each.happened_at, sealed_by=sealed_by[:200], witness=witness[:200],
        )  # fmt: skip
        custody.enter_item(w, fact.asset_id, order, [{name: value for name, value in photo.items() if name != "at"} for photo in each.photos])
    if fact.collect_by_on is not None:
        _start(w, fact, "collect_goods", "vacating", fact.vacating_id, (fact.collect_by_on - fact.on).days)


def hand_out_goods(w: Work, fact: GoodsTaken) -> None:
    """Taken by its owner: it leaves the custody on the receipt."""
    row = house_row(w, Goods, fact.goods_id)
    seal = find_seal(w, fact.court_id, row.seal_no)
    if seal is not None:
        hand_out(w, seal.item_id, row.collected_note, "领取人自行搬离", row.collected_photos)


def meet_collecting(w: Work, fact: LeftGoodsTaken) -> None:
    """Everything kept was taken or dealt with."""
    deadlines.meet(w, "collect_goods", "vacating", fact.vacating_id, on=fact.on)


def tell_of_reentry(w: Work, fact: Reentered) -> None:
    """The judge hears of it at once."""
    case = house_case(w, fact.case_id)
    notice = Notice("handover", "已移交的标的物被复占，申请排除妨害", link=f"/vacating/{fact.vacating_id}", case_id=fact.case_id)
    tell(w, [case.judge_id, case.clerk_id], notice)


def _start(w: Work, fact: Urged | ForceDayEnded, code: str, subject_kind: str, subject_id: str, length: int) -> None:
    of = (fact.case_id, fact.court_id, subject_kind, subject_id, w.today)
    clerk, link = house_case(w, fact.case_id).clerk_id, f"/vacating/{fact.vacating_id}"
    deadlines.start(w, code, Start(*of, length=length, asset_id=fact.asset_id, holder_id=clerk, link=link))
