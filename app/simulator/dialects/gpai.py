"""公拍网 (sites.md §3): HTML with units in the text, a mobile JSON whose values are text and which is sometimes no valid JSON."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from app.kernel.errors import NotFound
from app.simulator.lots import ENDED_FAILED, ENDED_SOLD, Phase, ShownBid, View
from app.simulator.stage import file_of, listed, shown
from app.simulator.terms import ROUND_WORDS
from app.simulator.wire import answer_text, loose_time, plain_time, short_key, wan_text, yuan_text

CODE = "gpai"
PAGE = 16
LISTED, FAILED, SOLD, WITHDRAWN = 103, 113, 114, 125
OVER = {FAILED: "流标", SOLD: "成交", WITHDRAWN: "撤回"}
RUNNING_WORDS = {Phase.LIVE: "正在拍卖", Phase.PAUSED: "暂停", Phase.POSTPONED: "暂缓", Phase.SUSPENDED: "中止"}
RENAMED = (
    (b"priceShow", b"showPrice"),
    (b"Price_Start", b"PriceBegin"),
    (b"bidDetail", b"bidRecords"),
    (b"itemId", b"lotId"),
    (b"gpai-infos", b"item-infos"),
)

pages = Blueprint(CODE, __name__)


def state_number(lot: View) -> int:
    """catelogState, also the badge's CSS number: 103 until it is over, running or stopped alike."""
    if lot.phase in ENDED_SOLD:
        return SOLD
    if lot.phase in ENDED_FAILED:
        return FAILED
    return WITHDRAWN if lot.phase is Phase.WITHDRAWN else LISTED


def state_word(lot: View) -> str:
    """The word for people, which tells running and stopped apart."""
    return OVER.get(state_number(lot)) or RUNNING_WORDS.get(lot.phase, "即将开始")


