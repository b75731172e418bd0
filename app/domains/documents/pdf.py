"""A paper as PDF. Importing this costs 0.85 s (WeasyPrint): only the worker's handlers import it."""

from __future__ import annotations

import weasyprint
from weasyprint.urls import URLFetcher

from app.domains.documents.layout.html import page
from app.domains.documents.layout.sheet import Sheet
from app.domains.documents.rendering import Paper

_CLOSED = URLFetcher(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
"""A paper fetches nothing: no picture, no style, no address."""


def to_pdf(paper: Paper, sheet: Sheet | None = None) -> bytes:
    """PDF/A-3u with embedded fonts; without a sheet it is version 1 without watermark."""
    html = page(paper.title, paper.blocks, sheet or Sheet(paper.digest))
    pdf = weasyprint.HTML(string=html, url_fetcher=_CLOSED).write_pdf(pdf_variant="pdf/a-3u")
    return bytes(pdf)
