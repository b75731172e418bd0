"""Services: opened by facts, attempted, failed, deemed; the day of service goes where it is waited for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.domains.deadlines.tables import Deadline
from app.domains.documents.queries import find_standing
from app.domains.messages.tables import Message
from app.domains.plans import service as plans
from app.domains.plans.subjects import notices_of
from app.domains.services import service
from app.domains.services.jobs import ripen_due
from app.domains.services.queries import Wanted, get_service, list_attempts, list_services
from app.domains.services.rules import DUTIES, addressees
from app.domains.services.service import Told
from app.domains.services.tables import Service
from app.domains.settlements import service as settlements
from app.domains.settlements.queries import house_settlement
from app.infra.house import House
from app.infra.unit_of_work import for_house
from app.kernel.clock import ManualClock, at_shanghai
from app.kernel.errors import Invalid, NotFound, NotNow
from app.law.serving import Attempt, Relation, Result, Way
from tests.documents.samples import SAMPLES
from tests.factories.courts import Bench, found_bench
from tests.factories.plans import freeze, make_plan
from tests.factories.settlements import open_account

NOW = at_shanghai(2026, 4, 2, 9)
TWO = ("温若琳", "雷振屿")
DIRECT = Attempt(Way.DIRECT, Result.RECEIVED, date(2026, 4, 2), TWO, place="南沙区海语湾花园", receiver="林绍恒", relation=Relation.SELF)
REFUSED = Attempt(Way.LEFT, Result.REFUSED, date(2026, 4, 2), TWO, place="南沙区海语湾花园", note="开门后拒收")


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def plan_id(house: House, bench: Bench) -> str:
    plan = make_plan(house, bench)
    return freeze(house, bench, plan.id).id


def of(house: House, bench: Bench, recipient: str = "林绍恒", status: str = "all") -> Service:
    with house.reading(bench["clerk"]) as r:
        return next(each for each in list_services(r, Wanted(status)) if each.recipient == recipient)


def attempt(house: House, bench: Bench, found: Service, told: Attempt, **more: object) -> None:
    with house.work(bench["clerk"]) as w:
        service.record_attempt(w, found.id, Told(NOW, told, **more))


def told_on(house: House, plan_id: str, name: str) -> date | None:
    with house.reading() as r:
        return next(each.told_on for each in notices_of(r, plan_id) if each.name == name)


def test_a_frozen_plan_puts_a_notice_for_each_person_on_the_list_three_days_before_the_announcement(house: House, bench: Bench, plan_id: str) -> None:
    with house.reading(bench["clerk"]) as r:
        rows, people = list_services(r, Wanted()), notices_of(r, plan_id)
        announce_on = date.fromisoformat(plans.get_plan(r, plan_id).terms["announce_on"])
    mine = [each for each in rows if each.subject_kind == "plan_notice"]
    assert {each.recipient for each in mine} == {each.name for each in people}
    assert {each.due_on for each in mine} == {announce_on - timedelta(days=3)}
    assert {each.recipient: bool(each.consent) for each in mine}["广州穗禾农村商业银行股份有限公司南沙支行"]


def test_service_tells_the_plan_and_makes_the_return(house: House, bench: Bench, plan_id: str) -> None:
    found = of(house, bench)
    attempt(house, bench, found, DIRECT, helper="卢小帆（安衡）")
    assert told_on(house, plan_id, "林绍恒") == date(2026, 4, 2)
    with house.reading(bench["clerk"]) as r:
        done, paper = get_service(r, found.id), find_standing(r, "service", found.id, "service_return")
    assert (done.status, done.effective_on, done.attempts) == ("served", date(2026, 4, 2), 1)
    assert paper is not None
    assert paper.status == "made", paper.faults
    assert all(words in paper.text for words in ("直接送达", "林绍恒（本人）", "卢小帆（安衡）（协助送达，不单独送达）", "温若琳、雷振屿"))


def test_the_simple_note_on_the_plan_closes_the_service(house: House, bench: Bench, plan_id: str) -> None:
    with house.work(bench["clerk"]) as w:
        notice = next(each for each in notices_of(w, plan_id) if each.name == "林绍恒")
        plans.note_told(w, plan_id, notice.id, "电话通知", w.today)
    found = of(house, bench)
    assert (found.status, found.way, found.attempts) == ("served", "电话通知", 0)
    with pytest.raises(NotNow):
        attempt(house, bench, found, DIRECT)


def test_leaving_without_witness_and_photo_is_refused_and_nothing_is_kept(house: House, bench: Bench, plan_id: str) -> None:
    found = of(house, bench)
    with pytest.raises(Invalid, match=r"送达失败：拒收。见证人和照片不全，不能作留置送达；民诉法第89条。补齐，或改用其他方式"):
        attempt(house, bench, found, REFUSED)
    assert of(house, bench).attempts == 0
    attempt(house, bench, found, replace(REFUSED, witness="海语湾居委会 周某"))
    assert (of(house, bench).status, told_on(house, plan_id, "林绍恒")) == ("deemed", date(2026, 4, 2))


def test_a_failed_attempt_is_work_and_never_done(house: House, bench: Bench, plan_id: str) -> None:
    found = of(house, bench)
    attempt(house, bench, found, replace(DIRECT, result=Result.ABSENT, receiver="", relation=None, note="无人应门"))
    failed = of(house, bench)
    assert (failed.status, failed.closed_at, failed.effective_on, failed.trouble) == ("failed", None, None, "2026-04-02 无人")
    assert told_on(house, plan_id, "林绍恒") is None
    with house.reading(bench["clerk"]) as r:
        assert list_services(r, Wanted())[0].id == found.id
        said = r.session.scalars(for_house(select(Message.title).where(Message.title.startswith("送达失败")))).all()
    assert len(said) == 1  # the judge; the clerk did it


def test_a_notice_on_the_site_counts_when_its_five_days_have_passed(house: House, bench: Bench, plan_id: str, clock: ManualClock) -> None:
    found = of(house, bench)
    attempt(house, bench, found, Attempt(Way.PLATFORM, Result.SENT, date(2026, 4, 2), TWO, ground="下落不明"))
    counting = of(house, bench)
    assert (counting.status, counting.effective_on, counting.closed_at) == ("serving", date(2026, 4, 7), None)
    ripen_due(house)
    clock.move_to(at_shanghai(2026, 4, 6, 23, 59))
    ripen_due(house)
    assert of(house, bench).status == "serving"
    clock.move_to(at_shanghai(2026, 4, 7, 0, 1))
    ripen_due(house)
    assert (of(house, bench).status, told_on(house, plan_id, "林绍恒")) == ("deemed", date(2026, 4, 7))
    with house.reading(bench["clerk"]) as r:
        paper = find_standing(r, "service", found.id, "service_return")
    assert paper is not None
    assert "2026年4月2日发布，公示满五日，于2026年4月7日视为送达。理由：下落不明" in paper.text


def test_an_attempt_after_now_or_by_a_neighbour_is_refused(house: House, bench: Bench, plan_id: str) -> None:
    found = of(house, bench)
    with pytest.raises(Invalid, match="不能晚于现在"), house.work(bench["clerk"]) as w:
        service.record_attempt(w, found.id, Told(NOW + timedelta(days=1), replace(DIRECT, on=date(2026, 4, 3))))
    with pytest.raises(NotFound), house.work(bench["clerk_b"]) as w:
        service.record_attempt(w, found.id, Told(NOW, DIRECT))


def test_the_buyers_ruling_is_served_here_and_title_passes(house: House, bench: Bench) -> None:
    with house.work(bench["clerk"]) as w:
        account = open_account(w, bench)
        settlements.name_buyer(w, account.id, name="方屿宁", id_no="440100197903140119", phone="19900000055")
        settlements.book_receipt(w, account.id, settlements.BookReceipt(account.balance, w.today, "方屿宁", "R1"))
    with house.work(bench["judge"]) as w:
        settlements.make_ruling(w, account.id)
    found = of(house, bench, "方屿宁")
    assert (found.code, found.due_on) == ("sale_ruling", date(2026, 4, 13))
    attempt(house, bench, found, replace(DIRECT, receiver="方屿宁"))
    with house.reading() as r:
        served = house_settlement(r, account.id)
    assert (served.status, served.ruling_served_on, served.ruling_served_way) == ("ruling_served", date(2026, 4, 2), "直接送达")
    with house.reading(bench["clerk"]) as r:
        assert len(list_attempts(r, found.id)) == 1


@pytest.mark.parametrize("code", DUTIES)
def test_every_paper_with_a_duty_names_somebody_in_its_sample(code: str) -> None:
    found = addressees(DUTIES[code], SAMPLES[code])
    assert found
    assert all(each.name and each.capacity for each in found)


def test_another_court_has_ten_days_from_the_letter(house: House, bench: Bench, plan_id: str, clock: ManualClock) -> None:
    found = of(house, bench)
    sent = Attempt(Way.DELEGATED, Result.SENT, date(2026, 4, 2), TWO, place="广州市番禺区人民法院")
    attempt(house, bench, found, sent)
    assert clock_of(house, found) is None  # sent is not received: nothing runs yet
    clock.advance(timedelta(days=3))
    for wrong in (date(2026, 4, 1), date(2026, 4, 30), None):
        with house.work(bench["clerk"]) as w, pytest.raises(Invalid):
            service.note_entrusted(w, found.id, wrong)
    with house.work(bench["clerk"]) as w:
        service.note_entrusted(w, found.id, date(2026, 4, 3))
    assert clock_of(house, found) == ("running", date(2026, 4, 13))
    with house.work(bench["clerk"]) as w:
        service.record_attempt(w, found.id, Told(NOW, replace(sent, result=Result.RETURNED, note="迁移")))
    assert clock_of(house, found) == ("ended", date(2026, 4, 13))
    with house.work(bench["clerk"]) as w, pytest.raises(NotNow):
        service.note_entrusted(w, found.id, date(2026, 4, 3))


def clock_of(house: House, found: Service) -> tuple[str, date] | None:
    with house.reading() as r:
        row = r.session.scalar(for_house(select(Deadline).where(Deadline.code == "delegated_service", Deadline.subject_id == found.id)))
        return (row.state, row.due_on) if row else None
