"""Pages of viewings: the lot's three regions, the guide's phone, and the public page that shows free places and no names."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.domains.viewings import asking, queries, rules, service
from app.infra.house import House
from app.kernel.clock import ManualClock
from app.law.viewing import ADVICE, slots_advice
from tests.factories.custody import make_item
from tests.factories.rounds import make_round
from tests.factories.viewings import STARTS_AT, VISITOR, Show, found_show
from tests.web.visiting import counted, signed_in

QUERIES_OF_LOT = 23
QUERIES_OF_PUBLIC = 4


@pytest.fixture
def show(app: Flask) -> Show:
    return found_show(app.extensions["house"])


@pytest.fixture
def clerk(app: Flask, show: Show) -> FlaskClient:
    return signed_in(app, "clerk")


def lot_of(show: Show) -> str:
    return f"/lots/{show.round.id}/viewings"


def booked(show: Show) -> int:
    with show.house.reading() as r:
        return queries.get_slot(r, show.slot.id)[0].booked


def test_a_lot_without_viewings_says_so_and_begins(app: Flask, show: Show, clerk: FlaskClient) -> None:
    with show.house.work(show.bench["clerk"]) as w:
        fresh = make_round(w, show.bench, 1507)
    page = clerk.get(f"/lots/{fresh.id}/viewings").text
    assert all(words in page for words in ("还没有预约", "公告期内建议每周至少一次", "＋时段", "没有保管物"))
    assert "＋时段" not in signed_in(app, "closing").get(f"/lots/{fresh.id}/viewings").text
    assert clerk.post(f"/lots/{fresh.id}/viewings").status_code == 303
    assert "开放公开预约页" in clerk.get(f"/lots/{fresh.id}/viewings").text
    assert signed_in(app, "clerk_b").post(f"/lots/{fresh.id}/viewings").status_code == 404


def test_the_lots_page_holds_all_three_regions(show: Show, clerk: FlaskClient) -> None:
    with show.house.work(show.bench["clerk"]) as w:
        service.book(w, show.slot.id, VISITOR)
        asking.ask(w, show.programme.id, "phone", "物业费多少？")
        make_item(w, show.round.asset_id, photos=False)
    page = clerk.get(lot_of(show)).text
    wanted = ("4月4日 周六 休 09:30", "已约 2/8", "带看 卢小帆", "司先生", "尾号 8000", "物业费多少？", "未答 1", "S-0001", "缺 4月2日 的封存照片，不能交付")
    assert [words for words in wanted if words not in page] == []


def test_slots_are_added_and_called_off_and_what_is_wrong_is_told(show: Show, clerk: FlaskClient) -> None:
    slot = {"on": "2026-04-08", "starts": "14:00", "ends": "15:00", "capacity": "4", "place": "门岗", "guide_id": show.outside["worker"].id}
    assert slots_advice(1) in clerk.get(lot_of(show)).text
    assert clerk.post(f"/viewings/{show.programme.id}/slots", data=slot).location == lot_of(show)
    assert ADVICE not in clerk.get(lot_of(show)).text
    for wrong in ({"on": "2026-04-01"}, {"ends": "13:00"}, {"capacity": "0"}, {"guide_id": show.bench["closing"].id}, {"place": ""}):
        assert clerk.post(f"/viewings/{show.programme.id}/slots", data=slot | wrong).status_code == 422, wrong
    assert clerk.post(f"/viewings/{show.programme.id}/slots", data=slot).status_code == 409
    assert clerk.post(f"/viewings/slots/{show.slot.id}/cancel", data={"reason": "设备检修"}).status_code == 303
    assert "已取消" in clerk.get(lot_of(show)).text
    assert slots_advice(1) in clerk.get(lot_of(show)).text


def test_the_agency_books_guides_and_counts_on_the_phone(app: Flask, show: Show, clock: ManualClock) -> None:
    worker, agency = signed_in(app, "worker"), signed_in(app, "agency")
    assert "包装机械" in worker.get("/viewings").text
    assert "没有要带看的时段" in signed_in(app, "agency2").get("/viewings").text
    form = {"called": "司先生", "phone": "13800138000", "people": "2", "source": "phone"}
    assert worker.post(f"/viewings/slots/{show.slot.id}/bookings", data=form).location == f"/viewings/{show.programme.id}"
    assert worker.post(f"/viewings/slots/{show.slot.id}/bookings", data=form | {"called": "440100196805030536"}).status_code == 422
    assert "时段开始后登记到场人数" in worker.get(f"/m/viewings/{show.slot.id}").text
    clock.move_to(STARTS_AT + timedelta(minutes=50))
    worker, agency = signed_in(app, "worker"), signed_in(app, "agency")
    page = worker.get(f"/m/viewings/{show.slot.id}").text
    assert all(words in page for words in ("司先生", "尾号 8000", "确认带看"))
    assert worker.post(f"/m/viewings/{show.slot.id}", data={"headcount": "2", "incidents": ""}).status_code == 422
    assert worker.post(f"/m/viewings/{show.slot.id}", data={"headcount": "2", "incidents": "无"}).status_code == 303
    assert "到场 2 人" in agency.get(f"/viewings/{show.programme.id}").text
    assert signed_in(app, "agency2").get(f"/viewings/{show.programme.id}").status_code == 404


def test_questions_are_answered_passed_on_and_published_where_the_judge_allows(app: Flask, show: Show, clerk: FlaskClient) -> None:
    code, judge = show.opened, signed_in(app, "judge")
    assert clerk.post(f"/viewings/{show.programme.id}/questions", data={"channel": "phone", "body": "能否试机？"}).status_code == 303
    with show.house.reading() as r:
        question = queries.list_questions(r, show.programme)[0].id
    assert clerk.post(f"/viewings/questions/{question}/answer", data={"answer": "很划算", "source": "公告"}).status_code == 422
    assert clerk.post(f"/viewings/questions/{question}/answer", data={"answer": "不试机", "source": "法官答复"}).status_code == 403
    assert clerk.post(f"/viewings/questions/{question}/escalate").status_code == 303
    assert clerk.post(f"/viewings/questions/{question}/publish", data={"published": "yes"}).status_code == 403
    assert judge.post(f"/viewings/questions/{question}/answer", data={"answer": "现场断电，不试机", "source": "法官答复"}).status_code == 303
    assert "不试机" not in app.test_client().get(f"/p/viewings/{code}").text
    assert judge.post(f"/viewings/questions/{question}/publish", data={"published": "yes"}).status_code == 303
    assert "现场断电，不试机" in app.test_client().get(f"/p/viewings/{code}").text
    assert "法官同意" in clerk.get(lot_of(show)).text
    assert judge.post(f"/viewings/questions/{question}/publish", data={"published": "no"}).status_code == 303
    assert "不试机" not in app.test_client().get(f"/p/viewings/{code}").text


def test_the_public_page_is_off_until_it_is_opened_and_off_again(app: Flask, show: Show, clerk: FlaskClient) -> None:
    stranger, address = app.test_client(), f"/p/viewings/{show.programme.code}"
    assert [stranger.get(address).status_code, stranger.post(address).status_code, stranger.post(f"{address}/cancel").status_code] == [404, 404, 404]
    clerk.post(f"/viewings/{show.programme.id}/page", data={"public": "yes"})
    assert stranger.get(address).status_code == 200
    clerk.post(f"/viewings/{show.programme.id}/page", data={"public": "no"})
    assert stranger.get(address).status_code == 404
    assert len(show.programme.code) >= 32


def test_a_stranger_sees_free_places_and_no_names_books_and_cancels(app: Flask, show: Show) -> None:
    with show.house.work(show.bench["clerk"]) as w:
        service.book(w, show.slot.id, VISITOR)
    stranger, address = app.test_client(), f"/p/viewings/{show.opened}"
    page = stranger.get(address).text
    assert "剩 6 位" in page
    assert [words for words in ("司先生", "8000", "卢小帆", "安衡", "执1422", "温若琳") if words in page] == []
    form = {"slot_id": show.slot.id, "called": "林女士", "phone": "13900139000", "people": "3"}
    for wrong in ({"called": "林女士44010019680503"}, {"phone": "123"}, {"people": "9"}, {"slot_id": ""}):
        assert stranger.post(address, data=form | wrong).status_code == 422, wrong
    done = stranger.post(address, data=form)
    code = re.search(r"取消码 ([0-9A-Z]{10})", done.text)
    assert (done.status_code, booked(show), "剩 3 位" in done.text) == (200, 5, True)
    assert "林女士" not in stranger.get(address).text
    assert code is not None
    assert stranger.post(f"{address}/cancel", data={"cancel": "AAAAAAAAAA"}).status_code == 404
    assert "已取消预约" in stranger.post(f"{address}/cancel", data={"cancel": code[1]}).text
    assert booked(show) == 2


def test_a_strangers_question_is_open_for_the_court_and_shown_to_nobody_before_the_judge_allows_it(app: Flask, show: Show, clerk: FlaskClient) -> None:
    stranger, address = app.test_client(), f"/p/viewings/{show.programme.code}/questions"
    assert stranger.post(address, data={"body": "设备能否试机？"}).status_code == 404
    page = f"/p/viewings/{show.opened}"
    for wrong in ("", "好", "我的电话 13800138000，能否试机？"):
        assert stranger.post(address, data={"body": wrong}).status_code == 422, wrong
    assert "问题已收到" in stranger.post(address, data={"body": "设备能否试机？"}).text
    assert "能否试机" not in stranger.get(page).text
    lot, inbox = clerk.get(lot_of(show)).text, clerk.get("/inbox").text
    assert [words for words in ("设备能否试机？", "网页", "未答 1") if words not in lot] == []
    assert "网上咨询待答复" in inbox
    assert "能否试机" not in inbox
    for _ in range(rules.ADDRESS_LIMIT):
        last = stranger.post(address, data={"body": "设备能否试机？"})
    assert (last.status_code, "操作太频繁" in last.text) == (429, True)


def test_too_many_requests_of_one_address_are_refused_also_good_ones(app: Flask, show: Show) -> None:
    stranger, address = app.test_client(), f"/p/viewings/{show.opened}"
    for _ in range(rules.ADDRESS_LIMIT):
        assert stranger.post(address, data={}).status_code == 422
    form = {"slot_id": show.slot.id, "called": "林女士", "phone": "13900139000", "people": "1"}
    refused = stranger.post(address, data=form)
    assert (refused.status_code, "操作太频繁：15 分钟后再试" in refused.text, booked(show)) == (429, True, 0)
    assert stranger.get(address).status_code == 200
    assert stranger.post(address, data=form, environ_base={"REMOTE_ADDR": "203.0.113.9"}).status_code == 200


def test_a_form_of_another_site_books_nothing(app: Flask, show: Show) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    form = {"slot_id": show.slot.id, "called": "林女士", "phone": "13900139000", "people": "1"}
    assert app.test_client().post(f"/p/viewings/{show.opened}", data=form).status_code == 400
    assert booked(show) == 0


@pytest.mark.parametrize("number", [1, 6])
def test_the_pages_take_the_same_number_of_queries_however_full_they_are(app: Flask, show: Show, clerk: FlaskClient, number: int) -> None:
    house: House = show.house
    with house.work(show.bench["clerk"]) as w:
        for each in range(number):
            starts = STARTS_AT + timedelta(days=each + 1)
            slot = service.add_slot(w, show.programme.id, service.AddSlot(starts, starts + timedelta(hours=1), 8, "门岗", show.outside["worker"].id))
            service.book(w, slot.id, VISITOR)
            asking.ask(w, show.programme.id, "phone", "能否试机？")
            make_item(w, show.round.asset_id, each + 1)
    with counted(house) as lot:
        clerk.get(lot_of(show))
    address = f"/p/viewings/{show.opened}"
    with counted(house) as public:
        app.test_client().get(address)
    assert (len(lot), len(public)) == (QUERIES_OF_LOT, QUERIES_OF_PUBLIC)
