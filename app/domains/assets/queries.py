"""Reads of assets, in the scope of their case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.domains.assets.deliverability import DeliveryFacts, Known
from app.domains.assets.tables import Asset, Encumbrance, PriorityHolder, RightHolder, Seizure
from app.domains.assets.types import Deliverability, EncumbranceKind, Occupancy
from app.domains.cases.queries import in_scope
from app.infra.unit_of_work import Reading, for_house
from app.kernel.errors import NotFound
from app.law.subjects import AssetKind

Part = TypeVar("Part", bound=RightHolder | Encumbrance | PriorityHolder)
Held = TypeVar("Held", Seizure, Encumbrance, PriorityHolder)


def get_asset(r: Reading, asset_id: str) -> Asset:
    """An asset in the actor's scope; NotFound otherwise."""
    asset = r.session.scalar(in_scope(select(Asset), Asset, r.actor).where(Asset.id == asset_id))
    if asset is None:
        raise NotFound
    return asset


def get_asset_whole(r: Reading, asset_id: str) -> Asset:
    """An asset in scope with its holders, seizures, burdens and priority holders; five queries."""
    parts = (Asset.holders, Asset.seizures, Asset.encumbrances, Asset.priority_holders)
    asset = r.session.scalar(in_scope(select(Asset), Asset, r.actor).where(Asset.id == asset_id).options(*[selectinload(part) for part in parts]))
    if asset is None:
        raise NotFound
    return asset


def house_asset(r: Reading, asset_id: str) -> Asset:
    """An asset for the house's own steps, past scopes; NotFound when there is none."""
    asset = r.session.scalar(for_house(select(Asset)).where(Asset.id == asset_id))
    if asset is None:
        raise NotFound
    return asset


def list_assets_of_case(r: Reading, case_id: str) -> Sequence[Asset]:
    """Assets of a case in scope, by code."""
    return r.session.scalars(in_scope(select(Asset), Asset, r.actor).where(Asset.case_id == case_id).order_by(Asset.code)).all()


def list_priority_holders(r: Reading, asset_id: str) -> Sequence[PriorityHolder]:
    """Who may buy the asset first; for the house's steps and for people who already hold the asset."""
    return r.session.scalars(
        for_house(select(PriorityHolder)).where(PriorityHolder.asset_id == asset_id).order_by(PriorityHolder.rank, PriorityHolder.id)
    ).all()


def list_seizures(r: Reading, asset_id: str) -> Sequence[Seizure]:
    """Seizures of an asset by rank; for the house's steps and for people who already hold the asset."""
    return r.session.scalars(for_house(select(Seizure)).where(Seizure.asset_id == asset_id, Seizure.ended_no == 0).order_by(Seizure.rank)).all()


def list_seizures_ever(r: Reading, asset_id: str) -> Sequence[Seizure]:
    """Seizures of an asset, also those that lapsed and were followed by another; for the house's steps."""
    return r.session.scalars(for_house(select(Seizure)).where(Seizure.asset_id == asset_id).order_by(Seizure.rank, Seizure.ended_no)).all()


def find_asset_by_code(r: Reading, case_id: str, code: str) -> Asset | None:
    """The asset of a case by its code (A01), in scope."""
    return r.session.scalar(in_scope(select(Asset), Asset, r.actor).where(Asset.case_id == case_id, Asset.code == code))


def title_taken(r: Reading, case_id: str, title: str) -> bool:
    """Has the case an asset of this title?"""
    return r.session.scalar(in_scope(select(Asset.id), Asset, r.actor).where(Asset.case_id == case_id, Asset.title == title)) is not None


def first_seized_on(r: Reading, asset_id: str) -> date | None:
    """The day on which the first seizure began; None without one."""
    return r.session.scalar(for_house(select(func.min(Seizure.starts_on)).where(Seizure.asset_id == asset_id, Seizure.rank == 1, Seizure.ended_no == 0)))


