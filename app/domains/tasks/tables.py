"""Work handed out and handed back: the task, its frozen versions, photos and moves."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from app.domains.tasks.tables_evidence import TaskFile as TaskFile
from app.domains.tasks.tables_evidence import TaskUpload as TaskUpload
from app.infra.database import Scoped


class Task(Scoped):
    """One piece of support work. `header` is all that the agency reads of the case and the asset; `why` is the court's own note.

    `due_on` is Shanghai's day of `due_at`; `status_before` the state that an undone move goes back to; `after` ids of tasks that this draft waits for;
    `court_form` what the court itself fills in; `district`, `street` are read from the place for field days.
    """

    __tablename__ = "task"
    __table_args__ = (
        CheckConstraint("status in ('draft','offered','doing','handed_back','returned','accepted','closed','declined','recalled')", name="status"),
        CheckConstraint("status in ('draft','declined','recalled') or given_at is not null", name="given"),
        CheckConstraint("status not in ('accepted','closed') or accepted_by is not null", name="accepted_by_somebody"),
        Index("ix_task_court_status", "court_id", "status", "due_at"),
        Index("ix_task_agency_status", "agency_id", "status", "due_at"),
        Index("ix_task_worker", "worker_id", "status"),
        Index("ix_task_court_due", "court_id", "due_at", "id"),
        Index("ix_task_court_day", "court_id", "due_on"),
        Index("ix_task_agency_due", "agency_id", "due_at", "id"),
        Index("ix_task_bundle", "bundle_id"),
    )

    number: Mapped[str] = mapped_column(String(40), unique=True)
    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    asset_id: Mapped[str] = mapped_column(ForeignKey("asset.id"), index=True)
    agency_id: Mapped[str] = mapped_column(ForeignKey("agency.id"))
    worker_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(40))
    case_number: Mapped[str] = mapped_column(String(60))
    asset_title: Mapped[str] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(12))
    mandate_no: Mapped[str] = mapped_column(String(60))
    header: Mapped[dict[str, Any]]
    why: Mapped[str] = mapped_column(Text, default="")
    form: Mapped[dict[str, Any]]
    faults: Mapped[dict[str, Any]]
    returned_count: Mapped[int] = mapped_column(default=0)
    given_by: Mapped[str] = mapped_column(String(32))
    given_at: Mapped[datetime | None]
    taken_at: Mapped[datetime | None]
    due_at: Mapped[datetime]
    due_on: Mapped[date]
    paused_at: Mapped[datetime | None]
    pause_reason: Mapped[str] = mapped_column(String(300), default="")
    urged_at: Mapped[datetime | None]
    asked_due_at: Mapped[datetime | None]
    asked_reason: Mapped[str] = mapped_column(String(300), default="")
    handed_back_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    accepted_by: Mapped[str | None] = mapped_column(String(32))
    closed_at: Mapped[datetime | None]
    ended_reason: Mapped[str] = mapped_column(String(300), default="")
    status_before: Mapped[str] = mapped_column(String(12), default="")
    moved_from_id: Mapped[str | None] = mapped_column(String(32))
    moved_to_id: Mapped[str | None] = mapped_column(String(32))
    bundle: Mapped[str] = mapped_column(String(20), default="")
    bundle_id: Mapped[str | None] = mapped_column(String(32))
    after: Mapped[list[Any]] = mapped_column(default=list)
    court_form: Mapped[dict[str, Any]] = mapped_column(default=dict)
    district: Mapped[str] = mapped_column(String(40), default="")
    street: Mapped[str] = mapped_column(String(60), default="")
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}


class TaskVersion(Scoped):
    """The form as it was handed back, frozen by its digest, and what the court said to it."""

    __tablename__ = "task_version"
    __table_args__ = (UniqueConstraint("task_id", "no"), CheckConstraint("verdict in ('','returned','accepted','cancelled')", name="verdict"))

    task_id: Mapped[str] = mapped_column(ForeignKey("task.id"), index=True)
    no: Mapped[int]
    form: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))
    handed_back_at: Mapped[datetime]
    handed_back_by: Mapped[str] = mapped_column(String(32))
    verdict: Mapped[str] = mapped_column(String(10), default="")
    reasons: Mapped[dict[str, Any]]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(String(32))


class TaskPhoto(Scoped):
    """A photo of a task: the original as evidence, the shown copy and thumbnail without metadata, and what its place and time say."""

    __tablename__ = "task_photo"
    __table_args__ = (
        UniqueConstraint("task_id", "client_id"),
        CheckConstraint("badge in ('place_agrees','place_differs','place_unchecked','no_place','time_differs')", name="badge"),
    )

    task_id: Mapped[str] = mapped_column(ForeignKey("task.id"), index=True)
    client_id: Mapped[str] = mapped_column(String(64))
    shot: Mapped[str] = mapped_column(String(40))
    caption: Mapped[str] = mapped_column(String(100), default="")
    evidence_id: Mapped[str] = mapped_column(ForeignKey("evidence.id"))
    digest: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    taken_at: Mapped[datetime | None]
    lng: Mapped[float | None] = mapped_column(Float)
    lat: Mapped[float | None] = mapped_column(Float)
    badge: Mapped[str] = mapped_column(String(14))
    shown_digest: Mapped[str] = mapped_column(String(64))
    thumb_digest: Mapped[str] = mapped_column(String(64), default="")
    blurred: Mapped[bool] = mapped_column(default=False, server_default=false())
    uploaded_at: Mapped[datetime]
    uploaded_by: Mapped[str] = mapped_column(String(32))
    removed_at: Mapped[datetime | None]


class TaskMove(Scoped):
    """One move of a task: who, when, from where to where, why. The thread under the page (来回记录)."""

    __tablename__ = "task_move"

    task_id: Mapped[str] = mapped_column(ForeignKey("task.id"), index=True)
    act: Mapped[str] = mapped_column(String(20))
    to_status: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime]
    actor_id: Mapped[str] = mapped_column(String(32))
    actor_name: Mapped[str] = mapped_column(String(60))
    note: Mapped[str] = mapped_column(Text, default="")


class TaskOpening(Scoped):
    """Who opened the page of a task, once a person and a round of handing back (0: before the first). Kept by looking, so it leaves no trail of its own."""

    __tablename__ = "task_opening"
    __table_args__ = (UniqueConstraint("task_id", "person_id", "round"),)
    __untrailed__ = True

    task_id: Mapped[str] = mapped_column(ForeignKey("task.id"), index=True)
    person_id: Mapped[str] = mapped_column(String(32))
    person_name: Mapped[str] = mapped_column(String(60))
    outside: Mapped[bool]
    round: Mapped[int]
    at: Mapped[datetime]


class TaskView(Scoped):
    """A saved filter of the task list: a person's own, or shared with everybody of the same role at the same court or agency (我的 / 本组)."""

    __tablename__ = "task_view"
    __table_args__ = (UniqueConstraint("owner_id", "name"), Index("ix_task_view_group", "group_key"))

    owner_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    group_key: Mapped[str] = mapped_column(String(60), default="")
    name: Mapped[str] = mapped_column(String(30))
    query: Mapped[str] = mapped_column(String(600))
    made_at: Mapped[datetime]
