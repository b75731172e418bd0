"""A chain of custody with a missing link: the next hand-over is refused, the missing side signs late with its reason, the chain goes on."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.domains.assets.tables import Asset
from app.domains.custody.service import Enter, enter_item
from app.domains.tasks.sample_photos import SamplePhoto, make_photo
from app.infra.photos import keep_photos
from app.infra.unit_of_work import for_house
from tests.browser.people import Persons
from tests.browser.place import Place

pytestmark = [pytest.mark.browser, pytest.mark.journey]
ANHENG, ZHENGXU = "广州安衡司法辅助服务有限公司", "广州岭南正序拍辅科技有限公司"


def hand_over(page: Page, chain: str, agency: str) -> None:
    """The clerk opens a hand-over of the sealed bag to an agency, with a photo."""
    page.goto(chain)
    page.get_by_role("checkbox", name=re.compile("T-0001")).check(force=True)
    form = page.locator("#move")
    form.get_by_label("事由").fill("移送仓库保管")
    form.get_by_label("接收方").select_option(label="辅助机构")
    form.get_by_label("机构", exact=True).select_option(label=agency)
    form.get_by_label("处所").fill("2 号库 A-03")
    form.locator("#move-photos").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": make_photo(SamplePhoto("交接", None))})
    form.get_by_role("button", name="交接，去签名").click()


def draw(page: Page) -> None:
    """Write on the pad with the mouse."""
    pad = page.locator("canvas").first
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(box["x"] + 30 + step * (box["width"] - 60) / 8, box["y"] + (100 if step % 2 else 30))
    page.mouse.up()


def test_a_missing_signature_is_refused_then_mended_by_the_missing_side_and_the_chain_goes_on(person: Persons, place: Place) -> None:
    with place.house.reading() as r:
        asset = r.session.scalars(for_house(select(Asset).where(Asset.title == "包装机械及自动输送线一批"))).one()
    with place.house.work() as w:
        photos = keep_photos(w.session, place.house.evidence, [("a.jpg", make_photo(SamplePhoto("封存", None)))], source="封存", now=w.now)
        enter_item(w, asset.id, Enter("1", "T-0001", "控制主板", "本院贵重物品库"), photos)
    chain, clerk = f"/assets/{asset.id}/custody", person("clerk")
    hand_over(clerk, chain, ANHENG)
    draw(clerk)
    clerk.get_by_role("button", name="确认签名").click()
    expect(clerk.get_by_text(re.compile("已签名 温若琳"))).to_be_visible()
    move = clerk.url
    place.advance(days=1)
    person.forget()
    clerk = person("clerk")
    hand_over(clerk, chain, ZHENGXU)
    expect(clerk.get_by_role("alert").first).to_contain_text(re.compile("缺 .+ 的交接签名，不能交付"))
    agency = person("agency", 390)
    agency.goto(move)
    draw(agency)
    agency.get_by_label("补签原因").fill("当日库管不在，次日核对后补签")
    agency.get_by_role("button", name="补签").click()
    expect(agency.get_by_text("双方签名 ✓")).to_be_visible()
    hand_over(clerk, chain, ZHENGXU)
    expect(clerk.get_by_text("等广州安衡司法辅助服务有限公司签名")).to_be_visible()
