"""One lot from the running bidding to the closed case by hand: followed, confirmed, paid, ruled on, handed over, closed. One story in order."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from app.demonstration.lots import BANK, LOTS
from app.domains.handovers.tables import Handover
from app.domains.rounds.tables import Round
from app.domains.settlements.tables import Settlement
from app.domains.tasks.sample_photos import SamplePhoto, make_photo
from app.infra.unit_of_work import for_house
from app.kernel.clock import local
from tests.browser.people import Persons
from tests.browser.place import Place

pytestmark = [pytest.mark.browser, pytest.mark.journey]

LOT = LOTS["L1"]
PHOTO = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": make_photo(SamplePhoto("计量表", None))}
BUYER, BUYER_NO = LOT.buyer
NEXT_LOOK = 20_000


class Lot:
    """The lot of the story as the house knows it now."""

    def __init__(self, place: Place) -> None:
        self.place = place
        with place.house.database.read() as session:
            found = session.scalar(for_house(select(Round).where(Round.title == LOT.title).order_by(Round.opens_at)))
        assert found is not None
        self.id = found.id

    @property
    def round(self) -> Round:
        """The round's row."""
        with self.place.house.database.read() as session:
            return session.scalars(for_house(select(Round).where(Round.id == self.id))).one()

    @property
    def settlement(self) -> Settlement:
        """Its account's row."""
        with self.place.house.database.read() as session:
            return session.scalars(for_house(select(Settlement).where(Settlement.round_id == self.id))).one()

    @property
    def handover(self) -> Handover:
        """Its handing-over's row."""
        with self.place.house.database.read() as session:
            return session.scalars(for_house(select(Handover).where(Handover.settlement_id == self.settlement.id))).one()


@pytest.fixture(scope="module")
def lot(place: Place) -> Lot:
    return Lot(place)


def number_in(part: Locator) -> int:
    """The first whole number of a text."""
    return int(re.sub(r"\D", "", part.inner_text().split("次")[0]) or 0)


def bids_shown(page: Page) -> Locator:
    """The figure 出价 … 次 of the live strip."""
    return page.locator("#lot-live dt", has_text=re.compile("^\\s*出价\\s*$")).locator("xpath=following-sibling::dd")


def test_the_sold_lot_of_the_story_shows_its_premium(person: Persons, place: Place) -> None:
    with place.house.database.read() as session:
        found = session.scalars(for_house(select(Round).where(Round.title == LOTS["L4"].title))).one()
    for width in (1366, 390):
        page = person("clerk", width)
        page.goto(f"/lots/{found.id}")
        expect(page.locator("#lot-live")).to_contain_text("595,000.00")
        expect(page.locator("main")).to_contain_text("683%")


def test_hall_and_lot_follow_the_bidding_without_a_reload(person: Persons, place: Place, lot: Lot) -> None:
    hall, page = person("judge"), person("clerk")
    hall.goto("/hall")
    page.goto(f"/lots/{lot.id}")
    page.evaluate("window.neverReloaded = true")
    hall.evaluate("window.neverReloaded = true")
    before, drawn = number_in(bids_shown(page)), page.locator("svg").count()
    row = hall.locator("#hall-rows tr", has_text=LOT.title)
    row_before = row.inner_text()
    place.move_to(lot.round.ends_at - timedelta(minutes=9))
    place.until(lambda: lot.round.bid_count > before, "新的出价")
    expect(bids_shown(page)).to_have_text(re.compile(rf"{lot.round.bid_count}\s*次"), timeout=NEXT_LOOK)
    expect(page.locator("#lot-live")).to_contain_text("当前价")
    expect(row).not_to_have_text(row_before, timeout=NEXT_LOOK)
    assert page.locator("svg").count() >= drawn > 0
    assert page.evaluate("window.neverReloaded")
    assert hall.evaluate("window.neverReloaded")


def test_a_late_bid_extends_the_bidding_and_the_countdown_goes_on(person: Persons, place: Place, lot: Lot) -> None:
    page = person("clerk")
    planned = lot.round.scheduled_end_at
    place.move_to(planned - timedelta(seconds=1))
    place.until(lambda: lot.round.extensions > 0, "延时")
    expect(page.locator("#lot-live")).to_contain_text("次延时", timeout=NEXT_LOOK)
    expect(page.locator("#lot-live [data-countdown]")).to_be_visible()
    assert lot.round.ends_at > planned
    expect(page.locator("#lot-live")).to_contain_text(f"{local(lot.round.ends_at):%H:%M:%S}", timeout=NEXT_LOOK)


