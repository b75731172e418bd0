"""Answers of Alibaba's open platform (TOP, sites.md §1, §6.1) → snapshots: full and simplified JSON, XML, 分, error envelopes with HTTP 200. Pure."""

from __future__ import annotations

import re
from typing import Any

from app.sites.contract import Bid, Changed, LotState, RawPage, Refused, Snapshot, Unreachable
from app.sites.literals import read_mapping
from app.sites.markup import Node, read_page
from app.sites.reading import by_their_times
from app.sites.scanning import Unit, bidder_code, count, instant, money, plain, positive, split_round
from plugins.taobao.codes import SITE, TOP_STATES, ZC_STATES

_WRAPPED = re.compile(r"<?[\"']?(?:\w+_response)\b")
_SIMPLE = re.compile(r'"(?:request_id|sub_code)"')
_LATEST = re.compile(
    r'latestbid_response|"alias_name"[^}]*"init_price"|"init_price"[^}]*"alias_name"|<alias_name>.*<init_price>|<init_price>.*<alias_name>', re.S
)


def is_top(text: str) -> bool:
    """An answer of the open platform, with or without its envelope."""
    return _WRAPPED.search(text[:160]) is not None or (_SIMPLE.search(text) is not None and text.lstrip().startswith("{"))


def is_latest(text: str) -> bool:
    """gov.get.latestbid."""
    return is_top(text) and _LATEST.search(text) is not None


