"""A task's recordings, documents and signatures as rows for one viewer: what each is, what its place says, and which links its viewer has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.domains.accounts.queries import names_of
from app.domains.tasks.permissions import SEE_ORIGINALS
from app.domains.tasks.queries_evidence import list_files
from app.domains.tasks.recordings import NAMES, told
from app.domains.tasks.tables import Task, TaskFile
from app.domains.tasks.types import PHOTO_BADGE_NAMES, PhotoBadge
from app.infra.unit_of_work import Reading


@dataclass(frozen=True)
class FileRow:
    """One row. signer: who a signature is of; links: (words, address); found: what the scan found, the file is quarantined then."""

    id: str
    sort: str
    name: str
    size: int
    digest: str
    who: str
    at: datetime
    quarantined: bool
    found: str
    signer: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)


def file_rows(r: Reading, task: Task) -> list[FileRow]:
    """Rows of a task that the caller has read through its scope; two queries, one without files."""
    files = list_files(r, task)
    names = names_of(r.session, {file.uploaded_by for file in files}) if files else {}
    return [_row(r, task, file, names.get(file.uploaded_by, "")) for file in files]


def count_signatures(rows: Sequence[FileRow]) -> int:
    """How many signatures there are."""
    return sum(row.sort == "signature" for row in rows)


def _row(r: Reading, task: Task, file: TaskFile, who: str) -> FileRow:
    parts = [NAMES[file.sort], told(file)]
    if file.seconds:
        parts.append(f"{int(file.seconds) // 60} 分 {int(file.seconds) % 60} 秒")
    if file.badge:
        parts.append(PHOTO_BADGE_NAMES[PhotoBadge(file.badge)])
    at = file.taken_at if file.sort == "signature" and file.taken_at else file.uploaded_at
    signer = file.caption.strip() if file.sort == "signature" else ""
    return FileRow(file.id, file.sort, " · ".join(parts), file.size, file.digest, who, at, bool(file.found), file.found, signer, _links(r, task, file))


def _links(r: Reading, task: Task, file: TaskFile) -> list[tuple[str, str]]:
    base, links = f"/tasks/{task.id}/files/{file.id}", []
    if file.words_digest:
        links.append(("签名时的内容", f"{base}/words"))
    if file.shown_digest:
        links.append(("下载副本", f"{base}/copy"))
    if SEE_ORIGINALS.held_by(r.actor):
        links.append(("下载原件", f"{base}/original"))
    return links
