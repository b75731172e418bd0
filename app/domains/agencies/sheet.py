"""A month's statement as a workbook."""

from __future__ import annotations

from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font

from app.domains.agencies.tables import Statement
from app.domains.agencies.task_kinds import TASK_KIND_NAMES
from app.domains.agencies.types import STATEMENT_NAMES, StatementState
from app.infra.workbooks import plain_text, yuan_number
from app.kernel.money import Money

HEAD = ("任务编号", "任务", "种类", "金额(元)", "说明")


def workbook_of(statement: Statement, agency: str) -> bytes:
    """An xlsx file: who, month, state and digest above; one line a task; the sum below. Amounts are numbers of two places."""
    book = Workbook()
    sheet = book.active if book.active is not None else book.create_sheet()
    sheet.title = statement.month
    for words in ((f"{agency} {statement.month} 月结单",), ("状态", STATEMENT_NAMES[StatementState(statement.state)]), ("摘要", statement.digest), HEAD):
        sheet.append(words)
    for line in statement.lines:
        sheet.append(
            [
                plain_text(line["task"]),
                plain_text(line["title"]),
                TASK_KIND_NAMES.get(line["kind"], line["kind"]),
                yuan_number(Money.yuan(line["amount"])),
                plain_text(line["note"]),
            ]
        )
    sheet.append(["合计", "", "", yuan_number(statement.total), statement.total.capitals])
    sheet.cell(1, 1).font = Font(bold=True, size=14)
    for cells in sheet.iter_rows(min_row=5, min_col=4, max_col=4):
        cells[0].number_format = "#,##0.00"
    for column, width in zip("ABCDE", (24, 44, 18, 16, 36), strict=True):
        sheet.column_dimensions[column].width = width
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()
