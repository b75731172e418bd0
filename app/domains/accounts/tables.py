"""People, the roles they hold, their sessions, tokens, and the count of failed sign-ins."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domains.accounts.tables_factor import FactorFailure as FactorFailure
from app.domains.accounts.tables_factor import RecoveryCode as RecoveryCode
from app.domains.accounts.tables_factor import SecondFactor as SecondFactor
from app.infra.database import Base, Row


class Person(Row):
    """A named person with an account. An account is never shared and never deleted, only switched off."""

    __tablename__ = "person"

    login: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    password_hash: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str] = mapped_column(String(20), default="")
    mail: Mapped[str] = mapped_column(String(120), default="")
    active: Mapped[bool] = mapped_column(default=True)
    demo: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
    appointments: Mapped[list[Appointment]] = relationship(back_populates="person", order_by="Appointment.id")


class Appointment(Row):
    """A role held at one court or one outside agency."""

    __tablename__ = "appointment"
    __table_args__ = (
        UniqueConstraint("person_id", "role", "court_id", "agency_id"),
        CheckConstraint("not (court_id is not null and agency_id is not null)", name="one_place"),
        Index("ix_appointment_court_role", "court_id", "role"),
    )

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    court_id: Mapped[str | None] = mapped_column(ForeignKey("court.id"))
    agency_id: Mapped[str | None] = mapped_column(ForeignKey("agency.id"), index=True)
    post: Mapped[str] = mapped_column(String(40), default="")
    since_at: Mapped[datetime]
    until_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(back_populates="appointments")


class UserSession(Base):
    """A signed-in browser. Only the hash of its key is kept; revoking it ends it at the next request.

    `half`: the password was right, the second factor is still to come: such a key opens nothing else. `proved_at`: when the factor was last proved.
    """

    __tablename__ = "user_session"
    __untrailed__ = True

    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    appointment_id: Mapped[str] = mapped_column(ForeignKey("appointment.id"))
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    ip: Mapped[str] = mapped_column(String(45), default="")
    agent: Mapped[str] = mapped_column(String(200), default="")
    half: Mapped[bool] = mapped_column(default=False)
    proved_at: Mapped[datetime | None]


class ApiToken(Row):
    """A bearer token with an end; only its hash is kept."""

    __tablename__ = "api_token"

    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    appointment_id: Mapped[str] = mapped_column(ForeignKey("appointment.id"))
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class SignInFailures(Base):
    """Failed sign-ins of one account or address within its window."""

    __tablename__ = "sign_in_failures"
    __untrailed__ = True

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    since_at: Mapped[datetime]
