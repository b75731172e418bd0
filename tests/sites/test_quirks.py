"""The quirks of sites.md (d), one line each: what an answer says, and what is read of it or how it fails."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.sites.contract import LotState, SiteFailure
from app.sites.loader import installed

TAOBAO_ITEM = """<html><input id="J_ItemId" value="7801"><input class="J_Status" value="{status}"><h1>{title}</h1><div class="bid-fail">{fail}</div>
<div id="sf-countdown" data-start="1773799200000" data-end="1773885600000"></div><table id="J_HoverShow"><tr><td>{terms}</td></tr></table></html>"""
JD_LIVE: dict[str, Any] = {"paimaiId": 5, "auctionStatus": 1, "displayStatus": 1, "currentPrice": 100.0, "bidCount": 0, "bidList": [], "endTime": 1773885600000}
GPAI: dict[str, Any] = {"itemId": 12772, "itemName": "某房产", "catelogState": 103, "stateDesc": "即将开始", "bidDetail": []}
CAA: dict[str, Any] = {"id": 41150, "name": "某房产", "lotStatus": 0, "startTime": 1773799200000, "endTime": 1773885600000}
GPAI_ITEM = """<html><title>某房产 - 公拍网</title><a href="/sf\\item2.do?Web_Item_ID=12772">分享</a><div class="d-m-price">{price}</div>
<p>起拍价：<span id="Price_Start">{start}</span>{unit}</p><div>{words}</div></html>"""


def taobao(**words: str) -> str:
    return TAOBAO_ITEM.format(**{"status": "1", "title": "某房产", "fail": "", "terms": "起拍价 : ¥100", **words})


def jd(**changes: Any) -> str:
    return json.dumps({"code": 0, "data": {**JD_LIVE, **changes}, "message": "成功", "status": 0})


def gpai(**changes: Any) -> str:
    return json.dumps({"code": 0, "msg": "", "data": {**GPAI, **changes}}, ensure_ascii=False)


def gpai_item(**words: str) -> str:
    return GPAI_ITEM.format(**{"price": "当前价：<b>100</b>元", "start": "100", "unit": "元", "words": "", **words})


def caa(**changes: Any) -> str:
    return json.dumps({**CAA, **changes}, ensure_ascii=False)


def read(site: str, content: str) -> dict[str, Any]:
    return installed().get(site).read_file("存档", content.encode())[0].as_json()


READ = [
    ("taobao", taobao(terms="起 拍 价 : &yen; 65,454,900 保 证 金 : ¥3,300,000"), {"starting_price": "65454900.00", "deposit": "3300000.00"}),
    ("taobao", taobao(terms="变卖价 : ¥100 类型 : 变卖 保留价 : 有"), {"round": 3, "reserve_flag": True}),
    ("taobao", taobao(terms="起拍价 : ¥100 类型 : 第二次拍卖 保留价 : = 起拍价"), {"round": 2, "reserve_flag": False}),
    ("taobao", taobao(terms="起拍价 : ¥100 保留价 : ¥ 120"), {"reserve_flag": True}),
    ("taobao", taobao(terms="起拍价 : ¥100 保留价 : 延时周期 : 5分钟"), {"reserve_flag": None, "extension_minutes": 5}),
    ("taobao", taobao(status="77", fail="本场拍卖已流拍"), {"state": "failed", "raw_state": "77"}),
    ("taobao", taobao(status="77"), {"state": "unknown", "raw_state": "77"}),
    ("taobao", taobao(title="【第一次拍卖】甲&middot;乙&nbsp;丙 13800000000"), {"title": "甲·乙 丙 138******00", "round": 1}),
    (
        "taobao",
        "{totalCnt:'74',currentPage:4,records:[{alias:'M1',price:'9,612.94',date:'2026年5月25日 13:51:55',bidTime:null,status:'-1',priorityUser:'false'}]}",
        {"current_price": None},
    ),
    (
        "taobao",
        "{totalCnt:1,records:[{alias:'M1',price:'2,000',date:'',bidTime:'1773802800000',status:99,priorityUser:true}]}",
        {"state": "sold_pending_court", "winner_code": "M1"},
    ),
    (
        "taobao",
        '{"data":[{"id":1,"status":"paused","title":"甲","currentPrice":1.2E7,"sellOff":1}],"xmppVersion":1}',
        {"state": "unknown", "raw_state": "paused", "round": 3, "current_price": "12000000.00"},
    ),
    ("jd", jd(bidList=None, bidCount="", delayedCount=None), {"bids": [], "bid_count": None, "extensions": 0}),
    ("jd", jd(currentPrice=1.45343999e7), {"current_price": "14534399.90"}),
    ("jd", jd(displayStatus=8), {"state": "unknown", "raw_state": "1/8"}),
    ("jd", jd(auctionStatus=2), {"state": "failed"}),
    ("jd", jd(auctionStatus=2, bidCount=3, currentPrice=103.0), {"state": "ended_unconfirmed", "final_price": None}),
    ("jd", jd(auctionStatus=2, bidCount=3, confirmationUrl="//storage.jd.com/x/1?a=b"), {"state": "sold", "confirmation": "//storage.jd.com/x/1?a=b"}),
    (
        "jd",
        jd(bidCount=1, bidList=[{"username": "汪某某", "price": 100.0, "bidTime": 1773802800000, "isPrior": "0"}]),
        {"bids": [{"seq": 1, "bidder": "汪**", "price": "100.00", "at": "2026-03-18T11:00:00+08:00", "priority": False}]},
    ),
    (
        "gpai",
        gpai(priceStart="0", priceAppraise="&nbsp;", priceStep="--", depositShu="-", joinCount="-88888"),
        {"starting_price": None, "appraisal_price": None, "increment": None, "deposit": None, "applicants": None},
    ),
    (
        "gpai",
        gpai(catelogTimeStart="1900-1-1", webAuctionTime="2018-4-4 9:00:00", catelogTimeEnd="2050-1-1"),
        {"start_at": "2018-04-04T09:00:00+08:00", "end_at": None},
    ),
    (
        "gpai",
        gpai(priceStart="100万", priceAppraise="1.5亿元", priceStep="5千元", depositShu="200000"),
        {"starting_price": "1000000.00", "appraisal_price": "150000000.00", "increment": "5000.00", "deposit": "200000.00"},
    ),
    ("gpai", gpai(priceDesc="评估价", priceShow="999"), {"current_price": None}),
    ("gpai", gpai(catelogState=114, stateDesc="已结束", priceDesc="成交价", priceShow="999"), {"state": "sold", "final_price": "999.00"}),
    ("gpai", gpai(catelogState=199, stateDesc="未成交"), {"state": "failed"}),
    ("gpai", gpai_item(start="910", unit="万元", price="当前价：<b>0.98</b>亿元"), {"starting_price": "9100000.00", "current_price": "98000000.00"}),
    ("gpai", gpai_item(words="竞价成功的凭《竞价成功确认书》办理，佣金为成交价5%"), {"state": "unknown", "final_price": None}),
    ("gpai", gpai_item(words="成交价：9282000 元 竞价成功确认书"), {"state": "sold", "final_price": "9282000.00"}),
    ("caa123", caa(lotStatus="暂缓", times="3"), {"state": "postponed", "raw_state": "6", "round": 3}),
    ("caa123", caa(lotMode=1, nowPrice=13.25, amount="1200"), {"current_price": "15900.00"}),
    ("caa123", caa(lotMode=1, nowPrice=13.25), {"current_price": None, "unread": ["current_price"]}),
    ("caa123", caa(rateLadder="0-100000:500;100000-:1000"), {"increment": None, "unread": ["increment"]}),
    ("caa123", caa(startTime=1773885600000), {"start_at": None, "end_at": None, "unread": ["start_at", "end_at"]}),
    ("caa123", '{"items":[{"bidNum":"7","price":1,"bidTime":1773802800000,"isBack":"1"}],"totalCount":"1"}', {"bid_count": 0, "bids": []}),
    ("rmfysszc", "f({state:'0',fun1:'1',price:'7.6'})", {"state": "failed", "final_price": None}),
    ("rmfysszc", "f({state:'0',fun1:'',price:'59.5'})", {"state": "sold", "final_price": "595000.00"}),
    ("rmfysszc", "f({state:'0',fun1:'',price:''})", {"state": "ended_unconfirmed"}),
    ("rmfysszc", "f({state:'3',msg:'本项目暂缓'})", {"state": "postponed", "raw_state": "3"}),
    ("rmfysszc", "f({state:'3',msg:'中止或者撤回'})", {"state": "unknown"}),
    ("rmfysszc", "f({'Count':'12','Hits':'1003'})", {"viewers": 1003, "applicants": None}),
]
FAILS = [
    ("taobao", taobao().replace("data-start=\"1773799200000\"", "data-start=\"1773799200\""), "changed"),
    ("taobao", '{"api":"mtop.x","ret":["FAIL_SYS_TOKEN_EXOIRED::令牌过期"],"data":{}}', "refused"),
    ("taobao", '{"api":"mtop.x","ret":["RGV587_ERROR::SM::被挤爆啦"],"data":{}}', "challenged"),
    ("taobao", '{"error_response":{"code":50,"msg":"Remote service error","sub_code":"isp.remote-service-timeout"}}', "unreachable"),
    ("taobao", '{"error_response":{"code":25,"msg":"Invalid signature"}}', "refused"),
    ("jd", jd(auctionStatus=9), "changed"),
    ("jd", '{"code":"-1","echo":"invalid params"}', "refused"),
    ("jd", '{"jingdong_auction_x_responce":{"code":"3","zh_desc":"无权限"}}', "refused"),
    ("jd", jd(currentPrice=-1), "changed"),
    ("gpai", "<html><title>用户登录 - 公拍网</title></html>", "challenged"),
    ("gpai", gpai_item().replace("分享</a>", '</a><a href="/sf/item2.do?Web_Item_ID=1">另一</a>'), "changed"),
    ("caa123", caa(id=1888), "changed"),
    ("caa123", caa(startTime=1773799200), "changed"),
    ("caa123", caa(lotStatus=9), "changed"),
    ("rmfysszc", "f({state:'8'})", "changed"),
]  # fmt: skip


@pytest.mark.parametrize(("site", "content", "told"), READ)
def test_what_an_answer_says_is_read(site, content, told) -> None:
    shown = read(site, content)
    assert {name: shown[name] for name in told} == told
    assert shown["state"] in set(LotState)


@pytest.mark.parametrize(("site", "content", "failure"), FAILS)
def test_what_cannot_be_believed_fails_by_name(site, content, failure) -> None:
    with pytest.raises(SiteFailure) as caught:
        read(site, content)
    assert caught.value.code == failure


def test_a_later_page_of_bids_keeps_its_numbers_in_the_whole_log() -> None:
    rows = ",".join(f"{{alias:'M{each}',price:'{1000 - each}',date:'2026年5月25日 13:{59 - each}:00',status:-1}}" for each in range(14))
    shown = read("taobao", f"{{totalCnt:74,currentPage:4,records:[{rows}]}}")
    assert [each["seq"] for each in shown["bids"]] == list(range(1, 15))
    second = read("taobao", f"{{totalCnt:74,currentPage:2,records:[{rows}]}}")
    assert [second["bids"][0]["seq"], second["bids"][-1]["seq"]] == [41, 54]


def test_messages_about_what_was_not_understood_hold_no_number_of_a_person() -> None:
    with pytest.raises(SiteFailure) as caught:
        read("jd", jd(currentPrice="电话13800000000"))
    assert "13800000000" not in caught.value.message
