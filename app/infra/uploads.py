"""Files that come in piece by piece: each lies in the uploads folder under its id and grows only at its end, so that a cut line or a restart loses nothing."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from app.kernel.errors import Conflict, Invalid

MOST_PIECE = 8 * 1024 * 1024
PIECE = 4 * 1024 * 1024
LEAST_FREE = 2 * 1024 * 1024 * 1024
_BLOCK = 256 * 1024


class Misplaced(Conflict):
    """A piece that does not begin where the file ends; `offset` is where it ends."""

    code = "misplaced"

    def __init__(self, offset: int) -> None:
        super().__init__("这一段接不上，从已收到的地方继续")
        self.offset = offset


@dataclass(frozen=True)
class Uploads:
    """The uploads folder of the data folder."""

    folder: Path

    def path(self, upload_id: str) -> Path:
        """Where the bytes of an upload lie."""
        return self.folder / upload_id

    def size(self, upload_id: str) -> int:
        """How many bytes have come."""
        path = self.path(upload_id)
        return path.stat().st_size if path.exists() else 0

    def has_room(self, size: int) -> bool:
        """Would the disk still have room after that many bytes?"""
        self.folder.mkdir(parents=True, exist_ok=True)
        return shutil.disk_usage(self.folder).free - size > LEAST_FREE

    def append(self, upload_id: str, offset: int, stream: IO[bytes], *, whole: int) -> int:
        """Add a piece at the end; the new size comes back. Misplaced when it does not begin there, Conflict while another one writes, Invalid past `whole`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self.path(upload_id).open("ab") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise Conflict("同一文件正在上传，稍后再试", code="busy") from error
            if offset != file.tell():
                raise Misplaced(file.tell())
            _copy(stream, file, min(MOST_PIECE, whole - offset))
            return file.tell()

    def digest(self, upload_id: str) -> str:
        """SHA-256 of what has come."""
        return digest_of_file(self.path(upload_id))

    def sm3(self, upload_id: str) -> str:
        """SM3 of what has come."""
        with self.path(upload_id).open("rb") as file:
            return hashlib.file_digest(file, lambda: hashlib.new("sm3")).hexdigest()

    def drop(self, upload_id: str) -> None:
        """Remove the bytes."""
        self.path(upload_id).unlink(missing_ok=True)


def digest_of_file(path: Path) -> str:
    """SHA-256 of a file, as 64 hex characters."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy(stream: IO[bytes], file: IO[bytes], most: int) -> None:
    """At most so many bytes; what a cut line leaves stays and is gone on from."""
    left = most
    while left > 0:
        block = stream.read(min(_BLOCK, left))
        if not block:
            return
        file.write(block)
        left -= len(block)
    if stream.read(1):
        raise Invalid("收到的内容比申报的长，重新选择文件", field="upload")
