"""A court's own Word template: filled strictly in a sandbox, read back as blocks so that screen, digest and PDF come from the same text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as Sheets
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from app.domains.documents.filters import FILTERS
from app.domains.documents.layout.blocks import Block, Kind
from app.domains.documents.layout.markup import EmptyFact
from app.domains.documents.layout.sheet import Sheet

_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
_NUMBER, _DAY = re.compile(r"^（\d{4}）.+号"), re.compile(r"^[二三]〇.{2,}日")
PRINTS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


def sandbox() -> ImmutableSandboxedEnvironment:
    """Jinja for templates from outside: no attribute that leads out of the facts, a missing fact is an error."""
    jinja = ImmutableSandboxedEnvironment(undefined=StrictUndefined, finalize=_printed, autoescape=True)
    jinja.filters.update(FILTERS)
    return jinja


def variables_of(content: bytes) -> set[str]:
    """Names that the template asks for. Raises jinja2.TemplateSyntaxError."""
    return set(DocxTemplate(BytesIO(content)).get_undeclared_template_variables(sandbox()))


def fill(content: bytes, context: Mapping[str, Any], sheet: Sheet | None = None) -> bytes:
    """The template with the facts in it. Raises jinja2.TemplateError, EmptyFact, SecurityError."""
    template = DocxTemplate(BytesIO(content))
    template.render(dict(context), sandbox(), autoescape=True)
    if sheet is not None:
        _mark(template.docx, sheet)
    stream = BytesIO()
    template.save(stream)
    return stream.getvalue()


def blocks_of(filled: bytes) -> tuple[Block, ...]:
    """A filled template as blocks; what a paragraph is follows from where it stands and what it says."""
    found: list[Block] = []
    for each in Document(BytesIO(filled)).iter_inner_content():
        if isinstance(each, Table):
            found.extend(_rows(each))
        elif each.text.strip():
            found.append(Block(_kind(each, found), (each.text.strip(" \t"),)))
    return tuple(found)


def places_of(content: bytes) -> Iterator[tuple[int, str]]:
    """(page, text) of every paragraph as Word last laid the template out; head and foot count as page 1."""
    document, page = Document(BytesIO(content)), 1
    for section in document.sections:
        yield from ((1, each.text) for part in (section.header, section.footer) for each in part.paragraphs)
    for element in document.element.body.iter(qn("w:p"), qn("w:lastRenderedPageBreak"), qn("w:br")):
        if element.tag == qn("w:p"):
            yield page + _breaks_before_text(element), "".join(each.text or "" for each in element.iter(qn("w:t")))
        elif element.tag == qn("w:lastRenderedPageBreak") or element.get(qn("w:type")) == "page":
            page += 1


def reaches_out(content: bytes) -> bool:
    """Does the template refer to something outside itself (a linked picture, a remote template)?"""
    package = Document(BytesIO(content)).part.package
    return any(each.is_external and "hyperlink" not in each.reltype for part in package.iter_parts() for each in part.rels.values())


def _breaks_before_text(paragraph: Any) -> int:
    for each in paragraph.iter(qn("w:t"), qn("w:lastRenderedPageBreak")):
        return 1 if each.tag == qn("w:lastRenderedPageBreak") else 0
    return 0


def _printed(value: object) -> object:
    if value is None:
        raise EmptyFact("a template printed a fact that was not given")
    return _CONTROLS.sub("", value) if type(value) is str else value


def _rows(table: Table) -> Iterator[Block]:
    for place, row in enumerate(table.rows):
        cells = tuple(cell.text.strip() for cell in row.cells)
        yield Block(Kind.HEAD if place == 0 and len(cells) > 2 else Kind.ROW, cells)


def _kind(paragraph: Paragraph, before: list[Block]) -> Kind:
    text, align = paragraph.text.strip(), paragraph.alignment or (paragraph.style.paragraph_format.alignment if paragraph.style else None)
    if align == WD_ALIGN_PARAGRAPH.CENTER:
        return Kind.TITLE if any(each.kind is Kind.COURT for each in before) else Kind.COURT
    if align == WD_ALIGN_PARAGRAPH.RIGHT:
        return Kind.NUMBER if _NUMBER.match(text) else Kind.DATE if _DAY.match(text) else Kind.ORGAN
    return Kind.ANNEX if text.startswith("附：") else Kind.FLUSH if text.endswith("：") else Kind.BODY


def _mark(document: Sheets, sheet: Sheet) -> None:
    section = document.sections[0]
    if sheet.watermark:
        section.header.add_paragraph(sheet.watermark).alignment = WD_ALIGN_PARAGRAPH.CENTER
    section.footer.add_paragraph(sheet.footer).alignment = WD_ALIGN_PARAGRAPH.RIGHT
