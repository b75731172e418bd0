"""Outside agencies, what a court has engaged them for, and the relatives that their people have declared."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.infra.database import Row, Scoped


class Agency(Row):
    """An outside body: agency, appraiser, notary, insurer. Never deleted; a suspension has a reason."""

    __tablename__ = "agency"
    __table_args__ = (CheckConstraint("(suspended_at is null) = (suspended_reason = '')", name="suspension_has_reason"),)

    name: Mapped[str] = mapped_column(String(100), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    uscc: Mapped[str] = mapped_column(String(18), unique=True)
    region: Mapped[str] = mapped_column(String(100), default="")
    contact: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    registered_at: Mapped[datetime]
    suspended_at: Mapped[datetime | None]
    suspended_reason: Mapped[str] = mapped_column(String(200), default="")


class Engagement(Scoped):
    """What one court has engaged an agency for: kinds of tasks (codes), region, term (both days included), open tasks at a time."""

    __tablename__ = "engagement"
    __table_args__ = (
        CheckConstraint("from_on <= until_on", name="term"),
        CheckConstraint("quota > 0", name="quota"),
        Index("ix_engagement_court", "court_id", "until_on"),
    )

    agency_id: Mapped[str] = mapped_column(ForeignKey("agency.id"), index=True)
    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    kinds: Mapped[list[Any]]
    region: Mapped[str] = mapped_column(String(100), default="")
    from_on: Mapped[date]
    until_on: Mapped[date]
    quota: Mapped[int] = mapped_column(default=50)
    ended_on: Mapped[date | None]
    agency: Mapped[Agency] = relationship()


class InterestDeclaration(Scoped):
    """A person of an agency, or a near relative, who may not bid on what the agency works at (NA-46). Numbers are kept as digests and masks only."""

    __tablename__ = "interest_declaration"
    __table_args__ = (
        Index("ix_interest_id_digest", "id_digest"),
        Index("ix_interest_phone_digest", "phone_digest"),
        Index("ix_interest_name", "name"),
    )

    agency_id: Mapped[str] = mapped_column(ForeignKey("agency.id"), index=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    relation: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(60))
    id_digest: Mapped[str] = mapped_column(String(64), default="")
    id_masked: Mapped[str] = mapped_column(String(20), default="")
    phone_digest: Mapped[str] = mapped_column(String(64), default="")
    declared_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
