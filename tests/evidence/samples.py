"""Invented recordings and documents, built byte by byte: small, valid, and as wicked as a test wants them."""

from __future__ import annotations

import io
import struct
import wave
import zipfile
import zlib
from datetime import UTC, datetime

from PIL import Image, ImageDraw

_EPOCH = datetime(1904, 1, 1, tzinfo=UTC)
TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def box(kind: bytes, *content: bytes) -> bytes:
    """A box of an MP4."""
    body = b"".join(content)
    return struct.pack(">I4s", len(body) + 8, kind) + body


def movie(seconds: int = 30, *, taken_at: datetime | None = None, place: str = "+22.7931+113.5412/", size: int = 4000, brand: bytes = b"mp42") -> bytes:
    """An MP4 of that length with a place in it; the picture track is noise."""
    made = int((taken_at - _EPOCH).total_seconds()) if taken_at else 0
    head = struct.pack(">IIIII", 0, made, made, 1000, seconds * 1000) + b"\0" * 80
    times = struct.pack(">III", 0, made, made)
    track = box(b"trak", box(b"tkhd", times + b"\0" * 72), box(b"mdia", box(b"mdhd", times + b"\0" * 12)))
    told = box(b"\xa9xyz", struct.pack(">HH", len(place), 0x15C7) + place.encode()) + box(b"auth", b"OnePlus of a real person")
    words = box(b"udta", told) if place else b""
    noise = (bytes(range(256)) * (size // 256 + 1))[:size]
    kin = brand if brand == b"qt  " else b"isom"
    return box(b"ftyp", brand + b"\0\0\0\0" + kin) + box(b"moov", box(b"mvhd", head), track, words) + box(b"mdat", noise)


def sound(seconds: int = 3) -> bytes:
    """A WAV of silence."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(b"\x80" * 8000 * seconds)
    return out.getvalue()


def archive(entries: dict[str, bytes]) -> bytes:
    """A zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return out.getvalue()


def word(**more: bytes) -> bytes:
    """A DOCX, with more entries."""
    return archive({"[Content_Types].xml": TYPES, "_rels/.rels": b"<r/>", "word/document.xml": b"<w/>", **more})


def pdf(words: bytes = b"", *, stream: bytes = b"BT /F1 12 Tf (page) Tj ET", filters: bytes = b"/FlateDecode", kind: bytes = b"") -> bytes:
    """A PDF of one deflated stream, with words in its catalogue."""
    packed = zlib.compress(stream, 9)
    body = b"1 0 obj\n<< /Type /Catalog " + words + b" >>\nendobj\n2 0 obj\n<< " + kind + b" /Filter " + filters + b" /Length "
    return b"%PDF-1.7\n" + body + str(len(packed)).encode() + b" >>\nstream\n" + packed + b"\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def signature(*, ink: int = 5) -> bytes:
    """A PNG of the pad with a line as thick as `ink`; 0 leaves it blank."""
    image = Image.new("RGB", (960, 360), "white")
    if ink:
        ImageDraw.Draw(image).line([(100, 200), (300, 80), (500, 260), (800, 120)], fill="black", width=ink)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
