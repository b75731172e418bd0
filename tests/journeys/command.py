"""Runs `flask demo …` as an operator does: in a process of its own, with a data folder of its own."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
WITHIN = 240.0


def environment(folder: Path, **more: str) -> dict[str, str]:
    """A clean environment for a data folder: nothing of the caller's PAIFU_ settings leaks in."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PAIFU_")}
    return {**kept, "PAIFU_DATA": str(folder), "PAIFU_PASSWORD_COST": "test", "PAIFU_SECRET_KEY": "test-secret", **more}


def flask(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """One command to its end."""
    return subprocess.run(_command(*words), cwd=ROOT, env=environment(folder, **more), capture_output=True, text=True, timeout=WITHIN)


def loaded(shared: Path, folder: Path) -> Path:
    """`flask demo load` into a new `folder`: done once a run in `shared`, where other test processes wait for the first, then copied."""
    whole = shared / "loaded"
    with (shared / "loaded.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not whole.exists():
            done = flask(began := shared / "loading", "demo", "load")
            assert done.returncode == 0, done.stderr[-3000:]
            began.rename(whole)
    return shutil.copytree(whole, folder)


def played(folder: Path, *, site: str = "taobao", meanwhile: Callable[[subprocess.Popen[str]], None] | None = None, **more: str) -> dict[str, Any]:
    """The summary of one play with seed 7 on a site; `meanwhile` is called while it runs."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "told.log").open("w+") as told:
        child = subprocess.Popen(
            _command("demo", "play", "--json", "--seed", "7", "--site", site),
            cwd=ROOT,
            env=environment(folder, **more),
            stdout=subprocess.PIPE,
            stderr=told,
            text=True,
        )
        try:
            if meanwhile:
                meanwhile(child)
            out, _ = child.communicate(timeout=WITHIN)
        finally:
            child.kill()
    assert child.returncode == 0, (folder / "told.log").read_text()[-3000:]
    summary: dict[str, Any] = json.loads(out)
    return summary


def outcome(summary: dict[str, Any]) -> dict[str, Any]:
    """What must be the same however the play went."""
    return {
        "closed": summary["closed"],
        "bids": summary["bids"],
        "extensions": summary["extensions"],
        "sold_price": summary["sold_price"],
        "premium_rate": summary["premium_rate"],
        "differences": summary["differences"],
        "missed": summary["deadlines"]["missed"],
        "started": summary["deadlines"]["started"],
        "papers": summary["papers"],
        "audit": summary["audit"]["ok"],
    }


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "flask", "--app", "wsgi", *words]
