"""Jobs of tasks after an upload has been answered: scan, thumbnails of photos, copies of recordings without metadata; and the sweep of what never ended."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from app.domains.audit.service import record
from app.domains.tasks.queries import house_photo
from app.domains.tasks.queries_evidence import house_file
from app.domains.tasks.recordings import FILE_JOB
from app.domains.tasks.scanning import is_clean
from app.domains.tasks.uploads import sweep_uploads
from app.infra.house import House, Tick
from app.infra.media import THUMBNAIL_SIDE, copy_without_metadata
from app.infra.movies import copy_silent, read_movie
from app.infra.recordings import is_boxed
from app.infra.uploads import Uploads, digest_of_file


def make_thumbnail(house: House, payload: dict[str, Any]) -> None:
    """Scan a photo, then make its small copy; a second time it finds it made."""
    with house.reading() as r:
        photo = house_photo(r, str(payload["photo_id"]))
    if photo is None or photo.thumb_digest or not is_clean(house, photo.digest):
        return
    small = copy_without_metadata(house.evidence.read(photo.shown_digest), "image/jpeg", side=THUMBNAIL_SIDE, quality=70)
    digest = house.evidence.keep(small)
    with house.work() as w:
        row = house_photo(w, photo.id)
        if row is not None and not row.thumb_digest:
            row.thumb_digest = digest
            record(w, "task.thumbnail_made", "task_photo", row.id, "生成缩略图")


def make_copy(house: House, payload: dict[str, Any]) -> None:
    """Scan a file, then make its copy without metadata where its kind permits; a second time it finds it made."""
    with house.reading() as r:
        file = house_file(r, str(payload["file_id"]))
    if file is None or file.shown_digest or not is_clean(house, file.digest) or not is_boxed(file.media_type):
        return
    digest = _silent(house, file.digest)
    with house.work() as w:
        row = house_file(w, file.id)
        if row is not None and not row.shown_digest:
            row.shown_digest = digest
            record(w, "task.copy_made", "task_file", row.id, "生成去除元数据的副本", digest=digest)


def sweep(house: House) -> None:
    """Remove uploads that never ended, rows first."""
    with house.work() as w:
        swept = sweep_uploads(w)
    for upload_id in swept:
        Uploads(house.settings.uploads_folder).drop(upload_id)


def _silent(house: House, digest: str) -> str:
    with tempfile.TemporaryDirectory(prefix="paifu-copy-") as folder:
        source, target = Path(folder) / "source", Path(folder) / "target"
        with source.open("wb") as file:
            file.writelines(house.evidence.stream(digest))
        copy_silent(source, target, read_movie(source))
        made = digest_of_file(target)
        house.evidence.keep_file(target, made)
    return made


HANDLERS = {"tasks.thumbnail": make_thumbnail, FILE_JOB: make_copy}
TICKS = (Tick("tasks.sweep_uploads", 300, sweep),)
