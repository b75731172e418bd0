"""A forced vacating from the notice to the buyer's signature: the desk before and after, a phone for the day itself, a dead spot in the middle of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, Locator, Page, expect

from app.domains.handovers.queries import house_handover
from app.domains.tasks.sample_photos import SamplePhoto, make_photo
from app.domains.vacating.queries import goods_of, house_row, open_day
from app.domains.vacating.tables import Vacating
from app.infra.house import House
from app.kernel.clock import ManualClock, local
from app.web import assets
from tests.browser.people import Persons
from tests.databases import on_last
from tests.factories.agencies import found_notaries, witness_taken
from tests.factories.courts import PASSWORD, found_bench
from tests.factories.vacating import POSTS, TIMES, make_vacating
from tests.web.serving import served

pytestmark = [pytest.mark.browser, pytest.mark.journey, on_last]
PHOTO = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": make_photo(SamplePhoto("清点", None))}


class Phones(Persons):
    """Persons whose session begins without the sign-in page."""

    def _signed_in(self, login: str, width: int) -> Page:
        page = self.stranger(width, login)
        assert page.context.request.post("/login", form={"username": login, "password": PASSWORD}, max_redirects=0).status == 302
        return page


@dataclass
class Place:
    """The house behind the pages, and its clock."""

    house: House
    clock: ManualClock

    def advance(self, **by: int) -> None:
        """Turn the clock on."""
        self.clock.advance(timedelta(**by))


@pytest.fixture
def place(app: Flask, clock: ManualClock) -> Place:
    return Place(app.extensions["house"], clock)


@pytest.fixture
def person(chromium: Browser, app: Flask) -> Iterator[Persons]:
    """person(login, width) → page; no console error, page error, server fault or policy violation may have come."""
    assets.build()
    with served(app) as server:
        persons = Phones(chromium, server.root)
        yield persons
        persons.forget()
        assert persons.complaints == []


@pytest.fixture
def thread(place: Place) -> Vacating:
    """A sold flat whose ruling was served today."""
    bench = found_bench(place.house)
    with place.house.work(bench["clerk"]) as w:
        return make_vacating(w, bench)


def test_a_forced_vacating_from_the_notice_to_the_buyers_signature(person: Persons, place: Place, thread: Vacating) -> None:
    order_to_leave(person, place, thread)
    plan_for_the_aged(person, place, thread)
    day_on_a_phone(person, place, thread)
    sign_of_the_buyer(person, place, thread)


def today(place: Place, **later: int) -> str:
    return f"{local(place.clock.now() + timedelta(**later)):%Y-%m-%d}"


def approve(person: Persons, login: str, title: str) -> None:
    page = person(login)
    page.goto("/decisions")
    page.locator("[data-item], li, tr, article").filter(has_text=title).get_by_role("link").first.click()
    page.get_by_role("button", name="同意并签名").first.click()
    page.locator("dialog[open]").get_by_role("button", name=re.compile("签名")).click()
    expect(page.locator("main")).to_contain_text("已签名")


def draw(page: Page, pad: Locator) -> None:
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(box["x"] + 30 + step * (box["width"] - 60) / 8, box["y"] + (100 if step % 2 else 30))
    page.mouse.up()


def order_to_leave(person: Persons, place: Place, thread: Vacating) -> None:
    clerk, here = person("clerk"), f"/vacating/{thread.id}"
    for kind, label, care in (("debtor", "林绍恒", ""), ("parent", "何月娥", "70岁以上")):
        clerk.goto(f"{here}/occupants/new")
        clerk.locator("#kind").select_option(kind)
        clerk.locator("#label").fill(label)
        if care:
            clerk.get_by_text(care, exact=True).click()
        clerk.get_by_role("button", name="保存，按规则审查").click()
        expect(clerk.locator("main")).to_contain_text("应当腾退")
    expect(clerk.get_by_text("有需照顾的人：何月娥")).to_be_visible()
    clerk.goto(f"{here}?tab=contact")
    clerk.locator("#present").fill("执行人员、被执行人林绍恒")
    clerk.locator("#body").fill("当面告知限期迁出，告知困难可以申报。")
    clerk.get_by_role("button", name="保存记录").click()
    expect(clerk.locator("main")).to_contain_text("当面告知限期迁出")
    clerk.goto(f"/handovers/{thread.handover_id}")
    clerk.get_by_label("限期至").fill(today(place, days=7))
    clerk.get_by_role("button", name="提请院长签发").click()
    approve(person, "president", thread.title)
    clerk.reload()
    clerk.get_by_label("张贴日期").fill(today(place))
    clerk.get_by_label("张贴人").fill("雷振屿、温若琳")
    clerk.locator("#posted-photos").set_input_files(PHOTO)
    clerk.get_by_role("button", name="登记张贴").click()
    clerk.get_by_role("link", name="打开腾空").click()
    expect(clerk.locator("main")).to_contain_text("院长公告")


def plan_for_the_aged(person: Persons, place: Place, thread: Vacating) -> None:
    place.advance(days=9)
    person.forget()
    clerk = person("clerk")
    for spare in range(0, len(POSTS), 3):
        clerk.goto(f"/vacating/{thread.id}/plan")
        for no, (duty, name, unit_kind, unit) in list(enumerate(POSTS))[spare : spare + 3]:
            for field, value in (("duty", duty), ("unit_kind", unit_kind)):
                clerk.locator(f"[name=post-{no}-{field}]").select_option(value)
            clerk.locator(f"[name=post-{no}-name]").fill(name)
            clerk.locator(f"[name=post-{no}-unit]").fill(unit)
        clerk.get_by_role("button", name="保存方案").click()
        clerk.wait_for_load_state()
    clerk.locator("#plan-day_at").fill(f"{local(place.clock.now()):%Y-%m-%dT%H:%M}")
    for code, at in TIMES.items():
        clerk.locator(f"[name=time-{code}]").fill(at)
    clerk.locator("[name=budget]").fill("3000")
    for field, words in (("risk", "老人突发疾病"), ("answer", "医护随行"), ("responsible", "雷振屿")):
        clerk.locator(f"[name=risk-0-{field}]").fill(words)
    texts = {"assembly_place": "小区北门", "goods_route": "物品保管仓 2 号库", "medical_plan": "救护车在楼下待命", "media_rule": "由本院统一答复"}
    for field, words in (texts | {"stop_conditions": "老人病情不适宜搬离"}).items():
        clerk.locator(f"#plan-{field}").fill(words)
    clerk.get_by_role("button", name="保存并报局长批准").click()
    expect(clerk.get_by_role("alert").first).to_contain_text("临时住处")
    clerk.locator("#plan-shelter_plan").fill("申请执行人提供临时住处六个月")
    clerk.get_by_role("button", name="保存并报局长批准").click()
    expect(clerk.locator("main")).to_contain_text("等局长批准")
    approve(person, "director", thread.title)
    clerk.goto(f"/vacating/{thread.id}?tab=force")
    clerk.get_by_label("通知日").fill(today(place))
    clerk.get_by_label("被通知人").fill("林绍恒")
    clerk.get_by_label("方式").fill("当面告知，本人签收")
    clerk.get_by_role("button", name="登记通知").click()
    expect(clerk.locator("main")).to_contain_text("已通知 林绍恒")


def day_on_a_phone(person: Persons, place: Place, thread: Vacating) -> None:
    phone = person("field", 390)
    phone.goto(f"/m/vacating/{thread.id}/day")
    phone.get_by_role("button", name="开始强制腾空").click()
    expect(phone.locator("html[data-onsite=ready]")).to_be_attached()
    for box in phone.locator("input[name=present]").all():
        box.check()
    phone.get_by_role("button", name="到场点名").click()
    expect(phone.locator(".pf-bigsteps")).to_contain_text(f"{len(POSTS)}/{len(POSTS)}")
    for number, word in enumerate(("人员到场", "见证人到场", "亮证宣读、告知", "开锁进入"), 1):
        phone.get_by_role("button", name=word, exact=True).click()
        expect(phone.locator("[data-fresh=steps] .pf-receipt")).to_have_count(number)
    notary = witness(person, place, thread)
    expect(notary.locator("#live")).to_contain_text("还没有记下物品")
    person.offline = True
    phone.context.set_offline(True)
    for name, seal in (("双门冰箱", "J-0001"), ("挂钟", "J-0002")):
        phone.locator("#photo-goods").set_input_files(PHOTO)
        phone.locator("[data-goods] [name=name]").fill(name)
        phone.locator("[data-goods] [name=room]").fill("客厅")
        phone.locator("[data-goods] [name=seal_no]").fill(seal)
        phone.get_by_role("button", name="记下这一件").click()
        expect(phone.locator("[data-waiting]")).to_contain_text(f"{name} 待上传")
    expect(phone.locator("#strip")).to_contain_text("2 项已存在本机")
    phone.context.set_offline(False)
    expect(phone.locator("[data-fresh=goods]")).to_contain_text("2. 挂钟")
    expect(phone.locator("#strip")).to_contain_text("已全部上传")
    person.offline = False
    expect(notary.locator("#live")).to_contain_text("2. 挂钟", timeout=9_000)
    phone.get_by_role("button", name="清点、封存", exact=True).click()
    expect(phone.locator("[data-fresh=steps] .pf-receipt")).to_have_count(5)
    phone.get_by_role("button", name="形成笔录，去签名").click()
    for capacity, name in (("officer", "雷振屿"), ("witness", "麦秋实")):
        phone.locator("#sign-form [name=capacity]").select_option(capacity)
        phone.locator("#sign-form [name=signer]").fill(name)
        draw(phone, phone.locator("#sign-form canvas"))
        phone.get_by_role("button", name="确认签名").click()
        expect(phone.locator("[data-fresh=sign]")).to_contain_text(f"{name} 已签名")
    notary.get_by_role("link", name="看笔录").click(timeout=9_000)
    expect(notary.locator(".pf-passage")).to_contain_text("挂钟")
    draw(notary, notary.locator("#sign-form canvas"))
    notary.get_by_role("button", name="确认签名").click()
    expect(notary.locator("#sign")).to_contain_text("公证员 史静姝 已签名")
    assert notary.evaluate("document.documentElement.scrollWidth") <= 390
    phone.locator("#sign-form [name=capacity]").select_option("debtor")
    phone.locator("#sign-form [name=signer]").fill("林绍恒")
    phone.locator("#sign-form [name=refusal]").fill("在场拒绝签名")
    phone.get_by_role("button", name="确认签名").click()
    expect(phone.locator("[data-fresh=sign]")).to_contain_text("未签名：在场拒绝签名")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    with place.house.reading() as r:
        day = open_day(r, thread.id)
        assert day is not None
        assert [(each.no, each.name) for each in goods_of(r, day.id)] == [(1, "双门冰箱"), (2, "挂钟")]
    phone.locator("#end-form [name=collect_by_on]").fill(today(place, days=30))
    phone.get_by_role("button", name="结束，已腾空").click()
    expect(phone.locator("main")).to_contain_text("已腾空")


def witness(person: Persons, place: Place, thread: Vacating) -> Page:
    """The notary's own phone, on the page that its task leads to."""
    bench = found_bench(place.house)
    task_id = witness_taken(place.house, bench, found_notaries(place.house, bench)["notary"], thread.asset_id)
    page = person("notary", 390)
    page.goto(f"/tasks/{task_id}")
    page.get_by_role("link", name="打开").click()
    return page


