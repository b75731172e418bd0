"""Archives in disguise (DOCX, XLSX, OFD): bombs, scripts and entities are refused before anybody opens them (trust.md R18); the stream is counted."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from app.kernel.errors import Invalid

MOST_ENTRIES, MOST_WHOLE, MOST_RATIO, MOST_NAME = 3000, 256 * 1024 * 1024, 120, 300
SMALL = 4 * 1024 * 1024
_PIECE, _HEAD = 256 * 1024, 8192
_NESTED = re.compile(r"\.(zip|7z|rar|gz|bz2|xz|tar|jar|exe|dll|js|vbs|bat|cmd|ps1|html?|svg)$", re.IGNORECASE)
_ACTIVE = re.compile(r"(^|/)(vbaProject\.bin|activeX\d*\.(xml|bin))$", re.IGNORECASE)
_ENTITY = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
KINDS = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "OFD.xml": "application/ofd",
}


def kind_of_archive(path: Path) -> str:
    """The media type of a document that is a zip inside; Invalid for every other archive and for a bomb."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_headers(entries, path.stat().st_size)
            names = {entry.filename for entry in entries}
            found = next((media for name, media in KINDS.items() if name in names), None)
            if found is None:
                raise Invalid("文件内容与扩展名不符：内容是压缩包，只收 PDF、Word、Excel、PPT、OFD 文档", field="file")
            _count(archive, entries)
            return found
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, KeyError) as error:
        raise Invalid("文件损坏，打不开：重新导出再上传", field="file") from error


def _check_headers(entries: list[zipfile.ZipInfo], size: int) -> None:
    whole, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    if len(entries) > MOST_ENTRIES or packed > size or too_dense(whole, size):
        raise bomb()
    for entry in entries:
        name = PurePosixPath(entry.filename)
        if entry.flag_bits & 1:
            raise Invalid("文件已加密，不能检查：去掉密码再上传", field="file")
        if name.is_absolute() or ".." in name.parts or "\\" in entry.filename or "\0" in entry.filename or len(entry.filename) > MOST_NAME:
            raise Invalid("文件损坏，打不开：重新导出再上传", field="file")
        if _ACTIVE.search(entry.filename) or _NESTED.search(entry.filename):
            raise Invalid("文档含宏、脚本或压缩包，不收：另存为不带宏的文档再上传", field="file")


def _count(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """What the headers declare may lie: unpack in pieces, count, keep nothing."""
    for entry in entries:
        left, head = entry.file_size, b""
        with archive.open(entry) as file:
            while piece := file.read(_PIECE):
                left -= len(piece)
                if left < 0:
                    raise bomb()
                head = head or piece[:_HEAD]
        if entry.filename.endswith((".xml", ".rels")) and _ENTITY.search(head):
            raise Invalid("文档含外部实体声明，不收：重新导出再上传", field="file")


def too_dense(whole: int, packed: int) -> bool:
    """Would so few bytes become so many?"""
    return whole > MOST_WHOLE or (whole > SMALL and whole > packed * MOST_RATIO)


def bomb() -> Invalid:
    """What is told of a bomb."""
    return Invalid("文件解开后过大，不收：重新导出再上传", field="file")
