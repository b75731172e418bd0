"""Deadlines: one row a period, with how it was counted; one row a stage that fired, unique, so that twice is once."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.infra.database import Base, Scoped


class Deadline(Scoped):
    """A legal or set period of one thing. `due_on` is its last day; `due_at` the instant after which it is missed; `next_at` when the heartbeat looks again.

    `length` is what was counted with (None: an hour was set, nothing to count again), `added_days` what stops and extensions left out of the count,
    `escalates_at` when a miss goes on to the president (None: not missed), `with_case`: it stands still because its whole case does,
    `warn_days` the reminders in force where the court set them (None: the catalogue's).
    """

    __tablename__ = "deadline"
    __table_args__ = (
        Index("ix_deadline_next", "state", "next_at"),
        Index("ix_deadline_subject", "subject_kind", "subject_id"),
        Index("ix_deadline_court", "court_id", "state", "due_at"),
        CheckConstraint("state in ('running','suspended','met','ended')", name="state"),
        CheckConstraint("state <> 'met' or met_at is not null", name="met_has_time"),
    )

    code: Mapped[str] = mapped_column(String(40))
    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    asset_id: Mapped[str | None] = mapped_column(String(32))
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[str] = mapped_column(String(32))
    title: Mapped[str] = mapped_column(String(100))
    rule: Mapped[str] = mapped_column(String(20))
    citation: Mapped[str] = mapped_column(String(120))
    starts_on: Mapped[date]
    due_on: Mapped[date]
    due_at: Mapped[datetime]
    counted: Mapped[list[Any]]
    calendar_version: Mapped[str] = mapped_column(String(40))
    provisional: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(10), default="running")
    next_at: Mapped[datetime | None]
    met_at: Mapped[datetime | None]
    late: Mapped[bool] = mapped_column(default=False)
    missed_at: Mapped[datetime | None]
    holder_role: Mapped[str] = mapped_column(String(20))
    holder_id: Mapped[str | None] = mapped_column(String(32), index=True)
    link: Mapped[str] = mapped_column(String(200), default="")
    remark: Mapped[str] = mapped_column(Text, default="")
    started_at: Mapped[datetime]
    length: Mapped[int | None]
    added_days: Mapped[int] = mapped_column(default=0, server_default="0")
    stopped_on: Mapped[date | None]
    warn_days: Mapped[list[Any] | None]
    escalates_at: Mapped[datetime | None]
    with_case: Mapped[bool] = mapped_column(default=False, server_default=false())
    stages: Mapped[list[DeadlineStage]] = relationship(order_by="DeadlineStage.at")
    changes: Mapped[list[DeadlineChange]] = relationship(order_by="DeadlineChange.id", lazy="raise")


class DeadlineStage(Base):
    """A reminder, the day itself, the miss, or its passing on to the president: fired once each."""

    __tablename__ = "deadline_stage"
    __table_args__ = (UniqueConstraint("deadline_id", "stage"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    deadline_id: Mapped[str] = mapped_column(ForeignKey("deadline.id"), index=True)
    stage: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]


class DeadlineChange(Base):
    """A last day that moved: from when to when, why, and who did it ('' the house)."""

    __tablename__ = "deadline_change"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    deadline_id: Mapped[str] = mapped_column(ForeignKey("deadline.id"), index=True)
    at: Mapped[datetime]
    before_on: Mapped[date]
    after_on: Mapped[date]
    why: Mapped[str] = mapped_column(String(200))
    by_name: Mapped[str] = mapped_column(String(40), default="")


class DeadlineMargin(Base):
    """The days before the last day on which a court has a kind of deadline say something; of `escalation`, the days after a miss."""

    __tablename__ = "deadline_margin"

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    days: Mapped[list[Any]]


class CalendarFeed(Base):
    """The secret address under which a person's programme reads that person's deadlines; only its hash is kept."""

    __tablename__ = "calendar_feed"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[str] = mapped_column(String(20))
    made_at: Mapped[datetime]


class CalendarDraft(Base):
    """A year as read from a notice, waiting for the administrator's yes; gone once it is answered."""

    __tablename__ = "calendar_draft"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    days: Mapped[list[Any]]
    provisional: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(String(200))
    by_id: Mapped[str] = mapped_column(String(32))
    made_at: Mapped[datetime]
    against: Mapped[str] = mapped_column(String(40))
