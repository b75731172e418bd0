"""Approvals: a named person's or panel's yes or no to exactly this content; votes, every step between, opinions asked for, delegations."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.infra.database import Scoped

_LIVE = text("voided_at is null")
_UNANSWERED = text("answered_at is null and withdrawn_at is null")


class Approval(Scoped):
    """One question about one thing's content (`digest`). Decided states carry who and when; `decider_id` None means any holder of the kind's role.

    body, figures: what a proposal says, as it was signed; findings: counts of the check when it was asked; version_no: how often the thing was asked about.
    decided_for: whose right a deputy used. field_reasons: a return's reason per figure; return_step: where it went back to.
    """

    __tablename__ = "approval"
    __table_args__ = (
        Index("ix_approval_open", "status", "court_id"),
        Index("ix_approval_subject", "subject_kind", "subject_id"),
        CheckConstraint("status in ('open','void','recalled') or decided_at is not null", name="decided_has_time"),
        CheckConstraint("decided_by is null or decided_by <> asked_by", name="four_eyes"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[str] = mapped_column(String(32))
    digest: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(200))
    question: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text, default="")
    figures: Mapped[dict[str, Any]] = mapped_column(default=dict)
    findings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    version_no: Mapped[int] = mapped_column(default=1)
    asked_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    decider_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    decided_for: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    status: Mapped[str] = mapped_column(String(10), default="open")
    reason: Mapped[str] = mapped_column(Text, default="")
    field_reasons: Mapped[dict[str, Any]] = mapped_column(default=dict)
    return_step: Mapped[str] = mapped_column(String(20), default="")
    record_no: Mapped[str] = mapped_column(String(40), default="")
    urged_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Vote(Scoped):
    """One seat's vote on one content: an opinion on each matter ('agree' or what it should be). Void when its member left the panel; never deleted."""

    __tablename__ = "vote"
    __table_args__ = (Index("uq_vote_live", "approval_id", "person_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),)

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    approval_id: Mapped[str] = mapped_column(ForeignKey("approval.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    digest: Mapped[str] = mapped_column(String(64))
    opinions: Mapped[dict[str, Any]]
    remark: Mapped[str] = mapped_column(Text, default="")
    cast_at: Mapped[datetime]
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str] = mapped_column(Text, default="")


class ApprovalStep(Scoped):
    """One link of the chain (流转): who did what when, in whose place, to whom, on which content and why. A code of rules.STEP_WORDS."""

    __tablename__ = "approval_step"

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    approval_id: Mapped[str] = mapped_column(ForeignKey("approval.id"), index=True)
    act: Mapped[str] = mapped_column(String(20))
    by_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    for_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    to_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
    words: Mapped[str] = mapped_column(Text, default="")
    digest: Mapped[str] = mapped_column(String(64), default="")


class ApprovalOpinion(Scoped):
    """Somebody asked beside the decider: an added signer (加签), who must answer before the approval closes, or a superior (请示), whose word is advice."""

    __tablename__ = "approval_opinion"
    __table_args__ = (
        CheckConstraint("kind in ('signer','above')", name="kind"),
        Index("uq_approval_opinion_open", "approval_id", "person_id", unique=True, sqlite_where=_UNANSWERED, postgresql_where=_UNANSWERED),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    approval_id: Mapped[str] = mapped_column(ForeignKey("approval.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    asked_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    question: Mapped[str] = mapped_column(Text, default="")
    agrees: Mapped[bool | None]
    words: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class Delegation(Scoped):
    """Between two days somebody decides one kind in another's place (代行); one row a kind. Revoked ones stay, for the chain."""

    __tablename__ = "delegation"
    __table_args__ = (CheckConstraint("from_on <= until_on", name="days"), CheckConstraint("person_id <> to_id", name="two_people"))

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    to_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    from_on: Mapped[date]
    until_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
