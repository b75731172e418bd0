"""./paifu test: the whole suite; every test that uses the database runs on SQLite and on PostgreSQL. The last line is pytest's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

WORKERS = ["-n", "2", "--dist", "loadfile"]
MEMORY, ROOM = Path("/dev/shm"), 6 * 2**30


def quick_place() -> dict[str, str]:
    """Databases that live for one test are copied in memory where it has room (bytes): the disk made the suite twice as long."""
    roomy = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM
    return {"TMPDIR": str(MEMORY)} if roomy and "TMPDIR" not in os.environ else {}


def main(arguments: list[str]) -> int:
    """Exit status for the shell."""
    command = [sys.executable, "-m", "pytest", *WORKERS, *arguments]
    return subprocess.run(command, env={**os.environ, **quick_place(), "PAIFU_TEST_DATABASES": "sqlite,postgresql"}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
