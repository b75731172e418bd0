"""Approvals: a named person's or panel's yes or no to exactly this content; and the panel's votes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.infra.database import Scoped


class Approval(Scoped):
    """One question about one thing's content (`digest`). Decided states carry who and when; `decider_id` None means any holder of the kind's role."""

    __tablename__ = "approval"
    __table_args__ = (
        Index("ix_approval_open", "status", "court_id"),
        Index("ix_approval_subject", "subject_kind", "subject_id"),
        CheckConstraint("status in ('open','void','recalled') or decided_at is not null", name="decided_has_time"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[str] = mapped_column(String(32))
    digest: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(200))
    question: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    decider_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    status: Mapped[str] = mapped_column(String(10), default="open")
    reason: Mapped[str] = mapped_column(Text, default="")
    record_no: Mapped[str] = mapped_column(String(40), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Vote(Scoped):
    """One seat's vote on one content: an opinion on each of the five matters ('agree' or what it should be)."""

    __tablename__ = "vote"
    __table_args__ = (UniqueConstraint("approval_id", "person_id"),)

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    approval_id: Mapped[str] = mapped_column(ForeignKey("approval.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    digest: Mapped[str] = mapped_column(String(64))
    opinions: Mapped[dict[str, Any]]
    remark: Mapped[str] = mapped_column(Text, default="")
    cast_at: Mapped[datetime]
