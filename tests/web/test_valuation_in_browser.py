"""The four ways to a price in a real Chromium: sealed figures, a letter, all platforms at once, three drawn; then sent, objected to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, FilePayload, Page, expect

from app.infra.house import House
from app.kernel.clock import ManualClock, at_shanghai
from app.web import assets
from tests.databases import on_first
from tests.factories.courts import PASSWORD, found_bench
from tests.factories.valuations import make_unpriced_flat
from tests.web.serving import served

pytestmark = [pytest.mark.browser, on_first]
BOTH = {"jump": "both_parties", "jump_note": "2026-04-02 笔录，双方一致要求"}
FILE: FilePayload = {"name": "文件.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 report"}
ORDER = {
    "materials": "不动产登记簿查询结果 1\n标的物情况调查表 2",
    "features": "住宅一套，建筑面积89.62平方米",
    "receiver": "陆其昌",
    "received_on": "2026-04-02",
    "visit_plan": "2026年4月10日9时现场勘验",
}
APPRAISED = {"value": "1210000", "number": "粤衡评字第18号", "issued_on": "2026-04-20", "received_on": "2026-04-20", "valid_until": "2027-04-19"}


@pytest.fixture
def page(chromium: Browser, app: Flask) -> Iterator[Page]:
    """The clerk on the page of an unpriced flat."""
    house: House = app.extensions["house"]
    flat_id = make_unpriced_flat(house, found_bench(house)).id
    assets.build()
    with served(app) as server:
        context = chromium.new_context(base_url=server.root, viewport={"width": 1366, "height": 768}, locale="zh-CN", timezone_id="Asia/Shanghai")
        context.set_default_timeout(10_000)
        found = context.new_page()
        complaints: list[str] = []
        found.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        enter(found)
        found.goto(f"/assets/{flat_id}/valuation")
        yield found
        context.close()
    assert complaints == []


def enter(page: Page) -> None:
    """A session of the clerk."""
    assert page.request.post("/login", form={"username": "clerk", "password": PASSWORD}, max_redirects=0).status == 302


def unfold(page: Page, title: str) -> None:
    """Open a folded card."""
    page.locator("main summary", has_text=title).first.click()


def fill(page: Page, form: str, values: dict[str, str]) -> None:
    """Type into the fields of a form by their names; lists are chosen by value."""
    for name, value in values.items():
        field = page.locator(f"#{form}{name}")
        if field.evaluate("each => each.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def jump(page: Page, form: str) -> None:
    """Both parties want this way."""
    fold = page.locator("details", has=page.locator(f"#{form}jump")).last
    fold.locator("summary").last.click()
    fill(page, form, BOTH)


def act(page: Page, name: str) -> None:
    """Press a button and wait for the page to come back."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def test_the_four_ways_to_a_price(page: Page, clock: ManualClock) -> None:
    main = page.locator("main")
    act(page, "启动议价")
    for side in ("申请执行人", "被执行人"):
        page.get_by_role("radio", name=side).check(force=True)
        fill(page, "", {"name": "某人", "value": "1087654"})
        act(page, "密封提交")
        if side == "申请执行人":
            expect(main).not_to_contain_text("1,087,654.00")
    expect(main).to_contain_text("双方一致，参考价 1,087,654.00 元")

    unfold(page, "定向询价")
    fill(page, "directed-", {"agency": "南沙区税务局", "basis": "tax_base", "requirements": "计税基准价", "finish_by_on": "2026-04-12"})
    jump(page, "directed-")
    act(page, "发出询价函")
    fill(page, "reply-", {"value": "980000", "number": "穗税函18号", "replied_on": "2026-04-02"})
    page.set_input_files("#reply-file", FILE)
    act(page, "录入复函")
    expect(page.locator(".pf-head")).to_contain_text("参考价 980,000.00 元（定向询价）")

    fill(page, "", {"stated_value": "1350000"})
    jump(page, "")
    act(page, "发出委托")
    for value in ("1180000", "1220000", "1200000"):
        unfold(page, "录入纸质报告")
        form = page.locator("form[action*='/reports/']").first
        for name, typed in (("value", value), ("report_no", f"BG-{value}"), ("reported_at", "2026-04-02T09:30"), ("valid_until", "2026-09-30")):
            form.locator(f"[name$='-{name}']").fill(typed)
        with page.expect_navigation():
            form.get_by_role("button", name="录入报告").click()
    act(page, "确定参考价")
    expect(main).to_contain_text("均值 1,200,000.00 元（3 家按时）")

    unfold(page, "委托评估")
    jump(page, "appraisal-")
    act(page, "启动委托评估")
    fill(page, "commit-", {"note": "双方未能协商一致"})
    act(page, "公布种子摘要")
    act(page, "随机抽取三家")
    fill(page, "commission-", ORDER)
    page.locator("#commission-no_conflict").check()
    act(page, "委托并移交材料")
    expect(main).to_contain_text("申请延期最迟")
    clock.move_to(at_shanghai(2026, 4, 20, 10))
    enter(page)
    page.reload()
    fill(page, "appraised-", {**APPRAISED, "signatories": "陆其昌、邵文清"})
    page.set_input_files("#appraised-file", FILE)
    act(page, "录入评估报告")
    act(page, "确定参考价")
    expect(page.locator(".pf-head")).to_contain_text("参考价 1,210,000.00 元（委托评估）")

    unfold(page, "送达当事人")
    fill(page, "send-", {"way": "direct", "sent_on": "2026-04-20", "reached_on": "2026-04-20"})
    act(page, "登记送达")
    unfold(page, "登记异议")
    expect(main).to_contain_text("三日内交评估机构，五日内书面说明")
    page.get_by_label("评估结果不当").check(force=True)
    fill(page, "object-", {"filed_on": "2026-04-20", "body": "评估结果明显偏低"})
    act(page, "登记异议")
    expect(main).to_contain_text("评估机构说明")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
