"""Reads an exported bid log: GBK or UTF-8, repeated header rows, blank tails, newest first or oldest first. → entries with their line numbers."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import datetime

from app.kernel.money import Money
from app.sites.contract import Bid, Changed, SiteFailure
from app.sites.scanning import Unit, decode, from_text, money

_HEADINGS = {
    "status": ("状态", "status"),
    "bidder": ("竞买号", "竞买代码", "竞价账号", "竞买人", "bidder_code", "bidder"),
    "price": ("价格", "出价", "price_yuan", "price"),
    "at": ("时间", "出价时间", "bid_time_cst", "time"),
}
_UNIT = re.compile(r"[（(]\s*(万?元|分)\s*[）)]$")
WON = "成交"


@dataclass(frozen=True)
class LogEntry:
    """One bid of a log; `line` counts the file's lines from 1."""

    line: int
    status: str
    bidder: str
    price: Money
    at: datetime


def read_log(content: bytes) -> tuple[LogEntry, ...]:
    """Entries in the file's order. Changed names the line that is not understood; a file without one bid is Changed too."""
    rows = csv.reader(io.StringIO(decode(content), newline=""))
    heading: dict[str, int] = {}
    unit = Unit.YUAN
    entries: list[LogEntry] = []
    for row in rows:
        cells = [each.strip() for each in row]
        if not any(cells):
            continue
        found = _heading(cells)
        if found:
            heading, unit = found
        elif not heading:
            raise Changed("文件没有“状态、竞买号、价格、时间”的表头")
        else:
            entries.append(_entry(cells, heading, unit, rows.line_num))
    if not entries:
        raise Changed("出价记录是空的")
    return tuple(entries)


def looks_like_log(text: str) -> bool:
    """Is the text an exported bid log? (Its first row is a heading that has all four columns.)"""
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    return _heading([each.strip() for each in first.split(",")]) is not None


def oldest_first(entries: tuple[LogEntry, ...]) -> tuple[LogEntry, ...]:
    """The same entries from the first bid on; a log is turned as a whole, never sorted, so that a row out of order stays out of order."""
    newest = (entries[0].at, entries[0].price) > (entries[-1].at, entries[-1].price)
    return tuple(reversed(entries)) if newest else entries


def as_bids(entries: tuple[LogEntry, ...]) -> tuple[Bid, ...]:
    """Bids counted from the oldest."""
    return tuple(Bid(number, each.bidder, each.price, each.at) for number, each in enumerate(oldest_first(entries), start=1))


def _heading(cells: list[str]) -> tuple[dict[str, int], Unit] | None:
    units = [_UNIT.search(cell) for cell in cells]
    bare = [_UNIT.sub("", cell) for cell in cells]
    places = {name: next((bare.index(word) for word in words if word in bare), -1) for name, words in _HEADINGS.items()}
    if min(places.values()) < 0:
        return None
    said = units[places["price"]]
    return places, Unit(said.group(1)) if said else Unit.YUAN


def _entry(cells: list[str], heading: dict[str, int], unit: Unit, line: int) -> LogEntry:
    if len(cells) <= max(heading.values()):
        raise Changed(f"第 {line} 行缺少列")
    try:
        price, at = money(cells[heading["price"]], unit), from_text(cells[heading["at"]])
    except SiteFailure as failure:
        raise Changed(f"第 {line} 行：{failure.message}") from failure
    bidder = cells[heading["bidder"]]
    if price is None or at is None or not bidder:
        raise Changed(f"第 {line} 行缺少竞买号、价格或时间")
    return LogEntry(line, cells[heading["status"]], bidder, price, at)
