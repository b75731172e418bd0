"""The list of assets: filters, search, keyset pages of fifty by id. Two queries a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import or_, select

from app.domains.assets.tables import Asset
from app.domains.assets.types import Deliverability, Kind, Occupancy, Status
from app.domains.cases.queries import in_scope
from app.domains.cases.tables import Case
from app.infra.unit_of_work import Reading

PAGE = 50


@dataclass(frozen=True)
class AssetFilter:
    """What the address says."""

    status: Status | None = None
    kind: Kind | None = None
    case_id: str = ""
    words: str = ""

    @property
    def is_plain(self) -> bool:
        """Is nothing filtered out?"""
        return not (self.status or self.kind or self.case_id or self.words)


@dataclass(frozen=True)
class AssetRow:
    """One line of the list, in words."""

    asset: Asset
    kind: str
    status: str
    occupancy: str
    deliverability: str
    case_number: str


@dataclass(frozen=True)
class AssetPage:
    """Fifty lines at most, and the cursor of the next page or ''."""

    rows: Sequence[AssetRow]
    after: str


def list_assets(r: Reading, wanted: AssetFilter, *, after: str = "") -> AssetPage:
    """A page of assets in scope, newest first."""
    chosen = in_scope(select(Asset), Asset, r.actor)
    for column, value in ((Asset.status, wanted.status), (Asset.kind, wanted.kind), (Asset.case_id, wanted.case_id)):
        chosen = chosen.where(column == str(value)) if value else chosen
    if wanted.words:
        chosen = chosen.where(or_(Asset.title.contains(wanted.words, autoescape=True), Asset.place.contains(wanted.words, autoescape=True)))
    if after:
        chosen = chosen.where(Asset.id < after)
    found = r.session.scalars(chosen.order_by(Asset.id.desc()).limit(PAGE + 1)).all()
    shown = found[:PAGE]
    cases = r.session.scalars(in_scope(select(Case), Case, r.actor).where(Case.id.in_({asset.case_id for asset in shown})))
    numbers = {case.id: case.number for case in cases}
    return AssetPage([row_of(asset, numbers.get(asset.case_id, "")) for asset in shown], shown[-1].id if len(found) > PAGE else "")


def row_of(asset: Asset, case_number: str = "") -> AssetRow:
    """An asset in words."""
    kind = f"{Kind(asset.kind).word} · {asset.subkind}"
    return AssetRow(asset, kind, Status(asset.status).word, Occupancy(asset.occupancy).word, Deliverability(asset.deliverability).word, case_number)


def filter_of(args: Mapping[str, str]) -> AssetFilter:
    """The filter that an address asks for; what cannot be read is left out."""
    return AssetFilter(
        status=Status(args["status"]) if args.get("status") in set(Status) else None,
        kind=Kind(args["kind"]) if args.get("kind") in set(Kind) else None,
        case_id=args.get("case", ""),
        words=args.get("q", "").strip()[:60],
    )


def chips_of(wanted: AssetFilter) -> Sequence[dict[str, Any]]:
    """Chips of macros/tables.html `filters`."""
    return [
        _chip("状态", "status", wanted.status or "", [(each.value, each.word) for each in Status], wanted),
        _chip("种类", "kind", wanted.kind or "", [(each.value, each.word) for each in Kind], wanted),
    ]


def page_href(wanted: AssetFilter, **more: str) -> str:
    """The address of the list with this filter, and more of it."""
    plain = {"status": wanted.status or "", "kind": wanted.kind or "", "case": wanted.case_id, "q": wanted.words, **more}
    query = {name: str(value) for name, value in plain.items() if value}
    return f"/assets?{urlencode(query)}" if query else "/assets"


def _chip(label: str, name: str, value: str, options: Sequence[tuple[str, str]], wanted: AssetFilter) -> dict[str, Any]:
    return {
        "label": label,
        "value": dict(options).get(str(value), ""),
        "href_clear": page_href(wanted, **{name: ""}),
        "options": [{"label": word, "href": page_href(wanted, **{name: code}), "on": code == value} for code, word in options],
    }
