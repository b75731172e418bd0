"""Pages of cases: whole, masked, in scope, with a constant number of queries."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask
from openpyxl import load_workbook

from app.domains.cases import handing, queries, service
from app.domains.cases.tables import Case
from app.domains.cases.types import Stage
from app.infra.house import House
from app.kernel.clock import at_shanghai
from tests.factories.cases import make_case, make_party, seat_panel
from tests.factories.courts import Bench, found_bench
from tests.web.visiting import counted, signed_in

ID_NO, PHONE = "440100197903140119", "19900000011"


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def case_id(house: House, bench: Bench) -> str:
    with house.work(bench["clerk"]) as w:
        case = make_case(w, bench)
        make_party(w, case.id)
        return case.id


def typed(bench: Bench, **changes: str) -> dict[str, str]:
    plain = {
        "number": "(2026)粤0115执1500号",
        "filed_on": "2026-02-03",
        "kind": "first",
        "stage": "disposal",
        "cause": "保理合同纠纷",
        "claim": "12,480,000.00",
        "basis_number": "（2025）粤0115民初2976号",
        "basis_title": "民事判决书",
        "basis_court": "广州市南沙区人民法院",
        "basis_effective_on": "2025-10-30",
        "judge_id": bench["judge"].id,
        "clerk_id": bench["clerk"].id,
    }
    return plain | changes


def test_the_list_shows_a_case_with_its_parties(app: Flask, case_id: str) -> None:
    page = signed_in(app, "clerk").get("/cases").text
    assert "（2026）粤0115执1422号" in page
    assert "广州穗禾农村商业银行股份有限公司南沙支行 诉 广州粤澜包装机械有限公司等2人" in page
    assert "12,480,000.00" in page


def test_an_empty_list_says_what_to_do_first(app: Flask, bench: Bench) -> None:
    client = signed_in(app, "clerk")
    assert "登记一件，或用表格导入" in client.get("/cases").text
    assert "没有符合筛选条件的记录" in client.get("/cases?q=无此案").text


@pytest.mark.parametrize("query", ["stage=review", "due=overdue", "q=民间借贷", "judge=nobody"])
def test_filters_leave_out_what_does_not_fit(app: Flask, case_id: str, query: str) -> None:
    assert "执1422号" not in signed_in(app, "clerk").get(f"/cases?{query}").text


@pytest.mark.parametrize("query", ["stage=disposal", "q=1422", "q=林绍恒", "sort=filed", "stage=nonsense", "after=broken"])
def test_filters_keep_what_fits(app: Flask, case_id: str, query: str) -> None:
    assert "执1422号" in signed_in(app, "clerk").get(f"/cases?{query}").text


def test_overdue_cases_come_first_and_pages_follow_each_other(app: Flask, house: House, bench: Bench) -> None:
    with house.work(bench["clerk"]) as w:
        for serial in range(1000, 1060):
            case = make_case(w, bench, serial, parties=False)
            service.note_nearest_due(w, case.id, at_shanghai(2026, 4, 1 + serial % 20), "余款")
    client, seen, address = signed_in(app, "clerk"), [], "/cases"
    for _ in range(2):
        page = client.get(address).text
        seen += [part.split("号")[0] for part in page.split("执")[1:] if part[:4].isdigit()]
        address = page.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&") if 'rel="next"' in page else ""
    assert len(seen) == len(set(seen)) == 60
    assert address == ""
    assert seen[0] == "1000"


def test_the_list_asks_the_same_number_of_queries_for_one_and_for_fifty(app: Flask, house: House, bench: Bench, case_id: str) -> None:
    client = signed_in(app, "clerk")
    with counted(house) as few:
        client.get("/cases")
    with house.work(bench["clerk"]) as w:
        for serial in range(1000, 1055):
            make_case(w, bench, serial)
    with counted(house) as many:
        client.get("/cases")
    assert len(many) == len(few) <= 16


def test_the_page_of_a_case_asks_a_constant_number_of_queries(app: Flask, house: House, bench: Bench, case_id: str) -> None:
    client = signed_in(app, "clerk")
    with house.work(bench["clerk"]) as w:
        service.write_note(w, case_id, "催缴余款")
    with counted(house) as few:
        client.get(f"/cases/{case_id}")
    with house.work(bench["clerk"]) as w:
        for _ in range(25):
            service.write_note(w, case_id, "再催")
    with counted(house) as many:
        client.get(f"/cases/{case_id}")
    assert len(many) == len(few) <= 20


def test_a_case_is_registered_by_form(app: Flask, bench: Bench) -> None:
    client = signed_in(app, "clerk")
    assert "登记案件" in client.get("/cases/new").text
    answer = client.post("/cases", data=typed(bench))
    assert answer.status_code == 303
    assert "（2026）粤0115执1500号" in client.get(answer.location).text


def test_a_wrong_number_is_told_beside_its_field_and_nothing_typed_is_lost(app: Flask, bench: Bench) -> None:
    answer = signed_in(app, "clerk").post("/cases", data=typed(bench, number="2026粤0115执288", claim="1.2万"))
    assert answer.status_code == 422
    assert "最多两位小数" in answer.text
    answer = signed_in(app, "clerk").post("/cases", data=typed(bench, number="2026粤0115执288"))
    assert (answer.status_code, "写成（2026）粤0115执288号" in answer.text, "保理合同纠纷" in answer.text) == (422, True, True)


def test_an_edit_on_an_old_version_keeps_what_was_typed(app: Flask, case_id: str, bench: Bench) -> None:
    client = signed_in(app, "clerk")
    fresh = typed(bench, number="（2026）粤0115执1422号", cause="借款合同纠纷")
    version = client.get(f"/cases/{case_id}/edit").text.split('name="version" value="')[1].split('"')[0]
    assert client.post(f"/cases/{case_id}/edit", data=fresh | {"version": version}).status_code == 303
    answer = client.post(f"/cases/{case_id}/edit", data=fresh | {"version": version, "cause": "买卖合同纠纷"})
    assert (answer.status_code, "买卖合同纠纷" in answer.text, "变了" in answer.text) == (409, True, True)


def test_numbers_of_parties_are_masked_until_a_reason_is_given(app: Flask, house: House, bench: Bench, case_id: str) -> None:
    client = signed_in(app, "clerk")
    with house.reading(bench["clerk"]) as r:
        party_id = next(p.id for p in queries.list_parties(r, case_id) if p.name == "林绍恒")
    paths = (f"/cases/{case_id}/parties", f"/parties/{party_id}/edit", f"/cases/{case_id}", "/cases", f"/parties/{party_id}/reveal")
    pages = [client.get(path) for path in paths]
    assert all(page.status_code == 200 and ID_NO not in page.text and PHONE not in page.text for page in pages)
    assert "440100********0119" in pages[0].text
    refused = client.post(f"/parties/{party_id}/reveal", data={"purpose": "其他用途", "reason": ""})
    assert (refused.status_code, ID_NO in refused.text) == (422, False)
    shown = client.post(f"/parties/{party_id}/reveal", data={"purpose": "核对当事人身份", "reason": ""})
    assert (ID_NO in shown.text, shown.headers["Cache-Control"]) == (True, "no-store")
    assert "核对当事人身份" in client.get(f"/cases/{case_id}").text


def test_a_party_is_entered_and_a_wrong_check_digit_is_told(app: Flask, case_id: str) -> None:
    client = signed_in(app, "clerk")
    lin = {"role": "co_owner", "kind": "natural", "name": "许曼婷", "id_kind": "resident", "id_no": "440100198209270242", "sex": "", "address": "广州市南沙区"}
    answer = client.post(f"/cases/{case_id}/parties", data=lin)
    assert (answer.status_code, "第 18 位应为 1" in answer.text) == (422, True)
    assert client.post(f"/cases/{case_id}/parties", data=lin | {"id_no": "440100198209270241"}).status_code == 303
    assert "许曼婷" in client.get(f"/cases/{case_id}/parties").text


def test_secret_notes_are_absent_for_those_outside_the_panel(app: Flask, house: House, bench: Bench, case_id: str) -> None:
    with house.work(bench["judge"]) as w:
        seat_panel(w, bench, case_id)
    with house.work(bench["panel1"]) as w:
        service.write_note(w, case_id, "保证金偏高", secret=True)
    assert "保证金偏高" in signed_in(app, "panel2").get(f"/cases/{case_id}").text
    clerk = signed_in(app, "clerk").get(f"/cases/{case_id}").text
    assert "保证金偏高" not in clerk
    assert "合议庭内部留言" not in clerk


def test_a_note_is_written_and_news_are_told(app: Flask, case_id: str) -> None:
    client = signed_in(app, "clerk")
    newest = client.get(f"/cases/{case_id}").text.split("seen=")[1].split('"')[0]
    assert client.get(f"/cases/{case_id}/news?seen={newest}").status_code == 204
    assert client.post(f"/cases/{case_id}/notes", data={"body": "已联系物业"}).status_code == 303
    assert "有 1 条新来往" in client.get(f"/cases/{case_id}/news?seen={newest}").text
    assert "已联系物业" in client.get(f"/cases/{case_id}").text
    assert client.post(f"/cases/{case_id}/notes", data={"body": f"证件 {ID_NO}"}).status_code == 422


def test_a_case_is_handed_on_by_page_and_taken_over(app: Flask, house: House, bench: Bench, case_id: str) -> None:
    clerk, closing = signed_in(app, "clerk"), signed_in(app, "closing")
    assert "移送下一阶段" in clerk.get(f"/cases/{case_id}/hand-on").text
    assert clerk.post(f"/cases/{case_id}/hand-on", data={"to_stage": "review", "done": "已移交", "open_items": "分配"}).status_code == 303
    assert "移送中，仍由财产处置组负责" in clerk.get(f"/cases/{case_id}").text
    assert closing.post(f"/cases/{case_id}/accept", data={"version": "1"}).status_code == 303
    assert "结案复查" in closing.get(f"/cases/{case_id}").text
    assert closing.post(f"/cases/{case_id}/closing", data={"way": "done"}).status_code == 403


def test_the_panel_is_composed_by_page(app: Flask, bench: Bench, case_id: str) -> None:
    judge = signed_in(app, "judge")
    chosen = {"presiding": bench["judge"].id, "second": bench["panel1"].id, "third": bench["panel2"].id, "reason": ""}
    assert judge.post(f"/cases/{case_id}/panel", data=chosen | {"third": bench["panel1"].id}).status_code == 422
    assert judge.post(f"/cases/{case_id}/panel", data=chosen).status_code == 303
    assert "谭慕云" in judge.get(f"/cases/{case_id}/panel").text
    assert signed_in(app, "clerk").post(f"/cases/{case_id}/panel", data=chosen).status_code == 403


def test_the_export_has_names_and_no_numbers(app: Flask, case_id: str) -> None:
    answer = signed_in(app, "clerk").get("/cases/export.xlsx")
    sheet = load_workbook(BytesIO(answer.data)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert (rows[0][0], rows[1][0], rows[1][8]) == ("案号", "（2026）粤0115执1422号", "12480000.00")
    assert not any(ID_NO in str(value) for row in rows for value in row)


PATHS = ("", "/edit", "/parties", "/parties/new", "/panel", "/hand-on", "/news")


@pytest.mark.parametrize("login", ["clerk_b", "judge_b"])
def test_another_court_gets_404_everywhere(app: Flask, house: House, bench: Bench, case_id: str, login: str) -> None:
    client = signed_in(app, login)
    with house.reading(bench["clerk"]) as r:
        party_id = queries.list_parties(r, case_id)[0].id
    assert {client.get(f"/cases/{case_id}{path}").status_code for path in PATHS} == {404}
    assert {client.get(f"/parties/{party_id}/{path}").status_code for path in ("edit", "reveal")} == {404}
    posts = {f"/cases/{case_id}/notes": {"body": "x"}, f"/cases/{case_id}/accept": {}, f"/parties/{party_id}/reveal": {"purpose": "核对当事人身份"}}
    assert {client.post(path, data=data).status_code for path, data in posts.items()} == {404}
    assert "1422" not in client.get("/cases").text


def test_a_stranger_to_the_panel_gets_404(app: Flask, case_id: str) -> None:
    assert signed_in(app, "panel3").get(f"/cases/{case_id}").status_code == 404


def test_field_group_sees_the_thread_but_cannot_hand_on(app: Flask, house: House, bench: Bench, case_id: str) -> None:
    client = signed_in(app, "field")
    assert client.get(f"/cases/{case_id}").status_code == 200
    assert client.post(f"/cases/{case_id}/hand-on", data={"to_stage": "review", "done": "已办"}).status_code == 403
    with house.reading(bench["field"]) as r:
        assert queries.get_case(r, case_id).stage == Stage.DISPOSAL.value
        assert handing.find_offer(r, case_id) is None
        assert isinstance(queries.get_case(r, case_id), Case)