def sign_of_the_buyer(person: Persons, place: Place, thread: Vacating) -> None:
    page = person("clerk", 390)
    page.goto(f"/handovers/{thread.handover_id}")
    page.get_by_role("link", name="填写笔录并签名").click()
    page.locator("[name=compare-0-same][value=no]").check(force=True)
    page.locator("[name=compare-0-found]").fill("已腾空，无人居住")
    for same in page.locator("[name$=-same][value=yes]").all()[1:]:
        same.check(force=True)
    page.locator("[name=compare-0-photos]").set_input_files(PHOTO)
    page.locator("[name=meter-photos]").set_input_files([PHOTO, PHOTO])
    lines = {"keys": "入户门钥匙 | 3", "meters": "水表 | S-01 | 1204 | 吨\n电表 | D-09 | 8877 | 度", "arrears": "无"}
    for field, words in (lines | {"condition": "逐项查看", "buyer_opinion": "同意接收", "defects": "阳台一处渗水"}).items():
        page.locator(f"#{field}").fill(words)
    page.get_by_role("button", name="保存，去签名").click()
    expect(page.locator("main")).to_contain_text("现场不符：已腾空，无人居住")
    for capacity in ("buyer", "officer", "second"):
        form = page.locator("form", has=page.locator(f"input[name=capacity][value={capacity}]"))
        if capacity == "buyer":
            form.locator("[name=identity]").select_option("resident")
            form.get_by_text("人证一致，已核对成交裁定书原件").click()
        if capacity == "second":
            form.locator("[name=signer]").select_option("雷振屿")
        draw(page, form.locator("canvas"))
        form.get_by_role("button", name="确认签名").click()
        page.wait_for_load_state()
    expect(page.locator("img.pf-pad__canvas")).to_have_count(3)
    page.get_by_role("button", name="完成移交").click()
    expect(page.locator("main")).to_contain_text("阳台一处渗水")
    with place.house.reading() as r:
        found = house_row(r, Vacating, thread.id)
        assert (found.status, found.cleared_how) == ("closed", "forced")
        assert house_handover(r, found.handover_id).handed_over_on is not None
