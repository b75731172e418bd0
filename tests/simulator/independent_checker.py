"""A small statutory checker of bid logs for the tests, written from law.md NA-19 and NA-23..NA-27 alone: it knows nothing of app/simulator/market.py."""

from __future__ import annotations

from datetime import datetime, timedelta

FIVE = timedelta(minutes=5)


def breaches(start: int, step: int, opens: datetime, ends: datetime, log: list[tuple[datetime, str, int, bool]], *, sale: bool = False) -> list[str]:
    """What is wrong with a log of (time, code, fen, matched by priority), oldest first; an empty list means lawful. A bid at the end is too late (NA-25)."""
    found: list[str] = []
    end = log[0][0] + timedelta(hours=24) if sale and log else ends
    best, last, leader, was_match = None, None, None, False
    for number, (at, code, price, matched) in enumerate(log, 1):
        if at < opens or at >= end:
            found.append(f"{number}: outside {opens}..{end}")
        if last is not None and at <= last:
            found.append(f"{number}: time does not grow")
        if best is None and (price < start or matched):
            found.append(f"{number}: first bid below start, or a match of nothing")
        if best is not None and matched and price != best:
            found.append(f"{number}: a match at another price")
        if best is not None and not matched and price <= best:
            found.append(f"{number}: price does not rise")
        if (price - start) % step:
            found.append(f"{number}: broken step")
        if code == leader and not matched:
            found.append(f"{number}: outbids himself")
        if matched and was_match:
            found.append(f"{number}: match upon match")
        if at >= end - FIVE:
            end = at + FIVE
        best, last, leader, was_match = price, at, code, matched
    return found


def end_of_log(ends: datetime, log: list[tuple[datetime, str, int, bool]]) -> tuple[datetime, int]:
    """The end after the last bid, and how often it moved."""
    moved = 0
    for at, *_ in log:
        if at >= ends - FIVE:
            ends, moved = at + FIVE, moved + 1
    return ends, moved
