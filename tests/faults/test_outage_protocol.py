"""The outage protocol: what a site does not show decides nothing, people are told, and what comes after settles as if it had been seen (issue 4, 6 and 8)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.domains.messages.tables import Message
from app.domains.rounds import service
from app.domains.rounds.rules import RoundStatus
from app.domains.rounds.stops import FIELD
from app.domains.settlements.queries import find_of_round
from app.factory import create_app
from app.kernel.errors import Invalid
from tests.faults.cells import SITES, Cell, Stand
from tests.web.visiting import signed_in

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
BOTH = ["clerk", "judge"]


def told(cell: Cell, words: str) -> list[str]:
    """Who was told, by login."""
    names = {actor.id: login for login, actor in cell.stand.bench.people.items()}
    with cell.stand.house.reading() as r:
        rows = r.session.scalars(select(Message).where(Message.link == f"/lots/{cell.sale.round_id}")).all()
        return sorted(names[each.person_id] for each in rows if words in each.title)


@pytest.mark.parametrize("site", SITES)
def test_a_site_lost_in_the_last_hour_through_the_end_is_unclear_everyone_is_told_once_and_recovery_settles(stand: Stand, site: str) -> None:
    cell = Cell.listed(stand, site)
    cell.read_before("")
    last_hour, end = cell.opens_at + 23 * HOUR, cell.opens_at + 24 * HOUR
    stand.site.faults(f"{site}=down")
    for at in (last_hour + MINUTE, end + MINUTE, end + 2 * HOUR):
        found = cell.sale.look(at)
        assert (found.status, found.winner_code, found.final_price, found.ended_at) == (RoundStatus.UNCLEAR, "", None, None)
        assert found.next_read_at == at + timedelta(seconds=15)
    assert told(cell, "平台读不到，结果待核") == BOTH
    assert told(cell, "竞价已结束") == []
    with stand.house.reading() as r:
        assert find_of_round(r, cell.sale.round_id) is None
    cell.clear()
    found = cell.to_the_result()
    assert (found.status, found.lost_at, found.failures, cell.bids()) == (RoundStatus.SOLD, None, 0, cell.truth().bids)
    assert told(cell, "成交：") == BOTH


@pytest.mark.parametrize("fault", ["captcha", "renamed-fields", "truncated", "500", "429"])
def test_no_page_that_could_not_be_read_decides_anything(stand: Stand, fault: str) -> None:
    cell = Cell.listed(stand, "jd")
    cell.read_before("")
    before, kept = cell.sale.round, cell.bids()
    stand.site.faults(f"jd={fault}")
    found = cell.sale.look(cell.opens_at + 30 * HOUR)
    assert found.status == RoundStatus.UNCLEAR
    same = ("current_price", "leader", "bid_count", "ends_at", "winner_code", "final_price", "ended_at", "raw_state", "shown")
    assert {name: getattr(found, name) for name in same} == {name: getattr(before, name) for name in same}
    assert cell.bids() == kept


@pytest.mark.parametrize("site", SITES)
def test_a_suspension_keeps_the_remaining_time_and_no_bid_after_it_is_late(stand: Stand, site: str) -> None:
    cell = Cell.listed(stand, site)
    cell.read_before("")
    stop_at, goes_on_at = cell.opens_at + 23 * HOUR + 58 * MINUTE, cell.opens_at + 72 * HOUR
    due = cell.sale.look(stop_at).ends_at
    stand.site.act(site, cell.sale.lot_id, "suspend", reason="案外人提出异议", kind="suspended")
    found = cell.sale.look(stop_at + timedelta(seconds=5))
    assert (found.status, found.next_read_at) == (RoundStatus.SUSPENDED, stand.clock.now() + 15 * MINUTE)
    assert cell.sale.look(goes_on_at - MINUTE).status == RoundStatus.SUSPENDED
    stand.clock.move_to(goes_on_at)
    stand.site.act(site, cell.sale.lot_id, "resume")
    found = cell.sale.look(goes_on_at + timedelta(seconds=5))
    assert found.status == RoundStatus.LIVE
    assert timedelta(0) <= found.ends_at - (due + (goes_on_at - stop_at)) <= 10 * MINUTE, "what was left at the stop is left now"
    found = cell.sale.look(goes_on_at + 3 * HOUR)
    stand.site.act(site, cell.sale.lot_id, "confirm")
    found = cell.sale.look(stand.clock.now() + HOUR)
    truth = cell.truth()
    assert (found.status, found.winner_code, found.final_price, found.extensions) == (RoundStatus.SOLD, truth.winner, truth.price, truth.extensions)
    assert (cell.bids(), [bid.fault for bid in cell.sale.bids if bid.fault], cell.sale.differences) == (truth.bids, [], [])


def test_a_resumption_that_took_away_remaining_time_is_a_difference(stand: Stand) -> None:
    cell = Cell.listed(stand, "taobao")
    cell.read_before("")
    stand.site.act("taobao", cell.sale.lot_id, "suspend", kind="suspended")
    cell.sale.look(stand.clock.now() + MINUTE)
    cell.sale.look(stand.clock.now() + 10 * HOUR)
    stand.site.act("taobao", cell.sale.lot_id, "resume")
    stand.site.faults("taobao=moved-end:-3600")
    cell.sale.look(stand.clock.now() + MINUTE)
    assert FIELD in [each.field for each in cell.sale.differences]


def test_reads_quicken_towards_the_end_and_stop_with_the_result(stand: Stand) -> None:
    cell = Cell.listed(stand, "caa123")
    waits = []
    for before_end in (40 * HOUR, 20 * HOUR, 50 * MINUTE, 8 * MINUTE):
        found = cell.sale.look(cell.opens_at + 24 * HOUR - before_end)
        waits.append((found.next_read_at or stand.clock.now()) - stand.clock.now())
    assert waits == sorted(waits, reverse=True)
    assert (waits[1], waits[2], waits[3]) == (15 * MINUTE, timedelta(seconds=30), timedelta(seconds=5))
    assert cell.to_the_result().next_read_at is None


@pytest.fixture(scope="module")
def pages(stand: Stand) -> Flask:
    """The web on the stand's own database."""
    return create_app(stand.house.settings, stand.clock, wall=stand.clock, overrides={"TESTING": True, "WTF_CSRF_ENABLED": False})


def test_a_difference_stands_on_both_workbenches_with_both_values_until_it_is_closed_with_a_reason(stand: Stand, pages: Flask) -> None:
    cell = Cell.listed(stand, "gpai")
    stand.site.faults("gpai=field:deposit")
    cell.sale.look()
    stand.site.faults("gpai=")
    alarm = "保证金：批准 7,600.00，平台 760.00"
    assert told(cell, "平台展示与审批方案不一致：保证金") == BOTH
    assert [alarm in signed_in(pages, login).get("/?show=differences").text for login in BOTH] == [True, True]
    difference = cell.sale.differences[0]
    with stand.house.work(stand.bench["judge"]) as w, pytest.raises(Invalid):
        service.close_difference(w, difference.id, " ")
    cell.sale.look(stand.clock.now() + HOUR)
    assert cell.sale.round.open_differences == 1, "a site that shows it right again closes nothing by itself"
    with stand.house.work(stand.bench["judge"]) as w:
        service.close_difference(w, difference.id, "平台已更正，核对无误")
    assert [alarm in signed_in(pages, login).get("/?show=differences").text for login in BOTH] == [False, False]
