"""Who may be asked for a price on a day, from config/price_lists.toml: price platforms and appraisers (RP-07, RP-16, DIR-03, DIR-06)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.law.subjects import AssetKind

SHEET = Path(__file__).resolve().parents[3] / "config" / "price_lists.toml"


@dataclass(frozen=True)
class Platform:
    """A listed platform; an order goes to all that are listed on its day (RP-07)."""

    code: str
    title: str
    adapter: str
    listed_from: date
    listed_until: date | None = None


@dataclass(frozen=True)
class Appraiser:
    """A listed appraiser; `out` says why it cannot be asked on the day ('' when it can)."""

    uscc: str
    name: str
    out: str = ""


def listed_on(day: date) -> tuple[Platform, ...]:
    """All platforms listed on a day."""
    return tuple(each for each in _platforms() if each.listed_from <= day and (each.listed_until is None or day <= each.listed_until))


def platform_of(code: str) -> Platform | None:
    """A platform by its code, listed or not: an order placed while it was listed is collected afterwards."""
    return next((each for each in _platforms() if each.code == code), None)


def appraisers_on(day: date, law_class: str) -> tuple[Appraiser, ...]:
    """The sub-list of a class of things, by credit code: those that may be asked on the day, and those left out with the reason."""
    wanted = _class_word(law_class)
    rows = [row for row in _sheet()["appraisers"] if wanted in row["kinds"] and row["from"] <= day]
    return tuple(Appraiser(row["uscc"], row["name"], _out(row, day)) for row in sorted(rows, key=lambda row: row["uscc"]))


def _out(row: Mapping[str, Any], day: date) -> str:
    until = row.get("until")
    return "" if until is None or day <= until else str(row.get("barred") or "已不在名单内")


def _class_word(law_class: str) -> str:
    kind = AssetKind(law_class)
    if kind.is_real_estate:
        return "real_estate"
    if kind in (AssetKind.VEHICLE, AssetKind.SHIP):
        return "vehicle"
    return "movable" if kind.is_movable else "right"


@lru_cache(maxsize=1)
def _platforms() -> tuple[Platform, ...]:
    return tuple(Platform(row["code"], row["title"], row["adapter"], row["from"], row.get("until")) for row in _sheet()["platforms"])


@lru_cache(maxsize=1)
def _sheet() -> Mapping[str, Any]:
    return tomllib.loads(SHEET.read_text(encoding="utf-8"))
