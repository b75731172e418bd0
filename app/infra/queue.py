"""The work queue: huey on SQLite, PostgreSQL or Redis carries (kind, payload); what is true stands in the rows, so a lost message is sent again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from huey import Huey, MemoryHuey, PostgresHuey, RedisHuey, SqliteHuey
from huey.serializer import SignedSerializer

Perform = Callable[[str, dict[str, Any]], None]


def make_huey(url: str, secret: str) -> Huey:
    """The queue engine of a URL: sqlite:///file, postgresql://…, redis://…, or memory: (performed at once, for tests)."""
    if url == "memory:":
        return MemoryHuey("paifu", immediate=True)
    serializer = SignedSerializer(secret=secret, salt="paifu-queue")
    if url.startswith("sqlite:///"):
        path = Path(url.removeprefix("sqlite:///"))
        path.parent.mkdir(parents=True, exist_ok=True)
        return SqliteHuey("paifu", filename=str(path), serializer=serializer, results=False)
    if url.startswith("redis://"):
        return RedisHuey("paifu", url=url, serializer=serializer, results=False)
    return PostgresHuey("paifu", dsn=url.replace("postgresql+psycopg://", "postgresql://"), serializer=serializer, results=False)


class Queue:
    """Sends messages, and binds the one task that performs them."""

    def __init__(self, huey: Huey) -> None:
        self.huey = huey
        self._perform: Perform | None = None
        self._task = huey.task(name="perform")(self._run)

    def bind(self, perform: Perform) -> None:
        """Say who performs messages in this process."""
        self._perform = perform

    def send(self, kind: str, payload: dict[str, Any]) -> None:
        """Put a message in the queue."""
        self._task(kind, payload)

    def _run(self, kind: str, payload: dict[str, Any]) -> None:
        if self._perform is not None:
            self._perform(kind, payload)
