"""The outbox: jobs written in the act's own transaction, claimed with a lease, done by workers, sent again when a worker dies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, Text, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.infra.database import Row

LEASE = timedelta(seconds=120)
BACK_OFF = (5, 30, 120, 600, 3600)


class JobState(StrEnum):
    """todo and doing are the worker's; person waits for somebody to look."""

    TODO = "todo"
    DOING = "doing"
    DONE = "done"
    PERSON = "person"


class Job(Row):
    """Work that leaves the request. `token` fences a worker that was too slow; times are real seconds' instants of the house's clock."""

    __tablename__ = "job"
    __untrailed__ = True
    __table_args__ = (Index("ix_job_due", "state", "next_at"), CheckConstraint("state in ('todo','doing','done','person')", name="state"))

    kind: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(10), default=JobState.TODO)
    next_at: Mapped[datetime]
    made_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    token: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Text)


@dataclass(frozen=True)
class Claim:
    """A job that this worker may do until its lease ends; `token` proves it."""

    id: str
    kind: str
    payload: dict[str, Any]
    token: int
    attempts: int


def claim_due(session: Session, now: datetime, *, limit: int = 50, skip_locked: bool = False) -> Sequence[Claim]:
    """Take due jobs: their next_at moves on by a lease, so that a crash gives them back. Order: oldest due first."""
    due = select(Job).where(Job.state.in_((JobState.TODO, JobState.DOING)), Job.next_at <= now).order_by(Job.next_at).limit(limit)
    rows = session.scalars(due.with_for_update(skip_locked=True) if skip_locked else due).all()
    for row in rows:
        row.state, row.token, row.attempts, row.next_at = JobState.DOING, row.token + 1, row.attempts + 1, now + LEASE
    return [Claim(row.id, row.kind, row.payload, row.token, row.attempts) for row in rows]


def finish(session: Session, claim: Claim, now: datetime) -> bool:
    """Mark done if the claim still holds; False for a worker whose lease was taken over."""
    held = update(Job).where(Job.id == claim.id, Job.token == claim.token, Job.state == JobState.DOING)
    return session.scalar(held.values(state=JobState.DONE, done_at=now).returning(Job.id)) is not None


def put_off(session: Session, claim: Claim, now: datetime, error: str) -> None:
    """Try again later, further each time; after the last try it waits for a person."""
    tries = claim.attempts
    state = JobState.PERSON if tries > len(BACK_OFF) else JobState.TODO
    wait = BACK_OFF[min(tries, len(BACK_OFF)) - 1]
    session.execute(
        update(Job).where(Job.id == claim.id, Job.token == claim.token).values(state=state, next_at=now + timedelta(seconds=wait), error=error[:2000])
    )
