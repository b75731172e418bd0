"""京东 (sites.md §2): api.m functions in one envelope, yuan as JSON numbers, milliseconds, no leader flag, JSONP on request."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, request

from app.kernel.errors import NotFound
from app.simulator.lots import Phase, ShownBid, View
from app.simulator.stage import file_of, listed, listed_terms, shown
from app.simulator.terms import ROUND_WORDS, Round
from app.simulator.wire import answer_json, answer_text, millis, paragraphs, plain_time, short_key, yuan_number, yuan_text

CODE = "jd"
FIRST_VENDOR = 641_541
PAGE = 40
OLD_PAGE = 10
AUCTION_STATUS = {Phase.ACCEPTED: 0, Phase.UPCOMING: 0, Phase.LIVE: 1}
DISPLAY_STATUS = {Phase.WITHDRAWN: 5, Phase.POSTPONED: 6, Phase.SUSPENDED: 7, Phase.PAUSED: 7}
TIMES = {Round.FIRST: 1, Round.SECOND: 2, Round.SALE: 4}
NO_FUNCTION = {"code": 1, "data": None, "message": "functionId不存在", "status": 1}
RENAMED = (
    (b'"currentPrice"', b'"curPrice"'),
    (b'"startPrice"', b'"beginPrice"'),
    (b'"bidList"', b'"bids"'),
    (b'"paimaiId"', b'"auctionId"'),
    (b'"auctionStatus"', b'"state"'),
)

api = Blueprint(CODE, __name__)


@api.get("/api")
def function() -> Response:
    """One function by functionId and its JSON body; JSONP when `jsonp` or `callback` names one."""
    body = _body(request.args.get("body", "{}"))
    found = FUNCTIONS.get(request.args.get("functionId", ""))
    try:
        content = found(body) if found else NO_FUNCTION
    except NotFound:
        content = {"code": 0, "data": None, "message": "拍品不存在", "status": 0}
    return _wrapped(content)


@api.get("/json/current/englishquery")
def english_query() -> Response:
    """The real-time form of 2016: no envelope, seconds beside milliseconds, two blanks between date and time."""
    lot = shown(CODE, request.args.get("paimaiId", ""))
    start, end = request.args.get("start", 0, int), request.args.get("end", OLD_PAGE - 1, int)
    rows = [_old_row(lot, bid) for bid in list(reversed(lot.bids))[start : end + 1]]
    return _wrapped(
        {
            "auctionStatus": AUCTION_STATUS.get(lot.phase, 2),
            "bidCount": lot.bid_count,
            "bidList": rows,
            "currentNum": 1,
            "currentPrice": yuan_number(lot.current_price),
            "nextPrice": 0,
            "orderStatus": 0,
            "refreshTime": 1000,
            "remainTime": _remain(lot),
            "stockNum": 1,
        }
    )


@api.get("/json/ensure/queryAccess")
def access() -> Response:
    """Applicants and viewers."""
    lot = shown(CODE, request.args.get("paimaiId", ""))
    return _wrapped({"accessEnsureNum": lot.applicants, "accessNum": lot.viewers})


@api.get("/getJudicatureList.html")
def old_list() -> Response:
    """The older list: total and ls[], by paimaiStatus."""
    wanted = request.args.get("paimaiStatus", type=int)
    rows = [row for row in map(_card, listed(CODE)) if wanted in (None, row["auctionStatus"])]
    return answer_json({"total": len(rows), "ls": _page(rows, request.args.get("page", 1, int))})


@api.post("/routerjson")
def open_platform() -> Response:
    """The open platform has no auction method (sites.md §6.2): its error envelope, with HTTP 200."""
    return answer_json({"error_response": {"code": "19", "zh_desc": "无效的方法名", "en_desc": "Invalid method"}})


@api.get("/storage/<key>")
def storage(key: str) -> Response:
    """An attachment or photo."""
    _file, content = file_of(CODE, key.split(".", 1)[0])
    return Response(content, content_type="application/octet-stream")


@api.get("/salesconfirmation.customs.paimai/<lot_id>/1")
def confirmation(lot_id: str) -> Response:
    """The confirmation document behind confirmationUrl (holds the buyer's name)."""
    lot = shown(CODE, lot_id)
    if not lot.has_confirmation or lot.leader is None:
        raise NotFound("成交确认书尚未出具")
    price = lot.leader.price
    lines = (
        "成交确认书",
        f"竞买人：{lot.lot.crowd.buyer}，竞买号：{lot.leader.code}",
        f"标的物：{lot.terms.title}",
        f"网络拍卖成交价格：￥{price}（{price.capitals}）",
        f"网拍结束时间：{plain_time(lot.ends_at)}",
    )
    return answer_text("\n".join(lines), "text/plain")


@api.get("/<lot_id>")
def item(lot_id: str) -> Response:
    """The public page: an empty shell that scripts fill."""
    lot = shown(CODE, lot_id)
    return answer_text(f"<html><head><title>{lot.terms.title}</title></head><body><div id='root' data-id='{lot.lot_id}'></div></body></html>")


def basic_info(body: Mapping[str, Any]) -> dict[str, Any]:
    """getProductBasicInfo: the terms; minPrice is a word, endTime the announced end."""
    lot = _asked(body)
    terms = lot.terms
    number = int(lot.lot_id)
    return _envelope(
        {
            "albumId": number % 10_000_000,
            "assessmentPrice": yuan_number(terms.appraisal_price) if terms.appraisal_price else 0.0,
            "auctionType": 1,
            "businessType": 1,
            "courtVendorId": _vendor(terms.court),
            "delayedTime": 5,
            "displayStatus": DISPLAY_STATUS.get(lot.phase, 1),
            "endTime": millis(lot.opens_at + (terms.ends_at - terms.opens_at)),
            "ensurePrice": yuan_number(terms.deposit),
            "judicatureBasicInfoResult": {"consultName": "", "consultTel": "", "loan": 0, "purchaseRestriction": 0, "specialNotice": terms.description},
            "labelList": [{"associateType": 1, "id": 1027, "name": "诉讼资产", "showOrder": 1, "showType": 1, "specialType": 3, "status": 1, "type": 1}],
            "minPrice": "无",
            "paimaiId": number,
            "paimaiImageResultList": [{"imagePath": f"storage/{short_key(each.digest)}", "skuId": number * 10} for each in terms.photos],
            "paimaiTimes": TIMES[terms.round],
            "priceHigherOffset": 100000000000.0,
            "priceLowerOffset": yuan_number(terms.increment),
            "productAddressResult": {
                "address": terms.location,
                "city": "广州市",
                "cityId": 1601,
                "county": "",
                "countyId": 0,
                "province": "广东",
                "provinceId": 19,
            },
            "productId": number * 7,
            "publishSource": 7,
            "skuId": number * 10,
            "startPrice": yuan_number(terms.starting_price),
            "startTime": millis(lot.opens_at),
            "title": f"【{ROUND_WORDS[terms.round]}】{terms.title}",
            "vendorId": _vendor(terms.court),
        }
    )


def real_time(body: Mapping[str, Any]) -> dict[str, Any]:
    """getPaimaiRealTimeData: state, price, counters, bids newest first from start to end; delayedCount absent when there was none."""
    lot = _asked(body)
    rows = [_row(bid) for bid in list(reversed(lot.bids))[int(body.get("start") or 0) : int(body.get("end") or 9) + 1]]
    leader = lot.leader.code if lot.leader else ""
    return _envelope(
        {
            "accessEnsureNum": lot.applicants,
            "accessNum": lot.viewers,
            "auctionStatus": AUCTION_STATUS.get(lot.phase, 2) if lot.phase not in DISPLAY_STATUS else 1 if lot.bids else 0,
            "bidCount": lot.bid_count,
            "bidList": rows,
            "confirmationUrl": f"{request.host_url}{CODE}/salesconfirmation.customs.paimai/{lot.lot_id}/1" if lot.has_confirmation else "",
            "currentBidUserNumber": leader,
            "currentPrice": yuan_number(lot.current_price),
            "currentPriceStr": yuan_text(lot.current_price),
            "currentUser": leader,
            "delayEndTime": "",
            **({"delayedCount": lot.extensions} if lot.extensions else {}),
            "displayStatus": DISPLAY_STATUS.get(lot.phase, 1),
            "endTime": millis(lot.ends_at),
            "myNumber": "暂无代码",
            "orderStatus": -1,
            "paimaiId": int(lot.lot_id),
            "pauseTime": millis(lot.stopped_at) if lot.stopped_at else None,
            "priceLowerOffset": yuan_number(lot.terms.increment),
            "priorPurchaserLevel": 0,
            "remainTime": _remain(lot),
            "remarks": lot.reason if lot.phase in DISPLAY_STATUS else "",
            "restartTime": millis(lot.resumed_at) if lot.resumed_at else "",
            "serverNowTime": millis(lot.now),
        }
    )


def _expand_values(body: Mapping[str, Any]) -> dict[str, Any]:
    lot = _asked(body)
    return _envelope({"followerCount": lot.reminders, "accessNum": lot.viewers})


def _description(body: Mapping[str, Any]) -> dict[str, Any]:
    return _envelope(paragraphs(_asked(body).terms.description))


def _notice(body: Mapping[str, Any]) -> dict[str, Any]:
    return _envelope(paragraphs(_asked(body).terms.notice))


def _announcement(body: Mapping[str, Any]) -> dict[str, Any]:
    album = str(body.get("albumId"))
    lot = next((each for each in listed(CODE) if str(int(each.lot_id) % 10_000_000) == album), None)
    if lot is None:
        raise NotFound("没有这个公告")
    return _envelope({"albumId": int(album), "title": lot.terms.title, "content": paragraphs(lot.terms.announcement)})


def _attach_files(body: Mapping[str, Any]) -> dict[str, Any]:
    lot = _asked(body)
    rows = [
        {
            "attachmentAddress": f"{request.host_url}{CODE}/storage/{short_key(each.digest)}.{each.name.rsplit('.', 1)[-1]}",
            "attachmentCode": f"ATTACHMENT_{each.digest[:32]}_{millis(lot.lot.accepted_at)}",
            "attachmentFormat": each.name.rsplit(".", 1)[-1],
            "attachmentName": each.name,
            "attachmentSize": str(each.size),
            "attachmentStyle": "2",
            "attachmentType": "3",
            "evtId": int(lot.lot_id),
            "isDeleted": 0,
        }
        for each in lot.terms.attachments
    ]
    return _envelope(rows)


def _vendor_info(body: Mapping[str, Any]) -> dict[str, Any]:
    court = next((terms.court for terms in listed_terms(CODE) if str(_vendor(terms.court)) == str(body.get("vendorId"))), None)
    if court is None:
        raise NotFound("没有这个机构")
    return _envelope({"applicantPhone": "", "logoUrl": "", "mobile": "", "shopId": body.get("vendorId"), "shopName": court})


def _search(body: Mapping[str, Any]) -> dict[str, Any]:
    page = int(body.get("page") or 1)
    rows = [_card(lot) for lot in listed(CODE)]
    return {"statusCode": 200, "totalItem": len(rows), "page": page, "pageSize": PAGE, "datas": _page(rows, page)}


FUNCTIONS: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "getProductBasicInfo": basic_info,
    "getPaimaiRealTimeData": real_time,
    "paimai_getPaimaiDetaiExpandValues": _expand_values,
    "queryProductDescription": _description,
    "queryNotice": _notice,
    "queryAnnouncement": _announcement,
    "queryAttachFilesForIntro": _attach_files,
    "queryVendorInfo": _vendor_info,
    "paimai_unifiedSearch": _search,
}


