"""The tick of the register: declarations that are to be renewed are told of a month before, and on the last day."""

from __future__ import annotations

from app.domains.agencies.declaring import remind_due
from app.infra.house import House, Tick


def remind(house: House) -> int:
    """Tell all that are due; how many."""
    told = 0
    while batch := _some(house):
        told += batch
    return told


def _some(house: House) -> int:
    with house.work() as w:
        return remind_due(w)


def _tick(house: House) -> None:
    remind(house)


TICKS = (Tick("agencies.remind", 60.0, _tick),)
