"""What the check and the proposals know of a plan's asset, gathered from assets, cases and courts: one place, a constant number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from app.domains.assets.deliverability import determine
from app.domains.assets.queries import Parts, known, list_priority_holders, parts_of
from app.domains.assets.tables import Asset
from app.domains.assets.types import Deliverability, Occupancy
from app.domains.cases.queries import house_case, list_parties
from app.domains.cases.types import PartyRole
from app.domains.courts.queries import get_court
from app.domains.plans.choosing import Common, commons_of
from app.domains.plans.proposals import Facts
from app.domains.plans.rules import EDITABLE
from app.domains.plans.sittings import day_full, list_sittings, panel_clash, rules_of, seats_of
from app.domains.plans.tables import Plan, PlanNotice
from app.domains.plans.types import PlanStatus, Subject
from app.infra.unit_of_work import Reading, for_house
from app.kernel.clock import day_of
from app.kernel.money import Money
from app.law.subjects import AssetKind
from app.sites.loader import installed

CONDITIONS = {
    AssetKind.HOUSE: "标的物在限购范围内的，竞买人应当具备购房资格，自申请参加竞买至成交裁定作出时持续有效；"
    "竞买人应当提交具备购房资格的承诺书，虚假承诺的依法承担责任。",
    AssetKind.EQUITY: "认缴出资、实缴出资和缴纳期限以公司登记和章程为准，尚未缴纳的部分由买受人依法继续缴纳。",
}
"""What an announcement adds to the bidders' conditions (CL-04: 法释〔2021〕18号 第2条; CL-05: 股权规定 第14条第2款)."""

TOLD_ROLES = (PartyRole.APPLICANT, PartyRole.DEBTOR, PartyRole.CO_OWNER, PartyRole.SECURED)


def subject_of(r: Reading, asset: Asset, plan: Plan | None = None, notices: Sequence[PlanNotice] | None = None) -> Subject:
    """The check's view of an asset and, when there is one, of its plan; at most nine queries, one less when `notices` are at hand."""
    return subjects_of(r, [(asset, plan)], {plan.id: list(notices)} if plan is not None and notices is not None else None)[0]


def subjects_of(r: Reading, pairs: Sequence[tuple[Asset, Plan | None]], notices: Mapping[str, list[PlanNotice]] | None = None) -> list[Subject]:
    """The same of many assets of one court, in their order and in as many queries as of one."""
    parts = parts_of(r, {asset.id for asset, _ in pairs})
    common = commons_of(r, {asset.case_id for asset, _ in pairs})
    told = notices if notices is not None else _notices_by_plan(r, [plan.id for _, plan in pairs if plan is not None])
    load = _loads(r, [plan for _, plan in pairs if plan is not None])
    return [_subject(asset, plan, parts, common[asset.case_id], told, load) for asset, plan in pairs]


def _subject(
    asset: Asset, plan: Plan | None, parts: Parts, common: Common, notices: Mapping[str, list[PlanNotice]], load: Mapping[str, tuple[str, str]]
) -> Subject:
    seizures, holders = parts.seizures.get(asset.id, []), parts.holders.get(asset.id, [])
    delivery = determine(known(asset, seizures, parts.burdens.get(asset.id, [])))
    told = notices.get(plan.id, []) if plan else []
    full, clash = load.get(plan.id, ("", "")) if plan else ("", "")
    return Subject(
        asset=AssetKind(asset.law_class),
        title=asset.title,
        reference_price=asset.reference_price,
        reference_valid_until=asset.reference_valid_until,
        occupancy=occupancy_words(asset),
        seizure_expires_on=min((s.expires_on for s in seizures if s.rank == 1), default=None),
        known_priority_holders=tuple(h.name for h in holders if h.waived_on is None),
        previous_start_price=plan.previous_start_price if plan else None,
        previous_failed_on=plan.previous_failed_on if plan else None,
        previous_site=plan.previous_site if plan else "",
        decided=frozenset(plan.decided) if plan else frozenset(),
        told_on={n.name: n.told_on for n in told if n.told_on},
        to_tell=tuple(n.name for n in told),
        leased=delivery.state in (Deliverability.WITH_LEASE, Deliverability.WITH_RESIDENCE),
        custody_gap=asset.custody_gap,
        undelivered="" if delivery.determined else delivery.reasons[0].text,
        delivery_open=delivery.open_points,
        chosen_sites=(common.site,) if common.site else (),
        choice_words=common.words,
        day_full=full,
        panel_clash=clash,
        disposal_court=asset.disposal_court,
        way=plan.way if plan else "",
    )


