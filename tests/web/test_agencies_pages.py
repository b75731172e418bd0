"""Pages of agencies: the draw by hand, the portal of one's own, register, score, fees and the wizard of an ending; nothing of the other agency anywhere."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.domains.agencies import queries, scores, service
from app.domains.agencies.types import DeedKind
from app.domains.tasks import service as tasks
from app.infra.house import House
from app.kernel.clock import ManualClock
from app.kernel.money import Money
from tests.factories.settlements import open_account
from tests.factories.tasks import TaskField, found_field
from tests.house.source import ROOT
from tests.web.visiting import counted, signed_in

NEW = "/tasks/new?asset={asset}&kind=survey_equipment"


@pytest.fixture
def field(house: House, clock: ManualClock) -> TaskField:
    return found_field(house, clock)


def order(**more: str) -> dict[str, str]:
    return {"due_at": "2026-04-09T17:30", "why": "查明现状", "note": "逐件清点", "officer": "雷振屿", **more}


def accept_one(field: TaskField, price: str = "1800") -> None:
    with field.house.work(field.bench["director"]) as w:
        for term in queries.list_engagements(w, agency_id=field.outside.anheng_id):
            term.prices = {"survey_equipment": Money.yuan(price).fen}
        w.trailed = True
    task = field.handed_back()
    with field.house.work(field.bench["clerk"]) as w:
        tasks.accept_task(w, task.id)


def test_a_draw_is_walked_by_hand_declined_drawn_again_and_recomputed(app: Flask, field: TaskField, tmp_path: Path) -> None:
    clerk, page = signed_in(app, "clerk"), NEW.format(asset=field.asset.id)
    shown = clerk.get(f"{page}&way=draw").text
    assert "公布种子摘要" in shown
    assert 'name="agency_id"' not in shown
    draw = clerk.post(f"/draws?asset={field.asset.id}&kind=survey_equipment").headers["Location"]
    before = clerk.get(draw).text
    commitment = re.search(r'id="commitment">([0-9a-f]{64})<', before)
    assert commitment
    assert "冻结名单并抽取" in before
    assert clerk.post(f"{draw}/draw").status_code == 303
    give = re.search(r'href="(/tasks/new\?[^"]*choice=[^"]*)"', clerk.get(draw).text)
    assert give
    chosen = re.search(r'name="agency_id" form="give" value="(\w+)" checked', clerk.get(give[1].replace("&amp;", "&")).text)
    assert chosen
    choice_id = draw.rsplit("/", 1)[1]
    posted = clerk.post(give[1].replace("&amp;", "&"), data=order(agency_id=chosen[1], way="draw", choice_id=choice_id))
    task = posted.headers["Location"]
    manager = signed_in(app, "agency" if chosen[1] == field.outside.anheng_id else "agency2")
    assert manager.post(f"{task}/decline", data={"reason": "人手不足"}).status_code == 303
    assert clerk.post(f"{draw}/again", data={"reason": ""}).status_code == 422
    assert clerk.post(f"{draw}/again", data={"reason": "抽中机构拒接"}).status_code == 303
    refused = clerk.post(f"{draw}/again", data={"reason": "再抽"})
    assert (refused.status_code, "没有可派的机构" in refused.text) == (409, True)
    told = clerk.get(f"{draw}/draw.json")
    file = tmp_path / "draw.json"
    file.write_bytes(told.data)
    done = subprocess.run([sys.executable, "-I", str(ROOT / "docs" / "verify_draw.py"), str(file)], capture_output=True, text=True, check=False)
    assert (done.returncode, json.loads(told.text)["commitment"]) == (0, commitment[1]), done.stdout
    for login, status in (("clerk_b", 404), ("agency", 403)):
        assert [signed_in(app, login).get(each).status_code for each in (draw, f"{draw}/draw.json")] == [status, status]


def test_the_form_shows_the_order_asks_why_another_and_tells_nobody_left(app: Flask, field: TaskField) -> None:
    clerk, page = signed_in(app, "clerk"), NEW.format(asset=field.asset.id)
    listed = re.findall(r'name="agency_id" form="give" value="(\w+)"( checked)?', clerk.get(page).text)
    assert [bool(checked) for _, checked in listed] == [True, False]
    second = listed[1][0]
    refused = clerk.post(page, data=order(agency_id=second, way="rotation"))
    assert (refused.status_code, "按轮候应由" in refused.text) == (422, True)
    assert clerk.post(page, data=order(agency_id=second, way="rotation", why_not_first="同址任务一并办理")).status_code == 303
    with field.house.work() as w:
        for agency_id in (field.outside.anheng_id, field.outside.zhengxu_id):
            service.suspend(w, agency_id, "资质到期")
    text = clerk.get(f"{page}&way=score").text
    assert "2 家暂停。查看理由；扩大区域或自办" in text
    assert text.count("已暂停委托：资质到期") == 2


PAGES = ("/agencies/{id}", "/agencies/{id}/score", "/agencies/{id}/fees")


def test_the_portal_and_every_page_hold_ones_own_agency_alone(app: Flask, field: TaskField) -> None:
    accept_one(field)
    own, other = signed_in(app, "agency"), signed_in(app, "agency2")
    portal = own.get("/agency").text
    for words in ("安衡", "评分 91.7（本院第 1）", "轮候第 2 位", "第 1，共 2 家"):
        assert words in portal
    assert "正序" not in portal
    assert "安衡" not in other.get("/agency").text
    for page in PAGES:
        assert own.get(page.format(id=field.outside.anheng_id)).status_code == 200
        assert "正序" not in own.get(page.format(id=field.outside.anheng_id)).text
        assert other.get(page.format(id=field.outside.anheng_id)).status_code == 404
    for login in ("worker", "clerk"):
        assert signed_in(app, login).get("/agency").status_code == 403


def test_register_and_roster_are_filled_in_by_hand(app: Flask, field: TaskField) -> None:
    worker, manager = signed_in(app, "worker"), signed_in(app, "agency")
    wrong = worker.post("/interests", data={"relation": "sibling", "name": "卢小航"})
    assert (wrong.status_code, "至少填一项" in wrong.text) == (422, True)
    data = {"relation": "sibling", "name": "卢小航", "id_number": "440100199503160195", "phone": "19900000088"}
    assert worker.post("/interests", data=data).status_code == 303
    text = manager.get("/interests").text
    assert "440100********0195" in text
    assert "440100199503160195" not in text
    assert "卢小航" not in text
    renew = re.search(r'action="(/interests/\w+/renew)"', text)
    assert renew
    assert manager.post(renew[1]).status_code == 303
    assert signed_in(app, "agency2").post(renew[1]).status_code == 404
    row = {"person_id": field.outside["worker"].id, "kind": "absence", "from_on": "2026-04-05", "until_on": "2026-04-06", "note": "清明"}
    assert manager.post("/roster", data=row).status_code == 303
    assert manager.post("/roster", data={**row, "until_on": "2026-04-04"}).status_code == 422
    assert "清明" in signed_in(app, "clerk").get(f"/agencies/{field.outside.anheng_id}").text


def test_score_fees_and_statement_are_walked_by_both_sides(app: Flask, field: TaskField) -> None:
    accept_one(field)
    clerk, director, manager = (signed_in(app, login) for login in ("clerk", "director", "agency"))
    base = f"/agencies/{field.outside.anheng_id}"
    assert clerk.post(f"{base}/deeds", data={"kind": "complaint", "title": "看样", "note": ""}).status_code == 422
    assert clerk.post(f"{base}/deeds", data={"kind": "complaint", "title": "看样电话无人接听", "note": "通话记录属实"}).status_code == 303
    ask = re.search(r'action="(/deeds/\w+/review)"', manager.get(f"{base}/score").text)
    assert ask
    assert manager.post(ask[1], data={"reason": "线路检修"}).status_code == 303
    decide = re.search(r'action="(/deeds/\w+/decision)"', director.get(f"{base}/score").text)
    assert decide
    assert director.post(decide[1], data={"verdict": "strike", "reply": "理由成立"}).status_code == 303
    assert "已撤销" in manager.get(f"{base}/score").text
    assert director.post(f"{base}/statements", data={"month": "2026-13"}).status_code == 422
    statement = director.post(f"{base}/statements", data={"month": "2026-04"}).headers["Location"]
    assert "1,800.00" in manager.get(statement).text
    assert manager.post(f"{statement}/answer", data={"verdict": "object", "objection": ""}).status_code == 422
    assert manager.post(f"{statement}/answer", data={"verdict": "confirm"}).status_code == 303
    assert director.post(f"{statement}/settle", data={"note": "凭证 18"}).status_code == 303
    sheet = manager.get(f"{statement}/sheet")
    assert (sheet.status_code, sheet.data[:2]) == (200, b"PK")
    assert [signed_in(app, login).get(f"{statement}/sheet").status_code for login in ("agency2", "clerk_b")] == [404, 404]


def test_an_engagement_is_made_with_prices_and_ended_by_the_wizard(app: Flask, field: TaskField) -> None:
    director, base = signed_in(app, "director"), f"/agencies/{field.outside.anheng_id}"
    terms = {"kinds": ["custody"], "from_on": "2026-04-01", "until_on": "2026-12-31", "quota": "5", "region": "广州市"}
    wrong = director.post(f"{base}/engagements", data={**terms, "prices": "保管费 100"})
    assert (wrong.status_code, "没有“保管费”这类任务" in wrong.text) == (422, True)
    assert director.post(f"{base}/engagements", data={**terms, "prices": "动产保管 1000.00"}).status_code == 303
    ends = re.findall(rf'action="({base}/engagements/\w+/end)"', director.get(base).text)
    assert len(ends) == 2
    for each in ends:
        wizard = director.post(each, data={"reason": "合同期满"}).headers["Location"]
    for step in ("tasks", "rights", "data", "proof"):
        assert director.post(f"{wizard}/{step}").status_code == 303
    assert director.post(f"{wizard}/tasks").status_code == 409
    manager = signed_in(app, "agency")
    assert "委托已结束，任务和个人信息已收回" in manager.get("/agency").text
    proof, file = manager.get(f"{wizard}/proof").text, manager.get(f"{wizard}/proof.json")
    assert json.loads(file.text)["number"] in proof
    assert signed_in(app, "agency2").get(f"{wizard}/proof").status_code == 404
    assert app.test_client().post("/login", data={"username": "worker", "password": "paifu-demo-2026"}).status_code == 401


def test_bidders_are_checked_by_the_court_and_decided_by_the_judge(app: Flask, field: TaskField) -> None:
    signed_in(app, "worker").post("/interests", data={"relation": "other", "name": "卢建国", "id_number": "440100197003070012"})
    with field.house.work(field.bench["clerk"]) as w:
        account = open_account(w, field.bench, 1507)
    field.give(asset_id=account.asset_id)
    clerk, judge, page = signed_in(app, "clerk"), signed_in(app, "judge"), f"/lots/{account.round_id}/bidders"
    assert clerk.post(page, data={"code": "C7", "name": ""}).status_code == 422
    assert clerk.post(page, data={"code": "C7", "name": "卢建国", "id_number": "440100197003070012"}).status_code == 303
    text = clerk.get(page).text
    assert "须人工核对" in text
    assert "卢建国" not in text
    assert "440100197003070012" not in text
    decide = re.search(r'action="(/bidders/\w+/decision)"', judge.get(page).text)
    assert decide
    assert clerk.post(decide[1], data={"verdict": "pass", "reason": "堂亲"}).status_code == 403
    assert judge.post(decide[1], data={"verdict": "bar", "reason": "查明为共同生活的亲属代为竞买"}).status_code == 303
    assert "禁止竞买的竞买号：C7" in clerk.get(page).text
    assert signed_in(app, "clerk_b").get(page).status_code == 404


def test_pages_ask_a_constant_number_of_queries(app: Flask, field: TaskField, house: House) -> None:
    accept_one(field)
    clients: dict[str, FlaskClient] = {login: signed_in(app, login) for login in ("clerk", "agency")}
    pages = [
        ("agency", "/agency", 24),
        ("agency", f"/agencies/{field.outside.anheng_id}/score", 16),
        ("agency", f"/agencies/{field.outside.anheng_id}/fees", 14),
        ("agency", "/interests", 14),
        ("clerk", "/agencies", 16),
        ("clerk", NEW.format(asset=field.asset.id), 28),
    ]

    def ask(login: str, page: str) -> int:
        with counted(house) as statements:
            assert clients[login].get(page).status_code == 200
        return len([each for each in statements if not each.startswith("PRAGMA")])

    before = [ask(login, page) for login, page, _ in pages]
    with house.work(field.bench["clerk"]) as w:
        for no in range(8):
            scores.note_deed(w, scores.NoteDeed(field.outside.anheng_id, field.bench.court_id, DeedKind.ON_TIME, f"t{no}", "任务"))
    for _ in range(3):
        field.take(field.give())
    after = [ask(login, page) for login, page, _ in pages]
    print(dict(zip((page for _, page, _ in pages), after, strict=True)))
    assert after == before
    assert [number <= most for number, (_, _, most) in zip(after, pages, strict=True)] == [True] * len(pages)
