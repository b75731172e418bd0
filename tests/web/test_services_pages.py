"""Pages of service: the list with what failed first, one service, and the form in the street."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from PIL import Image

from app.domains.services.queries import Wanted, list_services
from app.domains.services.tables import Service
from app.infra.house import House
from tests.factories.courts import Bench, found_bench
from tests.factories.handovers import drawn
from tests.factories.plans import freeze, make_plan
from tests.web.visiting import counted, signed_in

PLAIN = {"way": "直接送达", "result": "签收", "at": "2026-04-02T09:00", "place": "海语湾花园", "second": "雷振屿", "receiver": "林绍恒", "relation": "本人"}
LEFT = PLAIN | {"way": "留置送达", "result": "拒收", "receiver": "", "relation": "", "note": "开门后拒收"}


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def found(house: House, bench: Bench) -> Service:
    freeze(house, bench, make_plan(house, bench).id)
    with house.reading(bench["clerk"]) as r:
        return next(each for each in list_services(r, Wanted()) if each.recipient == "林绍恒")


def photo() -> tuple[io.BytesIO, str]:
    out = io.BytesIO()
    Image.new("RGB", (800, 600), "#808080").save(out, "JPEG")
    out.seek(0)
    return out, "door.jpg"


def test_the_list_tells_who_gets_what_until_when_in_few_queries(app: Flask, house: House, found: Service) -> None:
    client = signed_in(app, "clerk")
    with counted(house) as statements:
        page = client.get("/service").text
    assert all(words in page for words in ("拍卖通知书", "林绍恒（被执行人）", "待送达", "去送达", "应送达"))
    assert len(statements) <= 12
    assert "林绍恒" not in client.get("/service?status=failed").text
    assert "林绍恒" in client.get(f"/service?case={found.case_id}&q=林").text
    assert "林绍恒" not in client.get("/service?case=nowhere").text


def test_a_signed_receipt_with_photo_is_kept_and_shown(app: Flask, found: Service) -> None:
    client = signed_in(app, "field")
    assert "另一名送达人" in client.get(f"/service/{found.id}/attempt").text
    answer = client.post(f"/service/{found.id}/attempt", data=PLAIN | {"second": "温若琳", "photos": photo(), "signature": drawn(), "helper": "卢小帆"})
    assert answer.status_code == 303
    page = client.get(answer.headers["Location"]).text
    assert all(words in page for words in ("已送达", "签收人 林绍恒（本人）", "协助人 卢小帆", "door.jpg"))
    pictures = {part.split('"')[0] for part in page.split(f"/service/{found.id}/photos/")[1:]}
    assert [client.get(f"/service/{found.id}/photos/{digest}").status_code for digest in pictures] == [200, 200]
    assert client.get(f"/service/{found.id}/photos/{'0' * 64}").status_code == 404


def test_leaving_without_proof_keeps_what_was_typed(app: Flask, found: Service) -> None:
    client = signed_in(app, "clerk")
    answer = client.post(f"/service/{found.id}/attempt", data=LEFT)
    assert answer.status_code == 422
    assert all(words in answer.text for words in ("见证人和照片不全，不能作留置送达；民诉法第89条", "开门后拒收"))
    assert client.post(f"/service/{found.id}/attempt", data=LEFT | {"photos": photo()}).status_code == 303
    assert all(words in client.get(f"/service/{found.id}").text for words in ("视为送达", "推定", "拒收，留置于住所"))


def test_a_failure_is_red_on_page_list_and_workbench(app: Flask, found: Service) -> None:
    client = signed_in(app, "clerk")
    assert client.post(f"/service/{found.id}/attempt", data=PLAIN | {"result": "无人"}).status_code == 303
    assert "送达失败，待另行送达" in client.get(f"/service/{found.id}").text
    assert "送达失败 1 件，待另行送达" in client.get("/service").text
    assert "送达失败，待另行送达：拍卖通知书" in client.get("/").text


def test_electronic_service_needs_consent_and_a_neighbour_sees_nothing(app: Flask, found: Service) -> None:
    client = signed_in(app, "clerk")
    answer = client.post(f"/service/{found.id}/attempt", data=PLAIN | {"way": "电子送达", "channel": "短信"})
    assert answer.status_code == 422
    assert "受送达人未同意电子送达" in answer.text
    neighbour = signed_in(app, "clerk_b")
    assert [neighbour.get(path).status_code for path in (f"/service/{found.id}", f"/service/{found.id}/attempt")] == [404, 404]
    assert neighbour.post(f"/service/{found.id}/attempt", data=PLAIN).status_code == 404
    assert signed_in(app, "closing").get(f"/service/{found.id}/attempt").status_code == 403


def test_a_paper_is_put_on_the_list_by_hand_once_and_keeps_what_was_typed(app: Flask, found: Service) -> None:
    client = signed_in(app, "clerk")
    assert found.case_number in client.get(f"/service/new?case={found.case_id}").text
    told = {"case_number": found.case_number, "title": "传票", "recipient": "林绍恒", "capacity": "被执行人", "kind": "natural", "due_on": "2026-04-10"}
    wrong = client.post("/service/new", data=told | {"case_number": "（2026）粤0115执9999号"})
    assert (wrong.status_code, "没有这个案号的案件" in wrong.text, "传票" in wrong.text) == (422, True, True)
    answer = client.post("/service/new", data=told)
    assert answer.status_code == 303
    assert all(words in client.get(answer.headers["Location"]).text for words in ("传票", "待送达", "登记结果"))
    again = client.post("/service/new", data=told)
    assert (again.status_code, "尚未送达" in again.text) == (422, True)
    assert signed_in(app, "clerk_b").get(answer.headers["Location"]).status_code == 404


def test_returns_are_made_together_and_what_cannot_be_is_named(app: Flask, house: House, bench: Bench, found: Service) -> None:
    client = signed_in(app, "clerk")
    with house.reading(bench["clerk"]) as r:
        waiting = next(each for each in list_services(r, Wanted()) if each.id != found.id)
    client.post(f"/service/{found.id}/attempt", data=PLAIN)
    page = client.post("/service/returns", data={"ids": [found.id, waiting.id, "0" * 32]}).text
    assert all(words in page for words in ("已制作 1 件", f"{waiting.title}（{waiting.recipient}）", "待送达，没有送达不能制作回证", "1 件没有找到"))
    assert "批量制作回证" in client.get("/service?status=served").text


def test_the_entrusted_courts_days_are_entered_on_the_services_page(app: Flask, found: Service) -> None:
    client = signed_in(app, "clerk")
    assert "受托法院收到委托函" not in client.get(f"/service/{found.id}").text
    sent = PLAIN | {"way": "委托送达", "result": "已发出", "place": "广州市番禺区人民法院", "receiver": "", "relation": ""}
    assert client.post(f"/service/{found.id}/attempt", data=sent).status_code == 303
    assert "民诉法解释第134条" in client.get(f"/service/{found.id}").text
    wrong = client.post(f"/service/{found.id}/entrusted", data={"on": "2026-04-01"})
    assert (wrong.status_code, "不早于发出之日" in wrong.text) == (422, True)
    assert client.post(f"/service/{found.id}/entrusted", data={"on": "2026-04-02"}).status_code == 303
    assert "2026-04-02 受托法院收到委托函" in client.get(f"/service/{found.id}").text
    assert "受托法院代为送达" in client.get(f"/deadlines?case={found.case_id}").text
