"""Pages of deciding: the queue, one question with its figures and acts, the ballot and what stays sealed."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from app.domains.plans import service
from app.domains.plans.queries import get_plan
from app.domains.plans.tables import Plan
from app.domains.plans.types import Terms
from app.infra.house import House
from app.law.publication import PANEL_MATTERS
from tests.factories.courts import Bench, found_bench
from tests.factories.plans import AGREE, make_plan, panel_approval, submit, vote_all
from tests.web.visiting import counted, signed_in

MOST_QUERIES = 40


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def plan(house: House, bench: Bench) -> Plan:
    return submit(house, bench, make_plan(house, bench).id)


@pytest.fixture
def signature(house: House, bench: Bench, plan: Plan) -> str:
    vote_all(house, bench, plan.id)
    return panel_approval(house, bench, plan.id, "plan_signature")


def test_the_queue_shows_what_waits_and_what_was_done(app: Flask, signature: str) -> None:
    client = signed_in(app, "judge")
    page = client.get("/decisions").text
    assert "签发处置方案：海语湾花园3栋1204房" in page
    assert "温若琳" in page
    empty = signed_in(app, "president").get("/decisions").text
    assert ("没有等你决定的事项" in empty, "待我审批 · 拍辅" in empty, "待我决定" in empty) == (True, True, False)
    assert "处置方案合议" in client.get("/decisions?done=1").text


def test_a_question_is_one_sentence_with_figures_law_and_what_it_rests_on(app: Flask, signature: str) -> None:
    page = signed_in(app, "judge").get(f"/decisions/{signature}").text
    assert "是否以起拍价 840,000.00 元、保证金 84,000.00 元、2026-05-08 10:00 开拍，一拍？" in page
    for words in ("不低于 840,000.00 元", "42,000.00 至 168,000.00 元", "法释〔2016〕18号", "合议笔录", "应通知", "同意并签名", "退回修改", "不同意", "流转"):
        assert words in page


def test_photos_of_plan_and_survey_stand_side_by_side_and_open_under_the_plans_rights(app: Flask, house: House, bench: Bench) -> None:
    plan_id = make_plan(house, bench).id
    with house.work(bench["clerk"]) as w:
        service.save_draft(w, plan_id, {"photos": Terms.from_json(get_plan(w, plan_id).terms).photos[1:]})
    plan = submit(house, bench, plan_id)
    vote_all(house, bench, plan_id)
    client, left_out = signed_in(app, "judge"), "门牌"
    page = client.get(f"/decisions/{panel_approval(house, bench, plan_id, 'plan_signature')}").text
    assert "方案采用 11 张" in page
    assert "现场调查验收 12 张" in page
    assert re.search(rf"<p>{left_out} <span[^>]*>方案未采用</span></p>", page)
    assert page.count("方案未采用") == 1
    [survey_only] = set(re.findall(r'href="(/plans/[^"]+/photos/\w+)"', page)) - {
        f"/plans/{plan_id}/photos/{each}" for each in Terms.from_json(plan.terms).photos
    }
    assert client.get(survey_only).mimetype == "image/jpeg"
    assert app.test_client().get(survey_only).status_code == 302


def test_agreeing_freezes_the_plan_and_shows_the_receipt(app: Flask, plan: Plan, signature: str) -> None:
    client = signed_in(app, "judge")
    assert client.post(f"/decisions/{signature}", data={"verdict": "approve", "seen_digest": plan.digest}).status_code == 303
    assert "已签名" in client.get(f"/decisions/{signature}").text
    assert "已锁定" in client.get(f"/plans/{plan.id}").text


def test_returning_without_a_reason_is_told_and_with_one_goes_back(app: Flask, plan: Plan, signature: str) -> None:
    client = signed_in(app, "judge")
    told = client.post(f"/decisions/{signature}", data={"verdict": "return", "seen_digest": plan.digest})
    assert told.status_code == 422
    assert "须写明理由" in told.text
    client.post(f"/decisions/{signature}", data={"verdict": "return", "seen_digest": plan.digest, "reason": "加价幅度偏低"})
    assert "已退回：加价幅度偏低" in signed_in(app, "clerk").get(f"/plans/{plan.id}").text


def test_an_old_screen_does_not_sign(app: Flask, signature: str) -> None:
    answer = signed_in(app, "judge").post(f"/decisions/{signature}", data={"verdict": "approve", "seen_digest": "0" * 64})
    assert answer.status_code == 409
    assert "内容在你打开之后变了" in answer.text


def test_the_asker_reads_why_not_and_cannot_sign(app: Flask, plan: Plan, signature: str) -> None:
    client = signed_in(app, "clerk")
    assert "不能审批自己提交的事项" in client.get(f"/decisions/{signature}").text
    assert client.post(f"/decisions/{signature}", data={"verdict": "approve", "seen_digest": plan.digest}).status_code == 403


@pytest.mark.parametrize(("login", "status"), [("director", 200), ("panel1", 200), ("panel3", 404), ("judge_b", 404)])
def test_a_question_is_found_by_its_court_alone(app: Flask, signature: str, login: str, status: int) -> None:
    assert signed_in(app, login).get(f"/decisions/{signature}").status_code == status


def test_a_panels_question_has_its_own_page(app: Flask, house: House, bench: Bench, plan: Plan) -> None:
    approval_id = panel_approval(house, bench, plan.id)
    assert signed_in(app, "panel1").get(f"/decisions/{approval_id}").location == f"/panels/{approval_id}"


def test_the_ballot_has_five_matters_with_figures_and_articles(app: Flask, house: House, bench: Bench, plan: Plan) -> None:
    page = signed_in(app, "panel1").get(f"/panels/{panel_approval(house, bench, plan.id)}").text
    for title in PANEL_MATTERS.values():
        assert title in page
    for words in ("840,000.00 元", "黎卓然（承租人，第1顺位）", "法释〔2016〕18号 第10条", "已表决 0/3", "孔令舟（审判长）"):
        assert words in page


def test_a_vote_on_four_matters_is_told_and_keeps_what_was_chosen(app: Flask, house: House, bench: Bench, plan: Plan) -> None:
    opinions = {**AGREE, "deposit": "other", "deposit-other": "100000"}
    del opinions["increment"]
    answer = signed_in(app, "panel1").post(f"/panels/{panel_approval(house, bench, plan.id)}", data={**opinions, "seen_digest": plan.digest})
    assert answer.status_code == 422
    assert "还没有表决：加价幅度" in answer.text
    assert 'value="100000"' in answer.text


def test_votes_stay_sealed_until_the_last_and_dissent_is_the_panels_alone(app: Flask, house: House, bench: Bench, plan: Plan) -> None:
    approval_id = panel_approval(house, bench, plan.id)
    dissent = {**AGREE, "start_price": "other", "start_price-other": "918273.00", "remark": "周边成交均价较高"}
    first, judge = signed_in(app, "panel1"), signed_in(app, "judge")
    assert first.post(f"/panels/{approval_id}", data={**dissent, "seen_digest": plan.digest}).status_code == 303
    assert "918273" in first.get(f"/panels/{approval_id}").text
    sealed = judge.get(f"/panels/{approval_id}").text
    assert "已表决 1/3" in sealed
    assert "918273" not in sealed
    for client in (signed_in(app, "panel2"), judge):
        client.post(f"/panels/{approval_id}", data={**AGREE, "seen_digest": plan.digest})
    opened = judge.get(f"/panels/{approval_id}").text
    for words in ("谭慕云", "918273.00", "周边成交均价较高", "多数同意", "合议笔录"):
        assert words in opened
    outside = signed_in(app, "clerk").get(f"/panels/{approval_id}").text
    assert "多数同意" in outside
    assert "918273" not in outside
    assert "周边成交均价较高" not in outside


def test_the_panels_queue_empties_with_the_vote(app: Flask, house: House, bench: Bench, plan: Plan) -> None:
    client = signed_in(app, "panel1")
    assert "海语湾花园" in client.get("/panels").text
    client.post(f"/panels/{panel_approval(house, bench, plan.id)}", data={**AGREE, "seen_digest": plan.digest})
    assert "没有待表决方案" in client.get("/panels").text
    assert "海语湾花园" in client.get("/panels?done=1").text


@pytest.mark.parametrize("page", ["/decisions", "/decisions/{signature}", "/panels", "/panels/{panel}"])
def test_pages_ask_a_constant_number_of_queries(app: Flask, house: House, bench: Bench, plan: Plan, signature: str, page: str) -> None:
    path, client = page.format(signature=signature, panel=panel_approval(house, bench, plan.id)), signed_in(app, "judge")
    with counted(house) as alone:
        assert client.get(path).status_code == 200
    other = submit(house, bench, make_plan(house, bench, 1500).id)
    vote_all(house, bench, other.id)
    with counted(house) as more:
        client.get(path)
    assert len(more) <= len(alone) + 1
    assert len(more) <= MOST_QUERIES
