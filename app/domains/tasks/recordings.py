"""Videos, sound, documents and drawn signatures of a task: the original kept as evidence with both digests, read by content, handed out through rights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from app.domains.audit.service import record
from app.domains.tasks.permissions import DO_TASKS, SEE_ORIGINALS, SEE_TASKS, require
from app.domains.tasks.photo_rules import badge_of
from app.domains.tasks.queries_evidence import get_file, list_files
from app.domains.tasks.rules import LIFE
from app.domains.tasks.tables import Task, TaskFile
from app.domains.tasks.types import TaskAct, TaskState
from app.infra.evidence import EvidenceStore, keep, keep_file
from app.infra.recordings import SORT_NAMES, Recording, Sort, inspect_file
from app.infra.scans import ask_scan, require_scanned
from app.infra.signatures import check_drawn
from app.infra.unit_of_work import Reading, Work
from app.kernel.errors import Invalid, NotFound

SIGNATURE = "signature"
MOST_FILES = 60
FILE_JOB = "tasks.file"
NAMES = {**{sort.value: name for sort, name in SORT_NAMES.items()}, SIGNATURE: "签名"}


@dataclass(frozen=True)
class SendFile:
    """A file that has come in whole. path: where its bytes lie; sm3: the second digest, for the trail; words: the text signed; otherwise as in BeginUpload."""

    path: Path
    sort: str
    client_id: str
    name: str
    caption: str
    digest: str
    sm3: str
    captured_at: datetime | None = None
    place: tuple[float, float] | None = None
    words: str = ""


def add_file(w: Work, store: EvidenceStore, task: Task, sent: SendFile) -> TaskFile:
    """Take a video, sound or document in: checked by content, original kept, scan and copy without metadata left to the worker. Invalid says what is wrong."""
    found = inspect_file(sent.path, sent.name, Sort(sent.sort))
    _check_new(w, task, sent)
    row = _row(w, store, task, sent, found)
    _judge_place(row, task, sent, found, w.now)
    return _kept(w, store, task, row, sent)


def add_signature(w: Work, store: EvidenceStore, task: Task, sent: SendFile) -> TaskFile:
    """Take a drawn signature in, with the text that stood on the screen: both kept as evidence, the text under its digest."""
    check_drawn(sent.path.read_bytes())
    if not sent.caption:
        raise Invalid("写明签名人", field="signature")
    _check_new(w, task, sent)
    words = sent.words.encode()
    name, source = f"签名时的内容-{sent.caption}.txt", f"task:{task.id}"
    row = _row(w, store, task, sent, Recording("image/png"))
    row.words_digest = keep(w.session, store, words, name=name, media_type="text/plain; charset=utf-8", source=source, now=w.now).digest
    row.taken_at = sent.captured_at or w.now
    return _kept(w, store, task, row, sent)


def remove_file(w: Work, task_id: str, file_id: str) -> None:
    """Take a file out of the work. The original stays in evidence."""
    require(w.actor, DO_TASKS)
    task, file = get_file(w, task_id, file_id)
    LIFE.advance(TaskState(task.status), TaskAct.SAVE)
    file.removed_at = w.now
    record(w, "task.file_removed", "task", task.id, f"移除{NAMES[file.sort]}“{told(file)}”", case_id=task.case_id, digest=file.digest)


def open_file(w: Work, store: EvidenceStore, task_id: str, file_id: str) -> TaskFile:
    """The original for the court: checked that it may go out; the download is in the trail. The bytes are streamed by the caller under `digest`."""
    require(w.actor, SEE_ORIGINALS)
    task, file = get_file(w, task_id, file_id)
    require_scanned(w.session, file.digest)
    store.require(file.digest)
    record(w, "task.file_downloaded", "task", task.id, f"下载{NAMES[file.sort]}原件“{told(file)}”", case_id=task.case_id, digest=file.digest)
    return file


def open_copy(w: Work, store: EvidenceStore, task_id: str, file_id: str) -> TaskFile:
    """The copy without metadata for whoever sees the task, with trail; NotFound while there is none. Streamed under `shown_digest`."""
    require(w.actor, SEE_TASKS)
    task, file = get_file(w, task_id, file_id)
    if not file.shown_digest or file.found:
        raise NotFound
    store.require(file.shown_digest)
    record(w, "task.copy_downloaded", "task", task.id, f"下载{NAMES[file.sort]}副本“{told(file)}”", case_id=task.case_id, digest=file.shown_digest)
    return file


def signed_words(r: Reading, store: EvidenceStore, task_id: str, file_id: str) -> bytes:
    """The text that was signed, in UTF-8; NotFound for what is no signature."""
    require(r.actor, SEE_TASKS)
    _, file = get_file(r, task_id, file_id)
    if not file.words_digest:
        raise NotFound
    return store.read(file.words_digest)


def told(file: TaskFile) -> str:
    """A file by its caption, else its name."""
    return file.caption or file.name


def _check_new(w: Work, task: Task, sent: SendFile) -> None:
    held = list_files(w, task)
    if len(held) >= MOST_FILES:
        raise Invalid(f"文件已有 {MOST_FILES} 个，先移除多余的", field="file")
    if any(each.digest == sent.digest for each in held):
        raise Invalid("这个文件已经传过", field="file")


def _row(w: Work, store: EvidenceStore, task: Task, sent: SendFile, found: Recording) -> TaskFile:
    name = sent.name or NAMES[sent.sort]
    evidence = keep_file(w.session, store, sent.path, sent.digest, name=name, media_type=found.media_type, source=f"task:{task.id}", now=w.now)
    w.flush()
    return TaskFile(
        task_id=task.id,
        client_id=sent.client_id,
        sort=sent.sort,
        caption=sent.caption,
        name=name,
        evidence_id=evidence.id,
        digest=sent.digest,
        media_type=found.media_type,
        size=evidence.size,
        seconds=found.seconds,
        taken_at=found.taken_at or sent.captured_at,
        lng=found.lng if found.lng is not None else sent.place[0] if sent.place else None,
        lat=found.lat if found.lat is not None else sent.place[1] if sent.place else None,
        uploaded_at=w.now,
        uploaded_by=w.actor.id,
    )


def _judge_place(row: TaskFile, task: Task, sent: SendFile, found: Recording, now: datetime) -> None:
    """Place and time of what was recorded on the spot; a document has neither. A recording may name its beginning or its end."""
    if sent.sort == Sort.DOCUMENT.value:
        return
    sent_at, wanted = sent.captured_at or now, task.header.get("place_geo")
    end = found.taken_at + timedelta(seconds=found.seconds) if found.taken_at else None
    times = [each for each in (found.taken_at, end, sent.captured_at) if each]
    row.badge = badge_of(
        photo_place=(row.lng, row.lat) if row.lng is not None and row.lat is not None else None,
        task_place=(wanted[0], wanted[1]) if wanted else None,
        photo_at=min(times, key=lambda at: abs(at - sent_at)) if found.taken_at or sent.captured_at else None,
        sent_at=sent_at,
        from_at=task.taken_at,
    ).value


def _kept(w: Work, store: EvidenceStore, task: Task, row: TaskFile, sent: SendFile) -> TaskFile:
    w.session.add(row)
    w.flush()
    if store.scanning:
        ask_scan(w.session, row.digest, w.now)
    w.later(FILE_JOB, {"file_id": row.id})
    details = {"sha256": row.digest, "sm3": sent.sm3, "size": row.size, "media_type": row.media_type, "words": row.words_digest}
    record(w, "task.file_added", "task", task.id, f"上传{NAMES[row.sort]}“{told(row)}”", case_id=task.case_id, digest=row.digest, details=details)
    return row
