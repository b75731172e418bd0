"""The malware scan of what came from outside: asked once a file, and what is found leaves the work and is set aside (M-40)."""

from __future__ import annotations

from app.domains.audit.service import record
from app.domains.tasks.queries import house_task
from app.domains.tasks.queries_evidence import house_rows_of_digest
from app.infra.house import House
from app.infra.looking import look_through
from app.infra.scans import FileScan, ScanState
from app.infra.unit_of_work import Work


def is_clean(house: House, digest: str) -> bool:
    """Scan kept bytes unless they were; without a scanner everything passes. What is found is set aside, and the rows that show it are told."""
    if house.scanner is None:
        return True
    with house.reading() as r:
        known = r.session.get(FileScan, digest)
    if known is None or known.state == ScanState.WAITING.value:
        return not look_through(house, digest, lambda w, found: _tell_rows(w, digest, found))
    if known.found:
        house.evidence.set_aside(digest)
    return not known.found


def _tell_rows(w: Work, digest: str, found: str) -> None:
    """A file is shown as quarantined; a photo leaves the work, so that its shot is wanted again."""
    files, photos = house_rows_of_digest(w, digest) if found else ((), ())
    for file in files:
        file.found = found
    for photo in photos:
        photo.removed_at = photo.removed_at or w.now
    for task_id in sorted({file.task_id for file in files} | {photo.task_id for photo in photos}):
        task = house_task(w, task_id)
        record(w, "task.file_quarantined", "task", task.id, f"文件已隔离，检出 {found}", case_id=task.case_id, digest=digest, result="refused")
