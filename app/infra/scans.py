"""What the malware scan said of kept bytes: waiting, clean, or found. No row: no scanner was set up when they came."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.infra.database import Base
from app.kernel.errors import NotNow


class ScanState(StrEnum):
    """Where a file stands."""

    WAITING = "waiting"
    CLEAN = "clean"
    FOUND = "found"


class FileScan(Base):
    """One file by its digest. It changes with the act that keeps or sets aside the file, whose trail names the digest."""

    __tablename__ = "file_scan"
    __untrailed__ = True
    __table_args__ = (CheckConstraint("state in ('waiting','clean','found')", name="state"),)

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    state: Mapped[str] = mapped_column(String(10))
    found: Mapped[str] = mapped_column(String(200), default="")
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]


def ask_scan(session: Session, digest: str, now: datetime) -> None:
    """Note that bytes wait for their scan; what was answered before stays."""
    if session.get(FileScan, digest) is None:
        session.add(FileScan(digest=digest, state=ScanState.WAITING.value, asked_at=now))


def note_scan(session: Session, digest: str, found: str, now: datetime) -> None:
    """Note the answer: the name of what was found, or '' for clean."""
    row = session.get(FileScan, digest) or FileScan(digest=digest, asked_at=now)
    row.state, row.found, row.answered_at = (ScanState.FOUND if found else ScanState.CLEAN).value, found, now
    session.add(row)


def require_scanned(session: Session, digest: str) -> None:
    """Refuse to hand out bytes that still wait for their scan (NotNow). What was found is refused by the store itself."""
    row = session.get(FileScan, digest)
    if row is not None and row.state == ScanState.WAITING.value:
        raise NotNow("文件正在检查，稍后再下载", code="scan_waiting")
