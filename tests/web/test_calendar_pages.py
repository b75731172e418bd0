"""拍次日历 (S16): month, week and list with plans not published yet, clashes, 安排场次, the court's setting; its queries do not grow with its rows."""

from __future__ import annotations

import pytest
from flask import Flask

from app.domains.courts.queries import get_court
from app.domains.plans import service
from app.domains.plans.queries import get_plan
from app.infra.house import House
from tests.factories.courts import Bench, found_bench
from tests.factories.plans import make_plan
from tests.web.visiting import counted, signed_in

MOST_QUERIES = 26


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


def test_month_week_and_list_show_planned_openings_and_rest_days(app: Flask, house: House, bench: Bench) -> None:
    plan = make_plan(house, bench)
    client = signed_in(app, "clerk")
    month = client.get("/rounds?on=2026-05-01").text
    for words in ("2026年5月", "劳动节", "10:00 执1422号", "每日 10:00 上限 5 场", "草拟中", "公告期 1"):
        assert words in month
    assert f"/plans/{plan.id}" in client.get("/rounds?view=week&on=2026-05-08").text
    assert 'aria-label="日历"' not in client.get("/rounds?view=list&on=2026-05-08").text
    assert "本周没有开拍" in client.get("/rounds?view=week&on=2026-06-08").text
    assert client.get("/rounds?on=nonsense&view=x").status_code == 200
    assert "本月没有开拍" in client.get("/rounds?on=2026-05-01&site=jd").text
    assert "本月没有开拍" in client.get("/rounds?on=2026-05-01&mine=1").text
    assert "执1422号" in signed_in(app, "judge").get("/rounds?on=2026-05-01&mine=1").text


def test_a_clash_is_marked_and_a_draft_gets_the_day_that_is_free(app: Flask, house: House, bench: Bench) -> None:
    first, second = make_plan(house, bench), make_plan(house, bench, 1500)
    with house.work(bench["clerk"]) as w:
        service.save_draft(w, second.id, {"opens_at": first.opens_at})
    client = signed_in(app, "clerk")
    page = client.get("/rounds?on=2026-05-01").text
    for words in ("合议庭冲突 2 处", "安排场次", "同时开拍", "合议庭当时没有别的拍品"):
        assert words in page
    assert client.post(f"/plans/{second.id}", data={"act": "sitting"}).status_code == 303
    with house.reading(bench["clerk"]) as r:
        assert get_plan(r, second.id).opens_at != first.opens_at
    page = client.get("/rounds?on=2026-05-01").text
    assert "合议庭冲突" not in page.replace("合议庭冲突 0", "")
    assert 'id="waiting"' not in page


def test_the_director_sets_the_sittings_and_nobody_else(app: Flask, house: House, bench: Bench) -> None:
    assert signed_in(app, "clerk").post("/rounds/sittings", data={"most": "3", "at": "09:30"}).status_code == 403
    director = signed_in(app, "director")
    assert "保存场次设置" in director.get("/rounds").text
    assert director.post("/rounds/sittings", data={"most": "0", "at": "09:30"}).status_code == 422
    assert director.post("/rounds/sittings", data={"most": "3", "at": "09:30"}).status_code == 303
    with house.reading() as r:
        court = get_court(r.session, bench.court_id)
        assert (court.sittings_a_day, court.sitting_time) == (3, "09:30")
    assert "每日 09:30 上限 3 场" in director.get("/rounds").text


def test_its_queries_do_not_grow_with_the_plans(app: Flask, house: House, bench: Bench) -> None:
    make_plan(house, bench)
    client = signed_in(app, "clerk")
    with counted(house) as one:
        client.get("/rounds?on=2026-05-01")
    for serial in (1500, 1501):
        make_plan(house, bench, serial)
    with counted(house) as three:
        client.get("/rounds?on=2026-05-01")
    assert len(three) == len(one) <= MOST_QUERIES


def test_another_court_sees_none_of_it(app: Flask, house: House, bench: Bench) -> None:
    make_plan(house, bench)
    assert "执1422号" not in signed_in(app, "clerk_b").get("/rounds?on=2026-05-01").text
