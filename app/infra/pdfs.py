"""PDFs from outside: scripts, programs, attachments, passwords and streams that unpack into gigabytes are refused (trust.md R18). Nothing is rendered."""

from __future__ import annotations

import mmap
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

from app.infra.archives import bomb, too_dense
from app.kernel.errors import Invalid

MOST_OBJECTS, MOST_STREAMS, MOST_FILTERS = 300_000, 60_000, 2
_HEAD, _TAIL, _WORDS, _PIECE = 1024, 2048, 4096, 256 * 1024
_STREAM = re.compile(rb"stream\r?\n")
_END = b"endstream"
_OBJECT = re.compile(rb"\b\d+ \d+ obj\b")
_HASHED = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA)\b")
_LOCKED = re.compile(rb"/Encrypt\b")
_DEFLATED = re.compile(rb"/(FlateDecode|Fl|LZWDecode|LZW)\b")


def check_pdf(path: Path) -> None:
    """Invalid for a PDF that is broken, locked, active or a bomb."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        if b"%PDF-" not in whole[:_HEAD] or b"%%EOF" not in whole[-_TAIL:]:
            raise Invalid("文件损坏，打不开：重新导出再上传", field="file")
        objects = total = 0
        for number, (words, at) in enumerate(_parts(whole)):
            objects += len(_OBJECT.findall(words))
            _refuse_active(words)
            total += _unpacked(whole, at, words) if at else 0
            if objects > MOST_OBJECTS or number > MOST_STREAMS or too_dense(total, len(whole)):
                raise bomb()


def _parts(whole: mmap.mmap) -> Iterator[tuple[bytes, int]]:
    """What stands between the streams, each with the place where the stream after it begins (0: the rest of the file). Bytes of streams are no words."""
    at = 0
    while found := _STREAM.search(whole, at):
        yield whole[at : found.start()], found.end()
        end = whole.find(_END, found.end())
        if end < 0:
            return
        at = end + len(_END)
    yield whole[at:], 0


def _unpacked(whole: mmap.mmap, at: int, words: bytes) -> int:
    """How many bytes a deflated stream becomes, at most a little over the limit; 0 for another one. Object streams are looked through."""
    words = words[-_WORDS:]
    own = words[max(words.rfind(b" obj"), 0) :]
    filters = len(_DEFLATED.findall(own))
    if filters > MOST_FILTERS:
        raise bomb()
    size = 0
    for piece in _pieces(whole, at) if filters else ():
        size += len(piece)
        if b"/ObjStm" in own:
            _refuse_active(piece)
        if too_dense(size, len(whole)):
            break
    return size


def _pieces(whole: mmap.mmap, at: int) -> Iterator[bytes]:
    """A deflated stream unpacked piece by piece; it ends where it is damaged."""
    unpacker = zlib.decompressobj()
    try:
        while not unpacker.eof and (unpacker.unconsumed_tail or at < len(whole)):
            if unpacker.unconsumed_tail:
                yield unpacker.decompress(unpacker.unconsumed_tail, _PIECE)
            else:
                yield unpacker.decompress(whole[at : at + _PIECE], _PIECE)
                at += _PIECE
    except zlib.error:
        return


def _refuse_active(words: bytes) -> None:
    plain = _HASHED.sub(lambda found: bytes([int(found[1], 16)]), words) if b"#" in words else words
    if _LOCKED.search(plain):
        raise Invalid("文件已加密，不能检查：去掉密码再上传", field="file")
    if _ACTIVE.search(plain):
        raise Invalid("PDF 含脚本、附件或可启动的程序，不收：打印成新的 PDF 再上传", field="file")
