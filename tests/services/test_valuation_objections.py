"""After the reports: who got them and when, objections on their routes with their clocks, and what they do to the price."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.domains.assets.queries import get_asset
from app.domains.deadlines import service as deadlines
from app.domains.deadlines.tables import Deadline
from app.domains.messages.tables import Message
from app.domains.services.jobs import ripen_due
from app.domains.services.queries import list_of_subject
from app.domains.services.service import Told, record_attempt
from app.domains.valuations import appraisal, delivery, inquiry, objecting, service
from app.domains.valuations.order_rules import Course, Skipped
from app.domains.valuations.queries import get_objection, get_valuation, list_appraisals, list_reports
from app.domains.valuations.showing import show_price
from app.domains.valuations.tables import PriceObjection, Valuation
from app.domains.valuations.types import ObjectionState, Way
from app.infra.house import House
from app.infra.unit_of_work import for_house
from app.kernel.clock import ManualClock, at_shanghai
from app.kernel.errors import Invalid, NotNow
from app.kernel.money import Money
from app.law.objections import Ground
from app.law.serving import Attempt, Relation, Result
from app.law.serving import Way as Post
from tests.factories.courts import Bench, found_bench
from tests.factories.valuations import SIGNERS, VALUES, appraised, commission, file_of, make_unpriced_flat, report, start_appraisal, start_inquiry

TODAY = date(2026, 4, 2)


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def flat_id(house: House, bench: Bench) -> str:
    return make_unpriced_flat(house, bench).id


@pytest.fixture
def priced(house: House, bench: Bench, flat_id: str) -> Valuation:
    """Three reports in time, their mean fixed."""
    found = start_inquiry(house, bench, flat_id)
    report(house, found.id, VALUES)
    with house.work(bench["clerk"]) as w:
        return inquiry.settle_inquiry(w, found.id)


def clocks(house: House, code: str) -> list[tuple[date, str]]:
    with house.reading() as r:
        return [(each.due_on, each.state) for each in r.session.scalars(for_house(select(Deadline).where(Deadline.code == code).order_by(Deadline.id)))]


def party_of(house: House, found: Valuation) -> str:
    with house.reading() as r:
        return delivery.recipients(r, found.case_id)[0].id


def send(house: House, bench: Bench, found: Valuation, party_id: str, way: Way = Way.DIRECT, reached_on: date | None = TODAY) -> str:
    with house.work(bench["clerk"]) as w:
        return delivery.send_reports(w, found.id, delivery.Sending(party_id, way, TODAY, reached_on, "地址无法投递，公示网址已记")).id


def object_to(house: House, bench: Bench, found: Valuation, report_id: str, *grounds: Ground, on: date | None = None) -> PriceObjection:
    with house.work(bench["clerk"]) as w:
        told = objecting.Objecting(party_of(house, found), report_id, grounds, on or w.today, "报告所载面积与登记簿不符")
        return objecting.file_objection(w, found.id, told)


def report_ids(house: House, found: Valuation) -> dict[str, str]:
    with house.reading() as r:
        return {each.platform: each.id for each in list_reports(r, [found.id])}


def price(house: House, bench: Bench, asset_id: str) -> Money | None:
    with house.reading(bench["clerk"]) as r:
        return get_asset(r, asset_id).reference_price


def test_every_party_gets_every_report_in_three_days_and_its_five_days_run_from_receipt(house: House, bench: Bench, priced: Valuation) -> None:
    assert {due for due, _ in clocks(house, "send_reports")} == {date(2026, 4, 7)}
    with house.reading() as r:
        people = [each.id for each in delivery.recipients(r, priced.case_id)]
    for number, party_id in enumerate(people):
        assert {state for _, state in clocks(house, "send_reports")} == {"running"}, number
        send(house, bench, priced, party_id)
    assert {state for _, state in clocks(house, "send_reports")} == {"met"}
    assert {due for due, _ in clocks(house, "price_objection")} == {date(2026, 4, 7)}
    with pytest.raises(NotNow, match="没有需要送达"):
        send(house, bench, priced, people[0])


def test_who_cannot_be_reached_counts_as_told_fifteen_days_after_publication(
    house: House, bench: Bench, priced: Valuation, flat_id: str, clock: ManualClock
) -> None:
    party_id = party_of(house, priced)
    with pytest.raises(Invalid), house.work(bench["clerk"]) as w:
        delivery.send_reports(w, priced.id, delivery.Sending(party_id, Way.PUBLICATION, TODAY, None, ""))
    send(house, bench, priced, party_id, Way.PUBLICATION, None)
    with house.reading(bench["clerk"]) as r:
        row = next(each for each in show_price(r, flat_id).sent if each.party.id == party_id)
        assert (row.reached_on, row.deemed_on, row.object_until) == (None, date(2026, 4, 17), date(2026, 4, 22))
    assert clocks(house, "report_publication") == [(date(2026, 4, 17), "running")]
    assert clocks(house, "price_objection") == [], "the notice is not receipt before its days have passed"
    clock.move_to(at_shanghai(2026, 4, 17, 9))
    ripen_due(house)
    assert clocks(house, "price_objection") == [(date(2026, 4, 22), "running")]
    assert clocks(house, "report_publication") == [(date(2026, 4, 17), "met")]


def test_a_report_that_came_back_is_work_until_another_way_reaches_the_party(
    house: House, bench: Bench, priced: Valuation, flat_id: str, clock: ManualClock
) -> None:
    party_id = party_of(house, priced)
    delivery_id = send(house, bench, priced, party_id, Way.MAIL, None)
    with house.reading() as r:
        (service,) = list_of_subject(r, "report_delivery", [delivery_id])
    assert (service.status, service.way) == ("serving", "邮寄送达")
    clock.move_to(at_shanghai(2026, 4, 8, 9))
    post = Attempt(Post.POST, Result.RETURNED, date(2026, 4, 8), ("温若琳", "雷振屿"), postal_no="EMS100", note="原址查无此人")
    with house.work(bench["clerk"]) as w:
        record_attempt(w, service.id, Told(w.now, post))
    with house.reading(bench["clerk"]) as r:
        row = next(each for each in show_price(r, flat_id).sent if each.party.id == party_id)
        assert (row.reached_on, row.trouble != "") == (None, True)
    assert clocks(house, "price_objection") == []
    direct = Attempt(Post.DIRECT, Result.RECEIVED, date(2026, 4, 8), ("温若琳", "雷振屿"), place="法院", receiver="本人", relation=Relation.SELF)
    with house.work(bench["clerk"]) as w:
        record_attempt(w, service.id, Told(w.now, direct))
    with house.reading(bench["clerk"]) as r:
        row = next(each for each in show_price(r, flat_id).sent if each.party.id == party_id)
        assert (row.reached_on, row.trouble, row.way) == (date(2026, 4, 8), "", "直接送达")
    assert clocks(house, "price_objection") == [(date(2026, 4, 13), "running")]


def test_what_was_mailed_is_received_when_its_receipt_comes(house: House, bench: Bench, priced: Valuation, clock: ManualClock) -> None:
    delivery_id = send(house, bench, priced, party_of(house, priced), Way.MAIL, None)
    assert clocks(house, "price_objection") == []
    with pytest.raises(Invalid, match="先登记"):
        object_to(house, bench, priced, report_ids(house, priced)["jd"], Ground.BASICS)
    clock.move_to(at_shanghai(2026, 4, 28, 9))
    with house.work(bench["clerk"]) as w:
        delivery.note_reached(w, delivery_id, date(2026, 4, 28))
    assert clocks(house, "price_objection") == [(date(2026, 5, 6), "running")], "five days end in the holiday"
    with pytest.raises(NotNow), house.work(bench["clerk"]) as w:
        delivery.note_reached(w, delivery_id, date(2026, 4, 28))


def test_a_report_objected_to_falls_out_and_the_mean_is_of_the_others(house: House, bench: Bench, priced: Valuation, flat_id: str) -> None:
    send(house, bench, priced, party_of(house, priced))
    assert price(house, bench, flat_id) == Money.yuan("1200000")
    kept = object_to(house, bench, priced, report_ids(house, priced)["jd"], Ground.BASICS)
    assert (kept.state, kept.route, kept.due_on) == ("open", "enforcement_objection", date(2026, 4, 7))
    assert price(house, bench, flat_id) == Money.yuan("1190000")
    assert clocks(house, "objection_review") == [(date(2026, 4, 17), "running")]
    with house.reading(bench["clerk"]) as r:
        counted = {row.report.platform: row.counted for row in show_price(r, flat_id).reports}
    assert (counted["taobao"], counted["icbc"]) == ("计入", "计入")
    assert counted["jd"].startswith("不计入：被提出异议（法释〔2018〕15号 第13条")


def test_objections_to_all_leave_the_mean_once_they_are_dismissed(house: House, bench: Bench, priced: Valuation, flat_id: str) -> None:
    send(house, bench, priced, party_of(house, priced))
    kept = [object_to(house, bench, priced, each, Ground.SCOPE).id for each in report_ids(house, priced).values()]
    for objection_id in kept:
        with house.work(bench["judge"]) as w:
            objecting.decide(w, objection_id, ObjectionState.DISMISSED, "（2026）粤0115执异31号")
    assert price(house, bench, flat_id) == Money.yuan("1200000")
    with pytest.raises(NotNow), house.work(bench["judge"]) as w:
        objecting.decide(w, kept[0], ObjectionState.UPHELD, "再次审查")


@pytest.mark.parametrize("last", [ObjectionState.UPHELD, ObjectionState.DISMISSED])
def test_when_no_report_is_left_the_price_falls_and_both_are_told(house: House, bench: Bench, priced: Valuation, flat_id: str, last: ObjectionState) -> None:
    send(house, bench, priced, party_of(house, priced))
    told = [object_to(house, bench, priced, each, Ground.BASICS) for each in report_ids(house, priced).values()]
    for number, each in enumerate(told, start=1):
        assert price(house, bench, flat_id) is not None, "while one is open the price is not taken away"
        with house.work(bench["judge"]) as w:
            objecting.decide(w, each.id, last if number == len(told) else ObjectionState.UPHELD, "异议裁定第 5 号")
    assert price(house, bench, flat_id) is None
    assert {state for _, state in clocks(house, "price_validity")} == {"ended"}
    with house.reading(bench["clerk"]) as r:
        found = get_valuation(r, priced.id)
        said = set(r.session.scalars(for_house(select(Message.person_id).where(Message.title.startswith("参考价失去依据")))))
    assert (found.status, found.amount) == ("failed" if last is ObjectionState.UPHELD else "running", None)
    assert said == {bench["clerk"].id}  # the judge decided it himself
    if last is ObjectionState.UPHELD:
        passed = Skipped("agreement", "被执行人下落不明，公告三次", "missing"), Skipped("directed_inquiry", "税务机关答复没有计税基准价", "no_official_price")
        with house.work(bench["clerk"]) as w:
            assert appraisal.start_appraisal(w, flat_id, Course(passed)).status == "running"  # the inquiry itself needs no reason any more


def test_a_late_objection_and_one_of_no_admissible_ground_are_registered_and_told(
    house: House, bench: Bench, priced: Valuation, flat_id: str, clock: ManualClock
) -> None:
    send(house, bench, priced, party_of(house, priced))
    jd = report_ids(house, priced)["jd"]
    wrong = object_to(house, bench, priced, jd, Ground.RESULT)
    assert (wrong.state, wrong.rule, wrong.alternative) == ("refused", "RP-29", "supervision")
    clock.move_to(at_shanghai(2026, 4, 9, 9))
    late = object_to(house, bench, priced, jd, Ground.BASICS)
    assert late.refusal == "异议于 4月9日 收到，已过期限 4月7日：登记并告知；可按第25条提请监督"
    assert price(house, bench, flat_id) == Money.yuan("1200000"), "neither takes a report out"


def test_five_days_that_nobody_used_are_over_and_nobody_is_late(house: House, bench: Bench, priced: Valuation, clock: ManualClock) -> None:
    send(house, bench, priced, party_of(house, priced))
    clock.move_to(at_shanghai(2026, 4, 8, 9))
    with house.work() as w:
        (running,) = w.session.scalars(for_house(select(Deadline).where(Deadline.code == "price_objection"))).all()
        deadlines.fire(w, running)
    with house.reading() as r:
        (over,) = r.session.scalars(for_house(select(Deadline).where(Deadline.code == "price_objection"))).all()
        assert (over.state, over.missed_at, over.next_at) == ("ended", None, None)


def test_an_agreed_price_is_open_to_supervision_only(house: House, bench: Bench, flat_id: str) -> None:
    with house.work(bench["clerk"]) as w:
        found = service.start_agreement(w, flat_id)
        for side in ("applicant", "debtor"):
            service.enter_figure(w, found.id, side=side, name="某人", value=Money.yuan("100"))
    kept = object_to(house, bench, found, "", Ground.FRAUD)
    assert (kept.state, kept.route, kept.alternative) == ("refused", "", "supervision")


def appraise(house: House, bench: Bench, flat_id: str) -> tuple[Valuation, str]:
    found = start_appraisal(house, bench, flat_id)
    each = commission(house, bench, found.id)
    with house.work(bench["clerk"]) as w:
        appraisal.take_appraisal(w, each.id, appraised("3000000", TODAY), file_of())
        service.settle_price(w, found.id)
    send(house, bench, found, party_of(house, found))
    return found, each.id


def test_a_question_of_substance_goes_to_the_appraiser_and_then_to_experts(house: House, bench: Bench, flat_id: str, clock: ManualClock) -> None:
    found, appraisal_id = appraise(house, bench, flat_id)
    kept = object_to(house, bench, found, appraisal_id, Ground.METHOD)
    assert clocks(house, "pass_on_objection") == [(date(2026, 4, 7), "running")]
    with pytest.raises(NotNow), house.work(bench["clerk"]) as w:
        objecting.note_explanation(w, kept.id, "方法得当")
    with house.work(bench["clerk"]) as w:
        objecting.pass_on(w, kept.id)
    assert clocks(house, "explain_objection") == [(date(2026, 4, 7), "running")]
    with house.work(bench["clerk"]) as w:
        objecting.note_explanation(w, kept.id, "采用成本法，依据充分")
        objecting.ask_experts(w, kept.id, "当事人仍有异议")
    with house.work(bench["judge"]) as w:
        objecting.decide(w, kept.id, ObjectionState.DISMISSED, "专业技术评审意见：评估方法得当")
    with house.reading(bench["clerk"]) as r:
        told = get_objection(r, kept.id)
        assert [step["act"] for step in told.steps] == ["异议已交评估机构", "评估机构作出书面说明", "委托行业协会专业技术评审", "异议不成立"]
    assert {state for code in ("pass_on_objection", "explain_objection") for _, state in clocks(house, code)} == {"met"}


def test_an_appraiser_without_qualification_is_replaced_by_the_next(house: House, bench: Bench, flat_id: str) -> None:
    found, appraisal_id = appraise(house, bench, flat_id)
    kept = object_to(house, bench, found, appraisal_id, Ground.QUALIFICATION, Ground.RESULT)
    assert (kept.route, kept.rule) == ("enforcement_objection", "RP-28")
    with house.work(bench["judge"]) as w:
        objecting.decide(w, kept.id, ObjectionState.UPHELD, "签名人员已被注销执业登记")
    with house.reading(bench["clerk"]) as r:
        assert [each.state for each in list_appraisals(r, [found.id])] == ["replaced", "waiting", "waiting"]
        assert get_valuation(r, found.id).status == "running"
        assert r.session.scalar(for_house(select(Message.title).where(Message.title.startswith("参考价失去依据")))) is not None
    assert price(house, bench, flat_id) is None
    assert {state for _, state in clocks(house, "price_validity")} == {"ended"}
    assert clocks(house, "return_material") == [(date(2026, 4, 7), "running")]


def test_a_corrected_report_is_sent_again_and_cannot_be_objected_to(house: House, bench: Bench, flat_id: str) -> None:
    found = start_appraisal(house, bench, flat_id)
    each = commission(house, bench, found.id)
    with house.work(bench["clerk"]) as w:
        appraisal.take_appraisal(w, each.id, appraised("3000000", TODAY), file_of())
        appraisal.ask_correction(w, each.id, kind="signatory", note="签名人员与委托不符")
        appraisal.take_appraisal(w, each.id, appraised("3000000", TODAY), file_of())
    send(house, bench, found, party_of(house, found))
    kept = object_to(house, bench, found, each.id, Ground.BASICS)
    assert (kept.state, kept.target) == ("refused", "correction")
    assert list(SIGNERS) == show_names(house, bench, flat_id)


def show_names(house: House, bench: Bench, flat_id: str) -> list[str]:
    with house.reading(bench["clerk"]) as r:
        shown = show_price(r, flat_id).appraisal
        assert shown is not None
        assert shown.turn is not None
        return list(shown.turn.row.signatories)
