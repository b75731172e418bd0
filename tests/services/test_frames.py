"""The outer frames: what fails in a tick or a job is told, put off and never raised."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from app.heartbeat import turn_of
from app.infra.beats import Beat
from app.infra.frame import framed
from app.infra.house import House, Tick
from app.infra.outbox import Job, JobState, claim_due
from app.worker import perform_job


def broken(*_given: object) -> None:
    raise ValueError("no such paper")


def beat_of(house: House, name: str) -> Beat:
    with house.database.read() as session:
        return session.get_one(Beat, name)


def test_an_act_in_a_frame_gives_its_value_or_the_words_of_its_error() -> None:
    assert framed(lambda: 7, "seven").value == 7
    assert framed(broken, "paper", document="d1").error == "ValueError: no such paper"


def test_a_tick_that_fails_is_noted_and_its_next_turn_clears_the_note(house: House) -> None:
    turn_of(house, Tick("papers.make", 1.0, broken))()
    assert beat_of(house, "papers.make").error == "ValueError: no such paper"
    turn_of(house, Tick("papers.make", 1.0, lambda _house: None))()
    assert beat_of(house, "papers.make").error == ""


def test_a_job_that_fails_comes_back_and_one_that_works_is_done(house: House) -> None:
    done: list[dict[str, Any]] = []
    able = replace(house, handlers={"paper.make": broken, "paper.send": lambda _house, payload: done.append(payload)})
    with able.work() as w:
        w.later("paper.make", {"id": "1"})
        w.later("paper.send", {"id": "2"})
    with able.database.write() as session, session.begin():
        claims = claim_due(session, able.clock.now())
    for claim in claims:
        perform_job(able, claim)
    with able.database.read() as session:
        kept = {job.kind: (job.state, job.error) for job in session.scalars(select(Job))}
    assert kept == {"paper.make": (JobState.TODO, "ValueError: no such paper"), "paper.send": (JobState.DONE, None)}
    assert done == [{"id": "2"}]
