"""One real bid log in every form in which sites and offices hand it on, and a fault planted in each: the same proof, the fault's own line and nothing else."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from app.kernel.clock import at_shanghai, local
from app.kernel.money import Money
from app.law.bidding import BidTerms
from app.sites.bidlog import LogEntry, read_log
from app.sites.contract import Changed
from app.sites.verifylog import LogReport, verify_log

LOG = Path(__file__).parents[2] / "plugins" / "taobao" / "captures" / "11_bidlog_lot_d.raw.gbk.csv"
NEWEST_FIRST = read_log(LOG.read_bytes())
START, STEP = NEWEST_FIRST[-1].price, Money.yuan("38000")
OPENS, ENDS = at_shanghai(2026, 5, 25, 10), at_shanghai(2026, 5, 26, 10)
COLUMNS = ("status", "bidder", "price", "at")
HEADS = {"status": "状态", "bidder": "竞买号", "price": "价格", "at": "时间", "seq": "序号"}
TIMES: dict[str, Callable[[datetime], str]] = {
    "words": lambda at: f"{local(at):%Y年%m月%d日 %H:%M:%S}",
    "unpadded": lambda at: f"{local(at).year}/{local(at).month}/{local(at).day} {local(at).hour}:{local(at):%M:%S}",
    "milliseconds in text": lambda at: f"{local(at):%Y-%m-%d %H:%M:%S}.120",
    "milliseconds": lambda at: str(int(at.timestamp() * 1000) + 120),
    "iso": lambda at: local(at).isoformat(),
}
PRICES: dict[str, Callable[[Money], str]] = {"plain": str, "grouped": lambda each: each.grouped, "with its unit": lambda each: f"￥{each.grouped}元"}


def table(entries: list[LogEntry], *, columns: tuple[str, ...] = COLUMNS, time: str = "words", price: str = "grouped", unit: str = "") -> list[list[str]]:
    """Rows as an export lays them out: one heading for 20 bids, blank tails."""
    made: list[list[str]] = []
    for place, each in enumerate(entries):
        if place % 20 == 0:
            made.append([HEADS[name] + (unit if name == "price" else "") for name in columns])
        number = "" if each.seq is None else str(each.seq)
        cells = {"status": each.status, "bidder": each.bidder, "price": PRICES[price](each.price), "at": TIMES[time](each.at), "seq": number}
        made.append([cells[name] for name in columns])
    return made + [[""] * len(columns)] * 7


def as_xlsx(rows: list[list[str]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append([cell or None for cell in row])
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def as_text(rows: list[list[str]], charset: str, delimiter: str = ",") -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter).writerows(rows)
    return written.getvalue().encode(charset)


def as_page(rows: list[list[str]]) -> bytes:
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<html><head><meta charset=gbk></head><body><table>{lines}</table></body></html>".encode("gbk")


FILES: dict[str, Callable[[list[list[str]]], bytes]] = {
    "gbk": lambda rows: as_text(rows, "gbk"),
    "utf-8": lambda rows: as_text(rows, "utf-8"),
    "utf-8 with a mark": lambda rows: as_text(rows, "utf-8-sig"),
    "utf-16 with tabs": lambda rows: as_text(rows, "utf-16", "\t"),
    "semicolons": lambda rows: as_text(rows, "utf-8", ";"),
    "xlsx": as_xlsx,
    "a page's table": as_page,
}


def proved(content: bytes, start: Money = START, banned: frozenset[str] = frozenset()) -> LogReport:
    return verify_log(content, BidTerms(start, STEP, OPENS, ENDS, banned))


def assert_proves_the_lot(report: LogReport) -> None:
    told = report.verification
    assert (told.ok, told.bids, told.bidders, told.winner, told.price, told.extensions) == (True, 22, 3, "P2720", Money.yuan("8532351.04"), 19)
    assert told.end_at.replace(microsecond=0) == at_shanghai(2026, 5, 26, 10, 39, 46)


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("newest", [True, False])
def test_any_file_in_either_order_proves_the_same(file, newest) -> None:
    entries = list(NEWEST_FIRST) if newest else list(reversed(NEWEST_FIRST))
    assert_proves_the_lot(proved(FILES[file](table(entries))))


@pytest.mark.parametrize("time", TIMES)
@pytest.mark.parametrize("price", PRICES)
def test_times_and_prices_in_any_writing_prove_the_same(time, price) -> None:
    assert_proves_the_lot(proved(FILES["utf-8"](table(list(NEWEST_FIRST), time=time, price=price))))


@pytest.mark.parametrize("columns", [("at", "price", "bidder", "status"), ("price", "at", "bidder"), ("bidder", "status", "at", "price")])
def test_columns_stand_in_any_order_and_the_status_may_be_left_out(columns) -> None:
    assert_proves_the_lot(proved(FILES["gbk"](table(list(NEWEST_FIRST), columns=columns))))


@pytest.mark.parametrize("counted_from_the_newest", [True, False])
def test_numbers_of_the_rows_may_count_either_way(counted_from_the_newest) -> None:
    count = len(NEWEST_FIRST)
    entries = [replace(each, seq=place + 1 if counted_from_the_newest else count - place) for place, each in enumerate(NEWEST_FIRST)]
    assert_proves_the_lot(proved(FILES["utf-8"](table(entries, columns=("seq", *COLUMNS)))))


def test_a_bid_that_was_taken_out_of_a_numbered_log_is_missed() -> None:
    entries = [replace(each, seq=len(NEWEST_FIRST) - place) for place, each in enumerate(NEWEST_FIRST)]
    del entries[9]
    report = proved(FILES["gbk"](table(entries, columns=("seq", *COLUMNS))))
    assert [(each.line, str(each.kind)) for each in report.findings] == [(10, "seq_gap")]


def with_price(place: int, price: Money) -> list[LogEntry]:
    return [replace(each, price=price) if number == place else each for number, each in enumerate(NEWEST_FIRST)]


def with_time(place: int, at: datetime) -> list[LogEntry]:
    return [replace(each, at=at) if number == place else each for number, each in enumerate(NEWEST_FIRST)]


PLANTED = {
    "off_increment": (5, with_price(5, Money(NEWEST_FIRST[5].price.fen + 100))),
    "not_rising": (5, with_price(5, NEWEST_FIRST[6].price)),
    "below_start": (21, with_price(21, Money(START.fen - STEP.fen))),
    "after_end": (0, with_time(0, NEWEST_FIRST[0].at + timedelta(minutes=9))),
    "before_opening": (21, with_time(21, OPENS - timedelta(seconds=1))),
    "time_reversed": (5, with_time(5, NEWEST_FIRST[5].at - timedelta(hours=3))),
}


@pytest.mark.parametrize("kind", PLANTED)
@pytest.mark.parametrize("file", ["gbk", "xlsx"])
@pytest.mark.parametrize("newest", [True, False])
def test_a_planted_fault_is_named_with_its_line_and_only_it(kind, file, newest) -> None:
    place, entries = PLANTED[kind]
    ordered = entries if newest else list(reversed(entries))
    rows = table(ordered)
    line = [number for number, row in enumerate(rows, start=1) if row[0] in ("成交", "出局")][place if newest else len(entries) - 1 - place]
    report = proved(FILES[file](rows))
    assert [(each.line, str(each.kind)) for each in report.findings] == [(line, kind)]


def test_the_newest_row_pushed_back_in_time_does_not_turn_the_log() -> None:
    report = proved(FILES["gbk"](table(with_time(0, OPENS + timedelta(minutes=1)))))
    assert [(each.line, str(each.kind)) for each in report.findings] == [(2, "time_reversed")]


def test_unknown_terms_are_told_of_the_first_bid_only() -> None:
    rows = table(PLANTED["off_increment"][1])
    report = proved(FILES["gbk"](rows), start=Money.yuan("1"))
    assert [(each.line, str(each.kind)) for each in report.findings] == [(7, "off_increment"), (24, "off_increment")]


@pytest.mark.parametrize(("note", "known"), [("共 22 条记录", True), ("出局", False)])
def test_a_line_for_people_is_no_bid_and_a_torn_line_is_told(note, known) -> None:
    rows = table(list(NEWEST_FIRST))
    content = FILES["utf-8"]([["竞价记录"], *rows, [note, "", "", ""]])
    if known:
        assert_proves_the_lot(proved(content))
        return
    with pytest.raises(Changed, match=f"第 {len(rows) + 2} 行"):
        proved(content)
