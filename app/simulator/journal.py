"""What the simulator must not forget: one JSON line a command, on disk before the answer goes out, and uploaded files by digest."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from app.kernel.ids import digest_of


class Journal:
    """`<folder>/simulator.jsonl` and `<folder>/simulator-files/`. A line torn by a kill is cut off when it is opened again."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "simulator.jsonl"
        self._files = folder / "simulator-files"
        self._files.mkdir(parents=True, exist_ok=True)
        self._cut_torn_line()

    def append(self, what: str, at: datetime, **details: Any) -> None:
        """Write a line and wait until it is on disk."""
        line = json.dumps({"what": what, "at": at.isoformat(), **details}, ensure_ascii=False) + "\n"
        with self._path.open("ab") as file:
            file.write(line.encode())
            file.flush()
            os.fsync(file.fileno())

    def lines(self) -> Iterator[dict[str, Any]]:
        """Every line from the beginning."""
        if self._path.exists():
            with self._path.open(encoding="utf-8") as file:
                for line in file:
                    yield json.loads(line)

    def keep(self, content: bytes) -> str:
        """Store bytes under their SHA-256, complete or not at all; answers the digest."""
        digest = digest_of(content)
        place = self._files / digest
        if not place.exists():
            fresh = place.with_suffix(f".{os.getpid()}.new")
            with fresh.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(place)
        return digest

    def holds(self, digest: str) -> bool:
        """Are these bytes here?"""
        return (self._files / digest).exists()

    def kept(self, digest: str) -> bytes:
        """Bytes stored before."""
        return (self._files / digest).read_bytes()

    def _cut_torn_line(self) -> None:
        if not self._path.exists():
            return
        content = self._path.read_bytes()
        whole = content[: content.rfind(b"\n") + 1]
        if whole != content:
            fresh = self._path.with_suffix(".new")
            fresh.write_bytes(whole)
            fresh.replace(self._path)
