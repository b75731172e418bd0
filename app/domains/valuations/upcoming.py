"""When a price platform is asked again: for the demonstration's clock."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from app.domains.valuations.tables import PriceReport
from app.infra.unit_of_work import Reading, for_house


def next_event_at(r: Reading) -> datetime | None:
    """The earliest time after now at which an order is asked about again."""
    return r.session.scalar(for_house(select(func.min(PriceReport.next_at)).where(PriceReport.next_at > r.now)))
