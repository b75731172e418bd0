"""Facts of custody."""

from __future__ import annotations

from dataclasses import dataclass

from app.kernel.facts import Fact


@dataclass(frozen=True)
class _OfAsset(Fact):
    asset_id: str
    case_id: str
    court_id: str


@dataclass(frozen=True)
class ChainChanged(_OfAsset):
    """The asset's chain has a missing link, in words, or is whole again ('')."""

    gap: str


@dataclass(frozen=True)
class MoveOpened(_OfAsset):
    """A hand-over waits for its signatures; the agencies among its sides."""

    move_id: str
    title: str
    agency_ids: tuple[str, ...]


@dataclass(frozen=True)
class LooksDue(_OfAsset):
    """Things of one holder are to be looked at."""

    agency_id: str | None
    count: int


@dataclass(frozen=True)
class HarmFound(_OfAsset):
    """A look found a thing spoilt or damaged (AUX-11): to be reported at once."""

    title: str
    words: str
