"""PDFs that keep their pages and lose what they tell: information dictionary, XMP of the file and of its parts, private data, EXIF of embedded pictures."""

from __future__ import annotations

import io

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject

from app.infra.silent_pictures import blank_jpegs

TELLING = ("/Metadata", "/PieceInfo", "/LastModified", "/SpiderInfo")
_BROKEN = (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, NotImplementedError, OSError, RecursionError)


def silent_pdf(content: bytes) -> bytes:
    """The same pages written anew; earlier states of the file stay behind. Notes and their authors are content. ValueError for one that cannot be read."""
    try:
        reader = PdfReader(io.BytesIO(blank_jpegs(content)))
        _hush(reader.root_object)
        writer = PdfWriter(clone_from=reader)
        writer.metadata = None
        if not len(writer.pages):
            raise ValueError("no page")
        out = io.BytesIO()
        writer.write(out)
    except _BROKEN as error:
        raise ValueError("PDF cannot be read") from error
    return out.getvalue()


def _hush(root: DictionaryObject) -> None:
    """Take the telling entries from every dictionary that the document reaches, before it is written anew: what nothing refers to is not written."""
    seen: set[int] = set()
    waiting: list[PdfObject | None] = [root]
    while waiting:
        each = waiting.pop()
        if isinstance(each, IndirectObject):
            if each.idnum in seen:
                continue
            seen.add(each.idnum)
            each = each.get_object()
        if isinstance(each, DictionaryObject):
            for name in TELLING:
                each.pop(name, None)
            waiting.extend(each.raw_get(name) for name in each)
        elif isinstance(each, ArrayObject):
            waiting.extend(list.__iter__(each))
