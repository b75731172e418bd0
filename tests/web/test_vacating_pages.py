"""Pages of vacating: list, thread with its tabs, occupants, plan editor, the day sheet for phone and script, the inventory."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from app.domains.approvals.tables import Approval
from app.domains.vacating import day
from app.domains.vacating.plan_rules import posts_of
from app.domains.vacating.queries import agreements_of, find_plan, goods_of, open_day, rows_of
from app.domains.vacating.tables import Hindrance, Occupant
from app.infra.house import House
from app.infra.unit_of_work import for_house
from app.kernel.clock import ManualClock, local
from tests.factories.courts import Bench, found_bench
from tests.factories.handovers import drawn
from tests.factories.vacating import PHOTO, make_ordered, plan_content
from tests.services.test_vacating_service import decide, sign_all
from tests.web.visiting import counted, signed_in


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def thread(house: House, bench: Bench) -> str:
    with house.work(bench["clerk"]) as w:
        return make_ordered(w, bench).id


@pytest.fixture
def clerk(app: Flask, thread: str) -> FlaskClient:
    return signed_in(app, "clerk")


def photo() -> tuple[io.BytesIO, str]:
    out = io.BytesIO()
    Image.new("RGB", (800, 600), "#808080").save(out, "JPEG")
    return io.BytesIO(out.getvalue()), "a.jpg"


def plan_form(day_at: str) -> dict[str, str]:
    content = plan_content(day_at)
    posts = {f"post-{no}-{name}": value for no, row in enumerate(content["posts"]) for name, value in row.items()}
    risks = {f"risk-{no}-{name}": value for no, row in enumerate(content["risks"]) for name, value in row.items()}
    times = {f"time-{code}": at for code, at in content["times"].items()}
    return posts | risks | times | {name: value for name, value in content.items() if isinstance(value, str)}


def now_typed(clock: ManualClock) -> str:
    return f"{local(clock.now()):%Y-%m-%dT%H:%M}"


def begun(house: House, bench: Bench, clerk: FlaskClient, thread: str, clock: ManualClock) -> FlaskClient:
    assert clerk.post(f"/vacating/{thread}/plan", data=plan_form(now_typed(clock)) | {"ask": "1"}).status_code == 303
    decide(house, bench, "director", "force_plan")
    assert clerk.post(f"/vacating/{thread}/told", data={"told_on": "2026-04-02", "who": "林绍恒", "how": "当面告知"}).status_code == 303
    assert clerk.post(f"/m/vacating/{thread}/day").status_code == 303
    return clerk


def test_the_list_shows_open_threads_with_two_queries(clerk: FlaskClient, house: House) -> None:
    with counted(house) as statements:
        page = clerk.get("/vacating").text
    assert all(words in page for words in ("海语湾花园3栋1204房", "待强制"))
    assert sum("FROM vacating" in each for each in statements) == 2


@pytest.mark.parametrize("tab", ["course", "people", "contact", "coercion", "force", "after"])
def test_each_tab_stands_and_warns_of_the_aged(clerk: FlaskClient, thread: str, tab: str) -> None:
    page = clerk.get(f"/vacating/{thread}?tab={tab}").text
    assert all(words in page for words in ("有需照顾的人：何月娥", "请先联系社区", "公告限期已满", "被执行人及家属"))


def test_an_occupant_is_entered_judged_and_ruled_on_by_the_judge_alone(app: Flask, house: House, clerk: FlaskClient, thread: str) -> None:
    told = {"kind": "stranger", "label": "不明人员", "headcount": "2"}
    refused = clerk.post(f"/vacating/{thread}/occupants", data=told | {"kind": "minor"})
    assert (refused.status_code, "未成年人不写姓名" in refused.text, 'value="不明人员"' in refused.text) == (422, True, True)
    assert clerk.post(f"/vacating/{thread}/occupants", data=told).status_code == 303
    page = clerk.get(f"/vacating/{thread}?tab=people").text
    assert all(words in page for words in ("待法官决定", "入住日或者查封日没有查明", "VC-11"))
    with house.reading() as r:
        occupant = rows_of(r, Occupant, thread)[-1].id
    assert clerk.post(f"/vacating/occupants/{occupant}/rule", data={"verdict": "leaves", "reason": "无任何依据"}).status_code == 403
    judge = signed_in(app, "judge")
    assert judge.post(f"/vacating/occupants/{occupant}/rule", data={"verdict": "leaves", "reason": "无任何依据"}).status_code == 303
    assert "法官决定：应当腾退" in judge.get(f"/vacating/{thread}?tab=people").text
    assert clerk.get(f"/vacating/occupants/{occupant}").status_code == 200


def test_an_agreement_is_typed_line_by_line_and_a_bad_line_is_named(house: House, clerk: FlaskClient, thread: str) -> None:
    told = {"party": "林绍恒", "signed_on": "2026-04-02", "terms_text": "分期迁出", "terms": "五月十日 | 搬离"}
    refused = clerk.post(f"/vacating/{thread}/agreements", data=told | {"photos": photo()}, content_type="multipart/form-data")
    assert (refused.status_code, "写作 日期 | 事项 | 金额" in refused.text, "五月十日 | 搬离" in refused.text) == (422, True, True)
    good = told | {"terms": "2026-04-10 | 搬离大件\n2026-04-15 | 付清物业费 | 3000", "photos": photo()}
    assert clerk.post(f"/vacating/{thread}/agreements", data=good, content_type="multipart/form-data").status_code == 303
    page = clerk.get(f"/vacating/{thread}?tab=contact").text
    assert all(words in page for words in ("搬离大件", "3,000.00", "待履行", "协议履行中"))
    with house.reading() as r:
        agreed = agreements_of(r, thread)[0]
    assert clerk.post(f"/vacating/terms/{agreed.terms[0].id}/met", data={"on": "2026-04-02"}).status_code == 303
    assert clerk.post(f"/vacating/agreements/{agreed.agreement.id}/broken", data={"why": "未付物业费"}).status_code == 303
    assert "已违约" in clerk.get(f"/vacating/{thread}?tab=contact").text


def test_a_fine_over_the_limit_is_refused_with_its_article_and_the_form_keeps_it(app: Flask, house: House, clerk: FlaskClient, thread: str) -> None:
    act = {"act_on": "2026-04-02", "person": "林绍恒", "target": "individual", "facts": "执行人员到场后反锁房门，拒不开门"}
    assert clerk.post(f"/vacating/{thread}/hindrances", data=act).status_code == 303
    with house.reading() as r:
        hindrance = rows_of(r, Hindrance, thread)[0].id
    told = {"kind": "fine", "amount": "120000", "reason": "有现场录像为证，经告知仍拒不开门"}
    refused = clerk.post(f"/vacating/hindrances/{hindrance}/measures", data=told)
    assert (refused.status_code, "100,000.00" in refused.text, 'value="120000.00"' in refused.text) == (422, True, True)
    assert clerk.post(f"/vacating/hindrances/{hindrance}/measures", data=told | {"amount": "5000"}).status_code == 303
    assert "等院长批准" in clerk.get(f"/vacating/{thread}?tab=coercion").text
    letter = {"unit": "南沙公安分局", "able_facts": "另有住房", "refusal_facts": "拒不迁出", "outcome": "不能交付"}
    assert clerk.post(f"/vacating/hindrances/{hindrance}/refer", data=letter).status_code == 403
    refused = signed_in(app, "judge").post(f"/vacating/hindrances/{hindrance}/refer", data=letter)
    assert (refused.status_code, "还不能移送公安" in refused.text) == (409, True)


def test_the_plan_keeps_what_was_typed_and_names_what_it_lacks(clerk: FlaskClient, thread: str, clock: ManualClock) -> None:
    form = plan_form(now_typed(clock))
    bad = form | {"post-0-unit_kind": "agency", "post-0-unit": "某公司"}
    refused = clerk.post(f"/vacating/{thread}/plan", data=bad)
    assert (refused.status_code, "只能由法院人员担任" in refused.text, "邵怀瑾" in refused.text) == (422, True, True)
    lacking = clerk.post(f"/vacating/{thread}/plan", data=form | {"medical_plan": "", "ask": "1"})
    assert (lacking.status_code, "缺医护安排" in lacking.text, "海湾开锁服务部" in lacking.text) == (422, True, True)
    assert clerk.post(f"/vacating/{thread}/plan", data=form).status_code == 303
    page = clerk.get(f"/vacating/{thread}/plan").text
    assert all(words in page for words in ("草稿", "史静姝", "老人突发疾病", "临时住处"))


def test_the_director_reads_the_plan_in_the_question_and_opens_it(app: Flask, house: House, clerk: FlaskClient, thread: str, clock: ManualClock) -> None:
    assert clerk.post(f"/vacating/{thread}/plan", data=plan_form(now_typed(clock)) | {"ask": "1"}).status_code == 303
    director = signed_in(app, "director")
    with house.reading() as r:
        asked = r.session.scalars(for_house(select(Approval).where(Approval.kind == "force_plan"))).one()
    page = director.get(f"/decisions/{asked.id}").text
    read = (
        "基层组织见证：麦秋实（海语湾社区居委会）",
        "占有人：何月娥（70岁以上）",
        "须有的照护：医护到场",
        "风险（高）：老人突发疾病",
        "中止条件：现场有人以暴力相威胁",
    )
    assert [words for words in read if words not in page] == []
    assert f"/vacating/plans/{asked.subject_id}" in page
    assert director.get(f"/vacating/plans/{asked.subject_id}").location == f"/vacating/{thread}/plan"


def test_the_sheet_says_what_is_missing_before_the_day(clerk: FlaskClient, thread: str) -> None:
    page = clerk.get(f"/m/vacating/{thread}/day").text
    assert all(words in page for words in ("实施方案已批准", "不具备", "还不能进行强制腾空"))
    assert clerk.post(f"/m/vacating/{thread}/day").status_code == 409


def test_the_day_runs_by_plain_forms_and_by_the_phones_script(house: House, bench: Bench, clerk: FlaskClient, thread: str, clock: ManualClock) -> None:
    begun(house, bench, clerk, thread, clock)
    url, script = f"/m/vacating/{thread}/day", {"HX-Request": "true"}
    assert clerk.get("/m/vacating/line").json["user"] == bench["clerk"].id
    with house.reading() as r:
        plan = find_plan(r, thread)
        keys = [each.key for each in posts_of(plan.content)] if plan else []
    assert clerk.post(f"{url}/roll", data={"present": keys}, headers=script).json == {"done": True}
    refused = clerk.post(f"{url}/steps", data={"code": "unlock"}, headers=script)
    assert (refused.status_code, refused.json) == (422, {"words": "先完成：人员到场、见证人到场、亮证宣读、告知（民诉法第261条第二款）"})
    for code in ("arrive", "witness", "tell", "unlock"):
        assert clerk.post(f"{url}/steps", data={"code": code, "note": "按方案"}).status_code == 303
    thing = {"sort": "goods", "room": "客厅", "name": "双门冰箱", "handling": "sealed", "seal_no": "F-01", "quantity": "1", "idempotency_key": "k1"}
    for _ in range(2):
        sent = clerk.post(f"{url}/goods", data=thing | {"photos": photo()}, content_type="multipart/form-data", headers=script)
        assert sent.status_code == 200
    bare = clerk.post(f"{url}/goods", data=thing | {"idempotency_key": "k2", "seal_no": "F-02"})
    assert (bare.status_code, "至少一张照片" in bare.text, 'value="双门冰箱"' in bare.text) == (422, True, True)
    with house.reading() as r:
        now = open_day(r, thread)
        assert now is not None
        assert [each.no for each in goods_of(r, now.id)] == [1]
    assert clerk.post(f"{url}/steps", data={"code": "inventory"}).status_code == 303
    assert clerk.post(f"{url}/record").status_code == 303
    with house.reading() as r:
        now = open_day(r, thread)
        assert now is not None
    signature = {"capacity": "officer", "signer": "雷振屿", "seen_digest": now.record_digest, "signature": drawn()}
    assert clerk.post(f"{url}/sign", data=signature | {"seen_digest": "0" * 64}).status_code == 409
    assert clerk.post(f"{url}/sign", data=signature).status_code == 303
    refusal = {"capacity": "debtor", "signer": "林绍恒", "seen_digest": now.record_digest, "refusal": "在场拒签"}
    assert clerk.post(f"{url}/sign", data=refusal).status_code == 303
    short = clerk.post(f"{url}/end", data={"collect_by_on": "2026-05-20"})
    assert (short.status_code, "见证人签名" in short.text) == (422, True)
    with house.work(bench["field"]) as w:
        sign_all(w, thread)
    assert clerk.post(f"{url}/end", data={"collect_by_on": "2026-05-20"}).status_code == 303
    page = clerk.get(f"/vacating/days/{now.id}/inventory").text
    assert all(words in page for words in ("双门冰箱", "F-01", "封存保管", "林绍恒", "到场后拒绝签名", "2026-05-20"))
    with house.reading() as r:
        (row,) = goods_of(r, now.id)
    shown = clerk.get(f"/vacating/{thread}/photos/{row.photos[0]['shown']}")
    assert (shown.status_code, shown.mimetype) == (200, "image/jpeg")
    assert clerk.get(f"/vacating/{thread}/photos/{'0' * 64}").status_code == 404
    told = {"outcome": "taken", "on": "2026-04-02", "note": "林绍恒领取"}
    bare = clerk.post(f"/vacating/goods/{row.id}/collected", data=told)
    assert (bare.status_code, "凭证照片" in bare.text, 'value="林绍恒领取"' in bare.text) == (422, True, True)
    assert clerk.post(f"/vacating/goods/{row.id}/collected", data=told | {"photos": photo()}, content_type="multipart/form-data").status_code == 303
    assert "林绍恒领取" in clerk.get(f"/vacating/days/{now.id}/inventory").text


def test_a_struck_thing_stays_visible_and_the_day_can_be_halted(house: House, bench: Bench, clerk: FlaskClient, thread: str, clock: ManualClock) -> None:
    begun(house, bench, clerk, thread, clock)
    with house.work(bench["field"]) as w:
        for code in ("arrive", "witness", "tell", "unlock"):
            day.tick(w, thread, code, "")
        row = day.add_thing(w, thread, day.Thing("k", "goods", "客厅", "木椅", "abandoned"), [PHOTO])
    assert clerk.post(f"/m/vacating/goods/{row.id}/strike", data={"why": "重复"}).status_code == 303
    assert "<del>1. 木椅</del>" in clerk.get(f"/m/vacating/{thread}/day").text
    assert clerk.post(f"/m/vacating/{thread}/day/halt", data={"why": "老人血压异常"}).status_code == 303
    assert "中止：老人血压异常" in clerk.get(f"/vacating/{thread}?tab=force").text


def test_another_court_finds_nothing(app: Flask, house: House, bench: Bench, thread: str) -> None:
    other = signed_in(app, "clerk_b")
    for path in (f"/vacating/{thread}", f"/vacating/{thread}/plan", f"/m/vacating/{thread}/day", f"/vacating/{thread}/occupants/new"):
        assert other.get(path).status_code == 404
    assert other.post(f"/vacating/{thread}/visits", data={"kind": "visit", "present": "某人", "body": "某事"}).status_code == 404
