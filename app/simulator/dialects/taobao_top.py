"""Taobao's open platform gateway (sites.md §6.1): signed calls, JSON or XML, errors with HTTP 200, money in 分."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from xml.sax.saxutils import escape

from flask import Blueprint, Response, request

from app.kernel.errors import NotFound
from app.kernel.ids import digest_of
from app.simulator.dialects.taobao import CODE, status_code
from app.simulator.lots import ENDED_FAILED, ENDED_SOLD, Phase, View
from app.simulator.stage import listed, shown, stage
from app.simulator.wire import answer_json, answer_text, millis, plain_time

# the key of the platform's own worked example (document 101617)
APPS = {"12345678": "helloworld"}
TOLERANCE = timedelta(minutes=10)
MOST_RESULTS = 50
REQUEST_CHARS = 13

top = Blueprint("taobao_top", __name__)


class TopError(Exception):
    """An error envelope: general code, sub code and words."""

    def __init__(self, code: int, msg: str, sub_code: str = "", sub_msg: str = "") -> None:
        super().__init__(msg)
        self.envelope = {"code": code, "msg": msg, **({"sub_code": sub_code, "sub_msg": sub_msg} if sub_code else {})}


@top.post("/router/rest")
def call() -> Response:
    """One call: the answer or the error envelope, with HTTP 200 either way."""
    asked = request.form.to_dict()
    number = digest_of(asked.get("sign", "").encode())[:REQUEST_CHARS]
    try:
        _check(asked)
        method = asked["method"]
        if method not in METHODS:
            raise TopError(22, "Invalid method", "isv.invalid-method", "方法不存在")
        key = method.removeprefix("taobao.").replace(".", "_") + "_response"
        return _answer(asked, key, {**METHODS[method](asked), "request_id": number})
    except TopError as error:
        return _answer(asked, "error_response", {**error.envelope, "request_id": number})


def signature(asked: Mapping[str, str], secret: str) -> str:
    """Upper hex of md5, hmac (HMAC-MD5) or hmac-sha256 over the sorted names and values, without `sign`."""
    text = "".join(f"{name}{value}" for name, value in sorted(asked.items()) if name != "sign")
    match asked.get("sign_method", "md5"):
        case "hmac":
            return hmac.new(secret.encode(), text.encode(), hashlib.md5).hexdigest().upper()
        case "hmac-sha256":
            return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest().upper()
        case _:
            return hashlib.md5(f"{secret}{text}{secret}".encode()).hexdigest().upper()


def _check(asked: Mapping[str, str]) -> None:
    for name in ("method", "app_key", "timestamp", "v", "sign"):
        if not asked.get(name):
            raise TopError(40, "Missing required arguments:" + name)
    if asked["app_key"] not in APPS:
        raise TopError(29, "Invalid app Key")
    now = stage().exchange.now()
    window = (plain_time(now - TOLERANCE), plain_time(now + TOLERANCE))
    if not window[0] <= asked["timestamp"] <= window[1]:
        raise TopError(31, "Invalid timestamp")
    if not hmac.compare_digest(signature(asked, APPS[asked["app_key"]]), asked["sign"]):
        raise TopError(25, "Invalid signature")


def _status(asked: Mapping[str, str]) -> dict[str, Any]:
    lot = _lot(asked.get("item_id", ""))
    return {"item_id": int(lot.lot_id), "out_id": lot.terms.reference, "status": status_code(lot)}


def _latest_bid(asked: Mapping[str, str]) -> dict[str, Any]:
    found = [lot for lot in _of_court(asked) if lot.leader][: _number(asked.get("max_count", "10"))]
    return {"success": True, "total_item": len(found), "results": {"results": [_bid_row(lot) for lot in found]}}


def _bid_row(lot: View) -> dict[str, Any]:
    leader = lot.leader
    return {
        "alias_name": leader.code if leader else "",
        "bid_price": leader.price.fen if leader else 0,
        "bid_time": millis(leader.at) if leader else 0,
        "init_price": lot.terms.starting_price.fen,
        "consult_price": lot.terms.appraisal_price.fen if lot.terms.appraisal_price else 0,
        "court_name": lot.terms.court,
        "item_id": int(lot.lot_id),
        "item_title": lot.terms.title,
        "cat_name": "其他",
        "pic_url": "",
    }


def _realtime(asked: Mapping[str, str]) -> dict[str, Any]:
    lots = _of_court(asked)
    sold = [lot for lot in lots if lot.phase in ENDED_SOLD]
    start, hammer = sum(lot.terms.starting_price.fen for lot in sold), sum(lot.current_price.fen for lot in sold)
    return {
        "court_name": asked.get("court_name", ""),
        "publish_count": len(lots),
        "start_count": sum(lot.phase is not Phase.UPCOMING for lot in lots),
        "end_count": sum(lot.phase in ENDED_SOLD | ENDED_FAILED for lot in lots),
        "bid_count": sum(lot.bid_count for lot in lots),
        "apply_count": sum(lot.applicants for lot in lots),
        "view_count": sum(lot.viewers for lot in lots),
        "hammer_price": hammer,
        "premium_rate": (hammer - start) * 10_000 // start if start else 0,
    }


METHODS: dict[str, Callable[[Mapping[str, str]], dict[str, Any]]] = {
    "taobao.auction.gov.get.auction.status": _status,
    "taobao.auction.gov.get.latestbid": _latest_bid,
    "taobao.auction.gov.data.realtime.get": _realtime,
}


def _lot(item_id: str) -> View:
    if not item_id.isdigit():
        raise TopError(15, "Remote service error", "isv.param-error", "参数错误")
    try:
        return shown(CODE, item_id)
    except NotFound:
        raise TopError(15, "Remote service error", "isv.govAuction-not-found", "拍品不存在") from None


def _of_court(asked: Mapping[str, str]) -> list[View]:
    return [lot for lot in listed(CODE) if lot.terms.court == asked.get("court_name")]


def _number(text: str) -> int:
    if not text.isdigit():
        raise TopError(41, "Invalid arguments:max_count")
    return min(int(text), MOST_RESULTS)


def _answer(asked: Mapping[str, str], key: str, content: dict[str, Any]) -> Response:
    if asked.get("format") == "json":
        return answer_json({key: content})
    return answer_text(f'<?xml version="1.0" encoding="utf-8" ?><{key}>{_xml(content)}</{key}>', "text/xml")


def _xml(content: Mapping[str, Any]) -> str:
    return "".join(f"<{name}>{_xml_value(value)}</{name}>" for name, value in content.items())


def _xml_value(value: Any) -> str:
    if isinstance(value, dict):
        return _xml(value)
    if isinstance(value, list):
        return "".join(f"<result>{_xml(each)}</result>" for each in value)
    return str(value).lower() if isinstance(value, bool) else escape(str(value))
