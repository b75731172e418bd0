"""导入平台页面 (S27): several files, each recognised and shown before anything is taken; what is not understood is evidence all the same."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from flask.testing import FlaskClient
from openpyxl import Workbook
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.domains.audit.tables import TrailRow
from app.domains.rounds.recognising import choose, recognise, rows_of, units_of
from app.domains.rounds.rules import Approved
from app.domains.rounds.tables import Round, RoundReading
from app.factory import create_app
from app.infra.evidence import Evidence
from app.infra.unit_of_work import for_house
from app.kernel.clock import ManualClock
from app.kernel.money import Money
from app.sites.loader import installed
from app.sites.noting import noting
from app.sites.scanning import Unit, from_millis, from_text, money
from config.settings import Settings
from tests.factories.courts import found_bench
from tests.factories.rounds import OPENS_AT, make_round, simulator
from tests.web.test_rounds_pages import WebSale
from tests.web.visiting import counted, signed_in

PLUGINS = list(installed())
CAPTURES = Path(__file__).parents[2] / "plugins"
LOG = "状态,竞买号,价格,时间\n领先,A0001,76500.00,2026-04-20 10:30:00\n".encode()
WHEN = "2026-04-20T12:00"


@pytest.fixture
def sale(settings: Settings, clock: ManualClock, tmp_path: Path) -> Iterator[WebSale]:
    """The lot stands on the simulator, but the house does not read it: files are all it has."""
    overrides = {"TESTING": True, "WTF_CSRF_ENABLED": False, "PROPAGATE_EXCEPTIONS": False}
    with simulator(tmp_path / "sites", clock) as site:
        made = create_app(settings, clock, wall=clock, overrides=overrides)
        house = made.extensions["house"]
        bench = found_bench(house)
        with house.work(bench["clerk"]) as w:
            round_id = make_round(w, bench).id
        found = WebSale(house, clock, site, bench, round_id, app=made)
        found.upload()
        clock.move_to(OPENS_AT + timedelta(hours=3))
        yield found
        house.database.close()


def saved_page(sale: WebSale) -> bytes:
    """The lot's page, as a clerk's browser saves it; it carries the site's own time."""
    return httpx.get(f"{sale.site.url}/taobao/sf_item/{sale.lot_id}.htm").content


def undated(sale: WebSale) -> bytes:
    """The same without a time of its own."""
    return saved_page(sale).replace(b"data-now", b"data-was")


def sheet_of(rows: list[list[object]]) -> bytes:
    book, kept = Workbook(), BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(kept)
    return kept.getvalue()


def send(client: FlaskClient, *files: tuple[str, bytes], **data: str) -> TestResponse:
    return client.post("/sites/import", data={"files": [(BytesIO(content), name) for name, content in files], **data})


def sent_form(page: str) -> dict[str, list[str]]:
    """What a browser would send with 采用并存证: hidden fields, ticked boxes, chosen options."""
    form: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and 'type="file"' not in tag and ('type="checkbox"' not in tag or " checked" in tag):
            form.setdefault(name[1], []).append(value[1] if value else "")
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        form[name] = [chosen[1] if chosen else ""]
    return form


def test_notes_say_what_stood_in_the_file_and_in_which_unit() -> None:
    money("1", Unit.FEN)
    with noting() as notes:
        money("7600000", Unit.FEN)
        money("10.8万元", Unit.YUAN)
        from_millis("1776650400000")
        from_text("2026年4月20日 10:00")
    assert [(each.text, each.unit) for each in notes] == [
        ("7600000", "分"),
        ("10.8万元", "万元"),
        ("1776650400000", "毫秒"),
        ("2026年4月20日 10:00", "北京时间"),
    ]
    assert (str(notes[0].value), notes[2].value == notes[3].value) == ("76000.00", True)


@pytest.mark.parametrize("site", [each.code for each in PLUGINS])
def test_a_capture_is_never_given_to_another_site(site: str) -> None:
    wrong = []
    for path in sorted((CAPTURES / site / "captures").glob("*")):
        if path.name.endswith(".expected.json"):
            continue
        told = recognise(PLUGINS, path.name, path.read_bytes())
        chosen = choose(told, ())
        if chosen is not None and chosen.site != site:
            wrong.append((path.name, chosen.site))
    assert wrong == []


