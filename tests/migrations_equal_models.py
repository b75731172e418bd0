"""Do the migrations lead to exactly the models' tables? On a fresh SQLite file; exit 1 with the differences."""

from __future__ import annotations

import sys
import tempfile

from alembic import command
from alembic.util.exc import CommandError

from app.infra.migrations import alembic_config, upgrade

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/check.sqlite"
        upgrade(url)
        try:
            command.check(alembic_config(url))
        except CommandError as difference:
            sys.exit(str(difference))
