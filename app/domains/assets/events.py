"""Facts of assets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.kernel.facts import Fact


@dataclass(frozen=True, slots=True)
class AssetEntered(Fact):
    """An asset was entered."""

    asset_id: str
    case_id: str


@dataclass(frozen=True, slots=True)
class AssetReleased(Fact):
    """The thing is given free: no measure of this case holds it any more."""

    asset_id: str
    case_id: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class SeizureEntered(Fact):
    """A seizure was entered or renewed: it holds until expires_on."""

    seizure_id: str
    asset_id: str
    case_id: str
    starts_on: date
    expires_on: date
    rank: int
