"""Services: what must reach whom until when, and every attempt with its proof."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.infra.database import Scoped


class Service(Scoped):
    """One paper to one recipient. `effective_on` is the day it takes effect: in the future while a notice's days run (status serving).

    `counted` tells how that day was found. `failed_attempt` numbers the attempt that failed last.
    """

    __tablename__ = "service"
    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id", "code", "recipient"),
        CheckConstraint("status in ('to_serve','serving','served','deemed','failed','dropped')", name="status"),
        CheckConstraint("status not in ('served','deemed') or (effective_on is not null and closed_at is not null)", name="closed"),
        Index("ix_service_due", "court_id", "status", "due_on"),
        Index("ix_service_counting", "status", "effective_on"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    case_number: Mapped[str] = mapped_column(String(60))
    asset_id: Mapped[str | None] = mapped_column(ForeignKey("asset.id"))
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[str] = mapped_column(String(64))
    code: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    document_id: Mapped[str | None] = mapped_column(ForeignKey("document.id"))
    recipient: Mapped[str] = mapped_column(String(200))
    capacity: Mapped[str] = mapped_column(String(40))
    natural: Mapped[bool] = mapped_column(default=True)
    address: Mapped[str] = mapped_column(String(300), default="")
    consent: Mapped[str] = mapped_column(String(100), default="")
    due_on: Mapped[date | None]
    rule: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(10), default="to_serve")
    way: Mapped[str] = mapped_column(String(20), default="")
    attempts: Mapped[int] = mapped_column(default=0)
    trouble: Mapped[str] = mapped_column(String(300), default="")
    effective_on: Mapped[date | None]
    counted: Mapped[list[Any]] = mapped_column(default=list)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ServiceAttempt(Scoped):
    """One try: who served with whom, whom an agency's worker helped, where, how, with which proof, and what the law made of it. Never changed."""

    __tablename__ = "service_attempt"
    __table_args__ = (UniqueConstraint("service_id", "number"),)

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id"), index=True)
    number: Mapped[int]
    way: Mapped[str] = mapped_column(String(20))
    result: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(300), default="")
    server_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    second: Mapped[str] = mapped_column(String(60))
    helper: Mapped[str] = mapped_column(String(100), default="")
    told: Mapped[dict[str, Any]] = mapped_column(default=dict)
    photos: Mapped[list[Any]] = mapped_column(default=list)
    signature_digest: Mapped[str] = mapped_column(String(64), default="")
    outcome: Mapped[str] = mapped_column(String(10))
    effective_on: Mapped[date | None]
    counted: Mapped[list[Any]] = mapped_column(default=list)
    note: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[datetime]
