"""Who may be given a kind of task for an asset, in which order, and why others may not: engagement, region, suspension, quota, roster, interest."""

from __future__ import annotations

from dataclasses import replace

from app.domains.agencies.choices import Wanted, get_choice
from app.domains.agencies.interest import Subject, Within, agencies_near_court, find_hits, find_hits_of_bidders
from app.domains.agencies.interest_rules import RULE
from app.domains.agencies.queries import Candidate, eligible_for
from app.domains.agencies.types import AGENCY_KIND_NAMES, AgencyKind, Barrier, Gate
from app.domains.assets.tables import Asset
from app.domains.cases.queries import list_parties
from app.domains.tasks.fields import Kind
from app.domains.tasks.kinds import get_kind
from app.domains.tasks.queries import count_open_by_agency
from app.infra.unit_of_work import Reading
from app.kernel.errors import NotAllowed

NEAR_PARTY = f"其人员与本案当事人有利害关系（{RULE}）"
NEAR_BIDDER = f"其人员的近亲属已报名竞买（{RULE}）"
NEAR_COURT = "其人员与本院人员互为近亲属（回避）"


def list_candidates(r: Reading, kind_code: str, asset: Asset) -> list[Candidate]:
    """All agencies for a kind of task on an asset, the possible first, then the excluded with reasons; a constant number of queries."""
    kind = get_kind(kind_code)
    every = eligible_for(r, kind.code, asset.court_id, open_tasks=count_open_by_agency(r, asset.court_id), place=asset.place)
    near = _near(r, asset, [each.agency.id for each in every])
    return sorted((_judged(each, kind, near) for each in every), key=lambda each: bool(each.excluded))


def require_candidate(r: Reading, kind_code: str, asset: Asset, agency_id: str) -> Candidate:
    """The agency as a taker of the task, or NotAllowed with the reason (M-23)."""
    found = next((each for each in list_candidates(r, kind_code, asset) if each.agency.id == agency_id), None)
    if found is None:
        raise NotAllowed("没有这家机构，从列表中选", code="agency_unknown", field="agency_id")
    if not found.may:
        raise NotAllowed(f"{found.agency.name} 不能承办该标的：{found.excluded}。另选机构", code="agency_excluded", field="agency_id")
    return found


def wanted_for(kind_code: str, asset: Asset) -> Wanted:
    """What a choice is made for."""
    return Wanted(asset.court_id, asset.case_id, asset.id, kind_code, f"{get_kind(kind_code).title} · {asset.title}"[:200])


def drawn_agency(r: Reading, choice_id: str, wanted: Wanted) -> str:
    """Who was drawn for this very work by a draw in the actor's scope; '' when it was for other work or nobody yet."""
    choice = get_choice(r, choice_id)
    return (choice.chosen_id or "") if (choice.asset_id, choice.kind) == (wanted.asset_id, wanted.kind) else ""


def _judged(each: Candidate, kind: Kind, near: dict[str, str]) -> Candidate:
    if each.excluded:
        return each
    if wrong := _wrong_body(kind, each.agency.kind):
        return replace(each, excluded=wrong, barrier=Barrier.BODY)
    if reason := near.get(each.agency.id):
        return replace(each, excluded=reason, barrier=Barrier.NEAR)
    return each


def _wrong_body(kind: Kind, agency_kind: str) -> str:
    wanted = kind.law.agency_kinds
    return "" if not wanted or agency_kind in wanted else f"这类任务由{'、'.join(AGENCY_KIND_NAMES[AgencyKind(each)] for each in wanted)}承办"


def _near(r: Reading, asset: Asset, agency_ids: list[str]) -> dict[str, str]:
    """Agencies that stand too close, with the reason: to a party, to somebody who wants to bid, to the court's own people."""
    within = Within(frozenset(agency_ids))
    parties = [Subject(party.name, party.id_no, party.phone, party.address) for party in list_parties(r, asset.case_id)]
    near = dict.fromkeys(agencies_near_court(r, asset.court_id), NEAR_COURT)
    near |= {hit.agency_id: NEAR_BIDDER for hit in find_hits_of_bidders(r, within, asset.id) if hit.gate is Gate.BLOCKED}
    return near | {hit.agency_id: NEAR_PARTY for hit in find_hits(r, within, parties) if hit.gate is Gate.BLOCKED}
