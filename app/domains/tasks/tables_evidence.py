"""Evidence of a task beside its photos: recordings, documents, signatures; and files that are still coming in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.infra.database import Scoped


class TaskFile(Scoped):
    """A video, sound, document or drawn signature: the original as evidence.

    `shown_digest` is a copy without metadata of `shown_size` bytes, empty until it is made.
    `words_digest` names the text that stood on the screen when it was signed (kept as evidence); `found` is what the malware scan found.
    """

    __tablename__ = "task_file"
    __table_args__ = (
        UniqueConstraint("task_id", "client_id"),
        CheckConstraint("sort in ('video','audio','document','signature')", name="sort"),
        CheckConstraint("badge in ('','place_agrees','place_differs','place_unchecked','no_place','time_differs')", name="badge"),
        CheckConstraint("sort <> 'signature' or words_digest <> ''", name="signed_text"),
    )

    task_id: Mapped[str] = mapped_column(ForeignKey("task.id"), index=True)
    client_id: Mapped[str] = mapped_column(String(64))
    sort: Mapped[str] = mapped_column(String(10))
    caption: Mapped[str] = mapped_column(String(100), default="")
    name: Mapped[str] = mapped_column(String(120))
    evidence_id: Mapped[str] = mapped_column(ForeignKey("evidence.id"))
    digest: Mapped[str] = mapped_column(String(64), index=True)
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    seconds: Mapped[float] = mapped_column(Float, default=0.0)
    taken_at: Mapped[datetime | None]
    lng: Mapped[float | None] = mapped_column(Float)
    lat: Mapped[float | None] = mapped_column(Float)
    badge: Mapped[str] = mapped_column(String(14), default="")
    words_digest: Mapped[str] = mapped_column(String(64), default="")
    shown_digest: Mapped[str] = mapped_column(String(64), default="")
    shown_size: Mapped[int] = mapped_column(default=0)
    found: Mapped[str] = mapped_column(String(200), default="")
    uploaded_at: Mapped[datetime]
    uploaded_by: Mapped[str] = mapped_column(String(32))
    removed_at: Mapped[datetime | None]


class TaskUpload(Scoped):
    """A file that comes in piece by piece: what the phone said of it. No trail: it is a promise until it is whole; taking it in is recorded."""

    __tablename__ = "task_upload"
    __untrailed__ = True
    __table_args__ = (
        UniqueConstraint("task_id", "client_id"),
        CheckConstraint("sort in ('photo','video','audio','document','signature')", name="sort"),
        CheckConstraint("(finished_at is null) = (result_id = '')", name="finished"),
        Index("ix_task_upload_expires", "expires_at"),
    )

    task_id: Mapped[str] = mapped_column(ForeignKey("task.id"), index=True)
    client_id: Mapped[str] = mapped_column(String(64))
    sort: Mapped[str] = mapped_column(String(10))
    shot: Mapped[str] = mapped_column(String(40), default="")
    caption: Mapped[str] = mapped_column(String(100), default="")
    name: Mapped[str] = mapped_column(String(120), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    captured_at: Mapped[datetime | None]
    lng: Mapped[float | None] = mapped_column(Float)
    lat: Mapped[float | None] = mapped_column(Float)
    begun_at: Mapped[datetime]
    begun_by: Mapped[str] = mapped_column(String(32))
    expires_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    result_id: Mapped[str] = mapped_column(String(32), default="")
