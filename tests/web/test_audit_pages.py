"""The auditor's page: who did what to which number; never a case's words; checked and exported with a purpose."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from sqlalchemy import text

from app.domains.audit.service import record
from app.infra.house import House
from app.kernel.actor import Role
from tests.factories.courts import Bench, found_bench, open_person
from tests.web.visiting import counted, signed_in


@pytest.fixture
def bench(house: House) -> Bench:
    made = found_bench(house)
    with house.work() as w:
        open_person(w, "auditor", "柯如一", Role.AUDITOR, court_id=made.court_id)
    return made


def act(house: House, bench: Bench, count: int = 1, **more: str) -> None:
    for number in range(count):
        with house.work(bench["judge"]) as w:
            record(w, "plan.signed", "plan", f"{number:08x}", "签发方案：海语湾花园3栋1204房", case_id="c" * 32, **more)


def test_the_auditor_sees_who_what_which_and_never_the_words(app: Flask, house: House, bench: Bench) -> None:
    act(house, bench)
    page = signed_in(app, "auditor").get("/audit").text
    assert all(words in page for words in ("孔令舟（承办法官）", "处置方案 签名", "00000000", "成功", "待封存"))
    assert "海语湾" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("who=孔令舟", True),
        ("who=别人", False),
        ("act=plan.", True),
        ("thing=00000000", True),
        ("thing=1", False),
        ("failed=1", False),
        ("until=2020-01-01", False),
    ],
)
def test_filters_narrow_the_list(app: Flask, house: House, bench: Bench, query: str, found: bool) -> None:
    act(house, bench)
    assert ("处置方案 签名" in signed_in(app, "auditor").get(f"/audit?{query}").text) is found


def test_pages_follow_each_other_by_key(app: Flask, house: House, bench: Bench) -> None:
    act(house, bench, 150)
    client = signed_in(app, "auditor")
    first = client.get("/audit?act=plan.").text
    older = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    second = client.get(older).text
    assert (first.count("<tr data-item>"), second.count("<tr data-item>")) == (100, 50)


def test_checking_says_how_many_and_names_a_break(app: Flask, house: House, bench: Bench) -> None:
    act(house, bench, 3)
    client = signed_in(app, "auditor")
    assert "断点 0" in client.post("/audit/verify").text
    with house.database.engine.begin() as connection:
        connection.exec_driver_sql("drop trigger trail_row_no_update" if house.database.is_sqlite else "alter table trail_row disable trigger trail_row_keep")
        connection.execute(text("update trail_row set result = 'x' where thing_id = '00000001'"))
    assert "被改动" in client.post("/audit/verify").text
    assert client.post("/audit/export", data={"purpose": "年度检查取证"}).status_code == 409


def test_an_export_needs_a_purpose_and_is_a_row_itself(app: Flask, house: House, bench: Bench) -> None:
    act(house, bench)
    client = signed_in(app, "auditor")
    assert client.post("/audit/export", data={"purpose": ""}).status_code == 422
    answer = client.post("/audit/export", data={"purpose": "年度检查取证"})
    rows = [json.loads(line) for line in answer.text.splitlines()]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert any(line.get("row", {}).get("act") == "trail.exported" for line in rows)
    assert "海语湾" not in answer.text


def test_nobody_else_reads_checks_or_exports(app: Flask, bench: Bench) -> None:
    for login in ("clerk", "judge", "president"):
        client = signed_in(app, login)
        assert {client.get("/audit").status_code, client.post("/audit/verify").status_code, client.post("/audit/export").status_code} == {403}


def test_queries_do_not_grow(app: Flask, house: House, bench: Bench) -> None:
    client = signed_in(app, "auditor")
    with counted(house) as few:
        client.get("/audit")
    act(house, bench, 40)
    with counted(house) as many:
        client.get("/audit")
    assert len(many) == len(few) <= 10
