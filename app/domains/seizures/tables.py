"""Seizures at work: each renewal that is due, and letters by which the right to sell goes from the first-seizing court to the court of a senior lien."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.infra.database import Scoped


class Renewal(Scoped):
    """The work of renewing one seizure before one end. `margin` is the last of the court's margins that was reached, in days before the end.

    State: open, done (renewed), lapsed (the end passed), dropped (the thing was released or handed over).
    """

    __tablename__ = "seizure_renewal"
    __table_args__ = (
        UniqueConstraint("seizure_id", "expires_on"),
        CheckConstraint("state in ('open','done','lapsed','dropped')", name="state"),
        Index("ix_seizure_renewal_open", "court_id", "state", "expires_on"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    asset_id: Mapped[str] = mapped_column(ForeignKey("asset.id"), index=True)
    seizure_id: Mapped[str] = mapped_column(ForeignKey("seizure.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    expires_on: Mapped[date]
    margin: Mapped[int]
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(10), default="open")


class LienRequest(Scoped):
    """A request to hand the right to sell over to the court of a senior lien (法释〔2016〕6号; EX-22).

    direction: out (we hold the lien and ask the first-seizing court), in (another court asks us). State: asked, agreed, refused.
    """

    __tablename__ = "lien_request"
    __table_args__ = (
        CheckConstraint("direction in ('in','out')", name="direction"),
        CheckConstraint("state in ('asked','agreed','refused')", name="state"),
        CheckConstraint("(state = 'asked') = (answered_on is null)", name="answered"),
        CheckConstraint("state <> 'refused' or reason <> ''", name="refused_why"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"), index=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    asset_id: Mapped[str] = mapped_column(ForeignKey("asset.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    direction: Mapped[str] = mapped_column(String(3))
    other_court: Mapped[str] = mapped_column(String(100))
    other_case: Mapped[str] = mapped_column(String(60))
    lien: Mapped[str] = mapped_column(String(300))
    letter_no: Mapped[str] = mapped_column(String(100))
    asked_on: Mapped[date]
    answer_by: Mapped[date]
    state: Mapped[str] = mapped_column(String(10), default="asked")
    answered_on: Mapped[date | None]
    answer_no: Mapped[str] = mapped_column(String(100), default="")
    reason: Mapped[str] = mapped_column(String(300), default="")
    noted_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
