"""Following a lot at a real simulator over HTTP: bids, extensions, result, outages, differences, races."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, func, select

from app.domains.messages.tables import Message
from app.domains.rounds import importing, lines, looking, service, taking
from app.domains.rounds.halting import HaltKind, ProposeHalt, lift_halt, propose_halt
from app.domains.rounds.jobs import approved_of, claim_due
from app.domains.rounds.lines import KeptLines
from app.domains.rounds.queries import house_round
from app.domains.rounds.rules import RoundStatus
from app.domains.rounds.tables import Round, RoundReading
from app.domains.settlements.queries import find_of_round
from app.factory import make_house
from app.infra.house import House
from app.infra.http import BreakerState
from app.infra.unit_of_work import for_house
from app.kernel.clock import ManualClock
from app.kernel.errors import Conflict, Invalid
from app.kernel.money import Money
from app.sites.contract import Bid, LotState, Snapshot
from config.settings import Settings
from tests.factories.courts import found_bench
from tests.factories.rounds import AFTER, ENDS_AT, OPENS_AT, Sale, decide_stop, make_round, simulator


@pytest.fixture
def sale(settings: Settings, clock: ManualClock, tmp_path: Path) -> Iterator[Sale]:
    with simulator(tmp_path / "sites", clock) as site:
        house = make_house(replace(settings, sites_base_url=site.url), clock, wall=clock)
        bench = found_bench(house)
        with house.work(bench["clerk"]) as w:
            round_id = make_round(w, bench).id
        yield Sale(house, clock, site, bench, round_id)
        house.database.close()


def told(house: House, words: str) -> int:
    with house.reading() as r:
        return sum(words in each.title for each in r.session.scalars(select(Message)))


def test_the_lot_l4_is_followed_from_upload_to_683_percent(sale: Sale) -> None:
    sale.upload()
    found = sale.look()
    assert (found.status, found.announced_at, found.next_read_at) == (RoundStatus.ANNOUNCED, sale.clock.now(), sale.clock.now() + timedelta(hours=6))
    sale.look(ENDS_AT - timedelta(minutes=20))
    found = sale.follow(ENDS_AT + timedelta(minutes=1))
    assert found.status == RoundStatus.LIVE
    assert found.ends_at > ENDS_AT
    while (end := sale.round.ends_at) > sale.clock.now():
        sale.look(min(end, sale.clock.now() + timedelta(minutes=4)))
    found = sale.look(AFTER)
    assert (found.status, found.bid_count, found.current_price, found.faults) == (RoundStatus.ENDED, 235, Money.yuan("595000.00"), 0)
    sale.site.act("taobao", sale.lot_id, "confirm")
    found = sale.look(found.next_read_at)
    assert (found.status, found.final_price, found.next_read_at) == (RoundStatus.SOLD, Money.yuan("595000.00"), None)
    assert len(sale.bids) == 235
    assert found.open_differences == 0, [(each.field, each.approved, each.shown) for each in sale.differences]
    with sale.house.reading() as r:
        account = find_of_round(r, sale.round_id)
    assert account is not None
    assert account.balance == Money.yuan("587400.00")
    assert told(sale.house, "竞价已结束") == 1
    assert told(sale.house, "成交：") == 2


def test_a_network_sale_of_sixty_days_closes_by_its_first_bid(sale: Sale) -> None:
    sixty = OPENS_AT + timedelta(days=60)
    with sale.house.work(sale.bench["clerk"]) as w:
        sale.round_id = make_round(w, sale.bench, 1423, round_no=3, scheduled_end_at=sixty).id
    sale.upload()
    assert sale.look(OPENS_AT + timedelta(hours=3)).ends_at == sixty
    for day in range(60):
        if sale.look(OPENS_AT + timedelta(days=day + 1)).bid_count:
            break
    found = sale.look(sale.round.ends_at + timedelta(hours=6))
    first = sale.bids[0].at
    assert found.status == RoundStatus.ENDED
    assert first + timedelta(hours=24) <= found.ends_at < first + timedelta(hours=30)
    assert all(each.at <= found.ends_at for each in sale.bids)
    assert (found.faults, sale.differences) == (0, [])


def test_attachments_and_photos_are_compared_by_digest_once_announced_and_each_six_hours(sale: Sale) -> None:
    sale.upload()
    assert sale.look().files_read_at is None
    found = sale.look()
    assert found.files_read_at == sale.clock.now()
    assert "附件《标的物情况调查表.pdf》" in found.shown
    assert found.shown["照片"] == ["1 张", "1 张"]
    with sale.house.work(sale.bench["clerk"]) as w:
        row = house_round(w, sale.round_id)
        row.approved = row.approved | {"files": [["标的物情况调查表.pdf", "4" * 64]]}
        taking.record(w, "test.changed", "round", row.id, "换附件")
    sale.clock.advance(timedelta(hours=6))
    assert sale.look().open_differences == 1
    assert "44444444…4444" in sale.differences[0].approved


def test_an_outage_in_the_last_hour_is_unclear_told_once_and_resumes(sale: Sale) -> None:
    sale.upload()
    sale.look()
    sale.look(OPENS_AT + timedelta(hours=1))
    sale.site.faults("taobao=500:1")
    found = sale.look(ENDS_AT - timedelta(minutes=40))
    assert (found.status, found.failures, found.next_read_at) == (RoundStatus.UNCLEAR, 1, sale.clock.now() + timedelta(seconds=15))
    assert sale.look(found.next_read_at).failures == 2
    assert told(sale.house, "平台读不到") == 2
    sale.site.faults("taobao=")
    found = sale.look(ENDS_AT - timedelta(minutes=30))
    assert (found.status, found.failures, found.lost_at) == (RoundStatus.LIVE, 0, None)


def test_an_early_outage_only_waits_longer_each_time(sale: Sale) -> None:
    sale.upload()
    sale.look()
    sale.site.faults("taobao=captcha")
    found = sale.look()
    assert (found.status, found.next_read_at) == (RoundStatus.ANNOUNCED, sale.clock.now() + timedelta(seconds=60))
    assert "需要人工验证" in found.failure
    assert sale.look().next_read_at == sale.clock.now() + timedelta(seconds=120)
    assert told(sale.house, "平台读不到") == 0


def test_an_end_that_could_not_be_read_is_never_a_sale(sale: Sale) -> None:
    sale.upload()
    sale.look(ENDS_AT - timedelta(hours=2))
    sale.site.faults("taobao=renamed-fields")
    assert sale.look(AFTER).status == RoundStatus.UNCLEAR
    sale.site.faults("taobao=")
    assert sale.look().status == RoundStatus.ENDED


def test_a_wrong_deposit_is_a_difference_told_once_and_closed_with_a_reason(sale: Sale) -> None:
    sale.upload()
    sale.site.faults("taobao=field:deposit")
    sale.look()
    found = sale.look()
    assert found.open_differences == 1
    assert sale.differences[0].field == "保证金"
    assert told(sale.house, "不一致") == 2
    with sale.house.work(sale.bench["clerk"]) as w, pytest.raises(Invalid):
        service.close_difference(w, sale.differences[0].id, "")
    with sale.house.work(sale.bench["clerk"]) as w:
        service.close_difference(w, sale.differences[0].id, "平台已更正：十时三十分已改")
    assert sale.round.open_differences == 0


def test_the_same_answer_twice_is_no_news(sale: Sale) -> None:
    sale.upload()
    news = sale.look(OPENS_AT + timedelta(hours=5)).news
    assert sale.look().news == news


def test_bids_that_disappear_are_flagged_once_and_shifted_ones_are_not(sale: Sale) -> None:
    sale.upload()
    sale.look(OPENS_AT + timedelta(hours=20))
    whole = sale.bids
    shown = tuple(Bid(place, bid.bidder, bid.price, bid.at) for place, bid in enumerate([*whole[:5], *whole[6:]], start=1))
    snapshot = Snapshot("taobao", sale.lot_id, state=LotState.LIVE, bids=shown, bid_count=len(shown), read_at=sale.clock.now())
    for _ in range(2):
        with sale.house.work() as w:
            taking.take_snapshot(w, sale.round_id, snapshot, approved_of(w, house_round(w, sale.round_id)), [])
    assert [bid.seq for bid in sale.bids if bid.gone_at] == [6]
    assert told(sale.house, "出价异常") == 2


def test_an_older_look_than_the_known_one_is_left_to_the_other_reader(sale: Sale, monkeypatch: pytest.MonkeyPatch) -> None:
    sale.upload()
    before = sale.look(OPENS_AT + timedelta(hours=5))
    late = Snapshot("taobao", sale.lot_id, state=LotState.LIVE, bids=(), read_at=sale.clock.now() - timedelta(seconds=3))
    with pytest.raises(Conflict), sale.house.work() as w:
        taking.take_snapshot(w, sale.round_id, late, approved_of(w, house_round(w, sale.round_id)), [])

    def lost_race(*_args: object, **_more: object) -> Round:
        raise Conflict("somebody else")

    monkeypatch.setattr(looking, "take_snapshot", lost_race)
    sale.look()
    assert (sale.round.readings, sale.round.version) == (before.readings, before.version)


def test_a_claimed_round_is_not_claimed_again_until_its_lease_ends(sale: Sale) -> None:
    sale.upload()
    sent: list[str] = []
    sale.house.queue.bind(lambda kind, payload: sent.append(kind))
    assert (claim_due(sale.house), claim_due(sale.house), len(sent)) == (1, 0, 1)
    sale.clock.advance(timedelta(seconds=21))
    assert claim_due(sale.house) == 1


def test_the_judge_stops_what_the_clerk_proposed_and_a_site_that_goes_on_is_a_difference(sale: Sale) -> None:
    sale.upload()
    sale.look(OPENS_AT + timedelta(hours=2))
    with sale.house.work(sale.bench["clerk"]) as w:
        propose_halt(w, sale.round_id, ProposeHalt(HaltKind.SUSPEND, "suspend", "案外人提出异议，已立案审查，须先查明权属"))
    decide_stop(sale.house, sale.bench["judge"], sale.round_id)
    found = sale.look()
    assert (found.status, found.halted) == (RoundStatus.SUSPENDED, "suspend")
    assert [each.field for each in sale.differences] == ["拍卖状态"]
    sale.site.act("taobao", sale.lot_id, "suspend", reason="案外人异议")
    assert sale.look().status == RoundStatus.SUSPENDED
    sale.site.faults("taobao=500:1")
    assert sale.look(AFTER).status == RoundStatus.SUSPENDED
    sale.site.faults("taobao=")
    sale.clock.advance(timedelta(minutes=2))
    sale.site.act("taobao", sale.lot_id, "resume")
    with sale.house.work(sale.bench["judge"]) as w:
        lift_halt(w, sale.round_id)
    assert sale.look().status in (RoundStatus.LIVE, RoundStatus.ANNOUNCED, RoundStatus.ENDED)


def test_a_result_is_confirmed_by_hand_only_as_the_last_bid_says(sale: Sale) -> None:
    sale.upload()
    sale.look(AFTER)
    last = sale.bids[-1]
    with sale.house.work(sale.bench["clerk"]) as w, pytest.raises(Invalid):
        service.confirm_result(w, sale.round_id, price=last.price + Money.yuan("500"), winner_code=last.bidder, document_no="CJ-1")
    with sale.house.work(sale.bench["clerk"]) as w:
        service.confirm_result(w, sale.round_id, price=last.price, winner_code=last.bidder, document_no="CJ-1")
    assert (sale.round.status, sale.round.final_price) == (RoundStatus.SOLD, last.price)


def test_a_saved_log_is_taken_when_it_is_newer_and_only_kept_when_older(sale: Sale) -> None:
    sale.upload()
    sale.look(OPENS_AT + timedelta(minutes=1))
    csv = "状态,竞买号,价格,时间\n领先,A0001,76500.00,2026-04-20 10:30:00\n出局,B0002,76000.00,2026-04-20 10:20:00\n".encode()
    sale.clock.move_to(OPENS_AT + timedelta(hours=2))
    for saved_at, taken in ((OPENS_AT, False), (None, False), (OPENS_AT + timedelta(hours=1), True)):
        with sale.house.work(sale.bench["clerk"]) as w:
            approved = approved_of(w, house_round(w, sale.round_id))
            read = importing.take_saved(w, sale.house.evidence, sale.round_id, approved, "log.csv", csv, saved_at)
        assert read.older is not taken
    assert [bid.bidder for bid in sale.bids if bid.bidder in {"A0001", "B0002"}] == ["B0002", "A0001"]  # beside what the site had shown by then


def test_claiming_asks_no_more_queries_for_many_lots_than_for_one(sale: Sale) -> None:
    sale.house.queue.bind(lambda kind, payload: None)
    sale.upload()
    asked: list[str] = []
    event.listen(sale.house.database.engine, "before_cursor_execute", lambda _c, _u, statement, *_rest: asked.append(statement))
    claim_due(sale.house)
    few = len(asked)
    with sale.house.work(sale.bench["clerk"]) as w:
        for serial in range(2000, 2012):
            found = make_round(w, sale.bench, serial)
            found.lot_id, found.next_read_at = f"{serial}", w.now
    asked.clear()
    assert claim_due(sale.house) == 12
    assert len(asked) == few


def test_lots_of_a_site_that_is_left_alone_wait_without_a_row_each(sale: Sale, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "FRESH_SECONDS", 0.0)
    sale.upload()
    sale.look()
    until = sale.clock.now() + timedelta(minutes=5)
    KeptLines(sale.house).change("taobao", lambda _: BreakerState(5, until))
    rows, news = readings(sale), sale.round.news
    assert sale.look().next_read_at == until
    assert (readings(sale), sale.round.news, sale.round.failures) == (rows, news, 0)
    assert sale.look(until).failures == 0
    assert readings(sale) == rows + 1


def test_a_lot_whose_last_hour_comes_while_its_site_is_left_alone_is_told_of_once(sale: Sale, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "FRESH_SECONDS", 0.0)
    sale.upload()
    sale.look(OPENS_AT + timedelta(hours=1))
    sale.clock.move_to(ENDS_AT - timedelta(minutes=90))
    until = ENDS_AT - timedelta(minutes=20)
    KeptLines(sale.house).change("taobao", lambda _: BreakerState(5, until))
    rows = readings(sale)
    assert sale.look().next_read_at == ENDS_AT - timedelta(hours=1)
    assert told(sale.house, "平台读不到") == 0
    found = sale.look(ENDS_AT - timedelta(hours=1))
    assert (found.status, found.next_read_at) == (RoundStatus.UNCLEAR, until)
    sale.look(ENDS_AT - timedelta(minutes=30))
    assert (told(sale.house, "平台读不到"), readings(sale)) == (2, rows)
    found = sale.look(until)
    assert (found.status, found.lost_at) == (RoundStatus.LIVE, None)


def readings(sale: Sale) -> int:
    with sale.house.reading() as r:
        return r.session.scalar(for_house(select(func.count(RoundReading.id)))) or 0
