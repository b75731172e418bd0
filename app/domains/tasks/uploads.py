"""Files that come in piece by piece from a phone: begun by what it says of them, gone on with where they stopped, taken in when whole and alike."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO

from app.domains.tasks.kinds import get_kind
from app.domains.tasks.permissions import DO_TASKS, require
from app.domains.tasks.photos import OTHER, SendPhoto, add_photo
from app.domains.tasks.queries import get_task
from app.domains.tasks.queries_evidence import find_upload, get_upload, list_expired_uploads
from app.domains.tasks.recordings import SIGNATURE, SendFile, add_file, add_signature
from app.domains.tasks.rules import LIFE
from app.domains.tasks.tables import Task, TaskFile, TaskPhoto, TaskUpload
from app.domains.tasks.types import TaskAct, TaskState
from app.infra.evidence import EvidenceStore
from app.infra.media import MOST_BYTES as MOST_PHOTO
from app.infra.recordings import Sort, check_size
from app.infra.unit_of_work import Reading, Work
from app.infra.uploads import Uploads
from app.kernel.errors import Conflict, Invalid, NotNow

PHOTO = "photo"
KEPT_FOR = timedelta(days=14)
MOST_SIGNATURE, MOST_WORDS, MOST_NAME = 1024 * 1024, 60_000, 120
_CLIENT_ID = re.compile(r"[0-9A-Za-z_\-]{8,64}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_UNPRINTED = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069/\\]")


@dataclass(frozen=True)
class BeginUpload:
    """What the phone says of a file. client_id: its own id of it; sort: photo, video, audio, document, signature; digest: SHA-256; words: the text signed;
    captured_at: when it was taken (aware); place: (lng, lat) of the phone then."""

    client_id: str
    sort: str
    size: int
    digest: str
    name: str = ""
    shot: str = ""
    caption: str = ""
    words: str = ""
    captured_at: datetime | None = None
    place: tuple[float, float] | None = None


def begin_upload(w: Work, uploads: Uploads, task_id: str, asked: BeginUpload) -> TaskUpload:
    """Begin, or find again what was begun under the same id; Conflict when it is another file, Invalid (M-36) past the limits, NotNow without room."""
    task = _writable(w, task_id)
    _check(task, asked)
    again = find_upload(w, task, asked.client_id)
    if again is not None:
        return _same(w, again, asked)
    if not uploads.has_room(asked.size):
        raise NotNow("服务器空间不足，内容还在手机上：稍后再传，并告诉系统管理员", code="no_room")
    row = _row(w, task, asked)
    w.session.add(row)
    w.flush()
    return row


def receive_piece(r: Reading, uploads: Uploads, task_id: str, upload_id: str, offset: int, stream: IO[bytes]) -> int:
    """Add a piece at `offset`; the number of bytes received comes back. Misplaced says where to go on."""
    _writable(r, task_id)
    _, upload = get_upload(r, task_id, upload_id)
    if upload.finished_at is not None:
        return upload.size
    return uploads.append(upload.id, offset, stream, whole=upload.size)


def finish_upload(w: Work, store: EvidenceStore, uploads: Uploads, task_id: str, upload_id: str) -> TaskUpload:
    """Take a whole file in as photo, recording, document or signature; a second time answers the same. The bytes stay until the caller has committed.

    Conflict when a part is missing or the digest differs (then it starts anew); Invalid in words when its content is refused.
    """
    task, upload = get_upload(w, task_id, upload_id)
    if upload.finished_at is None:
        _writable(w, task_id)
        _check_whole(uploads, upload)
        upload.result_id = _take_in(w, store, uploads, task, upload).id
        upload.finished_at = w.now
    return upload


def sweep_uploads(w: Work) -> list[str]:
    """Forget uploads that nobody has gone on with for a fortnight; their ids, whose bytes the caller removes after the commit."""
    expired = list_expired_uploads(w, w.now)
    for upload in expired:
        w.session.delete(upload)
    return [upload.id for upload in expired]


def clean_name(name: str) -> str:
    """A file's name as the phone says it, without path, control and direction characters."""
    return _UNPRINTED.sub("", name.replace("\\", "/").rpartition("/")[2]).strip()[-MOST_NAME:]


