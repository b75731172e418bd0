"""Jobs of tasks: thumbnails of photos, made after the upload has been answered."""

from __future__ import annotations

from typing import Any

from app.domains.audit.service import record
from app.domains.tasks.queries import house_photo
from app.infra.house import House
from app.infra.media import THUMBNAIL_SIDE, copy_without_metadata


def make_thumbnail(house: House, payload: dict[str, Any]) -> None:
    """Make the small copy of a photo; a second time it finds it made."""
    with house.reading() as r:
        photo = house_photo(r, str(payload["photo_id"]))
    if photo is None or photo.thumb_digest:
        return
    small = copy_without_metadata(house.evidence.read(photo.shown_digest), "image/jpeg", side=THUMBNAIL_SIDE, quality=70)
    digest = house.evidence.keep(small)
    with house.work() as w:
        row = house_photo(w, photo.id)
        if row is not None and not row.thumb_digest:
            row.thumb_digest = digest
            record(w, "task.thumbnail_made", "task_photo", row.id, "生成缩略图")


HANDLERS = {"tasks.thumbnail": make_thumbnail}
