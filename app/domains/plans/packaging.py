"""The listing package of a frozen plan: the signed terms, photos and attachments from the evidence, without metadata, in the site's own layout."""

from __future__ import annotations

from dataclasses import dataclass

from app.domains.assets.queries import get_asset_whole
from app.domains.assets.tables import Asset
from app.domains.assets.types import Kind
from app.domains.cases.queries import house_case
from app.domains.courts.queries import get_court
from app.domains.plans.checks.check import publication_points
from app.domains.plans.queries import get_plan
from app.domains.plans.service import note_packaged
from app.domains.plans.subjects import captions_of, subject_of
from app.domains.plans.tables import Plan
from app.domains.plans.types import PlanStatus, Terms
from app.infra.evidence import EvidenceStore
from app.infra.silence import silence
from app.infra.unit_of_work import Work
from app.kernel.errors import NotNow
from app.kernel.ids import digest_of
from app.kernel.money import ZERO
from app.sites.loader import installed
from app.sites.package import PackageIncomplete, PackagePlan

PACKABLE = frozenset({PlanStatus.FROZEN, PlanStatus.PUBLISHED})


@dataclass(frozen=True)
class Package:
    """A zip with its name."""

    name: str
    content: bytes


def pack(w: Work, store: EvidenceStore, plan_id: str) -> Package:
    """Make the package and record that it was taken; refused before the plan is frozen."""
    plan = get_plan(w, plan_id)
    if PlanStatus(plan.status) not in PACKABLE:
        raise NotNow("方案签发锁定后才能导出上拍包", code="not_frozen")
    terms, asset, case = Terms.from_json(plan.terms), get_asset_whole(w, plan.asset_id), house_case(w, plan.case_id)
    if asset.custody_gap:
        raise NotNow(f"{asset.custody_gap}，不能上拍", code="chain_gap")
    if terms.opens_at is None or terms.ends_at is None or terms.start_price is None:
        raise AssertionError("a frozen plan has its price and its times: the check holds it")
    _may_be_published(w, plan, asset, terms)
    captions = captions_of(asset)
    court = get_court(w.session, plan.court_id)
    content = _packed(
        terms.site,
        PackagePlan(
            title=plan.title,
            case_no=case.number,
            court=court.name,
            round=terms.round_no,
            starting_price=terms.start_price,
            appraisal_price=asset.reference_price or ZERO,
            deposit=terms.deposit or ZERO,
            increment=terms.increment or ZERO,
            opens_at=terms.opens_at,
            ends_at=terms.ends_at,
            extension_minutes=terms.extension_minutes,
            announcement=terms.announcement,
            instructions=terms.instructions,
            warnings=terms.warnings,
            photos=tuple((f"{captions.get(digest, '照片')}.jpg", store.read(digest)) for digest in terms.photos),
            attachments=tuple((name, silence(store.read(digest), name)) for name, digest in (*terms.videos, *terms.attachments)),
            our_reference=plan.id,
            plan_digest=plan.digest or "",
            kind=asset.kind,
            kind_word=Kind(asset.kind).word,
            subkind=asset.subkind,
            place=asset.place,
            contact=court.phone,
        ),
    )
    note_packaged(w, plan, digest_of(content))
    return Package(f"listing-{terms.site}-{(plan.digest or '')[:8]}.zip", content)


def _packed(site: str, wanted: PackagePlan) -> bytes:
    """The site's zip; NotNow names what its form demands and nobody entered."""
    plugin = installed().get(site)
    try:
        return plugin.package(wanted)
    except PackageIncomplete as lack:
        raise NotNow(f"{plugin.title}的上拍包还缺：{'；'.join(lack.missing)}", code="package_incomplete") from lack


def _may_be_published(w: Work, plan: Plan, asset: Asset, terms: Terms) -> None:
    """The last gates before a site: the panel's five matters, and persons told three days before the announcement (NA-39, NA-15)."""
    if PlanStatus(plan.status) is not PlanStatus.FROZEN:
        return
    gate = publication_points(subject_of(w, asset, plan), terms, today=w.today)
    if not gate.may_go_on:
        raise NotNow(gate.findings[0].message, code="not_publishable")
