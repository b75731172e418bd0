"""Photos that go with an act: checked by content, originals kept as evidence, shown as copies without metadata."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.infra.evidence import EvidenceStore, keep
from app.infra.media import copy_without_metadata, inspect
from app.kernel.errors import Invalid

MOST_PHOTOS = 30
Sent = Sequence[tuple[str, bytes]]


def keep_photos(session: Session, store: EvidenceStore, files: Sent, *, source: str, now: datetime) -> list[dict[str, Any]]:
    """Keep photos (name, bytes); what is stored beside each: digest of the original, of the shown copy, time taken. Invalid names a bad file."""
    given = [(name, content) for name, content in files if content or name]
    if len(given) > MOST_PHOTOS:
        raise Invalid(f"一次最多 {MOST_PHOTOS} 张照片", field="photos")
    return [_keep(session, store, name, content, source, now) for name, content in given]


def _keep(session: Session, store: EvidenceStore, name: str, content: bytes, source: str, now: datetime) -> dict[str, Any]:
    try:
        picture = inspect(content, name)
        shown = store.keep(copy_without_metadata(content, picture.media_type))
    except Invalid as refusal:
        raise Invalid(f"{name}：{refusal.message}", field="photos") from refusal
    original = keep(session, store, content, name=name, media_type=picture.media_type, source=source, now=now)
    taken_at = picture.taken_at.isoformat() if picture.taken_at else None
    return {"digest": original.digest, "shown": shown, "name": name, "taken_at": taken_at, "width": picture.width, "height": picture.height}
