"""gpai's dialect: mobile JSON (text values, at times invalid), item page, list page with 元 and 万元 side by side. Pure."""

from __future__ import annotations

import re
from typing import Any

from app.sites.contract import Bid, Changed, LotState, RawPage, Refused, Snapshot
from app.sites.literals import read_mapping
from app.sites.logreader import log_reader
from app.sites.markup import Node, read_page, text_of
from app.sites.reading import Dialect, Reader, newest_first, photo_name
from app.sites.scanning import Unit, count, find_moment, from_text, labelled_money, money, plain, positive, split_round

SITE = "gpai"
_LOT_IN_LINK = re.compile(r"item2\.do\?Web_Item_ID=(\d+)")
_BADGE = re.compile(r"badge-bg(\d{3})")
# 104 is not in any source; 103 stands for listed and running alike, so bidState and stateDesc decide within it.
_CATALOGUE = {"103": LotState.UPCOMING, "113": LotState.FAILED, "114": LotState.SOLD, "125": LotState.WITHDRAWN}
_WORDS = (
    ("流标", LotState.FAILED),
    ("流拍", LotState.FAILED),
    ("撤回", LotState.WITHDRAWN),
    ("暂缓", LotState.POSTPONED),
    ("暂停", LotState.PAUSED),
    ("中止", LotState.SUSPENDED),
    ("成交", LotState.SOLD),
    ("正在", LotState.LIVE),
    ("进行", LotState.LIVE),
    ("即将", LotState.UPCOMING),
    ("未开始", LotState.UPCOMING),
    ("结束", LotState.ENDED_UNCONFIRMED),
)
_ROUNDS = (("变卖", 3), ("二", 2), ("2", 2), ("一", 1), ("1", 1))


