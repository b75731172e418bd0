"""3,000 lots live at once, followed by one worker: reading and storing them beside a bare httpx loop that fetches the same answers with as many threads.

Real processes (the simulator, the worker), real HTTP, SQLite. A turn: the clock moves a quarter of an hour on, every lot is due; the lots are claimed
as the heartbeat claims them, and the turn is over when the last one has been read, its answers kept, its bids verified and the row written.
Then the bare loop asks for the very addresses that the worker asked for.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from sqlalchemy import func, select

from app.demonstration.processes import free_port
from app.domains.rounds.jobs import claim_due
from app.domains.rounds.tables import Round, RoundReading
from app.factory import make_house
from app.infra import migrations
from app.infra.evidence import Evidence
from app.infra.house import House
from app.infra.unit_of_work import for_house
from app.kernel.clock import ManualClock, SharedClock
from app.simulator.journal import Journal
from benchmarks.live_stock import LISTED_AT, OPENS_AT, stock_house, stock_sites
from benchmarks.measure import Figure
from config.settings import ROOT, Settings

LOTS = int(os.environ.get("PAIFU_BENCH_LOTS", "3000"))
THREADS = 4
TURNS = 2
FIRST_AT = OPENS_AT + timedelta(hours=11)
NEXT = timedelta(minutes=16)
BEAT, LOOK = 0.5, 0.2
WITHIN = 900.0


def figure() -> Figure:
    """Lots a second. The first turn, in which every lot's bids so far are new, is not counted."""
    with TemporaryDirectory(prefix="paifu-bench-") as folder, _standing(Path(folder)) as (house, clock):
        _turn(house, clock, FIRST_AT)
        turns = [(_turn(house, clock, at), _bare(house, at)) for at in (FIRST_AT + NEXT * (each + 1) for each in range(TURNS))]
    ours, bare = (LOTS / min(each) for each in zip(*turns, strict=True))
    return Figure("live_lots", "worker: claim, fetch, parse, keep, verify, write", "httpx.Client.get", round(ours, 1), round(bare, 1), round(ours / bare, 3))


def _turn(house: House, clock: SharedClock, at: datetime) -> float:
    """Move on and claim what is due every half second, as the heartbeat does, until every lot has been read; the seconds that it took."""
    clock.move_to(at)
    began = last = time.perf_counter()
    claim_due(house)
    while _read_since(house, at) < LOTS:
        if time.perf_counter() - last >= BEAT:
            last = time.perf_counter()
            claim_due(house)
        if time.perf_counter() - began > WITHIN:
            raise RuntimeError(f"{_read_since(house, at)} of {LOTS} lots were read")
        time.sleep(LOOK)
    return time.perf_counter() - began


def _bare(house: House, at: datetime) -> float:
    """The same addresses, asked by as many threads over one client; nothing is done with the answers."""
    with house.database.read() as session:
        looks = session.scalars(for_house(select(RoundReading.digests).where(RoundReading.at >= at))).all()
        rows = session.execute(select(Evidence.digest, Evidence.source).where(Evidence.kept_at >= at)).all()
    sources = {row.digest: row.source for row in rows}
    lots = [[sources[digest] for digest in digests] for digests in looks]
    with httpx.Client(trust_env=False, timeout=30) as client, ThreadPoolExecutor(THREADS) as pool:

        def ask(addresses: list[str]) -> None:
            for each in addresses:
                client.get(each).raise_for_status()

        began = time.perf_counter()
        list(pool.map(ask, lots))
        return time.perf_counter() - began


def _read_since(house: House, at: datetime) -> int:
    with house.database.read() as session:
        return session.scalar(for_house(select(func.count(Round.id)).where(Round.read_at >= at, Round.failures == 0))) or 0


@contextmanager
def _standing(folder: Path) -> Iterator[tuple[House, SharedClock]]:
    """Both processes with their stock, and a house to claim with."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    settings = Settings(
        folder, f"sqlite:///{folder / 'paifu.sqlite'}", f"sqlite:///{folder / 'queue.sqlite'}", "bench-secret", clock="manual", password_cost="test"
    )
    migrations.upgrade(settings.database_url)
    began = ManualClock(LISTED_AT)
    lots = stock_sites(Journal(folder), LOTS)
    stock_house(make_house(settings, began), began, lots)
    clock = SharedClock(settings.clock_file, start=LISTED_AT, speed=1.0)
    house = make_house(replace(settings, sites_base_url=base), clock)
    children = [
        _started(folder, base, "sites", "simulate", "--port", str(port), "--data", str(folder)),
        _started(folder, base, "worker", "--threads", str(THREADS)),
    ]
    try:
        _await(base)
        yield house, clock
    finally:
        for child in children:
            child.send_signal(signal.SIGINT)
        for child in children:
            child.wait(20)
        house.database.close()


def _started(folder: Path, base: str, *words: str) -> subprocess.Popen[bytes]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PAIFU_")}
    own = {
        "PAIFU_DATA": str(folder),
        "PAIFU_CLOCK": "manual",
        "PAIFU_SITES_BASE_URL": base,
        "PAIFU_SECRET_KEY": "bench-secret",
        "PAIFU_PASSWORD_COST": "test",
        "PAIFU_LOG_LEVEL": "WARNING",
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", *words]
    return subprocess.Popen(command, cwd=ROOT, env={**kept, **own}, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def _await(base: str) -> None:
    for _ in range(600):
        try:
            if httpx.get(f"{base}/healthz", timeout=2, trust_env=False).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    raise RuntimeError("the simulator did not start")
