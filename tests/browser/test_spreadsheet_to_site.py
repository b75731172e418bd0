"""One lot from the clerk's spreadsheet to the site by hand: survey, price, plan, votes, signature, package, upload. The tests tell one story in order."""

from __future__ import annotations

import re
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.domains.rounds.tables import Round
from app.domains.tasks.sample_answers import machine_answers, machine_photos
from app.domains.tasks.sample_photos import make_photo
from app.infra.unit_of_work import for_house
from app.kernel.clock import day_of
from tests.browser.filling import fields_of, fill, make_rows, photograph, sign, wait_until_kept, wait_until_uploaded
from tests.browser.people import Persons
from tests.browser.place import Place
from tests.browser.spreadsheet import BAD_CELL, NUMBER, TITLE, workbook

pytestmark = [pytest.mark.browser, pytest.mark.journey]

AGENCY = "广州安衡司法辅助服务有限公司"
REASON = "装车通道的净高没有写，买受人要据此安排车辆，请补充"


class Story:
    """What the tests of this file leave for each other: addresses."""

    case = asset = task = plan = lot_id = lot = ""


@pytest.fixture(scope="module")
def story() -> Story:
    return Story()


def path_of(page: Page) -> str:
    """Where the page is, without the host."""
    return re.sub(r"^https?://[^/]+|[?#].*$", "", page.url)


def test_the_clerk_signs_in_and_sees_due_work(person: Persons) -> None:
    page = person("clerk")
    expect(page.get_by_role("heading", level=1)).to_have_text("工作台")
    expect(page.locator("main")).to_contain_text("今天到期")
    assert page.locator("main .pf-rows a, main [data-item] a, main article a, main li a").count() > 3


def test_a_spreadsheet_with_a_bad_cell_is_named_and_the_mended_one_imported(person: Persons, place: Place, story: Story) -> None:
    page, today = person("clerk"), day_of(place.clock.now())
    page.goto("/cases/import")
    page.set_input_files("#file", {"name": "1701.xlsx", "mimeType": "application/octet-stream", "buffer": workbook(today, bad=True)})
    page.get_by_role("button", name="预览").click()
    fault = page.locator("#faults tbody tr").first
    expect(fault).to_contain_text("当事人")
    expect(fault).to_contain_text("F")
    expect(fault).to_contain_text(BAD_CELL)
    expect(page.get_by_role("button", name="全部导入")).to_have_count(0)
    page.get_by_role("link", name="重新选择文件").click()
    page.set_input_files("#file", {"name": "1701.xlsx", "mimeType": "application/octet-stream", "buffer": workbook(today, bad=False)})
    page.get_by_role("button", name="预览").click()
    expect(page.locator("#faults")).to_have_count(0)
    page.get_by_role("button", name="全部导入").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("导入完成")
    page.get_by_role("link", name="查看案件").click()
    page.get_by_role("link", name=NUMBER).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(NUMBER)
    story.case = path_of(page)


def test_the_clerk_opens_the_asset_and_gives_a_survey(person: Persons, story: Story) -> None:
    page = person("clerk")
    page.goto(f"{story.case}/assets")
    page.get_by_role("link", name=f"A01 {TITLE}").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(TITLE)
    story.asset = path_of(page)
    page.get_by_role("link", name="派调查").click()
    page.get_by_role("link", name=re.compile("现场调查（.*设备")).click()
    page.get_by_label(AGENCY).check()
    page.get_by_label("任务地点坐标").fill("113.541200,22.793100")
    page.get_by_label("对机构的要求").fill("逐台清点，铭牌和整体各拍一张")
    page.get_by_label("派出理由").fill("查明现状和数量，拟定处置方案")
    page.get_by_label("值班执行人员").fill("雷振屿")
    page.get_by_role("button", name="派出任务").click()
    expect(page.get_by_text("待接收").first).to_be_visible()
    story.task = path_of(page)


def test_the_agency_takes_the_survey_and_names_its_worker(person: Persons, story: Story) -> None:
    page = person("agency")
    page.goto("/tasks")
    page.get_by_role("row").filter(has_text=TITLE).get_by_role("link").first.click()
    assert path_of(page) == story.task
    page.get_by_label("承办人").select_option(label="卢小帆")
    page.get_by_label(re.compile("^声明")).check()
    page.get_by_role("button", name="接收并派人").click()
    expect(page.get_by_text("办理中").first).to_be_visible()


