"""Taobao's item page (GBK, server-rendered) and its bid-record answers → snapshots. Pure."""

from __future__ import annotations

import re
from typing import Any

from app.kernel.money import Money
from app.sites.contract import Bid, Changed, LotState, RawPage, Snapshot
from app.sites.dealpaper import read_deal
from app.sites.literals import read_data, read_mapping, unwrap
from app.sites.markup import Node, read_page, text_of
from app.sites.reading import page_of_bids, photo_name
from app.sites.scanning import Unit, bidder_code, count, from_millis, from_text, labelled_money, money, plain, split_round, yes
from plugins.taobao.codes import SITE, TOP_STATES, WON

ROWS_A_PAGE = 20
_NUMBER = re.compile(r"\d[\d,]*")
_LOT_IN_URL = re.compile(r"[?&](?:id|itemId)=(\d+)")


def read_item(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """The item page. Changed when the lot id or the countdown is missing: the form is another."""
    root = read_page(text)
    lot, clock = root.by_id("J_ItemId"), root.by_id("sf-countdown")
    if lot is None or clock is None or not lot.attrs.get("value"):
        raise Changed("标的页面缺少 J_ItemId 或 sf-countdown")
    terms = text_of(root.by_id("J_HoverShow")) or ""
    round_, title = split_round(plain(text_of(_first(root.all_by_tag("h1")))))
    starting = labelled_money(terms, "起拍价", "变卖价", unit=Unit.YUAN)
    state, raw = _state(root)
    shown = Snapshot(
        site=SITE,
        lot_id=lot.attrs["value"],
        title=title,
        state=state,
        raw_state=raw,
        round=round_ or _kind(terms),
        starting_price=starting,
        appraisal_price=labelled_money(terms, "评估价", "市场价", unit=Unit.YUAN),
        deposit=labelled_money(terms, "保证金", "变卖预缴款", unit=Unit.YUAN),
        increment=labelled_money(terms, "加价幅度", unit=Unit.YUAN),
        reserve_flag=_reserve(terms, starting),
        start_at=from_millis(clock.attrs.get("data-start")),
        end_at=from_millis(clock.attrs.get("data-end")),
        extensions=_counter(root.by_class("delayCnt")),
        current_price=_current(root),
        bid_count=_counter(root.by_class("J_Record")),
        applicants=_counter(root.by_class("J_Applyer")),
        viewers=_counter(root.by_id("J_Looker")),
        court=_court(root),
        read_at=page.read_at or from_millis(clock.attrs.get("data-now")),
        extension_minutes=_minutes(terms),
        photos=tuple((photo_name(each), "") for each in photos_in(text)) if "pm-pics" in text else None,
    )
    return (shown,)


def photos_in(text: str) -> tuple[str, ...]:
    """Addresses of the item page's photos, in the order in which they are shown."""
    box = read_page(text).by_class("pm-pics")
    return tuple(each.attrs["src"] for each in box.all_by_tag("img") if each.attrs.get("src")) if box is not None else ()


def court_in(text: str) -> str | None:
    """处置单位 of the item page."""
    return _court(read_page(text))


def read_bids(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """One page of get_bid_records: a JavaScript object, newest first. The lot's id stands in the address only."""
    answer = read_mapping(text)
    rows = answer.get("records")
    if not isinstance(rows, list) or "totalCnt" not in answer:
        raise Changed("出价记录缺少 records 或 totalCnt")
    total, number = count(answer["totalCnt"]), int(str(answer.get("currentPage") or _page_number(page.url)))
    won = next((row for row in rows if str(row.get("status")) == WON), None)
    lot = _LOT_IN_URL.search(page.url)
    shown = Snapshot(
        site=SITE,
        lot_id=lot.group(1) if lot else "",
        state=LotState.SOLD_PENDING_COURT if won else LotState.UNKNOWN,
        bid_count=total,
        bids=page_of_bids(map(_bid, rows), total=total, newer=(number - 1) * ROWS_A_PAGE),
        winner_code=bidder_code(won["alias"]) if won else None,
        final_price=money(won["price"], Unit.YUAN) if won else None,
        current_price=money(rows[0]["price"], Unit.YUAN) if rows and number == 1 else None,
        read_at=page.read_at,
        unread=("bids",) if number > 1 else (),
    )
    return (shown,)


def read_attachments(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """get_gov_attach, or get_notice_attach as JSONP `null({content, attaches})`: names only; digests come from the files themselves."""
    lot = _LOT_IN_URL.search(page.url)
    names = tuple((attachment_name(row), "") for row in attachments_in(text))
    return (Snapshot(SITE, lot.group(1) if lot else "", attachments=names, read_at=page.read_at),)


def attachments_in(text: str) -> list[dict[str, Any]]:
    """The {id, title} rows of get_gov_attach; get_notice_attach holds them as `attaches`, at times without titles."""
    told = read_data(text)
    rows = told.get("attaches") if isinstance(told, dict) else told
    if not isinstance(rows, list) or not all(isinstance(row, dict) and row.get("id") for row in rows):
        raise Changed("附件清单的形式已变")
    return rows


def attachment_name(row: dict[str, Any]) -> str:
    """The title, with private numbers masked; a file without one is called by its number."""
    return plain(row.get("title")) or str(row["id"])


def read_deal_answer(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """getSfDealConfirm: the document's HTML, bare or in a JSON answer's `content`. The buyer's name in it is never taken out."""
    inside = unwrap(text)
    if not inside.startswith("{"):
        return (read_deal(SITE, text, page),)
    answer = read_mapping(inside)
    inner = answer["data"] if isinstance(answer.get("data"), dict) else answer
    body = str(inner.get("content") or inside)
    return (read_deal(SITE, body, page),)


def _bid(row: dict[str, Any]) -> Bid:
    alias, price = row.get("alias"), money(row.get("price"), Unit.YUAN)
    at = from_millis(row.get("bidTime")) or from_text(row.get("date"))
    if not alias or price is None or at is None:
        raise Changed("出价记录的一行缺少竞买号、价格或时间")
    return Bid(0, bidder_code(alias), price, at, priority=yes(row.get("priorityUser")))


def _page_number(url: str) -> str:
    found = re.search(r"currentPage=(\d+)", url)
    return found.group(1) if found else "1"


def _state(root: Node) -> tuple[LotState, str | None]:
    hidden = root.by_id("J_Status") or root.by_class("J_Status")
    failed = text_of(root.by_class("bid-fail"))
    code = hidden.attrs.get("value", "").strip() if hidden is not None else ""
    if code in TOP_STATES:
        return TOP_STATES[code], code
    if code:
        return (LotState.FAILED if failed and "流拍" in failed else LotState.UNKNOWN), code
    return (LotState.FAILED, failed) if failed and "流拍" in failed else (LotState.UNKNOWN, failed)


def _current(root: Node) -> Money | None:
    box = root.by_class("pm-current-price")
    inner = _first(box.all_by_tag("em")) if box is not None else None
    return money(text_of(inner or box), Unit.YUAN)


def _counter(node: Node | None) -> int | None:
    found = _NUMBER.search(node.text) if node is not None else None
    return count(found.group()) if found else None


def _court(root: Node) -> str | None:
    box = root.by_class("pai-info")
    link = _first(box.all_by_tag("a")) if box is not None else None
    return plain(text_of(link or box))


def _kind(terms: str) -> int | None:
    """类型 of the table of terms; 变卖价 in the place of 起拍价 says it too."""
    found = re.search(r"类型\s*[:：]?\s*(第一次拍卖|第二次拍卖|一拍|二拍|变卖)", terms)
    told = found.group(1) if found else "变卖" if "变卖价" in terms else ""
    return next((number for word, number in (("一", 1), ("二", 2), ("变卖", 3)) if word in told), None)


def _reserve(terms: str, starting: Money | None) -> bool | None:
    found = re.search(r"保留价\s*[:：]\s*(=\s*)?(\S+)", terms)
    if found is None or starting is None:
        return None
    word = found.group(2)
    if "起拍价" in word or "变卖价" in word or "无" in word:
        return False
    amount = labelled_money(terms, "保留价", unit=Unit.YUAN)
    return True if "有" in word else amount > starting if amount is not None else None


def _minutes(terms: str) -> int | None:
    found = re.search(r"延时周期\s*[:：]?\s*(\d+)\s*分钟", terms)
    return int(found.group(1)) if found else None


def _first(nodes: tuple[Node, ...]) -> Node | None:
    return nodes[0] if nodes else None
