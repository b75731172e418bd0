"""What the page of an asset (S4) shows, in words: seizure bars, deliverability, rights, price."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.domains.assets.deliverability import ANSWERS, Delivery, DeliveryFacts
from app.domains.assets.listing import AssetRow, row_of
from app.domains.assets.rules import seizure_role
from app.domains.assets.tables import Asset, Encumbrance, PriorityHolder, Seizure
from app.domains.assets.types import EncumbranceKind, Measure, Occupancy, PriorityKind, Status
from app.domains.cases.tables import Case
from app.law.masks import mask_certificate

METHODS = {"agreement": "当事人议价", "directed_inquiry": "定向询价", "online_inquiry": "网络询价", "appraisal": "委托评估"}


@dataclass(frozen=True)
class Photo:
    """A photo of the accepted survey: the whole picture, its thumbnail, what it shows."""

    href: str
    thumb: str
    title: str


@dataclass(frozen=True)
class SeizureBar:
    """A seizure as a bar: how much of its term is gone."""

    seizure: Seizure
    words: str
    role: str
    gone: int
    whole: int
    left: int


@dataclass(frozen=True)
class AssetSheet:
    """The page of an asset."""

    row: AssetRow
    case: Case
    cert: str
    delivery: Delivery
    delivery_rows: Sequence[tuple[str, str]]
    method: str
    bars: Sequence[SeizureBar]
    burdens: Sequence[tuple[str, Encumbrance]]
    priorities: Sequence[tuple[str, PriorityHolder]]
    blocks: tuple[str, ...]
    photos: Sequence[Photo]

    @property
    def changeable(self) -> bool:
        """May it still be described?"""
        return Status(self.row.asset.status) in (Status.HELD, Status.SURVEYED, Status.PRICED, Status.PLANNED)


def asset_sheet(asset: Asset, case: Case, today: date, delivery: Delivery) -> AssetSheet:
    """Put an asset loaded whole into words."""
    return AssetSheet(
        row=row_of(asset, case.number),
        case=case,
        cert=mask_certificate(asset.cert_no) if asset.cert_no else "",
        delivery=delivery,
        delivery_rows=_delivery_rows(asset, delivery),
        method=METHODS.get(asset.reference_method or "", asset.reference_method or ""),
        bars=[_bar(each, today) for each in asset.seizures],
        burdens=[(EncumbranceKind(each.kind).word, each) for each in asset.encumbrances],
        priorities=[(PriorityKind(each.kind).word, each) for each in asset.priority_holders],
        blocks=_blocks(asset, today),
        photos=photos_of(asset),
    )


def photos_of(asset: Asset) -> list[Photo]:
    """The accepted survey's photos, as its task shows them."""
    task_id = str(asset.survey.get("task_id", ""))
    found = asset.survey.get("photos", ()) if task_id else ()
    return [Photo(f"/tasks/{task_id}/photos/{p['id']}/shown", f"/tasks/{task_id}/photos/{p['id']}/thumb", str(p.get("caption") or "现场照片")) for p in found]


def _delivery_rows(asset: Asset, delivery: Delivery) -> list[tuple[str, str]]:
    facts = DeliveryFacts.from_json(asset.delivery_facts)
    lease = "，".join(
        words
        for words in (
            f"合同 {facts.lease_signed_on}" if facts.lease_signed_on else "",
            f"占有自 {facts.possessed_since}" if facts.possessed_since else "",
            f"租期至 {facts.lease_until}" if facts.lease_until else "",
            facts.rent,
        )
        if words
    )
    return [
        ("占有情况", Occupancy(asset.occupancy).word),
        ("占有说明", asset.occupancy_note or "—"),
        *([("租赁", lease)] if lease else []),
        ("腾空责任", delivery.duty.word),
        ("税费", f"已估算 {len(asset.tax_items)} 项" if asset.tax_items else "未估算"),
        ("欠费", f"{len(asset.arrears)} 项" if asset.arrears else "未发现" if asset.survey else "未查明"),
        ("能否过户", ANSWERS[facts.registrable]),
        ("能否贷款", ANSWERS[facts.loan]),
        ("查明的来源", facts.sources or "—"),
        ("交付说明", asset.deliverability_note or "—"),
    ]


def _bar(seizure: Seizure, today: date) -> SeizureBar:
    whole, left = (seizure.expires_on - seizure.starts_on).days, (seizure.expires_on - today).days
    words = "首封" if seizure.rank == 1 else "轮候"
    return SeizureBar(
        seizure, f"{words} · {Measure(seizure.kind).word}", seizure_role(seizure.expires_on, today), min(max(whole - left, 0), whole), whole, left
    )


def _blocks(asset: Asset, today: date) -> tuple[str, ...]:
    found = []
    if not asset.holders:
        found.append("未登记权利人，不能定价")
    first = next((each for each in asset.seizures if each.rank == 1), None)
    if first is None:
        found.append("没有登记首封，不能处置")
    elif first.expires_on < today:
        found.append(f"查封已于 {first.expires_on.isoformat()} 届满，不得处置")
    if asset.reference_valid_until and asset.reference_valid_until < today:
        found.append(f"参考价已于 {asset.reference_valid_until.isoformat()} 失效")
    return tuple(found)