def test_the_worker_fills_in_and_photographs_through_a_dead_spot_and_hands_back(person: Persons, place: Place, story: Story) -> None:
    place.advance(hours=5)
    began = place.clock.now() - timedelta(hours=4)
    page = person("worker", 390)
    page.goto(story.task)
    page.get_by_role("link", name="填写和交回").click()
    fields, answers = fields_of("survey_equipment"), machine_answers(began)
    make_rows(page, fields, answers)
    half = len(fields) // 2
    fill(page, fields[:half], answers)
    shots = [(shot, make_photo(sample)) for shot, sample in machine_photos(began)]
    for number, (shot, content) in enumerate(shots[:7]):
        photograph(page, shot, f"{number}.jpg", content)
    expect(page.locator("[data-count=shots]")).to_have_text(f"7/{len(shots)}")
    wait_until_uploaded(page)
    person.offline = True
    page.context.set_offline(True)
    expect(page.locator("#strip")).to_contain_text("离线")
    fill(page, fields[half:], answers)
    for number, (shot, content) in enumerate(shots[7:], start=7):
        photograph(page, shot, f"{number}.jpg", content)
    expect(page.locator("[data-count=shots]")).to_have_text(f"{len(shots)}/{len(shots)}")
    sign(page)
    wait_until_kept(page, "interest_declared", "1")
    page.reload()
    expect(page.locator("#narrative")).to_have_value(answers["narrative"])
    page.context.set_offline(False)
    wait_until_uploaded(page)
    person.offline = False
    page.reload()
    expect(page.locator("#narrative")).to_have_value(answers["narrative"])
    page.get_by_role("button", name="交回").last.click()
    expect(page.get_by_text("已交回").first).to_be_visible()


def test_the_clerk_returns_one_field_the_worker_mends_it_and_the_clerk_accepts(person: Persons, story: Story) -> None:
    clerk, worker = person("clerk"), person("worker", 390)
    clerk.goto(story.task)
    reason = clerk.locator("#reason-disassembly")
    reason.locator("xpath=ancestor::details/summary").click()
    reason.fill(REASON)
    clerk.get_by_role("button", name="退回修改").click()
    expect(clerk.get_by_text("已退回").first).to_be_visible()
    worker.goto(f"/m{story.task}")
    expect(worker.get_by_text(REASON).first).to_be_visible()
    expect(worker.locator("#narrative")).to_have_count(0)
    worker.locator("#disassembly").fill("厂门宽 4.2 米、净高 4.5 米，通道可行 5 吨叉车，无需吊车")
    wait_until_uploaded(worker)
    worker.get_by_role("button", name="交回").last.click()
    for _ in range(40):  # until the hand-back has reached the court
        clerk.goto(story.task)
        if "净高 4.5 米" in clerk.locator("main").inner_text():
            break
        clerk.wait_for_timeout(250)
    expect(clerk.locator("main")).to_contain_text("净高 4.5 米")
    clerk.get_by_role("button", name="验收通过").click()
    expect(clerk.get_by_text("已验收").first).to_be_visible()


def test_the_clerk_books_both_sealed_figures_and_the_price_is_agreed(person: Persons, story: Story) -> None:
    page = person("clerk")
    page.goto(f"{story.asset}/valuation")
    page.get_by_role("button", name="启动议价").click()
    for side, name in (("申请执行人", "顾北辰"), ("被执行人", "邓永祥")):
        page.get_by_role("radio", name=side).check(force=True)
        page.get_by_label("提交人").fill(name)
        page.get_by_label("议价金额").fill("108000")
        page.get_by_role("button", name="密封提交").click()
        page.wait_for_load_state()
    expect(page.get_by_text("参考价已确定").first).to_be_visible()
    expect(page.locator("main")).to_contain_text("108,000.00")


def test_the_judge_composes_the_panel(person: Persons, story: Story) -> None:
    page = person("judge")
    page.goto(f"{story.case}/panel")
    for seat, name in (("presiding", "孔令舟"), ("second", "谭慕云"), ("third", "罗景行")):
        choice = page.locator(f"#{seat} option", has_text=name)
        page.locator(f"#{seat}").select_option(choice.first.get_attribute("value"))
    page.get_by_role("button", name="确定").click()
    expect(page.locator("main .pf-rows").first).to_contain_text("谭慕云")


