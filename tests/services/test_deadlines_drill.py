"""Drills of the deadlines' tick: two heartbeats at once over hundreds of rows, and a deadline that cannot be fired among others that can."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from app.domains.audit.tables import TrailRow
from app.domains.courts.service import load_calendar_years
from app.domains.deadlines import service
from app.domains.deadlines.events import DeadlineSpoke
from app.domains.deadlines.jobs import fire_due
from app.domains.deadlines.rules import wait_after_failure
from app.domains.deadlines.service import Start
from app.domains.deadlines.tables import Deadline, DeadlineStage
from app.domains.messages.tables import Message
from app.infra.house import House
from app.infra.unit_of_work import Work, Works, for_house
from app.kernel.clock import ManualClock, at_shanghai, day_of, start_of
from app.kernel.workdays import built_in
from app.law.questions.asking import ask_many
from app.process import REACTIONS
from benchmarks.deadline_years import simulate
from benchmarks.deadlines_drill import run
from tests.factories.cases import make_case
from tests.factories.courts import Bench, found_bench

MANY = 300
AFTER_THE_END = at_shanghai(2026, 4, 13, 1)


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


def begin(house: House, bench: Bench, number: int) -> list[str]:
    """Orders to leave within ten days, all of one case, in one act."""
    with house.work(bench["judge"]) as w:
        case_id = make_case(w, bench, parties=False).id
        plain = Start(case_id, bench.court_id, "handover", "", w.today, length=10, holder_id=bench["clerk"].id)
        return [service.start(w, "vacate", replace(plain, subject_id=str(each))).id for each in range(number)]


def missed(house: House) -> Counter[str]:
    with house.reading() as r:
        return Counter(r.session.scalars(select(DeadlineStage.deadline_id).where(DeadlineStage.stage == "missed")))


def next_at(house: House, deadline_id: str) -> datetime | None:
    with house.reading() as r:
        return r.session.scalars(for_house(select(Deadline.next_at).where(Deadline.id == deadline_id))).one()


def failures(house: House) -> list[TrailRow]:
    with house.reading() as r:
        return list(r.session.scalars(select(TrailRow).where(TrailRow.act == "deadline.put_off")))


def with_fault(house: House, deadline_id: str) -> House:
    """The same house with one more reaction, which cannot bear one deadline."""

    def refuse(_w: Work, fact: DeadlineSpoke) -> None:
        if fact.deadline_id == deadline_id:
            raise RuntimeError("the paper of this deadline cannot be made")

    return replace(house, works=Works(house.database, house.clock, {DeadlineSpoke: (refuse,)}))


def test_two_heartbeats_fire_three_hundred_deadlines_once_each(house: House, bench: Bench, clock: ManualClock) -> None:
    begun = begin(house, bench, MANY)
    clock.move_to(AFTER_THE_END)
    ready = threading.Barrier(2)

    def beat() -> int:
        ready.wait()
        return fire_due(house)

    with ThreadPoolExecutor(2) as beats:
        looked = [beats.submit(beat) for _ in range(2)]
    assert sum(each.result() for each in looked) == MANY
    assert missed(house) == dict.fromkeys(begun, 1)
    assert failures(house) == []
    with house.reading() as r:
        trailed = r.session.scalar(select(func.count(TrailRow.id)).where(TrailRow.act == "deadline.missed"))
        told = r.session.scalar(select(func.count(Message.id)).where(Message.person_id == bench["director"].id, Message.title.contains("已逾期")))
    assert (trailed, told) == (MANY, MANY)


def test_one_that_begins_after_its_last_day_is_told_missed_at_the_next_beat(house: House, bench: Bench, clock: ManualClock) -> None:
    with house.work(bench["judge"]) as w:
        late = Start(make_case(w, bench, parties=False).id, bench.court_id, "handover", "late", w.today - timedelta(days=20), length=10)
        begun = service.start(w, "vacate", late).id
    assert fire_due(house) == 1
    assert missed(house) == {begun: 1}
    assert fire_due(house) == 0


def test_one_that_cannot_be_fired_holds_up_nobody_else(house: House, bench: Bench, clock: ManualClock) -> None:
    first, *others = begin(house, bench, 7)
    clock.move_to(AFTER_THE_END)
    assert fire_due(with_fault(house, first)) == 7
    assert missed(house) == dict.fromkeys(others, 1)
    assert next_at(house, first) == AFTER_THE_END + timedelta(hours=1)
    (told,) = failures(house)
    assert (told.thing_id, told.result, told.details) == (first, "failed", {"error": "RuntimeError"})
    assert "稍后再试" in told.summary


def test_it_waits_and_is_fired_once_the_fault_is_mended(house: House, bench: Bench, clock: ManualClock) -> None:
    first, *_ = begin(house, bench, 2)
    clock.move_to(AFTER_THE_END)
    fire_due(with_fault(house, first))
    assert fire_due(house) == 0
    clock.advance(timedelta(hours=1))
    assert fire_due(house) == 1
    assert missed(house)[first] == 1
    assert next_at(house, first) == start_of(day_of(clock.now())) + timedelta(days=3, hours=8, minutes=30)


def test_more_than_a_batch_of_them_still_lets_the_last_one_through(house: House, bench: Bench, clock: ManualClock, monkeypatch: pytest.MonkeyPatch) -> None:
    first, *others = begin(house, bench, 5)
    monkeypatch.setattr("app.domains.deadlines.jobs.BATCH", 1)
    clock.move_to(AFTER_THE_END)
    assert fire_due(with_fault(house, first)) == 5
    assert missed(house) == dict.fromkeys(others, 1)


@pytest.mark.parametrize(("late", "waits"), [(0, 60), (59, 60), (60, 60), (61, 61), (600, 600), (3600, 3600), (3601, 3600), (90_000, 3600)])
def test_it_waits_as_long_again_as_it_is_late_from_a_minute_to_an_hour(late: int, waits: int) -> None:
    assert wait_after_failure(AFTER_THE_END, AFTER_THE_END + timedelta(seconds=late)) == timedelta(seconds=waits)


def test_heartbeat_and_worker_as_processes_killed_at_random_fire_each_stage_once() -> None:
    told = run("sqlite", 40, seed=3, within=240.0)
    assert told.good, told
    assert (told.due_fired, told.missed_fired, told.twice) == (40, 40, 0)


def test_two_years_of_two_cases_pass_with_warning_and_mark_and_as_the_law_engine_reckons(house: House, bench: Bench) -> None:
    with house.work() as w:
        load_calendar_years(w, built_in())
    lived = ManualClock(at_shanghai(2025, 3, 3))
    told = simulate(replace(house, clock=lived, works=Works(house.database, lived, REACTIONS, lived)), lived, bench, 2, 5, ask_many)
    assert told.good, told
    assert told.periods == 10
    assert told.marks > 0
