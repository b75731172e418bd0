"""Copies that leave the house tell nothing of who made them, when or where: one door for every kind of file (trust.md R19)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import filetype

from app.infra.archives import KINDS, kind_of_archive
from app.infra.media import FORMATS
from app.infra.movies import copy_silent, read_movie
from app.infra.recordings import ENDINGS, is_boxed
from app.infra.silent_archives import silent_archive
from app.infra.silent_pdfs import silent_pdf
from app.infra.silent_pictures import silent_picture
from app.infra.silent_sounds import silent_ogg, silent_tagged, silent_wave
from app.infra.silent_webm import silent_webm
from app.kernel.errors import Invalid

_HEAD = 8192
_SILENT: dict[str, Callable[[bytes], bytes]] = {
    "application/pdf": silent_pdf,
    "audio/mpeg": silent_tagged,
    "audio/aac": silent_tagged,
    "audio/x-wav": silent_wave,
    "audio/ogg": silent_ogg,
    "audio/amr": bytes,
    "video/webm": silent_webm,
    **dict.fromkeys(KINDS.values(), silent_archive),
}


def silence_file(source: Path, target: Path, media_type: str) -> None:
    """Write the copy without metadata; Invalid when the kind is none of ours or the file cannot be read. A recording is streamed, the rest is read whole."""
    if is_boxed(media_type):
        copy_silent(source, target, read_movie(source))
    else:
        target.write_bytes(_silent(source.read_bytes(), media_type))


def silence(content: bytes, name: str) -> bytes:
    """The copy of a whole file whose kind its content tells; Invalid names it when it is none of ours or cannot be read."""
    with TemporaryDirectory(prefix="paifu-copy-") as folder:
        source, target = Path(folder) / "source", Path(folder) / "target"
        source.write_bytes(content)
        try:
            silence_file(source, target, _kind_of(source, content))
        except Invalid as refusal:
            raise Invalid(f"{name}：{refusal.message}", field="files") from refusal
        return target.read_bytes()


def _silent(content: bytes, media_type: str) -> bytes:
    try:
        if media_type in FORMATS:
            return silent_picture(content, media_type)
        return _SILENT[media_type](content)
    except KeyError as error:
        raise Invalid("这种文件不能去除作者、位置等信息，不能外发：另存为 PDF、Word、Excel、图片或 MP4 再上传", field="files") from error
    except ValueError as error:
        raise Invalid("文件损坏，打不开：重新导出再上传", field="files") from error


def _kind_of(source: Path, content: bytes) -> str:
    guessed = filetype.guess(content[:_HEAD])
    media_type = str(guessed.mime) if guessed else ""
    return media_type if media_type in ENDINGS or media_type in FORMATS or not content.startswith(b"PK") else kind_of_archive(source)
