"""Vacating: who may be made to leave, agreements and their clocks, the gates before force, the day, what was kept, and re-entry."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from app.domains.approvals.catalogue import CATALOGUE
from app.domains.approvals.gates import gates_of
from app.domains.approvals.tables import Approval
from app.domains.audit.tables import TrailRow
from app.domains.custody.tables import KeptItem
from app.domains.handovers import service as handovers
from app.domains.handovers.queries import house_handover
from app.domains.services.rules import DUTIES, addressees
from app.domains.vacating import after, agreements, day, occupants, planning, service
from app.domains.vacating.after import Collected
from app.domains.vacating.day import Signed
from app.domains.vacating.occupants import OccupantEntry
from app.domains.vacating.plan_rules import posts_of
from app.domains.vacating.planning import Told
from app.domains.vacating.queries import agreements_of, days_of, find_plan, goods_of, house_row, open_day, rows_of
from app.domains.vacating.tables import Occupant, Vacating
from app.infra.house import House
from app.infra.unit_of_work import Work, for_house
from app.kernel.clock import ManualClock, local
from app.kernel.errors import Conflict, Invalid, NotFound, NotNow
from app.kernel.money import Money
from tests.factories.courts import Bench, found_bench
from tests.factories.vacating import PHOTO, a_thing, clocks, decide, make_ordered, make_vacating, papers, plan_content

STEPS = ("arrive", "witness", "tell", "unlock")
SIGNERS = (("officer", "雷振屿"), ("witness", "麦秋实"), ("notary", "史静姝"))


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def thread(house: House, bench: Bench) -> str:
    with house.work(bench["clerk"]) as w:
        return make_ordered(w, bench).id


def now_typed(w: Work) -> str:
    return f"{local(w.now):%Y-%m-%dT%H:%M}"


def approve_plan(house: House, bench: Bench, thread: str) -> None:
    with house.work(bench["clerk"]) as w:
        planning.save_plan(w, thread, plan_content(now_typed(w)))
        planning.ask_director(w, thread)
    decide(house, bench, "director", "force_plan")
    with house.work(bench["clerk"]) as w:
        planning.note_told(w, thread, Told(w.today, "林绍恒", "当面告知，本人签收"))


def begin(house: House, bench: Bench, thread: str) -> None:
    approve_plan(house, bench, thread)
    with house.work(bench["field"]) as w:
        day.begin_day(w, thread)
        plan = find_plan(w, thread)
        assert plan is not None
        day.call_roll(w, thread, [each.key for each in posts_of(plan.content)])
        for code in STEPS:
            day.tick(w, thread, code, "")


def sign_all(w: Work, thread: str) -> None:
    digest = day.write_record(w, thread).record_digest
    for capacity, name in SIGNERS:
        day.sign(w, thread, Signed(name, capacity, digest, "f" * 64))
    day.sign(w, thread, Signed("林绍恒", "debtor", digest, way="refused", refusal="到场后拒绝签名"))


def test_the_thread_opens_for_a_house_only_and_keeps_what_was_disclosed(house: House, bench: Bench) -> None:
    with house.work(bench["clerk"]) as w:
        found = make_vacating(w, bench)
        assert found.disclosed["occupancy"] == "被执行人及家属"
        assert found.status == "urging"


def test_occupants_are_judged_and_the_judge_decides_what_the_rules_leave_open(house: House, bench: Bench, thread: str) -> None:
    with house.work(bench["clerk"]) as w:
        lease = OccupantEntry("tenant", "欧阳启明", claims_lease=True, lease_signed_on=date(2025, 9, 1), possession_on=date(2025, 10, 1))
        assert occupants.enter_occupant(w, thread, lease).verdict == "leaves"
        unknown = occupants.enter_occupant(w, thread, OccupantEntry("stranger", "不明人员"))
        assert unknown.verdict == "judge"
        with pytest.raises(Invalid, match="改正"):
            occupants.enter_occupant(w, thread, OccupantEntry("minor", "林知夏"))
    with house.work(bench["judge"]) as w:
        with pytest.raises(Invalid, match="理由"):
            occupants.rule_on_occupant(w, unknown.id, "leaves", "是")
        assert occupants.rule_on_occupant(w, unknown.id, "leaves", "无任何占有依据").ruled_by == bench["judge"].id
    with house.work(bench["clerk"]) as w:
        corrected = occupants.enter_occupant(w, thread, OccupantEntry("stranger", "不明人员", possession_on=date(2024, 1, 1)), unknown.id)
        assert (corrected.verdict, corrected.ruled_at) == ("judge", None)
    with house.work(bench["clerk"]) as w:
        before = OccupantEntry(
            "tenant", "黎卓然", claims_lease=True, lease_signed_on=date(2023, 5, 20), possession_on=date(2023, 6, 1), rent_paid_on=date(2023, 6, 1)
        )
        tenant = occupants.enter_occupant(w, thread, before)
        assert tenant.verdict == "stays"
        occupants.set_days(w, thread, seized_on=date(2025, 7, 2), mortgaged_on=date(2022, 3, 15), mortgage_enforced=True)
        assert house_row(w, Occupant, tenant.id).verdict == "leaves"
        with pytest.raises(NotNow, match="不腾退"):
            occupants.urge(w, occupants.enter_occupant(w, thread, OccupantEntry("tenant", "汤砚知", published_right=True)).id, w.today + timedelta(days=7))


def test_the_president_is_asked_after_the_urging_and_the_listing_and_reads_for_whom(house: House, bench: Bench) -> None:
    with house.work(bench["clerk"]) as w:
        thread = make_vacating(w, bench)
    ask = partial(handovers.ask_notice, handover_id=thread.handover_id, leave_by_on=date(2026, 4, 20))
    with pytest.raises(NotNow, match=r"催促迁出.*逐一登记"), house.work(bench["clerk"]) as w:
        ask(w)
    with house.work(bench["clerk"]) as w:
        occupants.enter_occupant(w, thread.id, OccupantEntry("parent", "何月娥", cares=("aged",)))
        stays = OccupantEntry("tenant", "黎卓然", published_right=True)
        occupants.enter_occupant(w, thread.id, stays)
        service.record_visit(w, thread.id, "tell", "执行人员、何月娥", "当面告知限期迁出。")
    with house.work(bench["clerk"]) as w:
        ask(w)
    with house.reading() as r:
        asked = r.session.scalars(for_house(select(Approval).where(Approval.kind == "vacating_notice"))).one()
    assert [words for words in ("占有人：何月娥（70岁以上）", "限期：2026-04-20", "医护到场") if words not in asked.body] == []
    assert "黎卓然" not in asked.body
    assert [gate.title for gate in gates_of(CATALOGUE["vacating_notice"], asked.figures)] == [
        "已先行催促迁出",
        "占有人已逐一登记并审查",
        "院长批准",
    ]
    facts = papers(house, "vacating_notice")[0].facts
    assert (facts["occupants"], facts["special_care"][0]["measure"]) == (["何月娥"], "先联系社区、村居、医护到场、临时住处")


def test_urging_starts_its_clock_and_drafts_its_paper(house: House, bench: Bench, thread: str) -> None:
    with house.work(bench["clerk"]) as w:
        occupants.urge(w, rows_of(w, Occupant, thread)[0].id, w.today + timedelta(days=10))
    assert clocks(house, "move_out") == ["running"]
    (notice,) = papers(house, "move_out_notice")
    assert [each.name for each in addressees(DUTIES["move_out_notice"], notice.facts)] == ["林绍恒"]


def test_an_agreement_is_watched_term_by_term_and_a_breach_goes_back_to_the_order(house: House, bench: Bench, thread: str) -> None:
    with house.work(bench["clerk"]) as w:
        terms = (("搬离大件", w.today + timedelta(days=5), None), ("付清物业费", w.today + timedelta(days=9), Money.yuan("3000")))
        order = agreements.MakeAgreement("林绍恒", w.today, "五日内搬离大件，九日内付清物业费", terms)
        with pytest.raises(Invalid, match="改正"):
            agreements.make_agreement(w, thread, order)
        made = agreements.make_agreement(w, thread, order, [PHOTO])
        assert house_row(w, Vacating, thread).status == "agreed"
    assert clocks(house, "vacate_agreed") == ["running", "running"]
    with house.work(bench["clerk"]) as w:
        with pytest.raises(NotNow, match="协议履行中"):
            agreements.make_agreement(w, thread, order, [PHOTO])
        agreements.meet_term(w, agreements_of(w, thread)[0].terms[0].id, w.today)
        agreements.break_agreement(w, made.id, "到期未付物业费")
        assert house_row(w, Vacating, thread).status == "ordered"
    assert clocks(house, "vacate_agreed") == ["ended", "met"]


def test_moving_out_makes_the_handover_ready_and_keeps_the_agreement(house: House, bench: Bench, thread: str) -> None:
    with house.work(bench["clerk"]) as w:
        order = agreements.MakeAgreement("林绍恒", w.today, "十日内迁出", (("迁出", w.today + timedelta(days=10), None),))
        agreements.make_agreement(w, thread, order, [PHOTO])
    with house.work(bench["clerk"]) as w:
        service.note_cleared(w, thread, w.today)
    with house.reading() as r:
        found = house_row(r, Vacating, thread)
        assert (found.status, found.cleared_how) == ("cleared", "agreed")
        assert house_handover(r, found.handover_id).status == "ready"
    assert clocks(house, "vacate_agreed") == ["ended"]


def test_force_waits_for_every_condition_and_says_which_are_missing(house: House, bench: Bench) -> None:
    with house.work(bench["clerk"]) as w:
        bare = make_vacating(w, bench).id
    with house.work(bench["field"]) as w, pytest.raises(NotNow) as refused:
        day.begin_day(w, bare)
    assert all(words in refused.value.message for words in ("民诉法 第261条", "催促", "院长", "实施方案"))


@pytest.mark.parametrize(
    ("changes", "lacks"),
    [
        ({"medical_plan": ""}, "缺医护安排"),
        ({"shelter_plan": ""}, "临时住处"),
        ({"stop_conditions": ""}, "中止条件"),
        ({"posts": []}, "基层组织见证"),
        ({"times": {"arrive": "08:30"}}, "流程时间表缺见证人到场"),
    ],
)
def test_the_director_is_not_asked_about_a_plan_that_lacks_something(house: House, bench: Bench, thread: str, changes: dict[str, object], lacks: str) -> None:
    with house.work(bench["clerk"]) as w:
        planning.save_plan(w, thread, plan_content(now_typed(w), **changes))
        with pytest.raises(Invalid, match=lacks):
            planning.ask_director(w, thread)


def test_no_agency_holds_a_duty_of_force_and_a_changed_plan_is_asked_about_again(house: House, bench: Bench, thread: str) -> None:
    with house.work(bench["clerk"]) as w:
        bad = plan_content(now_typed(w))
        bad["posts"].append({"duty": "guard", "name": "游子墨", "unit_kind": "agency", "unit": "广州岭南正序拍辅科技有限公司"})
        with pytest.raises(Invalid) as refused:
            planning.save_plan(w, thread, bad)
        assert "民诉法第120条" in refused.value.faults[0][1]
        with pytest.raises(Invalid, match="届满之后"):
            planning.save_plan(w, thread, plan_content("2026-01-01T09:00"))
    approve_plan(house, bench, thread)
    assert papers(house, "vacating_plan")[-1].status in ("signed", "made", "draft")
    with house.work(bench["clerk"]) as w:
        assert planning.save_plan(w, thread, plan_content(now_typed(w), media_rule="不接受采访")).status == "draft"
    with house.reading() as r:
        assert set(r.session.scalars(for_house(select(Approval.status).where(Approval.kind == "force_plan")))) == {"void"}


def test_the_day_from_roll_call_to_the_signed_record(house: House, bench: Bench, thread: str) -> None:
    begin(house, bench, thread)
    with house.work(bench["field"]) as w:
        one = day.add_thing(w, thread, a_thing("c1"), [PHOTO])
        assert day.add_thing(w, thread, a_thing("c1"), [PHOTO]).no == one.no == 1
        day.strike_thing(w, one.id, "品名写错")
        assert day.add_thing(w, thread, a_thing("c2", "挂钟"), [PHOTO]).no == 2
        with pytest.raises(Conflict, match="封条号"):
            day.add_thing(w, thread, a_thing("c3", seal_no="V-c2"), [PHOTO])
        with pytest.raises(Invalid, match="两人"):
            day.add_thing(w, thread, a_thing("c4", "现金 3200 元", sort="cash"), [PHOTO])
        with pytest.raises(Invalid, match="杂物一批"):
            day.add_thing(w, thread, a_thing("c5", "杂物一批"), [PHOTO])
        with pytest.raises(Invalid, match="照片"):
            day.add_thing(w, thread, a_thing("c6"), [])
        day.tick(w, thread, "inventory", "清点完毕")
        sign_all(w, thread)
        with pytest.raises(Invalid, match="领取"):
            day.end_day(w, thread)
        day.add_thing(w, thread, a_thing("c7", "家猫", sort="animal", handling="to_debtor", taker="林绍恒", second="麦秋实", seal_no=""), [PHOTO])
        with pytest.raises(Conflict, match="变了"):
            day.end_day(w, thread, w.today + timedelta(days=30))
        sign_all(w, thread)
        day.end_day(w, thread, w.today + timedelta(days=30))
    with house.reading() as r:
        found = house_row(r, Vacating, thread)
        assert (found.status, found.cleared_how, house_handover(r, found.handover_id).status) == ("cleared", "forced", "ready")
        ended = days_of(r, thread)[0]
        assert "家猫" in ended.record_text
        assert "双门冰箱" not in ended.record_text
        kept = r.session.scalars(for_house(select(KeptItem))).all()
        assert [(each.no, each.seal_no, each.gap) for each in kept] == [("T2", "V-c2", "")]
        goods = goods_of(r, ended.id)
    assert clocks(house, "collect_goods") == ["running"]
    assert len(papers(house, "goods_inventory")) == 1
    with house.work(bench["clerk"]) as w, pytest.raises(Invalid, match="凭证"):
        after.note_collected(w, goods[1].id, Collected(w.today, "林绍恒"))
    with house.work(bench["clerk"]) as w:
        after.note_collected(w, goods[1].id, Collected(w.today, "林绍恒"), [PHOTO])
    assert clocks(house, "collect_goods") == ["met"]
    with house.reading() as r:
        (out,) = r.session.scalars(for_house(select(KeptItem)))
        assert (out.status, out.holder_kind, out.holder_name, out.gap) == ("delivered", "owner", "林绍恒", "")


def test_what_was_sealed_on_a_halted_day_is_kept_and_given_back(house: House, bench: Bench, thread: str) -> None:
    begin(house, bench, thread)
    with house.work(bench["field"]) as w:
        day.add_thing(w, thread, a_thing("c1"), [PHOTO])
        day.halt_day(w, thread, "老人血压异常，医护建议暂停", w.today + timedelta(days=20))
    with house.reading() as r:
        (kept,) = r.session.scalars(for_house(select(KeptItem)))
        (row,) = goods_of(r, days_of(r, thread)[0].id)
    assert (kept.seal_no, row.collect_by_on is not None, len(papers(house, "goods_inventory"))) == (row.seal_no, True, 1)
    assert clocks(house, "collect_goods") == ["running"]
    with house.work(bench["clerk"]) as w:
        after.note_collected(w, row.id, Collected(w.today, "经通知两次仍不到场", "refused"))
    with house.reading() as r:
        assert r.session.scalars(for_house(select(KeptItem.status))).all() == ["held"]


def test_the_day_is_halted_and_waits_for_a_plan_agreed_anew(house: House, bench: Bench, thread: str) -> None:
    begin(house, bench, thread)
    with house.work(bench["field"]) as w:
        with pytest.raises(NotNow, match="强制实施中"):
            service.note_cleared(w, thread, w.today)
        day.halt_day(w, thread, "老人血压异常，医护建议暂停")
        assert (house_row(w, Vacating, thread).status, open_day(w, thread)) == ("ordered", None)
        with pytest.raises(NotNow, match=r"实施方案已批准.*已通知被执行人"):
            day.begin_day(w, thread)


def test_nobody_enters_before_the_witness_and_the_telling(house: House, bench: Bench, thread: str) -> None:
    approve_plan(house, bench, thread)
    with house.work(bench["field"]) as w:
        day.begin_day(w, thread)
        with pytest.raises(Invalid, match="见证人到场、亮证宣读、告知"):
            day.tick(w, thread, "unlock", "")
        with pytest.raises(NotNow, match="进入之后"):
            day.add_thing(w, thread, a_thing("c1"), [PHOTO])


def test_who_comes_back_is_removed_within_six_months_of_the_end_and_not_after(house: House, bench: Bench, thread: str, clock: ManualClock) -> None:
    with house.work(bench["clerk"]) as w:
        with pytest.raises(NotNow, match="移交之后"):
            after.report_reentry(w, thread, happened_on=w.today, requested_by="陈启航", facts="原住户换锁进入")
        found = house_row(w, Vacating, thread)
        service.take_handed_over(w, found.handover_id, w.today)
        service.watch_case(w, found.case_id, w.today)
        until = found.watch_until
    assert until is not None
    clock.advance(timedelta(days=20))
    with house.work(bench["clerk"]) as w:
        row = after.report_reentry(w, thread, happened_on=w.today, requested_by="陈启航", facts="原住户换锁进入")
        assert after.note_removed(w, row.id, w.today, "到场责令退出，已换锁交还").removed_on == w.today
    clock.advance(timedelta(days=200))
    with house.work(bench["clerk"]) as w, pytest.raises(NotNow, match="六个月"):
        after.report_reentry(w, thread, happened_on=w.today, requested_by="陈启航", facts="原住户再次进入")


def test_another_court_sees_nothing_and_every_act_leaves_a_trail(house: House, bench: Bench, thread: str) -> None:
    with house.work(bench["clerk_b"]) as w, pytest.raises(NotFound):
        service.record_visit(w, thread, "visit", "某人", "某事")
    with house.reading() as r:
        acts = set(r.session.scalars(select(TrailRow.act).where(TrailRow.thing_id == thread)))
    assert {"vacating.opened", "vacating.occupant_entered", "vacating.visited", "vacating.ordered"} <= acts


def test_a_time_from_the_phone_counts_only_within_the_day(house: House, bench: Bench, thread: str) -> None:
    approve_plan(house, bench, thread)
    with house.work(bench["field"]) as w:
        begun = day.begin_day(w, thread)
        day.tick(w, thread, "arrive", "", begun.started_at - timedelta(hours=1))
        assert datetime.fromisoformat(day.tick(w, thread, "arrive", "").steps["arrive"]["at"]) == w.now