def _writable(r: Reading, task_id: str) -> Task:
    require(r.actor, DO_TASKS)
    task = get_task(r, task_id)
    LIFE.advance(TaskState(task.status), TaskAct.SAVE)
    return task


def _check(task: Task, asked: BeginUpload) -> None:
    if not _CLIENT_ID.fullmatch(asked.client_id) or not _DIGEST.fullmatch(asked.digest):
        raise Invalid("文件编号或摘要不对，刷新后重传", field="client_id")
    if asked.sort in set(Sort):
        check_size(Sort(asked.sort), asked.size)
    elif asked.sort == PHOTO:
        _check_photo(task, asked)
    elif asked.sort != SIGNATURE or not 0 < asked.size <= MOST_SIGNATURE or not asked.words.strip() or len(asked.words) > MOST_WORDS:
        raise Invalid("没有收到签名或签名时的内容，请重签", field="signature")


def _check_photo(task: Task, asked: BeginUpload) -> None:
    if not 0 < asked.size <= MOST_PHOTO:
        raise Invalid(f"照片 {asked.size // 1048576} MB 太大，单张上限 {MOST_PHOTO // 1048576} MB：降低分辨率再传", field="photo")
    if (asked.shot or OTHER) not in {shot.code for shot in get_kind(task.kind).shots} | {OTHER}:
        raise Invalid("没有这一拍摄项，从列表中选", field="shot")


def _same(w: Work, upload: TaskUpload, asked: BeginUpload) -> TaskUpload:
    if (upload.digest, upload.size, upload.begun_by) != (asked.digest, asked.size, w.actor.id):
        raise Conflict("同一编号的文件内容不同，刷新后重传")
    upload.expires_at = w.now + KEPT_FOR
    return upload


def _row(w: Work, task: Task, asked: BeginUpload) -> TaskUpload:
    return TaskUpload(
        task_id=task.id,
        client_id=asked.client_id,
        sort=asked.sort,
        shot=asked.shot or OTHER,
        caption=asked.caption.strip()[:100],
        name=clean_name(asked.name),
        words=asked.words,
        size=asked.size,
        digest=asked.digest,
        captured_at=min(asked.captured_at, w.now) if asked.captured_at else None,
        lng=asked.place[0] if asked.place else None,
        lat=asked.place[1] if asked.place else None,
        begun_at=w.now,
        begun_by=w.actor.id,
        expires_at=w.now + KEPT_FOR,
    )


def _check_whole(uploads: Uploads, upload: TaskUpload) -> None:
    received = uploads.size(upload.id)
    if received != upload.size:
        raise Conflict(f"上传中断，已传 {received * 100 // upload.size}%：联网后自动续传", code="not_whole")
    if uploads.digest(upload.id) != upload.digest:
        uploads.drop(upload.id)
        raise Conflict("收到的内容与手机上的不符，还在手机上：重传", code="digest_differs")


def _take_in(w: Work, store: EvidenceStore, uploads: Uploads, task: Task, upload: TaskUpload) -> TaskPhoto | TaskFile:
    path, place = uploads.path(upload.id), (upload.lng, upload.lat) if upload.lng is not None and upload.lat is not None else None
    if upload.sort == PHOTO:
        photo = SendPhoto(path.read_bytes(), upload.shot, upload.client_id, upload.name, upload.caption, upload.digest, upload.captured_at, place)
        return add_photo(w, store, task.id, photo)
    sm3 = uploads.sm3(upload.id)
    file = SendFile(path, upload.sort, upload.client_id, upload.name, upload.caption, upload.digest, sm3, upload.captured_at, place, upload.words)
    return add_signature(w, store, task, file) if upload.sort == SIGNATURE else add_file(w, store, task, file)
