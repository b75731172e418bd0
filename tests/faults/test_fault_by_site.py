"""Fault × site: every switch of the simulator on each of the five sites, read over real HTTP. Each is named; cleared, nothing is lost or doubled.

A cell is one lot of its own: uploaded, read live, read under the fault (the outcome of the table), then without it to the result, which must be
the simulator's own truth, bid by bid.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from app.domains.rounds.rules import RoundStatus
from app.simulator.faults import FIELDS, FaultKind
from tests.databases import ENGINES
from tests.faults.cells import FIRST, LAST_HOUR, LIVE, RESULT, SITES, Cell, Stand

UNREAD = "无法连接 待核", "站点拒绝 待核", "需要人工验证 待核", "页面已变，未能识别 待核"
NO_ANSWER, REFUSED, WALL, CHANGED = UNREAD


@dataclass(frozen=True)
class Row:
    """A switch, when the lot is read under it, and what the house then says; `apart` where a site shows it otherwise."""

    switch: str
    when: str
    says: str
    apart: Mapping[str, str] | None = None

    def at(self, site: str) -> str:
        """What the house says of this site."""
        return (self.apart or {}).get(site, self.says)


# the four failures: nothing is decided, in the last hour the lot is 待核
# 差: a field unlike the frozen plan; 异: a bid that the verifier names; 疑: a doubt about the page in itself; 待确认: no result is taken from it
# 如常: read as if nothing were wrong, because nothing can be seen: rmfysszc counts its own rows and shows no photos that can be fetched
SPOILT_PRICE = "疑 price_off_step price_without_bid"
# taobao's log and caa123's confirmation tell the true price beside the false one; taobao, gpai and rmfysszc show no confirmation to a reader
TRUE_ELSEWHERE = {
    "taobao": "疑 confirmation_missing price_off_step price_without_bid",
    "caa123": SPOILT_PRICE,
    "gpai": "疑 confirmation_missing price_off_step price_without_bid result_unlike_bids 待确认",
    "rmfysszc": "疑 confirmation_missing price_off_step price_without_bid result_unlike_bids 待确认",
}
TABLE = (
    Row("slow:1", LAST_HOUR, NO_ANSWER),
    Row("down", LAST_HOUR, NO_ANSWER),
    Row("500", LAST_HOUR, NO_ANSWER),
    Row("429", LAST_HOUR, REFUSED),
    Row("captcha", LAST_HOUR, WALL),
    Row("login", LAST_HOUR, WALL),
    Row("redirect", LAST_HOUR, REFUSED),
    Row("truncated", LAST_HOUR, CHANGED),
    Row("renamed-fields", LAST_HOUR, CHANGED),
    Row("wrong-charset", LIVE, "如常"),
    Row("clock-skew:90", LIVE, "疑 site_clock_off"),
    Row("clock-skew:-90", LIVE, "疑 site_clock_off"),
    Row("false-price", LIVE, SPOILT_PRICE),
    Row("false-price", RESULT, f"{SPOILT_PRICE} result_unlike_bids 待确认", TRUE_ELSEWHERE),
    Row("repeated-bids", FIRST, "异 duplicate 疑 bid_repeated bid_rows_missing", {"rmfysszc": "异 duplicate 疑 bid_repeated"}),
    Row("repeated-bids", LIVE, "异 duplicate 疑 bid_repeated bid_rows_missing", {"rmfysszc": "异 duplicate 疑 bid_repeated"}),
    Row("disordered-bids", FIRST, "异 time_reversed 疑 bids_out_of_order"),
    Row("disordered-bids", LIVE, "疑 bids_out_of_order"),
    Row("missing-bids", FIRST, "疑 bid_rows_missing", {"rmfysszc": "如常"}),
    Row("missing-bids", LIVE, "异 gone 疑 bid_rows_missing", {"rmfysszc": "异 gone"}),
    Row("moved-end:600", LIVE, "差 延时后结束时间"),
    Row("moved-end:-600", LIVE, "差 延时后结束时间"),
    Row("confirmation-withheld", RESULT, "疑 confirmation_missing", {"taobao": "待确认"}),
    Row("field:title", LIVE, "差 拍品名称"),
    Row("field:starting_price", LIVE, "差 起拍价"),
    Row("field:appraisal_price", LIVE, "差 评估价"),
    Row("field:deposit", LIVE, "差 保证金 疑 deposit_unusual"),
    Row("field:increment", LIVE, "差 加价幅度"),
    Row("field:court", LIVE, "差 处置法院"),
    Row("field:attachments", LIVE, "差 附件《标的物情况调查表.pdf》"),
    Row("field:attachment_bytes", LIVE, "差 附件《标的物情况调查表.pdf》"),
    Row("field:photo_bytes", LIVE, "差 照片", {"rmfysszc": "如常"}),
)
CELLS = [(ENGINES[0], row, site) for row in TABLE for site in SITES]
# another engine keeps the same readings: there each row meets one site, in turn
CELLS += [(engine, row, SITES[no % len(SITES)]) for engine in ENGINES[1:] for no, row in enumerate(TABLE)]


@pytest.mark.parametrize(("template", "row", "site"), CELLS, ids=[f"{engine}-{row.switch}-{site}" for engine, row, site in CELLS], indirect=["template"])
def test_the_fault_is_named_and_cleared_nothing_is_lost_or_doubled(stand: Stand, row: Row, site: str) -> None:
    cell = Cell.listed(stand, site)
    cell.read_before(row.when)
    assert cell.under(row.switch, row.when) == row.at(site)
    cell.clear()
    found = cell.to_the_result()
    truth = cell.truth()
    assert cell.bids() == truth.bids
    assert (found.status, found.winner_code, found.final_price, found.bid_count) == (RoundStatus.SOLD, truth.winner, truth.price, len(truth.bids))
    assert (found.ended_at, found.extensions) == (truth.end, truth.extensions)


def test_every_switch_and_every_field_has_its_row() -> None:
    names = {row.switch.partition(":")[0] for row in TABLE}
    assert names == {str(kind) for kind in FaultKind}
    assert {row.switch.partition(":")[2] for row in TABLE if row.switch.startswith("field:")} == set(FIELDS)
