"""On-site mode in a real Chromium against the real pages: dead spot, reload in it, cut upload, restart, expired sign-in, queue, full phone, signing out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route, expect
from sqlalchemy import select

from app.domains.audit.tables import TrailRow
from app.domains.tasks.queries import get_task, house_task, list_photos
from app.domains.tasks.queries_evidence import list_files
from app.domains.tasks.sample_answers import PLANT
from app.domains.tasks.sample_photos import SamplePhoto
from app.domains.tasks.tables import Task
from app.infra.house import House
from app.kernel.clock import ManualClock
from app.web import assets
from tests.databases import on_first
from tests.evidence.samples import movie, pdf
from tests.factories.courts import PASSWORD
from tests.factories.tasks import TaskField, found_field, photo_bytes
from tests.web.serving import Served, served

pytestmark = [pytest.mark.browser, on_first]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
SPOT = {"latitude": PLANT[1], "longitude": PLANT[0], "accuracy": 8}


@pytest.fixture
def field(house: House, clock: ManualClock) -> TaskField:
    return found_field(house, clock)


@pytest.fixture
def task(field: TaskField) -> Task:
    return field.take(field.give())


@pytest.fixture
def server(app: Flask) -> Iterator[Served]:
    assets.build()
    with served(app) as made:
        yield made


@pytest.fixture
def phone(chromium: Browser, server: Served, task: Task) -> Iterator[Page]:
    """The worker's phone on the page of the task, kept for a dead spot."""
    context = chromium.new_context(base_url=server.root, geolocation=SPOT, permissions=["geolocation"], **PHONE)
    context.set_default_timeout(10_000)
    page = context.new_page()
    enter(page)
    page.goto(f"/m/tasks/{task.id}")
    page.locator("html[data-kept=yes]").wait_for(state="attached")
    yield page
    context.close()


def enter(page: Page) -> None:
    """A session without the pages."""
    answer = page.context.request.post("/login", form={"username": "worker", "password": PASSWORD}, max_redirects=0)
    assert answer.status == 302


def sign_in(page: Page) -> None:
    """Through the page that stands there."""
    page.get_by_label("用户名").fill("worker")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page).not_to_have_url(re.compile("/login"))


def photograph(page: Page, shot: str, content: bytes, name: str = "IMG_1.jpg") -> None:
    page.set_input_files(f"[data-shot={shot}] input", {"name": name, "mimeType": "image/jpeg", "buffer": content})


def record(page: Page, sort: str, name: str, content: bytes) -> None:
    page.set_input_files(f"input[data-sort={sort}]", {"name": name, "mimeType": "application/octet-stream", "buffer": content})


