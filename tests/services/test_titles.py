"""Title routes: opened from the thing's own seizures and burdens, worked through, refused and answered, with clocks, and closed with the case's list."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.domains.closings import service as closings
from app.domains.closings.tables import ClosingCheck
from app.domains.deadlines.tables import Deadline
from app.domains.documents.queries import house_document
from app.domains.messages.tables import Message
from app.domains.services.events import ServiceDone
from app.domains.titles import refusing, service
from app.domains.titles.queries import Wanted, list_routes, notes_of, steps_of
from app.domains.titles.refusing import Refusal, Reply
from app.domains.titles.rules import Answer, better_after, meant, waits_for
from app.domains.titles.rules import Fact as Step
from app.domains.titles.service import Finished, Submitted
from app.infra.house import House
from app.infra.unit_of_work import for_house
from app.kernel.clock import ManualClock
from app.kernel.errors import Invalid, NotNow
from app.steps.title_papers import make_release
from app.steps.titles import note_notice_served, open_of_account
from tests.factories.assets import MACHINES
from tests.factories.courts import Bench, found_bench
from tests.factories.titles import OTHER, REGISTRY, finish_all, make_title, step_of
from tests.services.test_two_at_one_moment import at_one_moment

TODAY = date(2026, 4, 2)


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


def opened(house: House, bench: Bench) -> str:
    with house.work(bench["clerk"]) as w:
        return make_title(w, bench).id


def clocks(house: House) -> list[tuple[str, date]]:
    with house.reading() as r:
        rows = r.session.execute(for_house(select(Deadline.state, Deadline.due_on).where(Deadline.code == "title_step").order_by(Deadline.id)))
        return [(row[0], row[1]) for row in rows]


def told(house: House, words: str) -> int:
    with house.reading() as r:
        return sum(words in title for title in r.session.scalars(for_house(select(Message.title))))


def test_what_a_line_of_a_form_means_by_its_matter_and_then_by_its_authority() -> None:
    steps = [Step("release", office="登记中心"), Step("release", office="停车场"), Step("cancel"), Step("register"), Step("tax"), Step("waiting")]
    said = [meant("解除查封", "南沙停车场", steps), meant("注销抵押", "", steps), meant("不动产登记", "", steps), meant("轮候查封", "", steps)]
    assert said == [steps[1], steps[2], steps[3], steps[5]]
    assert [meant("解封", "", steps), meant("领取钥匙", "", steps)] == [None, None]


def test_what_a_step_waits_for_and_what_only_usually_comes_before_it() -> None:
    register = Step("register", after=("release", "cancel"), advised=("tax",))
    steps = [Step("release", "解除本院查封", "登记中心", "done"), Step("cancel", "涂销抵押", "登记中心"), Step("tax", "完税", "", "refused"), register]
    assert (waits_for(register, steps), better_after(register, steps)) == (["涂销抵押（登记中心）"], ["完税"])


def test_a_route_opens_once_from_the_things_own_register_and_the_case_waits_for_it(house: House, bench: Bench) -> None:
    with house.work(bench["clerk"]) as w:
        route = make_title(w, bench)
        assert open_of_account(w, route.settlement_id).id == route.id
        rows = [(each.code, each.title, each.office) for each in steps_of(w, route.id)]
        registry = rows[0][2]
        assert "登记中心" in registry
        assert rows == [
            ("assist", "送达协助执行通知书", registry),
            ("tax", "完税", "税务机关"),
            ("release", "解除本院查封", REGISTRY),
            ("waiting", "其他法院查封、轮候查封的处理", REGISTRY),
            ("cancel", "涂销抵押", registry),
            ("register", "不动产转移登记", registry),
        ]
        assert step_of(w, route, "waiting").about == [f"{OTHER} （2025）粤0113执6021号 查封"]
        assert "完税凭证" in step_of(w, route, "register").papers
        case_id = route.case_id
    with house.reading() as r, pytest.raises(NotNow, match="过户协助已办结"):
        closings.check_may_close(r, case_id)


def test_registration_waits_for_every_release_and_the_last_step_closes_the_route(house: House, bench: Bench) -> None:
    route_id = opened(house, bench)
    with house.work(bench["clerk"]) as w:
        (listed,) = list_routes(w, Wanted())
        register = step_of(w, listed.route, "register")
        with pytest.raises(NotNow, match="解除本院查封"):
            service.finish(w, register.id, Finished(w.today, "粤（2026）0001"))
        assert register.status == "todo"
        service.submit(w, register.id, Submitted(w.today, slip_no="S-1"))
        service.skip(w, step_of(w, listed.route, "waiting").id, "登记机构答复：轮候查封自动失效")
        finish_all(w, listed.route)
        assert listed.route.closed_on == w.today
        assert (len(list_routes(w, Wanted())), [each.done for each in list_routes(w, Wanted(state="done"))]) == (0, [6])
    with house.reading() as r:
        done = r.session.scalar(for_house(select(ClosingCheck.done_at).where(ClosingCheck.item == "transferred")))
        assert done is not None
        assert [each.act for each in notes_of(r, route_id)].count("done") == 5


def test_a_receipt_is_wanted_days_lie_between_and_reasons_say_something(house: House, bench: Bench) -> None:
    opened(house, bench)
    with house.work(bench["clerk"]) as w:
        tax = step_of(w, list_routes(w, Wanted())[0].route, "tax")
        for order, field in ((Finished(w.today), "receipt"), (Finished(w.today + timedelta(days=1), "1"), "on"), (Finished(w.today, "1", days=0), "days")):
            with pytest.raises(Invalid) as refusal:
                service.finish(w, tax.id, order)
            assert [name for name, _ in refusal.value.faults] == [field]
        with pytest.raises(Invalid, match="理由"):
            service.skip(w, tax.id, "无")
        with pytest.raises(Invalid, match="经办人"):
            service.assign(w, tax.id, bench["president"].id)
        assert service.assign(w, tax.id, bench["clerk"].id).person_id == bench["clerk"].id


def test_whoever_gives_a_step_out_says_until_when_and_the_days_run(house: House, bench: Bench) -> None:
    opened(house, bench)
    with house.work(bench["clerk"]) as w:
        tax = step_of(w, list_routes(w, Wanted())[0].route, "tax")
        for until_on in (w.today, w.today - timedelta(days=1)):
            with pytest.raises(Invalid, match="晚于今天"):
                service.assign(w, tax.id, bench["clerk"].id, until_on)
        service.assign(w, tax.id, bench["clerk"].id, date(2026, 4, 11))
    assert clocks(house) == [("running", date(2026, 4, 11))], "a Saturday: what was set is not rolled over"
    with house.reading(bench["clerk"]) as r:
        assert step_of(r, list_routes(r, Wanted())[0].route, "tax").due_on == date(2026, 4, 11)


def test_the_notices_days_run_for_the_registration_and_end_with_it(house: House, bench: Bench, clock: ManualClock) -> None:
    opened(house, bench)
    with house.work(bench["clerk"]) as w:
        route = list_routes(w, Wanted())[0].route
        service.finish(w, step_of(w, route, "assist").id, Finished(w.today, "回执联", days=10))
    assert clocks(house) == [("running", date(2026, 4, 13))]
    clock.advance(timedelta(days=12))
    with house.work(bench["clerk"]) as w:
        (late,) = list_routes(w, Wanted(state="late"))
        assert late.late == 1
        finish_all(w, late.route)
    assert clocks(house) == [("met", date(2026, 4, 13))]


def test_a_refusal_keeps_the_offices_words_and_each_answer_leads_on(house: House, bench: Bench) -> None:
    opened(house, bench)
    with house.work(bench["clerk"]) as w:
        route = list_routes(w, Wanted())[0].route
        step = step_of(w, route, "register")
        service.submit(w, step.id, Submitted(w.today, days=5))
    with house.work(bench["judge"]) as w:
        refusing.refuse(w, step.id, Refusal(w.today, "楼盘表未落宗，先补测绘"))
    with house.work(bench["clerk"]) as w:
        step = step_of(w, route, "register")
        assert (step.status, [each.refused for each in list_routes(w, Wanted(state="refused"))]) == ("refused", [1])
        with pytest.raises(Invalid, match="文号"):
            refusing.answer(w, step.id, Reply(Answer.LETTER, w.today, "请依协助执行通知书办理"))
        refusing.answer(w, step.id, Reply(Answer.LETTER, w.today, "请依协助执行通知书办理", "函1号"))
        refusing.answer(w, step.id, Reply(Answer.REPORT, w.today, "两次到窗口仍拒绝受理"))
        assert (step.status, step.answer) == ("refused", "report")
        refusing.answer(w, step.id, Reply(Answer.AGAIN, w.today, "补交测绘成果", days=7))
        assert (step.status, step.submitted_on) == ("submitted", w.today)
    assert [state for state, _ in clocks(house)] == ["ended", "running"]
    assert (told(house, "退件，待答复"), told(house, "拒不协助过户")) == (1, 2)


def test_what_was_entered_wrongly_is_taken_back_with_a_reason_and_the_route_opens_again(house: House, bench: Bench) -> None:
    opened(house, bench)
    with house.work(bench["clerk"]) as w:
        route = list_routes(w, Wanted())[0].route
        finish_all(w, route)
        release = step_of(w, route, "release")
        with pytest.raises(NotNow, match="不动产转移登记"):
            service.undo(w, release.id, "回执号登记错了")
        service.undo(w, step_of(w, route, "register").id, "新证号登记错了")
        assert (route.closed_on, step_of(w, route, "register").receipt) == (None, "")
    with house.reading() as r, pytest.raises(NotNow, match="过户协助已办结"):
        closings.check_may_close(r, route.case_id)


def test_a_step_by_hand_opens_a_finished_route_again(house: House, bench: Bench) -> None:
    opened(house, bench)
    with house.work(bench["clerk"]) as w:
        route = list_routes(w, Wanted())[0].route
        finish_all(w, route)
        service.add_step(w, route.id, "车位另证登记", "不动产登记中心")
        assert route.closed_on is None
        with pytest.raises(Invalid):
            service.add_step(w, route.id, "车位另证登记", " ")
        finish_all(w, route)
        assert route.closed_on == w.today


def test_the_ruling_of_a_release_is_prepared_from_its_own_seizures(house: House, bench: Bench) -> None:
    opened(house, bench)
    with house.work(bench["clerk"]) as w:
        route = list_routes(w, Wanted())[0].route
        paper = house_document(w, make_release(w, step_of(w, route, "release").id))
        assert paper is not None
        facts = paper.facts
        assert (facts["measure"], facts["ground"], facts["seized_on"]) == ("查封", "成交", "2026-02-10")
        assert "番禺" in facts["junior_seizures_note"]
        with pytest.raises(NotNow, match="解除裁定"):
            make_release(w, step_of(w, route, "tax").id)


def test_the_served_notice_finishes_its_step_and_its_days_begin(house: House, bench: Bench) -> None:
    opened(house, bench)
    with house.work(bench["clerk"]) as w:
        route = list_routes(w, Wanted())[0].route
        of = ("s" * 32, route.case_id, route.court_id, "settlement", route.settlement_id, "transfer_assistance_notice", "协助执行通知书")
        for _ in range(2):
            note_notice_served(w, ServiceDone(*of, "不动产登记中心", "协助单位", None, "直接送达", w.today))
        assist = step_of(w, route, "assist")
        assert (assist.status, assist.office, assist.receipt) == ("done", "不动产登记中心", "送达回证（直接送达）")
    assert clocks(house) == [("running", date(2026, 4, 13))]


def test_two_last_steps_at_one_moment_close_the_route_once(house: House, bench: Bench) -> None:
    with house.work(bench["clerk"]) as w:
        route = make_title(w, bench, 1422, MACHINES)
        release, tax, carry = steps_of(w, route.id)
        service.finish(w, release.id, Finished(w.today, "解除笔录"))
        ids = (tax.id, carry.id)
    at_one_moment(
        house, bench, lambda w: service.finish(w, ids[0], Finished(w.today, "完税凭证")), lambda w: service.finish(w, ids[1], Finished(w.today, "签收单"))
    )
    with house.reading(bench["clerk"]) as r:
        assert [each.done for each in list_routes(r, Wanted(state="done"))] == [3]
    assert told(house, "裁定过户办结") == 1
