"""How several answers become one snapshot."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.kernel.clock import at_shanghai
from app.kernel.money import Money
from app.sites.contract import Bid, Changed, LotRef, LotState, Snapshot
from app.sites.loader import installed
from app.sites.reading import assure, merge, running_end

START = at_shanghai(2026, 3, 18, 10)
END = START + timedelta(hours=24)


def bid(seq: int, price: int, before_end: int) -> Bid:
    return Bid(seq, "K2207", Money(price), END - timedelta(seconds=before_end))


def lot(**values) -> Snapshot:
    return replace(Snapshot("gpai", "1", start_at=START, end_at=END, extension_minutes=5), **values)


def test_the_first_answer_that_tells_a_field_has_the_word() -> None:
    whole = merge("gpai", "1", (lot(title="先"), lot(title="后", court="某法院")))
    assert (whole.title, whole.court) == ("先", "某法院")


def test_rows_that_moved_over_a_page_seam_are_told_once_and_repeats_in_a_page_stay() -> None:
    first, second, third = bid(1, 100, 9000), bid(2, 200, 8000), bid(3, 300, 7000)
    newest, older = lot(bids=(second, third), bid_count=3), lot(bids=(first, second), bid_count=3)
    assert [each.price.fen for each in merge("gpai", "1", (newest, older)).bids or ()] == [100, 200, 300]
    assert len(merge("gpai", "1", (lot(bids=(second, second)),)).bids or ()) == 2


def test_bids_keep_their_number_when_older_pages_are_missing() -> None:
    whole = merge("gpai", "1", (lot(bids=(bid(1, 200, 8000), bid(2, 300, 7000)), bid_count=235),))
    assert [each.seq for each in whole.bids or ()] == [234, 235]


@pytest.mark.parametrize(
    ("before_end", "moved_seconds"),
    [((600,), 0), ((240,), 60), ((300,), 0), ((240, -30), 330), ((240, -90), 60), ((1,), 299)],
)
def test_a_late_bid_moves_an_announced_end_to_its_time_plus_the_period(before_end, moved_seconds) -> None:
    bids = tuple(bid(number, number, seconds) for number, seconds in enumerate(before_end, start=1))
    assert running_end(lot(bids=bids)) == END + timedelta(seconds=moved_seconds)


def test_another_lot_than_asked_for_is_changed() -> None:
    with pytest.raises(Changed):
        assure(lot(), LotRef("gpai", "2"))


@pytest.mark.parametrize("code", installed().codes)
def test_every_site_reads_an_exported_bid_log(code) -> None:
    content = "状态,竞买号,价格,时间\n成交,N8821,77500,2026-03-18 14:51:09\n出局,N3302,76500,2026-03-18 11:02:04\n".encode("gbk")
    (shown,) = installed().get(code).read_file("记录.csv", content)
    assert (shown.winner_code, shown.final_price, shown.bid_count) == ("N8821", Money.yuan("77500"), 2)
    assert shown.state in (LotState.SOLD, LotState.SOLD_PENDING_COURT)


def test_a_saved_visit_ignores_what_does_not_belong_to_the_lot() -> None:
    file = Path(__file__).parents[2] / "plugins" / "jd" / "captures" / "10_sold_lot.har"
    log = json.loads(file.read_text())
    stranger = json.loads(json.dumps(log["log"]["entries"][0]))
    stranger["response"]["content"]["text"] = '{"ads":[]}'
    broken = json.loads(json.dumps(stranger))
    broken["response"] = {"status": 404, "content": {"mimeType": "text/html", "text": "x"}}
    log["log"]["entries"] += [stranger, broken]
    read = installed().get("jd").read_file
    assert read("a.har", json.dumps(log).encode()) == read("a.har", file.read_bytes())
