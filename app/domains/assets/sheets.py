"""Import sheets as values: a workbook or csv read into rows of named cells; unknown and missing headers are faults (forms.md §5). Knows no case."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from app.kernel.errors import Invalid

MOST_ROWS = 5000


@dataclass(frozen=True)
class Column:
    """A column of a sheet. `code`: digits that must be text cells, because Excel rounds long numbers."""

    key: str
    title: str
    needed: bool = False
    code: bool = False
    sample: str = ""


@dataclass(frozen=True)
class Fault:
    """What is wrong with one cell, or with a whole sheet (row 0, no letter)."""

    sheet: str
    row: int
    letter: str
    title: str
    value: str
    reason: str

    def __str__(self) -> str:
        place = f"“{self.sheet}”" + (f"第 {self.row} 行" if self.row else "") + (f" {self.letter} 列“{self.title}”" if self.letter else "")
        return f"{place}：{self.value + ' ' if self.value else ''}{self.reason}"


@dataclass(frozen=True)
class Cell:
    """One cell: where it stands and what it holds."""

    letter: str
    title: str
    value: Any


@dataclass(frozen=True)
class SheetRow:
    """One line of a sheet, its cells by column key."""

    sheet: str
    number: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class Book:
    """Lines by sheet name, and what was wrong with the sheets themselves."""

    rows: Mapping[str, Sequence[SheetRow]]
    faults: Sequence[Fault]


def read_book(content: bytes, name: str, sheets: Mapping[str, Sequence[Column]]) -> Book:
    """Read an xlsx or csv file. Sheets not in `sheets` and headers not in their columns are faults; Invalid when the file is no table at all."""
    tables = _csv(content, sheets) if name.lower().endswith(".csv") else _xlsx(content)
    rows: dict[str, Sequence[SheetRow]] = {}
    faults: list[Fault] = []
    for title, lines in tables.items():
        if title not in sheets:
            faults.append(Fault(title, 0, "", "", "", f"不认识的工作表：应为{'、'.join(sheets)}"))
            continue
        rows[title] = _rows(title, lines, sheets[title], faults)
    if not rows:
        faults.append(Fault("文件", 0, "", "", "", f"没有可导入的工作表：应为{'、'.join(sheets)}"))
    return Book(rows, faults)


def template_of(sheets: Mapping[str, Sequence[Column]]) -> bytes:
    """An empty workbook with all sheets, headers and one sample line each; every cell is text, so that nothing is rounded."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, columns in sheets.items():
        sheet = book.create_sheet(title)
        sheet.append([column.title + ("*" if column.needed else "") for column in columns])
        sheet.append([column.sample for column in columns])
        for place in range(1, len(columns) + 1):
            sheet.column_dimensions[get_column_letter(place)].width = 20
            for line in range(1, 200):
                sheet.cell(line, place).number_format = "@"
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _xlsx(content: bytes) -> Mapping[str, Sequence[Sequence[Any]]]:
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
    except (InvalidFileException, BadZipFile, KeyError, OSError, ValueError):
        raise Invalid("文件不是 xlsx 表格：用导入模板填写后另存为 xlsx", field="file") from None
    tables = {sheet.title: [list(line) for line in sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 2)] for sheet in book.worksheets}
    if any(len(lines) > MOST_ROWS + 1 for lines in tables.values()):
        raise Invalid(f"一张表最多 {MOST_ROWS} 行，请分次导入", field="file")
    return tables


def _csv(content: bytes, sheets: Mapping[str, Sequence[Column]]) -> Mapping[str, Sequence[Sequence[Any]]]:
    try:
        lines = list(csv.reader(StringIO(content.decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error):
        raise Invalid("csv 文件应为 UTF-8 编码", field="file") from None
    head = {_header(each) for each in lines[0]} if lines else set()
    fits = [title for title, columns in sheets.items() if {column.title for column in columns if column.needed} <= head]
    if not fits:
        raise Invalid("csv 的表头不属于任何一张导入表", field="file")
    return {fits[0]: lines}


def _rows(title: str, lines: Sequence[Sequence[Any]], columns: Sequence[Column], faults: list[Fault]) -> Sequence[SheetRow]:
    if not lines:
        return []
    known = {column.title: column for column in columns}
    heads = [_header(each) for each in lines[0]]
    for place, head in enumerate(heads, 1):
        if head and head not in known:
            faults.append(Fault(title, 1, get_column_letter(place), head, "", "不认识的表头"))
        elif head and heads.index(head) != place - 1:
            faults.append(Fault(title, 1, get_column_letter(place), head, "", "表头重复"))
    faults += [Fault(title, 1, "", "", "", f"缺少必填列“{column.title}”") for column in columns if column.needed and column.title not in heads]
    found = []
    for number, line in enumerate(lines[1:], 2):
        if all(value is None or str(value).strip() == "" for value in line):
            continue
        named = [(known[head], get_column_letter(place), value) for place, (head, value) in enumerate(zip(heads, line, strict=False), 1) if head in known]
        found.append(SheetRow(title, number, {column.key: Cell(letter, column.title, value) for column, letter, value in named}))
    return found


def _header(value: object) -> str:
    return str(value or "").strip().rstrip("*").strip().replace("（", "(").replace("）", ")")
