"""`flask sites simulate` as a process: one line when ready, SIGTERM ends it, SIGKILL loses nothing."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from app.kernel.clock import RealClock, SharedClock
from app.simulator.commands import CLOCK_FILE, clock_of, simulate
from tests.simulator.samples import ACCEPTED_AT, package

START = [sys.executable, "-c", "from app.simulator.commands import simulate; simulate()", "--port", "0"]


@contextmanager
def running(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    process = subprocess.Popen([*START, "--data", str(folder)], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        found = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
        assert found
        yield process, found.group()
    finally:
        process.kill()
        process.wait()


def test_a_killed_simulator_knows_its_lots_again_and_a_terminated_one_exits_cleanly(tmp_path: Path) -> None:
    SharedClock(tmp_path / CLOCK_FILE, start=ACCEPTED_AT)
    with running(tmp_path) as (process, url):
        answer = httpx.post(f"{url}/taobao/backoffice/lots", files={"package": ("p.zip", package("taobao"))})
        lot_id = answer.json()["lot_id"]
        process.send_signal(signal.SIGKILL)
        process.wait()
    with running(tmp_path) as (process, url):
        assert httpx.get(f"{url}/taobao/backoffice/lots/{lot_id}").json()["state"] == "upcoming"
        assert httpx.get(f"{url}/healthz").json()["now"].startswith("2026-03-02T09:00:00")
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0


def test_the_shared_clock_of_the_demonstration_comes_first(tmp_path: Path) -> None:
    assert isinstance(clock_of(tmp_path, None), RealClock)
    assert clock_of(tmp_path, 60.0).speed == 60.0
    SharedClock(tmp_path / CLOCK_FILE, speed=7.0)
    assert clock_of(tmp_path, 60.0).speed == 7.0


@pytest.mark.parametrize("arguments", [["--faults", "ebay=down"], ["--port", "x"], ["--speed", "0"]])
def test_bad_usage_is_told_without_a_traceback(tmp_path: Path, arguments: list[str]) -> None:
    result = CliRunner().invoke(simulate, [*arguments, "--data", str(tmp_path)])
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_a_taken_port_is_told_in_chinese(tmp_path: Path) -> None:
    with running(tmp_path / "one") as (_process, url):
        result = CliRunner().invoke(simulate, ["--port", url.rsplit(":", 1)[1], "--data", str(tmp_path / "two")])
    assert result.exit_code == 1
    assert "不能使用" in result.output
