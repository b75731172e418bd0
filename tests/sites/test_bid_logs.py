"""Exported bid logs: read from any copy, replayed against the rules, faults named by line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.kernel.clock import at_shanghai
from app.kernel.money import Money
from app.sites.bidlog import looks_like_log, oldest_first, read_log
from app.sites.commands import sites
from app.sites.contract import Changed

LOG = Path(__file__).parents[2] / "plugins" / "taobao" / "captures" / "11_bidlog_lot_d.raw.gbk.csv"
TERMS = ("--increment", "38000", "--opens", "2026-05-25T10:00:00", "--ends", "2026-05-26T10:00:00", "--json")
FIRST = "7734351.04"


def verify(file: Path, *more: str, start: str = FIRST) -> tuple[int, dict]:
    done = CliRunner().invoke(sites, ["verify-log", str(file), "--start-price", start, *TERMS, *more])
    return done.exit_code, json.loads(done.stdout)


def rows(*lines: str) -> bytes:
    return "\n".join(("状态,竞买号,价格,时间", *lines)).encode()


def test_a_raw_copy_in_gbk_with_repeated_headings_and_blank_tails_is_read() -> None:
    entries = read_log(LOG.read_bytes())
    assert len(entries) == 22
    assert (entries[0].line, entries[0].bidder, entries[0].price, entries[0].at) == (2, "P2720", Money.yuan("8532351.04"), at_shanghai(2026, 5, 26, 10, 34, 46))
    assert oldest_first(entries)[0].line == 24


def test_the_real_log_holds_and_gives_winner_price_end_and_extensions() -> None:
    code, told = verify(LOG)
    assert code == 0
    assert told == {
        "ok": True,
        "bids": 22,
        "bidders": 3,
        "winner": "P2720",
        "price": "8532351.04",
        "end": "2026-05-26T10:39:46+08:00",
        "extensions": 19,
        "findings": [],
    }


def test_a_start_price_that_the_first_bid_does_not_fit_is_told_of_the_first_bid_only() -> None:
    code, told = verify(LOG, start="1")
    assert code == 1
    assert [(each["line"], each["kind"]) for each in told["findings"]] == [(24, "off_increment")]
    assert (told["price"], told["end"]) == ("8532351.04", "2026-05-26T10:39:46+08:00")


def test_a_banned_code_is_named_with_its_lines() -> None:
    code, told = verify(LOG, "--banned", "L2788")
    assert code == 1
    assert {each["kind"] for each in told["findings"]} == {"banned"}
    assert len(told["findings"]) == 3


@pytest.mark.parametrize(
    ("lines", "kind", "line"),
    [
        (("出局,A1001,77000,2026-03-18 11:00:00", "出局,A1002,76500,2026-03-18 10:30:00"), None, None),
        (("成交,A1001,76500,2026-03-18 11:00:00", "出局,A1002,76500,2026-03-18 10:30:00"), "not_rising", 2),
        (("成交,A1001,77200,2026-03-18 11:00:00", "出局,A1002,76500,2026-03-18 10:30:00"), "off_increment", 2),
        (("成交,A1001,77000,2026-03-19 10:00:00", "出局,A1002,76500,2026-03-18 10:30:00"), "after_end", 2),
        (("成交,A1001,77000,2026-03-18 11:00:00", "出局,A1002,76500,2026-03-18 09:59:59"), "before_opening", 3),
        (("成交,A1001,77000,2026-03-18 11:00:00", "出局,A1002,75000,2026-03-18 10:30:00"), "below_start", 3),
        (("成交,A1001,77000,2026-03-18 11:00:00", "出局,A1001,77000,2026-03-18 11:00:00", "出局,A1002,76000,2026-03-18 10:30:00"), "duplicate", 2),
    ],
)
def test_each_kind_of_fault_is_named_with_its_line(tmp_path, lines, kind, line) -> None:
    file = tmp_path / "log.csv"
    file.write_bytes(rows(*lines))
    terms = ["--start-price", "76000", "--increment", "500", "--opens", "2026-03-18T10:00:00", "--ends", "2026-03-19T10:00:00", "--json"]
    done = CliRunner().invoke(sites, ["verify-log", str(file), *terms])
    found = [(each["kind"], each["line"]) for each in json.loads(done.stdout)["findings"]]
    assert found == ([(kind, line)] if kind else [])
    assert done.exit_code == (1 if kind else 0)


def test_a_price_column_in_wan_is_read_in_wan() -> None:
    entries = read_log("序号,状态,竞价账号,出价（万元）,时间\n1,领先,N8821,7.75,2026-3-18 9:05:06\n".encode())
    assert entries[0].price == Money.yuan("77500")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a,b,c\n1,2,3\n", "表头"),
        (rows(), "空的"),
        (rows("出局,A1001,abc,2026-03-18 10:00:00"), "第 2 行"),
        (rows("出局,A1001"), "第 2 行"),
        (rows("出局,,500,2026-03-18 10:00:00"), "第 2 行"),
    ],
)
def test_a_file_that_is_no_log_says_where(content, words) -> None:
    with pytest.raises(Changed, match=words):
        read_log(content)


def test_a_log_is_recognised_by_its_heading() -> None:
    assert looks_like_log("status,bidder_code,price_yuan,bid_time_cst\n")
    assert not looks_like_log("姓名,电话\n")


@pytest.mark.parametrize("wrong", [("--increment", "0"), ("--ends", "2026-05-24T10:00:00"), ("--opens", "昨天"), ("--start-price", "1万")])
def test_terms_that_cannot_be_are_bad_usage(wrong) -> None:
    done = CliRunner().invoke(sites, ["verify-log", str(LOG), "--start-price", "1", *TERMS, *wrong])
    assert done.exit_code == 2
    assert "Traceback" not in done.output
