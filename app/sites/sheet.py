"""One small xlsx sheet whose bytes depend on its rows alone: no time of making inside, so equal plans give equal packages."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Font

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_MADE = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms)")


def sheet_of(title: str, rows: Sequence[Sequence[str]]) -> bytes:
    """Rows (the first is the heading) → an xlsx file. Cells are text: a figure keeps its zeros, and a leading '=' is no formula."""
    book = Workbook()
    sheet = book.active or book.create_sheet()
    sheet.title = title
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row, start=1):
            cell = sheet.cell(number, place, value)
            cell.data_type = "s"
            cell.font = Font(bold=number == 1)
    for letter, width in zip("ABC", (28, 24, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    made = io.BytesIO()
    book.save(made)
    return _timeless(made.getvalue())


def _timeless(content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = _MADE.sub(rb"\g<1>1980-01-01T00:00:00Z\g<3>", old.read(name))
            new.writestr(zipfile.ZipInfo(name, _LONG_AGO), part, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
