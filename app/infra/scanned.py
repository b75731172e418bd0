"""Scans of papers that go with a form: PDFs or pictures, told by their content, within the limits of evidence; a copy without metadata beside each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import filetype

from app.infra.evidence import EvidenceStore, keep
from app.infra.media import FORMATS, inspect
from app.infra.photos import keep_photos
from app.infra.recordings import Sort, inspect_file
from app.infra.scans import ask_scan
from app.infra.silence import silence
from app.infra.unit_of_work import Work
from app.kernel.errors import Invalid

PDF = "application/pdf"
MOST_RECEIPTS = 30
ENDINGS = {PDF: "pdf", "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


@dataclass(frozen=True)
class KeptScan:
    """The original and the copy in evidence: SHA-256 digests, sizes in bytes, the media type of both."""

    digest: str
    size: int
    media_type: str
    shown_digest: str
    shown_size: int


def keep_scan(w: Work, store: EvidenceStore, content: bytes, name: str, *, source: str) -> KeptScan:
    """Keep both; Invalid at field `scan` for what is neither PDF nor picture, too large, broken, locked or active."""
    try:
        media_type = _kind_of(content, name)
        copy = silence(content, name or "扫描件")
    except Invalid as refusal:
        raise Invalid(refusal.message, field="scan") from refusal
    row = keep(w.session, store, content, name=name or "扫描件", media_type=media_type, source=source, now=w.now)
    if store.scanning:
        ask_scan(w.session, row.digest, w.now)
    return KeptScan(row.digest, row.size, media_type, store.keep(copy), len(copy))


def keep_receipts(w: Work, store: EvidenceStore, sent: Sequence[tuple[str, bytes]], *, source: str) -> list[dict[str, Any]]:
    """Keep receipts (name, bytes), photos as photos are kept and PDFs as scans: what is stored beside each, its shown copy's media type too.

    Invalid at `files` names a bad one.
    """
    if len(sent) > MOST_RECEIPTS:
        raise Invalid(f"一次最多 {MOST_RECEIPTS} 份回执", field="files")
    return [kept for each in sent for kept in _receipt(w, store, *each, source)]


def _receipt(w: Work, store: EvidenceStore, name: str, content: bytes, source: str) -> list[dict[str, Any]]:
    try:
        if _kind_of(content, name) != PDF:
            return [each | {"media_type": "image/jpeg"} for each in keep_photos(w.session, store, [(name, content)], source=source, now=w.now)]
        kept = keep_scan(w, store, content, name, source=source)
    except Invalid as refusal:
        raise Invalid(f"{name}：{refusal.message}", field="files") from refusal
    return [{"digest": kept.digest, "shown": kept.shown_digest, "name": name, "media_type": kept.media_type}]


def _kind_of(content: bytes, name: str) -> str:
    guessed = filetype.guess(content[:8192])
    media_type = str(guessed.mime) if guessed else "未知"
    if media_type in FORMATS:
        return inspect(content, name).media_type
    if media_type != PDF:
        raise Invalid(f"内容是 {media_type}，只收 PDF、JPEG、PNG、WebP 扫描件")
    with TemporaryDirectory(prefix="paifu-scan-") as folder:
        path = Path(folder) / "scan"
        path.write_bytes(content)
        return inspect_file(path, name, Sort.DOCUMENT).media_type
