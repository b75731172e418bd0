"""Every paper's Word file opens in LibreOffice as it is and becomes a PDF: one call for all, the pages counted, no glyph missing."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.domains.documents.catalogue import PAPERS
from app.domains.documents.layout.sheet import Sheet
from app.domains.documents.rendering import make_paper, to_docx

from .samples import SAMPLES

LONG = {"appraisal_order", "auction_notice", "bidding_instructions", "distribution_plan", "network_sale_notice", "sale_ruling", "survey_sheet", "vacating_plan"}
SHORT = {"balance_demand", "closing_notice", "move_out_notice", "sale_confirmation", "service_return"}


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the PDF of each sample, made by one soffice."""
    folder = tmp_path_factory.mktemp("word")
    for code, facts in SAMPLES.items():
        paper = make_paper(code, facts)
        (folder / f"{code}.docx").write_bytes(to_docx(paper, Sheet(paper.digest)))
    order = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*order, *(str(folder / f"{code}.docx") for code in SAMPLES)], check=True, capture_output=True, timeout=300)
    return folder


@pytest.mark.parametrize("code", PAPERS)
def test_the_word_file_becomes_a_pdf_with_every_character(printed: Path, code: str) -> None:
    reader = PdfReader(printed / f"{code}.pdf")
    least, most = (1, 2) if code in SHORT else (2, 4) if code in LONG else (2, 2)
    assert least <= len(reader.pages) <= most
    shown = set("".join(page.extract_text() for page in reader.pages))
    assert "\ufffd" not in shown
    written = "".join("".join(block.cells) for block in make_paper(code, SAMPLES[code]).blocks)
    assert {each for each in written if not each.isspace()} <= shown


def test_the_amount_of_a_ruling_stands_in_figures_and_in_capitals_on_its_sheet(printed: Path) -> None:
    text = "".join("".join(page.extract_text() for page in PdfReader(printed / "debt_for_asset_ruling.pdf").pages).split())
    assert "112,000.00元（大写：壹拾壹万贰仟元整）" in text
    assert "二〇二六年五月十五日" in text
