"""Seizures at work: renewals by the court's margins, nothing sold on a lapsed one, the right to sell between two courts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.domains.assets import rights
from app.domains.assets.queries import first_seizure_ends_on, house_asset, list_seizures
from app.domains.assets.service import release
from app.domains.assets.succession import Ground, Succession, succeed
from app.domains.assets.types import Measure
from app.domains.deadlines import service as deadlines
from app.domains.deadlines.service import Start
from app.domains.deadlines.tables import Deadline
from app.domains.documents.queries import find_standing
from app.domains.messages.tables import Message
from app.domains.plans.queries import house_plan
from app.domains.plans.subjects import subject_of
from app.domains.rounds.queries import house_round
from app.domains.rounds.service import record_lot
from app.domains.seizures import jobs, service
from app.domains.seizures.queries import list_renewals
from app.domains.seizures.rules import Margins, check_margins
from app.domains.seizures.service import Letter
from app.domains.settlements import service as settlements
from app.infra.house import House
from app.infra.unit_of_work import for_house
from app.kernel.clock import ManualClock
from app.kernel.errors import Conflict, Invalid, NotAllowed, NotNow
from tests.factories.assets import make_seizure
from tests.factories.courts import Bench, found_bench
from tests.factories.rounds import make_round
from tests.factories.settlements import open_account

TODAY = date(2026, 4, 2)
OTHER = "广州市番禺区人民法院"
LETTER = Letter("in", OTHER, "（2026）粤0113执88号", "抵押权，（2025）粤0113民初9号判决", "（2026）粤0113执88号函", TODAY)


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


def seized(house: House, bench: Bench, *, days: int, **changes: object) -> tuple[str, str, str]:
    """A listed plan's thing whose first seizure ends in some days; ids of asset, seizure and round."""
    with house.work(bench["clerk"]) as w:
        found = make_round(w, bench)
        asset = house_asset(w, found.asset_id)
        asset.status = "priced"
        seizure = make_seizure(w, asset, starts_on=TODAY - timedelta(days=100), expires_on=TODAY + timedelta(days=days), **changes)
        asset.status = "planned"
        return asset.id, seizure.id, found.id


def told(house: House, words: str) -> int:
    with house.reading() as r:
        return sum(words in title for title in r.session.scalars(for_house(select(Message.title))))


@pytest.mark.parametrize(("left", "reached"), [(31, None), (30, 30), (8, 30), (7, 7), (0, 7), (-1, None)])
def test_a_margin_is_reached_by_the_days_that_are_left(left: int, reached: int | None) -> None:
    assert Margins().reached(TODAY + timedelta(days=left), TODAY) == reached


@pytest.mark.parametrize(("first", "last"), [(7, 30), (30, 30), (30, 0), (181, 7)])
def test_margins_that_make_no_sense_are_refused(first: int, last: int) -> None:
    with pytest.raises(Invalid):
        check_margins(first, last)


def test_a_renewal_is_opened_pressed_and_done_once_each_and_the_deadline_moves(house: House, bench: Bench, clock: ManualClock) -> None:
    asset_id, seizure_id, _ = seized(house, bench, days=40)
    assert jobs.look(house) == 0
    clock.advance(timedelta(days=10))
    assert [jobs.look(house), jobs.look(house), told(house, "待续封")] == [1, 0, 1]
    clock.advance(timedelta(days=23))
    assert [jobs.look(house), jobs.look(house), told(house, "待续封")] == [1, 0, 3]
    with house.work(bench["clerk"]) as w:
        house_asset(w, asset_id).status = "listed"
        (renewal, seizure), *_ = list_renewals(w)
        assert (renewal.margin, renewal.seizure_id) == (7, seizure_id)
        rights.renew_seizure(w, seizure_id, renewed_on=w.today, expires_on=None, version=seizure.version)
    with house.reading(bench["clerk"]) as r:
        assert list_renewals(r) == []
        assert len(list_renewals(r, state="done")) == 1
        running = r.session.scalars(for_house(select(Deadline.due_on).where(Deadline.code == "seizure_expiry", Deadline.state == "running"))).all()
        assert running == [first_seizure_ends_on(r, asset_id)]


def test_a_court_sets_its_margins(house: House, bench: Bench) -> None:
    seized(house, bench, days=60)
    with house.work(bench["director"]) as w:
        service.set_margins(w, bench.court_id, 60, 15)
    assert jobs.look(house) == 1


