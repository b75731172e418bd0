"""A list as a workbook: one head, one line a row; texts that a spreadsheet would take for a formula are quoted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook

from app.kernel.money import Money

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain_text(text: str) -> str:
    """The text, quoted where it begins like a formula (trust.md R40)."""
    return "'" + text if text.startswith(_FORMULA) else text


def yuan_number(amount: Money) -> float:
    """Yuan for a spreadsheet alone, which knows no other number; two places are exact far beyond any price."""
    return amount.fen / 100


def workbook_of(title: str, head: Sequence[str], rows: Iterable[Sequence[str | float | int]]) -> bytes:
    """An xlsx file with one sheet of that title."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.append(list(head))
    for row in rows:
        sheet.append([plain_text(cell) if isinstance(cell, str) else cell for cell in row])
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()
