"""Deciding at several desks: two press at the same instant and one signature counts; a plan is changed after the first vote; the desk from the keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from app.domains.approvals import delegating
from app.domains.approvals.proposing import Propose, propose
from app.domains.approvals.queries import get_approval, steps_of, votes_of
from app.domains.approvals.tables import Approval
from app.domains.plans.queries import get_plan
from app.infra.house import House
from app.web import assets
from tests.browser.people import Persons
from tests.factories.cases import make_case, seat_panel
from tests.factories.courts import PASSWORD, Bench, found_bench
from tests.factories.plans import make_plan, panel_approval, submit

pytestmark = [pytest.mark.browser, pytest.mark.journey]

TEXT = "案外人提出异议并提交了购房合同和付款凭证，异议审查期间不宜继续拍卖。"
CHANGE = {"what": "开拍日", "before": "2026-05-08", "wanted": "2026-05-15"}


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def asked(house: House, bench: Bench) -> list[Approval]:
    """Three questions of the judge, whom the director may stand in for."""
    with house.work(bench["judge"]) as w:
        days = (date(2026, 4, 2), date(2026, 4, 3))
        delegating.delegate(w, delegating.Delegate(bench["director"].id, ["plan_change"], *days, "参加培训"))
    with house.work(bench["clerk"]) as w:
        case = make_case(w, bench)
        seat_panel(w, bench, case.id)
        return [propose(w, case.id, Propose("plan_change", f"变更第 {turn} 件", TEXT, CHANGE)) for turn in (1, 2, 3)]


@pytest.fixture
def persons(app: Flask, bench: Bench, chromium: Browser) -> Iterator[Persons]:
    assets.build()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    made = Persons(chromium, f"http://127.0.0.1:{server.server_port}")
    yield made
    made.forget()
    server.shutdown()


def at_desk(persons: Persons, login: str, place: str, width: int = 1366) -> Page:
    page = persons.stranger(width, login)
    page.goto("/login")
    page.get_by_label("用户名").fill(login)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url("**/")
    page.goto(place)
    return page


def test_two_press_at_the_same_instant(persons: Persons, house: House, asked: list[Approval]) -> None:
    pages = [at_desk(persons, login, f"/decisions/{asked[0].id}") for login in ("judge", "director")]
    for page in pages:
        page.keyboard.press("y")
        expect(page.locator("dialog[open]")).to_contain_text("变更")
    for page in pages:
        page.evaluate("setTimeout(() => document.querySelector('dialog[open] button[value=approve]').click(), 200)")
    said = []
    for page in pages:
        expect(page.locator("body")).to_contain_text(re.compile("已签名|该事项已由"))
        said.append(page.locator("body").inner_text())
    assert sorted("已签名" in each for each in said) == [False, True]
    assert sum("该事项已由" in each for each in said) == 1
    with house.reading() as r:
        assert [each.act for each in steps_of(r, [asked[0].id])] == ["asked", "agree"]
    for page in pages:
        page.context.close()


def vote(page: Page, address: str, against: str = "") -> None:
    page.goto(address)
    for chip in page.locator("fieldset input[value=agree]").all():
        chip.check(force=True)
    if against:
        page.locator("#matter-increment input[value=other]").check(force=True)
        page.get_by_label("加价幅度应为").fill(against)
    page.get_by_role("button", name="投票并签名").click()
    expect(page.locator("main")).to_contain_text(re.compile("你已表决，不能更改|多数"))


def test_a_plan_is_changed_after_the_first_vote_and_voted_anew(persons: Persons, house: House, bench: Bench) -> None:
    plan = submit(house, bench, make_plan(house, bench).id)
    first = f"/panels/{panel_approval(house, bench, plan.id)}"
    desks = {login: at_desk(persons, login, first) for login in ("panel1", "panel2", "judge")}
    clerk = at_desk(persons, "clerk", f"/plans/{plan.id}")
    vote(desks["panel1"], first)
    clerk.get_by_label("撤回的原因").fill("加价幅度写错，需要修改")
    clerk.get_by_role("button", name="撤回申请").click()
    expect(clerk.locator("body")).to_contain_text("请合议庭成员表决不同意")
    for login in ("panel2", "judge"):
        vote(desks[login], first, against="5000.00 元")
    expect(desks["judge"].locator("main")).to_contain_text("未形成多数，须重新合议")
    clerk.goto(f"/plans/{plan.id}")
    clerk.locator("#increment").fill("5000")
    expect(clerk.locator("[data-saved-text]")).to_contain_text("已自动保存")
    for area in clerk.locator("#reasons textarea").all():
        area.fill("结合标的物现状和处置周期，合议认为可行")
    clerk.get_by_role("button", name="提交合议庭").click()
    expect(clerk.get_by_text(re.compile("待合议|合议中")).first).to_be_visible()
    desks["panel1"].goto(first)
    expect(desks["panel1"].locator("main")).not_to_contain_text("投票并签名")
    second = f"/panels/{panel_approval(house, bench, plan.id)}"
    assert second != first
    for place, page in enumerate(desks.values()):
        page.goto(second)
        expect(page.locator("main")).to_contain_text(f"已表决 {place}/3")
        vote(page, second)
    judge = desks["judge"]
    judge.goto(f"/decisions/{panel_approval(house, bench, plan.id, 'plan_signature')}")
    judge.get_by_role("button", name="同意并签名").first.click()
    judge.locator("dialog[open]").get_by_role("button", name=re.compile("签名")).click()
    expect(judge.locator("main")).to_contain_text("已签名")
    with house.reading(bench["clerk"]) as r:
        frozen = get_plan(r, plan.id)
        votes = votes_of(r, second.rpartition("/")[2])
        assert (frozen.status, frozen.terms["increment"], len(votes)) == ("frozen", 500_000, 3)
        assert {each.digest for each in votes} == {frozen.digest}
    for page in (*desks.values(), clerk):
        page.context.close()


def test_the_desk_is_worked_from_the_keyboard(persons: Persons, house: House, bench: Bench, asked: list[Approval]) -> None:
    page = at_desk(persons, "judge", f"/decisions/{asked[0].id}")
    page.keyboard.press("]")
    expect(page.locator("h1")).to_contain_text("请你决定")
    page.wait_for_url(f"**/decisions/{asked[1].id}")
    page.keyboard.press("[")
    page.wait_for_url(f"**/decisions/{asked[0].id}")
    page.keyboard.press("r")
    page.get_by_label("改为的退回理由").fill("写明异议人和标的")
    page.get_by_role("button", name="退回修改", exact=True).click()
    expect(page.locator("main")).to_contain_text("写明异议人和标的")
    page.goto(f"/decisions/{asked[1].id}")
    page.keyboard.press("y")
    page.locator("dialog[open] button[value=approve]").click()
    page.wait_for_url(f"**/decisions/{asked[2].id}?receipt=*")
    expect(page.locator("main")).to_contain_text("已签名")
    with house.reading(bench["judge"]) as r:
        assert [get_approval(r, each.id).status for each in asked] == ["returned", "agreed", "open"]
    assert persons.complaints == []
    page.context.close()