def test_after_the_end_the_clerk_confirms_at_the_back_office_and_the_lot_is_sold(person: Persons, place: Place, lot: Lot) -> None:
    page = person("clerk")
    for _ in range(60):
        if lot.round.status not in {"announced", "live"}:
            break
        seen, ends = lot.round.read_at, lot.round.ends_at
        place.move_to(ends + timedelta(seconds=2))
        place.until(lambda seen=seen: lot.round.read_at != seen, "读取平台")
    expect(page.locator("#lot-live")).to_contain_text("竞价结束", timeout=NEXT_LOOK)
    expect(page.locator("#lot-live")).not_to_contain_text("成交价")
    office = person.stranger(1366, "clerk at the site")
    office.goto(f"{place.simulator}/{lot.round.site}/backoffice/lots/{lot.round.lot_id}/page")
    office.get_by_role("button", name=re.compile("确认")).click()
    office.context.close()
    place.until(lambda: lot.round.status == "sold", "成交")
    page.goto(f"/lots/{lot.id}")
    expect(page.locator("#lot-live")).to_contain_text("成交价")
    expect(page.locator("#lot-live")).to_contain_text(lot.round.winner_code)


def test_the_clerk_names_the_buyer_and_books_the_balance(person: Persons, place: Place, lot: Lot) -> None:
    place.advance(days=1)
    page = person("clerk")
    page.goto(f"/lots/{lot.id}")
    page.locator(".pf-head__acts").get_by_role("link", name="款项").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(LOT.title)
    page.goto(f"/settlements/{lot.settlement.id}")
    page.get_by_label("买受人姓名或者名称").fill(BUYER)
    page.get_by_label("证件号码").fill(BUYER_NO)
    page.get_by_label("联系电话").fill("19900000051")
    page.get_by_label("住所地").fill("广州市番禺区市桥街")
    page.get_by_role("button", name="登记买受人").click()
    expect(page.locator("#buyer")).to_contain_text(BUYER)
    expect(page.locator("#buyer")).not_to_contain_text(BUYER_NO)
    check = page.locator("#check")
    check.get_by_label("查询回执").fill("广州市个人购房资格查询回执 2026-0403-117")
    check.get_by_role("button", name="登记核验").click()
    expect(page.locator("#check")).to_contain_text("具备购房资格")
    page.get_by_label("到账金额").fill(str(lot.settlement.balance))
    page.get_by_label("到账日").fill(f"{local(place.clock.now()):%Y-%m-%d}")
    page.get_by_label("付款人").fill(BUYER)
    page.get_by_label("银行流水号").fill("20260403-0117")
    page.get_by_role("button", name="登记到账").click()
    expect(page.locator("main")).to_contain_text("已付清")


def test_the_judge_makes_the_ruling_and_the_clerk_serves_it(person: Persons, place: Place, lot: Lot) -> None:
    judge, clerk = person("judge"), person("clerk")
    judge.goto(f"/settlements/{lot.settlement.id}")
    judge.get_by_role("button", name="作出成交裁定").click()
    expect(judge.locator("#ruling")).to_contain_text("文号")
    clerk.goto(f"/settlements/{lot.settlement.id}")
    clerk.get_by_label("送达日").fill(f"{local(place.clock.now()):%Y-%m-%d}")
    clerk.get_by_label("送达方式").select_option("直接送达")
    clerk.get_by_role("button", name="登记送达").click()
    expect(clerk.locator("#ruling")).to_contain_text("直接送达")


