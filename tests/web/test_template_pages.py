"""Pages of a court's own templates (S24): upload, findings by page, trial print, acceptance by the judge alone."""

from __future__ import annotations

import io

import pytest
from flask import Flask

from app.domains.documents.jobs import print_proof
from app.infra.house import House
from app.kernel.actor import Role
from tests.documents.own_word import DEMAND, word
from tests.factories.courts import Bench, found_bench, open_person
from tests.web.visiting import counted, signed_in


@pytest.fixture
def bench(house: House) -> Bench:
    bench = found_bench(house)
    with house.work() as w:
        open_person(w, "secadmin", "聂清和", Role.SECADMIN, court_id=bench.court_id)
    return bench


def upload(app: Flask, *lines: str) -> str:
    file = (io.BytesIO(word(*lines)), "催缴.docx")
    answer = signed_in(app, "secadmin").post("/documents/templates", data={"code": "balance_demand", "file": file})
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def test_a_template_goes_from_upload_to_use_by_two_people(app: Flask, house: House, bench: Bench) -> None:
    address = upload(app, *DEMAND)
    judge, keeper = signed_in(app, "judge"), signed_in(app, "secadmin")
    page = judge.get(address).text
    assert all(words in page for words in ("待启用", "通过：能打开", "用样例数据试排", "试打印正在制作"))
    print_proof(house, {"template_id": address.rsplit("/", 1)[1]})
    page = judge.get(address).text
    digest = page.split('name="digest" value="')[1].split('"')[0]
    assert judge.get(f"{address}/pdf").data.startswith(b"%PDF")
    assert all(judge.get(f"{address}/{name}").data.startswith(b"PK") for name in ("docx", "original"))
    assert keeper.post(f"{address}/accept", data={"digest": digest}).status_code == 403
    assert judge.post(f"{address}/accept", data={"digest": digest}).status_code == 303
    assert "启用中" in keeper.get(address).text
    with counted(house) as statements:
        listed = keeper.get("/documents/templates").text
    assert all(words in listed for words in ("余款催缴通知", "第 1 版", "启用中", "通过"))
    assert len(statements) <= 8
    assert keeper.post(f"{address}/retire").status_code == 303
    assert "已停用" in keeper.get(address).text


def test_what_is_wrong_is_said_with_page_and_word_and_the_form_keeps_its_refusal(app: Flask, bench: Bench) -> None:
    address = upload(app, *DEMAND, "{{ 标的名 }}")
    keeper = signed_in(app, "secadmin")
    page = keeper.get(address).text
    assert all(words in page for words in ("模板不能启用", "第 1 页的“标的名”不是可用字段", "改用“标的名称”"))
    assert keeper.post(f"{address}/check").status_code == 303
    assert keeper.get(f"{address}/pdf").status_code == 404
    refused = keeper.post("/documents/templates", data={"code": "balance_demand", "file": (io.BytesIO(b"no"), "a.docx")})
    assert refused.status_code == 422
    assert "文件损坏" in refused.text
    assert signed_in(app, "judge_b").get(address).status_code == 404
    assert signed_in(app, "clerk").get("/documents/templates").status_code == 403
