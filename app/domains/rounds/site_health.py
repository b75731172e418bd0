"""How a site does: its state, its error budget, its breaker (S26). `health_of` is pure; `health_of_sites` reads what it needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from app.domains.rounds.site_queries import SiteReadings, count_failing, list_breakers, site_readings
from app.domains.rounds.site_settings import list_settings
from app.infra.http import BreakerState
from app.infra.unit_of_work import Reading
from app.sites.contract import Plugin, SiteSettings

DAY = timedelta(hours=24)

TARGET = Fraction(99, 100)
"""Of all looks of 24 hours this share is to be understood; the rest is the error budget."""
SLOW_MS = 3000
WORST_FIRST = ("challenged", "changed", "refused", "unreachable")
NEED_PERSON = ("challenged", "changed")


@dataclass(frozen=True)
class Health:
    """One site. `state` is ui.md §2.5's, 'unknown' before the first look; `budget` is what is left of the error budget (1 all, 0 none; None without a look)."""

    state: str
    told: SiteReadings
    rate: Fraction | None
    budget: Fraction | None
    breaker: BreakerState
    half_open: bool
    need_person: int


def health_of(settings: SiteSettings, told: SiteReadings, failing: Mapping[str, int], breaker: BreakerState, now: datetime) -> Health:
    """What is known of a site, put together. `failing` counts its lots whose last look failed, by kind."""
    return Health(
        _state(settings, told, failing),
        told,
        Fraction(told.good, told.looks) if told.looks else None,
        budget_left(told.good, told.looks),
        breaker,
        breaker.open_until is not None and now >= breaker.open_until,
        sum(failing.get(kind, 0) for kind in NEED_PERSON),
    )


def health_of_sites(r: Reading, plugins: Sequence[Plugin], simulator: str) -> dict[str, tuple[SiteSettings, Health]]:
    """Settings and health of sites by code, in the actor's scope; six queries for all of them."""
    settings = list_settings(r, plugins, simulator)
    told, failing, breakers = site_readings(r, since=r.now - DAY), count_failing(r), list_breakers(r)
    return {
        code: (each, health_of(each, told.get(code, SiteReadings()), failing.get(code, {}), breakers.get(code, BreakerState()), r.now))
        for code, each in settings.items()
    }


def budget_left(good: int, looks: int) -> Fraction | None:
    """The share of the allowed failures that was not used up; None without a look."""
    if not looks:
        return None
    return max(Fraction(0), 1 - Fraction(looks - good) / (looks * (1 - TARGET)))


def _state(settings: SiteSettings, told: SiteReadings, failing: Mapping[str, int]) -> str:
    if not settings.live:
        return "stopped"
    worst = next((kind for kind in WORST_FIRST if failing.get(kind)), "")
    if worst or not told.good:
        return worst or "unknown"
    return "slow" if told.latency is not None and told.latency >= SLOW_MS else "normal"
