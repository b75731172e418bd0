"""The page of the private line: publish by one button, a judge's withdrawal passed on, what nobody knows settled by a person."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app.domains.plans.queries import house_plan
from app.domains.rounds.halt_words import HaltKind
from app.domains.rounds.halting import ProposeHalt, lift_halt, propose_halt
from app.domains.rounds.line_queries import find_line, get_order
from app.domains.rounds.line_rules import OrderState
from app.domains.rounds.tables import SiteSetting
from app.kernel.clock import ManualClock
from config.settings import Settings
from tests.factories.lines import Lined, lined
from tests.factories.rounds import decide_stop
from tests.web.visiting import counted, signed_in


@pytest.fixture
def line(settings: Settings, clock: ManualClock, tmp_path: Path) -> Iterator[Lined]:
    with lined(settings, clock, tmp_path) as found:
        found.app.config["WTF_CSRF_ENABLED"] = False
        yield found


def page(client: FlaskClient, line: Lined, part: str = "/line") -> str:
    answer = client.get(f"/lots/{line.round_id}{part}")
    assert answer.status_code == 200, answer.text
    return answer.text


def publish(line: Lined) -> None:
    line.publish()
    line.run_jobs()
    line.look()


def test_a_lot_that_awaits_its_upload_offers_the_line_and_the_package(line: Lined) -> None:
    clerk = signed_in(line.app, "clerk")
    assert "经专线发布" in page(clerk, line, "")
    assert "下载上拍材料包" in page(clerk, line, "")
    told = page(clerk, line)
    assert ("平台受理后即公告" in told, "还没有经专线办理的指令" in told) == (True, True)
    assert "你不能经专线办理" in page(signed_in(line.app, "director"), line)


def test_a_plan_that_is_not_frozen_is_not_sent_and_only_clerk_and_judge_send(line: Lined) -> None:
    clerk = signed_in(line.app, "clerk")
    with line.house.work() as w:
        plan = house_plan(w, line.round.plan_id)
        plan.status = "draft"
        w.trailed = True
    assert clerk.post(f"/lots/{line.round_id}/line/publish").status_code == 409
    assert line.orders == []
    assert signed_in(line.app, "director").post(f"/lots/{line.round_id}/line/publish").status_code == 403


def test_a_withdrawal_is_proposed_decided_and_passed_on(line: Lined) -> None:
    publish(line)
    clerk = signed_in(line.app, "clerk")
    assert "同意后经专线送达平台" in page(clerk, line, "/halt")
    wrong = {"kind": "withdraw", "ground": "system", "reason": "申请执行人书面撤回执行申请，已入卷"}
    assert clerk.post(f"/lots/{line.round_id}/halt", data=wrong).status_code == 422
    assert clerk.post(f"/lots/{line.round_id}/halt", data=wrong | {"ground": "applied"}).status_code == 303
    decide_stop(line.house, line.bench["judge"], line.round_id)
    assert "待发送" in page(clerk, line)
    line.run_jobs()
    line.look()
    line.deliver()
    told = page(clerk, line)
    assert ("平台已受理" in told, "已撤回拍卖" in told, told.count("已撤回")) == (True, True, 2)


def test_a_decision_that_did_not_reach_the_site_is_passed_on_by_a_button(line: Lined) -> None:
    publish(line)
    clerk = signed_in(line.app, "clerk")
    line.site.faults("taobao=down:1")
    clerk.post(f"/lots/{line.round_id}/halt", data={"kind": "suspend", "ground": "suspend", "reason": "案外人提出异议，已立案审查，须先查明"})
    decide_stop(line.house, line.bench["judge"], line.round_id)
    with line.house.work() as w:
        order = get_order(w, line.orders[0].id)
        order.state, order.ended_at, order.message = OrderState.REFUSED.value, w.now, "没有发出"
        w.trailed = True
    line.site.faults("taobao=")
    assert "经专线中止" in page(clerk, line)
    assert clerk.post(f"/lots/{line.round_id}/line/decision").status_code == 303
    line.run_jobs()
    assert [each.state for each in line.orders] == ["accepted", "refused", "accepted"]
    assert "经专线中止" not in page(clerk, line)
    assert clerk.post(f"/lots/{line.round_id}/line/decision").status_code == 409


def test_what_nobody_knows_is_settled_by_a_person(line: Lined) -> None:
    clerk = signed_in(line.app, "clerk")
    key = line.publish()
    with line.house.work() as w:
        order = get_order(w, key)
        order.state, order.for_person, order.message = OrderState.UNKNOWN.value, True, "没有回应，也查不到"
        w.trailed = True
    told = page(clerk, line)
    assert "不知道平台是否已收到发布请求" in told
    assert "没有回应，也查不到。不会自动重发" in told
    form = f"/lots/{line.round_id}/line/orders/{key}"
    assert clerk.post(form, data={"found": "done"}).status_code == 422
    assert signed_in(line.app, "clerk_b").post(form, data={"found": "done", "lot_id": "881"}).status_code == 404
    assert clerk.post(form, data={"found": "done", "lot_id": "881422601157"}).status_code == 303
    assert (line.orders[0].state, line.round.lot_id) == ("accepted", "881422601157")
    assert "人工核对：已发布" in page(clerk, line)


def test_without_a_line_the_pages_say_so_and_a_strangers_court_sees_nothing(line: Lined) -> None:
    with line.house.work(line.admin) as w:
        row = w.session.get(SiteSetting, "taobao")
        row.plain = row.plain | {"line_on": False}
        w.trailed = True
    clerk = signed_in(line.app, "clerk")
    assert find_line_of(line) is None
    assert "没有启用专线" in page(clerk, line)
    assert "经专线发布" not in page(clerk, line, "")
    assert "本系统不能替平台停拍" in page(clerk, line, "/halt")
    assert clerk.post(f"/lots/{line.round_id}/line/publish").status_code == 409
    assert signed_in(line.app, "clerk_b").get(f"/lots/{line.round_id}/line").status_code == 404


def test_the_page_asks_the_same_number_of_queries_for_one_order_and_for_many(line: Lined) -> None:
    publish(line)
    clerk = signed_in(line.app, "clerk")
    page(clerk, line)
    with counted(line.house) as one:
        page(clerk, line)
    for _ in range(3):
        decide_and_lift(line)
    with counted(line.house) as many:
        page(clerk, line)
    assert len(many) == len(one)


def decide_and_lift(line: Lined) -> None:
    with line.house.work(line.bench["clerk"]) as w:
        propose_halt(w, line.round_id, ProposeHalt(HaltKind.DEFER, "system", "平台公告系统升级，竞价页面打不开"))
    decide_stop(line.house, line.bench["judge"], line.round_id)
    line.run_jobs()
    with line.house.work(line.bench["judge"]) as w:
        lift_halt(w, line.round_id)
    line.run_jobs()
    line.look()


def find_line_of(line: Lined) -> object:
    with line.house.reading() as r:
        return find_line(r.session, "taobao")
