"""The second factor of a person: a time-based code's secret, ten recovery codes, and the failures that its limits count."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.infra.database import Base, Row


class SecondFactor(Base):
    """One a person. `sealed` is the secret in the vault; `last_step` the newest time step that was used, so that no code counts twice."""

    __tablename__ = "second_factor"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    sealed: Mapped[str] = mapped_column(String(300))
    last_step: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]


class RecoveryCode(Row):
    """A code that counts once, instead of the telephone; only its hash is kept."""

    __tablename__ = "recovery_code"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


_OPEN = text("confirmed_at is null and dropped_at is null")


class FactorReset(Row):
    """One administrator asks that a person's factor is forgotten, another confirms it (trust.md R11). One open request a person."""

    __tablename__ = "second_factor_reset"
    __table_args__ = (
        Index("uq_second_factor_reset_open", "person_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        CheckConstraint("(confirmed_at is null) = (confirmed_by is null)", name="confirmed_by_whom"),
        CheckConstraint("confirmed_by is null or (confirmed_by <> asked_by and confirmed_by <> person_id)", name="four_eyes"),
        CheckConstraint("asked_by <> person_id", name="not_own"),
    )

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"), index=True)
    reason: Mapped[str] = mapped_column(String(200))
    asked_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    confirmed_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    dropped_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    dropped_at: Mapped[datetime | None]


class FactorFailure(Row):
    """A wrong code, for the limits; gone after a day."""

    __tablename__ = "second_factor_failure"
    __untrailed__ = True
    __table_args__ = (Index("ix_second_factor_failure_person_at", "person_id", "at"),)

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
