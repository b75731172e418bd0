"""Importing a saved page or log of a lot: read by its site's plugin, seen by a person, then taken in, or only kept as evidence when it is older."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from app.domains.audit.service import record
from app.domains.rounds.queries import get_round
from app.domains.rounds.rules import Approved, Mismatch, compare
from app.domains.rounds.tables import Round, RoundReading
from app.domains.rounds.taking import take_snapshot
from app.infra.evidence import EvidenceStore, keep
from app.infra.unit_of_work import Work
from app.kernel.clock import SHANGHAI
from app.kernel.errors import Invalid
from app.sites.contract import LotState, SiteFailure, Snapshot
from app.sites.loader import installed

MOST_BYTES = 20_000_000
NOT_LEFT_OUT = frozenset({"site", "lot_id", "read_at", "unread"})


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
    check_size(content)
    try:
        snapshots = installed().get(found.site).read_file(name, content)
    except SiteFailure as failure:
        return Read(name, None, saved_at, fault=f"{failure.title}：{failure.message}")
    return read_of(found, approved, name, snapshots, saved_at)


def check_size(content: bytes) -> None:
    """Invalid for an empty file and for one that is too large."""
    if not content:
        raise Invalid("选择一个文件", field="file")
    if len(content) > MOST_BYTES:
        raise Invalid("文件超过 20 MB", field="file")


def read_of(found: Round, approved: Approved, name: str, snapshots: Sequence[Snapshot], saved_at: datetime | None) -> Read:
    """Which of a file's lots this one is, and what that means for it."""
    mine = next((each for each in snapshots if each.lot_id in {"", found.lot_id}), None)
    if mine is None:
        return Read(name, None, saved_at, fault=f"文件是另一个拍品（{'、'.join(each.lot_id for each in snapshots[:3])}），不是 {found.lot_id}")
    at = mine.read_at or saved_at
    snapshot = replace(mine, read_at=at, lot_id=found.lot_id or mine.lot_id)
    mismatches, compared = compare(approved, snapshot)
    older = at is None or (found.read_at is not None and at < found.read_at)
    return Read(name, snapshot, at, tuple(mismatches), compared, older)


def take_saved(
    w: Work,
    store: EvidenceStore,
    round_id: str,
    approved: Approved,
    name: str,
    content: bytes,
    saved_at: datetime | None,
    *,
    left_out: frozenset[str] = frozenset(),
) -> Read:
    """Keep the file as evidence and take it in, unless it is older, undated or not understood: then it is only kept. `left_out` are fields not to be taken."""
    found = get_round(w, round_id)
    read = read_saved(found, approved, name, content, saved_at)
    if read.saved_at is not None and read.saved_at > w.now:
        raise Invalid("保存时间晚于现在", field="saved_at")
    kept = keep(w.session, store, content, name=name, media_type="application/octet-stream", source=f"{w.actor.name}导入", now=w.now)
    digest = kept.digest
    if read.snapshot is not None and not read.older:
        take_snapshot(w, found.id, without(read.snapshot, left_out), approved, [digest])
        words = f"导入保存的平台页面并采用：{name}" + (f"（未采用 {len(left_out)} 个字段）" if left_out else "")
    else:
        of = {"court_id": found.court_id, "case_id": found.case_id, "round_id": found.id, "site": found.site}
        w.session.add(RoundReading(**of, at=w.now, outcome="kept", message=f"导入存证：{read.fault or why_only_kept(read)}"[:300], digests=[digest]))
        words = f"导入保存的平台页面，仅存证：{name}"
    record(w, "round.imported", "round", found.id, words, case_id=found.case_id, digest=digest, details={"left_out": sorted(left_out)} if left_out else None)
    return read


def without(snapshot: Snapshot, left_out: frozenset[str]) -> Snapshot:
    """The snapshot as if the form had not held some fields."""
    known = {each.name for each in fields(Snapshot)} - NOT_LEFT_OUT
    unread: dict[str, Any] = {name: LotState.UNKNOWN if name == "state" else None for name in left_out & known}
    return replace(snapshot, **unread)


def keep_strange(w: Work, store: EvidenceStore, name: str, content: bytes, fault: str) -> str:
    """A file that nobody understands, or of lots that are not ours, is evidence all the same; its digest."""
    kept = keep(w.session, store, content, name=name, media_type="application/octet-stream", source=f"{w.actor.name}导入", now=w.now)
    record(w, "site.file_kept", "evidence", kept.digest[:32], f"导入文件仅存证：{name}：{fault}"[:255], digest=kept.digest)
    return kept.digest


def why_only_kept(read: Read) -> str:
    """Why a file that was understood is not taken."""
    if read.saved_at is None:
        return "没有保存时间"
    return f"保存于 {read.saved_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}，早于现有数据"