def test_on_a_lapsed_seizure_nothing_is_listed_ruled_or_renewed_until_a_new_one_is_entered(house: House, bench: Bench, clock: ManualClock) -> None:
    asset_id, seizure_id, round_id = seized(house, bench, days=1)
    clock.advance(timedelta(days=2))
    assert [jobs.look(house), jobs.look(house)] == [1, 0]
    assert told(house, "拍卖应当中止") == 2
    with pytest.raises(NotNow, match="届满"), house.work(bench["clerk"]) as w:
        record_lot(w, round_id, "L-1")
    with house.work(bench["clerk"]) as w:
        house_asset(w, asset_id).status = "priced"
        with pytest.raises(Invalid, match="重新查封"):
            rights.renew_seizure(w, seizure_id, renewed_on=w.today, expires_on=None, version=list_seizures(w, asset_id)[0].version)
        fresh = make_seizure(w, house_asset(w, asset_id), starts_on=w.today)
        assert [each.id for each in list_seizures(w, asset_id)] == [fresh.id]
        house_asset(w, asset_id).status = "planned"
    with house.reading(bench["clerk"]) as r:
        assert list_renewals(r, state="lapsed") == []
        expiry = select(Deadline.subject_id, Deadline.state).where(Deadline.code == "seizure_expiry")
        assert dict(r.session.execute(for_house(expiry)).all()) == {seizure_id: "ended", fresh.id: "running"}
    with house.work(bench["clerk"]) as w:
        assert record_lot(w, round_id, "L-1").lot_id == "L-1"


def test_what_is_given_free_has_no_clock_left_that_runs_towards_a_sale(house: House, bench: Bench, clock: ManualClock) -> None:
    asset_id, _, _ = seized(house, bench, days=5)
    assert jobs.look(house) == 1
    with house.work(bench["clerk"]) as w:
        asset = house_asset(w, asset_id)
        deadlines.start(w, "start_disposal", Start(asset.case_id, asset.court_id, "asset", asset_id, w.today, asset_id=asset_id))
        asset.status = "priced"
        w.flush()
        release(w, asset_id, "另案已清偿", version=asset.version)
    with house.reading(bench["clerk"]) as r:
        assert set(r.session.scalars(for_house(select(Deadline.state).where(Deadline.asset_id == asset_id)))) == {"ended"}
        assert list_renewals(r) == []


def test_what_was_sold_on_a_lapsed_seizure_gets_no_ruling(house: House, bench: Bench) -> None:
    with house.work(bench["clerk"]) as w:
        found = open_account(w, bench)
        asset = house_asset(w, found.asset_id)
        asset.status = "priced"
        make_seizure(w, asset, starts_on=TODAY - timedelta(days=100), expires_on=TODAY - timedelta(days=1))
        asset.status, found.status, found.paid_on, found.buyer_name = "sold", "paid", w.today, "卢锦程"
    with pytest.raises(NotNow, match="届满"), house.work(bench["judge"]) as w:
        settlements.make_ruling(w, found.id)


def test_a_senior_lien_takes_the_right_to_sell_over_by_letter_and_answer(house: House, bench: Bench) -> None:
    asset_id, _, round_id = seized(house, bench, days=300)
    with house.work(bench["clerk"]) as w:
        house_asset(w, asset_id).status, house_plan(w, house_round(w, round_id).plan_id).status = "priced", "published"
        with pytest.raises(Invalid, match="公告"):
            service.ask_lien(w, asset_id, LETTER, sale_notice=TODAY - timedelta(days=3))
        row = service.ask_lien(w, asset_id, LETTER, sale_notice=None)
        with pytest.raises(NotNow, match="等待答复"):
            service.ask_lien(w, asset_id, LETTER, sale_notice=None)
        asset = house_asset(w, asset_id)
        for code in ("start_disposal", "second_auction"):
            deadlines.start(w, code, Start(asset.case_id, asset.court_id, "asset", asset_id, w.today, asset_id=asset_id))
    with pytest.raises(NotAllowed, match="法官"), house.work(bench["clerk"]) as w:
        service.answer_lien(w, row.id, agreed=True, on=w.today, answer_no="函1", reason="")
    with house.work(bench["judge"]) as w:
        assert row.answer_by == date(2026, 4, 17)
        service.answer_lien(w, row.id, agreed=True, on=w.today, answer_no="（2026）粤0115执1422号移送函", reason="")
        assert house_asset(w, asset_id).disposal_court == OTHER
    with house.reading() as r:
        assert r.session.scalars(for_house(select(Deadline.state).where(Deadline.code == "lien_reply"))).all() == ["met"]
        selling = select(Deadline.state).where(Deadline.code.in_(("start_disposal", "second_auction")))
        assert set(r.session.scalars(for_house(selling))) == {"ended"}
        assert subject_of(r, house_asset(r, asset_id)).disposal_court == OTHER
        paper = find_standing(r, "lien_request", row.id, "lien_transfer_letter")
        assert paper is not None
        assert paper.facts["recipient_court"] == OTHER
        assert "首先查封" in paper.facts["seizure_text"]


