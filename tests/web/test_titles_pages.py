"""Pages of title routes: the lot's page, one step with its acts, the list with search and workbook; a constant number of queries."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from flask import Flask
from openpyxl import load_workbook
from PIL import Image
from pypdf import PdfWriter

from app.domains.settlements.queries import house_settlement
from app.domains.titles.queries import steps_of
from app.domains.titles.tables import TitleRoute
from app.infra.house import House
from tests.factories.assets import FLAT, MACHINES
from tests.factories.courts import Bench, found_bench
from tests.factories.handovers import make_handover
from tests.factories.titles import make_title
from tests.web.visiting import counted, signed_in

TODAY = date(2026, 4, 2).isoformat()


def house_of(app: Flask) -> tuple[House, Bench]:
    house: House = app.extensions["house"]
    return house, found_bench(house)


def opened(house: House, bench: Bench, serial: int = 1207) -> tuple[TitleRoute, dict[str, str]]:
    with house.work(bench["clerk"]) as w:
        route = make_title(w, bench, serial, MACHINES if serial == 1422 else FLAT)
        return route, {each.code: each.id for each in steps_of(w, route.id)}


def slip() -> tuple[BytesIO, str]:
    kept = BytesIO()
    Image.new("RGB", (40, 30), "white").save(kept, "JPEG")
    kept.seek(0)
    return kept, "回执.jpg"


def scan() -> tuple[BytesIO, str]:
    writer, kept = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    writer.metadata = {"/Author": "窗口"}
    writer.write(kept)
    kept.seek(0)
    return kept, "完税证明.pdf"


def test_the_lots_page_shows_each_step_with_its_office_and_leads_to_the_next(app: Flask) -> None:
    house, bench = house_of(app)
    route, _ = opened(house, bench)
    clerk = signed_in(app, "clerk")
    clerk.get(f"/lots/{route.round_id}/transfer")
    with counted(house) as asked:
        page = clerk.get(f"/lots/{route.round_id}/transfer").get_data(as_text=True)
    assert len(asked) <= 16
    assert all(words in page for words in ("解除本院查封", "不动产登记机构", "先办：", "0/6", "登记机构回执", "办理：送达协助执行通知书"))
    assert "启动裁定过户" not in page


def test_an_account_served_before_there_were_routes_is_started_by_hand_once(app: Flask) -> None:
    house, bench = house_of(app)
    with house.work(bench["clerk"]) as w:
        thread = make_handover(w, bench, 1207, details=FLAT)
        round_id = house_settlement(w, thread.settlement_id).round_id
    clerk = signed_in(app, "clerk")
    assert "启动裁定过户" in clerk.get(f"/lots/{round_id}/transfer").get_data(as_text=True)
    assert [clerk.post(f"/lots/{round_id}/transfer").status_code for _ in range(2)] == [303, 303]
    assert "不动产转移登记" in clerk.get(f"/lots/{round_id}/transfer").get_data(as_text=True)


def test_a_step_is_done_with_a_photo_a_bad_form_keeps_its_words_and_a_refusal_is_answered(app: Flask) -> None:
    house, bench = house_of(app)
    route, steps = opened(house, bench)
    clerk, judge = signed_in(app, "clerk"), signed_in(app, "judge")
    at = f"/titles/steps/{steps['register']}"
    early = clerk.post(f"{at}/finish", data={"finish-on": TODAY, "finish-receipt": "粤（2026）第0001号"})
    assert (early.status_code, "先办" in early.text, "粤（2026）第0001号" in early.text) == (409, True, True)
    done = clerk.post(f"/titles/steps/{steps['release']}/finish", data={"finish-on": TODAY, "finish-files": slip()})
    assert done.status_code == 303
    page = clerk.get(f"/lots/{route.round_id}/transfer").text
    photo = page.split(f"/titles/{route.id}/files/")[1].split('"')[0]
    assert clerk.get(f"/titles/{route.id}/files/{photo}").mimetype == "image/jpeg"
    assert clerk.get(f"/titles/{route.id}/files/{'0' * 64}").status_code == 404
    bare = clerk.post(f"{at}/refuse", data={"refuse-on": TODAY, "refuse-reason": "不"})
    assert (bare.status_code, "退件理由应为" in bare.text) == (422, True)
    assert clerk.post(f"{at}/refuse", data={"refuse-on": TODAY, "refuse-reason": "楼盘表未落宗"}).status_code == 303
    assert "楼盘表未落宗" in judge.get(f"/lots/{route.round_id}/transfer").text
    assert "过户退件，待答复 1 步" in judge.get("/").text
    assert clerk.post(f"/titles/steps/{steps['tax']}/assign", data={"assign-person_id": bench["field"].id, "assign-until_on": "2026-04-30"}).status_code == 303
    assert "交我经办的过户 1 步" in signed_in(app, "field").get("/").text
    answer = {"answer-answer": "again", "answer-on": TODAY, "answer-words": "补交测绘成果", "answer-days": "5"}
    assert clerk.post(f"{at}/answer", data=answer).status_code == 303
    assert "补交测绘成果" in clerk.get(at).text
    assert "过户退件" not in judge.get("/").text
    assert clerk.get(f"/titles/of/{route.asset_id}").location == f"/lots/{route.round_id}/transfer"
    assert clerk.post(f"/titles/{route.id}/steps", data={"title": "车位另证登记", "office": ""}).status_code == 422


def test_a_receipt_may_be_a_pdf_and_what_is_neither_is_named(app: Flask) -> None:
    house, bench = house_of(app)
    route, steps = opened(house, bench)
    clerk = signed_in(app, "clerk")
    at = f"/titles/steps/{steps['release']}/finish"
    wrong = clerk.post(at, data={"finish-on": TODAY, "finish-receipt": "", "finish-files": (BytesIO(b"PK\x03\x04 no paper"), "回执.docx")})
    assert (wrong.status_code, "回执.docx：" in wrong.text, "只收 PDF" in wrong.text) == (422, True, True)
    assert clerk.post(at, data={"finish-on": TODAY, "finish-files": scan()}).status_code == 303
    page = clerk.get(f"/lots/{route.round_id}/transfer").text
    shown = clerk.get(f"/titles/{route.id}/files/" + page.split(f"/titles/{route.id}/files/")[1].split('"')[0])
    assert (shown.mimetype, shown.data[:5], "窗口".encode("utf-16-be") in shown.data, "完税证明.pdf" in page) == ("application/pdf", b"%PDF-", False, True)


def test_movables_are_fetched_carried_and_received_on_their_step(app: Flask) -> None:
    house, bench = house_of(app)
    route, steps = opened(house, bench, 1422)
    clerk = signed_in(app, "clerk")
    at = f"/titles/steps/{steps['carry']}"
    bare = clerk.post(f"{at}/arrange", data={"arrange-origin": "一号厂房"})
    assert (bare.status_code, "写明承运人" in bare.text) == (422, True)
    whole = {"arrange-origin": "一号厂房", "arrange-carrier": "湾区货运", "arrange-destination": "佛山", "arrange-consignee": "汪承泽"}
    assert clerk.post(f"{at}/arrange", data={**whole, "arrange-fetch_at": "2026-04-02T09:00"}).status_code == 303
    got = {"deliver-loaded_at": "2026-04-02T09:00", "deliver-delivered_at": "2026-04-02T09:40", "deliver-received_by": "汪承泽", "deliver-as_listed": "yes"}
    assert "先办" in clerk.post(f"{at}/deliver", data=got).text
    clerk.post(f"/titles/steps/{steps['release']}/finish", data={"finish-on": TODAY, "finish-receipt": "解除笔录"})
    assert clerk.post(f"{at}/deliver", data={**got, "deliver-damage": "12 外壳凹陷"}).status_code == 303
    page = clerk.get(f"/lots/{route.round_id}/transfer").text
    assert all(words in page for words in ("湾区货运", "12 外壳凹陷", "运送有损坏"))


def test_the_list_costs_the_same_for_one_and_many_is_searched_and_taken_as_a_workbook(app: Flask) -> None:
    house, bench = house_of(app)
    opened(house, bench)
    clerk = signed_in(app, "clerk")
    clerk.get("/titles")
    with counted(house) as one:
        assert "海语湾花园" in clerk.get("/titles").text
    opened(house, bench, 1422)
    with counted(house) as two:
        assert clerk.get("/titles").text.count("0/") >= 2
    assert len(one) == len(two)
    assert "海语湾花园" not in clerk.get("/titles?q=包装").text
    assert "海语湾花园" not in clerk.get("/titles?route=equipment").text
    assert "没有符合筛选条件的记录" in clerk.get("/titles?state=refused").text
    book = load_workbook(BytesIO(clerk.get("/titles/export.xlsx?q=包装").data))
    assert [row[0] for row in book["裁定过户"].iter_rows(values_only=True)] == ["标的物", "包装机械及自动输送线一批"]
