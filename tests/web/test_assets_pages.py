"""Pages of assets: whole, in scope, edited by section, with a constant number of queries; the page of importing."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask

from app.domains.assets import queries, service
from app.domains.assets.import_columns import SHEETS
from app.domains.assets.rules import Act
from app.domains.assets.sheets import template_of
from app.domains.assets.types import Kind, Measure
from app.infra.house import House
from tests.factories.assets import make_asset, make_flat, make_holder, make_priority_holder, make_seizure
from tests.factories.cases import make_case
from tests.factories.courts import Bench, found_bench
from tests.services.test_assets_importing import workbook
from tests.web.test_cases_pages import counted, signed_in


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def case_id(house: House, bench: Bench) -> str:
    with house.work(bench["clerk"]) as w:
        return make_case(w, bench).id


@pytest.fixture
def asset_id(house: House, bench: Bench, case_id: str) -> str:
    with house.work(bench["clerk"]) as w:
        asset = make_asset(w, case_id)
        make_holder(w, asset)
        make_seizure(w, asset)
        make_priority_holder(w, asset)
        return asset.id


def typed(**changes: str) -> dict[str, str]:
    plain = {
        "code": "A01",
        "kind": "house",
        "subkind": "住宅",
        "title": "海语湾花园3栋1204房",
        "place": "广州市南沙区海语湾路18号",
        "cert_no": "粤（2019）广州市不动产权第04900101号",
        "area": "89.62㎡",
        "occupancy": "debtor_family",
    }
    return plain | changes


def test_an_asset_shows_its_seizure_bar_and_what_decides_its_sale(app: Flask, asset_id: str) -> None:
    page = signed_in(app, "clerk").get(f"/assets/{asset_id}").text
    for words in ("包装机械及自动输送线一批", "需法院腾退", "2028-02-09", "剩 678 天", "黎卓然", "还没有参考价", "启动定价"):
        assert words in page


def test_what_blocks_a_sale_is_told(app: Flask, house: House, bench: Bench, case_id: str) -> None:
    with house.work(bench["clerk"]) as w:
        flat = make_flat(w, case_id).id
    page = signed_in(app, "clerk").get(f"/assets/{flat}").text
    assert "未登记权利人，不能定价" in page
    assert "没有登记首封" in page
    assert "04900101" not in page


def test_an_asset_is_entered_by_form(app: Flask, case_id: str) -> None:
    client = signed_in(app, "clerk")
    assert "登记标的物" in client.get(f"/cases/{case_id}/assets/new").text
    answer = client.post(f"/cases/{case_id}/assets", data=typed(cert_no=""))
    assert (answer.status_code, "须填写权属证书号" in answer.text) == (422, True)
    answer = client.post(f"/cases/{case_id}/assets", data=typed())
    assert answer.status_code == 303
    assert "89.62 ㎡" in client.get(answer.location).text
    assert "海语湾花园3栋1204房" in client.get(f"/cases/{case_id}/assets").text
    assert "海语湾花园3栋1204房" in client.get("/assets?kind=house&q=海语湾").text
    assert "没有符合筛选条件" in client.get("/assets?status=sold").text


@pytest.mark.parametrize(
    ("name", "data", "shown"),
    [
        ("delivery", {"occupancy": "empty", "occupancy_note": "", "deliverability": "ready", "vacating_duty": "not_needed"}, "无须腾空"),
        ("defects", {"rows": "外罩 | 锈蚀"}, "锈蚀"),
        ("arrears", {"rows": "仓租｜1200｜2026-03-31｜珠湾仓储"}, "1200.00 元，截至 2026-03-31"),
        ("taxes", {"rows": "增值税 | 被执行人"}, "增值税"),
        ("burden", {"kind": "mortgage", "holder": "穗禾农商行", "amount": "31800000"}, "31,800,000.00"),
        ("priority", {"name": "欧阳启明", "kind": "tenant", "rank": "2"}, "欧阳启明"),
        ("holder", {"name": "许曼婷", "share": "1/2", "reason": "登记共有"}, "许曼婷"),
        (
            "seizure",
            {"kind": "waiting", "rank": "2", "court_name": "广州市番禺区人民法院", "case_number": "(2025)粤0113执6021号", "starts_on": "2026-03-01"},
            "（2025）粤0113执6021号",
        ),
    ],
)
def test_a_section_is_edited(app: Flask, asset_id: str, name: str, data: dict[str, str], shown: str) -> None:
    client = signed_in(app, "clerk")
    form = client.get(f"/assets/{asset_id}/edit/{name}").text
    version = form.split('name="version"')[1].split('value="')[1].split('"')[0]
    assert client.post(f"/assets/{asset_id}/edit/{name}", data=data | {"version": version}).status_code == 303
    assert shown in client.get(f"/assets/{asset_id}").text


def test_a_wrong_line_keeps_what_was_typed(app: Flask, asset_id: str) -> None:
    answer = signed_in(app, "clerk").post(f"/assets/{asset_id}/edit/arrears", data={"rows": "仓租 | 一千二", "version": "1"})
    assert (answer.status_code, "一千二" in answer.text, "第 1 行应有 4 项" in answer.text) == (422, True, True)


def test_a_seizure_is_renewed_by_page(app: Flask, house: House, bench: Bench, asset_id: str) -> None:
    with house.reading(bench["clerk"]) as r:
        seizure = queries.list_seizures(r, asset_id)[0]
    client = signed_in(app, "clerk")
    assert "续封" in client.get(f"/seizures/{seizure.id}/renew").text
    assert client.post(f"/seizures/{seizure.id}/renew", data={"renewed_on": "2026-04-03", "version": "1"}).status_code == 422
    assert client.post(f"/seizures/{seizure.id}/renew", data={"renewed_on": "2026-04-01", "version": "1"}).status_code == 303
    assert "2028-03-31" in client.get(f"/assets/{asset_id}").text


def test_the_judge_moves_the_next_seizure_up_by_page(app: Flask, house: House, bench: Bench, asset_id: str) -> None:
    judge, path = signed_in(app, "judge"), f"/assets/{asset_id}/succession"
    assert "没有可以递补的轮候查封" in judge.get(path).text
    with house.work(bench["clerk"]) as w:
        make_seizure(w, queries.get_asset(w, asset_id), kind=Measure.WAITING, rank=2, court_name="广州市番禺区人民法院")
    assert "顺位递补" in judge.get(f"/assets/{asset_id}").text
    data = {"ground": "released", "kind": "detain", "on": "2026-04-02", "paper": "", "version": "1"}
    refused = judge.post(path, data=data)
    assert (refused.status_code, "写明解除查封的文书" in refused.text) == (422, True)
    assert signed_in(app, "clerk").post(path, data=data).status_code == 403
    assert judge.post(path, data=data | {"paper": "（2026）粤0115执1422号裁定"}).status_code == 303
    assert "处置权在广州市番禺区人民法院" in judge.get(f"/assets/{asset_id}").text


def test_what_is_on_a_site_has_no_edit_links(app: Flask, house: House, asset_id: str) -> None:
    with house.work() as w:
        for act in (Act.SURVEY, Act.PRICE, Act.PLAN, Act.LIST):
            service.move(w, asset_id, act)
    client = signed_in(app, "clerk")
    assert "/edit/basic" not in client.get(f"/assets/{asset_id}").text
    assert client.post(f"/assets/{asset_id}/edit/defects", data={"rows": "", "version": "5"}).status_code == 409


def test_pages_ask_a_constant_number_of_queries(app: Flask, house: House, bench: Bench, case_id: str, asset_id: str) -> None:
    client = signed_in(app, "clerk")
    paths = ("/assets", f"/cases/{case_id}/assets", f"/assets/{asset_id}")
    few = []
    for path in paths:
        with counted(house) as statements:
            client.get(path)
        few.append(len(statements))
    with house.work(bench["clerk"]) as w:
        for place in range(10, 30):
            make_asset(w, case_id, code=f"B{place}", title=f"第{place}批设备")
            make_priority_holder(w, queries.get_asset(w, asset_id), f"股东{place}")
    many = []
    for path in paths:
        with counted(house) as statements:
            client.get(path)
        many.append(len(statements))
    assert many == few
    assert max(many) <= 20


@pytest.mark.parametrize("login", ["clerk_b", "judge_b"])
def test_another_court_gets_404_everywhere(app: Flask, house: House, bench: Bench, case_id: str, asset_id: str, login: str) -> None:
    client = signed_in(app, login)
    with house.reading(bench["clerk"]) as r:
        seizure_id = queries.list_seizures(r, asset_id)[0].id
    paths = (
        f"/assets/{asset_id}",
        f"/assets/{asset_id}/edit/basic",
        f"/cases/{case_id}/assets",
        f"/cases/{case_id}/assets/new",
        f"/seizures/{seizure_id}/renew",
        *([f"/assets/{asset_id}/succession"] if login == "judge_b" else []),
    )
    assert {client.get(path).status_code for path in paths} == {404}
    assert client.post(f"/cases/{case_id}/assets", data=typed()).status_code == 404
    assert client.post(f"/assets/{asset_id}/edit/defects", data={"rows": ""}).status_code == 404
    assert "包装机械" not in client.get("/assets").text


def test_an_unknown_section_is_404(app: Flask, asset_id: str) -> None:
    assert signed_in(app, "clerk").get(f"/assets/{asset_id}/edit/price").status_code == 404


def test_every_kind_can_be_chosen(app: Flask, case_id: str) -> None:
    page = signed_in(app, "clerk").get(f"/cases/{case_id}/assets/new").text
    assert all(kind.word in page for kind in Kind)


def test_a_file_is_previewed_then_imported(app: Flask, bench: Bench) -> None:
    client = signed_in(app, "clerk")
    assert client.get("/cases/import/template.xlsx").data[:2] == b"PK"
    answer = client.post("/cases/import", data={"file": (BytesIO(template_of(SHEETS)), "填好.xlsx")})
    assert answer.status_code == 303
    page = client.get(answer.location)
    assert "全部导入" in page.text
    assert signed_in(app, "judge").get(answer.location).status_code == 404
    assert "1 件" in client.post(answer.location).text
    assert "（2026）粤0115执1207号" in client.get("/cases").text
    assert client.post(answer.location).status_code == 404


def test_bad_cells_are_shown_and_nothing_goes_in(app: Flask, bench: Bench) -> None:
    client = signed_in(app, "clerk")
    answer = client.post("/cases/import", data={"file": (BytesIO(workbook({("当事人", "id_no"): 440100197903140119})), "坏.xlsx")})
    page = client.get(answer.location).text
    assert "F 证件号码" in page
    assert "15 位有效数字" in page
    assert "仅导入正确的 3 行" in page
    assert client.post(answer.location).status_code == 422
    assert "执1207号" not in client.get("/cases").text
    assert "3 行" not in client.post(answer.location, data={"partial": "1"}).text


@pytest.mark.parametrize("content", [None, b"hello"])
def test_what_is_no_table_is_told(app: Flask, bench: Bench, content: bytes | None) -> None:
    data = {} if content is None else {"file": (BytesIO(content), "x.xlsx")}
    assert signed_in(app, "clerk").post("/cases/import", data=data).status_code == 422
