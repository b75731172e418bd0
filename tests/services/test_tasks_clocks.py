"""A task's clock, holder and undone moves: due times to the second, the deadlines' own clock with it, each side told, each refusal in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domains.audit.tables import TrailRow
from app.domains.deadlines.tables import Deadline
from app.domains.messages.tables import Message
from app.domains.tasks import service
from app.domains.tasks.boards import list_chosen
from app.domains.tasks.queries import get_task, house_task, late, list_moves, list_versions, visible
from app.domains.tasks.rules import is_overdue
from app.domains.tasks.tables import Task
from app.domains.tasks.types import PAUSE_GROUNDS
from app.infra.house import House
from app.infra.unit_of_work import for_house
from app.kernel.clock import ManualClock, day_of
from app.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from tests.factories.tasks import TaskField, found_field

DAY = timedelta(days=1)
GROUND = PAUSE_GROUNDS[1]


@pytest.fixture
def field(house: House, clock: ManualClock) -> TaskField:
    return found_field(house, clock)


def clock_states(field: TaskField, task_id: str) -> list[str]:
    with field.house.reading() as r:
        return list(r.session.scalars(for_house(select(Deadline.state).where(Deadline.subject_id == task_id).order_by(Deadline.id))))


def told(field: TaskField, login: str) -> Sequence[str]:
    person = (field.outside.people | field.bench.people)[login]
    with field.house.reading() as r:
        return r.session.scalars(select(Message.title).where(Message.person_id == person.id).order_by(Message.id)).all()


def stored(field: TaskField, task_id: str) -> Task:
    with field.house.reading() as r:
        return house_task(r, task_id)


def test_a_stopped_clock_moves_the_due_time_by_what_it_stood_still_and_the_deadline_with_it(field: TaskField) -> None:
    task = field.take(field.give())
    with field.house.work(field.outside["worker"]) as w:
        service.pause_task(w, task.id, GROUND, "等不动产登记中心答复")
    assert clock_states(field, task.id) == ["suspended"]
    field.clock.advance(timedelta(days=9, hours=2, minutes=7))
    with field.house.reading() as r:
        assert not is_overdue("doing", task.due_at, stored(field, task.id).paused_at, r.now)
        assert r.session.scalar(visible(select(Task.id), field.bench["clerk"]).where(late(r.now))) is None
    with field.house.work(field.bench["clerk"]) as w:
        service.resume_task(w, task.id)
    after = stored(field, task.id)
    assert after.due_at == task.due_at + timedelta(days=9, hours=2, minutes=7)
    assert (after.due_on, after.paused_at) == (day_of(after.due_at), None)
    assert clock_states(field, task.id) == ["running"]
    with field.house.reading() as r:
        deadline = r.session.scalars(for_house(select(Deadline).where(Deadline.subject_id == task.id))).one()
        assert (deadline.due_at, list_moves(r, after)[-1].note) == (after.due_at, "停 9日2小时，期限顺延")
    assert "暂停计算" in " ".join(deadline.counted)
    assert any(title.startswith("暂停计时") for title in told(field, "clerk"))
    assert any(title.startswith("恢复计时") for title in told(field, "worker"))


def test_while_the_clock_stands_nothing_is_handed_back_or_extended(field: TaskField) -> None:
    task = field.take(field.give())
    field.fill(task)
    with field.house.work(field.outside["worker"]) as w:
        service.pause_task(w, task.id, GROUND)
    acts = (
        lambda w: service.hand_back(w, task.id),
        lambda w: service.ask_extension(w, task.id, task.due_at + DAY, "x"),
        lambda w: service.pause_task(w, task.id, GROUND),
    )
    for act in acts:
        with pytest.raises(NotNow, match="先恢复计时"), field.house.work(field.outside["worker"]) as w:
            act(w)


def test_an_agency_that_is_late_or_without_a_lawful_ground_cannot_stop_its_clock(field: TaskField) -> None:
    task = field.take(field.give())
    with pytest.raises(Invalid), field.house.work(field.outside["worker"]) as w:
        service.pause_task(w, task.id, "人手不足")
    field.clock.advance(6 * DAY)
    with pytest.raises(NotNow, match="逾期"), field.house.work(field.outside["worker"]) as w:
        service.pause_task(w, task.id, GROUND)


@pytest.mark.parametrize("state", ["offered", "doing", "handed_back", "returned", "accepted", "closed", "declined", "recalled", "draft"])
def test_overdue_means_the_same_in_rules_and_database(field: TaskField, state: str) -> None:
    task = field.give()
    for shift in (-1, 0, 1):
        with field.house.work() as w:
            row = house_task(w, task.id)
            row.status, row.accepted_by, row.due_at = state, "x", w.now + timedelta(seconds=shift)
            w.trailed = True
        with field.house.reading() as r:
            asked = r.session.scalar(for_house(select(Task.id).where(Task.id == task.id, late(r.now)))) is not None
            kept = house_task(r, task.id)
            assert asked is is_overdue(kept.status, kept.due_at, kept.paused_at, r.now)


def test_a_refused_extension_leaves_the_due_time_and_tells_the_agency(field: TaskField) -> None:
    task = field.take(field.give())
    with pytest.raises(NotNow), field.house.work(field.bench["clerk"]) as w:
        service.refuse_extension(w, task.id, "无人申请")
    with field.house.work(field.outside["worker"]) as w:
        service.ask_extension(w, task.id, task.due_at + DAY, "台风")
    with field.house.work(field.bench["clerk"]) as w:
        service.refuse_extension(w, task.id, "评估在即")
    kept = stored(field, task.id)
    assert (kept.due_at, kept.asked_due_at) == (task.due_at, None)
    assert any(title.startswith("不同意延期") for title in told(field, "worker"))


def test_the_court_urges_at_most_once_an_hour(field: TaskField) -> None:
    task = field.take(field.give())
    with field.house.work(field.bench["clerk"]) as w:
        service.urge_task(w, task.id)
    with pytest.raises(NotNow, match="一小时"), field.house.work(field.bench["clerk"]) as w:
        service.urge_task(w, task.id)
    field.clock.advance(timedelta(hours=1))
    with field.house.work(field.bench["clerk"]) as w:
        service.urge_task(w, task.id)
    assert sum(title.startswith("法院催办") for title in told(field, "agency")) == 2


def test_a_returned_task_has_a_time_to_mend_and_its_clock_runs_again(field: TaskField) -> None:
    task = field.handed_back()
    field.clock.advance(6 * DAY)
    with field.house.work(field.bench["clerk"]) as w:
        service.return_task(w, task.id, {"disassembly": "写明吨位"})
        today = w.today
    kept = stored(field, task.id)
    assert (kept.due_on, kept.status) == (today + 3 * DAY, "returned")
    assert clock_states(field, task.id) == ["met", "running"]


def test_a_moved_task_keeps_its_history_for_the_court_and_nothing_for_its_old_agency(field: TaskField) -> None:
    old = field.take(field.give())
    field.fill(old, photos=False)
    with field.house.work(field.bench["clerk"]) as w:
        new = service.reassign_task(w, old.id, field.outside.zhengxu_id, "人手不足")
    kept = stored(field, old.id)
    assert (kept.status, kept.moved_to_id, new.moved_from_id, new.status) == ("recalled", new.id, old.id, "offered")
    assert (new.form, new.header["note"], new.why, new.due_at) == ({}, old.header["note"], old.why, old.due_at)
    assert kept.form["narrative"], "the court keeps what was written"
    assert (clock_states(field, old.id), clock_states(field, new.id)) == (["ended"], ["running"])
    for login in ("agency", "worker"):
        with field.house.reading(field.outside[login]) as r:
            assert list_chosen(r, [old.id, new.id]) == []
            with pytest.raises(NotFound):
                get_task(r, new.id)
        assert told(field, login) == [f"任务已收回：{old.number}"], "earlier notices carried the title"
    with field.house.reading(field.outside["agency2"]) as r:
        assert [card.task.id for card in list_chosen(r, [old.id, new.id])] == [new.id]
    with pytest.raises(NotNow), field.house.work(field.bench["clerk"]) as w:
        service.reassign_task(w, old.id, field.outside.zhengxu_id, "再改派")


def test_a_change_inside_the_agency_is_told_once_to_the_new_worker_and_once_to_the_former_who_keeps_no_title(field: TaskField) -> None:
    task = field.take(field.give())
    named = f"新任务：现场调查（设备、存货） · {task.asset_title}"
    with field.house.work(field.bench["clerk"]) as w:
        service.urge_task(w, task.id)
    assert told(field, "worker") == [named, f"法院催办：现场调查（设备、存货） · {task.asset_title}"]
    with field.house.work(field.outside["agency"]) as w:
        service.assign_worker(w, task.id, field.outside["worker_too"].id)
    with pytest.raises(NotNow, match="已由 韦一鸣 承办"), field.house.work(field.outside["agency"]) as w:
        service.assign_worker(w, task.id, field.outside["worker_too"].id)
    assert (told(field, "worker"), told(field, "worker_too")) == ([f"任务已改由他人承办：{task.number}"], [named])
    with field.house.reading(field.outside["worker"]) as r, pytest.raises(NotFound):
        get_task(r, task.id)
    with field.house.reading() as r:
        acts = r.session.scalars(select(TrailRow.act).where(TrailRow.thing_id == task.id)).all()
    assert (acts.count("task.assigned"), acts.count("message.cleared")) == (1, 1)


def test_a_manager_who_gives_a_task_on_is_told_nothing_of_the_own_act_and_one_who_gets_it_keeps_seeing_it(field: TaskField) -> None:
    task = field.take(field.give())
    before = told(field, "agency")
    with field.house.work(field.outside["agency"]) as w:
        service.assign_worker(w, task.id, field.outside["agency"].id)
        service.assign_worker(w, task.id, field.outside["worker_too"].id)
    assert told(field, "agency") == before


def test_a_declined_task_is_moved_on_and_one_without_time_needs_a_new_one(field: TaskField) -> None:
    task = field.give()
    with field.house.work(field.outside["agency"]) as w:
        service.decline_task(w, task.id, "人手不足")
    field.clock.advance(6 * DAY)
    with pytest.raises(Invalid, match="晚于现在"), field.house.work(field.bench["clerk"]) as w:
        service.reassign_task(w, task.id, field.outside.zhengxu_id, "原机构拒接")
    with field.house.work(field.bench["clerk"]) as w:
        new = service.reassign_task(w, task.id, field.outside.zhengxu_id, "原机构拒接", due_at=w.now + DAY)
    assert (stored(field, task.id).status, stored(field, new.id).status) == ("declined", "offered")


def test_a_hand_back_is_cancelled_until_the_court_has_opened_it(field: TaskField) -> None:
    task = field.handed_back()
    with field.house.work(field.outside["worker"]) as w:
        service.cancel_hand_back(w, task.id)
    kept = stored(field, task.id)
    assert (kept.status, kept.handed_back_at) == ("doing", None)
    assert clock_states(field, task.id) == ["met", "running"]
    field.hand_back(task)
    with field.house.reading() as r:
        assert [each.verdict for each in list_versions(r, task)] == ["cancelled", ""]
    with field.house.work(field.bench["clerk"]) as w:
        service.note_opening(w, task.id)
    with pytest.raises(NotNow, match="已经打开"), field.house.work(field.outside["worker"]) as w:
        service.cancel_hand_back(w, task.id)


def test_a_cancelled_mending_goes_back_to_what_was_returned(field: TaskField) -> None:
    task = field.handed_back()
    with field.house.work(field.bench["clerk"]) as w:
        service.return_task(w, task.id, {"disassembly": "写明吨位"})
    with field.house.work(field.outside["worker"]) as w:
        service.save_draft(w, task.id, {"disassembly": "5 吨叉车", "interest_declared": True})
    field.hand_back(task)
    with field.house.work(field.outside["worker"]) as w:
        service.cancel_hand_back(w, task.id)
    kept = stored(field, task.id)
    assert (kept.status, set(kept.faults), kept.handed_back_at is not None) == ("returned", {"disassembly"}, True)


def test_a_recall_is_undone_within_a_minute_by_whoever_made_it(field: TaskField) -> None:
    task = field.take(field.give())
    with field.house.work(field.bench["clerk"]) as w:
        service.recall_task(w, task.id, "派错机构")
    with pytest.raises(NotNow), field.house.work(field.bench["judge"]) as w:
        service.restore_task(w, task.id)
    with field.house.work(field.bench["clerk"]) as w:
        service.restore_task(w, task.id)
    assert stored(field, task.id).status == "doing"
    assert clock_states(field, task.id) == ["ended", "running"]
    with field.house.work(field.bench["clerk"]) as w:
        service.recall_task(w, task.id, "派错机构")
    field.clock.advance(timedelta(seconds=61))
    with pytest.raises(NotNow, match="已过撤销时间"), field.house.work(field.bench["clerk"]) as w:
        service.restore_task(w, task.id)


def test_a_word_in_the_thread_reaches_the_other_side(field: TaskField) -> None:
    task = field.take(field.give())
    for who in (field.bench["clerk"], field.outside["worker"]):
        with field.house.work(who) as w:
            service.speak(w, task.id, "明天上午到场")
    assert any(title.startswith("法院留言") for title in told(field, "worker"))
    assert any("留言" in title for title in told(field, "clerk"))


def test_who_comes_second_to_a_task_hears_who_took_it(field: TaskField) -> None:
    task = field.take(field.give())
    with pytest.raises(NotNow, match="任务已被 广州安衡司法辅助服务有限公司 卢小帆 接收"):
        field.take(task)


@pytest.mark.parametrize("act", ["pause", "resume", "speak", "cancel"])
@pytest.mark.parametrize("who", ["agency2", "worker2"])
def test_no_new_act_reaches_across_agencies(field: TaskField, act: str, who: str) -> None:
    task = field.take(field.give())
    acts = {
        "pause": lambda w: service.pause_task(w, task.id, GROUND),
        "resume": lambda w: service.resume_task(w, task.id),
        "speak": lambda w: service.speak(w, task.id, "x"),
        "cancel": lambda w: service.cancel_hand_back(w, task.id),
    }
    with pytest.raises(NotFound), field.house.work(field.outside[who]) as w:
        acts[act](w)


@pytest.mark.parametrize("who", ["agency", "worker"])
def test_the_courts_own_acts_are_not_the_agencys(field: TaskField, who: str) -> None:
    task = field.take(field.give())
    acts = (
        lambda w: service.urge_task(w, task.id),
        lambda w: service.refuse_extension(w, task.id, "x"),
        lambda w: service.reassign_task(w, task.id, field.outside.zhengxu_id, "x"),
        lambda w: service.restore_task(w, task.id),
    )
    for act in acts:
        with pytest.raises(NotAllowed), field.house.work(field.outside[who]) as w:
            act(w)
