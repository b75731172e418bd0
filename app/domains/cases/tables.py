"""Rows of cases: the case, its parties, its panel, notes in its thread, hand-overs between groups."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from app.domains.cases.types import FAR
from app.infra.database import Scoped
from app.kernel.money import Money


class Case(Scoped):
    """An enforcement case of one court. `next_due_at` is its nearest deadline (FAR: none), kept by the deadlines through process.py."""

    __tablename__ = "enforcement_case"
    __table_args__ = (
        CheckConstraint("stage in ('control','field','disposal','review','closed')", name="stage"),
        CheckConstraint("(stage = 'closed') = (closed_at is not null) and (closed_at is null) = (closing_way is null)", name="closed"),
        CheckConstraint("claim >= 0", name="claim"),
        CheckConstraint("clerk_id is null or clerk_id <> judge_id", name="two_people"),
        Index("ix_enforcement_case_due", "court_id", "next_due_at", "id"),
        Index("ix_enforcement_case_filed", "court_id", "filed_on", "id"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    number: Mapped[str] = mapped_column(String(60), unique=True)
    year: Mapped[int]
    cause: Mapped[str] = mapped_column(String(200))
    basis_number: Mapped[str] = mapped_column(String(200))
    basis_title: Mapped[str] = mapped_column(String(200))
    basis_court: Mapped[str] = mapped_column(String(200))
    basis_effective_on: Mapped[date]
    filed_on: Mapped[date]
    claim: Mapped[Money]
    kind: Mapped[str] = mapped_column(String(20))
    stage: Mapped[str] = mapped_column(String(20))
    judge_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    clerk_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    remark: Mapped[str] = mapped_column(Text, default="")
    opened_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    next_due_at: Mapped[datetime] = mapped_column(default=FAR)
    next_due_title: Mapped[str] = mapped_column(String(100), default="")
    next_due_provisional: Mapped[bool] = mapped_column(default=False, server_default=false())
    closed_at: Mapped[datetime | None]
    closing_way: Mapped[str | None] = mapped_column(String(20))
    closing_reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    case_id = synonym("id")
    parties: Mapped[list[Party]] = relationship(order_by="Party.id", viewonly=True)

    __mapper_args__ = {"version_id_col": version}


class Party(Scoped):
    """A natural person or an organisation in one role of one case; numbers are shown masked (trust.md R40)."""

    __tablename__ = "party"
    __table_args__ = (
        UniqueConstraint("case_id", "role", "id_kind", "id_no"),
        CheckConstraint("kind in ('natural','legal','other')", name="kind"),
        CheckConstraint("kind = 'natural' or legal_rep <> ''", name="represented"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(200), index=True)
    id_kind: Mapped[str] = mapped_column(String(20))
    id_no: Mapped[str] = mapped_column(String(40), index=True)
    sex: Mapped[str] = mapped_column(String(2), default="")
    born_on: Mapped[date | None]
    phone: Mapped[str] = mapped_column(String(30), default="")
    address: Mapped[str] = mapped_column(String(300))
    e_service: Mapped[bool] = mapped_column(default=False)
    legal_rep: Mapped[str] = mapped_column(String(60), default="")
    agent: Mapped[str] = mapped_column(String(200), default="")
    remark: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class CasePanel(Scoped):
    """A seat of the panel (合议庭) of a case; seat 1 presides."""

    __tablename__ = "case_panel"
    __table_args__ = (
        UniqueConstraint("case_id", "seat"),
        UniqueConstraint("case_id", "person_id"),
        CheckConstraint("seat between 1 and 7", name="seat"),
        Index("uq_case_panel_presiding", "case_id", unique=True, sqlite_where=text("presiding"), postgresql_where=text("presiding")),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    presiding: Mapped[bool] = mapped_column(default=False)
    seat: Mapped[int]


class CaseNote(Scoped):
    """What somebody wrote into the case's thread; never edited, only answered. A secret note is for the panel."""

    __tablename__ = "case_note"

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    author_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]
    body: Mapped[str] = mapped_column(Text)
    secret: Mapped[bool] = mapped_column(default=False)


class CaseHanding(Scoped):
    """A case on its way from one group to the next (移送中): done, open items; the next group accepts or sends it back."""

    __tablename__ = "case_handing"
    __table_args__ = (
        CheckConstraint("status in ('offered','accepted','declined')", name="status"),
        CheckConstraint("(status = 'offered') = (answered_at is null)", name="answered"),
        Index("uq_case_handing_offered", "case_id", unique=True, sqlite_where=text("status = 'offered'"), postgresql_where=text("status = 'offered'")),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    from_stage: Mapped[str] = mapped_column(String(20))
    to_stage: Mapped[str] = mapped_column(String(20))
    done: Mapped[str] = mapped_column(Text, default="")
    open_items: Mapped[list[Any]] = mapped_column(default=list)
    status: Mapped[str] = mapped_column(String(10), default="offered")
    offered_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    offered_at: Mapped[datetime]
    answered_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
