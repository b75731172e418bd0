"""The real thing on free ports: a loaded data folder, gunicorn, heartbeat, worker and simulator as processes, all on one clock moved by hand."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import httpx

from app.demonstration.processes import free_port, running
from app.factory import make_house
from app.infra.house import House
from app.kernel.clock import SharedClock, monotonic, pause
from app.web import assets
from config.settings import ROOT, Settings
from tests.journeys.command import environment

READY_WITHIN = 40.0


@dataclass
class Place:
    """Addresses of house and simulator, the clock, and the house itself to look behind the pages."""

    root: str
    simulator: str
    folder: Path
    clock: SharedClock
    house: House

    def move_to(self, at: datetime) -> None:
        """Turn the clock to an instant; heartbeat, worker and simulator follow by themselves."""
        self.clock.move_to(at)

    def advance(self, **by: float) -> None:
        """Turn the clock on."""
        self.clock.move_to(self.clock.now() + timedelta(**by))

    def until(self, holds: Callable[[], bool], what: str, *, within: float = 30.0) -> None:
        """Wait until the processes have done something, turning the clock on by a minute now and then."""
        began = nudged = monotonic()
        while not holds():
            assert monotonic() - began < within, f"没有等到：{what}"
            if monotonic() - nudged > 3:
                self.advance(seconds=35)
                nudged = monotonic()
            pause(0.1)


@contextmanager
def standing(folder: Path) -> Iterator[Place]:
    """Serve the demonstration that a folder holds."""
    assets.build()
    port = free_port()
    settings = Settings(
        data=folder,
        database_url=f"sqlite:///{folder / 'paifu.sqlite'}",
        queue_url=f"sqlite:///{folder / 'queue.sqlite'}",
        secret_key="test-secret",
        clock="manual",
        password_cost="test",
        storage_url="",
    )
    with running(settings, port) as processes, serving(folder, processes.simulator) as root:
        house = make_house(replace(settings, sites_base_url=processes.simulator))
        yield Place(root, processes.simulator, folder, SharedClock(settings.clock_file), house)
        house.database.close()


@contextmanager
def serving(folder: Path, simulator: str) -> Iterator[str]:
    """gunicorn on a free port of loopback."""
    port = free_port()
    command = [str(Path(sys.executable).with_name("gunicorn")), "-k", "gthread", "-w", "1", "--threads", "8", "--no-control-socket", "--graceful-timeout", "2"]
    own = {"PAIFU_CLOCK": "manual", "PAIFU_SITES_BASE_URL": simulator, "PAIFU_LOG_LEVEL": "WARNING"}
    with (folder / "web.log").open("ab") as log:
        child = subprocess.Popen([*command, "-b", f"127.0.0.1:{port}", "wsgi:app"], cwd=ROOT, env=environment(folder, **own), stdout=log, stderr=log)
    try:
        _await(f"http://127.0.0.1:{port}/healthz", folder / "web.log")
        yield f"http://127.0.0.1:{port}"
    finally:
        child.terminate()
        child.wait(10)


def _await(address: str, log: Path) -> None:
    began = monotonic()
    while monotonic() - began < READY_WITHIN:
        try:
            if httpx.get(address, timeout=2, trust_env=False).status_code == 200:
                return
        except httpx.HTTPError:
            pause(0.1)
    raise AssertionError(log.read_text(errors="replace")[-3000:] + f"\n{os.getpid()}: no answer at {address}")
