"""Files beside photos: videos, sound, documents, told apart by their content, with a limit each (forms.md §0.3, trust.md R17, R18)."""

from __future__ import annotations

import wave
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import filetype

from app.infra.archives import kind_of_archive
from app.infra.movies import read_movie
from app.infra.pdfs import check_pdf
from app.kernel.errors import Invalid

MB = 1024 * 1024
LEAST_VIDEO = 20
_HEAD = 8192


class Sort(StrEnum):
    """What a file is kept as."""

    VIDEO = "video"
    AUDIO = "audio"
    DOCUMENT = "document"


SORT_NAMES = {Sort.VIDEO: "录像", Sort.AUDIO: "录音", Sort.DOCUMENT: "文档"}
MOST_BYTES = {Sort.VIDEO: 500 * MB, Sort.AUDIO: 100 * MB, Sort.DOCUMENT: 50 * MB}
"""A video: the 500 MB of forms.md §0.3, which specifies evidence, and not the 2 GB with which M-36 shows how its words are filled in: a phone must hold
the whole file in its own store until the line returns, and 500 MB are four minutes of 1080p."""

_BOXED = frozenset({"video/mp4", "video/quicktime", "video/3gpp", "video/x-m4v", "audio/mp4"})
_OFFICE = ".wordprocessingml.document", ".spreadsheetml.sheet", ".presentationml.presentation", "/zip", "/ofd"
ACCEPTED: dict[Sort, frozenset[str]] = {
    Sort.VIDEO: frozenset({"video/mp4", "video/quicktime", "video/3gpp", "video/x-m4v", "video/webm"}),
    Sort.AUDIO: frozenset({"audio/mp4", "audio/mpeg", "audio/x-wav", "audio/ogg", "audio/aac", "audio/amr", "video/webm", "video/3gpp", "video/mp4"}),
    Sort.DOCUMENT: frozenset({"application/pdf"}),
}
WANTED = {Sort.VIDEO: "MP4、MOV、3GP、WebM 录像", Sort.AUDIO: "M4A、MP3、WAV、OGG、AMR 录音", Sort.DOCUMENT: "PDF、Word、Excel、PPT、OFD 文档"}
ENDINGS = {
    "video/mp4": "mp4",
    "video/x-m4v": "m4v",
    "video/quicktime": "mov",
    "video/3gpp": "3gp",
    "video/webm": "webm",
    "audio/mp4": "m4a",
    "audio/mpeg": "mp3",
    "audio/x-wav": "wav",
    "audio/ogg": "ogg",
    "audio/aac": "aac",
    "audio/amr": "amr",
    "application/pdf": "pdf",
    "application/ofd": "ofd",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
}
_SAME = {"m4v": "mp4", "qt": "mov", "3gpp": "3gp", "m4a": "mp4", "oga": "ogg", "opus": "ogg", "mpeg": "mp3", "weba": "webm", "m4b": "mp4"}


@dataclass(frozen=True)
class Recording:
    """What a file says of itself. seconds: 0 when it does not say; taken_at aware; lng, lat WGS-84."""

    media_type: str
    seconds: float = 0.0
    taken_at: datetime | None = None
    lng: float | None = None
    lat: float | None = None


def check_size(sort: Sort, size: int) -> None:
    """Invalid (M-36) for what is empty or beyond the limit of its sort."""
    if size < 1:
        raise Invalid("文件是空的，重新选择", field="file")
    if size > MOST_BYTES[sort]:
        how = "分段上传，或在设备上压缩" if sort is not Sort.DOCUMENT else "拆成几份，或压缩图片后再传"
        raise Invalid(f"文件 {told_size(size)} 太大，单个{SORT_NAMES[sort]}上限 {told_size(MOST_BYTES[sort])}：{how}", field="file")


def inspect_file(path: Path, name: str, sort: Sort) -> Recording:
    """Read a file's kind, length, time and place by its content; Invalid (M-36, M-37) in words for what is not what it should be, broken, or a bomb."""
    check_size(sort, path.stat().st_size)
    media_type = _sniffed(path, sort)
    _check_name(name, media_type)
    if media_type in _BOXED:
        movie = read_movie(path)
        if sort is Sort.VIDEO and 0 < movie.seconds < LEAST_VIDEO:
            raise Invalid(f"录像 {movie.seconds:.0f} 秒，应不少于 {LEAST_VIDEO} 秒：重新录制", field="file")
        return Recording(media_type, movie.seconds, movie.taken_at, movie.lng, movie.lat)
    if media_type == "application/pdf":
        check_pdf(path)
    return Recording(media_type, _wave_seconds(path) if media_type == "audio/x-wav" else 0.0)


def is_boxed(media_type: str) -> bool:
    """Is it of the MP4 family, whose metadata can be emptied?"""
    return media_type in _BOXED


def told_size(size: int) -> str:
    """'620 MB', '3.2 GB'."""
    return f"{size / 1024 / MB:.1f} GB" if size >= 1024 * MB else f"{-(-size // MB)} MB"


def _sniffed(path: Path, sort: Sort) -> str:
    with path.open("rb") as file:
        found = filetype.guess(file.read(_HEAD))
    media_type = str(found.mime) if found else "未知"
    if sort is Sort.DOCUMENT and media_type.endswith(_OFFICE):
        return kind_of_archive(path)
    if media_type not in ACCEPTED[sort]:
        raise Invalid(f"文件内容与要求不符：内容是 {media_type}，只收 {WANTED[sort]}。重新导出再上传", field="file")
    return media_type


def _check_name(name: str, media_type: str) -> None:
    ending, wanted = name.rpartition(".")[2].lower() if "." in name else "", ENDINGS[media_type]
    if ending and _SAME.get(ending, ending) != _SAME.get(wanted, wanted):
        raise Invalid(f"文件内容与扩展名不符：名称是 .{ending[:12]}，内容是 {media_type}。重新导出再上传", field="file")


def _wave_seconds(path: Path) -> float:
    try:
        with wave.open(str(path)) as sound:
            return float(sound.getnframes() / (sound.getframerate() or 1))
    except (wave.Error, EOFError, RuntimeError):  # wave raises a bare RuntimeError where a chunk ends too early
        return 0.0
