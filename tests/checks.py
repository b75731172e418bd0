"""./paifu check: format, lint, types, import contracts, templates, migrations equal models. Runs all, tells all that fell short."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

BIN = Path(sys.executable).parent
CHECKS = {
    "ruff format": [BIN / "ruff", "format", "--check", "."],
    "ruff": [BIN / "ruff", "check", "."],
    "mypy": [BIN / "mypy"],
    "import contracts": [BIN / "lint-imports"],
    "djlint": [BIN / "djlint", "app/web/templates", "--lint", "--quiet"],
    "migrations": [sys.executable, "-m", "tests.migrations_equal_models"],
}


def main() -> int:
    """Exit status for the shell."""
    failed = []
    for name, command in CHECKS.items():
        began = time.monotonic()
        done = subprocess.run(command, capture_output=True, text=True)
        good = done.returncode == 0
        print(f"{'ok  ' if good else 'FAIL'} {name} ({time.monotonic() - began:.1f} s)", flush=True)
        if not good:
            failed.append(name)
            print((done.stdout + done.stderr)[-6000:], flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
