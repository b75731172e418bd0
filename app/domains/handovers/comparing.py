"""What was published of a thing beside what is found when it is handed over. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domains.assets.tables import Asset
from app.domains.assets.types import Deliverability, EncumbranceKind, Occupancy
from app.kernel.errors import Invalid

_STAYING = (EncumbranceKind.LEASE.value, EncumbranceKind.RESIDENCE.value)


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


def read_comparison(published: Sequence[Published], typed: Mapping[str, str]) -> list[dict[str, str]]:
    """What was ticked beside each published fact; Invalid for a difference without words. A fact nobody looked at is left out."""
    rows, faults = [], []
    for no, each in enumerate(published):
        same, found = typed.get(f"compare-{no}-same", ""), typed.get(f"compare-{no}-found", "").strip()[:300]
        if same == "no" and not found:
            faults.append((f"compare-{no}-found", f"{each.head}不符：写明现场状况"))
        if same in ("yes", "no"):
            rows.append({"head": each.head, "published": each.words, "same": same, "found": found or "相符"})
    if faults:
        raise Invalid("；".join(words for _, words in faults), faults=tuple(faults))
    return rows


def with_comparison(condition: str, rows: Sequence[Mapping[str, str]]) -> str:
    """The condition as the record says it: the words typed, then each published fact with what was found."""
    told = [f"{each['head']}公示“{each['published']}”，现场{'相符' if each['same'] == 'yes' else '不符：' + each['found']}" for each in rows]
    return "；".join(filter(None, (condition.strip(), *told)))