def test_the_panel_reads_the_whole_sheet_votes_on_it_and_it_is_served(person: Persons, place: Place, lot: Lot) -> None:
    clerk, address = person("clerk"), f"/settlements/{lot.settlement.id}/distribution"
    clerk.goto(address)
    clerk.get_by_role("button", name="制作分配方案").click()
    clerk.locator("summary", has_text="增加债权").click()
    claim = clerk.locator(f"form[action='{address}/creditor']")
    for field, words in (("creditor", BANK[0]), ("basis", "（2025）粤0115民初3118号"), ("order", "1"), ("claimed", "2866300"), ("acknowledged", "2866300")):
        claim.locator(f"[name={field}]").fill(words)
    claim.get_by_role("button").click()
    clerk.get_by_role("button", name="按执行金额计算执行费").click()
    clerk.get_by_role("button", name="提交分配方案").click()
    for login in ("judge", "panel1", "panel2"):
        member = person(login)
        member.goto("/panels")
        member.get_by_role("link", name=re.compile("案款分配方案")).first.click()
        expect(member.locator("main")).to_contain_text(f"第1顺位 {BANK[0]}")
        member.get_by_text("同意", exact=True).first.click()
        member.get_by_role("button", name="投票并签名").click()
    clerk.goto(address)
    for _ in range(clerk.get_by_role("button", name="登记送达").count()):
        clerk.get_by_role("button", name="登记送达").first.click()
    expect(clerk.locator("#parties")).not_to_contain_text("待送达")


def urge_the_debtor(clerk: Page, lot: Lot) -> None:
    clerk.goto(f"/vacating/of/{lot.handover.id}")
    here = clerk.url
    clerk.goto(f"{here}/occupants/new")
    clerk.locator("#kind").select_option("debtor")
    clerk.locator("#label").fill("林绍恒")
    clerk.get_by_role("button", name="保存，按规则审查").click()
    expect(clerk.locator("main")).to_contain_text("应当腾退")
    clerk.goto(f"{here}?tab=contact")
    clerk.locator("#present").fill("执行人员、被执行人林绍恒")
    clerk.locator("#body").fill("当面告知限期迁出。")
    clerk.get_by_role("button", name="保存记录").click()
    expect(clerk.locator("main")).to_contain_text("当面告知限期迁出")


def test_the_president_signs_the_notice_and_the_clerk_posts_it_and_records_a_visit(person: Persons, place: Place, lot: Lot) -> None:
    clerk, president = person("clerk"), person("president")
    urge_the_debtor(clerk, lot)
    clerk.goto(f"/handovers/{lot.handover.id}")
    clerk.get_by_label("限期至").fill(f"{local(place.clock.now() + timedelta(days=8)):%Y-%m-%d}")
    clerk.get_by_role("button", name="提请院长签发").click()
    president.goto("/decisions")
    president.locator("[data-item], li, tr, article").filter(has_text=LOT.title).get_by_role("link").first.click()
    president.get_by_role("button", name="同意并签名").first.click()
    president.locator("dialog[open]").get_by_role("button", name=re.compile("签名")).click()
    expect(president.locator("main")).to_contain_text("已签名")
    clerk.reload()
    clerk.get_by_label("张贴日期").fill(f"{local(place.clock.now()):%Y-%m-%d}")
    clerk.get_by_label("张贴人").fill("雷振屿、温若琳")
    clerk.locator("#posted-photos").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": make_photo(SamplePhoto("张贴", None))})
    clerk.get_by_role("button", name="登记张贴").click()
    clerk.get_by_label("在场人员").fill("执行人员雷振屿、书记员温若琳、被执行人林绍恒")
    clerk.get_by_label("经过").fill("告知公告内容和期限，被执行人表示限期内迁出。")
    clerk.get_by_role("button", name="保存记录").click()
    expect(clerk.locator("main")).to_contain_text("被执行人表示限期内迁出")
    place.advance(days=5)
    clerk.reload()
    clerk.get_by_label("腾空日期").fill(f"{local(place.clock.now()):%Y-%m-%d}")
    clerk.get_by_role("button", name="已腾空，可以移交").click()
    expect(clerk.get_by_role("link", name="填写笔录并签名")).to_be_visible()


def test_the_buyer_and_the_officers_sign_the_record_on_the_screen_of_a_phone(person: Persons, lot: Lot) -> None:
    page = person("clerk", 390)
    page.goto(f"/handovers/{lot.handover.id}")
    page.get_by_role("link", name="填写笔录并签名").click()
    lines = {"keys": "入户门钥匙 | 3", "meters": "水表 | S-01 | 1204 | 吨\n电表 | D-09 | 8877 | 度", "arrears": "无"}
    for field, words in ({"place": LOT.place, "condition": "与公示状况相符"} | lines).items():
        page.locator(f"#{field}").fill(words)
    page.locator("#buyer_opinion").fill("现场查看无异议，同意接收")
    for same in page.locator("[name$=-same][value=yes]").all():
        same.check(force=True)
    page.locator("[name=meter-photos]").set_input_files([PHOTO, PHOTO])
    page.get_by_role("button", name="保存，去签名").click()
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
    expect(page.locator("main")).to_contain_text(re.compile("已移交|移交笔录"))
    assert lot.handover.handed_over_on is not None


