"""Blocks as HTML: a fragment for the screen, a whole sheet for printing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from markupsafe import Markup, escape

from app.domains.documents.layout.blocks import TABULAR, Block, Kind, spaced, stamped
from app.domains.documents.layout.sheet import Sheet

STYLE = (Path(__file__).parent / "sheet.css").read_text(encoding="utf-8")
_WIDE = 5
_PAGE = Markup(
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title><style>{style}{footer}</style></head>'
    '<body><div class="watermark">{watermark}</div><main class="paper">{body}</main></body></html>'
)


def fragment(blocks: tuple[Block, ...]) -> Markup:
    """The paper's body for a page of the house; every text is escaped."""
    return Markup("").join(_pieces(blocks))


def page(title: str, blocks: tuple[Block, ...], sheet: Sheet) -> str:
    """A whole document for WeasyPrint with watermark, page numbers, digest and version in the foot."""
    footer = Markup('@page {{ @bottom-right {{ content: "{}"; font-size: 6pt }} }}').format(sheet.footer)
    body = fragment(stamped(blocks) if sheet.verified else blocks)
    return str(_PAGE.format(title=title, style=Markup(STYLE), footer=footer, watermark=_lines(sheet.watermark), body=body))


def _pieces(blocks: tuple[Block, ...]) -> Iterator[Markup]:
    for tabular, run in groupby(blocks, key=_is_tabular):
        part = tuple(run)
        yield _table(part) if tabular else Markup("").join(_paragraph(each) for each in part)


def _is_tabular(block: Block) -> bool:
    return block.kind in TABULAR


def _paragraph(block: Block) -> Markup:
    if block.kind is Kind.SIGNER:
        title, *names = block.cells
        return Markup('<p class="sign"><span>{}</span>{}</p>').format(title, Markup("").join(Markup("<b>{}</b>").format(spaced(each)) for each in names))
    if block.kind is Kind.BLANKS:
        return Markup('<p class="blanks">{}</p>').format(Markup("").join(Markup("<span>{}</span>").format(each) for each in block.cells))
    return Markup('<p class="{}">{}</p>').format(block.kind.value, _lines(block.text))


def _table(rows: tuple[Block, ...]) -> Markup:
    head = Markup("").join(_row(each) for each in rows if each.kind is Kind.HEAD)
    body = Markup("").join(_row(each) for each in rows if each.kind is Kind.ROW)
    wide = max(len(each.cells) for each in rows) > _WIDE
    return Markup('<table class="{}">{}<tbody>{}</tbody></table>').format(
        "wide" if wide else "", Markup("<thead>{}</thead>").format(head) if head else "", body
    )


def _row(block: Block) -> Markup:
    tag = Markup("th" if block.kind is Kind.HEAD else "td")
    cells = Markup("").join(Markup("<{0}>{1}</{0}>").format(tag, _lines(each)) for each in block.cells)
    return Markup("<tr>{}</tr>").format(cells)


def _lines(text: str) -> Markup:
    return Markup("<br>").join(escape(each) for each in text.split("\n"))
