"""Evidence: bytes kept by their digest, never changed, read back only if they still match, never handed out once they are set aside."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.infra.database import Row
from app.infra.storage import Missing, Storage
from app.kernel.errors import NotNow
from app.kernel.ids import digest_of


class Spoiled(RuntimeError):
    """The stored bytes are missing or no longer match their digest."""


class Quarantined(NotNow):
    """The bytes were found to be malware and set aside (M-40)."""

    code = "quarantined"

    def __init__(self, digest: str) -> None:
        super().__init__("文件已隔离：不要再次上传，联系系统管理员")
        self.digest = digest


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
    """Bytes by digest in a storage; written whole or not at all. `scanning`: what comes from outside is scanned before originals are handed out."""

    storage: Storage
    scanning: bool = False

    def keep(self, content: bytes) -> str:
        """Store bytes; the digest comes back. The same bytes twice are one file; bytes set aside before are Quarantined."""
        digest = digest_of(content)
        if not self._is_here(digest):
            self.storage.put(digest, content)
        return digest

    def keep_file(self, path: Path, digest: str) -> None:
        """Store a file whose digest the caller has just counted; the file stays where it is. Quarantined as in keep()."""
        if not self._is_here(digest):
            self.storage.put_file(digest, path)

    def read(self, digest: str) -> bytes:
        """The bytes of a digest, checked; Spoiled if missing or altered, Quarantined if set aside."""
        try:
            content = self.storage.read(digest)
        except Missing as error:
            raise self._lost(digest) from error
        if digest_of(content) != digest:
            raise Spoiled(f"{digest} was altered")
        return content

    def stream(self, digest: str) -> Iterator[bytes]:
        """The bytes in pieces. The last piece is held back until the whole is checked, so that an altered file never arrives complete (Spoiled)."""
        counted, held = hashlib.sha256(), b""
        try:
            for piece in self.storage.stream(digest):
                if held:
                    yield held
                counted.update(piece)
                held = piece
        except Missing as error:
            raise self._lost(digest) from error
        if counted.hexdigest() != digest:
            raise Spoiled(f"{digest} was altered")
        yield held

    def require(self, digest: str) -> None:
        """Refuse before an answer has begun what can be refused then: Quarantined, or Spoiled for what is missing."""
        if not self.storage.has(digest):
            raise self._lost(digest)

    def set_aside(self, digest: str) -> None:
        """Put bytes into quarantine; a second time changes nothing."""
        if not self.storage.is_aside(digest):
            self.storage.set_aside(digest)

    def _is_here(self, digest: str) -> bool:
        if self.storage.has(digest):
            return True
        if self.storage.is_aside(digest):
            raise Quarantined(digest)
        return False

    def _lost(self, digest: str) -> Exception:
        return Quarantined(digest) if self.storage.is_aside(digest) else Spoiled(f"{digest} is missing")


def keep(session: Session, store: EvidenceStore, content: bytes, *, name: str, media_type: str, source: str, now: datetime) -> Evidence:
    """Keep bytes and write their row; the row's id is what other tables refer to."""
    row = Evidence(digest=store.keep(content), size=len(content), media_type=media_type, name=name[:255], source=source[:500], kept_at=now)
    session.add(row)
    return row


def keep_file(session: Session, store: EvidenceStore, path: Path, digest: str, *, name: str, media_type: str, source: str, now: datetime) -> Evidence:
    """Keep a file whose SHA-256 was counted already and write its row."""
    store.keep_file(path, digest)
    row = Evidence(digest=digest, size=path.stat().st_size, media_type=media_type, name=name[:255], source=source[:500], kept_at=now)
    session.add(row)
    return row
