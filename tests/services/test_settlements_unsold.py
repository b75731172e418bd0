"""Lots without a buyer: ways, asking in time, offers by rank, the lot that anybody can check, the judge's choice."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from app.domains.agencies.draw_rules import draw, list_digest
from app.domains.assets import service as assets
from app.domains.assets.queries import house_asset
from app.domains.deadlines import service as deadlines
from app.domains.deadlines.service import Start
from app.domains.deadlines.tables import Deadline
from app.domains.documents.tables import Document
from app.domains.plans.lapsing import under_way_of
from app.domains.plans.queries import house_plan
from app.domains.rounds.events import AnnouncementSeen, BiddingOpened
from app.domains.rounds.stop_events import HaltOrdered
from app.domains.settlements import unsold
from app.domains.settlements.returning import Returned, note_returned
from app.domains.settlements.unsold import OfFailed, Offer
from app.infra.house import House
from app.infra.unit_of_work import Work, for_house
from app.kernel.clock import at_shanghai
from app.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from app.kernel.money import ZERO, Money
from tests.factories.courts import Bench, found_bench
from tests.factories.rounds import make_round

RESERVE = Money.yuan("60800.00")
REASON = "两次流拍，申请执行人同意以流拍保留价抵债"


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


def failed(house: House, bench: Bench, round_no: int = 2) -> str:
    with house.work(bench["clerk"]) as w:
        found = make_round(w, bench)
        house_asset(w, found.asset_id).status, house_plan(w, found.plan_id).status = "priced", "published"
        of = (found.court_id, found.case_id, found.asset_id, found.id, found.title)
        return unsold.note_unsold(w, OfFailed(*of, round_no, RESERVE, w.today)).id


def earlier_round(w: Work, unsold_id: str) -> str:
    return unsold.house_unsold(w, unsold_id).round_id


def asking(house: House, unsold_id: str) -> Deadline | None:
    with house.reading() as r:
        return r.session.scalar(for_house(select(Deadline)).where(Deadline.code == "ask_in_kind", Deadline.subject_id == unsold_id))


def test_creditors_are_asked_in_time_after_the_second_failure_only(house: House, bench: Bench) -> None:
    assert asking(house, failed(house, bench, 1)) is None


def test_equal_ranks_draw_a_lot_that_anybody_can_check_and_the_first_rank_goes_before(house: House, bench: Bench) -> None:
    unsold_id = failed(house, bench)
    assert asking(house, unsold_id) is not None
    with house.work(bench["clerk"]) as w:
        unsold.note_asked(w, unsold_id, on=w.today)
        with pytest.raises(NotNow):
            unsold.settle_taker(w, unsold_id)
        offers = [("甲公司", 1, "100000"), ("乙公司", 1, "60000"), ("丙公司", 2, "900000")]
        made = [unsold.take_offer(w, unsold_id, Offer(name, rank, Money.yuan(claim), w.today)) for name, rank, claim in offers]
        assert [each.difference for each in made] == [ZERO, Money.yuan("800.00"), ZERO]
        with pytest.raises(Invalid):
            unsold.take_offer(w, unsold_id, Offer("甲公司", 1, RESERVE, w.today))
        assert unsold.revealed_seed(unsold.get_unsold(w, unsold_id)) == ""
        row = unsold.settle_taker(w, unsold_id)
        seed, names = unsold.revealed_seed(row), ["乙公司", "甲公司"]
        assert hashlib.sha256(bytes.fromhex(seed)).hexdigest() == row.draw_digest
        assert draw(seed, list_digest(unsold.frozen_list(row, sorted(names))), 0, sorted(names)).agency_id == row.taker
    with pytest.raises(NotAllowed), house.work(bench["clerk"]) as w:
        unsold.choose(w, unsold_id, "debt_for_asset", REASON)
    with pytest.raises(NotNow), house.work(bench["judge"]) as w:
        unsold.choose(w, unsold_id, "network_sale", REASON)
    with house.work(bench["judge"]) as w:
        unsold.choose(w, unsold_id, "debt_for_asset", REASON, pay_days=15)
    with house.reading() as r:
        assert r.session.scalar(for_house(select(Document.code)).where(Document.code == "debt_for_asset_ruling")) == "debt_for_asset_ruling"


def test_nothing_else_is_chosen_before_creditors_were_asked(house: House, bench: Bench) -> None:
    unsold_id = failed(house, bench)
    with pytest.raises(NotNow, match="征询"), house.work(bench["judge"]) as w:
        unsold.choose(w, unsold_id, "network_sale", REASON)
    with pytest.raises(NotFound), house.reading(bench["clerk_b"]) as r:
        unsold.get_unsold(r, unsold_id)
    with house.work(bench["clerk"]) as w:
        unsold.note_asked(w, unsold_id, on=w.today)
    with house.work(bench["judge"]) as w:
        assert unsold.choose(w, unsold_id, "network_sale", "无人以物抵债").chosen == "network_sale"


def test_after_the_network_sale_the_thing_is_released(house: House, bench: Bench) -> None:
    unsold_id = failed(house, bench, 3)
    with house.work(bench["clerk"]) as w:
        unsold.note_asked(w, unsold_id, on=w.today)
    with house.work(bench["judge"]) as w:
        unsold.choose(w, unsold_id, "release_and_return", "变卖期内无人出价，无人抵债")
    with pytest.raises(NotNow, match="已经决定"), house.work(bench["judge"]) as w:
        unsold.choose(w, unsold_id, "direct_sale", REASON, consent="双方同意变卖的笔录")
    with house.reading() as r:
        ruling = r.session.scalars(for_house(select(Document).where(Document.code == "release_ruling"))).one()
        assert (ruling.subject_id, ruling.facts["ground"]) == (unsold_id, "流拍退还")
        assert "无人抵债" in ruling.facts["ground_fact"]


def test_how_a_thing_went_back_is_kept_once_with_its_whole_facts(house: House, bench: Bench) -> None:
    unsold_id = failed(house, bench, 3)
    back = Returned(date(2026, 4, 2), "佛山市顺德区广信包装有限公司", "封条完好，设备齐全", date(2026, 4, 2), "（2026）粤0115执1422号之五")
    with house.work(bench["clerk"]) as w:
        unsold.note_asked(w, unsold_id, on=w.today)
        with pytest.raises(NotNow, match="还没有决定"):
            note_returned(w, unsold_id, back)
    with house.work(bench["judge"]) as w:
        unsold.choose(w, unsold_id, "release_and_return", REASON)
    with house.work(bench["clerk"]) as w:
        faulty = {
            "returned_on": replace(back, on=date(2026, 4, 1)),
            "returned_condition": replace(back, condition=" "),
            "registry_told_on": replace(back, told_on=None),
            "registry_paper": replace(back, paper_no=""),
        }
        for field, typed in faulty.items():
            with pytest.raises(Invalid) as refused:
                note_returned(w, unsold_id, typed)
            assert refused.value.field == field
        assert note_returned(w, unsold_id, back).returned_to == back.to
        with pytest.raises(NotNow, match="已登记"):
            note_returned(w, unsold_id, back)


def test_on_an_earlier_failure_nothing_is_chosen_once_a_later_round_is_announced_unless_that_one_is_withdrawn(house: House, bench: Bench) -> None:
    earlier = failed(house, bench, 1)
    with house.work(bench["clerk"]) as w:
        row, later = unsold.get_unsold(w, earlier), make_round(w, bench, 1999)
        of = (later.id, row.case_id, row.court_id, row.asset_id, later.plan_id)
        w.emit(AnnouncementSeen(*of, w.today))
    with house.reading(bench["judge"]) as r:
        assert list(unsold.list_unsold(r)) == []
    with pytest.raises(NotNow, match="以后的拍次"), house.work(bench["judge"]) as w:
        unsold.choose(w, earlier, "auction_round2", REASON)
    with house.work(bench["judge"]) as w:
        w.emit(HaltOrdered(*of, later.title, "withdraw", "申请执行人撤回", by_line=False, asked_by=bench["clerk"].id))
    with house.reading(bench["judge"]) as r:
        assert [each.id for each in unsold.list_unsold(r)] == [earlier]
    with house.work(bench["clerk"]) as w:
        second = unsold.note_unsold(w, OfFailed(row.court_id, row.case_id, row.asset_id, later.id, later.title, 2, RESERVE, w.today)).id
    with house.reading(bench["judge"]) as r:
        assert [each.id for each in unsold.list_unsold(r)] == [second]
    with house.work(bench["clerk"]) as w:
        unsold.supersede(w, row.asset_id, earlier_round(w, earlier))
    assert [clock.state for clock in [asking(house, second)] if clock] == ["ended"]


def test_the_thirty_days_of_the_re_auction_are_met_when_it_opens_and_not_when_it_is_announced(house: House, bench: Bench) -> None:
    with house.work(bench["clerk"]) as w:
        found = make_round(w, bench, opens_at=at_shanghai(2026, 5, 8, 10))
        of = (found.id, found.case_id, found.court_id, found.asset_id, found.plan_id)
        clock = deadlines.start(w, "second_auction", Start(found.case_id, found.court_id, "asset", found.asset_id, w.today))
        w.emit(AnnouncementSeen(*of, w.today))
    assert (clock.state, clock.due_on) == ("running", date(2026, 5, 6))
    with house.work(bench["clerk"]) as w:
        w.emit(BiddingOpened(*of))
    with house.reading() as r:
        assert r.session.execute(for_house(select(Deadline.state, Deadline.late).where(Deadline.code == "second_auction"))).all() == [("met", True)]


def test_a_direct_sale_names_the_consent_it_rests_on_and_its_plan_knows_its_way(house: House, bench: Bench) -> None:
    unsold_id = failed(house, bench, 3)
    with house.work(bench["clerk"]) as w:
        row = unsold.note_asked(w, unsold_id, on=w.today)
        assets.set_reference_price(w, row.asset_id, Money.yuan("108000"), "appraisal", None)
    with pytest.raises(Invalid, match="第31条"), house.work(bench["judge"]) as w:
        unsold.choose(w, unsold_id, "direct_sale", REASON)
    with house.work(bench["judge"]) as w:
        assert unsold.choose(w, unsold_id, "direct_sale", REASON, consent="2026年4月2日双方同意变卖的笔录").consent_paper.endswith("笔录")
    with house.reading() as r:
        assert [each.way for each in under_way_of(r, row.asset_id)] == ["direct_sale"]


@pytest.mark.parametrize(("valid_until", "clocks"), [(date(2026, 5, 31), [(date(2026, 6, 1), "running")]), (date(2026, 4, 1), [])])
def test_a_restart_waits_for_the_day_after_the_price_ran_out(house: House, bench: Bench, valid_until: date, clocks: list[tuple[date, str]]) -> None:
    with house.work(bench["clerk"]) as w:
        found = make_round(w, bench)
        asset = house_asset(w, found.asset_id)
        asset.status, asset.reference_valid_until, house_plan(w, found.plan_id).status = "priced", valid_until, "published"
        row = unsold.note_unsold(w, OfFailed(found.court_id, found.case_id, found.asset_id, found.id, found.title, 3, RESERVE, w.today))
        unsold.note_asked(w, row.id, on=w.today)
    with house.work(bench["judge"]) as w:
        unsold.choose(w, row.id, "restart", REASON)
    with house.reading() as r:
        assert r.session.execute(for_house(select(Deadline.due_on, Deadline.state).where(Deadline.code == "restart_due"))).all() == clocks
