"""Three papers become PDF/A with embedded fonts; a draft and a demonstration say so on the sheet."""

from __future__ import annotations

import re
import zlib

import pytest

from app.domains.documents.layout.html import page
from app.domains.documents.layout.sheet import Sheet, Watermark
from app.domains.documents.pdf import to_pdf
from app.domains.documents.rendering import make_paper

from .samples import SAMPLES


@pytest.mark.parametrize("code", ["auction_ruling", "survey_sheet", "handover_record"])
def test_a_paper_becomes_a_pdf_with_embedded_fonts(code: str) -> None:
    pdf = to_pdf(make_paper(code, SAMPLES[code]))
    assert pdf.startswith(b"%PDF-")
    inside = pdf + _unpacked(pdf)
    assert b"pdfaid:part" in inside
    assert b"/FontFile3" in inside


def test_a_sheet_carries_its_words_its_version_and_its_digest() -> None:
    paper = make_paper("auction_ruling", SAMPLES["auction_ruling"])
    html = page(paper.title, paper.blocks, Sheet(paper.digest, 3, (Watermark.DRAFT, Watermark.DEMONSTRATION)))
    assert "草稿 未经签发<br>演示数据" in html
    assert f"第3版 摘要 {paper.digest}" in html


def test_an_issued_sheet_carries_no_word_across() -> None:
    paper = make_paper("auction_ruling", SAMPLES["auction_ruling"])
    assert "草稿" not in page(paper.title, paper.blocks, Sheet(paper.digest))


def test_a_verified_copy_says_so_left_of_its_date_and_keeps_its_digest() -> None:
    paper = make_paper("sale_ruling", SAMPLES["sale_ruling"])
    html = page(paper.title, paper.blocks, Sheet(paper.digest, verified=True))
    assert '<p class="stamp">本件与原本核对无异</p><p class="date">二〇二六年四月十七日' in html
    assert "核对无异" not in page(paper.title, paper.blocks, Sheet(paper.digest))
    assert "核对无异" not in paper.text


def _unpacked(pdf: bytes) -> bytes:
    """The file with its compressed streams opened; a stream of another kind stays out."""
    streams = re.findall(rb"/FlateDecode.*?>>\s*stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    return b"".join(zlib.decompressobj().decompress(each) for each in streams)
