"""Vacating: fines, detentions, urgent ones too, and referral to the police: limits, who is asked, and what is written down afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from app.domains.approvals.rules import Verdict as Answer
from app.domains.audit.service import record
from app.domains.deadlines.tables import Deadline
from app.domains.documents.tables import Document
from app.domains.services.rules import Addressee
from app.domains.services.service import Order, note_done, open_service
from app.domains.vacating import carrying_out, measures, referring
from app.domains.vacating.carrying_out import Release
from app.domains.vacating.measures import AskMeasure
from app.domains.vacating.queries import house_row
from app.domains.vacating.referring import Refer
from app.domains.vacating.tables import Measure, Vacating
from app.infra.house import House
from app.infra.unit_of_work import for_house
from app.kernel.clock import ManualClock
from app.kernel.errors import Invalid, NotAllowed, NotNow
from app.kernel.money import Money
from tests.factories.courts import Bench, found_bench
from tests.factories.vacating import clocks, decide, make_ordered, papers

STEPS = ("arrive", "witness", "tell", "unlock")
SIGNERS = (("officer", "雷振屿"), ("witness", "麦秋实"), ("notary", "史静姝"))


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def thread(house: House, bench: Bench) -> str:
    with house.work(bench["clerk"]) as w:
        return make_ordered(w, bench).id


def test_a_fine_has_its_limit_needs_the_president_and_does_not_come_twice_for_one_act(house: House, bench: Bench, thread: str) -> None:
    fine = AskMeasure("fine", "有现场录像为证，经告知仍拒不开门", Money.yuan("5000"))
    with house.work(bench["clerk"]) as w:
        act = measures.record_hindrance(w, thread, act_on=w.today, person="林绍恒", target="individual", facts="执行人员到场后反锁房门，拒不开门")
        with pytest.raises(Invalid, match=r"100,000\.00"):
            measures.ask_measure(w, act.id, replace(fine, amount=Money.yuan("120000")))
        row = measures.ask_measure(w, act.id, fine)
    decide(house, bench, "president", "fine")
    with house.reading() as r:
        assert house_row(r, Measure, row.id).status == "agreed"
    assert len(papers(house, "fine_decision")) == 1
    with house.work(bench["clerk"]) as w:
        with pytest.raises(Invalid, match="票据"):
            carrying_out.note_paid(w, row.id, w.today, "")
        assert carrying_out.note_paid(w, row.id, w.today, "0107-2231").paid_on == w.today
    with house.work() as w:  # CP-07: three days for a review from its receipt
        of, to = house_row(w, Vacating, thread), Addressee("林绍恒", "被罚款、拘留人", True)
        order = Order(of.case_id, of.court_id, "（2026）粤0115执1号", "vacating_measure", row.id, "fine_decision", "罚款决定书", to, "AUX-08")
        note_done(w, open_service(w, order).id, "直接送达", w.today)
    with house.reading() as r:
        (review,) = r.session.scalars(for_house(select(Deadline).where(Deadline.code == "sanction_review")))
        assert (review.starts_on, review.length, review.rule, review.state) == (r.today, 3, "CP-07", "running")
    with house.work(bench["clerk"]) as w, pytest.raises(Invalid, match="不得再次"):
        measures.ask_measure(w, act.id, AskMeasure("detention", "有现场录像为证，经告知仍拒不开门", days=5))


def test_a_detention_ends_on_its_day_or_earlier_with_the_presidents_approval(house: House, bench: Bench, thread: str, clock: ManualClock) -> None:
    with house.work(bench["clerk"]) as w:
        act = measures.record_hindrance(w, thread, act_on=w.today, person="林绍恒", target="individual", facts="推搡执行人员，撕毁公告")
        row = measures.ask_measure(w, act.id, AskMeasure("detention", "有执法记录仪录像和在场人证言", days=5))
    decide(house, bench, "president", "detention")
    with house.work(bench["clerk"]) as w:
        with pytest.raises(NotNow, match="正在执行"):
            carrying_out.note_released(w, row.id, Release(w.today, "期满"))
        assert carrying_out.last_day(carrying_out.note_detained(w, row.id, w.now)) == w.today + timedelta(days=4)
    clock.advance(timedelta(days=2))
    with house.work(bench["clerk"]) as w:
        with pytest.raises(Invalid, match="院长"):
            carrying_out.note_released(w, row.id, Release(w.today, "具结悔过"))
        assert "院长" in carrying_out.note_released(w, row.id, Release(w.today, "具结悔过", w.today)).released_note


def test_violent_resistance_is_detained_first_and_reported_at_once(house: House, bench: Bench, thread: str) -> None:
    with house.work(bench["clerk"]) as w:
        act = measures.record_hindrance(w, thread, act_on=w.today, person="林绍恒", target="individual", facts="持械威胁执行人员，当场被制止")
        order = AskMeasure("detention", "有执法记录仪录像和在场人证言", days=5, detained_at=w.now)
        with pytest.raises(Invalid, match="先行拘留"):
            measures.ask_measure(w, act.id, replace(order, kind="fine", amount=Money.yuan("5000"), days=None))
        row = measures.ask_measure(w, act.id, order)
    assert clocks(house, "tell_family") == ["running"]
    with house.work(bench["clerk"]) as w:
        carrying_out.note_family_told(w, row.id, w.now)
    decide(house, bench, "president", "detention", Answer.REFUSE, "不属紧急情况")
    with house.work(bench["clerk"]) as w:
        assert carrying_out.note_released(w, row.id, Release(w.today, "院长未批准，立即解除")).released_on == w.today


def test_the_family_of_somebody_detained_is_told_within_a_day(house: House, bench: Bench, thread: str) -> None:
    with house.work(bench["clerk"]) as w:
        act = measures.record_hindrance(w, thread, act_on=w.today, person="林绍恒", target="individual", facts="推搡执行人员，撕毁公告")
        row = measures.ask_measure(w, act.id, AskMeasure("detention", "有执法记录仪录像和在场人证言", days=5))
        with pytest.raises(NotNow, match="院长批准"):
            carrying_out.note_detained(w, row.id, w.now)
    decide(house, bench, "president", "detention")
    with house.work(bench["clerk"]) as w:
        carrying_out.note_detained(w, row.id, w.now)
    with house.work(bench["clerk"]) as w:
        clock = w.session.scalars(for_house(select(Deadline).where(Deadline.code == "tell_family"))).one()
        assert clock.due_at == w.now + timedelta(hours=24)
        carrying_out.note_family_told(w, row.id, w.now)
    assert clocks(house, "tell_family") == ["met"]


def test_a_referral_waits_for_a_measure_before_the_act_and_an_old_act_for_the_judge(house: House, bench: Bench, thread: str, clock: ManualClock) -> None:
    letter = Refer("广州市公安局南沙区分局", "名下另有住房一套", "经罚款后仍拒不迁出", "房屋不能交付买受人")
    with house.work(bench["clerk"]) as w:
        first = measures.record_hindrance(w, thread, act_on=w.today, person="林绍恒", target="individual", facts="执行人员到场后反锁房门，拒不开门")
        with pytest.raises(NotNow, match="已采取罚款、拘留等措施"):
            referring.refer(w, first.id, letter)
        measures.ask_measure(w, first.id, AskMeasure("fine", "有现场录像为证，经告知仍拒不开门", Money.yuan("5000")))
    decide(house, bench, "president", "fine")
    clock.advance(timedelta(days=3))
    with house.work(bench["clerk"]) as w:
        with pytest.raises(NotNow, match="已采取罚款"):
            referring.refer(w, first.id, letter)
        again = measures.record_hindrance(w, thread, act_on=w.today, person="林绍恒", target="individual", facts="罚款后仍反锁房门，拒不迁出")
        assert referring.refer(w, again.id, letter).rule == "CR-02"
        old = measures.record_hindrance(w, thread, act_on=date(2024, 11, 30), person="林绍恒", target="individual", facts="当时即反锁房门，拒不迁出")
        with pytest.raises(NotAllowed, match="承办法官"):
            referring.refer(w, old.id, letter)
    with house.work(bench["judge"]) as w:
        with pytest.raises(Invalid, match="理由"):
            referring.refer(w, old.id, letter)
        assert referring.refer(w, old.id, replace(letter, decision="旧解释较轻，适用旧解释")).rule == "CR-03"
    assert len(papers(house, "police_referral")) == 2


def test_a_letter_to_the_police_goes_out_signed_after_director_and_president_and_its_receipt_may_follow(house: House, bench: Bench, thread: str) -> None:
    with house.work(bench["judge"]) as w:
        old = measures.record_hindrance(w, thread, act_on=date(2024, 11, 30), person="林绍恒", target="individual", facts="当时即反锁房门，拒不迁出")
        row = referring.refer(w, old.id, Refer("南沙公安分局", "另有住房", "拒不迁出", "不能交付", "旧解释较轻，适用旧解释"))
        with pytest.raises(NotNow, match="已经提请"):
            referring.refer(w, old.id, Refer("南沙公安分局", "另有住房", "拒不迁出", "不能交付", "旧解释较轻，适用旧解释"))
    send = partial(referring.note_sent, referral_id=row.id, receipt="")
    with house.work(bench["clerk"]) as w, pytest.raises(NotNow, match="局长审核"):
        send(w, sent_on=w.today)
    decide(house, bench, "director", "referral")
    decide(house, bench, "president", "referral_president")
    with pytest.raises(NotNow, match="没有签发"), house.work(bench["clerk"]) as w:
        send(w, sent_on=w.today)
    with house.work(bench["clerk"]) as w:
        (letter,) = w.session.scalars(for_house(select(Document).where(Document.code == "police_referral")))
        letter.status, letter.digest, letter.signed_by, letter.signed_at = "signed", "d" * 64, bench["director"].id, w.now
        record(w, "document.signed", "document", letter.id, "签发", case_id=letter.case_id)
    with house.work(bench["clerk"]) as w:
        assert send(w, sent_on=w.today).receipt_on is None
    with house.work(bench["clerk"]) as w:
        assert referring.note_receipt(w, row.id, w.today, "南公收字第12号").receipt == "南公收字第12号"
