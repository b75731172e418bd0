"""Sound that keeps its samples and loses its tags: MP3 and AAC (ID3, APE), WAV (LIST, bext, id3 …), OGG (comment packet). AMR tells nothing."""

from __future__ import annotations

import struct

from app.infra.silent_pictures import riff_chunks

_WAV_SOUND = frozenset({b"fmt ", b"fact", b"data"})
_COMMENTS = {b"\x03vorbis": 7, b"OpusTags": 8}
_PAGE = b"OggS"


def silent_tagged(content: bytes) -> bytes:
    """MP3 or AAC without ID3v2 before, ID3v1 and APE after its frames; ValueError when nothing is left."""
    begin, end = 0, len(content)
    while content[begin : begin + 3] == b"ID3" and begin + 10 <= end:
        size = content[begin + 6 : begin + 10]
        footer = 10 if content[begin + 5] & 0x10 else 0
        begin += 10 + footer + sum((each & 0x7F) << shift for each, shift in zip(size, (21, 14, 7, 0), strict=True))
    if content[max(begin, end - 128) : end - 125] == b"TAG":
        end -= 128
    if content[end - 32 : end - 24] == b"APETAGEX":
        size, _, flags = struct.unpack("<III", content[end - 20 : end - 8])
        end -= size + (32 if flags & 0x8000_0000 else 0)
    if end <= begin:
        raise ValueError("no sound")
    return content[begin:end]


def silent_wave(content: bytes) -> bytes:
    """WAV with its format and samples alone; ValueError when either is missing."""
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        raise ValueError("no WAV")
    kept = [(kind, chunk) for kind, chunk in riff_chunks(content) if kind in _WAV_SOUND]
    if not {b"fmt ", b"data"} <= {kind for kind, _ in kept}:
        raise ValueError("no sound")
    body = b"".join(chunk for _, chunk in kept)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WAVE" + body


def silent_ogg(content: bytes) -> bytes:
    """OGG with the words of its comment packet blanked in place, as long as before; ValueError for pages that do not fit."""
    silent = bytearray(content)
    at = 0
    while at < len(content):
        head, data = _page(content, at)
        kind = next((each for each in _COMMENTS if content[head : head + len(each)] == each), b"")
        at = _blank(silent, at, head, data, kind) if kind else data
    return bytes(silent)


def _page(content: bytes | bytearray, at: int) -> tuple[int, int]:
    """Where a page's data begins and where the page ends."""
    if content[at : at + 4] != _PAGE or at + 27 > len(content):
        raise ValueError("no page")
    head = at + 27 + content[at + 26]
    end = head + sum(content[at + 27 : head])
    if end > len(content):
        raise ValueError("page ends too early")
    return head, end


def _blank(silent: bytearray, at: int, head: int, data: int, kind: bytes) -> int:
    """Blank the comment packet that begins with this page: an empty maker, no comment, then zeros, over as many pages as it has; where the next page begins."""
    begin = _COMMENTS[kind]
    words = kind + struct.pack("<II", 0, 0) + (b"\x01" if kind.startswith(b"\x03") else b"")
    if data - head < len(words):
        raise ValueError("comment packet too short")
    first, left = True, words[begin:]
    while True:
        laces = silent[at + 27 : head]
        ends = next((number for number, lace in enumerate(laces) if lace < 255), None)
        length = sum(laces if ends is None else laces[: ends + 1])
        skip = begin if first else 0
        silent[head + skip : head + length] = (left + b"\0" * length)[: length - skip]
        silent[at + 22 : at + 26] = b"\0" * 4
        silent[at + 22 : at + 26] = struct.pack("<I", _checksum(silent[at:data]))
        if ends is not None:
            return data
        first, left, at = False, b"", data
        head, data = _page(silent, at)


def _table() -> tuple[int, ...]:
    """CRC-32 of OGG: polynomial 0x04C11DB7, not reflected (RFC 3533)."""
    made = []
    for each in range(256):
        value = each << 24
        for _ in range(8):
            value = ((value << 1) ^ 0x04C11DB7) & 0xFFFF_FFFF if value & 0x8000_0000 else value << 1
        made.append(value)
    return tuple(made)


_CRC = _table()


def _checksum(page: bytes | bytearray) -> int:
    value = 0
    for each in page:
        value = ((value << 8) & 0xFFFF_FFFF) ^ _CRC[(value >> 24) ^ each]
    return value
