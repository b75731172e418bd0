"""A spreadsheet (xlsx) that was saved or exported → its first sheet as csv, line for line, so that a fault's line number is the sheet's row."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import datetime
from decimal import Decimal
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook

from app.sites.contract import Changed

MOST_ROWS = 50_000
LARGEST_OPENED = 200_000_000
_ZIP = b"PK\x03\x04"


def is_sheet(content: bytes) -> bool:
    """Is it a zip, as an xlsx file is?"""
    return content.startswith(_ZIP)


def csv_of(name: str, content: bytes) -> bytes:
    """The first sheet as UTF-8 csv. Changed when it is no xlsx, too large when opened, or longer than MOST_ROWS."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(each.file_size for each in archive.infolist()) > LARGEST_OPENED:
                raise Changed(f"文件 {name} 展开后过大")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        rows = [[_text(cell) for cell in row] for _, row in zip(range(MOST_ROWS + 1), sheet.iter_rows(values_only=True), strict=False)]
    except (zipfile.BadZipFile, ParseError, LookupError, ValueError, TypeError, AttributeError, OSError, EOFError) as error:
        raise Changed(f"文件 {name} 不是可读的表格") from error
    if len(rows) > MOST_ROWS:
        raise Changed(f"文件 {name} 超过 {MOST_ROWS} 行")
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue().encode()


def _text(cell: object) -> str:
    """A cell as a person reads it: a figure without the rounding noise of floats, a time in full."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="milliseconds") if cell.microsecond else cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, float):
        return f"{Decimal(f'{cell:.15g}'):f}"
    return str(cell).replace("\r", " ").replace("\n", " ")