def read_mobile(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """itemDetail: nearly every value is text; '--', '-', '', 1900-1-1, 2050-1-1 and -88888 stand for nothing, a price of 0 too."""
    answer = read_mapping(text)
    if str(answer.get("code", "")) != "0":
        raise Refused(f"公拍网返回错误 {answer.get('code')}：{str(answer.get('msg') or '')[:80]}")
    data = answer.get("data")
    if not isinstance(data, dict) or not data.get("itemId"):
        raise Changed("公拍网的回答缺少 itemId")
    round_, title = split_round(plain(str(data.get("itemName") or "")))
    shown_price = positive(money(data.get("priceShow"), Unit.YUAN))
    sold_word = "成交价" in str(data.get("priceDesc") or "")
    bids = _bids(data.get("bidDetail"))
    shown = Snapshot(
        site=SITE,
        lot_id=str(data["itemId"]),
        title=title,
        state=_mobile_state(data),
        raw_state=f"{data.get('catelogState', '')}/{data.get('bidState', '')}/{data.get('stateDesc', '')}",
        round=_round(str(data.get("bidCountDesc") or ""), str(data.get("bidMode") or "")) or round_,
        starting_price=positive(money(data.get("priceStart"), Unit.YUAN)),
        appraisal_price=positive(money(data.get("priceAppraise"), Unit.YUAN)),
        deposit=positive(money(data.get("depositShu"), Unit.YUAN)),
        increment=positive(money(data.get("priceStep"), Unit.YUAN)),
        start_at=from_text(data.get("catelogTimeStart")) or from_text(data.get("webAuctionTime")),
        end_at=from_text(data.get("catelogTimeEnd")),
        current_price=shown_price,
        bid_count=count(data.get("bidCount")),
        applicants=count(data.get("joinCount")),
        viewers=count(data.get("viewCount")),
        bids=bids,
        court=plain(str(data.get("organName") or "")),
        final_price=shown_price if sold_word else None,
        read_at=page.read_at,
        unread=() if bids is not None else ("bids",),
        photos=tuple((photo_name(each), "") for each in _photos(data)),
    )
    return (shown,)


def read_item(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """The item page. Unknown ids give the home or login page with status 200: then the price elements are missing."""
    root = read_page(text)
    start = root.by_id("Price_Start")
    lot = _LOT_IN_LINK.search(page.url) or _LOT_IN_LINK.search(text)
    if start is None or lot is None:
        raise Changed("公拍网的标的页面缺少起拍价或编号（可能是首页或登录页）")
    flat = root.text
    minutes = re.search(r"延时周期\s*[:：]?\s*(\d+)\s*分钟", flat)
    sold = labelled_money(flat, "成交价", unit=Unit.YUAN)
    round_, title = split_round(plain(text_of(_first(root, "h1")) or text_of(root.by_class("item-tit"))))
    shown = Snapshot(
        site=SITE,
        lot_id=lot.group(1),
        title=title,
        state=LotState.SOLD if sold or "竞价成功确认书" in flat else LotState.UNKNOWN,
        round=round_,
        starting_price=money(start.text, Unit.YUAN),
        appraisal_price=positive(labelled_money(flat, "评估价", unit=Unit.YUAN)),
        deposit=labelled_money(flat, "保证金", unit=Unit.YUAN),
        increment=money(text_of(root.by_id("Price_Step")), Unit.YUAN),
        current_price=_current(root),
        applicants=_people(root, "报名"),
        viewers=_people(root, "围观"),
        final_price=sold,
        attachments=_downloads(root),
        read_at=page.read_at,
        extension_minutes=int(minutes.group(1)) if minutes else None,
    )
    return (shown,)


def read_list(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """A court's or a search's list: 起拍价 in 元, 评估价 often in 万元, the unit always in the text."""
    root = read_page(text)
    court = plain((text_of(_first(root, "title")) or "").split("-")[0])
    cards = root.all_by_class("list-item")
    if not cards:
        raise Changed("公拍网的列表页没有 list-item")
    return tuple(_card(card, court if court and "法院" in court else None, page) for card in cards)


def downloads_in(text: str) -> tuple[tuple[str, str], ...]:
    """(name, address) of the item page's attachments."""
    box = read_page(text).by_class("d-block-download")
    links = box.all_by_tag("a") if box is not None else ()
    return tuple((link.text, link.attrs["href"]) for link in links if link.attrs.get("href") and link.text)


def photos_in(text: str) -> tuple[str, ...]:
    """Addresses of the mobile answer's photos, in their order."""
    return _photos(read_mapping(text).get("data") or {})


def _photos(data: dict[str, Any]) -> tuple[str, ...]:
    return tuple(each for each in data.get("imgs") or () if isinstance(each, str) and each)


def _card(card: Node, court: str | None, page: RawPage) -> Snapshot:
    link = next((each for each in card.all_by_tag("a") if _LOT_IN_LINK.search(each.attrs.get("href", ""))), None)
    badge = next((found.group(1) for each in card.walk() if (found := _BADGE.search(each.attrs.get("class", "")))), "")
    if link is None:
        raise Changed("公拍网的列表项没有标的链接")
    flat = card.text
    bids = re.search(r"(\d+)\s*次出价", flat)
    found = _LOT_IN_LINK.search(link.attrs["href"])
    word = text_of(next((each for each in card.walk() if _BADGE.search(each.attrs.get("class", ""))), None)) or ""
    round_, title = split_round(plain(text_of(card.by_class("item-tit"))))
    return Snapshot(
        site=SITE,
        lot_id=found.group(1) if found else "",
        title=title,
        state=_worded(word) or _CATALOGUE.get(badge, LotState.UNKNOWN),
        raw_state=f"{badge} {word}".strip(),
        round=round_,
        starting_price=labelled_money(flat, "起拍价", "变卖价", unit=Unit.YUAN),
        appraisal_price=positive(labelled_money(flat, "评估价", unit=Unit.YUAN)),
        start_at=find_moment(flat, r"开始时间\s*[:：]"),
        end_at=find_moment(flat, r"(?:预计)?结束(?:时间)?\s*[:：]"),
        current_price=labelled_money(flat, "当前价", "成交价", "最新价", unit=Unit.YUAN),
        bid_count=int(bids.group(1)) if bids else None,
        court=court,
        final_price=labelled_money(flat, "成交价", unit=Unit.YUAN),
        read_at=page.read_at,
    )


def _mobile_state(data: dict[str, Any]) -> LotState:
    code = str(data.get("catelogState") or "")
    decided = _CATALOGUE.get(code)
    if decided is not None and decided is not LotState.UPCOMING:
        return decided
    words = " ".join(str(data.get(name) or "") for name in ("stateDesc2", "stateDesc", "bidStateDesc", "stateDesc1"))
    return _worded(words) or decided or LotState.UNKNOWN


def _worded(text: str) -> LotState | None:
    return next((state for word, state in _WORDS if word in text), None)


def _round(times: str, mode: str) -> int | None:
    if "变卖" in mode:
        return 3
    return next((number for word, number in _ROUNDS if word in times), None)


def _bids(rows: object) -> tuple[Bid, ...] | None:
    """bidDetail[]: the item shape was never published. Rows in the shape of our captures are read, any other leaves the bids unread."""
    if not isinstance(rows, list):
        return None
    read = [_bid(row) for row in rows]
    known = [each for each in read if each is not None]
    return newest_first(known) if len(known) == len(read) else None


def _bid(row: object) -> Bid | None:
    if not isinstance(row, dict) or not all(row.get(name) for name in ("buyerCode", "price", "bidTime")):
        return None
    price, at = money(row["price"], Unit.YUAN), from_text(row["bidTime"])
    priority = "优先" in str(row.get("priorityDesc") or "")
    return Bid(0, str(row["buyerCode"]), price, at, priority=priority) if price and at else None


def _current(root: Node) -> Any:
    box = root.by_class("d-m-price")
    bold = _first(box, "b") if box is not None else None
    unit = Unit.WAN if box is not None and "万元" in box.text else Unit.YUAN
    return money(text_of(bold), unit)


def _people(root: Node, word: str) -> int | None:
    found = re.search(rf"(\d[\d,]*)\s*人\s*{word}", " ".join(each.text for each in root.all_by_class("peoples-infos")))
    return count(found.group(1)) if found else None


def _downloads(root: Node) -> tuple[tuple[str, str], ...] | None:
    box = root.by_class("d-block-download")
    return tuple((link.text, "") for link in box.all_by_tag("a") if link.text) if box is not None else None


def _first(root: Node, tag: str) -> Node | None:
    return next(iter(root.all_by_tag(tag)), None)


DIALECT = Dialect(
    site=SITE,
    readers=(
        Reader("mobile", lambda text: '"itemId"' in text and '"catelogState"' in text, read_mobile),
        Reader("item", lambda text: "Price_Start" in text, read_item),
        Reader("list", lambda text: "list-item" in text and "item2.do" in text, read_list),
        log_reader(SITE),
    ),
    walls=("waf_verify",),
)
