"""The list of tasks as a workbook: first what it is, then one line a task with typed cells. No identity number, no court's own note."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from app.domains.tasks.boards import MOST_EXPORTED, Card
from app.domains.tasks.types import STATE_NAMES, TaskState
from app.infra.unit_of_work import Reading
from app.infra.workbooks import plain_text
from app.kernel.clock import local

HEAD = ("任务编号", "任务", "状态", "案号", "标的物", "区", "街道", "机构", "承办人", "派出", "接收", "期限", "逾期", "暂停计时", "交回", "验收", "退回次数")
_INSTANTS = frozenset({"派出", "接收", "期限", "交回", "验收"})
_INSTANT_FORMAT = "yyyy-mm-dd hh:mm"


def workbook_of(r: Reading, words: str, cards: Sequence[Card]) -> bytes:
    """An xlsx file: sheet 说明, then sheet 任务 with instants as Shanghai date cells and counts as numbers. words: the filter as people read it."""
    book = Workbook(write_only=True)
    _explain(book.create_sheet("说明"), r, words, len(cards))
    sheet = book.create_sheet("任务")
    sheet.freeze_panes = "C2"
    sheet.append([_bold(sheet, text) for text in HEAD])
    for card in cards:
        sheet.append([_cell(sheet, name, value) for name, value in zip(HEAD, _values(card), strict=True)])
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _explain(sheet: Any, r: Reading, words: str, count: int) -> None:
    lines = (
        ("内容", "辅助任务清单，一行一项任务"),
        ("导出时间", _naive(r.now)),
        ("导出人", r.actor.name),
        ("筛选", words or "全部"),
        ("行数", count),
        ("上限", MOST_EXPORTED),
        ("时间", "北京时间；“期限”为要求交回的时刻，“逾期”按导出时刻计算，暂停计时的不算逾期"),
        ("保密", "仅限本机构、本院办案使用，不得外传"),
    )
    for name, value in lines:
        sheet.append([_bold(sheet, name), _cell(sheet, "期限" if isinstance(value, datetime) else "", value)])


def _values(card: Card) -> tuple[Any, ...]:
    task = card.task
    return (
        task.number,
        card.kind_title,
        STATE_NAMES[TaskState(task.status)],
        task.case_number,
        task.asset_title,
        task.district,
        task.street,
        card.agency,
        card.worker,
        _naive(task.given_at),
        _naive(task.taken_at),
        _naive(task.due_at),
        "是" if card.overdue else "否",
        "是" if task.paused_at else "否",
        _naive(task.handed_back_at),
        _naive(task.accepted_at),
        task.returned_count,
    )


def _naive(instant: datetime | None) -> datetime | None:
    return local(instant).replace(tzinfo=None, microsecond=0) if instant else None


def _cell(sheet: Any, name: str, value: Any) -> Any:
    cell = WriteOnlyCell(sheet, value=plain_text(value) if isinstance(value, str) else value)
    if name in _INSTANTS and value is not None:
        cell.number_format = _INSTANT_FORMAT
    return cell


def _bold(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(bold=True)
    return cell
