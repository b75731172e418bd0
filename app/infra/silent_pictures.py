"""Pictures that keep their pixels and lose what they tell: EXIF, XMP, IPTC and written words (trust.md R19)."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator

from PIL import ExifTags, Image, ImageOps

from app.infra.media import BROKEN, FORMATS

_TOLD = re.compile(
    rb"\xff(?:\xe1(?P<exif>..)(?=Exif\0\0|http://ns\.adobe\.com/xap/1\.0/\0|http://ns\.adobe\.com/xmp/extension/\0)|\xed(?P<iptc>..)(?=Photoshop 3\.0\0))",
    re.DOTALL,
)
_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_PNG_TOLD = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})
_WEBP_TOLD = frozenset({b"EXIF", b"XMP "})
_WEBP_FLAGS = 0b0000_1100


def blank_jpegs(content: bytes) -> bytes:
    """Every EXIF, XMP and IPTC segment of every JPEG in these bytes filled with zeros; the length stays, so that what lies around stands where it stood."""
    blank = bytearray(content)
    for found in _TOLD.finditer(content):
        length = struct.unpack(">H", found["exif"] or found["iptc"])[0]
        begin, end = found.start() + 4, min(found.start() + 2 + length, len(content))
        blank[begin:end] = b"\0" * (end - begin)
    return bytes(blank)


def silent_jpeg(content: bytes) -> bytes:
    """The same picture, upright; encoded again only where EXIF alone said how it stands. OSError and its like for a broken one."""
    with Image.open(io.BytesIO(content), formats=["JPEG"]) as image:
        if image.getexif().get(ExifTags.Base.Orientation, 1) == 1:
            return blank_jpegs(content)
        out = io.BytesIO()
        shown = ImageOps.exif_transpose(image)
        Image.frombytes(shown.mode, shown.size, shown.tobytes()).save(out, "JPEG", quality=92)
        return out.getvalue()


def silent_png(content: bytes) -> bytes:
    """Without its chunks of words, EXIF and time; ValueError for a broken one."""
    if not content.startswith(_PNG_HEAD):
        raise ValueError("no PNG")
    return _PNG_HEAD + b"".join(chunk for kind, chunk in _png_chunks(content) if kind not in _PNG_TOLD)


def silent_webp(content: bytes) -> bytes:
    """Without its EXIF and XMP chunks; ValueError for a broken one."""
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        raise ValueError("no WebP")
    body = b"".join(_webp_flagged(kind, chunk) for kind, chunk in riff_chunks(content) if kind not in _WEBP_TOLD)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def silent_picture(content: bytes, media_type: str) -> bytes:
    """JPEG, PNG or WebP without metadata; ValueError for a broken one."""
    try:
        with Image.open(io.BytesIO(content), formats=[FORMATS[media_type]]) as image:
            image.verify()
        return {"image/jpeg": silent_jpeg, "image/png": silent_png, "image/webp": silent_webp}[media_type](content)
    except BROKEN as error:
        raise ValueError("broken picture") from error


def riff_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a RIFF file (WAV, WebP) after its head: kind, and the whole chunk with its own head, padded to an even length."""
    at = 12
    while at + 8 <= len(content):
        kind, size = struct.unpack("<4sI", content[at : at + 8])
        end = at + 8 + size
        yield kind, content[at:end] + b"\0" * (min(end, len(content)) % 2 if end <= len(content) else 0)
        at = end + size % 2


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Up to the end chunk; what follows it is no picture and stays behind."""
    at, kind = len(_PNG_HEAD), b""
    while kind != b"IEND":
        if at + 12 > len(content):
            raise ValueError("PNG ends too early")
        size, kind = struct.unpack(">I4s", content[at : at + 8])
        yield kind, content[at : at + 12 + size]
        at += 12 + size


def _webp_flagged(kind: bytes, chunk: bytes) -> bytes:
    """The extended head says which chunks follow."""
    return chunk[:8] + bytes([chunk[8] & ~_WEBP_FLAGS]) + chunk[9:] if kind == b"VP8X" and len(chunk) > 8 else chunk
