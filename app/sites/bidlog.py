"""Reads an exported bid log: GBK or UTF-8 csv (comma, tab, semicolon), xlsx, or a table of a page (as many exports named .xls are); any order.

→ entries with their line numbers in the file.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from app.kernel.money import Money
from app.sites.contract import Bid, Changed, SiteFailure
from app.sites.markup import Node, read_page
from app.sites.scanning import Figure, Unit, bidder_code, count, decode, instant, money
from app.sites.sheetfile import csv_of, is_sheet

_HEADINGS = {
    "bidder": ("竞买号", "竞买代码", "竞买号码", "竞买编号", "竞价账号", "竞价号", "竞买人", "出价人", "bidder_code", "bidder", "bidNum", "alias", "username"),
    "price": ("价格", "出价", "出价金额", "出价价格", "报价", "竞买价格", "price_yuan", "price"),
    "at": ("时间", "出价时间", "竞价时间", "竞买时间", "报价时间", "bid_time_cst", "bid_time", "bidTime", "time", "date"),
    "status": ("状态", "出价状态", "status"),
    "seq": ("序号", "seq"),
}
_NEEDED = ("bidder", "price", "at")
_UNIT = re.compile(r"[（(]\s*(?:单位\s*[:：]\s*)?(万?元|分)\s*[）)]$")
_NOTE = re.compile(r"(?:共|合计|总计|备注|注|导出|打印|第\s*\d+\s*页).*")
_HEAD_LINES = 5
WON = "成交"


@dataclass(frozen=True)
class LogEntry:
    """One bid of a log; `line` counts the file's lines from 1, `seq` is the number that the file gives the bid, if any."""

    line: int
    status: str
    bidder: str
    price: Money
    at: datetime
    seq: int | None = None


@dataclass(frozen=True)
class _Heading:
    places: dict[str, int]
    unit: Unit

    def cell(self, cells: list[str], name: str) -> str:
        place = self.places.get(name, -1)
        return cells[place] if 0 <= place < len(cells) else ""


def read_log(content: bytes) -> tuple[LogEntry, ...]:
    """Entries in the file's order. Changed names the line that is not understood; a file without one bid is Changed too."""
    heading: _Heading | None = None
    entries: list[LogEntry] = []
    for line, cells in _rows(_text(content)):
        found = _heading(cells)
        if found:
            heading = found
        elif heading is None and line > _HEAD_LINES:
            break
        elif heading is not None and not _is_note(cells):
            entries.append(_entry(cells, heading, line))
    if heading is None:
        raise Changed("文件没有“状态、竞买号、价格、时间”的表头")
    if not entries:
        raise Changed("出价记录是空的")
    return tuple(entries)


def looks_like_log(text: str) -> bool:
    """Is the text an exported bid log? (One of its first rows is a heading that has bidder, price and time.)"""
    start = text.lstrip("\ufeff \r\n\t")[:1]
    if start in ("{", "["):
        return False
    lines = _table(text) if start == "<" else text.lstrip("\ufeff")
    head = "\n".join(lines.splitlines()[:_HEAD_LINES])
    return any(_heading(cells) for _, cells in _rows(head))


def oldest_first(entries: tuple[LogEntry, ...]) -> tuple[LogEntry, ...]:
    """The same entries from the first bid on. A log is turned as a whole by what most of its rows say, never sorted: a row out of order stays so."""
    downs = sum(_newer(before, after) for before, after in pairwise(entries))
    turned = tuple(reversed(entries)) if downs > 0 or (downs == 0 and _newer(entries[0], entries[-1]) > 0) else entries
    return _numbered_upwards(turned)


def as_bids(entries: tuple[LogEntry, ...]) -> tuple[Bid, ...]:
    """Bids counted from the oldest; a name in the place of a code is masked."""
    return tuple(Bid(number, bidder_code(each.bidder), each.price, each.at) for number, each in enumerate(oldest_first(entries), start=1))


def _text(content: bytes) -> str:
    text = decode(csv_of("出价记录", content) if is_sheet(content) else content)
    return _table(text) if text.lstrip("\ufeff \r\n\t")[:1] == "<" else text


def _table(page: str) -> str:
    """A page's table rows as csv, one line each; a fault's line is then the row's number among the page's rows."""
    if "<t" not in page.lower():
        return ""
    written = io.StringIO(newline="")
    for row in read_page(page).all_by_tag("tr"):
        csv.writer(written, lineterminator="\n").writerow([each.text for each in row.parts if isinstance(each, Node) and each.tag in ("td", "th")])
    return written.getvalue()


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank, with the line on which they end."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for row in rows:
            cells = [each.strip() for each in row]
            if any(cells):
                yield rows.line_num, cells
    except csv.Error as error:
        raise Changed(f"第 {rows.line_num} 行不是可读的表格") from error


def _delimiter(text: str) -> str:
    """What divides the heading's words."""
    for line in text.splitlines()[:_HEAD_LINES]:
        for mark in (",", "\t", ";"):
            if _heading([each.strip().strip('"') for each in line.lstrip("\ufeff").split(mark)]):
                return mark
    return ","


def _newer(before: LogEntry, after: LogEntry) -> int:
    """+1: the row before is the later bid by time and price; -1: the earlier; 0: the two do not agree or are equal."""
    times, prices = (before.at > after.at) - (before.at < after.at), (before.price > after.price) - (before.price < after.price)
    return times if times == prices else times + prices if 0 in (times, prices) else 0


def _numbered_upwards(entries: tuple[LogEntry, ...]) -> tuple[LogEntry, ...]:
    """Numbers that count the rows from the newest bid on are turned, so that the first bid has the smallest."""
    numbers = [each.seq for each in entries if each.seq is not None]
    if len(numbers) != len(entries):
        return tuple(replace(each, seq=None) for each in entries)
    if sum((after > before) - (after < before) for before, after in pairwise(numbers)) >= 0:
        return entries
    top = max(numbers) + min(numbers)
    return tuple(replace(each, seq=top - number) for each, number in zip(entries, numbers, strict=True))


def _heading(cells: list[str]) -> _Heading | None:
    units = [_UNIT.search(cell) for cell in cells]
    bare = [_UNIT.sub("", cell).strip() for cell in cells]
    places = {name: next((bare.index(word) for word in words if word in bare), -1) for name, words in _HEADINGS.items()}
    if min(places[name] for name in _NEEDED) < 0:
        return None
    said = units[places["price"]]
    return _Heading(places, Unit(said.group(1)) if said else Unit.YUAN)


def _is_note(cells: list[str]) -> bool:
    """A line for people, such as 共 74 条: its one cell is neither bid nor heading."""
    told = [each for each in cells if each]
    return len(told) == 1 and _NOTE.fullmatch(told[0]) is not None


def _entry(cells: list[str], heading: _Heading, line: int) -> LogEntry:
    if len(cells) <= max(heading.places[name] for name in _NEEDED):
        raise Changed(f"第 {line} 行缺少列")
    written: Figure = heading.cell(cells, "price")
    try:
        price, at, seq = money(written, heading.unit), instant(heading.cell(cells, "at")), count(heading.cell(cells, "seq"))
    except SiteFailure as failure:
        raise Changed(f"第 {line} 行：{failure.message}") from failure
    bidder = heading.cell(cells, "bidder")
    if price is None or at is None or not bidder:
        raise Changed(f"第 {line} 行缺少竞买号、价格或时间")
    return LogEntry(line, heading.cell(cells, "status"), bidder, price, at, seq)
