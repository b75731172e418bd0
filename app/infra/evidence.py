"""Evidence: bytes kept by their digest, never changed, read back only if they still match."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.infra.database import Row
from app.kernel.ids import digest_of


class Spoiled(RuntimeError):
    """The stored bytes are missing or no longer match their digest."""


class Evidence(Row):
    """One kept file or answer: what it is, where it came from, when. The bytes lie in the store under `digest` (SHA-256)."""

    __tablename__ = "evidence"
    __untrailed__ = True

    digest: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(100))
    name: Mapped[str]
    source: Mapped[str] = mapped_column(String(500))
    kept_at: Mapped[datetime]


@dataclass(frozen=True)
class EvidenceStore:
    """A folder of bytes by digest: ab/cd/abcd…; written whole or not at all."""

    folder: Path

    def keep(self, content: bytes) -> str:
        """Store bytes; the digest comes back. The same bytes twice are one file."""
        digest = digest_of(content)
        path = self._path(digest)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh = path.with_suffix(f".{os.getpid()}.new")
            fresh.write_bytes(content)
            fresh.replace(path)
        return digest

    def read(self, digest: str) -> bytes:
        """The bytes of a digest, checked; Spoiled if missing or altered."""
        path = self._path(digest)
        if not path.exists():
            raise Spoiled(f"{digest} is missing")
        content = path.read_bytes()
        if digest_of(content) != digest:
            raise Spoiled(f"{digest} was altered")
        return content

    def _path(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest[2:4] / digest


def keep(session: Session, store: EvidenceStore, content: bytes, *, name: str, media_type: str, source: str, now: datetime) -> Evidence:
    """Keep bytes and write their row; the row's id is what other tables refer to."""
    row = Evidence(digest=store.keep(content), size=len(content), media_type=media_type, name=name[:255], source=source[:500], kept_at=now)
    session.add(row)
    return row