def test_where_another_court_seized_first_we_ask_after_sixty_days(house: House, bench: Bench) -> None:
    asset_id, _, round_id = seized(house, bench, days=300, court_name=OTHER)
    with pytest.raises(NotNow, match="处置权"), house.work(bench["clerk"]) as w:
        record_lot(w, round_id, "L-1")
    with house.work(bench["clerk"]) as w:
        ours = Letter("out", *tuple(vars(LETTER).values())[1:])
        row = service.ask_lien(w, asset_id, ours, sale_notice=None)
        assert house_asset(w, asset_id).disposal_court == OTHER
    with house.reading() as r:
        paper = find_standing(r, "lien_request", row.id, "lien_request_letter")
        assert paper is not None
        assert paper.facts["senior_claim"] == LETTER.lien
    with house.work(bench["clerk"]) as w:
        with pytest.raises(Invalid, match="理由"):
            service.answer_lien(w, row.id, agreed=False, on=w.today, answer_no="函1", reason="")
        service.answer_lien(w, row.id, agreed=True, on=w.today, answer_no="函1", reason="")
        assert house_asset(w, asset_id).disposal_court == ""


def test_another_court_is_told_that_its_seizure_ends_and_ours_does_not_renew_it(house: House, bench: Bench) -> None:
    seized(house, bench, days=5, court_name=OTHER)
    assert jobs.look(house) == 1
    assert (told(house, "提示对方届满"), told(house, "待续封")) == (2, 0)


def decided(on: date, ground: Ground = Ground.LAPSED, paper: str = "") -> Succession:
    return Succession(ground, on, Measure.DETAIN, None, paper)


def test_the_next_in_rank_becomes_first_by_the_judges_act_and_its_clock_starts(house: House, bench: Bench, clock: ManualClock) -> None:
    with house.work(bench["clerk"]) as w:
        asset = house_asset(w, make_round(w, bench).asset_id)
        asset.status = "priced"
        first = make_seizure(w, asset, court_name=OTHER, starts_on=TODAY - timedelta(days=100), expires_on=TODAY + timedelta(days=1))
        passed = make_seizure(
            w, asset, kind=Measure.WAITING, rank=2, court_name=OTHER, starts_on=TODAY - timedelta(days=50), expires_on=TODAY + timedelta(days=2)
        )
        ours = make_seizure(w, asset, kind=Measure.WAITING, rank=3, starts_on=TODAY - timedelta(days=40))
        behind = make_seizure(w, asset, kind=Measure.WAITING, rank=4, court_name=OTHER, starts_on=TODAY - timedelta(days=30))
        asset_id, ids = asset.id, [first.id, passed.id, ours.id, behind.id]
        assert asset.disposal_court == OTHER
        assert w.session.scalar(for_house(select(Deadline.id).where(Deadline.code == "seizure_expiry"))) is None
    clock.advance(timedelta(days=5))
    jobs.look(house)
    on = TODAY + timedelta(days=4)
    with house.work(bench["judge"]) as w:
        version = list_seizures(w, asset_id)[0].version
        for wrong, words in (
            (decided(TODAY + timedelta(days=1)), "届满"),
            (decided(TODAY + timedelta(days=6)), "今天"),
            (decided(on, Ground.RELEASED), "文书"),
        ):
            with pytest.raises(Invalid, match=words):
                succeed(w, asset_id, wrong, version=version)
        with pytest.raises(Conflict):
            succeed(w, asset_id, decided(on), version=version - 1)
        succeed(w, asset_id, decided(on), version=version)
    with house.reading(bench["judge"]) as r:
        standing = list_seizures(r, asset_id)
        assert [(each.id, each.rank, each.kind) for each in standing] == [(ids[2], 1, "detain"), (ids[3], 2, "waiting")]
        assert (standing[0].starts_on, house_asset(r, asset_id).disposal_court) == (on, "")
        expiry = select(Deadline.subject_id, Deadline.due_on).where(Deadline.code == "seizure_expiry", Deadline.state == "running")
        assert r.session.execute(for_house(expiry)).all() == [(ids[2], standing[0].expires_on)]
        assert list_renewals(r, state="lapsed") == []


def test_a_released_first_seizure_gives_way_too_but_a_right_to_sell_given_by_letter_stays(house: House, bench: Bench) -> None:
    asset_id, _, _ = seized(house, bench, days=300)
    with house.work(bench["judge"]) as w:
        version = list_seizures(w, asset_id)[0].version
        with pytest.raises(NotNow, match="轮候"):
            succeed(w, asset_id, decided(TODAY, Ground.RELEASED, "（2026）粤0115执1号裁定"), version=version)
        asset = house_asset(w, asset_id)
        asset.status, asset.disposal_court = "priced", "广州市黄埔区人民法院"
        make_seizure(w, asset, kind=Measure.WAITING, rank=2, court_name=OTHER, starts_on=TODAY - timedelta(days=9))
        assert succeed(w, asset_id, decided(TODAY, Ground.RELEASED, "（2026）粤0115执1号裁定"), version=version).court_name == OTHER
        assert asset.disposal_court == "广州市黄埔区人民法院"
