"""Messages: told once a person, never to oneself, read by their owner; mail goes out over a real line without names, addresses or amounts."""

from __future__ import annotations

import socket
from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from sqlalchemy import select

from app.domains.accounts.tables import Person
from app.domains.messages import service
from app.domains.messages.jobs import SUBJECTS, mail_messages
from app.domains.messages.queries import count_unread, list_mine
from app.domains.messages.service import Notice
from app.infra.house import House
from app.infra.outbox import Job
from app.kernel.actor import Role
from app.kernel.errors import NotFound
from tests.factories.courts import Bench, found_bench

NOTICE = Notice("deadline", "买受人付清余款将到期", body="海语湾花园3栋1204房，595,000.00 元", link="/deadlines/1")


class Post(Sink):
    """A mail server that keeps what it gets."""

    def __init__(self) -> None:
        super().__init__()
        self.got: list[tuple[list[str], bytes]] = []

    async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:
        self.got.append((envelope.rcpt_tos, envelope.content))
        return "250 kept"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


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


def test_mail_goes_out_and_says_only_its_kind(house: House, bench: Bench) -> None:
    with house.work() as w:
        w.session.get(Person, bench["clerk"].id).mail = "clerk@court.example"
        service.tell(w, [bench["clerk"].id, bench["judge"].id], NOTICE)
    with house.reading() as r:
        job = r.session.scalars(select(Job).where(Job.kind == "messages.mail")).one()
    post = Post()
    port = free_port()
    server = Controller(post, hostname="127.0.0.1", port=port)
    server.start()
    try:
        mail_messages(replace(house, settings=replace(house.settings, mail_url=f"smtp://paifu%40court.example@127.0.0.1:{port}")), job.payload)
    finally:
        server.stop()
    assert [people for people, _ in post.got] == [["clerk@court.example"]]
    mail = message_from_bytes(post.got[0][1], policy=policy.default)
    assert (mail["Subject"], mail["From"]) == (SUBJECTS["deadline"], "paifu@court.example")
    whole = mail.as_string() + mail.get_content()
    assert not any(words in whole for words in ("海语湾", "595", "余款", "温若琳"))


def test_without_a_server_nothing_is_sent(house: House, bench: Bench) -> None:
    mail_messages(house, {"person_ids": [bench["clerk"].id], "kind": "deadline"})
