"""Taobao's lists (JSON islands in GBK pages) and the mobile and platform answers → snapshots. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from app.sites.contract import Changed, LotState, RawPage, Refused, Snapshot, Unreachable
from app.sites.literals import read_mapping
from app.sites.markup import read_page
from app.sites.scanning import Unit, count, from_millis, from_text, money, plain, positive, split_round
from plugins.taobao.codes import LIST_STATES, MTOP_STATES, SITE, TOP_STATES

ISLAND = "sf-item-list-data"


def read_list(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """A list page, a home page, or the islands alone as JSON. An empty list is told as Changed only when no island is there."""
    islands = list(_islands(text))
    if not islands:
        raise Changed("列表页缺少数据块 sf-item-list-data")
    return tuple(_record(row, page) for rows in islands for row in rows)


def read_top(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """An answer of the open platform: gov.get.auction.status or gov.get.latestbid (money in 分). Error envelopes come with HTTP 200."""
    answer = read_mapping(text)
    _refuse(answer)
    name, body = next(((key, value) for key, value in answer.items() if key.endswith("_response")), ("", None))
    if not isinstance(body, dict):
        raise Changed("开放平台的回答缺少 _response")
    result = body.get("result")
    inner: dict[str, Any] = result if isinstance(result, dict) else body
    if "latestbid" in name:
        return tuple(_latest(row, page) for row in _rows(inner.get("results")))
    code = str(inner.get("status", ""))
    if not inner.get("item_id") or code not in TOP_STATES:
        raise Changed(f"开放平台的标的状态“{code}”不在已知之列")
    return (Snapshot(SITE, str(inner["item_id"]), state=TOP_STATES[code], raw_state=code, read_at=page.read_at),)


def read_mtop(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """The mobile gateway's item detail, recorded: money in 分, times as text."""
    answer = read_mapping(text)
    ret = " ".join(map(str, answer.get("ret") or ()))
    if "SUCCESS" not in ret:
        raise Refused(f"手机网关拒绝：{ret[:60]}")
    data = answer.get("data")
    if not isinstance(data, dict) or not data.get("itemId"):
        raise Changed("手机网关的回答缺少 itemId")
    round_, title = split_round(plain(str(data.get("title") or data.get("itemTitle") or "")))
    tags = " ".join(map(str, (data.get("titleTag") or {}).get("preTags") or ()))
    code = str(data.get("bidStatus", ""))
    shown = Snapshot(
        site=SITE,
        lot_id=str(data["itemId"]),
        title=title,
        state=MTOP_STATES.get(code, LotState.UNKNOWN),
        raw_state=code or None,
        round=round_ or _tagged(tags),
        starting_price=money(data.get("startPrice"), Unit.FEN),
        appraisal_price=positive(money(data.get("consultPrice"), Unit.FEN)) or positive(money(data.get("marketPrice"), Unit.FEN)),
        deposit=money(data.get("foregiftPrice"), Unit.FEN),
        increment=money(data.get("incrementPrice"), Unit.FEN),
        start_at=from_text(data.get("startTime")),
        end_at=from_text(data.get("endTime")),
        current_price=money(data.get("currentPriceLong"), Unit.FEN),
        applicants=count(data.get("applyNum")),
        viewers=count(data.get("seer")),
        court=plain(str(data.get("sellerNick") or "")),
        read_at=page.read_at,
    )
    return (shown,)