def first_seizure_ends_on(r: Reading, asset_id: str) -> date | None:
    """The end of the first seizure that stands; None without one. For the house's steps."""
    of = select(func.max(Seizure.expires_on)).where(Seizure.asset_id == asset_id, Seizure.rank == 1, Seizure.ended_no == 0)
    return r.session.scalar(for_house(of))


def get_seizure(r: Reading, seizure_id: str) -> Seizure:
    """A seizure in the actor's scope."""
    seizure = r.session.scalar(in_scope(select(Seizure), Seizure, r.actor).where(Seizure.id == seizure_id))
    if seizure is None:
        raise NotFound
    return seizure


def get_part(r: Reading, kind: type[Part], part_id: str) -> Part:
    """A holder, burden or priority holder in the actor's scope."""
    part = r.session.scalar(in_scope(select(kind), kind, r.actor).where(kind.id == part_id))
    if part is None:
        raise NotFound
    return part


def list_parts(r: Reading, kind: type[Part], asset_id: str) -> Sequence[Part]:
    """Holders, burdens or priority holders of an asset in scope, in the order they were entered."""
    return r.session.scalars(in_scope(select(kind), kind, r.actor).where(kind.asset_id == asset_id).order_by(kind.id)).all()


def known_of(r: Reading, asset: Asset, *, decided: Deliverability | None = None) -> Known:
    """What the rule of deliverability looks at, for whoever holds the asset; three queries."""
    parts = parts_of(r, {asset.id})
    return known(asset, parts.seizures.get(asset.id, []), parts.burdens.get(asset.id, []), decided=decided)


def known(asset: Asset, seizures: Sequence[Seizure], burdens: Sequence[Encumbrance], *, decided: Deliverability | None = None) -> Known:
    """The same from rows at hand."""
    return Known(
        kind=AssetKind(asset.law_class),
        occupancy=Occupancy(asset.occupancy),
        decided=decided or Deliverability(asset.deliverability),
        note=asset.deliverability_note,
        first_seized_on=min((each.starts_on for each in seizures if each.rank == 1), default=None),
        residence=any(each.kind == EncumbranceKind.RESIDENCE for each in burdens),
        taxes=len(asset.tax_items),
        arrears=len(asset.arrears),
        surveyed=bool(asset.survey),
        facts=DeliveryFacts.from_json(asset.delivery_facts),
    )


@dataclass(frozen=True)
class Parts:
    """Seizures, burdens and priority holders of some assets, by asset."""

    seizures: Mapping[str, list[Seizure]]
    burdens: Mapping[str, list[Encumbrance]]
    holders: Mapping[str, list[PriorityHolder]]


def parts_of(r: Reading, asset_ids: set[str]) -> Parts:
    """The parts of some assets, for whoever holds them; three queries."""
    seizures = r.session.scalars(for_house(select(Seizure)).where(Seizure.asset_id.in_(asset_ids), Seizure.ended_no == 0).order_by(Seizure.rank)).all()
    burdens = r.session.scalars(for_house(select(Encumbrance)).where(Encumbrance.asset_id.in_(asset_ids)).order_by(Encumbrance.id)).all()
    first = (PriorityHolder.rank, PriorityHolder.id)
    holders = r.session.scalars(for_house(select(PriorityHolder)).where(PriorityHolder.asset_id.in_(asset_ids)).order_by(*first)).all()
    return Parts(_by_asset(seizures), _by_asset(burdens), _by_asset(holders))


def _by_asset(rows: Sequence[Held]) -> dict[str, list[Held]]:
    found: dict[str, list[Held]] = {}
    for each in rows:
        found.setdefault(each.asset_id, []).append(each)
    return found


def law_classes_of(r: Reading, asset_ids: set[str]) -> dict[str, str]:
    """The law's class of some assets, for whoever holds their plans; one query."""
    return {row.id: row.law_class for row in r.session.execute(for_house(select(Asset.id, Asset.law_class).where(Asset.id.in_(asset_ids))))}
