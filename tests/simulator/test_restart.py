"""A kill loses nothing: everything that was answered is there again after a start from the journal."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from app.kernel.clock import ManualClock
from app.simulator.exchange import Exchange
from app.simulator.journal import Journal
from app.simulator.lots import Phase, Verb, view
from app.simulator.prices import PriceDesk
from tests.simulator.samples import ACCEPTED_AT, ENDS_AT, OPENS_AT, package


def test_lots_acts_and_crowds_come_back_with_the_same_bids(tmp_path: Path) -> None:
    clock = ManualClock(ACCEPTED_AT)
    before = Exchange(clock, Journal(tmp_path))
    scripted, _ = before.accept("jd", package("jd"))
    before.set_crowd("jd", scripted.lot_id, {"bids": 30, "target_price": "120000.00", "bidders": 4, "seed": "x"})
    lot, _ = before.accept("taobao", package("taobao"))
    clock.move_to(OPENS_AT + timedelta(hours=2))
    before.act("taobao", lot.lot_id, Verb.SUSPEND, reason="异议", phase=Phase.POSTPONED)
    clock.move_to(OPENS_AT + timedelta(hours=4))
    before.act("taobao", lot.lot_id, Verb.RESUME)

    after = Exchange(clock, Journal(tmp_path))
    later = ENDS_AT + timedelta(hours=5)
    for site, lot_id in (("taobao", lot.lot_id), ("jd", scripted.lot_id)):
        assert view(after.get(site, lot_id), later) == view(before.get(site, lot_id), later)
    assert after.accept("taobao", package("taobao")) == (after.get("taobao", lot.lot_id), False)


def test_a_line_torn_by_a_kill_is_cut_off_and_the_rest_stands(tmp_path: Path) -> None:
    clock = ManualClock(ACCEPTED_AT)
    lot, _ = Exchange(clock, Journal(tmp_path)).accept("taobao", package("taobao"))
    with (tmp_path / "simulator.jsonl").open("ab") as journal:
        journal.write(b'{"what": "act", "at": "2026-03-')
    again = Exchange(clock, Journal(tmp_path))
    again.act("taobao", lot.lot_id, Verb.WITHDRAW)
    assert view(Exchange(clock, Journal(tmp_path)).get("taobao", lot.lot_id), ACCEPTED_AT).phase is Phase.WITHDRAWN


def test_price_inquiries_come_back_with_the_same_report(tmp_path: Path) -> None:
    clock = ManualClock(ACCEPTED_AT)
    desk = PriceDesk(clock, Journal(tmp_path))
    inquiry, _ = desk.order("jd", {"order_no": "X1", "subject": "包装机械", "base": "108000.00"})
    clock.advance(timedelta(days=3))
    report = PriceDesk(clock, Journal(tmp_path)).get("jd", inquiry.number)
    assert (report["status"], report) == ("ready", desk.get("jd", inquiry.number))
