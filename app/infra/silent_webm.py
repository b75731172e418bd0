"""WebM without what it tells: tags, attachments, title and date become free space; pictures and sound are the same bytes."""

from __future__ import annotations

from collections.abc import Iterator

_SEGMENT, _CLUSTER, _INFO, _VOID = 0x18538067, 0x1F43B675, 0x1549A966, 0xEC
_TELLING = frozenset({0x1254C367, 0x1941A469, 0x4461, 0x7BA9, 0x7384, 0x73A4, 0x3C83AB, 0x3E83BB})
"""Tags, Attachments; of Info: DateUTC, Title, SegmentFilename, SegmentUUID, PrevFilename, NextFilename."""
_PROGRAMS = frozenset({0x4D80, 0x5741})
"""MuxingApp, WritingApp: they must be there, and may be blank."""


def silent_webm(content: bytes) -> bytes:
    """As long as before; ValueError for elements that do not fit."""
    silent = bytearray(content)
    for kind, at, head, end in _elements(content, 0, len(content)):
        if kind in _TELLING:
            silent[at:end] = _free(end - at)
        elif kind in _PROGRAMS:
            silent[head:end] = b" " * (end - head)
    return bytes(silent)


def _elements(content: bytes, at: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    """Elements of file, segment and info: kind, begin, begin of the data, end. A live recording's clusters say no length and end the search."""
    while at < end:
        kind, head, _ = _number(content, at, marked=True)
        size, head, unknown = _number(content, head, marked=False)
        stop = end if unknown else head + size
        if stop > end:
            raise ValueError("element ends too late")
        yield kind, at, head, stop
        if kind in (_SEGMENT, _INFO):
            yield from _elements(content, head, stop)
        if unknown and kind == _CLUSTER:
            return
        at = stop


def _number(content: bytes, at: int, *, marked: bool) -> tuple[int, int, bool]:
    """A number of one to eight bytes: value (with its length mark for a kind), where it ends, whether all its bits are set, which means unknown."""
    if at >= len(content) or not content[at]:
        raise ValueError("no element")
    length = 9 - content[at].bit_length()
    value = int.from_bytes(content[at : at + length], "big")
    if at + length > len(content):
        raise ValueError("element ends too early")
    bare = value & ((1 << (7 * length)) - 1)
    return value if marked else bare, at + length, bare == (1 << (7 * length)) - 1


def _free(size: int) -> bytes:
    """A Void element of that many bytes, at least two."""
    if size < 9:
        return bytes([_VOID, 0x80 | (size - 2)]) + b"\0" * (size - 2)
    return bytes([_VOID, 0x01]) + (size - 9).to_bytes(7, "big") + b"\0" * (size - 9)
