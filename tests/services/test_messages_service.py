"""Messages: told once a person, never to oneself, read by their owner."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from app.domains.messages import service
from app.domains.messages.queries import count_unread, list_mine
from app.domains.messages.service import Notice
from app.domains.messages.tables import Message
from app.infra.house import House
from app.infra.outbox import Job
from app.kernel.actor import Role
from app.kernel.errors import NotFound
from tests.factories.courts import Bench, found_bench

NOTICE = Notice("deadline", "买受人付清余款将到期", body="海语湾花园3栋1204房，595,000.00 元", link="/deadlines/1")


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


def test_each_person_is_told_once_and_nobody_of_an_own_act(house: House, bench: Bench) -> None:
    judge, clerk = bench["judge"], bench["clerk"]
    with house.work(judge) as w:
        assert service.tell(w, [clerk.id, clerk.id, judge.id, None], NOTICE) == 1
    with house.reading(clerk) as r:
        assert [each.title for each in list_mine(r)] == [NOTICE.title]
    with house.reading(judge) as r:
        assert count_unread(r) == 0


def test_how_else_they_are_told_is_one_job_whoever_they_are(house: House, bench: Bench) -> None:
    with house.work(bench["clerk"]) as w:
        service.tell(w, [bench["judge"].id, bench["director"].id], NOTICE)
    with house.reading() as r:
        job = r.session.scalars(select(Job)).one()
        told = set(r.session.scalars(select(Message.id)))
    assert (job.kind, set(job.payload["message_ids"]), job.payload["court_id"]) == ("messages.plan", told, bench.court_id)


def test_a_role_of_one_court_is_told_and_not_its_neighbours(house: House, bench: Bench) -> None:
    with house.work(bench["clerk"]) as w:
        assert service.tell_role(w, Role.JUDGE, NOTICE, court_id=bench.court_id) == 1
    with house.reading(bench["judge_b"]) as r:
        assert count_unread(r) == 0


def test_unread_come_first_and_reading_is_ones_own(house: House, bench: Bench) -> None:
    clerk = bench["clerk"]
    with house.work(bench["judge"]) as w:
        service.tell(w, [clerk.id], replace(NOTICE, title="第一条"))
    with house.work(bench["judge"]) as w:
        service.tell(w, [clerk.id], replace(NOTICE, title="第二条"))
    with house.reading(clerk) as r:
        newest = list_mine(r)[0].id
    with pytest.raises(NotFound), house.work(bench["judge"]) as w:
        service.open_message(w, newest)
    with house.work(clerk) as w:
        assert service.open_message(w, newest) == "/deadlines/1"
    with house.reading(clerk) as r:
        assert (count_unread(r), list_mine(r)[-1].id) == (1, newest)
    with house.work(clerk) as w:
        service.mark_read(w)
    with house.reading(clerk) as r:
        assert count_unread(r) == 0
