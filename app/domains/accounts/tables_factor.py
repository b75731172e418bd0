"""The second factor of a person: a time-based code's secret, ten recovery codes, and the failures that its limits count."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
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


class FactorFailure(Row):
    """A wrong code, for the limits; gone after a day."""

    __tablename__ = "second_factor_failure"
    __untrailed__ = True
    __table_args__ = (Index("ix_second_factor_failure_person_at", "person_id", "at"),)

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
