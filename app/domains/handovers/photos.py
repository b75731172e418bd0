"""Photos of visits and refusals: checked by content, originals kept as evidence, shown as copies without metadata."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.infra.evidence import EvidenceStore, keep
from app.infra.media import copy_without_metadata, inspect
from app.infra.unit_of_work import Work
from app.kernel.errors import Invalid

MOST_PHOTOS = 30


def keep_photos(w: Work, store: EvidenceStore, files: Sequence[tuple[str, bytes]]) -> list[dict[str, Any]]:
    """Keep photos (name, bytes) of one step; what is stored beside it: digest of the original, of the shown copy, time taken. Invalid names a bad file."""
    given = [(name, content) for name, content in files if content or name]
    if len(given) > MOST_PHOTOS:
        raise Invalid(f"一次最多 {MOST_PHOTOS} 张照片", field="photos")
    return [_keep(w, store, name, content) for name, content in given]


def _keep(w: Work, store: EvidenceStore, name: str, content: bytes) -> dict[str, Any]:
    try:
        picture = inspect(content, name)
        shown = store.keep(copy_without_metadata(content, picture.media_type))
    except Invalid as refusal:
        raise Invalid(f"{name}：{refusal.message}", field="photos") from refusal
    original = keep(w.session, store, content, name=name, media_type=picture.media_type, source=f"腾空移交 {w.actor.name}", now=w.now)
    taken_at = picture.taken_at.isoformat() if picture.taken_at else None
    return {"digest": original.digest, "shown": shown, "name": name, "taken_at": taken_at, "width": picture.width, "height": picture.height}
