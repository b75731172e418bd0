"""The line of each site: its pace and breaker are kept in the database, so that a restart and a second worker go on where the first stood."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import TypeVar
from urllib.parse import urlsplit

from sqlalchemy import select

from app.domains.rounds.tables import SiteLine
from app.infra.addresses import leads_outside
from app.infra.house import House
from app.infra.http import BreakerState, Change, Line, LinePolicy
from app.infra.unit_of_work import Work
from app.kernel.actor import SYSTEM
from app.kernel.clock import monotonic
from app.kernel.errors import Conflict
from app.sites.contract import Plugin, SiteSettings

Given = TypeVar("Given")
FRESH_SECONDS = 1.0
"""How old a state may be that another process has not changed in the meantime: a request to a site costs no query."""


@dataclass
class KeptLines:
    """Breakers and turns in the table site_line. A state is read again after a second; a change is always made on the row itself."""

    house: House
    _seen: dict[str, tuple[float, BreakerState]] = field(default_factory=dict)

    def load(self, name: str) -> BreakerState:
        """The state as it stood at most a second ago."""
        at, state = self._seen.get(name, (-FRESH_SECONDS, BreakerState()))
        if monotonic() - at < FRESH_SECONDS:
            return state
        with self.house.database.read() as session:
            row = session.get(SiteLine, name)
        return self._remember(name, BreakerState(row.failures, row.open_until) if row else BreakerState())

    def change(self, name: str, how: Change) -> BreakerState:
        """Change the row while nobody else does; the state before."""
        return self._alone(partial(self._changed, name, how))

    def take_turn(self, name: str, pace: float) -> float:
        """Seconds to wait for one's turn, in real time, over all processes."""
        return self._alone(partial(_turn, name, pace))

    def _alone(self, act: Callable[[Work], Given]) -> Given:
        """Do it in an act of its own; two that make a site's first row at once: the loser does it again."""
        try:
            with self.house.work(SYSTEM) as w:
                return act(w)
        except Conflict:
            with self.house.work(SYSTEM) as w:
                return act(w)

    def _changed(self, name: str, how: Change, w: Work) -> BreakerState:
        row = _row(w, name)
        before = BreakerState(row.failures, row.open_until)
        after = how(before)
        row.failures, row.open_until = after.failures, after.open_until
        self._remember(name, after)
        return before

    def _remember(self, name: str, state: BreakerState) -> BreakerState:
        self._seen[name] = (monotonic(), state)
        return state


def line_for(house: House, plugin: Plugin, settings: SiteSettings) -> Line:
    """The one line of a site in this process, made anew when its settings change. The simulator's own host is asked without looking where its name leads."""
    policy = LinePolicy(timeout_seconds=settings.timeout_seconds, pace_seconds=settings.pace_seconds, attempts=2 if settings.pace_seconds == 0 else 3)
    typed = frozenset({urlsplit(each).netloc for each in (settings.base_url, settings.line_url)} - {""})
    wanted = (policy, frozenset({*plugin.hosts, urlsplit(plugin.live_url).netloc, *typed} - {""}))
    key = (house.database.url, plugin.code)
    made, line = _LINES.get(key, (None, None))
    if line is None or made != wanted:
        simulator = urlsplit(house.settings.sites_base_url).netloc
        check = None if urlsplit(settings.base_url).netloc == simulator != "" else partial(_check, frozenset(each.partition(":")[0] for each in typed))
        line = Line(plugin.code, house.clock, wanted[1], policy=policy, kept=KeptLines(house), check=check)
        _LINES[key] = (wanted, line)
    return line


_Made = tuple[LinePolicy, frozenset[str]]
_LINES: dict[tuple[str, str], tuple[_Made, Line]] = {}


def _check(typed: frozenset[str], host: str) -> None:
    leads_outside(host, intranet=host in typed)


def _turn(name: str, pace: float, w: Work) -> float:
    row = _row(w, name)
    mine = max(w.wall_now, row.next_turn_at or w.wall_now)
    row.next_turn_at = mine + timedelta(seconds=pace)
    return (mine - w.wall_now).total_seconds()


def _row(w: Work, name: str) -> SiteLine:
    """The row, locked for this act; made at the first request of a site."""
    row = w.session.scalar(select(SiteLine).where(SiteLine.name == name).with_for_update())
    if row is None:
        row = SiteLine(name=name, failures=0)
        w.session.add(row)
        w.flush()
    return row
