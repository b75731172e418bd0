"""The guide and the search: the sheet imports whole, steps are done by facts, and one finds only what one may see."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from app.desk.guide_sheet import NUMBER, guide_workbook
from app.domains.assets.import_service import import_plan, look
from app.infra.house import House
from tests.factories.cast import Stand
from tests.factories.courts import found_bench, without_demonstration
from tests.web.test_desk_workbench import browser
from tests.web.visiting import signed_in


def test_the_guides_sheet_imports_without_a_fault_and_the_first_step_is_done(app: Flask, house: House, stand: Stand) -> None:
    client = browser(app, "clerk")
    assert "演示引导 0/14" in client.get("/").text
    with house.work(stand.people["clerk"]) as w:
        plan = look(w, guide_workbook(), "案件导入.xlsx")
        assert plan.faults == []
        assert import_plan(w, plan).cases == 1
    assert "演示引导 1/14" in client.get("/").text
    page = client.get("/guide").text
    assert NUMBER in page
    assert "以 孔令舟 登录" in page


def test_the_sheet_is_offered_for_download(app: Flask, stand: Stand) -> None:
    answer = browser(app, "clerk").get("/guide/案件导入.xlsx")
    assert answer.status_code == 200
    assert answer.data[:2] == b"PK"


def test_without_demonstration_people_there_is_no_guide(app: Flask, house: House) -> None:
    found_bench(house)
    client = signed_in(app, "clerk")
    without_demonstration(house)
    assert client.get("/guide").status_code == 404
    assert "演示引导" not in client.get("/").text


@pytest.mark.parametrize(
    ("words", "label"),
    [("1422", "（2026）粤0115执1422号"), ("粤澜", "（2026）粤0115执1422号"), ("包装机械", "包装机械"), ("czfa", "处置方案"), ("NA-10", "NA-10")],
)
def test_a_few_characters_find_the_thing(app: Flask, stand: Stand, words: str, label: str) -> None:
    found = browser(app, "clerk").get("/search", query_string={"q": words, "format": "json"}).json
    assert any(label in row["label"] for group in found["groups"] for row in group["rows"])


@pytest.mark.parametrize("words", ["977", "番禺", "粤0113"])
def test_nothing_of_the_other_court_is_found(app: Flask, stand: Stand, words: str) -> None:
    found = browser(app, "clerk").get("/search", query_string={"q": words, "format": "json"}).json
    assert [group for group in found["groups"] if group["title"] in ("案件", "标的物与拍品", "任务")] == []


def test_an_agency_finds_its_own_tasks_only(app: Flask, stand: Stand) -> None:
    found = browser(app, "agency2").get("/search", query_string={"q": "包装机械", "format": "json"}).json
    hrefs = [row["href"] for group in found["groups"] for row in group["rows"]]
    assert hrefs == [f"/tasks/{stand.other_task}"]


@pytest.mark.parametrize("login", ["higher", "auditor", "sysadmin"])
def test_those_without_case_content_find_no_case(app: Flask, stand: Stand, login: str) -> None:
    found = browser(app, login).get("/search", query_string={"q": "1422", "format": "json"}).json
    assert [group["title"] for group in found["groups"] if group["title"] not in ("去往", "法规")] == []


def test_the_guide_is_open_on_a_later_day_too(app: Flask, house: House, stand: Stand) -> None:
    house.clock.advance(timedelta(days=40))
    assert browser(app, "worker").get("/guide").status_code == 200
