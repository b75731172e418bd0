"""Reads of assets, in the scope of their case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.domains.assets.tables import Asset, Encumbrance, PriorityHolder, RightHolder, Seizure
from app.domains.cases.queries import in_scope
from app.infra.unit_of_work import Reading, for_house
from app.kernel.errors import NotFound

Part = TypeVar("Part", bound=RightHolder | Encumbrance | PriorityHolder)


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
    return r.session.scalars(for_house(select(Seizure)).where(Seizure.asset_id == asset_id).order_by(Seizure.rank)).all()


def find_asset_by_code(r: Reading, case_id: str, code: str) -> Asset | None:
    """The asset of a case by its code (A01), in scope."""
    return r.session.scalar(in_scope(select(Asset), Asset, r.actor).where(Asset.case_id == case_id, Asset.code == code))


def title_taken(r: Reading, case_id: str, title: str) -> bool:
    """Has the case an asset of this title?"""
    return r.session.scalar(in_scope(select(Asset.id), Asset, r.actor).where(Asset.case_id == case_id, Asset.title == title)) is not None


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
