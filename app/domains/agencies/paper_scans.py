"""Scans of qualification papers: sent in, replaced until the paper is confirmed, handed out through rights with trail, looked through for malware."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.domains.agencies.papers import get_paper
from app.domains.agencies.permissions import CONFIRM_PAPERS, KEEP_PAPERS, READ_SCANS, require
from app.domains.agencies.queries import get_agency
from app.domains.agencies.tables import AgencyPaper
from app.domains.audit.service import record
from app.infra.evidence import EvidenceStore
from app.infra.house import House
from app.infra.looking import look_through
from app.infra.scanned import ENDINGS, keep_scan
from app.infra.scans import require_scanned
from app.infra.unit_of_work import Work
from app.kernel.errors import Invalid, NotFound, NotNow

SCAN_JOB = "agencies.scan"


@dataclass(frozen=True)
class SentScan:
    """What goes out: the original inside the court, the copy without metadata to the agency. Streamed by the caller under `digest`."""

    digest: str
    size: int
    media_type: str
    name: str


def put_scan(w: Work, store: EvidenceStore, agency_id: str, paper_id: str, name: str, content: bytes) -> AgencyPaper:
    """Keep the scan of a paper; an agency's own no longer once the paper is confirmed (NotNow). Invalid says what is wrong with the file."""
    require(w.actor, KEEP_PAPERS)
    get_agency(w, agency_id)
    paper = get_paper(w, agency_id, paper_id)
    if paper.confirmed_at is not None and paper.scan_digest and not CONFIRM_PAPERS.held_by(w.actor):
        raise NotNow("已经核对，换件请登记新的一份", code="confirmed")
    if not content:
        raise Invalid("选择扫描件", field="scan")
    kept = keep_scan(w, store, content, name, source=f"agency_paper:{paper.id}")
    paper.scan_digest, paper.scan_type, paper.scan_size = kept.digest, kept.media_type, kept.size
    paper.shown_digest, paper.shown_size = kept.shown_digest, kept.shown_size
    w.later(SCAN_JOB, {"digest": kept.digest, "agency_id": agency_id})
    record(w, "agency.scan_kept", "agency", agency_id, f"上传资质文件扫描件：{paper.title}", digest=kept.digest)
    return paper


def open_scan(w: Work, store: EvidenceStore, agency_id: str, paper_id: str) -> SentScan:
    """The scan for whoever may see the agency: original for the court, copy for the agency; the download is in the trail."""
    require(w.actor, READ_SCANS)
    get_agency(w, agency_id)
    paper = get_paper(w, agency_id, paper_id)
    if not paper.scan_digest:
        raise NotFound
    require_scanned(w.session, paper.scan_digest)
    store.require(paper.scan_digest)
    outside = w.actor.is_outside
    digest, size = (paper.shown_digest, paper.shown_size) if outside else (paper.scan_digest, paper.scan_size)
    record(w, "agency.scan_downloaded", "agency", agency_id, f"下载资质文件扫描件{'副本' if outside else '原件'}：{paper.title}", digest=digest)
    return SentScan(digest, size, paper.scan_type, f"{paper.title}.{ENDINGS[paper.scan_type]}")


def scan_paper(house: House, payload: dict[str, Any]) -> None:
    """The malware scan of a paper."""
    digest = str(payload["digest"])

    def tell(w: Work, found: str) -> None:
        words, result = (f"扫描件已隔离，检出 {found}", "refused") if found else ("扫描件检查通过", "ok")
        record(w, "agency.scan_checked", "agency", str(payload["agency_id"]), words, digest=digest, result=result)

    look_through(house, digest, tell)
