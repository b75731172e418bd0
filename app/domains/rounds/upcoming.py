"""When the next thing happens to a round: for the demonstration's clock."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from app.domains.rounds.tables import Round
from app.infra.unit_of_work import Reading, for_house


def next_event_at(r: Reading) -> datetime | None:
    """The earliest reading, opening or end after now, of any round."""
    moments = (Round.next_read_at, Round.opens_at, Round.ends_at)
    found = [r.session.scalar(for_house(select(func.min(moment)).where(moment > r.now))) for moment in moments]
    return min((each for each in found if each is not None), default=None)
