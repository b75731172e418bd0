"""./paifu test: the whole suite; every test that uses the database runs on SQLite and on PostgreSQL. The last line is pytest's own."""

from __future__ import annotations

import os
import subprocess
import sys

WORKERS = ["-n", "2", "--dist", "loadfile"]


def main(arguments: list[str]) -> int:
    """Exit status for the shell."""
    command = [sys.executable, "-m", "pytest", *WORKERS, *arguments]
    return subprocess.run(command, env={**os.environ, "PAIFU_TEST_DATABASES": "sqlite,postgresql"}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
