"""Facts as plain JSON: money in fen, dates and instants in ISO, decimals as text. Pure; read back by the papers' own types."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from app.kernel.money import Money


def plain_of(value: object) -> Any:
    """What JSON keeps of a value; None inside a mapping is left out, so that a missing fact is missing."""
    match value:
        case Money():
            return value.fen
        case StrEnum():
            return value.value
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case Mapping():
            return {str(name): plain_of(each) for name, each in value.items() if each is not None}
        case list() | tuple():
            return [plain_of(each) for each in value]
        case _:
            return value
