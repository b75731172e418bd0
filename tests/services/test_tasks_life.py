"""A task's whole life, with rights, trail and facts at every step."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domains.assets.queries import house_asset
from app.domains.audit.tables import TrailRow
from app.domains.tasks import service
from app.domains.tasks.fields import PLAN_DIGEST
from app.domains.tasks.queries import get_task, house_task, list_moves, list_versions
from app.domains.tasks.rules import LIFE
from app.domains.tasks.showing import show_task
from app.domains.tasks.types import TaskAct, TaskState
from app.domains.tasks.warned import REASONS
from app.infra.house import House
from app.kernel.clock import ManualClock
from app.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, NotNow
from tests.factories.plans import freeze, make_plan
from tests.factories.tasks import TaskField, found_field


@pytest.fixture
def field(house: House, clock: ManualClock) -> TaskField:
    return found_field(house, clock)


def test_a_survey_goes_out_and_back_is_returned_once_and_accepted(field: TaskField) -> None:
    task = field.handed_back()
    with field.house.work(field.bench["clerk"]) as w:
        service.return_task(w, task.id, {"disassembly": "写明叉车吨位"})
    with field.house.work(field.outside["worker"]) as w:
        service.save_draft(w, task.id, {"disassembly": "5 吨叉车可进", "interest_declared": True, "run_state": "可开机"})
    field.hand_back(task)
    with field.house.work(field.bench["clerk"]) as w:
        service.accept_task(w, task.id)
    with field.house.work(field.bench["clerk"]) as w:
        service.close_task(w, task.id)
    with field.house.reading() as r:
        kept, versions = house_task(r, task.id), list_versions(r, task)
        moves = [move.act for move in list_moves(r, task)]
        acts = list(r.session.scalars(select(TrailRow.act).where(TrailRow.thing_id == task.id)))
    assert kept.status == TaskState.CLOSED.value
    assert kept.returned_count == 1
    assert moves == ["give", "take", "hand_back", "return", "hand_back", "accept", "close"]
    assert [version.verdict for version in versions] == ["returned", "accepted"]
    assert versions[0].digest != versions[1].digest
    assert versions[1].form["disassembly"] == "5 吨叉车可进"
    assert versions[1].form["run_state"] == "未测试", "only the returned field was open"
    assert {"task.given", "task.taken", "task.handed_back", "task.returned", "task.accepted", "task.closed", "task.photo_added"} <= set(acts)


def test_the_asset_learns_the_findings_of_an_accepted_survey(field: TaskField) -> None:
    task = field.handed_back()
    with field.house.work(field.bench["clerk"]) as w:
        service.accept_task(w, task.id)
    with field.house.reading() as r:
        asset = house_asset(r, field.asset.id)
    assert asset.occupancy == "debtor_business"
    assert {row["part"] for row in asset.defects} == {"枕式包装机 2 台", "自动输送线"}
    assert len(asset.survey["photos"]) == 15
    assert asset.survey["facts"]["items"][0]["name"] == "立式包装机"


def test_an_agency_takes_only_with_the_declaration_of_no_interest(field: TaskField) -> None:
    task = field.give()
    with pytest.raises(Invalid, match="近亲属"), field.house.work(field.outside["agency"]) as w:
        service.take_task(w, task.id, field.outside["worker"].id)


def test_a_worker_of_another_agency_cannot_be_named(field: TaskField) -> None:
    task = field.give()
    with pytest.raises(NotFound), field.house.work(field.outside["agency"]) as w:
        service.take_task(w, task.id, field.outside["worker2"].id, declared=True)


def test_workers_neither_take_nor_accept(field: TaskField) -> None:
    task = field.take(field.give())
    for act in (
        lambda w: service.take_task(w, task.id, declared=True),
        lambda w: service.accept_task(w, task.id),
        lambda w: service.recall_task(w, task.id, "x"),
    ):
        with pytest.raises(NotAllowed), field.house.work(field.outside["worker"]) as w:
            act(w)


def test_the_agency_sees_no_draft_and_a_worker_only_what_is_his(field: TaskField) -> None:
    with field.house.work(field.bench["clerk"]) as w:
        draft = service.prepare_task(w, field.order)
    for who in ("agency", "worker"):
        with pytest.raises(NotFound), field.house.reading(field.outside[who]) as r:
            get_task(r, draft.id)
    with field.house.work(field.bench["clerk"]) as w:
        service.send_task(w, draft.id)
    field.take(draft)
    with field.house.reading(field.outside["worker"]) as r:
        assert get_task(r, draft.id).worker_id == field.outside["worker"].id
    with pytest.raises(NotFound), field.house.reading(field.outside["worker_too"]) as r:
        get_task(r, draft.id)


@pytest.mark.parametrize("who", ["agency2", "worker2"])
def test_nothing_of_one_agency_can_be_reached_by_another(field: TaskField, who: str) -> None:
    task = field.handed_back()
    stranger = field.outside[who]
    acts = (
        lambda w: service.save_draft(w, task.id, {"narrative": "x"}),
        lambda w: service.hand_back(w, task.id),
        lambda w: service.ask_extension(w, task.id, w.now + timedelta(days=20), "x"),
    )
    for act in acts:
        with pytest.raises(NotFound), field.house.work(stranger) as w:
            act(w)


def test_the_neighbouring_court_sees_nothing(field: TaskField) -> None:
    task = field.give()
    with pytest.raises(NotFound), field.house.reading(field.bench["clerk_b"]) as r:
        get_task(r, task.id)


def test_a_declined_task_keeps_its_reason_and_can_be_given_to_another(field: TaskField) -> None:
    task = field.give()
    with field.house.work(field.outside["agency"]) as w:
        service.decline_task(w, task.id, "人手不足")
    assert field.give(agency_id=field.outside.zhengxu_id).status == "offered"
    with field.house.reading() as r:
        assert house_task(r, task.id).ended_reason == "人手不足"


def test_a_recalled_task_is_closed_to_the_agency(field: TaskField) -> None:
    task = field.take(field.give())
    with field.house.work(field.bench["clerk"]) as w:
        service.recall_task(w, task.id, "改由本院自办")
    with pytest.raises(NotNow), field.house.work(field.outside["worker"]) as w:
        service.save_draft(w, task.id, {"narrative": "x"})


def test_more_time_is_asked_by_the_agency_and_given_by_the_court(field: TaskField) -> None:
    task = field.take(field.give())
    later = task.due_at + timedelta(days=3)
    with field.house.work(field.outside["worker"]) as w:
        service.ask_extension(w, task.id, later, "台风停工")
    with field.house.work(field.bench["clerk"]) as w:
        service.extend_task(w, task.id, later, "同意")
    with field.house.reading() as r:
        kept = house_task(r, task.id)
    assert (kept.due_at, kept.asked_due_at) == (later, None)


def test_a_return_without_a_reason_or_of_an_unknown_field_is_refused(field: TaskField) -> None:
    task = field.handed_back()
    for reasons in ({}, {"narrative": "  "}, {"no_such_field": "x"}):
        with pytest.raises(Invalid), field.house.work(field.bench["clerk"]) as w:
            service.return_task(w, task.id, reasons)


def test_a_decision_on_an_older_page_is_a_conflict(field: TaskField) -> None:
    task = field.handed_back()
    with pytest.raises(Conflict), field.house.work(field.bench["clerk"]) as w:
        service.accept_task(w, task.id, seen_version=1)


def test_what_the_law_keeps_for_the_court_cannot_be_given(field: TaskField) -> None:
    with pytest.raises(NotAllowed, match="第6条"):
        field.give(kind="make_notice")


def test_a_kind_that_does_not_fit_the_asset_is_refused(field: TaskField) -> None:
    with pytest.raises(Invalid, match="不适用"):
        field.give(kind="survey_real_estate")


def test_numbers_of_tasks_rise_and_carry_the_court(field: TaskField) -> None:
    assert [field.give().number, field.give().number] == ["粤0115-2026-000001", "粤0115-2026-000002"]


@pytest.mark.parametrize("state", list(TaskState))
@pytest.mark.parametrize("act", list(TaskAct))
def test_every_move_outside_the_table_is_refused_in_words(state: TaskState, act: TaskAct) -> None:
    if LIFE.allows(state, act):
        assert LIFE.advance(state, act) in TaskState
    else:
        with pytest.raises(NotNow, match="不能这样办理"):
            LIFE.advance(state, act)


def test_a_listing_names_the_frozen_plan_whichever_came_first(field: TaskField) -> None:
    plan = make_plan(field.house, field.bench, serial=1533)
    before = field.give(kind="listing_prep", asset_id=plan.asset_id)
    assert PLAN_DIGEST not in before.header
    frozen = freeze(field.house, field.bench, plan.id)
    after = field.give(kind="listing_prep", asset_id=plan.asset_id)
    other = field.give()
    with field.house.reading() as r:
        told = [house_task(r, task.id).header.get(PLAN_DIGEST, "") for task in (before, after, other)]
    assert told == [frozen.digest, frozen.digest, ""]


def test_a_reason_for_a_warning_stays_in_the_version_and_reaches_the_court(field: TaskField) -> None:
    task = field.take(field.give())
    field.fill(task, seizure_list=[{"rank": "1", "court": "广州市南沙区人民法院", "case_number": "（2026）粤0115执1422号", "term": "2024-06-01 至 2026-05-31"}])
    with pytest.raises(Invalid) as refused:
        field.hand_back(task)
    assert [name for name, _ in refused.value.faults] == ["seizure_list"]
    reason = {"about": "查封扣押冻结：可能届满", "reason": "登记簿原文如此，已告知承办法官"}
    with field.house.work(field.outside["worker"]) as w:
        service.save_draft(w, task.id, {REASONS: [reason, {"about": "已改正的提醒", "reason": ""}]})
    field.hand_back(task)
    with field.house.reading(field.bench["clerk"]) as r:
        assert list_versions(r, task)[-1].form[REASONS] == [reason]
        assert show_task(r, task.id).form[REASONS] == [reason]