def _asked(body: Mapping[str, Any]) -> View:
    return shown(CODE, str(body.get("paimaiId", "")))


def _body(text: str) -> dict[str, Any]:
    try:
        body = json.loads(text)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _envelope(data: Any) -> dict[str, Any]:
    return {"code": 0, "data": data, "message": "成功", "status": 0}


def _wrapped(content: Mapping[str, Any]) -> Response:
    name = request.args.get("jsonp") or request.args.get("callback") or ""
    if not name.isidentifier():
        return answer_json(content)
    return answer_text(f"{name}({json.dumps(content, ensure_ascii=False)});", "application/javascript")


def _row(bid: ShownBid) -> dict[str, Any]:
    return {"username": bid.code, "price": yuan_number(bid.price), "priceStr": str(bid.price), "bidTime": millis(bid.at), "isPrior": int(bid.priority)}


def _old_row(lot: View, bid: ShownBid) -> dict[str, Any]:
    day, _, time = plain_time(bid.at).partition(" ")
    seconds = millis(bid.at) // 1000
    times = {"bidTime": millis(bid.at), "bidTime2": seconds, "bidTimeStr": time[:5], "bidTimeStr1": f"{day}  {time}"}
    return {**times, "paimaiId": int(lot.lot_id), "price": yuan_number(bid.price), "priceStr": str(bid.price), "username": f"****{bid.code[-1]}"}


