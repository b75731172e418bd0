"""What a phone sends beside the answers: when it happened, and where it was."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from app.domains.tasks.shapes import instant_of


def happened_at(form: Mapping[str, str]) -> datetime | None:
    """When the phone says that it happened (aware); None when it does not say."""
    return instant_of(form.get("happened_at"))


def place_of(form: Mapping[str, str]) -> tuple[float, float] | None:
    """(lng, lat) that the phone says of itself in `place`: {"longitude": …, "latitude": …}; None when it does not or cannot be."""
    try:
        said = json.loads(form.get("place") or "null")
        place = (float(said["longitude"]), float(said["latitude"])) if isinstance(said, dict) else None
    except (ValueError, TypeError, KeyError):
        return None
    return place if place and abs(place[0]) <= 180 and abs(place[1]) <= 90 else None
