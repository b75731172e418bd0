"""Blocks as a Word document (docx) with the court's fonts named for East Asian text."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from itertools import groupby, zip_longest

from docx import Document
from docx.document import Document as Sheets
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from app.domains.documents.layout.blocks import TABULAR, Block, Kind, stamped
from app.domains.documents.layout.sheet import Sheet

FANGSONG, XIAOBIAOSONG, HEITI, KAITI, SONGTI = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"


@dataclass(frozen=True, slots=True)
class _Look:
    font: str = FANGSONG
    size: int = 16
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY
    indent: int = 0
    right: int = 0
    pitch: int = 29
    after: int = 0


_CENTRE, _RIGHT, _LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT
_SIGN_OFF = _Look(align=_RIGHT, right=32)
_LOOKS = {
    Kind.COURT: _Look(XIAOBIAOSONG, 22, _CENTRE, pitch=36),
    Kind.TITLE: _Look(XIAOBIAOSONG, 22, _CENTRE, pitch=36, after=14),
    Kind.NUMBER: _Look(align=_RIGHT, right=32, after=29),
    Kind.BODY: _Look(indent=32),
    Kind.HEADING: _Look(HEITI, indent=32),
    Kind.SUBHEADING: _Look(KAITI, indent=32),
    Kind.RECORD: _Look(SONGTI, 12, pitch=22),
    Kind.BLANKS: _Look(SONGTI, 12, _LEFT, pitch=26),
    Kind.COUPON: _Look(align=_CENTRE),
    Kind.STAMP: _Look(align=_LEFT),
    Kind.SIGNER: _SIGN_OFF,
    Kind.DATE: _SIGN_OFF,
    Kind.ORGAN: _SIGN_OFF,
}
_TYPE_AREA, _WIDE, _SHORTEST, _LONGEST = 156, 5, 5, 14
_LEADS = frozenset({Kind.COURT, Kind.TITLE, Kind.NUMBER, Kind.HEADING, Kind.SUBHEADING})
_SIGN_OFFS = frozenset({Kind.SIGNER, Kind.ORGAN, Kind.DATE, Kind.STAMP})
_WIDE_CELL = _Look(SONGTI, 9, _LEFT, pitch=14)
_CELL = _Look(SONGTI, 12, _LEFT, pitch=19)


def docx(title: str, blocks: tuple[Block, ...], sheet: Sheet) -> bytes:
    """A docx file: A4, margins 37/35/28/26 mm, page numbers, digest and version in the foot, watermark words in the head."""
    document = Document()
    document.core_properties.title = title
    _frame(document, sheet)
    for tabular, run in groupby(stamped(blocks) if sheet.verified else blocks, key=_is_tabular):
        part = tuple(run)
        if tabular:
            _table(document, part)
        else:
            _paragraphs(document, part)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _is_tabular(block: Block) -> bool:
    return block.kind in TABULAR


def _frame(document: Sheets, sheet: Sheet) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    if sheet.watermark:
        run = _write(section.header.paragraphs[0], sheet.watermark, _Look(HEITI, 26, _CENTRE, pitch=40))
        run.font.color.rgb = RGBColor(0xC8, 0xC8, 0xC8)
    foot = section.footer.paragraphs[0]
    _write(foot, "— ", _Look(SONGTI, 14, _CENTRE, pitch=20))
    _page_number(_font(foot.add_run(), _Look(SONGTI, 14)))
    _font(foot.add_run(" —"), _Look(SONGTI, 14))
    _write(section.footer.add_paragraph(), sheet.footer, _Look(SONGTI, 6, _RIGHT, pitch=8))


def _paragraphs(document: Sheets, blocks: tuple[Block, ...]) -> None:
    """The sign-off never stands alone on a page: it keeps to the last paragraph of the text, a heading to what follows."""
    for block, after in zip_longest(blocks, blocks[1:]):
        paragraph = document.add_paragraph()
        _write(paragraph, block.text, _LOOKS.get(block.kind, _Look()))
        paragraph.paragraph_format.keep_with_next = block.kind in _LEADS or (after is not None and after.kind in _SIGN_OFFS)


def _table(document: Sheets, rows: tuple[Block, ...]) -> None:
    widths = _widths(rows)
    table = document.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for block in rows:
        row = table.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, text, width in zip(row.cells, block.cells, widths, strict=False):
            cell.width = width
            _write(cell.paragraphs[0], text, _WIDE_CELL if len(widths) > _WIDE else _CELL)


def _widths(rows: tuple[Block, ...]) -> tuple[Mm, ...]:
    """Columns by their longest text within bounds, so that an amount stays on one line; a column of labels is narrow."""
    if len(rows[0].cells) == 2 and rows[0].kind is Kind.ROW:
        return (Mm(36), Mm(_TYPE_AREA - 36))
    columns = zip_longest(*(each.cells for each in rows), fillvalue="")
    weights = [min(max(_SHORTEST, *(_places(text) for text in column)), _LONGEST) for column in columns]
    return tuple(Mm(_TYPE_AREA * each / sum(weights)) for each in weights)


def _places(text: str) -> int:
    """Width in half-width places: a Chinese character takes two."""
    return sum(1 if char.isascii() else 2 for char in text)


def _write(paragraph: Paragraph, text: str, look: _Look) -> Run:
    shape = paragraph.paragraph_format
    shape.alignment, shape.line_spacing_rule, shape.line_spacing = look.align, WD_LINE_SPACING.EXACTLY, Pt(look.pitch)
    shape.first_line_indent, shape.right_indent = Pt(look.indent), Pt(look.right)
    shape.space_before, shape.space_after = Pt(0), Pt(look.after)
    return _font(paragraph.add_run(text), look)


def _font(run: Run, look: _Look) -> Run:
    run.font.name, run.font.size = look.font, Pt(look.size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), look.font)
    return run


def _page_number(run: Run) -> None:
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._element.append(element)
