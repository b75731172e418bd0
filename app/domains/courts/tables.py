"""Courts as a tree, with the code that stands in their case numbers, and the calendar of rest days."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.infra.database import Base, Row


class Court(Row):
    """A court: 广州市南沙区人民法院, code 粤0115, below 广州市中级人民法院; `sittings_a_day` lots open at `sitting_time` (HH:MM).

    `renew_first_days`, `renew_last_days`: how long before its end a seizure's renewal is opened, and pressed.
    `agency_warn_days`: how long before the end of an agency's engagement it is told of.
    """

    __tablename__ = "court"

    name: Mapped[str] = mapped_column(String(100), unique=True)
    short_name: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(12), unique=True)
    level: Mapped[str] = mapped_column(String(20))
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("court.id"))
    address: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    supervision_phone: Mapped[str] = mapped_column(String(40), default="")
    sittings_a_day: Mapped[int] = mapped_column(default=5, server_default="5")
    sitting_time: Mapped[str] = mapped_column(String(5), default="10:00", server_default="10:00")
    renew_first_days: Mapped[int] = mapped_column(default=30, server_default="30")
    renew_last_days: Mapped[int] = mapped_column(default=7, server_default="7")
    agency_warn_days: Mapped[int] = mapped_column(default=30, server_default="30")


class CalendarDay(Base):
    """A day that differs from the plain week (State Council's notice), as loaded or edited here."""

    __tablename__ = "calendar_day"
    __table_args__ = (CheckConstraint("kind in ('rest','work')", name="kind"),)

    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(4))
    name: Mapped[str] = mapped_column(String(40), default="")


class CalendarYear(Base):
    """A year whose calendar is loaded; provisional until the official notice is imported."""

    __tablename__ = "calendar_year"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    provisional: Mapped[bool] = mapped_column(default=False)
    version: Mapped[str] = mapped_column(String(40))


class RuleSwitch(Base):
    """What a court set for a rule whose text was seen at second hand only: whether it is asked at all, and its number where it has one ('' the book's)."""

    __tablename__ = "rule_switch"

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"), primary_key=True)
    rule: Mapped[str] = mapped_column(String(20), primary_key=True)
    on: Mapped[bool] = mapped_column("switched_on", default=True)
    value: Mapped[str] = mapped_column(String(20), default="")
    reason: Mapped[str] = mapped_column(String(300))
    changed_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]
