"""Photos of a task: received once, kept as evidence, shown without metadata."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from app.domains.audit.service import record
from app.domains.tasks.kinds import get_kind
from app.domains.tasks.permissions import DO_TASKS, SEE_ORIGINALS, require
from app.domains.tasks.photo_rules import LEAST_SIDE, badge_of
from app.domains.tasks.queries import find_photo_by_client, get_photo, get_task, list_photos
from app.domains.tasks.rules import LIFE
from app.domains.tasks.tables import Task, TaskPhoto
from app.domains.tasks.types import PHOTO_BADGE_NAMES, PhotoBadge, TaskAct, TaskState
from app.infra.evidence import EvidenceStore, keep
from app.infra.media import Picture, copy_without_metadata, inspect, is_blurred
from app.infra.scans import ask_scan, require_scanned
from app.infra.unit_of_work import Work
from app.kernel.errors import Conflict, Invalid
from app.kernel.ids import digest_of

MOST_PHOTOS = 300
OTHER = "other"
_CLIENT_ID = re.compile(r"[0-9A-Za-z_\-]{8,64}")


@dataclass(frozen=True)
class SendPhoto:
    """A photo as the phone sends it. client_id: the phone's own id of it, so that a second sending is the same photo; digest: SHA-256 it counted;
    shot: code of the wanted shot or 'other'; captured_at: when the phone says it was taken (for one kept through a dead spot);
    place: (lng, lat) that the phone says, used where the picture itself has none."""

    content: bytes
    shot: str
    client_id: str
    name: str = ""
    caption: str = ""
    digest: str = ""
    captured_at: datetime | None = None
    place: tuple[float, float] | None = None


def add_photo(w: Work, store: EvidenceStore, task_id: str, photo: SendPhoto) -> TaskPhoto:
    """Take a photo in: checked by content, original kept with digest and time, shown copy without metadata, thumbnail left to a job.

    The same client_id with the same bytes answers the row of the first time; with other bytes it is a Conflict. Invalid names what is wrong with it.
    """
    require(w.actor, DO_TASKS)
    task = get_task(w, task_id)
    LIFE.advance(TaskState(task.status), TaskAct.SAVE)
    digest = _checked_digest(photo)
    again = find_photo_by_client(w, task, photo.client_id)
    if again is not None:
        return _same(again, digest)
    picture = _checked_picture(w, task, photo, digest)
    row = _row(w, store, task, photo, picture, digest)
    w.session.add(row)
    w.flush()
    if store.scanning:
        ask_scan(w.session, row.digest, w.now)
    w.later("tasks.thumbnail", {"photo_id": row.id})
    details = {"sha256": digest, "sm3": hashlib.new("sm3", photo.content).hexdigest(), "size": len(photo.content)}
    told = f"上传照片“{shot_title(task.kind, row.shot)}”，{PHOTO_BADGE_NAMES[PhotoBadge(row.badge)]}" + ("，可能模糊" if row.blurred else "")
    record(w, "task.photo_added", "task", task.id, told, case_id=task.case_id, digest=digest, details=details)
    return row


def remove_photo(w: Work, task_id: str, photo_id: str) -> None:
    """Take a photo out of the work (it was taken again). The original stays in evidence."""
    require(w.actor, DO_TASKS)
    task, photo = get_photo(w, task_id, photo_id)
    LIFE.advance(TaskState(task.status), TaskAct.SAVE)
    photo.removed_at = w.now
    record(w, "task.photo_removed", "task", task.id, f"移除照片“{shot_title(task.kind, photo.shot)}”", case_id=task.case_id, digest=photo.digest)


def open_original(w: Work, store: EvidenceStore, task_id: str, photo_id: str) -> tuple[TaskPhoto, bytes]:
    """The original for the court, checked against its digest; the download is in the trail."""
    require(w.actor, SEE_ORIGINALS)
    task, photo = get_photo(w, task_id, photo_id)
    require_scanned(w.session, photo.digest)
    content = store.read(photo.digest)
    record(w, "task.photo_downloaded", "task", task.id, f"下载照片原件“{shot_title(task.kind, photo.shot)}”", case_id=task.case_id, digest=photo.digest)
    return photo, content


def shot_title(kind_code: str, shot: str) -> str:
    """The name of a wanted shot on screens."""
    return next((each.title for each in get_kind(kind_code).shots if each.code == shot), "其他")


def _checked_digest(photo: SendPhoto) -> str:
    if not _CLIENT_ID.fullmatch(photo.client_id):
        raise Invalid("照片编号不对，刷新后重传", field="client_id")
    digest = digest_of(photo.content)
    if photo.digest and photo.digest.lower() != digest:
        raise Conflict("收到的内容与手机上的不符，照片还在手机上：重传", code="digest_differs", field="photo")
    return digest


def _same(row: TaskPhoto, digest: str) -> TaskPhoto:
    if row.digest != digest:
        raise Conflict("同一编号的照片内容不同，刷新后重传")
    return row


def _checked_picture(w: Work, task: Task, photo: SendPhoto, digest: str) -> Picture:
    codes = {shot.code for shot in get_kind(task.kind).shots} | {OTHER}
    if photo.shot not in codes:
        raise Invalid("没有这一拍摄项，从列表中选", field="shot")
    picture = inspect(photo.content, photo.name)
    if picture.long_side < LEAST_SIDE:
        raise Invalid(f"照片长边 {picture.long_side} 像素，应不少于 {LEAST_SIDE}：用相机原图", field="photo")
    held = list_photos(w, task)
    if len(held) >= MOST_PHOTOS:
        raise Invalid(f"照片已有 {MOST_PHOTOS} 张，先移除多余的", field="photo")
    if any(each.digest == digest for each in held):
        raise Invalid("这张照片已经传过，每一项各拍一张", field="photo")
    return picture


def _row(w: Work, store: EvidenceStore, task: Task, photo: SendPhoto, picture: Picture, digest: str) -> TaskPhoto:
    shown = copy_without_metadata(photo.content, picture.media_type)
    evidence = keep(w.session, store, photo.content, name=photo.name or "photo", media_type=picture.media_type, source=f"task:{task.id}", now=w.now)
    w.flush()
    wanted = task.header.get("place_geo")
    sent_at = min(photo.captured_at, w.now) if photo.captured_at else w.now
    taken_at = picture.taken_at or (sent_at if photo.captured_at else None)
    place = (picture.lng, picture.lat) if picture.lng is not None and picture.lat is not None else photo.place
    badge = badge_of(
        photo_place=place,
        task_place=(wanted[0], wanted[1]) if wanted else None,
        photo_at=taken_at,
        sent_at=sent_at,
        from_at=task.taken_at,
    )
    return TaskPhoto(
        task_id=task.id,
        client_id=photo.client_id,
        shot=photo.shot,
        caption=photo.caption.strip()[:100],
        evidence_id=evidence.id,
        digest=digest,
        media_type=picture.media_type,
        size=len(photo.content),
        width=picture.width,
        height=picture.height,
        taken_at=taken_at,
        lng=place[0] if place else None,
        lat=place[1] if place else None,
        badge=badge.value,
        shown_digest=store.keep(shown),
        blurred=is_blurred(shown),
        uploaded_at=w.now,
        uploaded_by=w.actor.id,
    )