def draw(page: Page, pad: Locator) -> None:
    """A signature by finger or mouse: a few strokes across the pad."""
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    for line in range(3):
        page.mouse.move(box["x"] + box["width"] * 0.15, box["y"] + box["height"] * (0.3 + line * 0.15))
        page.mouse.down()
        for step in range(1, 9):
            page.mouse.move(box["x"] + box["width"] * (0.15 + step * 0.08), box["y"] + box["height"] * (0.3 + line * 0.15 + (0.1 if step % 2 else -0.05)))
        page.mouse.up()


def test_the_clerk_takes_the_title_to_its_register_refused_once_and_finished_on_a_phone(person: Persons, lot: Lot) -> None:
    take_title(person("clerk"), person("clerk", 390), lot.id)


def take_title(desk: Page, phone: Page, lot_id: str) -> None:
    """The registration is refused and answered at the desk; then every open step is finished on the phone, the one that the page offers next."""
    desk.goto(f"/lots/{lot_id}/transfer")
    desk.locator("tbody a", has_text="转移登记").click()
    desk.locator("summary", has_text="退件").click()
    desk.get_by_label("退件理由").fill("楼盘表未落宗，须先补交测绘成果")
    desk.get_by_role("button", name="登记退件").click()
    desk.get_by_label("说明").fill("已补交测绘成果")
    desk.get_by_role("button", name="保存答复").click()
    expect(desk.locator("h1 + *")).to_contain_text("已受理")
    phone.goto(f"/lots/{lot_id}/transfer")
    following = phone.locator(".pf-head__acts a", has_text="办理：")
    for _ in range(12):
        if not following.count():
            break
        following.click()
        phone.locator("[name=finish-office]").fill("广州市不动产登记中心")
        phone.locator("[name=finish-receipt]").fill("回执1号")
        phone.get_by_role("button", name="登记办结").click()
        expect(phone.locator("h1 + *")).to_contain_text("办结")
        phone.goto(f"/lots/{lot_id}/transfer")
    expect(phone.locator("h1 + *")).to_contain_text("办结")


def test_the_case_is_not_closed_before_the_money_is_paid_out_by_the_final_sheet(person: Persons, place: Place, lot: Lot) -> None:
    judge, clerk = person("judge"), person("clerk")
    judge.goto(f"/cases/{lot.round.case_id}/closing")
    expect(judge.locator("main")).to_contain_text("款项已结清")
    expect(judge.get_by_role("button", name="准予结案")).to_be_disabled()
    place.advance(days=16)
    clerk.goto(f"/settlements/{lot.settlement.id}/distribution")
    clerk.get_by_role("button", name="方案生效").click()
    clerk.get_by_label("凭证号").fill("案款发放凭证 0009")
    clerk.get_by_role("button", name="登记发放").click()
    expect(clerk.locator("#paid")).to_contain_text("案款发放凭证 0009")
    assert lot.settlement.status == "settled"


def test_the_judge_closes_the_case(person: Persons, place: Place, lot: Lot) -> None:
    place.advance(hours=20)
    page = person("judge")
    page.goto(f"/cases/{lot.round.case_id}/closing")
    for box in page.locator("input[name=confirmed]").all():
        box.check(force=True)
    page.get_by_label("理由").fill("执行标的已全部处置并移交，款项结清")
    page.get_by_role("button", name="准予结案").click()
    expect(page.get_by_text("已办结，不在任何人手里")).to_be_visible()


def test_the_auditor_verifies_the_trail(person: Persons) -> None:
    page = person("auditor")
    page.goto("/audit")
    page.get_by_role("button", name="校验").click()
    expect(page.locator("main")).to_contain_text("审计记录完整", timeout=30_000)
    expect(page.locator("main")).to_contain_text("断点 0")
