"""/metrics for Prometheus: read from the database at each scrape, given to this machine only. Ids and counts, no names."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.domains.audit.tables import TrailCheckpoint, TrailRow
from app.domains.deadlines.tables import Deadline
from app.domains.rounds.tables import Difference, Round
from app.infra.beats import oldest_beat
from app.infra.outbox import Job
from app.infra.unit_of_work import for_house
from app.kernel.permission import PUBLIC
from app.web.access import house, permits

pages = Blueprint("metrics", __name__)
LOOPBACK = frozenset({"127.0.0.1", "::1"})


class HouseCollector(Collector):
    """Gauges of one reading of the database; five queries."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Every gauge."""
        yield self._by("paifu_jobs", "Jobs of the outbox by state", select(Job.state, func.count(Job.id)).group_by(Job.state), "state")
        yield self._by("paifu_rounds", "Rounds by status", for_house(select(Round.status, func.count(Round.id)).group_by(Round.status)), "status")
        yield self._one(
            "paifu_deadlines_missed",
            "Running deadlines past their end",
            for_house(select(func.count(Deadline.id)).where(Deadline.state == "running", Deadline.missed_at.is_not(None))),
        )
        yield self._one("paifu_differences_open", "Open differences", for_house(select(func.count(Difference.id)).where(Difference.closed_at.is_(None))))
        sealed = select(func.coalesce(func.max(TrailCheckpoint.size), 0)).scalar_subquery()
        yield self._one("paifu_trail_unsealed", "Trail rows without a seal", select(func.count(TrailRow.id) - sealed))
        age = oldest_beat(self._session)
        if age is not None:
            yield GaugeMetricFamily("paifu_heartbeat_age_seconds", "Age of the least recent tick", value=age.total_seconds())

    def _one(self, name: str, words: str, counted: Select[int]) -> GaugeMetricFamily:
        return GaugeMetricFamily(name, words, value=self._session.scalar(counted) or 0)

    def _by(self, name: str, words: str, counted: Select[str, int], label: str) -> GaugeMetricFamily:
        gauge = GaugeMetricFamily(name, words, labels=[label])
        for key, number in self._session.execute(counted):
            gauge.add_metric([key], number)
        return gauge


@pages.get("/metrics")
@permits(PUBLIC)
def metrics() -> ResponseReturnValue:
    """For a scraper on this machine; anybody else is told that there is no such page."""
    if request.remote_addr not in LOOPBACK or "X-Forwarded-For" in request.headers:
        abort(404)
    registry = CollectorRegistry()
    with house().database.read() as session:
        registry.register(HouseCollector(session))
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
