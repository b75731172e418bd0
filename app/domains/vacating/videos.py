"""Recordings on the forced day, of a thing or of the whole place. The original is evidence; what goes out is a copy without metadata (trust.md R19)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app.domains.audit.service import record
from app.domains.vacating.day import day_in_scope, day_under_way, touch
from app.domains.vacating.day_tables import DayVideo, ForceDay
from app.domains.vacating.queries import get_row, goods_of, videos_of
from app.domains.vacating.video_words import about
from app.infra.evidence import EvidenceStore, keep_file
from app.infra.house import House
from app.infra.looking import look_through
from app.infra.recordings import ENDINGS, MB, Recording, Sort, inspect_file, told_size
from app.infra.scans import ask_scan, require_scanned
from app.infra.silence import silence_file
from app.infra.unit_of_work import Work
from app.infra.uploads import digest_of_file
from app.kernel.errors import Invalid, NotFound, NotNow

SCAN_JOB = "vacating.scan_video"
MOST_BYTES = 60 * MB
"""One form carries the whole file: below the 64 MB of any request of the house, not the 500 MB that come in piece by piece with a task."""
MOST_VIDEOS = 30
ABOUT_LIMIT = f"单个不超过 {told_size(MOST_BYTES)}、不少于 20 秒，更长的分段录制"


@dataclass(frozen=True)
class SentVideo:
    """A recording that has come in whole. path: where its bytes lie; goods_id: the thing it shows, or '' for the whole place."""

    path: Path
    name: str
    goods_id: str = ""


def add_video(w: Work, store: EvidenceStore, vacating_id: str, sent: SentVideo) -> DayVideo:
    """Take a recording in: read by content, kept with a copy without metadata. It is part of the record, so that signatures given before are void."""
    thread, day = day_under_way(w, vacating_id)
    if "unlock" not in day.steps:
        raise NotNow("进入之后才能传录像", code="not_in")
    goods, held = goods_of(w, day.id), videos_of(w, day.id)
    if sent.goods_id and all(each.id != sent.goods_id or each.struck_at for each in goods):
        raise Invalid("选择录像对应的物品", field="goods_id")
    found, digest = _read(sent), digest_of_file(sent.path)
    if any(each.digest == digest for each in held):
        raise Invalid("这段录像已经传过", field="video")
    if len(held) >= MOST_VIDEOS:
        raise Invalid(f"一天最多 {MOST_VIDEOS} 段录像", field="video")
    row = _keep(w, store, day, sent, found, digest)
    touch(w, day)
    if store.scanning:
        ask_scan(w.session, digest, w.now)
        w.later(SCAN_JOB, {"digest": digest, "vacating_id": thread.id})
    told = {"sha256": digest, "size": row.size, "media_type": row.media_type}
    record(w, "vacating.video_added", "vacating", thread.id, f"上传录像：{about(row, goods)}", case_id=day.case_id, digest=digest, details=told)
    return row


def open_video(w: Work, store: EvidenceStore, video_id: str) -> tuple[DayVideo, str]:
    """The copy without metadata and its file name (NotFound without one), streamed by the caller under `shown_digest`; the download is in the trail."""
    row = get_row(w, DayVideo, video_id)
    if not row.shown_digest:
        raise NotFound
    thread, day = day_in_scope(w, row.day_id)
    require_scanned(w.session, row.digest)
    store.require(row.digest)
    store.require(row.shown_digest)
    words = about(row, goods_of(w, day.id))
    record(w, "vacating.video_downloaded", "vacating", thread.id, f"下载录像副本：{words}", case_id=day.case_id, digest=row.shown_digest)
    return row, f"{words}.{ENDINGS[row.media_type]}"


def scan_video(house: House, payload: dict[str, Any]) -> None:
    """The malware scan; a found recording's copy is refused with it."""
    digest = str(payload["digest"])

    def tell(w: Work, found: str) -> None:
        words, result = (f"录像已隔离，检出 {found}", "refused") if found else ("录像检查通过", "ok")
        record(w, "vacating.video_checked", "vacating", str(payload["vacating_id"]), words, digest=digest, result=result)

    look_through(house, digest, tell)


def _read(sent: SentVideo) -> Recording:
    size = sent.path.stat().st_size
    if size > MOST_BYTES:
        raise Invalid(f"录像 {told_size(size)} 太大，单个上限 {told_size(MOST_BYTES)}：分段录制，或在设备上压缩", field="video")
    return inspect_file(sent.path, sent.name, Sort.VIDEO)


def _keep(w: Work, store: EvidenceStore, day: ForceDay, sent: SentVideo, found: Recording, digest: str) -> DayVideo:
    with TemporaryDirectory(prefix="paifu-copy-") as folder:
        target = Path(folder) / "copy"
        silence_file(sent.path, target, found.media_type)
        shown, shown_size = digest_of_file(target), target.stat().st_size
        store.keep_file(target, shown)
    name = sent.name[-120:] or "录像"
    kept = keep_file(w.session, store, sent.path, digest, name=name, media_type=found.media_type, source=f"vacating_day:{day.id}", now=w.now)
    row = DayVideo(
        court_id=day.court_id, case_id=day.case_id, day_id=day.id, goods_id=sent.goods_id or None, name=name, digest=digest, shown_digest=shown,
        shown_size=shown_size, media_type=found.media_type, size=kept.size, seconds=found.seconds, taken_at=found.taken_at, uploaded_at=w.now,
        uploaded_by=w.actor.id,
    )  # fmt: skip
    w.session.add(row)
    w.flush()
    return row
