"""The processes that the played demonstration needs beside itself: simulator, heartbeat, worker. Started again when they die."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from app.kernel.clock import monotonic, pause
from config.settings import ROOT, Settings

READY_WITHIN = 120.0
COMMANDS = {"heartbeat": ("heartbeat",), "worker": ("worker", "--threads", "4")}


@dataclass
class Processes:
    """Children by name. Each writes its log into the data folder and its number into <name>.pid, so that a drill can kill it."""

    settings: Settings
    port: int
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    restarts: int = 0

    @property
    def simulator(self) -> str:
        """The simulator's base address."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start all three and wait for the simulator to answer."""
        self._start("simulator", ("sites", "simulate", "--port", str(self.port), "--data", str(self.settings.data)))
        for name, command in COMMANDS.items():
            self._start(name, command)
        self._await_simulator()

    def keep_alive(self) -> None:
        """Start again what has died."""
        for name, child in list(self.children.items()):
            if child.poll() is not None:
                self.restarts += 1
                self._start(name, ("sites", "simulate", "--port", str(self.port), "--data", str(self.settings.data)) if name == "simulator" else COMMANDS[name])

    def stop(self) -> None:
        """End them, gently first."""
        for child in self.children.values():
            if child.poll() is None:
                child.send_signal(signal.SIGINT)
        for child in self.children.values():
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
        for name in self.children:
            (self.settings.data / f"{name}.pid").unlink(missing_ok=True)

    def _start(self, name: str, command: tuple[str, ...]) -> None:
        folder = self.settings.data
        with (folder / f"{name}.log").open("ab") as log:
            child = subprocess.Popen(
                [sys.executable, "-m", "flask", "--app", "wsgi", *command], cwd=ROOT, env=self._environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        (folder / f"{name}.pid").write_text(str(child.pid))
        self.children[name] = child

    def _environment(self) -> dict[str, str]:
        own = {
            "PAIFU_DATA": str(self.settings.data),
            "PAIFU_DATABASE_URL": self.settings.database_url,
            "PAIFU_QUEUE_URL": self.settings.queue_url,
            "PAIFU_SECRET_KEY": self.settings.secret_key,
            "PAIFU_CLOCK": "manual",
            "PAIFU_SITES_BASE_URL": self.simulator,
            "PAIFU_LOG_LEVEL": "WARNING",
        }
        return {**os.environ, **own}

    def _await_simulator(self) -> None:
        began = monotonic()
        while monotonic() - began < READY_WITHIN:
            try:
                if httpx.get(f"{self.simulator}/healthz", timeout=2, trust_env=False).status_code == 200:
                    return
            except httpx.HTTPError:
                pause(0.1)
        raise RuntimeError(f"模拟器没有启动，见 {self.settings.data / 'simulator.log'}")


def free_port() -> int:
    """A port of loopback that nobody uses now."""
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        number: int = chosen.getsockname()[1]
        return number


@contextmanager
def running(settings: Settings, port: int) -> Iterator[Processes]:
    """The processes while a play lasts."""
    settings.data.mkdir(parents=True, exist_ok=True)
    processes = Processes(settings, port)
    try:
        processes.start()
        yield processes
    finally:
        processes.stop()


def is_free(folder: Path) -> bool:
    """Is no play under way in the folder?"""
    return not any((folder / f"{name}.pid").exists() for name in ("simulator", "heartbeat", "worker"))
