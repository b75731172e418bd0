"""Vacating and handing over: the thread of one sold asset, its steps, and what was signed on the screen."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.infra.database import Scoped


class Handover(Scoped):
    """One thread. `notice_*` is the order to leave, signed by the president for real estate (CP-01); `record` the handing-over record as it was signed."""

    __tablename__ = "handover"
    __table_args__ = (
        UniqueConstraint("settlement_id"),
        CheckConstraint("status <> 'handed_over' or (handed_over_on is not null and record_digest is not null)", name="handed_over_is_signed"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"), index=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    asset_id: Mapped[str] = mapped_column(ForeignKey("asset.id"), index=True)
    settlement_id: Mapped[str] = mapped_column(ForeignKey("settlement.id"))
    title: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(300))
    buyer_name: Mapped[str] = mapped_column(String(100))
    due_on: Mapped[date | None]
    needs_vacating: Mapped[bool] = mapped_column(default=True)
    status: Mapped[str] = mapped_column(String(20), default="waiting", index=True)
    notice_signed_on: Mapped[date | None]
    notice_signed_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    notice_posted_on: Mapped[date | None]
    leave_by_on: Mapped[date | None]
    vacated_on: Mapped[date | None]
    handed_over_on: Mapped[date | None]
    record_text: Mapped[str] = mapped_column(Text, default="")
    record_digest: Mapped[str | None] = mapped_column(String(64))
    record_data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class HandoverStep(Scoped):
    """A visit, an agreement, the day itself: what happened, who was there, with photos as evidence."""

    __tablename__ = "handover_step"

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    handover_id: Mapped[str] = mapped_column(ForeignKey("handover.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    present: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    evidence: Mapped[list[Any]] = mapped_column(default=list)
    entered_by: Mapped[str] = mapped_column(ForeignKey("person.id"))


class HandoverSignature(Scoped):
    """A signature over exactly the text of `digest`, drawn on the screen or typed (way). Changed text or signing anew voids it; it is never deleted.

    `identity`: which papers the buyer showed (rules.IDENTITIES).
    """

    __tablename__ = "handover_signature"
    __table_args__ = (
        Index(
            "uq_handover_signature_live",
            "handover_id",
            "capacity",
            unique=True,
            sqlite_where=text("voided_at is null"),
            postgresql_where=text("voided_at is null"),
        ),
        CheckConstraint("way in ('drawn','typed')", name="way"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    handover_id: Mapped[str] = mapped_column(ForeignKey("handover.id"), index=True)
    signer: Mapped[str] = mapped_column(String(60))
    capacity: Mapped[str] = mapped_column(String(20))
    digest: Mapped[str] = mapped_column(String(64))
    image_digest: Mapped[str] = mapped_column(String(64))
    way: Mapped[str] = mapped_column(String(5), default="drawn")
    identity: Mapped[str] = mapped_column(String(20), default="")
    at: Mapped[datetime]
    voided_at: Mapped[datetime | None]
