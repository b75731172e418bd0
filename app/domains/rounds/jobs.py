"""Following lots: the heartbeat claims what is due to be read, a worker reads it, keeps the raw answers and takes the snapshot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from app.domains.rounds import line_jobs
from app.domains.rounds.lines import line_for
from app.domains.rounds.looking import Asked, Look, approved_of, asked_of, look, take_look
from app.domains.rounds.queries import house_round, house_rounds
from app.domains.rounds.resting import note_resting, who_waits
from app.domains.rounds.rules import paced
from app.domains.rounds.site_settings import reading_settings
from app.domains.rounds.tables import Round
from app.domains.rounds.unread import note_unread
from app.infra.house import House, Tick
from app.infra.unit_of_work import Work, for_house
from app.kernel.actor import SYSTEM
from app.kernel.clock import monotonic, pause
from app.kernel.errors import Conflict
from app.sites.contract import Plugin, SiteSettings
from app.sites.loader import installed

__all__ = ["HANDLERS", "TICKS", "approved_of", "claim_due", "read_rounds"]

log = structlog.get_logger()
LEASE = timedelta(seconds=20)
BATCH = 200
TOGETHER = 16
HELD_SECONDS = 1.0
WRITE_TRIES = 4
READ = "rounds.read"


def claim_due(house: House) -> int:
    """Claim rounds whose time to be read has come and put them into the queue; how many. A crash gives them back when the lease ends."""
    now = house.clock.now()
    due = for_house(select(Round.id, Round.site).where(Round.next_read_at <= now, Round.lot_id.is_not(None)).order_by(Round.next_read_at).limit(BATCH))
    with house.database.read() as session:
        if session.execute(due.limit(1)).first() is None:
            return 0
    with house.database.write() as session, session.begin():
        rows = session.execute(due if house.database.is_sqlite else due.with_for_update(skip_locked=True)).all()
        ids = [row.id for row in rows]
        session.execute(update(Round).where(Round.id.in_(ids)).values(next_read_at=now + LEASE * max(1.0, house.clock.speed)))
    together = TOGETHER if house.settings.sites_base_url else 1  # a public site is asked at a pace that leaves nothing to gain
    by_site: dict[str, list[str]] = {}
    for row in rows:
        by_site.setdefault(row.site, []).append(row.id)
    for some in by_site.values():
        for place in range(0, len(some), together):
            house.queue.send(READ, {"round_ids": some[place : place + together]})
    return len(ids)


def read_rounds(house: House, payload: dict[str, Any]) -> None:
    """Look at some lots, site by site. Whoever loses a race to another reader lets it be: the other's look is as good."""
    with house.reading() as r:
        by_site: dict[str, list[Asked]] = {}
        for each in asked_of(r, payload["round_ids"]):
            by_site.setdefault(each.site, []).append(each)
        settings = {site: reading_settings(r.session, installed().get(site), house.settings.sites_base_url) for site in by_site}
    for site, asked in by_site.items():
        if settings[site].live:
            _read_site(house, installed().get(site), settings[site], asked)
            continue
        for each in asked:
            _write_one(house, each.round_id, lambda w, found: note_unread(w, found.id))


def _read_site(house: House, plugin: Plugin, settings: SiteSettings, asked: Sequence[Asked]) -> None:
    """One lot after the other; what was seen is written down together, at the end and whenever a second has passed.

    What half a lease does not suffice for comes back when the lease ends.
    """
    plugin, line, seen = plugin.configured(settings), line_for(house, plugin, settings), list[Look]()
    began = written = monotonic()
    for place, each in enumerate(asked):
        if (until := line.rests_until()) is not None:
            _wait(house, asked[place:], until)
            break
        if monotonic() - began > LEASE.total_seconds() / 2:
            break
        seen.append(look(plugin, line, house.evidence, settings.base_url, each))
        if monotonic() - written > HELD_SECONDS:
            _write(house, seen)
            seen, written = [], monotonic()
    _write(house, seen)


def _wait(house: House, asked: Sequence[Asked], until: datetime) -> None:
    """The site is left alone: its lots wait, without a row each; one whose loss matters by now is told of (the outage protocol)."""
    with house.reading() as r:
        found = who_waits(r, [each.round_id for each in asked], until)
    with house.database.write() as session, session.begin():
        session.execute(update(Round).where(Round.id.in_(found.ids), Round.next_read_at.is_not(None)).values(next_read_at=found.wake))
    for round_id in found.lost:
        _write_one(house, round_id, lambda w, found: note_resting(w, found, until))


def _write(house: House, seen: list[Look]) -> None:
    """Write down several looks in one act; if one of them does not go, each in an act of its own."""
    if len(seen) > 1 and _written_together(house, seen):
        return
    for each in seen:
        _write_one(house, each.asked.round_id, partial(_take, each))


def _written_together(house: House, seen: list[Look]) -> bool:
    try:
        with house.work(SYSTEM) as w, w.session.no_autoflush:
            rows = {row.id: row for row in house_rounds(w, [each.asked.round_id for each in seen])}
            for each in seen:
                _paced(house, w, _take(each, w, rows[each.asked.round_id]))
    except Conflict:
        return False
    except OperationalError as error:
        if "locked" not in str(error):
            raise
        return False
    return True


def _write_one(house: House, round_id: str, act: Callable[[Work, Round], Round]) -> None:
    """Write what was read. A busy SQLite is asked again; a Conflict means that somebody else wrote a later look."""
    for attempt in range(WRITE_TRIES):
        try:
            with house.work(SYSTEM) as w:
                _paced(house, w, act(w, house_round(w, round_id)))
            return
        except Conflict:
            log.info("round was read by somebody else", round=round_id)
            return
        except OperationalError as error:
            if "locked" not in str(error) or attempt + 1 == WRITE_TRIES:
                raise
            pause(0.2 * (attempt + 1))


def _take(seen: Look, w: Work, found: Round) -> Round:
    return take_look(w, found, seen)


def _paced(house: House, w: Work, kept: Round) -> None:
    kept.next_read_at = paced(kept.next_read_at, w.now, house.clock.speed)


def _tick(house: House) -> None:
    claim_due(house)


HANDLERS = {READ: read_rounds, **line_jobs.HANDLERS}
TICKS = (Tick("rounds.read", 0.5, _tick),)