@pytest.mark.parametrize(
    ("path", "units"),
    [
        ("taobao/captures/09_mtop_detail.json", ["分"]),
        ("gpai/captures/06_item_sold.html", ["万元"]),
        ("caa123/captures/01_lot_live.json", []),
        ("rmfysszc/captures/01_detail_values_2018.json", ["万元"]),
    ],
)
def test_a_unit_other_than_yuan_is_pointed_out(path: str, units: list[str]) -> None:
    file = CAPTURES / path
    told = recognise(PLUGINS, file.name, file.read_bytes()).readings[0]
    bare = Round(round_no=1, raw_state="", winner_code="", result_document="", extensions=0, bid_count=0)
    plan = Approved("t", 1, *[Money(1)] * 4, OPENS_AT, OPENS_AT, "c")
    rows = {each.name: each for each in rows_of(told.snapshots[0], bare, plan, told.notes)}
    assert units_of(list(rows.values())) == units
    assert all(each.converted.replace(",", "").replace(".", "").isdigit() for each in rows.values() if each.warned)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("gpai/captures/08_login.html", "需要人工验证：站点返回的是验证或登录页面"),
        ("caa123/captures/06_unknown_state.json", "页面已变，未能识别：中拍平台的回答缺少 id，或状态“9”不在已知之列"),
        ("gpai/captures/07_unknown_id_home.html", "没有一种已知的页面形式与之相符"),
    ],
)
def test_the_first_thing_not_understood_is_named(path: str, words: str) -> None:
    file = CAPTURES / path
    assert recognise(PLUGINS, file.name, file.read_bytes()).fault == words


def test_a_file_that_only_one_of_our_lots_fits_needs_no_choice() -> None:
    told = recognise(PLUGINS, "log.csv", LOG)
    assert (len(told.readings) >= 5, choose(told, ())) == (True, None)
    assert (choose(told, (), "jd") or told.readings[0]).site == "jd"


def test_a_saved_page_is_recognised_mapped_and_taken(sale: WebSale) -> None:
    client = signed_in(sale.app, "clerk")
    page = send(client, ("拍品.htm", saved_page(sale)), saved_at=WHEN).text
    assert all(words in page for words in ("阿里拍卖（淘宝）（自动识别）", "字段 ", "76,000.00", "毫秒", "采用并存证", "保存于 2026-04-20 13:00"))
    assert sale.round.readings == 0
    form = sent_form(page)
    done = client.post("/sites/import/take", data=form)
    assert (done.status_code, "已采用并存证" in done.text) == (200, True)
    found = sale.round
    assert (found.readings, found.status, found.read_at) == (1, "live", OPENS_AT + timedelta(hours=3))
    assert "—" in re.findall(r'data-label="成功率24h">(.*?)</td>', client.get("/sites").text)[-1]
    again = client.post("/sites/import/take", data=form)
    assert again.status_code == 200
    older = send(client, ("旧.htm", undated(sale)), saved_at="2026-04-20T11:00").text
    assert ("早于现有数据" in older, "仅存证" in older) == (True, True)
    kept = client.post("/sites/import/take", data=sent_form(older))
    assert ("仅存证" in kept.text, sale.round.readings) == (True, found.readings + 1)


def test_a_field_that_is_not_ticked_is_not_taken(sale: WebSale) -> None:
    client = signed_in(sale.app, "clerk")
    form = sent_form(send(client, ("拍品.htm", saved_page(sale)), saved_at=WHEN).text)
    name = next(each for each in form if each.startswith("field-"))
    assert "viewers" in form[name]
    form[name].remove("viewers")
    client.post("/sites/import/take", data=form)
    assert (sale.round.readings, sale.round.viewers) == (1, None)
    with sale.house.reading() as r:
        trail = r.session.scalars(select(TrailRow).where(TrailRow.act == "round.imported")).one()
    assert (trail.details, "未采用 1 个字段" in trail.summary) == ({"left_out": ["viewers"]}, True)


def test_a_log_without_a_lot_is_chosen_by_a_person_from_csv_or_xlsx(sale: WebSale) -> None:
    client = signed_in(sale.app, "clerk")
    sheet = sheet_of([["状态", "竞买号", "价格", "时间"], ["领先", "A0002", 77000, "2026-04-20 10:40:00"]])
    page = send(client, ("log.csv", LOG), ("log.xlsx", sheet), saved_at=WHEN).text
    assert (page.count("选择它是哪个拍品的"), page.count('name="token"'), "采用？" in page) == (2, 2, False)
    form = sent_form(page)
    for name in form:
        if name.startswith("round-"):
            form[name] = [sale.round_id]
    form.pop("saved_at")
    shown = client.post("/sites/import", data=form).text
    assert (shown.count("采用并存证："), "A0001" in shown, "76,500.00" in shown, "77,000.00" in shown) == (2, False, True, True)
    done = client.post("/sites/import/take", data=sent_form(shown))
    assert done.text.count("已采用并存证") == 2
    assert {bid.bidder for bid in sale.bids} == {"A0001", "A0002"}


