"""The bid log as a csv that the sites' own logs can stand beside: UTF-8 with mark, cells that no spreadsheet takes for a formula. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from app.kernel.clock import local
from app.kernel.money import Money

HEAD = ("次", "状态", "竞买号", "价格（元）", "时间", "加价（元）", "延时至", "优先购买权", "核验", "规则")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class LoggedBid(Protocol):
    """A kept bid."""

    @property
    def seq(self) -> int: ...
    @property
    def bidder(self) -> str: ...
    @property
    def price(self) -> Money: ...
    @property
    def at(self) -> datetime: ...
    @property
    def end_after(self) -> datetime: ...
    @property
    def extends(self) -> bool: ...
    @property
    def priority(self) -> bool: ...
    @property
    def fault(self) -> str: ...
    @property
    def fault_rule(self) -> str: ...


def log_of(bids: Sequence[LoggedBid], *, winner: str = "") -> bytes:
    """All bids newest first, as sites list them; the last is 成交 when the court knows the winner, else 领先."""
    kept = io.StringIO()
    rows = csv.writer(kept)
    rows.writerow(HEAD)
    for place in range(len(bids) - 1, -1, -1):
        before = bids[place - 1].price if place else None
        status = ("成交" if winner else "领先") if place == len(bids) - 1 else "出局"
        rows.writerow([_safe(each) for each in _cells(bids[place], before, status)])
    return b"\xef\xbb\xbf" + kept.getvalue().encode()


def _cells(bid: LoggedBid, before: Money | None, status: str) -> tuple[str, ...]:
    step = "" if before is None else str(bid.price - before)
    until = f"{local(bid.end_after):%Y-%m-%d %H:%M:%S}" if bid.extends else ""
    return (str(bid.seq), status, bid.bidder, str(bid.price), _moment(bid.at), step, until, "是" if bid.priority else "", bid.fault or "通过", bid.fault_rule)


def _moment(at: datetime) -> str:
    shown = local(at)
    return f"{shown:%Y-%m-%d %H:%M:%S}.{shown.microsecond // 1000:03d}"


def _safe(cell: str) -> str:
    """A cell that begins like a formula is quoted; a plain negative number stays a number."""
    number = cell.lstrip("-").replace(".", "", 1).isdigit()
    return f"'{cell}" if cell.startswith(_FORMULA) and not number else cell
