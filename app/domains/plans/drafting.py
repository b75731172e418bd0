"""Opening a plan: everything proposed that rules, data, the applicants' choice and the court's sittings allow. One plan a round, also in a race."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select

from app.domains.assets.queries import get_asset_whole
from app.domains.assets.tables import Asset
from app.domains.assets.types import PriorityKind
from app.domains.audit.service import record
from app.domains.courts.queries import get_court, load_calendar
from app.domains.courts.switches import number_of
from app.domains.plans.choosing import Common, common_of
from app.domains.plans.proposals import compose, propose
from app.domains.plans.rows import proposed_arrears, proposed_taxes
from app.domains.plans.rules import UNDER_WAY
from app.domains.plans.saves import keep_save
from app.domains.plans.sittings import LOOK_AHEAD, free_opening, list_sittings, rules_of, seats_of
from app.domains.plans.subjects import facts_of, people_to_tell, photos_of, subject_of
from app.domains.plans.tables import Plan, PlanNotice
from app.domains.plans.types import ROUND_TITLES, PlanStatus, PriorityHolder, Subject, Terms
from app.infra.unit_of_work import Reading, Work, for_house
from app.kernel.errors import Conflict, NotNow
from app.kernel.money import Money
from app.law.announcement import round2_window

NETWORK_SALE = 3
SAME_SITE = "再次拍卖在同一平台（法释〔2016〕18号 第26条）"


@dataclass(frozen=True)
class AfterRound:
    """The failed round that a further plan follows."""

    start_price: Money
    failed_on: date
    site: str
    way: str = ""


@dataclass(frozen=True)
class SiteOf:
    """The site of a plan, by whose choice, on what basis."""

    site: str
    chosen_by: str
    basis: str


def draft_plan(w: Work, asset_id: str, *, site: str = "", reason: str = "", round_no: int = 1, after: AfterRound | None = None) -> Plan:
    """Open a plan with everything proposed. Needs a reference price. `site` '' takes the applicants' choice; another one is the court's, with its reason."""
    asset = get_asset_whole(w, asset_id)
    if asset.reference_price is None:
        raise NotNow("还没有参考价，先完成定价再拟方案", code="no_reference_price")
    attempt = _attempt(w, asset, round_no)
    chosen = SiteOf(after.site, "court", SAME_SITE) if after else site_of(common_of(w, asset.case_id), site, reason)
    terms = _proposed(w, asset, chosen, round_no, after)
    plan = Plan(
        court_id=asset.court_id,
        case_id=asset.case_id,
        asset_id=asset.id,
        round_no=round_no,
        attempt=attempt,
        title=asset.title,
        terms=terms.as_json(),
        opens_at=terms.opens_at,
        previous_start_price=after.start_price if after else None,
        previous_failed_on=after.failed_on if after else None,
        previous_site=after.site if after else "",
        way=after.way if after else "",
        saved_by=None if w.actor.is_system else w.actor.id,
        drafted_by=w.actor.id if not w.actor.is_system else _drafter(w, asset),
        saved_at=w.now,
    )
    _add(w, plan)
    keep_save(w, plan)
    for name, capacity in people_to_tell(w, asset):
        w.session.add(PlanNotice(court_id=plan.court_id, case_id=plan.case_id, plan_id=plan.id, name=name, capacity=capacity))
    w.flush()
    record(w, "plan.drafted", "plan", plan.id, f"拟处置方案：{asset.title} 第 {round_no} 轮", case_id=plan.case_id)
    return plan


def site_of(common: Common, site: str, reason: str) -> SiteOf:
    """Whose choice a site is: the applicants' when it is theirs, else the court's for the reason given."""
    if common.site and site in ("", common.site):
        return SiteOf(common.site, "applicant", common.words)
    return SiteOf(site, "court", reason.strip())


def under_way(round_no: int) -> NotNow:
    """The refusal of a second plan of one round."""
    return NotNow(f"这件标的物的{ROUND_TITLES[round_no]}已有一份在办的方案，不能再拟一份：在原方案上修改，或先作废原方案", code="plan_under_way")


def propose_opening(w: Reading, asset: Asset, subject: Subject, terms: Terms, *, plan_id: str = "") -> Terms:
    """The terms with the first opening, from their own on, that law, load and panel leave free; never past a second round's last day."""
    if terms.opens_on is None:
        return terms
    calendar, first = load_calendar(w.session), terms.opens_on
    latest = None
    if terms.round_no == 2 and subject.previous_failed_on:
        latest = round2_window(asset=subject.asset, failed_on=subject.previous_failed_on, calendar=calendar).latest_opening.due_on
    set_already = list_sittings(w, asset.court_id, first, first + timedelta(days=LOOK_AHEAD), without=plan_id)
    seats = seats_of(w, {asset.case_id}).get(asset.case_id, frozenset())
    opens_at = free_opening(first, seats, set_already, calendar, rules_of(get_court(w.session, asset.court_id)), latest=latest)
    return terms.with_(opens_at=opens_at)


def _proposed(w: Work, asset: Asset, chosen: SiteOf, round_no: int, after: AfterRound | None) -> Terms:
    subject = subject_of(w, asset, None)
    if after:
        subject = replace(subject, previous_start_price=after.start_price, previous_failed_on=after.failed_on, previous_site=after.site)
    facts = facts_of(w, asset, chosen.site)
    terms = propose(subject, facts, load_calendar(w.session), round_no=round_no, site=chosen.site, today=w.today)
    terms = propose_opening(w, asset, subject, terms)
    if round_no == NETWORK_SALE:
        terms = terms.with_(bidding_hours=24 * number_of(w, asset.court_id, "BM-03"))
    data = {"taxes": proposed_taxes(asset.tax_items), "arrears": proposed_arrears(asset.arrears)}
    people = {"priority_holders": _holders(asset), "photos": photos_of(asset)}
    return compose(terms.with_(site_chosen_by=chosen.chosen_by, site_basis=chosen.basis, **data, **people), facts)


def _attempt(w: Work, asset: Asset, round_no: int) -> int:
    earlier = w.session.scalars(for_house(select(Plan.status).where(Plan.asset_id == asset.id, Plan.round_no == round_no))).all()
    if UNDER_WAY.intersection(PlanStatus(each) for each in earlier):
        raise under_way(round_no)
    return 1 + len(earlier)


def _add(w: Work, plan: Plan) -> None:
    """Two who draft at the same instant: the database lets one through (uq_plan_under_way), the other is told what stands in the way."""
    w.session.add(plan)
    try:
        w.flush()
    except Conflict as clash:
        raise under_way(plan.round_no) from clash


def _holders(asset: Asset) -> tuple[PriorityHolder, ...]:
    return tuple(PriorityHolder(h.name, PriorityKind(h.kind).word, h.rank) for h in asset.priority_holders if h.waived_on is None)


def _drafter(w: Work, asset: Asset) -> str:
    previous = w.session.scalar(for_house(select(Plan.drafted_by).where(Plan.asset_id == asset.id).order_by(Plan.saved_at.desc()).limit(1)))
    if previous is None:
        raise NotNow("没有前次方案，请由书记员拟方案")
    return previous
