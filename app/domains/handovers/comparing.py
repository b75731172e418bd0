"""What was published of a thing beside what is found when it is handed over. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domains.assets.tables import Asset
from app.domains.assets.types import Deliverability, EncumbranceKind, Occupancy
from app.kernel.errors import Invalid

METERS = "meters"
_STAYING = (EncumbranceKind.LEASE.value, EncumbranceKind.RESIDENCE.value)

Photo = Mapping[str, Any]
Photos = Mapping[str, Sequence[Photo]]
Row = dict[str, Any]


@dataclass(frozen=True)
class Published:
    """One published fact: under which head, in which words."""

    head: str
    words: str


def published_of(asset: Asset) -> list[Published]:
    """What the announcement said of the thing, from the register that it is made from: possession, size, defects, arrears, rights that stay."""
    rows = [Published("占有", Occupancy(asset.occupancy).word), Published("可交付性", Deliverability(asset.deliverability).word)]
    if asset.area or asset.quantity:
        rows.append(Published("面积、数量", f"{asset.area} 平方米" if asset.area else asset.quantity))
    rows += [Published("已知瑕疵", f"{each.get('part', '')} {each.get('text', '')}".strip()) for each in asset.defects]
    rows += [Published("欠缴费用", f"{each.get('kind', '')} {each.get('amount', '')} 元，计至 {each.get('until_on', '')}") for each in asset.arrears]
    rows += [Published("带租、带居住权", f"{each.holder} {each.detail}".strip()) for each in asset.encumbrances if each.kind in _STAYING]
    return rows


def read_comparison(published: Sequence[Published], typed: Mapping[str, str]) -> list[Row]:
    """What was ticked beside each published fact; Invalid for one that nobody ticked and for a difference without words."""
    rows: list[Row] = []
    faults = []
    for no, each in enumerate(published):
        same, found = typed.get(f"compare-{no}-same", ""), typed.get(f"compare-{no}-found", "").strip()[:300]
        if same not in ("yes", "no"):
            faults.append((f"compare-{no}-same", f"{each.head}：现场看过后选相符或者不符"))
        if same == "no" and not found:
            faults.append((f"compare-{no}-found", f"{each.head}不符：写明现场状况"))
        rows.append({"head": each.head, "published": each.words, "same": same, "found": found or "相符"})
    if faults:
        raise Invalid("；".join(words for _, words in faults), faults=tuple(faults))
    return rows


def with_photos(published: Sequence[Published], rows: Sequence[Row], photos: Photos, meters: int) -> list[Row]:
    """The rows with their photos; Invalid for a published fact without a row, a difference without a photo, fewer photos than meters."""
    known = {(row["head"], row["published"]): row for row in rows}
    told, faults = [], []
    for no, each in enumerate(published):
        row = known.get((each.head, each.words))
        mine = list(photos.get(key_of(each), []))
        if row is None:
            faults.append((f"compare-{no}-same", f"{each.head}：现场看过后选相符或者不符"))
        elif row["same"] == "no" and not mine:
            faults.append((f"compare-{no}-photos", f"{each.head}不符：拍照"))
        else:
            told.append({**row, "photos": mine})
    if len(photos.get(METERS, [])) < meters:
        faults.append(("meter-photos", f"每个计量表拍照：{meters} 个表，现有 {len(photos.get(METERS, []))} 张"))
    if faults:
        raise Invalid("；".join(words for _, words in faults), faults=tuple(faults))
    return told


def with_comparison(condition: str, rows: Sequence[Row], meters: Sequence[Photo] = ()) -> str:
    """The condition as the record says it: the words typed, then each published fact with what was found, then the photos by their digests."""
    told = [f"{each['head']}公示“{each['published']}”，现场{_found(each)}{_photographed(each.get('photos', []))}" for each in rows]
    return "；".join(filter(None, (condition.strip(), *told, f"计量表{_photographed(meters)}" if meters else "")))


def key_of(published: Published) -> str:
    """Under what the photos of a published fact are kept."""
    return f"{published.head}：{published.words}"


def _found(row: Row) -> str:
    return "相符" if row["same"] == "yes" else f"不符：{row['found']}"


def _photographed(photos: Sequence[Photo]) -> str:
    return f"（照片 {len(photos)} 张，摘要 {'、'.join(str(each['digest'])[:8] for each in photos)}）" if photos else ""
