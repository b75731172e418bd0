"""Taobao's lists (JSON islands in GBK pages) and the mobile gateway's answers → snapshots. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from app.sites.contract import Challenged, Changed, LotState, RawPage, Refused, Snapshot
from app.sites.literals import read_mapping
from app.sites.markup import read_page
from app.sites.scanning import Unit, count, from_millis, instant, money, plain, positive, split_round, yes
from plugins.taobao.codes import LIST_STATES, MTOP_STATES, SITE, TOP_STATES

ISLAND = "sf-item-list-data"
_YEAR_OF_MILLIS = 366 * 86_400_000
_CAPTCHA = ("RGV587", "FAIL_SYS_USER_VALIDATE")


def read_list(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """A list page, a home page, or the islands alone as JSON. An empty list is told as Changed only when no island is there."""
    islands = list(_islands(text))
    if not islands:
        raise Changed("列表页缺少数据块 sf-item-list-data")
    return tuple(_record(row, page) for rows in islands for row in rows)


def read_mtop(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """The mobile gateway, recorded: item detail or search. Money in 分, times as text."""
    answer = read_mapping(text)
    ret = " ".join(map(str, answer.get("ret") or ()))
    if any(mark in ret for mark in _CAPTCHA):
        raise Challenged(f"手机网关要求人工验证：{ret[:60]}")
    if "SUCCESS" not in ret:
        raise Refused(f"手机网关拒绝：{ret[:60]}")
    data = answer.get("data")
    if isinstance(data, dict) and data.get("itemId"):
        return (_mobile(data, page),)
    rows = _found_rows(data)
    if not rows:
        raise Changed("手机网关的回答缺少 itemId")
    return tuple(_mobile(row, page) for row in rows)


def _mobile(data: dict[str, Any], page: RawPage) -> Snapshot:
    """One lot of the mobile gateway. A search row keeps deposit and increment in extraMap, and its currentPrice is no 起拍价."""
    extra = data["extraMap"] if isinstance(data.get("extraMap"), dict) else {}
    round_, title = split_round(plain(data.get("title") or data.get("itemTitle")))
    tags = " ".join(map(str, (data.get("titleTag") or {}).get("preTags") or ()))
    code = str(data.get("bidStatus") or "")
    return Snapshot(
        site=SITE,
        lot_id=str(data.get("itemId") or data.get("id")),
        title=title,
        state=MTOP_STATES.get(code, LotState.UNKNOWN),
        raw_state=code or None,
        round=round_ or _tagged(tags),
        starting_price=money(data.get("startPrice"), Unit.FEN),
        appraisal_price=positive(money(data.get("consultPrice"), Unit.FEN)) or positive(money(data.get("marketPrice"), Unit.FEN)),
        deposit=money(data.get("foregiftPrice", extra.get("bail")), Unit.FEN),
        increment=money(data.get("incrementPrice", extra.get("incrementnum")), Unit.FEN),
        start_at=instant(data.get("startTime")),
        end_at=instant(data.get("endTime")),
        current_price=money(data.get("currentPriceLong", data.get("currentPrice")), Unit.FEN),
        applicants=count(data.get("applyNum")),
        viewers=count(data.get("seer")),
        court=plain(data.get("sellerNick")),
        read_at=page.read_at,
        unread=("starting_price",) if "startPrice" not in data else (),
    )


def _found_rows(value: Any) -> list[dict[str, Any]]:
    """The rows of a search, or the one item: the first things with an itemId, wherever the answer keeps them."""
    waiting = [value]
    while waiting:
        here = waiting.pop(0)
        if isinstance(here, dict) and here.get("itemId") and ("startPrice" in here or "currentPrice" in here):
            return [here]
        if isinstance(here, list):
            rows = [row for row in here if isinstance(row, dict) and row.get("itemId")]
            if rows and len(rows) == len(here):
                return rows
        waiting.extend(here.values() if isinstance(here, dict) else here if isinstance(here, list) else ())
    return []


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
        court=plain(noted.get("处置单位")),
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
    word = str(row.get("status") or "")
    if not row.get("id") or not word:
        raise Changed("列表记录缺少 id 或 status")
    state = LIST_STATES.get(word, LotState.UNKNOWN)
    round_, title = split_round(plain(row.get("title")))
    current = money(row.get("currentPrice"), Unit.YUAN)
    return Snapshot(
        site=SITE,
        lot_id=str(row["id"]),
        title=title,
        state=state,
        raw_state=plain(word),
        round=3 if yes(row.get("sellOff")) else round_,
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
    return end - timedelta(milliseconds=left) if end and isinstance(left, int) and abs(left) < _YEAR_OF_MILLIS else None


def _tagged(tags: str) -> int | None:
    return next((number for word, number in (("一拍", 1), ("二拍", 2), ("变卖", 3)) if word in tags), None)
