"""SIGKILL to heartbeat and worker in the middle of a play."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

from app.kernel.clock import monotonic, pause

STRIKES = 8
EVERY = 3.0
FIRST_WITHIN = 60.0


class Killer:
    """Strikes the processes of a play, by the numbers that it wrote into its data folder, heartbeat and worker by turns."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.killed: list[tuple[str, int]] = []

    def __call__(self, child: subprocess.Popen[str]) -> None:
        """Strike every few seconds while the play runs."""
        began = monotonic()
        while len(self.killed) < STRIKES and child.poll() is None and (self.killed or monotonic() - began < FIRST_WITHIN):
            self._strike(("heartbeat", "worker")[len(self.killed) % 2])
            pause(EVERY)

    def _strike(self, name: str) -> None:
        path = self.folder / f"{name}.pid"
        number = int(path.read_text() or 0) if path.exists() else 0
        if number and (name, number) not in self.killed and _is_ours(number, self.folder):
            os.kill(number, signal.SIGKILL)
            self.killed.append((name, number))


def _is_ours(number: int, folder: Path) -> bool:
    """Is it alive and does it work on this data folder? A number may have been given to another process meanwhile."""
    try:
        environ = Path(f"/proc/{number}/environ").read_bytes().split(b"\0")
    except OSError:
        return False
    return f"PAIFU_DATA={folder}".encode() in environ