def _card(lot: View) -> dict[str, Any]:
    return {
        "id": int(lot.lot_id),
        "title": f"【{ROUND_WORDS[lot.terms.round]}】{lot.terms.title}",
        "auctionStatus": AUCTION_STATUS.get(lot.phase, 2),
        "displayStatus": DISPLAY_STATUS.get(lot.phase, 1),
        "paimaiTimes": TIMES[lot.terms.round],
        "startPrice": yuan_number(lot.terms.starting_price),
        "assessmentPrice": yuan_number(lot.terms.appraisal_price) if lot.terms.appraisal_price else 0.0,
        "currentPrice": yuan_number(lot.current_price),
        "startTime": millis(lot.opens_at),
        "endTime": millis(lot.ends_at),
        "bidCount": lot.bid_count,
        "accessNum": lot.viewers,
    }


def _page(rows: list[dict[str, Any]], page: int) -> list[dict[str, Any]]:
    start = (max(1, page) - 1) * PAGE
    return rows[start : start + PAGE]


def _remain(lot: View) -> int:
    return int(lot.remaining.total_seconds() * 1000) if lot.remaining is not None else -1


def _vendor(court: str) -> int:
    """The court's number on JD: the same for the same name."""
    return FIRST_VENDOR + sum(court.encode()) % 9_000
