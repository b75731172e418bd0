"""Jobs of tasks after an upload has been answered: scan, thumbnails of photos, copies of files without metadata; and the sweep of what never ended."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from app.domains.audit.service import record
from app.domains.tasks.queries import house_photo
from app.domains.tasks.queries_evidence import house_file
from app.domains.tasks.recordings import FILE_JOB, SIGNATURE
from app.domains.tasks.scanning import is_clean
from app.domains.tasks.tables import TaskFile
from app.domains.tasks.uploads import sweep_uploads
from app.infra.house import House, Tick
from app.infra.media import THUMBNAIL_SIDE, copy_without_metadata
from app.infra.silence import silence_file
from app.infra.uploads import Uploads, digest_of_file
from app.kernel.errors import Invalid


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
    """Scan a file, then make its copy without metadata; a second time it finds it made. A file that cannot be cleaned has none, and the trail says so."""
    with house.reading() as r:
        file = house_file(r, str(payload["file_id"]))
    if file is None or file.shown_digest or file.sort == SIGNATURE or not is_clean(house, file.digest):
        return
    try:
        digest, size = _silent(house, file)
    except Invalid as refusal:
        with house.work() as w:
            record(w, "task.copy_not_made", "task_file", file.id, f"不能生成去除元数据的副本：{refusal.message}", digest=file.digest, result="refused")
        return
    with house.work() as w:
        row = house_file(w, file.id)
        if row is not None and not row.shown_digest:
            row.shown_digest, row.shown_size = digest, size
            record(w, "task.copy_made", "task_file", row.id, "生成去除元数据的副本", digest=digest)


def sweep(house: House) -> None:
    """Remove uploads that never ended, rows first."""
    with house.work() as w:
        swept = sweep_uploads(w)
    for upload_id in swept:
        Uploads(house.settings.uploads_folder).drop(upload_id)


def _silent(house: House, found: TaskFile) -> tuple[str, int]:
    """The copy kept in evidence: its digest and its size in bytes."""
    with tempfile.TemporaryDirectory(prefix="paifu-copy-") as folder:
        source, target = Path(folder) / "source", Path(folder) / "target"
        with source.open("wb") as file:
            file.writelines(house.evidence.stream(found.digest))
        silence_file(source, target, found.media_type)
        made = digest_of_file(target)
        house.evidence.keep_file(target, made)
        return made, target.stat().st_size


HANDLERS = {"tasks.thumbnail": make_thumbnail, FILE_JOB: make_copy}
TICKS = (Tick("tasks.sweep_uploads", 300, sweep),)
