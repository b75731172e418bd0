"""发起审批 from a case: forms of every kind, what the law forbids told beside its figure, returned with reasons and asked again; acts beside a decision."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.domains.accounts.tables_factor import SecondFactor
from app.domains.approvals.catalogue import CATALOGUE
from app.domains.approvals.proposing import Propose, propose
from app.domains.approvals.queries import get_approval
from app.domains.cases.tables import Case
from app.factory import create_app
from app.infra.house import House
from app.infra.vault import vault_of
from app.kernel.clock import ManualClock
from config.settings import Settings
from tests.factories.cases import make_case, seat_panel
from tests.factories.courts import PASSWORD, Bench, found_bench
from tests.web.visiting import counted, signed_in

TEXT = "被执行人林绍恒经传唤拒不到庭，并当场撕毁执行通知书，有笔录和录像为证。"
FINE = {
    "title": "对林绍恒罚款",
    "text": TEXT,
    "person": "林绍恒",
    "target": "individual",
    "act": "撕毁法律文书",
    "act_on": "2026-03-30",
    "repeated": "no",
    "amount": "30000",
}
MOST_QUERIES = 40


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def case(house: House, bench: Bench) -> Case:
    with house.work(bench["clerk"]) as w:
        made = make_case(w, bench)
        seat_panel(w, bench, made.id)
        return made


def ask(client: FlaskClient, case: Case, kind: str = "fine", **changes: str) -> str:
    answer = client.post(f"/cases/{case.id}/ask/{kind}", data=FINE | changes)
    assert answer.status_code == 303, answer.text
    return answer.location.rpartition("/")[2]


def ask_as_clerk(house: House, bench: Bench, case: Case) -> str:
    figures = {name: FINE[name] for name in ("person", "target", "act", "act_on", "repeated", "amount")}
    with house.work(bench["clerk"]) as w:
        return propose(w, case.id, Propose("fine", FINE["title"], TEXT, figures)).id


def digest_of(house: House, bench: Bench, approval_id: str) -> str:
    with house.reading(bench["clerk"]) as r:
        return get_approval(r, approval_id).digest


def test_the_case_offers_every_kind_that_has_no_page_of_its_own(app: Flask, case: Case) -> None:
    client = signed_in(app, "clerk")
    page = client.get(f"/cases/{case.id}/approvals").text
    for kind in (each for each in CATALOGUE.values() if each.askable):
        assert kind.title in page
        assert client.get(f"/cases/{case.id}/ask/{kind.code}").status_code == 200
    assert client.get(f"/cases/{case.id}/ask/plan_panel").status_code == 404


def test_a_fine_over_the_limit_is_told_beside_its_figure_and_nothing_is_lost(app: Flask, case: Case) -> None:
    answer = signed_in(app, "clerk").post(f"/cases/{case.id}/ask/fine", data=FINE | {"amount": "200000", "repeated": "yes", "act_on": "2026-05-01"})
    assert answer.status_code == 422
    for words in ("不超过 100,000.00 元", "不得再次罚款", "不能晚于今天", "撕毁法律文书", TEXT):
        assert words in answer.text


def test_the_president_sees_question_gates_capitals_and_signs(app: Flask, house: House, bench: Bench, case: Case) -> None:
    approval_id = ask(signed_in(app, "clerk"), case)
    client = signed_in(app, "president")
    assert "罚款：对林绍恒罚款" in client.get("/decisions").text
    assert "是否对林绍恒（个人）罚款 30,000.00 元？" in client.get("/").text
    page = client.get(f"/decisions/{approval_id}").text
    for words in ("是否对林绍恒（个人）罚款 30,000.00 元？", "叁万元整", "同一行为未曾处罚", "金额上限", "院长批准", "民诉法", "演示账号不要求二次验证"):
        assert words in page
    assert client.post(f"/decisions/{approval_id}", data={"verdict": "approve", "seen_digest": digest_of(house, bench, approval_id)}).status_code == 303
    assert re.search(r"已签名 .*第 <?.*\d+.* 号", client.get(f"/decisions/{approval_id}").text, re.DOTALL)
    assert "罚款已同意" in signed_in(app, "clerk").get("/inbox").text


def test_a_return_has_a_reason_for_each_figure_and_the_asker_mends_it(app: Flask, house: House, bench: Bench, case: Case) -> None:
    clerk, president = signed_in(app, "clerk"), signed_in(app, "president")
    approval_id = ask(clerk, case)
    assert 'name="why:罚款金额"' in president.get(f"/decisions/{approval_id}?return=1").text
    sent = {"verdict": "return", "seen_digest": digest_of(house, bench, approval_id), "why:罚款金额": "与情节不相当", "why:妨害行为": "写明时间地点"}
    president.post(f"/decisions/{approval_id}", data=sent)
    page = clerk.get(f"/decisions/{approval_id}").text
    assert "与情节不相当" in page
    assert "修改后再提请" in page
    again = clerk.get(f"/cases/{case.id}/ask/fine?again={approval_id}").text
    assert "罚款金额：与情节不相当" in again
    mended = ask(clerk, case, amount="20000", again=approval_id)
    page = president.get(f"/decisions/{mended}").text
    for words in ("（第 2 版）", "20,000.00 元", "30,000.00 元", "退回修改"):
        assert words in page
    assert clerk.get(f"/cases/{case.id}/ask/fine?again={mended}").status_code == 404, "what is open is not mended"


def test_the_judge_transfers_asks_and_the_asker_recalls(app: Flask, house: House, bench: Bench, case: Case) -> None:
    clerk, judge = signed_in(app, "clerk"), signed_in(app, "judge")
    change = {"what": "开拍日", "before": "2026-05-08", "wanted": "2026-05-15"}
    approval_id = ask(clerk, case, "plan_change", **change)
    page = clerk.get(f"/decisions/{approval_id}").text
    assert "撤回申请" in page
    assert "催办" in page
    assert clerk.post(f"/decisions/{approval_id}/urge").status_code == 303
    assert clerk.post(f"/decisions/{approval_id}/urge").status_code == 409
    judge.post(f"/decisions/{approval_id}/signer", data={"person": bench["director"].id, "words": "是否影响其他在拍标的"})
    told = clerk.post(f"/decisions/{approval_id}/recall", data={"words": "内容有误"})
    assert told.status_code == 409
    assert "不能撤回申请：孔令舟" in told.text
    digest = digest_of(house, bench, approval_id)
    assert judge.post(f"/decisions/{approval_id}", data={"verdict": "approve", "seen_digest": digest}).status_code == 409
    director = signed_in(app, "director")
    assert "请你加签" in director.get(f"/decisions/{approval_id}").text
    director.post(f"/decisions/{approval_id}/word", data={"agrees": "yes", "words": "", "seen_digest": digest})
    assert judge.post(f"/decisions/{approval_id}", data={"verdict": "approve", "seen_digest": digest}).status_code == 303


def test_ending_without_result_goes_from_the_panel_to_the_president(app: Flask, house: House, bench: Bench, case: Case) -> None:
    approval_id = ask(signed_in(app, "clerk"), case, "zhongben_panel", title="终本", checked_on="2026-03-20", found="未发现可供执行的财产")
    for login in ("panel1", "panel2", "judge"):
        client = signed_in(app, login)
        assert "终结本次执行程序" in client.get(f"/panels/{approval_id}").text
        client.post(f"/panels/{approval_id}", data={"end": "agree", "seen_digest": digest_of(house, bench, approval_id)})
    page = signed_in(app, "president").get("/decisions").text
    assert "终结本次执行程序审批" in page
    assert "合议通过" in signed_in(app, "judge").get(f"/panels/{approval_id}").text


def test_a_member_steps_aside_and_the_director_replaces_him(app: Flask, house: House, bench: Bench, case: Case) -> None:
    approval_id = ask(signed_in(app, "clerk"), case, "zhongben_panel", title="终本", checked_on="2026-03-20", found="未发现可供执行的财产")
    member = signed_in(app, "panel1")
    digest = digest_of(house, bench, approval_id)
    member.post(f"/panels/{approval_id}", data={"end": "agree", "seen_digest": digest})
    assert member.post(f"/panels/{approval_id}/recuse", data={"words": "与被执行人系近亲属"}).status_code == 303
    director = signed_in(app, "director")
    assert "待更换成员" in director.get("/inbox").text
    seats = {"presiding": bench["judge"].id, "second": bench["panel2"].id, "third": bench["panel3"].id, "reason": "谭慕云回避"}
    assert director.post(f"/cases/{case.id}/panel", data=seats).status_code == 303
    page = signed_in(app, "panel3").get(f"/panels/{approval_id}").text
    assert "已表决 0/3" in page
    assert "更换成员为 戚远山" in page


def test_a_deputy_decides_and_both_names_stand(app: Flask, house: House, bench: Bench, case: Case) -> None:
    judge, director = signed_in(app, "judge"), signed_in(app, "director")
    kinds = {"to_id": bench["director"].id, "kinds": ["plan_change"], "from_on": "2026-04-02", "until_on": "2026-04-05", "reason": "参加培训"}
    assert judge.post("/delegations", data=kinds | {"kinds": ["plan_panel"]}).status_code == 422
    assert judge.post("/delegations", data=kinds).status_code == 303
    assert "参加培训" in director.get("/delegations").text
    change = {"what": "开拍日", "before": "2026-05-08", "wanted": "2026-05-15"}
    approval_id = ask(signed_in(app, "clerk"), case, "plan_change", **change)
    assert "变更处置方案" in director.get("/decisions").text
    director.post(f"/decisions/{approval_id}", data={"verdict": "approve", "seen_digest": digest_of(house, bench, approval_id)})
    assert "邵怀瑾（代 孔令舟）" in signed_in(app, "clerk").get(f"/decisions/{approval_id}").text


def test_signing_after_ten_minutes_asks_for_a_code_again(house: House, bench: Bench, case: Case, settings: Settings, clock: ManualClock) -> None:
    strict = create_app(replace(settings, demo_factor="1"), clock, wall=clock, overrides={"TESTING": True, "WTF_CSRF_ENABLED": False})
    approval_id = ask_as_clerk(house, bench, case)
    client = strict.test_client()
    client.post("/login", data={"username": "president", "password": PASSWORD})
    with house.reading() as r:
        secret = vault_of(r.session).open(r.session.get_one(SecondFactor, bench["president"].id).sealed)
    client.post("/login/factor", data={"code": pyotp.TOTP(secret).at(clock.now())})
    clock.advance(timedelta(minutes=11))
    sent = {"verdict": "approve", "seen_digest": digest_of(house, bench, approval_id)}
    assert 'id="sign-code"' in client.get(f"/decisions/{approval_id}").text
    refused = client.post(f"/decisions/{approval_id}", data=sent)
    assert (refused.status_code, "签名前请再验证一次" in refused.text) == (422, True)
    assert client.post(f"/decisions/{approval_id}", data=sent | {"code": "000000"}).status_code == 422
    assert client.post(f"/decisions/{approval_id}", data=sent | {"code": pyotp.TOTP(secret).at(clock.now())}).status_code == 303
    strict.extensions["house"].database.close()


@pytest.mark.parametrize("page", ["/decisions/{approval}", "/cases/{case}/approvals", "/decisions?tab=asked"])
def test_queries_do_not_grow(app: Flask, house: House, case: Case, page: str) -> None:
    clerk = signed_in(app, "clerk")
    path = page.format(approval=ask(clerk, case), case=case.id)
    with counted(house) as few:
        assert clerk.get(path).status_code == 200
    for _ in range(5):
        ask(clerk, case)
    with counted(house) as many:
        clerk.get(path)
    assert len(many) == len(few) <= MOST_QUERIES
