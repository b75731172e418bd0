"""Listing plans: the terms under work, every version that was put before somebody, reasons for warnings, notices to persons."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.infra.database import Base, Scoped
from app.kernel.money import Money

_UNDER_WAY = text("status in ('draft','returned','panel','signing','frozen')")


class Plan(Scoped):
    """One round's plan for one asset. `digest` binds votes and signature; a frozen plan never changes again; `opens_at` is the opening of its terms.

    `way`: 'direct_sale' where the judge chose that after no sale (AS-28, AS-29), else ''.
    """

    __tablename__ = "plan"
    __table_args__ = (
        UniqueConstraint("asset_id", "round_no", "attempt"),
        CheckConstraint("status <> 'frozen' or (digest is not null and frozen_at is not null and signed_by is not null)", name="frozen_is_signed"),
        CheckConstraint("round_no between 1 and 3", name="round"),
        Index("ix_plan_opening", "court_id", "opens_at"),
        Index("uq_plan_under_way", "asset_id", "round_no", unique=True, sqlite_where=_UNDER_WAY, postgresql_where=_UNDER_WAY),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"), index=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    asset_id: Mapped[str] = mapped_column(ForeignKey("asset.id"), index=True)
    round_no: Mapped[int]
    attempt: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(12), default="draft")
    terms: Mapped[dict[str, Any]]
    opens_at: Mapped[datetime | None]
    version_no: Mapped[int] = mapped_column(default=1)
    digest: Mapped[str | None] = mapped_column(String(64))
    previous_start_price: Mapped[Money | None]
    previous_failed_on: Mapped[date | None]
    previous_site: Mapped[str] = mapped_column(String(20), default="")
    way: Mapped[str] = mapped_column(String(20), default="", server_default="")
    panel_record_no: Mapped[str] = mapped_column(String(40), default="")
    decided: Mapped[list[Any]] = mapped_column(default=list)
    drafted_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    submitted_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime | None]
    signed_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    frozen_at: Mapped[datetime | None]
    returned_reason: Mapped[str] = mapped_column(Text, default="")
    saved_at: Mapped[datetime]
    saved_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class PlanVersion(Scoped):
    """What was put before the panel, as it was: for comparing, and for what votes rested on."""

    __tablename__ = "plan_version"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    plan_id: Mapped[str] = mapped_column(ForeignKey("plan.id"), index=True)
    number: Mapped[int]
    terms: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))


class PlanReason(Scoped):
    """The written reason for going on with a warning (10 to 500 characters)."""

    __tablename__ = "plan_reason"
    __table_args__ = (UniqueConstraint("plan_id", "rule", "field"),)

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    plan_id: Mapped[str] = mapped_column(ForeignKey("plan.id"), index=True)
    rule: Mapped[str] = mapped_column(String(20))
    field: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class PlanNotice(Scoped):
    """A person who must be told before the announcement (NA-15), and when and how that happened."""

    __tablename__ = "plan_notice"
    __table_args__ = (UniqueConstraint("plan_id", "name", "capacity"),)

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    plan_id: Mapped[str] = mapped_column(ForeignKey("plan.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    capacity: Mapped[str] = mapped_column(String(40))
    way: Mapped[str] = mapped_column(String(20), default="")
    told_on: Mapped[date | None]
    recorded_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))


class SiteChoice(Scoped):
    """Which site an applicant of a case chose (NA-03), from which paper or record, and who entered it; one row an applicant."""

    __tablename__ = "site_choice"
    __table_args__ = (UniqueConstraint("case_id", "name"), CheckConstraint("source <> ''", name="source"))

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    name: Mapped[str] = mapped_column(String(200))
    site: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(200))
    chosen_on: Mapped[date]
    recorded_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]


class PlanSave(Scoped):
    """Terms as one save left them, by the plan's version: what an editor who comes later had on the screen. The latest few are kept."""

    __tablename__ = "plan_save"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    plan_id: Mapped[str] = mapped_column(ForeignKey("plan.id"))
    number: Mapped[int]
    terms: Mapped[dict[str, Any]]
    by_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class PlanPresence(Base):
    """Who has a plan open, in which section, writing or reading; worth nothing after half a minute."""

    __tablename__ = "plan_presence"
    __untrailed__ = True

    plan_id: Mapped[str] = mapped_column(ForeignKey("plan.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    section: Mapped[str] = mapped_column(String(20), default="")
    writing: Mapped[bool] = mapped_column(default=False)
    seen_at: Mapped[datetime]