def sign(page: Page) -> None:
    """A stroke over the pad."""
    pad = page.locator(".pf-pad__canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    page.mouse.move(box["x"] + 30, box["y"] + 60)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(box["x"] + 30 + step * 30, box["y"] + (40 if step % 2 else 110))
    page.mouse.up()
    expect(page.locator("[data-signature-state]")).to_have_text("已签")
    page.get_by_role("button", name="确认签名").click()


def says(page: Page, words: str) -> None:
    expect(page.locator("#strip")).to_contain_text(words)


def sample(field: TaskField, caption: str = "厂门") -> bytes:
    return photo_bytes(SamplePhoto(caption, field.clock.now(), *PLANT))


def kept(page: Page) -> int:
    """How many items the phone holds."""
    script = "async () => (await (await import('/static/js/onsite/store.js')).all()).length"
    return int(page.evaluate(script))


def acts(house: House) -> list[str]:
    with house.reading() as r:
        return list(r.session.scalars(select(TrailRow.act).where(TrailRow.act.startswith("task.")).order_by(TrailRow.id)))


def test_a_dead_spot_loses_nothing_not_even_over_a_reload(phone: Page, field: TaskField, task: Task, house: House) -> None:
    phone.context.set_offline(True)
    says(phone, "离线中，内容已存在本机")
    phone.locator("#storage_place").fill("一号厂房一层东侧")
    photograph(phone, "gate", sample(field))
    phone.locator("#field-items").get_by_role("button", name="再加几行").click()
    phone.locator("[name='items-2-name']").fill("装箱机")
    sign(phone)
    expect(phone.locator("[data-local] li")).to_have_count(2)
    expect(phone.locator("[data-count=signatures]")).to_have_text("1 份")
    expect(phone.locator("[data-lacks]")).not_to_contain_text("签名")
    expect(phone.locator("[data-shot=gate]")).to_contain_text("1/1 ✓")
    expect(phone.locator(".pf-line, [data-line-word]").first).to_have_text("离线")
    phone.locator("[name='items-2-name']").fill("封箱机")
    phone.reload()  # before the last words could reach the store: they are written at once when the page is left
    expect(phone.locator("#storage_place")).to_have_value("一号厂房一层东侧")
    expect(phone.locator("[name='items-2-name']")).to_have_value("封箱机")
    expect(phone.locator("[data-local] li")).to_have_count(2)
    assert [act for act in acts(house) if act in ("task.photo_added", "task.saved", "task.file_added")] == []
    phone.context.set_offline(False)
    says(phone, "已全部上传")
    assert kept(phone) == 0
    with house.reading(field.bench["clerk"]) as r:
        found = get_task(r, task.id)
        (photo,), (signature,) = list_photos(r, found), list_files(r, found)
        assert found.form["storage_place"] == "一号厂房一层东侧"
        assert found.form["items"][-1]["name"] == "封箱机"
    assert (photo.shot, photo.badge) == ("gate", "place_agrees")
    words = house.evidence.read(signature.words_digest).decode()
    assert "一号厂房一层东侧" in words
    assert task.number in words
    sent = [act for act in acts(house) if act in ("task.photo_added", "task.saved", "task.file_added")]
    assert sent.index("task.photo_added") < sent.index("task.file_added")


def test_a_cut_upload_goes_on_where_it_stopped_also_after_a_restart_of_the_house(phone: Page, server: Served, field: TaskField, task: Task) -> None:
    offsets: list[str] = []
    content = movie(40, taken_at=field.clock.now(), size=9 * 1024 * 1024)

    def cut(route: Route) -> None:
        offsets.append(route.request.url.rpartition("=")[2])
        if len(offsets) == 2:
            route.abort()
        else:
            route.continue_()

    phone.route(re.compile(r"/uploads/\w+\?offset="), cut)
    record(phone, "video", "客厅.mp4", content)
    says(phone, "上传中断，已传 44%，联网后自动续传")
    server.stop()
    server.start()
    phone.locator("#strip").click()
    says(phone, "已全部上传")
    assert offsets == ["0", "4194304", "4194304", "8388608"]
    with field.house.reading(field.bench["clerk"]) as r:
        (file,) = list_files(r, get_task(r, task.id))
    assert (file.digest, file.seconds, file.badge) == (hashlib.sha256(content).hexdigest(), 40.0, "place_agrees")


def test_an_expired_sign_in_keeps_everything_and_goes_on_by_itself_afterwards(phone: Page, field: TaskField, task: Task) -> None:
    phone.context.clear_cookies()
    photograph(phone, "gate", sample(field))
    says(phone, "登录已过期，1 张照片还在本机")
    phone.get_by_role("link", name="重新登录，自动继续上传").click()
    sign_in(phone)
    expect(phone).to_have_url(re.compile(f"/m/tasks/{task.id}"))
    says(phone, "已全部上传")
    with field.house.reading(field.bench["clerk"]) as r:
        assert len(list_photos(r, get_task(r, task.id))) == 1


def test_what_is_handed_back_in_a_dead_spot_waits_behind_its_photos_and_empties_the_phone(
    phone: Page, field: TaskField, task: Task, house: House, clock: ManualClock
) -> None:
    field.fill(task)
    enter(phone)
    phone.reload()
    says(phone, "已全部上传")
    phone.context.set_offline(True)
    photograph(phone, "other", sample(field, "补拍"))
    phone.get_by_label("回避声明").check()
    phone.get_by_role("button", name="交回").last.click()
    says(phone, "已排队，联网后自动交回")
    clock.advance(timedelta(minutes=20))
    phone.context.set_offline(False)
    expect(phone).to_have_url(re.compile(f"/tasks/{task.id}$"))
    expect(phone.locator("main")).to_contain_text("已交回")
    phone.wait_for_function("async () => !(await (await import('/static/js/onsite/store.js')).all()).length")
    told = acts(house)
    assert told.index("task.photo_added", len(told) - 5) < told.index("task.handed_back")
    phone.wait_for_function("async () => !(await caches.match(location.pathname.replace('/tasks', '/m/tasks')))")


def test_handing_back_in_the_open_says_what_is_missing_and_keeps_what_was_typed(phone: Page) -> None:
    expect(phone.locator("[data-lacks]")).to_contain_text("缺：整体照片")
    expect(phone.locator("[data-lacks]")).to_contain_text("卢小帆签名")
    phone.locator("#storage_place").fill("一号厂房")
    phone.get_by_role("button", name="交回").last.click()
    expect(phone.get_by_role("alert").first).to_contain_text("还不能交回")
    expect(phone.locator("#storage_place")).to_have_value("一号厂房")


def test_the_queue_shows_each_thing_with_size_state_and_what_to_do(phone: Page, field: TaskField, house: House) -> None:
    phone.context.set_offline(True)
    photograph(phone, "gate", sample(field))
    record(phone, "document", "查询单.pdf", pdf(b"/JavaScript"))
    expect(phone.locator("[data-local] li")).to_have_count(2)
    phone.context.set_offline(False)
    says(phone, "1 项上传失败，点此重试")
    phone.goto("/m/queue")
    row = phone.locator("[data-queue] li")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("PDF 含脚本")
    expect(row).to_contain_text("1 kB")
    row.get_by_role("button", name="重试").click()
    expect(row).to_contain_text("PDF 含脚本")
    row.get_by_role("button", name="移除").click()
    expect(phone.locator("[data-queue-none]")).to_be_visible()
    says(phone, "已全部上传")
    assert kept(phone) == 0
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_full_phone_warns_at_four_fifths_and_takes_three_hundred_photos(phone: Page, field: TaskField) -> None:
    phone.add_init_script("navigator.storage.estimate = async () => ({ quota: 1000 * 1048576, usage: 932 * 1048576 })")
    phone.reload()
    says(phone, "本机空间将满，还可存 12 张")
    phone.context.set_offline(True)
    fill = """async () => {
      const store = await import('/static/js/onsite/store.js');
      const { user, offline, uploadUrl } = document.querySelector('[data-offline]').dataset;
      const photo = () => store.fresh(user, offline, 'upload', { sort: 'photo', shot: 'gate', label: '厂门', url: uploadUrl, blob: new Blob(['x']) });
      for (let no = 0; no < 300; no++) await store.put(photo());
    }"""
    phone.evaluate(fill)
    photograph(phone, "gate", sample(field))
    says(phone, "本机已有 300 张照片")
    assert kept(phone) == 300


def test_signing_out_asks_first_and_then_leaves_nothing_behind(phone: Page, field: TaskField, server: Served) -> None:
    server.stop()
    photograph(phone, "gate", sample(field))
    says(phone, "1 项待上传，联网后自动上传")
    server.start()
    phone.goto("/me")
    phone.locator("html[data-leaving=ready]").wait_for(state="attached")
    phone.evaluate("document.querySelector('form[action=\"/logout\"]').requestSubmit()")
    phone.get_by_role("button", name="返回上传").click()
    assert kept(phone) == 1
    phone.evaluate("document.querySelector('form[action=\"/logout\"]').requestSubmit()")
    phone.get_by_role("button", name="删除并退出").click()
    expect(phone).to_have_url(re.compile("/login"))
    assert kept(phone) == 0
    assert phone.evaluate("async () => (await caches.keys()).length") == 0
    assert phone.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('paifu-onsite'))") == []


def test_the_place_is_filled_in_at_its_field_and_a_refusal_says_what_to_do(phone: Page, task: Task, house: House) -> None:
    button = phone.locator("#field-place_evidence").get_by_role("button", name="定位")
    with phone.expect_response("**/draft"):
        button.click()
    expect(phone.locator("#place_evidence")).to_have_value(f"{PLANT[0]:.6f},{PLANT[1]:.6f},8")
    with house.reading() as r:
        assert house_task(r, task.id).form["place_evidence"] == f"{PLANT[0]:.6f},{PLANT[1]:.6f},8"
    phone.context.clear_permissions()
    phone.reload()
    phone.locator("html[data-onsite=ready]").wait_for(state="attached")
    button.click()
    expect(phone.locator("#field-place_evidence [data-locate-told]")).to_contain_text("由法院决定是否采用")
    expect(phone.locator("#place_evidence")).to_have_value(f"{PLANT[0]:.6f},{PLANT[1]:.6f},8")
