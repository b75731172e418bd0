"""What papers say of a court that no register holds yet, from config/court_papers.toml; a court without a table has none of it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.law.subjects import AssetKind

SHEET = Path(__file__).resolve().parents[2] / "config" / "court_papers.toml"


def court_sheet(code: str) -> Mapping[str, Any]:
    """The table of the court whose case numbers carry the code (粤0115); empty when there is none."""
    found: Mapping[str, Any] = _all().get(code, {})
    return found


def class_sheet(code: str, law_class: str) -> Mapping[str, Any]:
    """What is said of one class of things: registry, transfer_docs, loan, registrable."""
    found: Mapping[str, Any] = court_sheet(code).get("classes", {}).get(class_word(law_class), {})
    return found


def class_word(law_class: str) -> str:
    """real_estate, vehicle, movable or right: how the sheet tells things apart."""
    kind = AssetKind(law_class)
    if kind.is_real_estate:
        return "real_estate"
    if kind in (AssetKind.VEHICLE, AssetKind.SHIP):
        return "vehicle"
    return "movable" if kind.is_movable else "right"


@lru_cache(maxsize=1)
def _all() -> Mapping[str, Any]:
    return tomllib.loads(SHEET.read_text(encoding="utf-8"))
