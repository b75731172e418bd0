"""Where bytes lie by their digest: a folder of this machine, or a bucket of an S3 service (app/infra/s3.py, loaded only where it is asked for)."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from app.kernel.ids import new_id

PIECE = 1024 * 1024
ASIDE = "quarantine"
_S3 = "app.infra.s3"


class Missing(LookupError):
    """Nothing lies under the digest."""


class StorageAway(OSError):
    """The storage does not answer, or refuses us."""


class Storage(Protocol):
    """A place of bytes by digest (64 hex characters). What is set aside lies apart and is never read again by these names."""

    def has(self, digest: str) -> bool:
        """Does it lie here, not set aside?"""

    def put(self, digest: str, content: bytes) -> None:
        """Lay bytes down, whole or not at all."""

    def put_file(self, digest: str, path: Path) -> None:
        """Lay a file's bytes down; the file itself stays."""

    def read(self, digest: str) -> bytes:
        """All bytes; Missing."""

    def stream(self, digest: str) -> Iterator[bytes]:
        """The bytes in pieces of at most a megabyte; Missing at the first piece."""

    def set_aside(self, digest: str) -> None:
        """Move it where nothing reads; Missing."""

    def is_aside(self, digest: str) -> bool:
        """Was it set aside?"""


def open_storage(url: str) -> Storage:
    """The storage of an address: file:/folder, or s3://bucket[/prefix][?endpoint=…&region=…]."""
    if url.startswith("s3:"):
        return cast(Storage, import_module(_S3).open_bucket(url))
    return FolderStorage(Path(url.removeprefix("file:")))


def key_of(digest: str) -> str:
    """ab/cd/abcd…: no folder holds more than some hundreds."""
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


@dataclass(frozen=True)
class FolderStorage:
    """A folder: ab/cd/abcd…; what is set aside lies under quarantine/ without right to read for anybody but its owner."""

    folder: Path

    def has(self, digest: str) -> bool:
        return self._path(digest).exists()

    def put(self, digest: str, content: bytes) -> None:
        fresh = self._fresh(digest)
        with fresh.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path(digest))

    def put_file(self, digest: str, path: Path) -> None:
        fresh = self._fresh(digest)
        try:
            os.link(path, fresh)
        except OSError:  # another file system
            shutil.copyfile(path, fresh)
        fresh.replace(self._path(digest))

    def read(self, digest: str) -> bytes:
        try:
            return self._path(digest).read_bytes()
        except FileNotFoundError as error:
            raise Missing(digest) from error

    def stream(self, digest: str) -> Iterator[bytes]:
        try:
            file = self._path(digest).open("rb")
        except FileNotFoundError as error:
            raise Missing(digest) from error
        with file:
            yield from iter(lambda: file.read(PIECE), b"")

    def set_aside(self, digest: str) -> None:
        apart = self.folder / ASIDE / digest
        apart.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._path(digest).replace(apart)
        except FileNotFoundError as error:
            raise Missing(digest) from error
        apart.chmod(0o400)

    def is_aside(self, digest: str) -> bool:
        return (self.folder / ASIDE / digest).exists()

    def _path(self, digest: str) -> Path:
        return self.folder / key_of(digest)

    def _fresh(self, digest: str) -> Path:
        path = self._path(digest)
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.with_suffix(f".{new_id()}.new")
