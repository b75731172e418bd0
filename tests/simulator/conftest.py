"""A real server on a free port with a clock moved by hand, and packages as app/sites/package.py lays them out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from app.kernel.clock import ManualClock
from app.simulator.server import make_simulator
from tests.simulator.samples import ACCEPTED_AT
from tests.simulator.site_client import SiteClient


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(ACCEPTED_AT)


@pytest.fixture
def site(tmp_path: Path, clock: ManualClock) -> Iterator[SiteClient]:
    server = make_simulator(tmp_path, clock, port=0)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield SiteClient(f"http://127.0.0.1:{server.port}", clock)
    server.shutdown()
    server.server_close()
