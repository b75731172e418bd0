"""A look at a lot: what is asked for is read from the rows at once for several lots, the site's answers and what they say wait to be written down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from app.domains.courts.queries import get_court
from app.domains.rounds.queries import house_rounds
from app.domains.rounds.rules import Approved, files_due
from app.domains.rounds.tables import Round
from app.domains.rounds.taking import Way, note_failure, take_snapshot
from app.infra.evidence import Evidence, EvidenceStore
from app.infra.http import Line
from app.infra.unit_of_work import Reading, Work
from app.sites.contract import LotRef, Plugin, RawPage, SiteFailure, Snapshot
from app.sites.line import SiteHttp

Seen = TypeVar("Seen")


@dataclass(frozen=True)
class Asked:
    """A lot that is to be read, and what its page is held to."""

    round_id: str
    site: str
    lot_id: str
    approved: Approved
    files: bool


@dataclass(frozen=True)
class Look:
    """What a look gave: a snapshot or a failure, with every answer as it came, kept already under its digest."""

    asked: Asked
    pages: tuple[tuple[str, RawPage], ...]
    way: Way
    seen: Snapshot | SiteFailure


def asked_of(r: Reading, round_ids: Sequence[str]) -> list[Asked]:
    """The rounds that are still to be read."""
    rows = [row for row in house_rounds(r, round_ids) if row.lot_id is not None and row.next_read_at is not None]
    return [Asked(row.id, row.site, row.lot_id or "", approved_of(r, row), _wants_files(r, row)) for row in rows]


def look(plugin: Plugin, line: Line, store: EvidenceStore, base_url: str, asked: Asked) -> Look:
    """Ask the site once; one of the four failures is an answer too. The bytes are kept before anybody reads them, and before a transaction waits for them."""
    http = SiteHttp(line)
    fetched = _tried(lambda: plugin.fetch(LotRef(asked.site, asked.lot_id, base_url, with_files=asked.files), http))
    kept = tuple([(store.keep(page.content), page) for page in http.recorded])
    seen = fetched if isinstance(fetched, SiteFailure) else _tried(lambda: plugin.parse(fetched))
    return Look(asked, kept, Way(http.latency, http.ahead), seen)


def _tried(act: Callable[[], Seen]) -> Seen | SiteFailure:
    try:
        return act()
    except SiteFailure as failure:
        return failure


def take_look(w: Work, found: Round, seen: Look) -> Round:
    """Enter the answers and take in what they say."""
    w.session.add_all([_row(w, found, digest, page) for digest, page in seen.pages])
    digests = [digest for digest, _ in seen.pages]
    if isinstance(seen.seen, SiteFailure):
        return note_failure(w, found.id, seen.seen, digests, way=seen.way, known=found)
    return take_snapshot(w, found.id, seen.seen, seen.asked.approved, digests, way=seen.way, known=found)


def approved_of(r: Reading, found: Round, court: str = "") -> Approved:
    """What the frozen plan says of the fields that a site shows. The court's name is looked up where neither the plan's step nor the caller gives it."""
    beside = found.approved or {}
    return Approved(
        found.title,
        found.round_no,
        found.start_price,
        found.reference_price,
        found.deposit,
        found.increment,
        found.opens_at,
        found.scheduled_end_at,
        beside.get("court") or court or get_court(r.session, found.court_id).name,
        tuple((name, digest) for name, digest in beside.get("files", ())),
        tuple(beside.get("photos", ())),
    )


def _wants_files(r: Reading, found: Round) -> bool:
    return found.announced_at is not None and files_due(found.files_read_at, r.now)


def _row(w: Work, found: Round, digest: str, page: RawPage) -> Evidence:
    name = f"{found.site}-{found.lot_id}-{page.kind or 'page'}"[:255]
    return Evidence(digest=digest, size=len(page.content), media_type=page.content_type or "text/html", name=name, source=page.url[:500], kept_at=w.now)
