"""MP4 and its kin (MOV, M4A, 3GP) without a decoder: length, time and place from the boxes, and what to overwrite so that a copy tells neither."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from app.kernel.errors import Invalid

MOST_BOXES, MOST_DEPTH, MOST_TOLD = 20_000, 6, 4 * 1024 * 1024
_EPOCH = datetime(1904, 1, 1, tzinfo=UTC)
_HOLDERS = frozenset({b"moov", b"trak", b"mdia"})
_TELLING = frozenset({b"udta", b"meta", b"uuid"})
_TIMED = frozenset({b"mvhd", b"tkhd", b"mdhd"})
_PLACE = re.compile(rb"([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)(?:[+-]\d+(?:\.\d+)?)?/")


@dataclass(frozen=True)
class Box:
    """One box: its kind, where it begins, how long its head and it are."""

    kind: bytes
    at: int
    head: int
    size: int


@dataclass
class Movie:
    """What a recording says of itself. seconds: 0 when it does not say; taken_at aware; lng, lat WGS-84; patches: (place, bytes) that make it silent."""

    seconds: float = 0.0
    taken_at: datetime | None = None
    lng: float | None = None
    lat: float | None = None
    patches: list[tuple[int, bytes]] = field(default_factory=list)


def read_movie(path: Path) -> Movie:
    """Read the boxes; Invalid when they do not fit into the file or nothing is recorded."""
    movie, found = Movie(), set()
    with path.open("rb") as file:
        for number, box in enumerate(_boxes(file, 0, path.stat().st_size, 0)):
            if number > MOST_BOXES:
                raise _broken()
            found.add(box.kind)
            if box.kind in _TIMED:
                _take_times(file, box, movie)
            elif box.kind in _TELLING:
                _take_told(file, box, movie)
    if not {b"moov", b"mdat"} <= found:
        raise _broken()
    return movie


def copy_silent(source: Path, target: Path, movie: Movie) -> None:
    """A copy of the recording with its telling boxes emptied and its times zeroed; pictures and sound are the same bytes."""
    with source.open("rb") as old, target.open("wb") as new:
        while block := old.read(1024 * 1024):
            new.write(block)
        for at, words in movie.patches:
            new.seek(at)
            new.write(words)


def _boxes(file: BinaryIO, at: int, end: int, depth: int) -> Iterator[Box]:
    while at + 8 <= end:
        file.seek(at)
        size, kind = struct.unpack(">I4s", file.read(8))
        head = 8
        if size == 1:
            size, head = struct.unpack(">Q", _exactly(file, 8))[0], 16
        elif size == 0:
            size = end - at
        if size < head or at + size > end:
            raise _broken()
        yield Box(kind, at, head, size)
        if kind in _HOLDERS and depth < MOST_DEPTH:
            yield from _boxes(file, at + head, at + size, depth + 1)
        at += size


def _take_times(file: BinaryIO, box: Box, movie: Movie) -> None:
    """mvhd says length and time; all three lose their times in the copy."""
    file.seek(box.at + box.head)
    long = _exactly(file, 4)[0] == 1
    width = 16 if long else 8
    made = _exactly(file, width)
    movie.patches.append((box.at + box.head + 4, b"\0" * width))
    if box.kind != b"mvhd":
        return
    scale, length = struct.unpack(">IQ" if long else ">II", _exactly(file, 12 if long else 8))
    movie.seconds = length / scale if scale else 0.0
    movie.taken_at = _instant(int.from_bytes(made[: width // 2], "big"))


def _take_told(file: BinaryIO, box: Box, movie: Movie) -> None:
    """Place from whatever the box tells; in the copy it is free space."""
    if box.size > MOST_TOLD:
        raise _broken()
    file.seek(box.at + box.head)
    found = _PLACE.search(_exactly(file, box.size - box.head))
    if found and movie.lat is None and abs(float(found[1])) <= 90 and abs(float(found[2])) <= 180:
        movie.lat, movie.lng = float(found[1]), float(found[2])
    movie.patches.append((box.at + 4, b"free"))
    movie.patches.append((box.at + box.head, b"\0" * (box.size - box.head)))


def _instant(seconds: int) -> datetime | None:
    """Seconds since 1904; before 1990 and beyond 2200 is no time."""
    if not 2_713_000_000 < seconds < 9_342_000_000:
        return None
    return _EPOCH + timedelta(seconds=seconds)


def _exactly(file: BinaryIO, size: int) -> bytes:
    read = file.read(size)
    if len(read) < size:
        raise _broken()
    return read


def _broken() -> Invalid:
    return Invalid("录像或录音损坏，打不开：重新导出再上传", field="file")