def read_values(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """Values that were noted down from an item page, by their element addresses (a recorded file of ours)."""
    noted = read_mapping(text)
    code = str(noted.get(".J_Status hidden value", ""))
    minutes = str(noted.get("延时周期") or "").removesuffix("分钟")
    shown = Snapshot(
        site=SITE,
        lot_id=str(noted["#J_ItemId@value"]),
        state=TOP_STATES.get(code, LotState.UNKNOWN),
        raw_state=code or None,
        starting_price=money(noted.get(".pm-current-price em / 起拍价"), Unit.YUAN),
        current_price=money(noted.get(".pm-current-price em / 起拍价"), Unit.YUAN),
        appraisal_price=money(noted.get("评估价"), Unit.YUAN),
        deposit=money(noted.get("保证金"), Unit.YUAN),
        increment=money(noted.get("加价幅度"), Unit.YUAN),
        start_at=from_millis(noted.get("#sf-countdown@data-start")),
        end_at=from_millis(noted.get("#sf-countdown@data-end")),
        extensions=count(noted.get("#J_Delay .delayCnt")),
        bid_count=count(noted.get(".J_Record (bids)")),
        applicants=count(noted.get(".pm-remind .J_Applyer (报名)")),
        viewers=count(noted.get("#J_Looker (围观)")),
        court=plain(str(noted.get("处置单位") or "")),
        read_at=page.read_at,
        extension_minutes=count(minutes),
    )
    return (shown,)


def _islands(text: str) -> Iterator[list[dict[str, Any]]]:
    if text.lstrip("\ufeff \r\n").startswith("{"):
        answer = read_mapping(text)
        blocks = answer.get("blocks") or [answer]
        yield from (_rows(block.get("data")) for block in blocks)
        return
    for script in read_page(text).all_by_tag("script"):
        if script.attrs.get("id") == ISLAND or ISLAND in script.classes:
            yield _rows(read_mapping(script.inside).get("data"))


def _rows(value: object) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise Changed("列表数据的形式已变")
    return value


def _record(row: dict[str, Any], page: RawPage) -> Snapshot:
    word = str(row.get("status", ""))
    state = LIST_STATES.get(word)
    if not row.get("id") or state is None:
        raise Changed(f"列表记录缺少 id，或状态“{word}”不在已知之列")
    round_, title = split_round(plain(str(row.get("title") or "")))
    current = money(row.get("currentPrice"), Unit.YUAN)
    return Snapshot(
        site=SITE,
        lot_id=str(row["id"]),
        title=title,
        state=state,
        raw_state=word,
        round=3 if row.get("sellOff") else round_,
        appraisal_price=positive(money(row.get("consultPrice"), Unit.YUAN)) or positive(money(row.get("marketPrice"), Unit.YUAN)),
        start_at=from_millis(row.get("start")),
        end_at=from_millis(row.get("end")),
        extensions=count(row.get("delayCount")),
        current_price=current,
        bid_count=count(row.get("bidCount")),
        applicants=count(row.get("applyCount")),
        viewers=count(row.get("viewerCount")),
        final_price=current if state is LotState.SOLD else None,
        read_at=page.read_at or _seen(row),
        unread=("starting_price",),
    )


def _seen(row: dict[str, Any]) -> datetime | None:
    """A saved list tells when it was made: its end less the time that was left."""
    end, left = from_millis(row.get("end")), row.get("timeToEnd")
    return end - timedelta(milliseconds=left) if end and isinstance(left, int) else None


def _latest(row: dict[str, Any], page: RawPage) -> Snapshot:
    round_, title = split_round(plain(str(row.get("item_title") or "")))
    return Snapshot(
        site=SITE,
        lot_id=str(row.get("item_id") or ""),
        title=title,
        round=round_,
        starting_price=money(row.get("init_price"), Unit.FEN),
        appraisal_price=positive(money(row.get("consult_price"), Unit.FEN)),
        current_price=money(row.get("bid_price"), Unit.FEN),
        court=plain(str(row.get("court_name") or "")),
        read_at=page.read_at,
    )


def _tagged(tags: str) -> int | None:
    return next((number for word, number in (("一拍", 1), ("二拍", 2), ("变卖", 3)) if word in tags), None)


def _refuse(answer: dict[str, Any]) -> None:
    error = answer.get("error_response")
    if not isinstance(error, dict):
        return
    told = str(error.get("sub_code") or error.get("code") or "")
    message = f"开放平台返回错误 {told}：{str(error.get('sub_msg') or error.get('msg') or '')[:80]}"
    raise Unreachable(message) if told.startswith("isp.") else Refused(message)