@pages.get("/sf/search.do")
@pages.get("/sf/court.do")
def search() -> Response:
    """The list, 16 a page from Page 1; action=selloff is 变卖, restate filters (1 即将开始, 2 正在拍卖, 3 已成交, 4 其他)."""
    sale = request.args.get("action") == "selloff"
    wanted = request.args.get("restate", type=int)
    lots = [lot for lot in listed(CODE) if lot.terms.is_sale is sale and wanted in (None, _restate(lot))]
    page = max(1, request.args.get("Page", 1, int))
    shown_lots = [_words(lot) for lot in lots[(page - 1) * PAGE : page * PAGE]]
    return answer_text(render_template("gpai_list.html", lots=shown_lots, count=len(lots), total=max(1, -(-len(lots) // PAGE))))


@pages.get("/sf/item2.do")
def item() -> AnyResponse:
    """The item page; an unknown number gives the home page with 200 (quirk 5)."""
    try:
        lot = shown(CODE, request.args.get("Web_Item_ID", ""))
    except NotFound:
        return answer_text("<html><head><title>公拍网首页</title></head><body>公拍网</body></html>")
    return answer_text(render_template("gpai_item.html", **_words(lot)))


@pages.get("/sf\\item2.do")
def old_item() -> AnyResponse:
    """Old links hold a backslash (quirk 3)."""
    return redirect(f"/{CODE}/sf/item2.do?Web_Item_ID={request.args.get('Web_Item_ID', '')}")


@pages.get("/api/itemDetail")
@pages.get("/api/itemEasyDetail")
def detail() -> Response:
    """The mobile answer. Lots without bids come with the real fault `"itemType":,` that is no valid JSON (quirk 1)."""
    try:
        lot = shown(CODE, request.args.get("itemId", ""))
    except NotFound:
        return answer_text('{"code":1,"msg":"拍品不存在","data":null}', "application/json")
    text = json.dumps({"code": 0, "msg": "", "data": mobile(lot)}, ensure_ascii=False, separators=(",", ":"))
    return answer_text(text.replace('"itemType":"1"', '"itemType":') if not lot.bids else text, "application/json")


@pages.get("/download/<key>")
def download(key: str) -> Response:
    """An attachment or photo."""
    _file, content = file_of(CODE, key)
    return Response(content, content_type="application/octet-stream")


def mobile(lot: View) -> dict[str, Any]:
    """itemDetail.data: nearly every value is text; money in yuan, times unpadded."""
    number, terms = state_number(lot), lot.terms
    over = number in OVER
    price_word = "成交价" if number == SOLD else "最新价" if lot.bids else "起拍价"
    return {
        "itemId": int(lot.lot_id),
        "auctionId": 0,
        "eChannel": "3",
        "itemName": terms.title,
        "stateDesc": state_word(lot),
        "stateDesc1": "已经结束" if over else state_word(lot),
        "stateDesc2": state_word(lot),
        "bidState": "4" if over else "2" if lot.phase is Phase.LIVE else "1",
        "bidStateDesc": "已结束" if over else state_word(lot),
        "catelogState": number,
        "priceDesc": price_word,
        "priceShow": yuan_text(lot.current_price),
        "priceStart": yuan_text(terms.starting_price),
        "priceAppraise": yuan_text(terms.appraisal_price) if terms.appraisal_price else "",
        "priceStep": yuan_text(terms.increment),
        "depositShu": yuan_text(terms.deposit),
        "joinCount": str(lot.applicants),
        "favCount": str(lot.reminders),
        "viewCount": str(lot.viewers),
        "bidCount": str(lot.bid_count),
        "bidCountDesc": ROUND_WORDS[terms.round],
        "bidMode": "网络司法变卖" if terms.is_sale else "法院自主拍卖",
        "AuctionBidType": "在线拍",
        "catelogTimeStart": loose_time(lot.opens_at),
        "catelogTimeEnd": loose_time(lot.ends_at),
        "webAuctionTime": loose_time(lot.opens_at),
        "auctionJoinEnd": "2050-1-1",
        "organName": terms.court,
        "courtCode": "4401",
        "contactName": "&nbsp;",
        "contactTel": "",
        "priorityDesc": terms.priority_word,
        "priceType": "0",
        "priceTypeDesc": "按总价拍卖",
        "myBuyerCode": "-",
        "secondCount": str(int(lot.remaining.total_seconds())) if lot.remaining is not None else "-88888",
        "itemType": "1",
        "itemImgMore": None,
        "imgs": [f"/{CODE}/download/{short_key(each.digest)}" for each in terms.photos],
        "bidDetail": [_bid(bid) for bid in reversed(lot.bids)],
    }


def _bid(bid: ShownBid) -> dict[str, str]:
    right = {"priorityDesc": "优先购买权人"} if bid.priority else {}
    return {"buyerCode": bid.code, "price": yuan_text(bid.price), "bidTime": loose_time(bid.at), **right}


def _restate(lot: View) -> int:
    """1 即将开始, 2 正在拍卖, 3 已成交, 4 其他."""
    if lot.phase in ENDED_SOLD:
        return 3
    return {Phase.UPCOMING: 1, Phase.LIVE: 2}.get(lot.phase, 4)


def _words(lot: View) -> dict[str, Any]:
    return {
        "lot": lot,
        "terms": lot.terms,
        "round": ROUND_WORDS[lot.terms.round],
        "number": state_number(lot),
        "word": state_word(lot),
        "start_price": yuan_text(lot.terms.starting_price),
        "appraisal": wan_text(lot.terms.appraisal_price) if lot.terms.appraisal_price else "--",
        "price": yuan_text(lot.current_price),
        "sold": lot.phase in ENDED_SOLD,
        "opens": plain_time(lot.opens_at),
        "ends": plain_time(lot.ends_at),
        "bids": [(bid.code, yuan_text(bid.price), plain_time(bid.at)) for bid in reversed(lot.bids)],
        "files": [(each.name, f"{request.host_url}{CODE}/download/{short_key(each.digest)}") for each in lot.terms.attachments],
        "yuan": yuan_text,
    }
