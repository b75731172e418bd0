"""Reading the cells of one import line into values; every fault names sheet, row, column, value and reason. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Protocol, TypeVar

from app.domains.assets.sheets import Column, Fault, SheetRow
from app.kernel.errors import Invalid
from app.kernel.money import MalformedMoney, Money

Value = TypeVar("Value")


class Worded(Protocol):
    """A member of a closed set with its Chinese word."""

    @property
    def word(self) -> str: ...


Word = TypeVar("Word", bound=Worded)
LONG_NUMBER = 10**15


class Line:
    """One line under reading: values come out, faults gather."""

    def __init__(self, row: SheetRow, columns: Mapping[str, Column], faults: list[Fault]) -> None:
        self.row = row
        self.columns = columns
        self._faults = faults
        self.good = True

    def fault(self, key: str, reason: str, value: str | None = None) -> None:
        """Note what is wrong with a cell."""
        cell = self.row.cells.get(key)
        column = self.columns[key]
        shown = value if value is not None else self._typed(key)
        self._faults.append(Fault(self.row.sheet, self.row.number, cell.letter if cell else "", column.title, shown, reason))
        self.good = False

    def text(self, key: str) -> str:
        """The cell's text, full-width digits and blanks normalised; '' when empty. A needed cell that is empty is a fault, a number cell of a code too."""
        cell = self.row.cells.get(key)
        value = cell.value if cell else None
        if isinstance(value, bool | int | float) and self.columns[key].code:
            self.fault(key, _number_cell(value))
            return ""
        plain = _plain(value)
        if not plain and self.columns[key].needed:
            self.fault(key, "必填")
        return plain

    def day(self, key: str) -> date | None:
        """A real date cell, or 2026-03-02."""
        cell = self.row.cells.get(key)
        if cell and isinstance(cell.value, datetime):
            return cell.value.date()
        if cell and isinstance(cell.value, date):
            return cell.value
        text = self.text(key)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.fault(key, "不是日期。写成 2026-03-02")
            return None

    def money(self, key: str) -> Money | None:
        """A plain number in yuan, at most two places (M-73)."""
        cell = self.row.cells.get(key)
        text = repr(cell.value) if cell and isinstance(cell.value, float) else self.text(key)
        text = text.removesuffix(".0") if cell and isinstance(cell.value, float) else text
        try:
            return Money.yuan(text) if text else None
        except MalformedMoney:
            self.fault(key, _how_much(text))
            return None

    def whole(self, key: str) -> int | None:
        """A whole number."""
        text = self.text(key).removesuffix(".0")
        if text and not text.isdigit():
            self.fault(key, "应为整数")
            return None
        return int(text) if text else None

    def word(self, key: str, kind: Iterable[Word], also: Mapping[str, Word] | None = None) -> Word | None:
        """A word of a closed set; `also` are short words that mean one of it."""
        text = self.text(key)
        if not text:
            return None
        known = {_bare(each.word): each for each in kind} | {_bare(short): each for short, each in (also or {}).items()}
        found = known.get(_bare(text))
        if found is None:
            self.fault(key, f"应为{'、'.join(each.word for each in kind)}")
        return found

    def yes(self, key: str) -> bool:
        """是 or 否; empty is 否."""
        text = self.text(key)
        if text not in ("", "是", "否"):
            self.fault(key, "应为 是 或者 否")
        return text == "是"

    def read(self, key: str, reader: Callable[[str], Value]) -> Value | None:
        """A text that a reader of the domain turns into a value; its refusal becomes the fault."""
        text = self.text(key)
        if not text:
            return None
        try:
            return reader(text)
        except Invalid as refusal:
            self.fault(key, refusal.message)
            return None

    def _typed(self, key: str) -> str:
        cell = self.row.cells.get(key)
        return "" if cell is None or cell.value is None else str(cell.value)[:60]


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip()
    return "".join(unicodedata.normalize("NFKC", each) if each.isdigit() or each == "　" else each for each in text).strip()


def _bare(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace(" ", "")


def _number_cell(value: float) -> str:
    if abs(value) >= LONG_NUMBER:
        return "是数字单元格：Excel 只保留 15 位有效数字，末几位已被改成 0。把该列设为文本，再从原件重填"
    return "是数字单元格：号码应为文本单元格，否则开头的 0 和末几位会丢失。把该列设为文本后重填"


def _how_much(text: str) -> str:
    if text.endswith(("万", "万元")):
        try:
            return f"不是数字。改为 {Money(Money.yuan(text.removesuffix('元').removesuffix('万')).fen * 10_000)} 后重新上传"
        except MalformedMoney:
            return "不是数字：金额填元，最多两位小数"
    return "不是数字：金额填元，最多两位小数，例如 12000.00"
