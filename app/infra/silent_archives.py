"""Documents that are a zip inside (Word, Excel, PowerPoint, OFD) without what they tell of their makers: properties emptied, times fixed, pictures silent.

Authors of comments and of tracked changes are content and stay.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from app.infra.silent_pictures import blank_jpegs, silent_png

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_XML = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PROPERTIES = b"http://schemas.openxmlformats.org/"
EMPTIED = {
    "docProps/core.xml": _XML + b'<cp:coreProperties xmlns:cp="' + _PROPERTIES + b'package/2006/metadata/core-properties"/>',
    "docProps/app.xml": _XML + b'<Properties xmlns="' + _PROPERTIES + b'officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": _XML + b'<Properties xmlns="' + _PROPERTIES + b'officeDocument/2006/custom-properties"/>',
    "docMetadata/LabelInfo.xml": _XML + b'<clbl:labelList xmlns:clbl="http://schemas.microsoft.com/office/2020/mipLabelMetadata"/>',
}
_PATH = re.compile(rb'(<x15ac:absPath\b[^>]*?\burl=")[^"]*')
_OFD_TOLD = re.compile(
    rb"<((?:\w+:)?(?:Author|Creator|CreatorVersion|CreationDate|ModDate|Subject|Abstract|Keywords|CustomDatas|Title|Cover))\b[^>]*?(?:/>|>.*?</\1>)", re.DOTALL
)
"""Of the DocInfo in OFD.xml; the id of the document stays."""
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, KeyError)


def silent_archive(content: bytes) -> bytes:
    """The same document; equal bytes for equal bytes. ValueError when it cannot be read."""
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
            for entry in old.infolist():
                if not entry.is_dir():
                    packing = zipfile.ZIP_STORED if entry.compress_type == zipfile.ZIP_STORED else zipfile.ZIP_DEFLATED
                    new.writestr(zipfile.ZipInfo(entry.filename, _LONG_AGO), _silent(entry.filename, old.read(entry)), packing)
    except _BROKEN as error:
        raise ValueError("document cannot be read") from error
    return out.getvalue()


def _silent(name: str, content: bytes) -> bytes:
    kind = name.rpartition(".")[2].lower()
    if name in EMPTIED:
        return EMPTIED[name]
    if name == "xl/workbook.xml":
        return _PATH.sub(rb"\1", content)
    if name == "OFD.xml":
        return _OFD_TOLD.sub(b"", content)
    if kind in ("jpg", "jpeg"):
        return blank_jpegs(content)
    return _png(content) if kind == "png" else content


def _png(content: bytes) -> bytes:
    try:
        return silent_png(content)
    except ValueError:  # a picture that no program can show tells nothing and does not make the document unreadable
        return content
