"""gpai's dialect: mobile JSON (text values, at times invalid), item page, list page with 元 and 万元 side by side. Pure."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from app.kernel.money import Money
from app.sites.contract import Bid, Changed, LotState, RawPage, Refused, Snapshot
from app.sites.dealpaper import deal_reader
from app.sites.literals import read_mapping
from app.sites.logreader import log_reader
from app.sites.markup import Node, read_page, text_after, text_of
from app.sites.reading import Dialect, Reader, by_their_times, photo_name
from app.sites.scanning import Unit, bidder_code, count, find_moment, from_text, instant, labelled_money, money, plain, positive, split_round

SITE = "gpai"
_LOT_IN_LINK = re.compile(r"item2\.do\?Web_Item_ID=(\d+)")
_LOT_IN_FIELD = re.compile(r"""(?:id|name)=["']Web_Item_ID["'][^>]*value=["'](\d+)|(?:var\s+)?(?:Web_Item_ID|webItemId|itemId)\s*=\s*["']?(\d+)["']?\s*;""")
_MOBILE = re.compile(r'"itemId".*"(?:catelogState|priceStart)"|"(?:catelogState|priceStart)".*"itemId"|^\s*\{"code":\s*"?-?[1-9]\d*"?\s*,\s*"msg"', re.S)
_BEHIND = re.compile(r"\s*(?:百|千|仟|万|亿)?元")
_BADGE = re.compile(r"badge-bg(\d{3})")
# 104 is not in any source; 103 stands for listed and running alike, so bidState and stateDesc decide within it.
_CATALOGUE = {"103": LotState.UPCOMING, "113": LotState.FAILED, "114": LotState.SOLD, "125": LotState.WITHDRAWN}
_WORDS = (
    ("未成交", LotState.FAILED),
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
_PRICE_WORDS = ("最新价", "当前价", "成交价", "起拍价", "变卖价")
_ROUNDS = (("变卖", 3), ("二", 2), ("2", 2), ("一", 1), ("1", 1))


def read_mobile(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """itemDetail: nearly every value is text; '--', '-', '', 1900-1-1, 2050-1-1 and -88888 stand for nothing, a price of 0 too."""
    answer = read_mapping(text)
    if str(answer.get("code", "")) != "0":
        raise Refused(f"公拍网返回错误 {answer.get('code')}：{(plain(answer.get('msg')) or '')[:80]}")
    data = answer.get("data")
    given = data if isinstance(data, list) else [data]
    rows = [row for row in given if isinstance(row, dict) and row.get("itemId")]
    if not rows or len(rows) != len(given):
        raise Changed("公拍网的回答缺少 itemId")
    return tuple(_mobile(row, page) for row in rows)


def _mobile(data: dict[str, Any], page: RawPage) -> Snapshot:
    round_, title = split_round(plain(data.get("itemName")))
    price_word = str(data.get("priceDesc") or "")
    shown_price = positive(money(data.get("priceShow"), Unit.YUAN)) if any(word in price_word for word in _PRICE_WORDS) else None
    bids = _bids(data.get("bidDetail"))
    return Snapshot(
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
        court=plain(data.get("organName")),
        final_price=shown_price if "成交价" in price_word else None,
        read_at=page.read_at,
        unread=() if bids is not None else ("bids",),
        photos=tuple((photo_name(each), "") for each in _photos(data)),
    )


def read_item(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """The item page. Unknown ids give the home or login page with status 200: then the price elements are missing."""
    root = read_page(text)
    start = root.by_id("Price_Start")
    if start is None:
        raise Changed("公拍网的标的页面缺少起拍价（可能是首页或登录页）")
    flat = root.text
    minutes = re.search(r"延时周期\s*[:：]?\s*(\d+)\s*分钟", flat)
    sold, (state, badge) = _sold(root, flat), _badged(root)
    round_, title = split_round(plain(text_of(_first(root, "h1")) or text_of(root.by_class("item-tit"))))
    shown = Snapshot(
        site=SITE,
        lot_id=lot_of(text, page.url),
        title=title,
        state=LotState.SOLD if sold else state,
        raw_state=badge,
        round=round_ or (3 if re.search(r"变卖价\s*[:：]", flat) else None),
        starting_price=positive(_figure(root, start)),
        appraisal_price=positive(labelled_money(flat, "评估价", unit=Unit.YUAN)),
        deposit=labelled_money(flat, "保证金", unit=Unit.YUAN),
        increment=positive(_figure(root, root.by_id("Price_Step"))),
        start_at=find_moment(flat, r"(?:开始时间|开拍时间)\s*[:：]"),
        end_at=find_moment(flat, r"(?:预计)?结束(?:时间)?\s*[:：]"),
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
    return tuple((plain(link.text) or "", link.attrs["href"]) for link in links if link.attrs.get("href") and link.text)


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
    bids = re.search(r"(\d[\d,]*)\s*次出价", flat)
    found = _LOT_IN_LINK.search(link.attrs["href"])
    word = text_of(next((each for each in card.walk() if _BADGE.search(each.attrs.get("class", ""))), None)) or ""
    round_, title = split_round(plain(text_of(card.by_class("item-tit"))))
    return Snapshot(
        site=SITE,
        lot_id=found.group(1) if found else "",
        title=title,
        state=_decided(badge, word),
        raw_state=f"{badge} {word}".strip(),
        round=round_ or (3 if "变卖价" in flat or "action=selloff" in page.url else None),
        starting_price=labelled_money(flat, "起拍价", "变卖价", unit=Unit.YUAN),
        appraisal_price=positive(labelled_money(flat, "评估价", unit=Unit.YUAN)),
        start_at=find_moment(flat, r"开始时间\s*[:：]"),
        end_at=find_moment(flat, r"(?:预计)?结束(?:时间)?\s*[:：]"),
        current_price=labelled_money(flat, "当前价", "成交价", "最新价", unit=Unit.YUAN),
        bid_count=count(bids.group(1)) if bids else None,
        court=court,
        final_price=labelled_money(flat, "成交价", unit=Unit.YUAN),
        read_at=page.read_at,
    )


def _mobile_state(data: dict[str, Any]) -> LotState:
    words = " ".join(str(data.get(name) or "") for name in ("stateDesc2", "stateDesc", "bidStateDesc", "stateDesc1"))
    return _decided(str(data.get("catelogState") or ""), words)


def _decided(code: str, words: str) -> LotState:
    """The number decides, but 103 (listed and running alike) and unknown numbers leave it to the words."""
    decided = _CATALOGUE.get(code)
    if decided is not None and decided is not LotState.UPCOMING:
        return decided
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
    return by_their_times(known) if len(known) == len(read) else None


def _bid(row: object) -> Bid | None:
    if not isinstance(row, dict) or not all(row.get(name) for name in ("buyerCode", "price", "bidTime")):
        return None
    price, at = money(row["price"], Unit.YUAN), instant(row["bidTime"])
    priority = "优先" in str(row.get("priorityDesc") or "")
    return Bid(0, bidder_code(row["buyerCode"]), price, at, priority=priority) if price and at else None


def lot_of(text: str, url: str) -> str:
    """Web_Item_ID: of the address, else of the page's own fields, else the number that most of its links name; Changed when none stands out."""
    told = _LOT_IN_LINK.search(url) or _LOT_IN_FIELD.search(text)
    if told:
        return str(next(each for each in told.groups() if each))
    named = Counter(_LOT_IN_LINK.findall(text)).most_common(2)
    if not named or (len(named) == 2 and named[0][1] == named[1][1]):
        raise Changed("公拍网的标的页面没有编号，或说不清是哪一个")
    return str(named[0][0])


def _badged(root: Node) -> tuple[LotState, str | None]:
    """The item page's own badge; where other lots' cards stand beside it none is believed."""
    badges = root.all(lambda each: _BADGE.search(each.attrs.get("class", "")) is not None)
    found = _BADGE.search(badges[0].attrs["class"]) if len(badges) == 1 else None
    word = badges[0].text if found else ""
    return (_decided(found.group(1), word), f"{found.group(1)} {word}".strip()) if found else (LotState.UNKNOWN, None)


def _sold(root: Node, flat: str) -> Money | None:
    """成交价 in the place of the price, or with the words of the confirmation beside it; either word alone also stands in notices of unsold lots."""
    box = root.by_class("d-m-price")
    if box is not None and "成交价" in box.text:
        return _current(root)
    return labelled_money(flat, r"成交价\s*[:：]", unit=Unit.YUAN) if "竞价成功确认书" in flat else None


def _current(root: Node) -> Money | None:
    box = root.by_class("d-m-price")
    bold = _first(box, "b") if box is not None else None
    return _figure(root, bold or box)


def _figure(root: Node, node: Node | None) -> Money | None:
    """The figure of an element with the unit behind it, inside or after the element: 910<b>…</b>万元; without one the field's unit is 元."""
    if node is None:
        return None
    written = node.attrs.get("value") or node.text
    behind = _BEHIND.match(text_after(root, node))
    return money(written + (behind.group() if behind and not written.endswith("元") else ""), Unit.YUAN)


def _people(root: Node, word: str) -> int | None:
    found = re.search(rf"(\d[\d,]*)\s*人\s*{word}", " ".join(each.text for each in root.all_by_class("peoples-infos")))
    return count(found.group(1)) if found else None


def _downloads(root: Node) -> tuple[tuple[str, str], ...] | None:
    box = root.by_class("d-block-download")
    return tuple((plain(link.text) or "", "") for link in box.all_by_tag("a") if link.text) if box is not None else None


def _first(root: Node, tag: str) -> Node | None:
    return next(iter(root.all_by_tag(tag)), None)


DIALECT = Dialect(
    site=SITE,
    readers=(
        Reader("mobile", lambda text: _MOBILE.search(text) is not None, read_mobile),
        Reader("item", lambda text: "Price_Start" in text, read_item),
        Reader("list", lambda text: "list-item" in text and "item2.do" in text, read_list),
        log_reader(SITE),
        deal_reader(SITE),
    ),
    walls=("waf_verify",),
)
