"""Rows of documents: one version of one paper about one subject, with its facts, its text and its digests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.infra.database import Scoped


class Document(Scoped):
    """A version of a paper. `facts` as plain JSON (money in fen), `faults` [[field path, 中文]] while facts are missing,
    `filled` {field path: value} what a person entered; the *_digest are files in evidence; `template_id` the court's own template, if it was made with one."""

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
    template_id: Mapped[str | None] = mapped_column(ForeignKey("document_template.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class DocumentTemplate(Scoped):
    """A court's own template of a paper, one row a version: the docx itself, what the check found, who let it be used.

    Papers keep the version they were made with.

    `findings` [[severity, message, way out]]; `proof_digest` the PDF of the sample, in evidence.
    """

    __tablename__ = "document_template"
    __table_args__ = (
        UniqueConstraint("court_id", "code", "version_no"),
        CheckConstraint("status in ('uploaded','checked','accepted','retired')", name="status"),
        CheckConstraint("status not in ('accepted','retired') or (accepted_by is not null and accepted_at is not null)", name="accepted"),
        CheckConstraint("accepted_by is null or accepted_by <> uploaded_by", name="two_people"),
        Index(
            "uq_document_template_used", "court_id", "code", unique=True, sqlite_where=text("status = 'accepted'"), postgresql_where=text("status = 'accepted'")
        ),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    code: Mapped[str] = mapped_column(String(40))
    version_no: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    status: Mapped[str] = mapped_column(String(10), default="uploaded")
    findings: Mapped[list[Any]] = mapped_column(default=list)
    uploaded_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[datetime]
    checked_at: Mapped[datetime | None]
    proof_digest: Mapped[str | None] = mapped_column(String(64))
    accepted_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    accepted_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
