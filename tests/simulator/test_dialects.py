"""The raw forms that sites.md names and that a parser must survive: numbers, texts, invalid JSON, JSONP, pages counted from 0 and from 1."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest

from tests.simulator.samples import ENDS_AT, OPENS_AT
from tests.simulator.site_client import SiteClient

CAA = "/caa123/caa-web-ws/ws/0.1"


def jd(site: SiteClient, function: str, **body: object) -> dict:
    return site.get("/jd/api", appid="paimai", functionId=function, body=json.dumps(body), loginType=3).json()


def test_jd_sends_yuan_as_floats_and_leaves_the_extension_count_out_while_there_is_none(site: SiteClient) -> None:
    lot_id = site.list_lot("jd")
    site.at(OPENS_AT + timedelta(hours=1))
    terms, live = jd(site, "getProductBasicInfo", paimaiId=lot_id), jd(site, "getPaimaiRealTimeData", paimaiId=lot_id, start=0, end=9)
    assert (terms["code"], terms["message"], terms["data"]["startPrice"], terms["data"]["minPrice"]) == (0, "成功", 76000.0, "无")
    assert "delayedCount" not in live["data"]
    assert live["data"]["bidList"][0]["bidTime"] > live["data"]["bidList"][-1]["bidTime"]
    assert len(live["data"]["bidList"]) <= 10


def test_jd_says_sold_only_by_status_and_bids_with_a_link_to_the_document(site: SiteClient) -> None:
    lot_id = site.list_lot("jd")
    site.at(ENDS_AT + timedelta(hours=3))
    data = jd(site, "getPaimaiRealTimeData", paimaiId=lot_id, start=0, end=300)["data"]
    assert (data["auctionStatus"], data["displayStatus"], data["bidCount"], len(data["bidList"]), data["remainTime"]) == (2, 1, 235, 235, -1)
    assert "网络拍卖成交价格：￥595000.00" in site.get(data["confirmationUrl"].removeprefix(site.url)).text


def test_jd_wraps_in_jsonp_and_keeps_the_form_of_2016(site: SiteClient) -> None:
    lot_id = site.list_lot("jd")
    site.at(OPENS_AT + timedelta(hours=1))
    wrapped = site.get("/jd/api", functionId="getProductBasicInfo", body=json.dumps({"paimaiId": lot_id}), jsonp="cb").text
    assert wrapped.startswith("cb({")
    old = site.get("/jd/json/current/englishquery", paimaiId=lot_id, start=0, end=9).json()
    assert re.fullmatch(r"2026-03-18  \d\d:\d\d:\d\d", old["bidList"][0]["bidTimeStr1"])
    assert "error_response" in site.post("/jd/routerjson", data={"method": "jingdong.auction"}).json()


def test_gpai_sends_text_values_and_before_the_first_bid_invalid_json(site: SiteClient) -> None:
    lot_id = site.list_lot("gpai")
    text = site.get("/gpai/api/itemDetail", itemId=lot_id).text
    assert '"itemType":,' in text
    with pytest.raises(json.JSONDecodeError):
        json.loads(text)
    site.at(OPENS_AT + timedelta(hours=1))
    data = site.get("/gpai/api/itemDetail", itemId=lot_id).json()["data"]
    assert (data["priceStart"], data["catelogState"], data["stateDesc"], data["catelogTimeStart"]) == ("76000", 103, "正在拍卖", "2026-3-18 10:00:00")


def test_gpai_mixes_units_in_one_card_and_gives_its_home_page_for_unknown_numbers(site: SiteClient) -> None:
    site.list_lot("gpai")
    card = site.get("/gpai/sf/search.do", action="court").text
    assert "<b class='price-red'>76000</b><span class='price-red'>元</span>" in card
    assert "<b>10.8</b>万元" in card
    assert "sf\\item2.do?Web_Item_ID=" in card
    unknown = site.get("/gpai/sf/item2.do", Web_Item_ID="1")
    assert (unknown.status_code, "公拍网首页" in unknown.text) == (200, True)


def test_caa123_counts_pages_from_0_and_names_the_buyer_only_in_the_confirmation(site: SiteClient) -> None:
    lot_id = site.list_lot("caa123")
    site.at(ENDS_AT + timedelta(hours=3))
    first, last = (site.get(f"{CAA}/records/lot/{lot_id}", start=page, count=20).json() for page in (0, 11))
    assert (first["totalCount"], len(first["items"]), len(last["items"])) == (235, 20, 15)
    assert [first["items"][0]["status"], first["items"][1]["status"]] == [0, 1]
    lot = site.get(f"{CAA}/lot/{lot_id}").json()
    assert (lot["lotStatus"], lot["barginPriceNum"], lot["nowPrice"]) == (3, "J4471", 595000.0)
    assert "汪承泽" not in json.dumps(lot, ensure_ascii=False)
    assert site.get(f"{CAA}/lot/confirmation/{lot_id}").json()["barginUserName"] == "汪承泽"


def test_rmfysszc_has_wan_in_text_terms_in_prose_and_jsonp_with_unquoted_keys(site: SiteClient) -> None:
    oid = site.list_lot("rmfysszc")
    page = site.get(f"/rmfysszc/statichtml/rm_obj/{oid}.shtml").text
    assert "￥7.6万元 <span>柒万陆仟元整</span>" in page
    assert "new Date('2026/3/18 10:00:00')" in page
    assert "竞价结束时间：2026年3月19日10时00分00秒" in page
    site.at(ENDS_AT + timedelta(hours=3))
    answer = site.get("/rmfysszc/Object/Finish.shtml", oid=oid, pid="1", jsoncallback="jsonp7").text
    assert answer.startswith("jsonp7({state:'0',fun1:'0',price:'59.5',time:'2026/3/19 ")
    assert site.get(f"/rmfysszc/object/Record/{oid}.shtml").text.count('class="Record"') == 235


def test_rmfysszc_refuses_its_list_without_the_referer(site: SiteClient) -> None:
    oid = site.list_lot("rmfysszc")
    assert site.post("/rmfysszc/ProjectHandle.shtml", data={"state": "0"}).status_code == 403
    answer = site.post("/rmfysszc/ProjectHandle.shtml", data={"state": "2"}, headers={"Referer": "https://www.rmfysszc.gov.cn/projects.shtml?dh=3"})
    assert f'<div class="product" id="{oid}">' in answer.json()["html"]


def test_the_front_page_leads_a_person_to_the_five_back_offices(site: SiteClient) -> None:
    page = site.get("/").text
    assert [site.get(path).status_code for path in re.findall(r'href="(/\w+/backoffice/)"', page)] == [200] * 5
