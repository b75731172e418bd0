"""A PDF that a clerk saved (a confirmation document, as JD gives it): its text, so that the readers of such documents can read it."""

from __future__ import annotations

import html
import io

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from app.sites.contract import Changed

MARK = b"%PDF"
MOST_PAGES = 20
MOST_TEXT = 200_000


def is_pdf(content: bytes) -> bool:
    """By its first bytes: JD's document comes without a suffix (sites.md §2 (c))."""
    return content.startswith(MARK)


def page_of(name: str, content: bytes) -> bytes:
    """The text as a plain page, UTF-8, one paragraph a page. Changed where nothing can be read: encrypted, broken, only pictures, too long."""
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise Changed(f"文件 {name} 是加密的 PDF，请作为附件存证后由人核对")
        if len(reader.pages) > MOST_PAGES:
            raise Changed(f"文件 {name} 超过 {MOST_PAGES} 页，不是成交确认书")
        texts = [each.extract_text() for each in reader.pages]
    except (PyPdfError, ValueError, LookupError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise Changed(f"文件 {name} 不是完整的 PDF，请作为附件存证后由人核对") from error
    told = "\n".join(texts)[:MOST_TEXT]
    if not told.strip():
        raise Changed(f"文件 {name} 中没有文字（只有图片），请作为附件存证后由人核对")
    paragraphs = "".join(f"<p>{html.escape(each)}</p>" for each in texts)
    return f"<html><body>{paragraphs}</body></html>".encode()
