"""Following lots: the heartbeat claims what is due to be read, a worker reads it, keeps the raw answers and takes the snapshot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from app.domains.courts.queries import get_court
from app.domains.rounds import line_jobs
from app.domains.rounds.lines import line_for
from app.domains.rounds.queries import house_round
from app.domains.rounds.rules import Approved, files_due, paced
from app.domains.rounds.site_settings import reading_settings
from app.domains.rounds.tables import Round, RoundReading
from app.domains.rounds.taking import note_failure, take_snapshot
from app.domains.rounds.unread import note_unread
from app.infra.evidence import keep
from app.infra.house import House, Tick
from app.infra.unit_of_work import Reading, Work, for_house
from app.kernel.actor import SYSTEM
from app.kernel.clock import pause
from app.kernel.errors import Conflict
from app.sites.contract import LotRef, RawPage, SiteFailure
from app.sites.line import SiteHttp
from app.sites.loader import installed

log = structlog.get_logger()
LEASE = timedelta(seconds=20)
BATCH = 200
WRITE_TRIES = 4
READ = "rounds.read"


def claim_due(house: House) -> int:
    """Claim rounds whose time to be read has come and put them into the queue; how many. A crash gives them back when the lease ends."""
    now = house.clock.now()
    due = for_house(select(Round.id).where(Round.next_read_at <= now, Round.lot_id.is_not(None)).order_by(Round.next_read_at).limit(BATCH))
    with house.database.read() as session:
        if session.scalar(due.limit(1)) is None:
            return 0
    with house.database.write() as session, session.begin():
        ids = list(session.scalars(due if house.database.is_sqlite else due.with_for_update(skip_locked=True)))
        session.execute(update(Round).where(Round.id.in_(ids)).values(next_read_at=now + LEASE * max(1.0, house.clock.speed)))
    for round_id in ids:
        house.queue.send(READ, {"round_id": round_id})
    return len(ids)


def read_round(house: House, payload: dict[str, Any]) -> None:
    """Look at one lot once. Whoever loses a race to another reader lets it be: the other's look is as good."""
    with house.reading() as r:
        found = house_round(r, payload["round_id"])
        plugin = installed().get(found.site)
        settings = reading_settings(r.session, plugin, house.settings.sites_base_url)
        approved = approved_of(r, found)
        files = found.announced_at is not None and files_due(found.files_read_at, r.now)
    if found.lot_id is None or found.next_read_at is None:
        return
    if not settings.live:
        _written(house, found, lambda w: note_unread(w, found.id))
        return
    plugin, http = plugin.configured(settings), SiteHttp(line_for(house, plugin, settings))
    try:
        pages = plugin.fetch(LotRef(found.site, found.lot_id, settings.base_url, with_files=files), http)
        snapshot = plugin.parse(pages)
    except SiteFailure as failure:
        lost = failure
        _written(house, found, lambda w: note_failure(w, found.id, lost, _keep_pages(w, house, found, [*http.recorded])), http.latency)
        return
    _written(
        house,
        found,
        lambda w: take_snapshot(w, found.id, snapshot, approved, _keep_pages(w, house, found, list(http.recorded)), ahead=http.ahead),
        http.latency,
    )


def _written(house: House, found: Round, act: Callable[[Work], Round], latency: int | None = None) -> None:
    """Write what was read. A busy SQLite is asked again; a Conflict means that somebody else wrote a later look."""
    for attempt in range(WRITE_TRIES):
        try:
            with house.work(SYSTEM) as w:
                kept = act(w)
                kept.next_read_at = paced(kept.next_read_at, w.now, house.clock.speed)
                for look in (row for row in w.session if isinstance(row, RoundReading) and row.at == w.now):
                    look.milliseconds = latency
            return
        except Conflict:
            log.info("round was read by somebody else", round=found.id)
            return
        except OperationalError as error:
            if "locked" not in str(error) or attempt + 1 == WRITE_TRIES:
                raise
            pause(0.2 * (attempt + 1))


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


def _keep_pages(w: Work, house: House, found: Round, pages: list[RawPage]) -> list[str]:
    return [
        keep(
            w.session,
            house.evidence,
            page.content,
            name=f"{found.site}-{found.lot_id}-{page.kind or 'page'}",
            media_type=page.content_type or "text/html",
            source=page.url,
            now=w.now,
        ).digest
        for page in pages
    ]


def _tick(house: House) -> None:
    claim_due(house)


HANDLERS = {READ: read_round, **line_jobs.HANDLERS}
TICKS = (Tick("rounds.read", 0.5, _tick),)
