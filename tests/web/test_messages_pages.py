"""The inbox page."""

from __future__ import annotations

import pytest
from flask import Flask

from app.domains.messages.service import Notice, tell
from app.infra.house import House
from tests.factories.courts import Bench, found_bench
from tests.web.visiting import counted, signed_in


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


def send(house: House, bench: Bench, count: int = 1, link: str = "/cases") -> None:
    for number in range(count):
        with house.work(bench["judge"]) as w:
            tell(w, [bench["clerk"].id], Notice("deadline", f"期限提醒 {number}", link=link))


def test_a_message_is_read_by_opening_it(app: Flask, house: House, bench: Bench) -> None:
    send(house, bench)
    client = signed_in(app, "clerk")
    page = client.get("/inbox").text
    assert "1 条未读" in page
    opened = client.post("/inbox/" + page.split('action="/inbox/')[2].split('"')[0])
    assert (opened.status_code, opened.location) == (303, "/cases")
    assert "0 条未读" in client.get("/inbox").text


def test_all_are_read_at_once(app: Flask, house: House, bench: Bench) -> None:
    send(house, bench, 3)
    client = signed_in(app, "clerk")
    assert client.post("/inbox/read").status_code == 303
    assert "0 条未读" in client.get("/inbox").text


def test_a_link_never_leads_out_of_the_house(app: Flask, house: House, bench: Bench) -> None:
    send(house, bench, link="//elsewhere.example/x")
    client = signed_in(app, "clerk")
    address = "/inbox/" + client.get("/inbox").text.split('action="/inbox/')[2].split('"')[0]
    assert client.post(address).location == "/"


def test_anothers_message_is_not_found(app: Flask, house: House, bench: Bench) -> None:
    send(house, bench)
    address = "/inbox/" + signed_in(app, "clerk").get("/inbox").text.split('action="/inbox/')[2].split('"')[0]
    other = signed_in(app, "director")
    assert other.post(address).status_code == 404
    assert "没有消息" in other.get("/inbox").text


def test_queries_do_not_grow(app: Flask, house: House, bench: Bench) -> None:
    send(house, bench)
    client = signed_in(app, "clerk")
    with counted(house) as few:
        client.get("/inbox")
    send(house, bench, 20)
    with counted(house) as many:
        client.get("/inbox")
    assert len(many) == len(few) <= 10
