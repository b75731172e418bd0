"""Pages of rounds: the hall, one lot that follows the site, its acts; scope, permissions, constant queries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.factory import create_app
from app.infra.house import House
from app.kernel.actor import Role
from app.kernel.clock import ManualClock
from app.sites.bidlog import read_log
from config.settings import Settings
from tests.factories.courts import PASSWORD, found_bench, open_person
from tests.factories.rounds import AFTER, ENDS_AT, OPENS_AT, Sale, make_round, simulator
from tests.web.visiting import counted


@dataclass
class WebSale(Sale):
    """A sale with the web application of its house."""

    app: Flask = field(default_factory=lambda: Flask("none"))


PAGES = ("", "/live", "/bids", "/log.csv", "/compare", "/differences", "/halt", "/result", "/answers", "/import")


@pytest.fixture
def sale(settings: Settings, clock: ManualClock, tmp_path: Path) -> Iterator[WebSale]:
    with simulator(tmp_path / "sites", clock) as site:
        made = create_app(
            replace(settings, sites_base_url=site.url), clock, wall=clock, overrides={"TESTING": True, "WTF_CSRF_ENABLED": False, "PROPAGATE_EXCEPTIONS": False}
        )
        house: House = made.extensions["house"]
        bench = found_bench(house)
        with house.work(bench["clerk"]) as w:
            round_id = make_round(w, bench).id
        yield WebSale(house, clock, site, bench, round_id, app=made)
        house.database.close()


def signed_in(app: Flask, login: str = "clerk") -> FlaskClient:
    client = app.test_client()
    assert client.post("/login", data={"username": login, "password": PASSWORD}).status_code == 302
    return client


def test_a_lot_that_waits_says_what_to_do_and_takes_its_number(sale: WebSale) -> None:
    client = signed_in(sale.app)
    page = client.get(f"/lots/{sale.round_id}").text
    plan_id = sale.round.plan_id
    assert f"/plans/{plan_id}/package" in page
    wrong = client.post(f"/rounds/by-plan/{plan_id}/lot", data={"lot_id": "", "lot_url": "javascript:x"})
    assert (wrong.status_code, "填写平台给出的拍品编号" in wrong.text) == (422, True)
    wrong = client.post(f"/rounds/by-plan/{plan_id}/lot", data={"lot_id": "881422601157", "lot_url": "javascript:x"})
    assert (wrong.status_code, "开头的网址" in wrong.text, "881422601157" in wrong.text) == (422, True, True)
    done = client.post(f"/rounds/by-plan/{plan_id}/lot", data={"lot_id": "881422601157", "lot_url": ""})
    assert (done.status_code, done.location) == (303, f"/lots/{sale.round_id}")
    assert "8814 2260 1157" in client.get(done.location).text


def test_the_live_lot_shows_price_premium_bids_checks_and_follows(sale: WebSale) -> None:
    sale.upload()
    sale.look()
    sale.look(ENDS_AT - timedelta(minutes=30))
    client = signed_in(sale.app)
    page = client.get(f"/lots/{sale.round_id}").text
    found = sale.round
    assert found.current_price is not None
    assert f"{found.current_price.grouped}<small" in page
    assert page.count('data-no="') == 10
    assert "每次出价起 5 分钟" in page
    assert "名单未登记" in page
    seen = re.search(r"seen=([\d.]+)", page)
    assert seen is not None
    assert "every 5s" in page
    assert client.get(f"/lots/{sale.round_id}/live?seen={seen[1]}").status_code == 204
    sale.look(ENDS_AT - timedelta(minutes=5))
    fresh = client.get(f"/lots/{sale.round_id}/live?seen={seen[1]}")
    assert (fresh.status_code, "every 2s" in fresh.text, fresh.text.count('hx-swap-oob="true"')) == (200, True, 7)


def test_the_sold_lot_shows_683_percent_and_stops_asking(sale: WebSale) -> None:
    sale.upload()
    sale.look(AFTER)
    client = signed_in(sale.app)
    assert "正在确认结果" in client.get(f"/lots/{sale.round_id}").text
    sale.site.act("taobao", sale.lot_id, "confirm")
    sale.look()
    page = client.get(f"/lots/{sale.round_id}").text
    assert all(words in page for words in ("683%", "595,000.00", "成交", f"/lots/{sale.round_id}/money"))
    assert "hx-get" not in page.split('id="lot-live"')[1].split(">")[0]
    assert client.get(f"/lots/{sale.round_id}/live?seen=1.5").status_code == 286


def test_an_alarm_names_both_values_and_is_closed_with_a_reason(sale: WebSale) -> None:
    sale.upload()
    sale.site.faults("taobao=field:deposit")
    sale.look()
    client = signed_in(sale.app)
    page = client.get(f"/lots/{sale.round_id}").text
    assert "平台展示与审批方案不一致（1 处）" in page
    assert "批准 7,600.00，平台" in page
    assert "不一致" in client.get(f"/lots/{sale.round_id}/compare").text
    address = f"/lots/{sale.round_id}/differences/{sale.differences[0].id}"
    assert client.post(address, data={"way": "corrected", "reason": ""}).status_code == 422
    assert client.post(address, data={"way": "corrected", "reason": "平台于十时更正"}).status_code == 303
    assert "平台展示与审批方案不一致（" not in client.get(f"/lots/{sale.round_id}").text


def test_an_unreadable_lot_is_unclear_and_offers_the_import(sale: WebSale) -> None:
    sale.upload()
    sale.look(OPENS_AT + timedelta(hours=1))
    sale.site.faults("taobao=captcha")
    sale.look(ENDS_AT + timedelta(minutes=2))
    client = signed_in(sale.app)
    page = client.get(f"/lots/{sale.round_id}").text
    assert "结果待核：只凭时间不能认定成交" in page
    assert "数据停在" in page
    assert "需人工验证" in client.get("/sites").text


def test_a_saved_log_is_previewed_then_taken(sale: WebSale) -> None:
    sale.upload()
    sale.look(OPENS_AT + timedelta(minutes=1))
    sale.clock.move_to(OPENS_AT + timedelta(hours=3))
    client = signed_in(sale.app)
    log = "状态,竞买号,价格,时间\n领先,A0001,76500.00,2026-04-20 10:30:00\n".encode()
    shown = client.post(f"/lots/{sale.round_id}/import", data={"file": (BytesIO(log), "log.csv"), "saved_at": "2026-04-20T12:00"})
    assert (shown.status_code, "采用并存证" in shown.text, "76,500.00" in shown.text) == (200, True, True)
    token = shown.text.split('name="token" value="')[1].split('"')[0]
    assert client.post(f"/lots/{sale.round_id}/import/take", data={"token": "x" + token}).status_code == 409
    assert client.post(f"/lots/{sale.round_id}/import/take", data={"token": token}).status_code == 303
    assert "A0001" in [bid.bidder for bid in sale.bids]
    strange = client.post(f"/lots/{sale.round_id}/import", data={"file": (BytesIO(b"<html>hello</html>"), "a.html"), "saved_at": ""})
    assert (strange.status_code, "未能识别" in strange.text, "仅存证" in strange.text) == (200, True, True)


def test_the_log_can_be_read_again_and_holds_no_formula(sale: WebSale) -> None:
    sale.upload()
    sale.look(AFTER)
    answer = signed_in(sale.app).get(f"/lots/{sale.round_id}/log.csv")
    assert answer.mimetype == "text/csv"
    assert len(read_log(answer.data)) == 235
    assert not any(cell.startswith(("=", "@", "+")) for line in answer.text.splitlines() for cell in line.split(","))


def test_an_answer_is_given_only_for_its_own_lot(sale: WebSale) -> None:
    sale.upload()
    sale.look()
    client = signed_in(sale.app)
    page = client.get(f"/lots/{sale.round_id}/answers").text
    address = re.search(rf"/lots/{sale.round_id}/answers/[0-9a-f]{{64}}", page)
    assert address is not None
    answer = client.get(address[0])
    assert (answer.status_code, answer.mimetype, "attachment" in answer.headers["Content-Disposition"]) == (200, "application/octet-stream", True)
    assert client.get(f"/lots/{sale.round_id}/answers/{'0' * 64}").status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_other_courts_find_nothing_and_agencies_may_not(sale: WebSale, page: str) -> None:
    with sale.house.work() as w:
        open_person(w, "worker_x", "顾言川", Role.WORKER)
    assert signed_in(sale.app, "clerk_b").get(f"/lots/{sale.round_id}{page}").status_code == 404
    assert signed_in(sale.app, "worker_x").get(f"/lots/{sale.round_id}{page}").status_code == 403


def test_the_hall_lists_by_end_counts_and_asks_a_constant_number_of_queries(sale: WebSale) -> None:
    sale.upload()
    sale.look(OPENS_AT + timedelta(hours=1))
    client = signed_in(sale.app)
    with counted(sale.house) as few:
        page = client.get("/hall").text
    assert "正在竞价" in page
    seen = page.split("seen=")[1].split('"')[0]
    assert client.get(f"/hall/rows?show=&site=&seen={seen}").status_code == 204
    with sale.house.work(sale.bench["clerk"]) as w:
        for serial in range(2000, 2015):
            make_round(w, sale.bench, serial, opens_at=OPENS_AT + timedelta(days=serial - 1998), title=f"第 {serial} 号机床")
    with counted(sale.house) as many:
        page = client.get("/hall").text
    assert len(many) == len(few) <= 20
    assert page.index("包装机械") < page.index("第 2000 号机床") < page.index("第 2014 号机床")
    assert client.get(f"/hall/rows?show=&site=&seen={seen}").status_code in (200, 204)
    assert "第 2000 号机床" not in client.get("/hall?show=live").text


def test_a_lots_page_asks_the_same_number_of_queries_with_and_without_bids(sale: WebSale) -> None:
    sale.upload()
    sale.look()
    client = signed_in(sale.app)
    with counted(sale.house) as few:
        client.get(f"/lots/{sale.round_id}")
    sale.look(AFTER)
    client = signed_in(sale.app)
    with counted(sale.house) as many:
        client.get(f"/lots/{sale.round_id}")
    with counted(sale.house) as nothing_new:
        client.get(f"/lots/{sale.round_id}/live?seen={sale.round.news}.5")
    assert len(many) == len(few) <= 22
    assert len(nothing_new) <= 6


def test_the_calendar_shows_openings_of_the_month(sale: WebSale) -> None:
    client = signed_in(sale.app)
    page = client.get("/rounds").text
    assert "2026年4月" in page
    assert "10:00 执1422号" in page
    assert "本月没有开拍" in client.get("/rounds?month=2026-07").text
    assert client.get("/rounds?month=nonsense").status_code == 200


def test_sites_tell_success_failures_and_what_waits(sale: WebSale) -> None:
    sale.upload()
    sale.look()
    sale.site.faults("taobao=renamed-fields")
    sale.look()
    client = signed_in(sale.app)
    page = client.get("/sites").text
    assert all(words in page for words in ("50.0%", "页面有变化 1", "按平台页面人工核对后导入", "京东"))
    seen = page.split("seen=")[1].split('"')[0]
    assert client.get(f"/sites/rows?seen={seen}").status_code == 204
    assert signed_in(sale.app, "panel1").get("/sites").status_code == 403
    assert "50.0%" not in signed_in(sale.app, "clerk_b").get("/sites").text
