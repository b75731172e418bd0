"""What a case must have done before it may close: one row an item, opened and done by facts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.infra.database import Scoped


class ClosingCheck(Scoped):
    """An item of the closing checklist for one thing of the case."""

    __tablename__ = "closing_check"
    __table_args__ = (UniqueConstraint("case_id", "item", "thing_id"),)

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    item: Mapped[str] = mapped_column(String(30))
    thing_id: Mapped[str] = mapped_column(String(32))
    title: Mapped[str] = mapped_column(String(200))
    opened_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
