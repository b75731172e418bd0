"""Cases are opened, edited, handed on, annotated and closed; the trail tells it, another court sees nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from app.domains.audit.tables import TrailRow
from app.domains.cases import handing, parties, queries, service
from app.domains.cases.tables import Case, CasePanel
from app.domains.cases.types import ClosingWay, Stage
from app.infra.house import House
from app.kernel.actor import Actor, Role
from app.kernel.clock import at_shanghai
from app.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, NotNow
from app.kernel.money import ZERO
from tests.factories.cases import BANK, LIN, details_of, make_case, make_party, seat_panel
from tests.factories.courts import Bench, found_bench


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def case_id(house: House, bench: Bench) -> str:
    with house.work(bench["clerk"]) as w:
        return make_case(w, bench).id


def summaries(house: House, case_id: str) -> list[str]:
    with house.reading() as r:
        return list(r.session.scalars(select(TrailRow.summary).where(TrailRow.case_id == case_id).order_by(TrailRow.id)))


def test_an_opened_case_keeps_its_normal_number(house: House, bench: Bench) -> None:
    with house.work(bench["clerk"]) as w:
        case = service.open_case(w, details_of(bench, number="(2026)粤0115执 1422 号"))
    assert (case.number, case.year, case.stage) == ("（2026）粤0115执1422号", 2026, "disposal")
    assert summaries(house, case.id)[0] == "登记案件 （2026）粤0115执1422号"


def test_a_number_is_entered_once(house: House, bench: Bench, case_id: str) -> None:
    with house.work(bench["clerk"]) as w, pytest.raises(Invalid, match="已经登记"):
        service.open_case(w, details_of(bench))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"filed_on": date(2026, 4, 3)}, "filed_on"),
        ({"filed_on": date(2024, 4, 3), "basis_effective_on": date(2024, 1, 1)}, "filed_on"),
        ({"basis_effective_on": date(2026, 3, 1)}, "basis_effective_on"),
        ({"claim": ZERO}, "claim"),
        ({"remark": "被执行人 440100197903140119"}, "remark"),
        ({"judge_id": "nobody"}, "judge_id"),
        ({"clerk_id": "nobody"}, "clerk_id"),
        ({"stage": Stage.CLOSED}, "stage"),
    ],
)
def test_impossible_details_name_their_field(house: House, bench: Bench, changes: dict[str, object], field: str) -> None:
    with house.work(bench["clerk"]) as w, pytest.raises(Invalid) as refused:
        service.open_case(w, details_of(bench, **changes))
    assert refused.value.faults[0][0] == field


@pytest.mark.parametrize("login", ["clerk_b", "judge_b"])
def test_another_court_finds_no_case(house: House, bench: Bench, case_id: str, login: str) -> None:
    with house.reading(bench[login]) as r:
        with pytest.raises(NotFound):
            queries.get_case(r, case_id)
        assert list(queries.list_parties(r, case_id)) == []
    with house.work(bench[login]) as w, pytest.raises(NotFound):
        service.write_note(w, case_id, "看看")


@pytest.mark.parametrize("role", [Role.AGENCY, Role.WORKER, Role.HIGHER, Role.AUDITOR, Role.SYSADMIN])
def test_outsiders_and_administrators_see_no_case(house: House, bench: Bench, case_id: str, role: Role) -> None:
    with house.reading(Actor("x", "外人", role, court_id=bench.court_id)) as r, pytest.raises(NotFound):
        queries.get_case(r, case_id)


def test_a_select_without_scope_is_empty(house: House, bench: Bench, case_id: str) -> None:
    with house.reading(bench["clerk"]) as r:
        assert r.session.scalars(select(Case)).all() == []


def test_panel_members_see_the_cases_they_sit_in(house: House, bench: Bench, case_id: str) -> None:
    with house.work(bench["judge"]) as w:
        seat_panel(w, bench, case_id)
    with house.reading(bench["panel1"]) as r:
        assert queries.get_case(r, case_id).id == case_id
        assert [(seat.seat, seat.presiding) for seat in queries.panel_of(r, case_id)] == [(1, True), (2, False), (3, False)]
    with house.reading(bench["panel3"]) as r, pytest.raises(NotFound):
        queries.get_case(r, case_id)


def test_replacing_a_member_needs_a_reason(house: House, bench: Bench, case_id: str) -> None:
    with house.work(bench["judge"]) as w:
        seat_panel(w, bench, case_id)
    swap = {"presiding": bench["judge"].id, "members": (bench["panel1"].id, bench["panel3"].id)}
    with house.work(bench["judge"]) as w, pytest.raises(Invalid, match="理由"):
        service.compose_panel(w, case_id, **swap)
    with house.work(bench["judge"]) as w:
        service.compose_panel(w, case_id, **swap, reason="配偶在申请执行人处任职，回避")
    with house.reading() as r:
        seated = {seat.person_id for seat in queries.panel_of(r, case_id)}
    assert bench["panel2"].id not in seated
    assert "更换合议庭" in summaries(house, case_id)[-1]


def test_a_panel_has_three_different_judges(house: House, bench: Bench, case_id: str) -> None:
    with house.work(bench["judge"]) as w, pytest.raises(Invalid, match="不同的人"):
        service.compose_panel(w, case_id, presiding=bench["judge"].id, members=(bench["judge"].id, bench["panel1"].id))
    with house.work(bench["judge"]) as w, pytest.raises(Invalid, match="审判人员"):
        service.compose_panel(w, case_id, presiding=bench["judge"].id, members=(bench["clerk"].id, bench["panel1"].id))


def test_two_presiding_judges_cannot_be_stored(house: House, bench: Bench, case_id: str) -> None:
    with house.work(bench["judge"]) as w:
        seat_panel(w, bench, case_id)
    with pytest.raises(Conflict), house.work(bench["judge"]) as w:
        w.session.add(CasePanel(court_id=bench.court_id, case_id=case_id, person_id=bench["panel3"].id, seat=4, presiding=True))


def test_an_edit_on_an_old_version_is_a_conflict(house: House, bench: Bench, case_id: str) -> None:
    with house.work(bench["clerk"]) as w:
        service.edit_case(w, case_id, details_of(bench, cause="借款合同纠纷"), version=1)
    with house.work(bench["judge"]) as w, pytest.raises(Conflict):
        service.edit_case(w, case_id, details_of(bench, cause="买卖合同纠纷"), version=1)
    assert summaries(house, case_id)[-1] == "修改案件信息：案由"


def test_a_deadline_note_does_not_disturb_an_edit(house: House, bench: Bench, case_id: str) -> None:
    with house.work(bench["clerk"]) as w:
        service.note_nearest_due(w, case_id, at_shanghai(2026, 4, 4), "余款")
        service.write_note(w, case_id, "催缴余款")
    with house.work(bench["clerk"]) as w:
        service.edit_case(w, case_id, details_of(bench, cause="借款合同纠纷"), version=1)
        assert queries.get_case(w, case_id).next_due_title == "余款"


def test_the_next_group_accepts_before_the_stage_moves(house: House, bench: Bench, case_id: str) -> None:
    with house.work(bench["clerk"]) as w:
        handing.offer(w, case_id, handing.HandOn(Stage.REVIEW, "已成交并移交", ("分配方案", " ")))
    with house.reading(bench["clerk"]) as r:
        assert queries.get_case(r, case_id).stage == "disposal"
        assert queries.find_offer(r, case_id).open_items == ["分配方案"]
    with house.work(bench["clerk"]) as w, pytest.raises(NotAllowed, match="结案复查组"):
        handing.accept(w, case_id, version=1)
    with house.work(bench["closing"]) as w:
        handing.accept(w, case_id, version=1)
    with house.reading(bench["closing"]) as r:
        assert (queries.get_case(r, case_id).stage, queries.find_offer(r, case_id)) == ("review", None)


def test_a_case_sent_back_stays_where_it_was(house: House, bench: Bench, case_id: str) -> None:
    with house.work(bench["clerk"]) as w:
        handing.offer(w, case_id, handing.HandOn(Stage.REVIEW, "已办"))
    with house.work(bench["closing"]) as w:
        handing.send_back(w, case_id, "价款尚未分配", version=1)
    assert "仍由财产处置负责" in summaries(house, case_id)[-1]
    with house.work(bench["clerk"]) as w:
        handing.offer(w, case_id, handing.HandOn(Stage.REVIEW, "已分配"))


def test_a_stranger_to_the_stage_cannot_hand_on(house: House, bench: Bench, case_id: str) -> None:
    with house.work(bench["field"]) as w, pytest.raises(NotAllowed):
        handing.offer(w, case_id, handing.HandOn(Stage.REVIEW, "已办"))


def test_a_secret_note_is_for_the_panel(house: House, bench: Bench, case_id: str) -> None:
    with house.work(bench["judge"]) as w:
        seat_panel(w, bench, case_id)
    with house.work(bench["clerk"]) as w, pytest.raises(NotAllowed):
        service.write_note(w, case_id, "评议意见", secret=True)
    with house.work(bench["panel1"]) as w:
        assert service.write_note(w, case_id, "评议意见", secret=True).secret


def test_a_closed_case_is_closed_for_good(house: House, bench: Bench, case_id: str) -> None:
    with house.work(bench["closing"]) as w:
        service.close_case(w, case_id, ClosingWay.DONE, "全部履行")
    with house.work(bench["clerk"]) as w, pytest.raises(NotNow, match="已经结案"):
        service.edit_case(w, case_id, details_of(bench, cause="其他"), version=2)
    with house.work() as w, pytest.raises(NotNow):
        service.close_case(w, case_id, ClosingWay.DONE, "")


def test_party_faults_are_all_told_at_once(house: House, bench: Bench, case_id: str) -> None:
    with house.work(bench["clerk"]) as w, pytest.raises(Invalid) as refused:
        make_party(w, case_id, BANK, id_no="91440115MAYYR3T85R", phone="123", legal_rep=" ")
    assert [name for name, _ in refused.value.faults] == ["id_no", "phone", "legal_rep"]


def test_sex_and_birth_must_agree_with_the_number(house: House, bench: Bench, case_id: str) -> None:
    with house.work(bench["clerk"]) as w, pytest.raises(Invalid, match="性别与身份证号不符"):
        make_party(w, case_id, sex="女")
    with house.work(bench["clerk"]) as w, pytest.raises(Invalid, match="1979-03-14"):
        make_party(w, case_id, born_on=date(1979, 3, 15))
    with house.work(bench["clerk"]) as w:
        assert make_party(w, case_id).sex == "男"


def test_the_same_party_is_entered_once_in_a_role(house: House, bench: Bench, case_id: str) -> None:
    with house.work(bench["clerk"]) as w:
        make_party(w, case_id)
        with pytest.raises(Invalid, match="已经以这个地位登记"):
            make_party(w, case_id)


def test_an_edit_without_numbers_keeps_them(house: House, bench: Bench, case_id: str) -> None:
    with house.work(bench["clerk"]) as w:
        party = make_party(w, case_id)
        parties.edit_party(w, party.id, replace(LIN, id_no="", phone="", address="广州市南沙区海语湾路18号"), version=1)
        assert (party.id_no, party.phone, party.address) == ("440100197903140119", "19900000011", "广州市南沙区海语湾路18号")


def test_full_numbers_cost_a_reason_that_the_trail_keeps(house: House, bench: Bench, case_id: str) -> None:
    with house.work(bench["clerk"]) as w:
        party_id = make_party(w, case_id).id
        with pytest.raises(Invalid, match="用途"):
            parties.reveal(w, party_id, " ")
        shown = parties.reveal(w, party_id, "填写协助执行通知书")
    assert shown.id_no == "440100197903140119"
    last = summaries(house, case_id)[-1]
    assert "填写协助执行通知书" in last
    assert "4401" not in last
    assert "4401" not in repr(shown)


def test_doubts_name_a_phone_on_both_sides(house: House, bench: Bench, case_id: str) -> None:
    with house.work(bench["clerk"]) as w:
        make_party(w, case_id, phone="020-80000101")
        assert any("同一联系电话" in doubt for doubt in parties.doubts_of_parties(queries.list_parties(w, case_id), w.today))
