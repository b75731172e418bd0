"""What was published of a thing beside what is found when it is handed over, and lines of the record that become rows of the paper. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.domains.assets.tables import Asset
from app.domains.assets.types import Deliverability, EncumbranceKind, Occupancy
from app.kernel.errors import Invalid
from app.kernel.money import MalformedMoney, Money

NO = "无"
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


def rows_of(text: str, names: Sequence[str]) -> list[dict[str, str]] | None:
    """Lines of cells split by | as rows; [] for 无, None when a line does not hold them all: then the words stand alone."""
    lines = [line.strip() for line in text.replace("｜", "|").splitlines() if line.strip()]
    if lines == [NO]:
        return []
    cells = [[cell.strip() for cell in line.split("|")] for line in lines]
    if not cells or any(len(each) != len(names) or not all(each) for each in cells):
        return None
    return [dict(zip(names, each, strict=True)) for each in cells]


def day_or_none(text: str) -> date | None:
    """A day as typed."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def money_or_none(text: str) -> Money | None:
    """An amount as typed."""
    try:
        return Money.yuan(text)
    except MalformedMoney:
        return None


def counted_of(text: str) -> list[dict[str, object]]:
    """Keys with their number, where every line can be read."""
    rows = rows_of(text, ("name", "count")) or []
    return [{"name": each["name"], "count": int(each["count"])} for each in rows] if all(each["count"].isdecimal() for each in rows) else []
