"""The worker's part: a paper as PDF, Word file and public copy, kept in evidence by digest. WeasyPrint is loaded on the first print only (0.85 s)."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Protocol, cast

from app.domains.audit.service import record
from app.domains.documents.catalogue import paper_kind
from app.domains.documents.layout.own import blocks_of
from app.domains.documents.layout.sheet import Sheet, Watermark
from app.domains.documents.own import fill_sample, sample_of
from app.domains.documents.own_queries import content_of, house_template
from app.domains.documents.own_service import PROOF
from app.domains.documents.queries import house_document
from app.domains.documents.rendering import Paper, make_paper, public_copy, to_docx
from app.domains.documents.service import PRINT
from app.domains.documents.tables import Document
from app.domains.documents.types import Copy, DocumentStatus
from app.infra.evidence import keep
from app.infra.house import House
from app.infra.silent_archives import silent_archive
from app.infra.unit_of_work import Work

_PDF = "app.domains.documents.pdf"
_UNSIGNED = (DocumentStatus.DRAFT.value, DocumentStatus.MADE.value)


class PdfPrinter(Protocol):
    """What the module pdf offers; kept out of the processes that never print."""

    def to_pdf(self, paper: Paper, sheet: Sheet | None = None) -> bytes:
        """A paper as PDF/A."""


def print_document(house: House, payload: dict[str, Any]) -> None:
    """Print all files of a version and keep them. A version that is printed already, void or still a draft is left alone."""
    with house.reading() as r:
        found = house_document(r, str(payload["document_id"]))
        own = content_of(r, found.template_id) if found is not None else None
    if found is None or not found.digest or found.pdf_digest is not None:
        return
    paper = make_paper(found.code, found.facts, own)
    files = _files(paper, found, sheet_of(house, found))
    with house.work() as w:
        _kept(house, w, found.id, found.status, files)


def sheet_of(house: House, document: Document) -> Sheet:
    """Marks of a printing: 草稿 before the signature, 演示数据 when the house's clock is not real."""
    marks = [Watermark.DRAFT] if document.status in _UNSIGNED else []
    if house.clock.kind != "real":
        marks.append(Watermark.DEMONSTRATION)
    return Sheet(document.digest, document.version_no, tuple(marks))


def _files(paper: Paper, document: Document, sheet: Sheet) -> dict[Copy, bytes]:
    printer = cast(PdfPrinter, import_module(_PDF))
    files = {Copy.PDF: printer.to_pdf(paper, sheet), Copy.DOCX: silent_archive(to_docx(paper, sheet))}
    if paper_kind(document.code).public:
        masked = public_copy(paper)
        files[Copy.PUBLIC] = printer.to_pdf(masked, Sheet(masked.digest, sheet.version, sheet.watermarks))
    return files


def _kept(house: House, w: Work, document_id: str, status: str, files: dict[Copy, bytes]) -> None:
    found = house_document(w, document_id)
    if found is None or found.pdf_digest is not None or found.status != status:
        return
    for copy, content in files.items():
        name = f"{found.title}-第{found.version_no}版{copy.suffix}"
        kept = keep(w.session, house.evidence, content, name=name, media_type=copy.media_type, source=f"document {found.id}", now=w.now)
        setattr(found, {Copy.PDF: "pdf_digest", Copy.DOCX: "docx_digest", Copy.PUBLIC: "public_pdf_digest"}[copy], kept.digest)
    record(
        w,
        "document.printed",
        "document",
        found.id,
        f"打印{found.title}（第{found.version_no}版）",
        case_id=found.case_id,
        digest=found.pdf_digest,
        secret=found.secret,
    )


def print_proof(house: House, payload: dict[str, Any]) -> None:
    """试打印 of a court's template: the sample through it, as PDF with embedded fonts, kept. One that has a proof is left alone."""
    printer = cast(PdfPrinter, import_module(_PDF))
    with house.work() as w:
        found = house_template(w, str(payload["template_id"]))
        if found.proof_digest is not None:
            return
        facts = sample_of(found.code)
        blocks = blocks_of(fill_sample(found.code, found.content))
        paper = Paper(found.code, facts, blocks, own=found.content)
        pdf = printer.to_pdf(paper, Sheet(paper.digest, found.version_no, (Watermark.DRAFT,)))
        name = f"{paper.title}-模板第{found.version_no}版-试打印.pdf"
        kept = keep(w.session, house.evidence, pdf, name=name, media_type="application/pdf", source=f"template {found.id}", now=w.now)
        found.proof_digest = kept.digest
        record(w, "template.printed", "template", found.id, f"试打印{paper.title}模板第 {found.version_no} 版", digest=kept.digest)


HANDLERS = {PRINT: print_document, PROOF: print_proof}
