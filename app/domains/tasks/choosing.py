"""Who may be given a kind of task for an asset, and why others may not: engagement, suspension, quota, kind of body, interest."""

from __future__ import annotations

from dataclasses import replace

from app.domains.agencies.interest import Gate, Subject, find_hits
from app.domains.agencies.queries import Candidate, eligible_for
from app.domains.agencies.types import AGENCY_KIND_NAMES, AgencyKind
from app.domains.assets.tables import Asset
from app.domains.cases.queries import list_parties
from app.domains.tasks.fields import Kind
from app.domains.tasks.kinds import get_kind
from app.domains.tasks.queries import count_open_by_agency
from app.infra.unit_of_work import Reading
from app.kernel.errors import NotAllowed


def list_candidates(r: Reading, kind_code: str, asset: Asset) -> list[Candidate]:
    """All agencies for a kind of task on an asset, the possible first, then the excluded with reasons; five queries."""
    kind = get_kind(kind_code)
    every = eligible_for(r, kind.code, asset.court_id, open_tasks=count_open_by_agency(r, asset.court_id))
    near = _near_parties(r, asset, [each.agency.id for each in every])
    judged = [replace(each, excluded=each.excluded or _wrong_body(kind, each.agency.kind) or near.get(each.agency.id, "")) for each in every]
    return sorted(judged, key=lambda each: bool(each.excluded))


def require_candidate(r: Reading, kind_code: str, asset: Asset, agency_id: str) -> Candidate:
    """The agency as a taker of the task, or NotAllowed with the reason (M-23)."""
    found = next((each for each in list_candidates(r, kind_code, asset) if each.agency.id == agency_id), None)
    if found is None:
        raise NotAllowed("没有这家机构，从列表中选", code="agency_unknown", field="agency_id")
    if not found.may:
        raise NotAllowed(f"{found.agency.name} 不能承办该标的：{found.excluded}。另选机构", code="agency_excluded", field="agency_id")
    return found


def _wrong_body(kind: Kind, agency_kind: str) -> str:
    wanted = kind.law.agency_kinds
    return "" if not wanted or agency_kind in wanted else f"这类任务由{'、'.join(AGENCY_KIND_NAMES[AgencyKind(each)] for each in wanted)}承办"


def _near_parties(r: Reading, asset: Asset, agency_ids: list[str]) -> dict[str, str]:
    subjects = [Subject(party.name, party.id_no, party.phone) for party in list_parties(r, asset.case_id)]
    hits = find_hits(r, agency_ids, subjects)
    return {hit.agency_id: "其人员与本案当事人有利害关系（法释〔2016〕18号第34条）" for hit in hits if hit.gate is Gate.BLOCKED}
