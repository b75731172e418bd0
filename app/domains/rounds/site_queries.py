"""Reads of sites rather than lots: how reading went, what is kept of it, what waits. The system administrator sees counts of the whole house, never a case.

A good look has its milliseconds; without them it was a file that a person imported, and counts neither for the site nor against it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from app.domains.cases.queries import in_scope
from app.domains.rounds.queries import PAST
from app.domains.rounds.tables import Round, RoundReading, SiteLine
from app.infra.http import BreakerState
from app.infra.unit_of_work import Reading, Statement, for_house
from app.kernel.actor import Role

FAILED = ("unreachable", "refused", "challenged", "changed")
LOOKED = ("ok", *FAILED)
LATELY = timedelta(hours=1)
HOURS = 24
MOST_DUE = 5000


@dataclass(frozen=True)
class SiteReadings:
    """A site's looks since an instant: by outcome, the latest good one, milliseconds of an answer lately; then what is followed, due, late, different."""

    by_outcome: dict[str, int] = field(default_factory=dict)
    last_ok_at: datetime | None = None
    latency: int | None = None
    following: int = 0
    queued: int = 0
    overdue: int = 0
    differences: int = 0

    @property
    def looks(self) -> int:
        """All looks; what was imported by hand is none."""
        return sum(self.by_outcome.get(code, 0) for code in LOOKED)

    @property
    def good(self) -> int:
        """Looks that were understood."""
        return self.by_outcome.get("ok", 0)


@dataclass(frozen=True)
class Hour:
    """One hour of a site's strip: good and failed looks."""

    at: datetime
    good: int
    failed: int


def site_readings(r: Reading, *, since: datetime) -> dict[str, SiteReadings]:
    """For the page of sites: three queries for all sites together, in the actor's scope."""
    read = or_(RoundReading.outcome != "ok", RoundReading.milliseconds.is_not(None))
    lately = func.avg(RoundReading.milliseconds).filter(RoundReading.at >= r.now - LATELY)
    looked = select(RoundReading.site, RoundReading.outcome, func.count(), lately).where(RoundReading.at >= since, read)
    outcomes = list(r.session.execute(_seen(looked, RoundReading, r).group_by(RoundReading.site, RoundReading.outcome)))
    good = select(RoundReading.site, func.max(RoundReading.at)).where(RoundReading.outcome == "ok", RoundReading.milliseconds.is_not(None))
    latest = {row[0]: row[1] for row in r.session.execute(_seen(good, RoundReading, r).group_by(RoundReading.site))}
    due, late = func.count().filter(_due(r.now)), func.count().filter(_due(r.now - timedelta(minutes=1)))
    counted = select(Round.site, func.count(Round.next_read_at), due, late, func.sum(Round.open_differences)).where(Round.lot_id.is_not(None))
    rounds = {row[0]: row[1:] for row in r.session.execute(_seen(counted, Round, r).group_by(Round.site))}
    told: dict[str, dict[str, int]] = {}
    speeds = {site: round(speed) for site, outcome, _, speed in outcomes if outcome == "ok" and speed is not None}
    for site, outcome, number, _ in outcomes:
        told.setdefault(site, {})[outcome] = number
    return {site: _told(told.get(site, {}), latest.get(site), speeds.get(site), rounds.get(site, (0, 0, 0, 0))) for site in {*told, *latest, *rounds}}


def list_hours(r: Reading, site: str) -> list[Hour]:
    """The last 24 hours of one site, oldest first, in one query that passes the rows once."""
    first = r.now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=HOURS - 1)
    starts = [first + timedelta(hours=number) for number in range(HOURS)]
    within = [and_(RoundReading.at >= at, RoundReading.at < at + timedelta(hours=1)) for at in starts]
    columns = [
        func.count().filter(and_(hour, outcome))
        for hour in within
        for outcome in (RoundReading.milliseconds.is_not(None) & (RoundReading.outcome == "ok"), RoundReading.outcome != "ok")
    ]
    wanted = select(*columns).select_from(RoundReading).where(RoundReading.site == site, RoundReading.at >= first, RoundReading.outcome.in_(LOOKED))
    row = r.session.execute(_seen(wanted, RoundReading, r)).one()
    return [Hour(at, row[number * 2], row[number * 2 + 1]) for number, at in enumerate(starts)]


def list_site_readings(r: Reading, site: str, *, limit: int = 12) -> Sequence[RoundReading]:
    """The latest looks at a site, newest first, imported files among them."""
    wanted = select(RoundReading).where(RoundReading.site == site).order_by(RoundReading.at.desc(), RoundReading.id.desc()).limit(limit)
    return r.session.scalars(_seen(wanted, RoundReading, r)).all()


def find_rounds(r: Reading, round_ids: Sequence[str]) -> dict[str, Round]:
    """Rounds by id, those in the actor's scope, in one query."""
    rows = r.session.scalars(in_scope(select(Round).where(Round.id.in_(set(round_ids))), Round, r.actor))
    return {row.id: row for row in rows}


def ids_to_read(r: Reading, site: str) -> list[str]:
    """The followed lots of a site within reach: one's own court's, or for the administrator the whole house's."""
    wanted = select(Round.id).where(Round.site == site, Round.lot_id.is_not(None), Round.next_read_at.is_not(None)).limit(MOST_DUE)
    return list(r.session.scalars(_seen(wanted, Round, r)))


def count_failing(r: Reading) -> dict[str, dict[str, int]]:
    """Of the lots whose last look failed: how many a site and kind of failure, in one query."""
    other = aliased(RoundReading)
    last = select(func.max(other.at)).where(other.round_id == Round.id, other.outcome.in_(FAILED)).correlate(Round).scalar_subquery()
    wanted = (
        select(Round.site, RoundReading.outcome, func.count(Round.id.distinct()))
        .join(RoundReading, and_(RoundReading.round_id == Round.id, RoundReading.at == last, RoundReading.outcome.in_(FAILED)))
        .where(Round.failures > 0, Round.status.not_in(PAST))
        .group_by(Round.site, RoundReading.outcome)
    )
    told: dict[str, dict[str, int]] = {}
    for site, outcome, number in r.session.execute(_seen(wanted, Round, r)):
        told.setdefault(site, {})[outcome] = number
    return told


def list_breakers(r: Reading) -> dict[str, BreakerState]:
    """The breakers of all sites that were ever asked."""
    return {row.name: BreakerState(row.failures, row.open_until) for row in r.session.scalars(select(SiteLine))}


def _due(at: datetime) -> Any:
    return Round.next_read_at <= at


def _seen(wanted: Statement, row: Any, r: Reading) -> Statement:
    return for_house(wanted) if r.actor.role is Role.SYSADMIN else in_scope(wanted, row, r.actor)


def _told(outcomes: dict[str, int], last: datetime | None, speed: int | None, counted: Any) -> SiteReadings:
    following, queued, overdue, differences = counted
    return SiteReadings(outcomes, last, speed, following, queued, overdue, differences or 0)