def _loads(r: Reading, plans: Sequence[Plan]) -> dict[str, tuple[str, str]]:
    """What the court's sittings say of openings that can still be moved: day full, panel elsewhere, by plan."""
    dated = [(plan, plan.opens_at) for plan in plans if plan.opens_at is not None and PlanStatus(plan.status) in EDITABLE]
    if not dated:
        return {}
    days, court_id = [day_of(opens_at) for _, opens_at in dated], dated[0][0].court_id
    held, rules = list_sittings(r, court_id, min(days), max(days)), rules_of(get_court(r.session, court_id))
    seats = seats_of(r, {plan.case_id for plan, _ in dated})
    found = {}
    for plan, opens_at in dated:
        others = [each for each in held if each.plan_id != plan.id]
        found[plan.id] = (day_full(day_of(opens_at), others, rules), panel_clash(opens_at, seats.get(plan.case_id, frozenset()), others))
    return found


def _notices_by_plan(r: Reading, plan_ids: Sequence[str]) -> dict[str, list[PlanNotice]]:
    found: dict[str, list[PlanNotice]] = {}
    for each in r.session.scalars(for_house(select(PlanNotice)).where(PlanNotice.plan_id.in_(plan_ids)).order_by(PlanNotice.id)) if plan_ids else ():
        found.setdefault(each.plan_id, []).append(each)
    return found


def facts_of(r: Reading, asset: Asset, site: str) -> Facts:
    """The words that texts are composed from; two queries beside the asset's own."""
    case = house_case(r, asset.case_id)
    court = get_court(r.session, case.court_id)
    return Facts(
        site_title=site_title(site),
        court_name=court.name,
        case_no=case.number,
        asset_title=asset.title,
        place=asset.place,
        condition=f"数量或面积：{asset.area + '㎡' if asset.area else asset.quantity or '以实物为准'}。",
        defects="；".join(f"{d.get('part', '')}{d.get('text', '')}" for d in asset.defects) + "。" if asset.defects else "未发现（核查人：本院执行人员）。",
        burdens=_burdens(asset),
        occupancy=occupancy_words(asset),
        taxes=_taxes(asset),
        consult_phone=court.phone,
        supervision_phone=court.supervision_phone,
        conditions=CONDITIONS.get(AssetKind(asset.law_class), ""),
    )


def people_to_tell(r: Reading, asset: Asset) -> list[tuple[str, str]]:
    """Who must be told before the announcement, with the capacity (NA-15): parties, co-owners, secured creditors, holders of priority."""
    parties = [(p.name, PartyRole(p.role).word) for p in list_parties(r, asset.case_id) if p.role in TOLD_ROLES]
    holders = [(h.name, "优先购买权人") for h in list_priority_holders(r, asset.id) if h.waived_on is None]
    return list(dict.fromkeys(parties + holders))


def notices_of(r: Reading, plan_id: str) -> list[PlanNotice]:
    """The list of persons to tell, for whoever holds the plan."""
    return list(r.session.scalars(for_house(select(PlanNotice)).where(PlanNotice.plan_id == plan_id).order_by(PlanNotice.id)).all())


def occupancy_words(asset: Asset) -> str:
    """The asset's occupancy in words with its note."""
    word = Occupancy(asset.occupancy).word
    return f"{word}（{asset.occupancy_note}）" if asset.occupancy_note else word


def photos_of(asset: Asset) -> tuple[str, ...]:
    """Digests of the survey's photos as they may be shown: without place and camera data."""
    return tuple(dict.fromkeys(str(photo["shown_digest"]) for photo in asset.survey.get("photos", ())))


def captions_of(asset: Asset) -> dict[str, str]:
    """What each of the survey's photos shows, by digest."""
    return {str(photo["shown_digest"]): str(photo.get("caption") or photo.get("shot_title") or "现场照片") for photo in asset.survey.get("photos", ())}


def site_title(code: str) -> str:
    """The site's name for people."""
    return installed().get(code).title if code in installed().codes else code


def _burdens(asset: Asset) -> str:
    said = [f"{e.holder}：{e.detail or ''}{_amount(e.amount)}" for e in asset.encumbrances]
    return f"权利负担：{'；'.join(said)}。" if said else "权利负担：无。"


def _amount(amount: Money | None) -> str:
    return f"{amount.grouped}元" if amount else ""


def _taxes(asset: Asset) -> str:
    owed = "；".join(f"{a.get('kind')}{a.get('amount')}元（截至{a.get('until_on', '调查日')}）" for a in asset.arrears)
    return f"欠费：{owed}。" if owed else "欠费：未发现。"
