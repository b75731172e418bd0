"""The tick of seizures: what reaches a margin of its court, and what lapsed, each once."""

from __future__ import annotations

from app.domains.seizures.service import open_due
from app.infra.house import House, Tick
from app.kernel.actor import SYSTEM


def look(house: House) -> int:
    """Look through what ends soon; how many changed."""
    with house.work(SYSTEM) as w:
        return open_due(w)


def _tick(house: House) -> None:
    look(house)


TICKS = (Tick("seizures.renew", 60.0, _tick),)
