"""Following lots: the heartbeat claims what is due to be read, a worker reads it, keeps the raw answers and takes the snapshot."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import structlog
from sqlalchemy import select, update

from app.domains.cases.queries import house_case
from app.domains.courts.queries import get_court
from app.domains.rounds.queries import house_round
from app.domains.rounds.rules import Approved
from app.domains.rounds.service import note_failure, take_snapshot
from app.domains.rounds.tables import Round
from app.infra.evidence import keep
from app.infra.house import House, Tick
from app.infra.http import Line, LinePolicy
from app.infra.unit_of_work import Reading, Work, for_house
from app.kernel.actor import SYSTEM
from app.sites.contract import LotRef, RawPage, SiteFailure
from app.sites.line import SiteHttp
from app.sites.loader import installed

log = structlog.get_logger()
LEASE = timedelta(seconds=20)
BATCH = 200
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
        session.execute(update(Round).where(Round.id.in_(ids)).values(next_read_at=now + LEASE))
    for round_id in ids:
        house.queue.send(READ, {"round_id": round_id})
    return len(ids)


def read_round(house: House, payload: dict[str, Any]) -> None:
    """Look at one lot once."""
    with house.reading() as r:
        found = house_round(r, payload["round_id"])
        approved = approved_of(r, found)
    if found.lot_id is None or found.next_read_at is None:
        return
    http = SiteHttp(line_for(house, found.site))
    plugin = installed().get(found.site)
    try:
        pages = plugin.fetch(LotRef(found.site, found.lot_id, base_url(house, found.site)), http)
        snapshot = plugin.parse(pages)
    except SiteFailure as failure:
        with house.work(SYSTEM) as w:
            note_failure(w, found.id, failure, _keep_pages(w, house, found, [*http.recorded]))
        return
    with house.work(SYSTEM) as w:
        take_snapshot(w, found.id, snapshot, approved, _keep_pages(w, house, found, list(http.recorded)))


def base_url(house: House, site: str) -> str:
    """Where the site is served: the simulator's address when one is set, else its public address."""
    return f"{house.settings.sites_base_url}/{site}" if house.settings.sites_base_url else ""


def approved_of(r: Reading, found: Round) -> Approved:
    """What the frozen plan says of the fields that a site shows."""
    court = get_court(r.session, house_case(r, found.case_id).court_id)
    return Approved(
        found.title,
        found.round_no,
        found.start_price,
        found.reference_price,
        found.deposit,
        found.increment,
        found.opens_at,
        found.scheduled_end_at,
        court.name,
    )


_LINES: dict[tuple[str, str], Line] = {}


def line_for(house: House, site: str) -> Line:
    """One paced line a site and process; a simulator needs no pace."""
    base = base_url(house, site)
    if (site, base) not in _LINES:
        plugin = installed().get(site)
        place = urlsplit(base or plugin.live_url).netloc
        policy = LinePolicy(timeout_seconds=10, pace_seconds=0.0, attempts=2) if base else LinePolicy(pace_seconds=3.0)
        _LINES[site, base] = Line(site, house.clock, frozenset({place, *plugin.hosts}), policy=policy)
    return _LINES[site, base]


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


HANDLERS = {READ: read_round}
TICKS = (Tick("rounds.read", 0.5, _tick),)
