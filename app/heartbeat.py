"""The heartbeat: APScheduler wakes a few ticks; each claims what is due in its own table and nothing else."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable
from threading import Event

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from app.infra.beats import note_beat
from app.infra.frame import framed
from app.infra.house import House, Tick

log = structlog.get_logger()


def beat(house: House, ticks: Iterable[Tick], stop: Event | None = None) -> None:
    """Run until stopped (SIGINT, SIGTERM, or the event)."""
    stop = stop or Event()
    scheduler = BackgroundScheduler(
        executors={"default": ThreadPoolExecutor(4)}, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}, timezone="UTC"
    )
    for tick in ticks:
        scheduler.add_job(turn_of(house, tick), "interval", seconds=tick.every, id=tick.name, name=tick.name)
    scheduler.start()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: stop.set())
    log.info("heartbeat started", ticks=len(scheduler.get_jobs()))
    stop.wait()
    scheduler.shutdown(wait=True)


def turn_of(house: House, tick: Tick) -> Callable[[], None]:
    """A tick in its frame: an error is logged and noted for the status page, and the next turn comes anyway."""

    def run() -> None:
        done = framed(lambda: tick.run(house), "tick", tick=tick.name)
        note_beat(house, tick.name, done.error)

    return run
