"""The days of the ways after a round without a buyer, as its row keeps them: they follow the running periods."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.domains.audit.service import record
from app.domains.settlements.tables import Unsold
from app.infra.unit_of_work import Work


def move_way(w: Work, row: Unsold, step: str, before_on: date, on: date) -> None:
    """The first act of a way that was due on `before_on` is due on this day; the way's own end goes by as many days. For the house's step."""
    ways = [_moved(way, before_on, on) if way["step"] == step and way["first_by"] == before_on.isoformat() else way for way in row.ways]
    if ways == row.ways:
        return
    row.ways = ways
    w.flush()
    title = next(str(way["title"]) for way in ways if way["step"] == step)
    record(w, "unsold.days_moved", "unsold", row.id, f"{title}的期限改为 {on.isoformat()}：{row.title}", case_id=row.case_id)


def _moved(way: dict[str, Any], before_on: date, on: date) -> dict[str, Any]:
    until = date.fromisoformat(way["until"]) + (on - before_on) if way["until"] else None
    words = str(way["words"]).replace(before_on.isoformat(), on.isoformat())
    return {**way, "first_by": on.isoformat(), "until": until.isoformat() if until else None, "words": words}
