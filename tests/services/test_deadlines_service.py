"""Deadlines at work: started and met by facts, said once, late after an outage, the case's nearest end kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.domains.cases.queries import house_case
from app.domains.cases.service import close_case
from app.domains.cases.types import FAR, ClosingWay
from app.domains.deadlines import service
from app.domains.deadlines.jobs import fire_due
from app.domains.deadlines.service import Start
from app.domains.deadlines.tables import Deadline, DeadlineStage
from app.domains.messages.tables import Message
from app.infra.house import House
from app.infra.unit_of_work import for_house
from app.kernel.clock import ManualClock, at_shanghai, end_of
from app.kernel.errors import Invalid, NotFound
from tests.factories.cases import make_case
from tests.factories.courts import Bench, found_bench


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def case_id(house: House, bench: Bench) -> str:
    with house.work(bench["clerk"]) as w:
        return make_case(w, bench, parties=False).id


def begin(house: House, bench: Bench, case_id: str, subject: str = "1", days: int = 10) -> Deadline:
    """An order to leave, ten days from today, held by the clerk."""
    with house.work(bench["judge"]) as w:
        return service.start(w, "vacate", Start(case_id, bench.court_id, "handover", subject, w.today, length=days, holder_id=bench["clerk"].id))


def stages_of(house: House, deadline: Deadline) -> list[str]:
    with house.reading() as r:
        return list(r.session.scalars(select(DeadlineStage.stage).where(DeadlineStage.deadline_id == deadline.id).order_by(DeadlineStage.at)))


def told(house: House, person_id: str, words: str) -> int:
    with house.reading() as r:
        return r.session.scalar(select(func.count(Message.id)).where(Message.person_id == person_id, Message.title.contains(words))) or 0


def kept(house: House, deadline: Deadline) -> Deadline:
    with house.reading() as r:
        return r.session.scalars(for_house(select(Deadline).where(Deadline.id == deadline.id))).one()


def test_a_period_says_how_it_was_counted(house: House, bench: Bench, case_id: str) -> None:
    deadline = begin(house, bench, case_id)
    assert deadline.due_on.isoformat() == "2026-04-12"
    assert deadline.counted[0] == "2026-04-02 不计入"
    assert deadline.citation.startswith("民")
    assert deadline.calendar_version == kept(house, deadline).calendar_version != ""


def test_each_stage_is_said_once_as_time_passes(house: House, bench: Bench, case_id: str, clock: ManualClock) -> None:
    deadline = begin(house, bench, case_id)
    for hours in range(0, 24 * 12, 5):
        clock.move_to(at_shanghai(2026, 4, 2, 11) + timedelta(hours=hours))
        fire_due(house)
        fire_due(house)
    assert stages_of(house, deadline) == ["warn_3", "warn_1", "due", "missed"]
    clock.move_to(at_shanghai(2026, 4, 20))
    assert [fire_due(house), fire_due(house)] == [1, 0]
    assert stages_of(house, deadline) == ["warn_3", "warn_1", "due", "missed", "escalated"]
    assert kept(house, deadline).next_at is None
    assert told(house, bench["clerk"].id, "责令迁出") == 4


def test_after_an_outage_only_the_latest_is_said_and_a_miss_is_never_lost(house: House, bench: Bench, case_id: str, clock: ManualClock) -> None:
    early, late = begin(house, bench, case_id, "1", 10), begin(house, bench, case_id, "2", 13)
    clock.move_to(at_shanghai(2026, 4, 14, 9))
    fire_due(house)
    assert stages_of(house, early) == ["missed"]
    assert stages_of(house, late) == ["warn_1"]


def test_a_miss_is_told_to_holder_judge_and_director(house: House, bench: Bench, case_id: str, clock: ManualClock) -> None:
    begin(house, bench, case_id)
    clock.move_to(at_shanghai(2026, 4, 13, 0, 0, 1))
    fire_due(house)
    assert [told(house, bench[login].id, "已逾期") for login in ("clerk", "judge", "director", "president")] == [1, 1, 1, 0]


def test_done_in_time_is_judged_by_the_day_of_doing_not_of_entering(house: House, bench: Bench, case_id: str, clock: ManualClock) -> None:
    deadline = begin(house, bench, case_id)
    clock.move_to(at_shanghai(2026, 4, 15, 9))
    with house.work(bench["clerk"]) as w:
        assert service.meet(w, "vacate", "handover", "1", on=deadline.due_on) == 1
    assert (kept(house, deadline).state, kept(house, deadline).late) == ("met", False)
    fire_due(house)
    assert stages_of(house, deadline) == []


def test_done_after_the_last_day_is_late(house: House, bench: Bench, case_id: str, clock: ManualClock) -> None:
    deadline = begin(house, bench, case_id)
    clock.move_to(end_of(deadline.due_on))
    with house.work(bench["clerk"]) as w:
        service.meet(w, "vacate", "handover", "1")
    assert kept(house, deadline).late


def test_starting_anew_replaces_the_running_one(house: House, bench: Bench, case_id: str) -> None:
    first, second = begin(house, bench, case_id), begin(house, bench, case_id, days=15)
    assert (kept(house, first).state, kept(house, second).state) == ("ended", "running")


def test_the_case_keeps_its_nearest_end(house: House, bench: Bench, case_id: str) -> None:
    def nearest() -> tuple[object, str]:
        with house.reading() as r:
            case = house_case(r, case_id)
            return case.next_due_at, case.next_due_title

    begin(house, bench, case_id, "1", 12)
    soon = begin(house, bench, case_id, "2", 4)
    assert nearest() == (soon.due_at, "责令迁出的期限")
    with house.work(bench["clerk"]) as w:
        service.meet(w, "vacate", "handover", "2")
    assert nearest() == (end_of(soon.due_on + timedelta(days=8)), "责令迁出的期限")
    with house.work(bench["clerk"]) as w:
        service.end(w, "vacate", "handover", "1", reason="撤回")
    assert nearest()[1] == "执行案件办结"
    with house.work(bench["judge"]) as w:
        close_case(w, case_id, ClosingWay.DONE, "全部履行")
    assert nearest() == (FAR, "")


def test_an_explanation_is_kept_and_must_say_something(house: House, bench: Bench, case_id: str) -> None:
    deadline = begin(house, bench, case_id)
    with house.work(bench["clerk"]) as w:
        service.explain(w, deadline.id, "买受人贷款审批中，4 月 10 日前可付清")
    assert kept(house, deadline).remark.startswith("买受人贷款")
    with pytest.raises(Invalid), house.work(bench["clerk"]) as w:
        service.explain(w, deadline.id, "好")
    with pytest.raises(NotFound), house.work(bench["clerk_b"]) as w:
        service.explain(w, deadline.id, "与我无关的案件")