def test_a_breach_shows_beside_the_field_as_one_types_and_the_button_sets_the_lawful_value(person: Persons, story: Story) -> None:
    page = person("clerk")
    page.goto(story.asset)
    page.get_by_role("link", name="拟方案").click()
    page.locator("#choice-site").select_option("taobao")
    page.locator("#choice-source").fill("平台选择确认书")
    page.get_by_role("button", name="登记选择").click()
    page.get_by_role("button", name="拟方案").click()
    page.wait_for_url(re.compile(r"/plans/[0-9a-f]{32}"))
    story.plan = path_of(page)
    price = page.locator("#start_price")
    price.fill("70000")
    beside = page.locator("#start_price-notes .pf-error")
    expect(beside).to_contain_text("不低于 75,600.00 元")
    expect(price).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#submit-bar")).to_contain_text("不能提交")
    page.locator("#check [data-fix-field=start_price]").first.click()
    expect(price).to_have_value(re.compile("^75,?600(.00)?$"))
    expect(beside).to_have_count(0)
    expect(page.locator("#check")).not_to_contain_text("低于下限")


def test_the_clerk_gives_reasons_for_the_warnings_and_submits(person: Persons, story: Story) -> None:
    page = person("clerk")
    page.reload()
    for area in page.locator("#reasons textarea").all():
        area.fill("结合标的物现状和处置周期，合议认为可行")
    expect(page.locator("#submit-bar")).to_contain_text("没有违反")
    page.get_by_role("button", name="提交合议庭").click()
    expect(page.get_by_text(re.compile("待合议|合议中")).first).to_be_visible()


def test_three_members_vote_sealed_until_the_last_and_the_judge_signs(person: Persons, story: Story) -> None:
    for place_in_turn, login in enumerate(("judge", "panel1", "panel2")):
        page = person(login)
        page.goto("/panels")
        page.locator("[data-item], li, tr, article").filter(has_text=TITLE).get_by_role("link").first.click()
        expect(page.locator("main")).to_contain_text(f"已表决 {place_in_turn}/3（内容密封）")
        expect(page.locator("main")).not_to_contain_text("我的表决")
        for chip in page.locator("fieldset input[value=agree]").all():
            chip.check(force=True)
        page.get_by_role("button", name="投票并签名").click()
        expect(page.locator("main")).to_contain_text("多数同意" if login == "panel2" else "你已表决，不能更改")
    judge = person("judge")
    judge.goto("/decisions")
    judge.locator("[data-item], li, tr, article").filter(has_text=TITLE).get_by_role("link").first.click()
    judge.get_by_role("button", name="同意并签名").first.click()
    dialog = judge.locator("dialog[open]")
    expect(dialog).to_contain_text("75,600.00")
    dialog.get_by_role("button", name=re.compile("签名")).click()
    expect(judge.locator("main")).to_contain_text("已签名")


def test_the_clerk_takes_the_package_to_the_site_and_enters_the_lot(person: Persons, place: Place, story: Story) -> None:
    page = person("clerk")
    page.goto(story.plan)
    expect(page.get_by_text("已锁定").first).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="导出上拍包").click()
    content = waiting.value.path().read_bytes()
    names = zipfile.ZipFile(BytesIO(content)).namelist()
    assert any("公告" in name for name in names), names
    office = person.stranger(1366, "clerk at the site")
    office.goto(f"{place.simulator}/taobao/backoffice/")
    office.set_input_files("[name=package]", {"name": "package.zip", "mimeType": "application/zip", "buffer": content})
    office.get_by_role("button", name="上传材料包").click()
    story.lot_id = office.locator("#lot-id").inner_text()
    address = office.get_by_role("link", name="平台页面").get_attribute("href") or ""
    office.context.close()
    page.reload()
    page.locator("#lot_id").fill(story.lot_id)
    page.locator("#lot_url").fill(address)
    page.get_by_role("button", name="登记拍品编号").click()
    page.wait_for_url(re.compile("/lots/"))


def test_the_site_is_read_and_agrees_with_the_frozen_plan(person: Persons, place: Place, story: Story) -> None:
    def compared() -> bool:
        with place.house.database.read() as session:
            found = session.scalar(for_house(select(Round).where(Round.lot_id == story.lot_id)))
            story.lot = found.id if found else ""
            return found is not None and bool(found.compared) and not found.open_differences

    place.until(compared, "第一次读取平台")
    page = person("clerk")
    page.goto(f"/lots/{story.lot}/compare")
    expect(page.locator("main")).to_contain_text("一致")
    expect(page.locator("main")).not_to_contain_text("不一致 1")
