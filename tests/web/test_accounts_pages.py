"""The system administrator's pages: people of the own court, opened, appointed, switched off; nothing of any case."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.infra.house import House
from app.kernel.actor import Role
from tests.factories.courts import PASSWORD, Bench, found_bench, open_person
from tests.web.visiting import counted, signed_in

NEW = {"name": "祝子安", "login": "zhu.zian", "password": "a-long-password", "role": "clerk", "post": "财产处置组书记员", "phone": "19900000088", "mail": ""}


@pytest.fixture
def bench(house: House) -> Bench:
    made = found_bench(house)
    with house.work() as w:
        open_person(w, "sysadmin", "蒙一舟", Role.SYSADMIN, court_id=made.court_id)
    return made


@pytest.fixture
def admin(app: Flask, bench: Bench) -> FlaskClient:
    return signed_in(app, "sysadmin")


def test_people_of_the_own_court_are_listed_and_no_others(admin: FlaskClient) -> None:
    page = admin.get("/admin/people").text
    assert all(words in page for words in ("温若琳", "书记员", "从未登录"))
    assert "白知遥" not in page
    assert "孔令舟" not in admin.get("/admin/people?q=clerk").text


def test_an_account_is_opened_and_can_be_used(app: Flask, admin: FlaskClient) -> None:
    opened = admin.post("/admin/people", data=NEW)
    assert opened.status_code == 303
    assert "祝子安" in admin.get(opened.location).text
    assert "199****0088" in admin.get("/admin/people").text
    assert app.test_client().post("/login", data={"username": "zhu.zian", "password": NEW["password"]}).status_code == 302


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [("login", "clerk", "账号已存在"), ("login", "坏", "小写字母开头"), ("password", "short", "10 至 128"), ("name", "", "必填"), ("role", "agency", "")],
)
def test_what_is_wrong_is_told_and_the_rest_kept(admin: FlaskClient, field: str, value: str, words: str) -> None:
    answer = admin.post("/admin/people", data=NEW | {field: value})
    assert (answer.status_code, words in answer.text, "财产处置组书记员" in answer.text) == (422, True, True)


def test_switching_off_needs_the_login_typed(app: Flask, admin: FlaskClient, bench: Bench) -> None:
    address, clerk = f"/admin/people/{bench['clerk'].id}", signed_in(app, "clerk")
    assert admin.post(f"{address}/off", data={"login": "judge"}).status_code == 422
    assert clerk.get("/me/sessions").status_code == 200
    assert admin.post(f"{address}/off", data={"login": "clerk"}).status_code == 303
    assert clerk.get("/me/sessions").status_code == 302
    assert "温若琳" in admin.get("/admin/people?state=off").text


def test_nobody_switches_off_himself(admin: FlaskClient) -> None:
    address = admin.get("/admin/people?q=sysadmin").text.split('href="/admin/people/')[2].split('"')[0]
    assert admin.post(f"/admin/people/{address}/off", data={"login": "sysadmin"}).status_code == 422


def test_roles_are_given_and_ended_and_powers_stay_apart(admin: FlaskClient, bench: Bench) -> None:
    address = f"/admin/people/{bench['judge'].id}"
    assert admin.post(f"{address}/roles", data={"role": "director", "post": ""}).status_code == 303
    refused = admin.post(f"{address}/roles", data={"role": "auditor", "post": ""})
    assert "三种管理权须分开" in refused.text
    end = admin.get(address).text.split(f'action="{address}/roles/')[1].split('"')[0]
    assert admin.post(f"{address}/roles/{end}").status_code == 303
    assert " 止" in admin.get(address).text


def test_another_courts_person_is_not_found(admin: FlaskClient, bench: Bench) -> None:
    address = f"/admin/people/{bench['clerk_b'].id}"
    assert admin.get(address).status_code == 404
    assert {admin.post(f"{address}/{act}", data={"login": "clerk_b", "role": "judge"}).status_code for act in ("off", "roles")} == {404}


def test_others_have_no_right_and_the_administrator_sees_no_case(app: Flask, admin: FlaskClient, bench: Bench) -> None:
    for login in ("clerk", "judge", "president"):
        client = signed_in(app, login)
        assert {client.get("/admin/people").status_code, client.post("/admin/people", data=NEW).status_code} == {403}
    assert {admin.get(place).status_code for place in ("/cases", "/deadlines", "/handovers")} == {403}


def test_queries_do_not_grow(house: House, admin: FlaskClient, bench: Bench) -> None:
    with counted(house) as few:
        admin.get("/admin/people")
    with house.work() as w:
        for number in range(30):
            open_person(w, f"more{number}", "书记员甲", Role.CLERK, court_id=bench.court_id)
    with counted(house) as many:
        admin.get("/admin/people")
    assert len(many) == len(few) <= 10
    assert PASSWORD not in admin.get("/admin/people").text
