"""Places as field days need them: district and street out of an address, and a short way round. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

_DISTRICT = re.compile(r"^(?:[^省市区县]{2,10}(?:省|自治区))?(?:[^市区县]{2,8}市)?(?P<district>[^市区县路街道巷镇乡号]{1,8}[区县市])?")
_STREET = re.compile(r"(?P<street>[^省市区县号0-9０-９]{1,14}?(?:街道|大道|路|大街|街|镇|乡|巷))")
Stop = TypeVar("Stop")
Point = tuple[float, float]
ELSEWHERE = ""


def parts_of(place: str) -> tuple[str, str]:
    """(district, street) of an address such as 广州市南沙区万环东路5号; '' for what it does not say."""
    text = re.sub(r"\s", "", place)
    found = _DISTRICT.match(text)
    district = (found["district"] or "") if found else ""
    rest = text[found.end() :] if found else text
    street = _STREET.match(rest)
    return district[:40], (street["street"] if street else "")[:60]


def round_trip(stops: Sequence[tuple[Stop, Point | None]]) -> list[Stop]:
    """The stops in an order for one day: from the first to the nearest one not yet seen, and so on; those without a point stay last, as they came.

    Points are (lng, lat); nearness is by the plain difference of degrees, enough within a city.
    """
    known = [(stop, point) for stop, point in stops if point is not None]
    order: list[Stop] = []
    here: Point | None = None
    while known:
        start = here
        nearest = known[0] if start is None else min(known, key=lambda each: _apart(start, each[1]))
        known.remove(nearest)
        order.append(nearest[0])
        here = nearest[1]
    return order + [stop for stop, point in stops if point is None]


def _apart(one: Point, other: Point) -> float:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2
