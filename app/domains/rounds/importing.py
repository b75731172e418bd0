"""Importing a saved page or log of a lot: read by its site's plugin, seen by a person, then taken in, or only kept as evidence when it is older."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from app.domains.audit.service import record
from app.domains.rounds.queries import get_round
from app.domains.rounds.rules import Approved, Mismatch, compare
from app.domains.rounds.tables import Round, RoundReading
from app.domains.rounds.taking import take_snapshot
from app.infra.evidence import EvidenceStore, keep
from app.infra.unit_of_work import Work
from app.kernel.clock import SHANGHAI
from app.kernel.errors import Invalid
from app.sites.contract import SiteFailure, Snapshot
from app.sites.loader import installed

MOST_BYTES = 20_000_000


@dataclass(frozen=True)
class Read:
    """What a saved file says of the lot: the snapshot (None: not understood, `fault` says why), when it was saved, differences, is it older than the known."""

    name: str
    snapshot: Snapshot | None
    saved_at: datetime | None
    mismatches: tuple[Mismatch, ...] = ()
    compared: int = 0
    older: bool = False
    fault: str = ""


def read_saved(found: Round, approved: Approved, name: str, content: bytes, saved_at: datetime | None) -> Read:
    """Read a saved file for this lot; pure. A log without a lot number is taken for this lot, another lot's page never is."""
    if not content:
        raise Invalid("选择一个文件", field="file")
    if len(content) > MOST_BYTES:
        raise Invalid("文件超过 20 MB", field="file")
    try:
        snapshots = installed().get(found.site).read_file(name, content)
    except SiteFailure as failure:
        return Read(name, None, saved_at, fault=f"{failure.title}：{failure.message}")
    mine = next((each for each in snapshots if each.lot_id in {"", found.lot_id}), None)
    if mine is None:
        return Read(name, None, saved_at, fault=f"文件是另一个拍品（{'、'.join(each.lot_id for each in snapshots[:3])}），不是 {found.lot_id}")
    at = mine.read_at or saved_at
    snapshot = replace(mine, read_at=at, lot_id=found.lot_id or mine.lot_id)
    mismatches, compared = compare(approved, snapshot)
    older = at is None or (found.read_at is not None and at < found.read_at)
    return Read(name, snapshot, at, tuple(mismatches), compared, older)


def take_saved(w: Work, store: EvidenceStore, round_id: str, approved: Approved, name: str, content: bytes, saved_at: datetime | None) -> Read:
    """Keep the file as evidence and take it in, unless it is older, undated or not understood: then it is only kept."""
    found = get_round(w, round_id)
    read = read_saved(found, approved, name, content, saved_at)
    if read.saved_at is not None and read.saved_at > w.now:
        raise Invalid("保存时间晚于现在", field="saved_at")
    kept = keep(w.session, store, content, name=name, media_type="application/octet-stream", source=f"{w.actor.name}导入", now=w.now)
    digest = kept.digest
    if read.snapshot is not None and not read.older:
        take_snapshot(w, found.id, read.snapshot, approved, [digest])
        words = f"导入保存的平台页面并采用：{name}"
    else:
        of = {"court_id": found.court_id, "case_id": found.case_id, "round_id": found.id, "site": found.site}
        w.session.add(RoundReading(**of, at=w.now, outcome="kept", message=f"导入存证：{read.fault or _why_only_kept(read)}"[:300], digests=[digest]))
        words = f"导入保存的平台页面，仅存证：{name}"
    record(w, "round.imported", "round", found.id, words, case_id=found.case_id, digest=digest)
    return read


def _why_only_kept(read: Read) -> str:
    if read.saved_at is None:
        return "没有保存时间"
    return f"保存于 {read.saved_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}，早于现有数据"
