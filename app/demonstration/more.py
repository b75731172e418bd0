"""More lots for lists and figures: plain cases of many kinds, each stopped somewhere in its life. Names and numbers are made from a seed."""

from __future__ import annotations

from app.demonstration.stage import Step


def more_steps(scale: int) -> list[Step]:
    """Steps of scale × 30 lots."""
    return []