def test_what_nobody_understands_is_named_and_kept(sale: WebSale) -> None:
    client = signed_in(sale.app, "clerk")
    page = send(client, ("a.html", b"<html>hello</html>"), ("b.pdf", b"%PDF-1.7 x"), ("c.txt", b""))
    assert page.status_code == 200
    assert all(words in page.text for words in ("未能识别，已存证", "没有一种已知的页面形式与之相符", "不是完整的 PDF", "c.txt：选择一个文件"))
    assert client.post("/sites/import", data={"files": [(BytesIO(b""), "c.txt")]}).status_code == 422
    with sale.house.reading() as r:
        kept = list(r.session.scalars(select(Evidence.name).order_by(Evidence.name)))
        told = list(r.session.scalars(select(TrailRow.summary).where(TrailRow.act == "site.file_kept")))
        assert r.session.scalars(for_house(select(RoundReading))).all() == []
    assert (kept, len(told)) == (["a.html", "b.pdf"], 2)
    client.post("/sites/import", data=sent_form(page.text))
    with sale.house.reading() as r:
        assert len(list(r.session.scalars(select(Evidence.id)))) == 2


def test_a_unit_in_doubt_must_be_looked_at_first(sale: WebSale) -> None:
    client = signed_in(sale.app, "clerk")
    page = saved_page(sale).replace(b"108,000.00", b"1,080.00")
    shown = send(client, ("拍品.htm", page), saved_at=WHEN).text
    assert "疑为单位错误" in shown
    form = sent_form(shown)
    refused = client.post("/sites/import/take", data=form)
    assert ("单位存疑" in refused.text, sale.round.readings) == (True, 0)
    sure = next(each for each in form if each.startswith("unsure-")).replace("unsure-", "sure-")
    client.post("/sites/import/take", data={**form, sure: ["1"]})
    assert sale.round.readings == 1


def test_tokens_are_for_whoever_chose_the_file_and_only_once_signed(sale: WebSale) -> None:
    form = sent_form(send(signed_in(sale.app, "clerk"), ("拍品.htm", saved_page(sale)), saved_at=WHEN).text)
    assert signed_in(sale.app, "judge").post("/sites/import/take", data=form).status_code == 404
    forged = {**form, "token": ["x" + form["token"][0]]}
    refused = signed_in(sale.app, "clerk").post("/sites/import/take", data=forged)
    assert (refused.status_code, "预览已过期" in refused.text, sale.round.readings) == (422, True, 0)


def test_another_court_learns_nothing_of_our_lot(sale: WebSale) -> None:
    stranger = signed_in(sale.app, "clerk_b")
    page = send(stranger, ("拍品.htm", saved_page(sale)), saved_at=WHEN).text
    assert ("没有登记在本系统" in page, "采用？" in page, sale.round.case_no in page) == (True, False, False)
    form = sent_form(send(signed_in(sale.app, "clerk"), ("拍品.htm", saved_page(sale)), saved_at=WHEN).text)
    assert stranger.post("/sites/import/take", data=form).status_code == 404


@pytest.mark.parametrize(("ahead", "kept"), [(timedelta(minutes=-5), True), (timedelta(minutes=5), False), (timedelta(days=-31), False)])
def test_the_browsers_time_of_a_file_is_believed_only_where_it_can_be(sale: WebSale, ahead: timedelta, kept: bool) -> None:
    at = sale.clock.now() + ahead
    page = send(signed_in(sale.app, "clerk"), ("拍品.htm", undated(sale)), modified=str(round(at.timestamp() * 1000))).text
    assert ("没有保存时间，仅存证" in page) is not kept


def test_the_preview_asks_a_constant_number_of_queries(sale: WebSale) -> None:
    client, asked = signed_in(sale.app, "clerk"), []
    page = saved_page(sale)
    client.get("/me")
    for files in ([("a.htm", page)], [("a.htm", page), ("b.htm", page + b" "), ("c.htm", page + b"  "), ("log.csv", LOG)]):
        with counted(sale.house) as statements:
            assert send(client, *files, saved_at=WHEN).status_code == 200
        asked.append(len(statements))
    print(asked)
    assert asked[1] <= asked[0] + 1 <= 20


def test_har_of_several_lots_shows_only_ours(sale: WebSale) -> None:
    har = json.dumps({"log": {"entries": [_entry(sale, saved_page(sale).decode("gbk"))]}}).encode()
    page = send(signed_in(sale.app, "clerk"), ("all.har", har)).text
    assert ("采用并存证：" in page, "保存于 2026-04-20 11:30:00" in page) == (True, True)


def _entry(sale: WebSale, text: str) -> dict[str, object]:
    url = f"https://sf-item.taobao.com/sf_item/{sale.lot_id}.htm"
    answer = {"status": 200, "content": {"mimeType": "text/html", "text": text.replace("data-now", "data-was")}}
    return {"startedDateTime": "2026-04-20T03:30:00.000Z", "request": {"url": url}, "response": answer}
