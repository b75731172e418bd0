"""What the rules are about: the channel of a sale and the kind of thing sold."""

from __future__ import annotations

from enum import StrEnum


class Channel(StrEnum):
    """Online judicial auction (法释〔2016〕18号) or commissioned auction (法释〔2004〕16号)."""

    ONLINE = "online"
    OFFLINE = "offline"


class AssetKind(StrEnum):
    """The kinds that the rules tell apart (law-questions.md), and listed companies' state and legal-person shares (SP-06)."""

    MOVABLE = "movable"
    VEHICLE = "vehicle"
    EQUIPMENT = "equipment"
    SHIP = "ship"
    REAL_ESTATE = "real_estate"
    HOUSE = "house"
    LAND = "land"
    EQUITY = "equity"
    LISTED_SHARE = "listed_share"
    IP = "ip"
    OTHER_RIGHT = "other_right"

    @property
    def is_movable(self) -> bool:
        """动产, as against 不动产或者其他财产权."""
        return self in _MOVABLE

    @property
    def is_real_estate(self) -> bool:
        """不动产."""
        return self in _REAL


_MOVABLE = frozenset({AssetKind.MOVABLE, AssetKind.VEHICLE, AssetKind.EQUIPMENT, AssetKind.SHIP})
_REAL = frozenset({AssetKind.REAL_ESTATE, AssetKind.HOUSE, AssetKind.LAND})