def read_top(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """gov.get.auction.status, or an asset method (zc): project, item, list, bidders. A refusal is told in the platform's words."""
    body = body_of(text)
    rows = _rows(body)
    if rows is not None:
        return _bidders(body, rows, page) if any("bid_price" in row for row in rows) else tuple(_item(row, page) for row in rows)
    if "start_price" in body or "project_id" in body:
        return (_item(body, page),)
    code = str(body.get("status", ""))
    if not body.get("item_id") or code not in TOP_STATES:
        raise Changed(f"开放平台的标的状态“{code}”不在已知之列")
    return (Snapshot(SITE, str(body["item_id"]), state=TOP_STATES[code], raw_state=code, read_at=page.read_at),)


def read_latest(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """gov.get.latestbid: the latest bid of each of a court's lots, money in 分. The call's own `success` may be false with HTTP 200."""
    body = body_of(text)
    if str(body.get("success", "true")).lower() == "false":
        raise Refused(f"开放平台返回错误 {body.get('error_code')}：{str(body.get('error_msg') or '')[:80]}")
    return tuple(_latest(row, page) for row in _rows(body) or ())


def read_figures(text: str) -> dict[str, int]:
    """gov.data.*: a court's figures under the platform's names; whole numbers only, as it counts 件, 分 and 1/10 000."""
    body = body_of(text)
    told = {name: int(str(value)) for name, value in body.items() if re.fullmatch(r"-?\d{1,18}", str(value)) and name not in ("request_id", "code")}
    if not told:
        raise Changed("开放平台的统计中没有数字")
    return told


def body_of(text: str) -> dict[str, Any]:
    """What a method gave, less envelope and `result`; Refused for isv.* and general codes, Unreachable for isp.* (the platform's fault: later again)."""
    answer = _from_xml(read_page(text)) if text.lstrip("\ufeff \r\n").startswith("<") else read_mapping(text)
    _refuse(answer)
    body = next((value for key, value in answer.items() if key.endswith("_response")), answer)
    if not isinstance(body, dict):
        raise Changed("开放平台的回答缺少 _response")
    inner = body.get("result")
    return inner if isinstance(inner, dict) else body


def _rows(body: dict[str, Any]) -> list[dict[str, Any]] | None:
    """The rows of a list: bare with simplify, else one level deeper under the name of their kind."""
    for name in ("results", "result", "items", "list", "data", "model"):
        value = body.get(name)
        if isinstance(value, dict) and len(value) == 1:
            value = next(iter(value.values()))
            value = [value] if isinstance(value, dict) else value
        if isinstance(value, list):
            if not all(isinstance(row, dict) for row in value):
                raise Changed("开放平台的列表形式已变")
            return value
    return None


def _latest(row: dict[str, Any], page: RawPage) -> Snapshot:
    round_, title = split_round(plain(row.get("item_title")))
    return Snapshot(
        site=SITE,
        lot_id=str(row.get("item_id") or ""),
        title=title,
        round=round_,
        starting_price=money(row.get("init_price"), Unit.FEN),
        appraisal_price=positive(money(row.get("consult_price"), Unit.FEN)),
        current_price=money(row.get("bid_price"), Unit.FEN),
        court=plain(row.get("court_name")),
        winner_code=bidder_code(row.get("alias_name")) or None,
        read_at=page.read_at,
    )


def _item(row: dict[str, Any], page: RawPage) -> Snapshot:
    """A lot of the asset category (zc): codes of their own, money in 分 like all of the platform."""
    lot, code = row.get("item_id") or row.get("project_id"), str(row.get("status", ""))
    if not lot:
        raise Changed("开放平台的回答缺少 item_id")
    round_, title = split_round(plain(row.get("title") or row.get("item_title")))
    start, reserve = money(row.get("start_price"), Unit.FEN), money(row.get("reserve_price"), Unit.FEN)
    state = ZC_STATES.get(code, LotState.UNKNOWN)
    return Snapshot(
        site=SITE,
        lot_id=str(lot),
        title=title,
        state=state,
        raw_state=code or None,
        round=round_,
        starting_price=start,
        appraisal_price=positive(money(row.get("consult_price"), Unit.FEN)),
        deposit=money(row.get("freeze_amount"), Unit.FEN),
        increment=money(row.get("increase_range"), Unit.FEN),
        reserve_flag=reserve > start if reserve is not None and start is not None else None,
        start_at=instant(row.get("start") or row.get("start_time")),
        end_at=instant(row.get("end") or row.get("end_time")),
        current_price=money(row.get("current_price"), Unit.FEN),
        bid_count=count(row.get("bid_count")),
        applicants=count(row.get("apply_count")),
        viewers=count(row.get("uv_count")),
        court=plain(row.get("court_name")),
        final_price=positive(money(row.get("final_price"), Unit.FEN)) if state is LotState.SOLD else None,
        read_at=page.read_at,
    )


def _bidders(body: dict[str, Any], rows: list[dict[str, Any]], page: RawPage) -> tuple[Snapshot, ...]:
    """bidderinfo.pagequery: 20 rows a page; the lot's id may stand in the answer or only in what was asked."""
    lot = str(body.get("item_id") or rows[0].get("item_id") or "")
    total = count(body.get("total_count") or body.get("total_item") or body.get("total"))
    return (Snapshot(SITE, lot, bid_count=total, bids=by_their_times(map(_bid, rows)), read_at=page.read_at),)


def _bid(row: dict[str, Any]) -> Bid:
    code, price, at = bidder_code(row.get("alias_name")), money(row.get("bid_price"), Unit.FEN), instant(row.get("bid_time"))
    if not code or price is None or at is None:
        raise Changed("开放平台出价记录的一行缺少竞买号、价格或时间")
    return Bid(0, code, price, at)


def _refuse(answer: dict[str, Any]) -> None:
    told = answer.get("error_response", answer if "sub_code" in answer or ("msg" in answer and "code" in answer) else None)
    if not isinstance(told, dict):
        return
    code = str(told.get("sub_code") or told.get("code") or "")
    message = f"开放平台返回错误 {code}：{(plain(told.get('sub_msg') or told.get('msg')) or '')[:80]}"
    raise Unreachable(message) if code.startswith("isp.") else Refused(message)


def _from_xml(root: Node) -> dict[str, Any]:
    """The same answer as XML: elements become names, repeated names a list."""
    found: dict[str, Any] = {}
    for part in root.parts:
        if not isinstance(part, Node) or part.tag.startswith(("?", "!")):
            continue
        value: Any = _from_xml(part) or part.text or None
        if part.tag in found:
            earlier = found[part.tag]
            found[part.tag] = [*(earlier if isinstance(earlier, list) else [earlier]), value]
        else:
            found[part.tag] = value
    return found
