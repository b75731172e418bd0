"""淘宝's dialect over real HTTP: GBK, islands, unquoted keys, 20 a page, the confirmation document, TOP with its signatures."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest

from app.kernel.clock import local
from app.simulator.dialects.taobao_top import signature
from tests.simulator.samples import ENDS_AT, OPENS_AT, SURVEY
from tests.simulator.site_client import SiteClient

TOP = {"app_key": "12345678", "v": "2.0", "format": "json"}


def call(site: SiteClient, method: str, secret: str = "helloworld", sign_method: str = "md5", **more: str) -> dict:
    stamp = local(site.clock.now()).strftime("%Y-%m-%d %H:%M:%S")
    asked = {**TOP, "method": method, "sign_method": sign_method, "timestamp": stamp, **more}
    return site.post("/taobao/router/rest", data={**asked, "sign": signature(asked, secret)}).json()


def test_the_item_page_is_gbk_and_shows_the_terms(site: SiteClient) -> None:
    page = site.get(f"/taobao/sf_item/{site.list_lot()}.htm")
    assert "charset=GBK" in page.headers["content-type"]
    text = page.content.decode("gbk")
    assert "【第一次拍卖】 包装机械及自动输送线一批" in text
    assert re.search(r"保证金</span><span class=\"pay-price\"> : <i>&yen;</i>7,600.00", text)
    assert f'data-end="{int(ENDS_AT.timestamp() * 1000)}"' in text


def test_the_bid_log_is_a_script_object_newest_first_twenty_a_page(site: SiteClient) -> None:
    lot_id = site.list_lot()
    site.at(ENDS_AT + timedelta(hours=3))
    first, last = (site.get("/taobao/json/get_bid_records.htm", id=lot_id, currentPage=page).content.decode("gbk") for page in (1, 12))
    with pytest.raises(json.JSONDecodeError):
        json.loads(first)
    assert first.startswith("{currentPage:1,totalPage:12,totalCnt:235,records:[{alias:'J4471',price:'595,000.00',date:'2026年03月19日 ")
    assert (first.count("alias:"), last.count("alias:"), first.count("status:99")) == (20, 15, 1)
    assert last.rstrip("]}").rsplit("price:", 1)[1].startswith("'76,000.00'")


def test_the_list_carries_a_json_island_with_entities_and_the_current_price_twice(site: SiteClient) -> None:
    lot_id = site.list_lot()
    site.at(OPENS_AT + timedelta(hours=2))
    text = site.get("/taobao/list/50025972__0.htm").content.decode("gbk")
    island = re.search(r'<script id="sf-item-list-data" type="text/json">(.*?)</script>', text, re.S)
    assert island
    record = json.loads(island.group(1))["data"][0]
    assert (record["id"], record["status"], record["initialPrice"]) == (int(lot_id), "doing", record["currentPrice"])
    assert int(record["xmppVersion"]) >= record["bidCount"] + 1


def test_attachments_come_as_they_were_uploaded(site: SiteClient) -> None:
    lot_id = site.list_lot()
    listed = site.get("/taobao/json/get_gov_attach.htm", id=lot_id).json()
    assert listed[0]["title"] == "标的物情况调查表.pdf"
    assert site.get("/taobao/download_attach.do", attach_id=listed[0]["id"]).content == SURVEY


def test_the_confirmation_document_is_out_once_bidding_ended_with_a_sale(site: SiteClient) -> None:
    lot_id = site.list_lot()
    assert site.get("/taobao/json/getSfDealConfirm.do", itemId=lot_id).status_code == 404
    site.at(ENDS_AT + timedelta(hours=3))
    text = site.get("/taobao/json/getSfDealConfirm.do", itemId=lot_id).content.decode("gbk")
    assert "网络拍卖成交价格：￥595,000.00（伍拾玖万伍仟元整）" in text
    assert "汪承泽" in text


@pytest.mark.parametrize("sign_method", ["md5", "hmac", "hmac-sha256"])
def test_top_answers_a_signed_call_with_the_status_code(site: SiteClient, sign_method: str) -> None:
    lot_id = site.list_lot()
    site.at(OPENS_AT)
    answer = call(site, "taobao.auction.gov.get.auction.status", sign_method=sign_method, item_id=lot_id)
    assert answer["auction_gov_get_auction_status_response"]["status"] == 1
    site.at(ENDS_AT + timedelta(hours=3))
    site.act("taobao", lot_id, "confirm")
    assert call(site, "taobao.auction.gov.get.auction.status", item_id=lot_id)["auction_gov_get_auction_status_response"]["status"] == 5


def test_top_gives_money_in_fen(site: SiteClient) -> None:
    site.list_lot()
    site.at(ENDS_AT + timedelta(hours=3))
    answer = call(site, "taobao.auction.gov.get.latestbid", court_name="广州市南沙区人民法院", max_count="5")
    assert answer["auction_gov_get_latestbid_response"]["results"]["results"][0]["bid_price"] == 59_500_000


@pytest.mark.parametrize(
    ("secret", "item", "code", "sub_code"),
    [("wrong", "1", 25, None), ("helloworld", "x", 15, "isv.param-error"), ("helloworld", "1", 15, "isv.govAuction-not-found")],
)
def test_top_errors_come_in_an_envelope_with_http_200(site: SiteClient, secret: str, item: str, code: int, sub_code: str | None) -> None:
    error = call(site, "taobao.auction.gov.get.auction.status", secret=secret, item_id=item)["error_response"]
    assert (error["code"], error.get("sub_code")) == (code, sub_code)
