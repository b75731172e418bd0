"""The inbox page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from app.domains.deadlines.service import Start, start
from app.domains.messages.service import Notice, tell
from app.infra.house import House
from app.infra.slices import PAGE
from app.kernel.actor import Role
from tests.factories.cases import make_case
from tests.factories.courts import Bench, found_bench, open_person
from tests.web.visiting import counted, signed_in


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


def send(house: House, bench: Bench, count: int = 1, link: str = "/cases", case_id: str | None = None) -> None:
    with house.work(bench["judge"]) as w:
        for number in range(count):
            tell(w, [bench["clerk"].id], Notice("deadline", f"期限提醒 {number}", link=link, case_id=case_id))


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


def test_the_last_unread_is_reached_page_by_page(app: Flask, house: House, bench: Bench) -> None:
    send(house, bench, 2 * PAGE + 1)
    client = signed_in(app, "clerk")
    pages = [client.get(f"/inbox?page={number}&q=nonsense").text for number in (1, 2, 3)]
    assert [page.count("data-item") for page in pages] == [PAGE, PAGE, 1]
    assert ["下一页" in page for page in pages] == [True, True, False]
    assert f"{2 * PAGE + 1} 条未读" in pages[2]


def test_unread_come_first_and_each_half_is_gathered_by_case(app: Flask, house: House, bench: Bench) -> None:
    with house.work(bench["clerk"]) as w:
        first, second = make_case(w, bench, parties=False), make_case(w, bench, 1423, parties=False)
        foreign = make_case(w, bench, 1424, parties=False)
        foreign.court_id = bench["clerk_b"].court_id or ""
    client = signed_in(app, "clerk")
    send(house, bench, case_id=first.id)
    client.post("/inbox/read")
    for case_id in (first.id, second.id, first.id, foreign.id):
        send(house, bench, case_id=case_id)
    with counted(house) as statements:
        page = client.get("/inbox").text
    unread, read = page.split("已读</h2>")
    assert [unread.count(f'href="/cases/{each.id}"') for each in (first, second, foreign)] == [1, 1, 0]
    assert ("其他消息" in unread, "其他消息" in read, f'href="/cases/{first.id}"' in read) == (True, False, True)
    assert len(statements) <= 10


def test_the_headers_two_buttons_open_eight_rows_and_lead_on(app: Flask, house: House, bench: Bench) -> None:
    with house.work(bench["clerk"]) as w:
        case = make_case(w, bench, parties=False)
    with house.work() as w:
        for number in range(10):
            start(w, "sale_ruling", Start(case.id, bench.court_id, "settlement", f"s{number}", w.today - timedelta(days=10), holder_id=bench["judge"].id))
    client = signed_in(app, "clerk")
    send(house, bench, 10)
    page = client.get("/cases").text
    assert all(f'hx-get="/header/{name}"' in page for name in ("due", "inbox"))
    with counted(house) as statements:
        due, inbox = client.get("/header/due").text, client.get("/header/inbox").text
    assert (due.count("成交裁定书送达买受人"), "执1422号" in due, "期限日历" in due) == (8, True, True)
    assert (inbox.count("期限提醒"), "全部已读" in inbox, "设置接收方式" in inbox, 'href="/inbox"' in inbox) == (8, True, True, True)
    assert len(statements) <= 9
    with house.work() as w:
        open_person(w, "keeper", "易知远", Role.SYSADMIN, court_id=bench.court_id)
    idle = signed_in(app, "keeper")
    assert ("今天没有到期事项" in idle.get("/header/due").text, "没有消息" in idle.get("/header/inbox").text) == (True, True)
