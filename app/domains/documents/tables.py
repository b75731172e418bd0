"""Rows of documents: one version of one paper about one subject, with its facts, its text and its digests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.infra.database import Scoped


class Document(Scoped):
    """A version of a paper. `facts` as plain JSON (money in fen), `faults` [[field path, 中文]] while facts are missing,
    `filled` {field path: value} what a person entered; the *_digest are files in evidence."""

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id", "code", "version_no"),
        CheckConstraint("status in ('draft','made','signed','served','void')", name="status"),
        CheckConstraint("(signed_by is null) = (signed_at is null)", name="signature"),
        CheckConstraint("status not in ('signed','served') or signed_at is not null", name="signed"),
        CheckConstraint("status in ('draft','void') or digest <> ''", name="complete"),
        Index("ix_document_made", "court_id", "status", "made_at"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    asset_id: Mapped[str | None] = mapped_column(ForeignKey("asset.id"), index=True)
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[str] = mapped_column(String(64))
    code: Mapped[str] = mapped_column(String(40), index=True)
    title: Mapped[str] = mapped_column(String(200))
    case_number: Mapped[str] = mapped_column(String(60))
    version_no: Mapped[int] = mapped_column(default=1)
    digest: Mapped[str] = mapped_column(String(64), default="")
    public_digest: Mapped[str | None] = mapped_column(String(64))
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    faults: Mapped[list[Any]] = mapped_column(default=list)
    filled: Mapped[dict[str, Any]] = mapped_column(default=dict)
    text: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[str] = mapped_column(String(10))
    secret: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
    made_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    signer_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    signed_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime | None]
    served_at: Mapped[datetime | None]
    pdf_digest: Mapped[str | None] = mapped_column(String(64))
    docx_digest: Mapped[str | None] = mapped_column(String(64))
    public_pdf_digest: Mapped[str | None] = mapped_column(String(64))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
