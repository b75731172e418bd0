"""The dialect of 人民法院诉讼资产网: a static page with 万元 in text, terms in prose, JSONP for state and counters, a table of bids. Pure."""

from __future__ import annotations

import re

from app.kernel.money import Money
from app.sites.contract import Bid, Changed, LotState, RawPage, Snapshot
from app.sites.dealpaper import deal_reader
from app.sites.literals import read_mapping
from app.sites.logreader import log_reader
from app.sites.markup import Node, read_page, text_of
from app.sites.reading import Dialect, Reader, by_their_times
from app.sites.scanning import Unit, bidder_code, count, find_moment, from_text, labelled_money, money, plain, positive, split_round
from plugins.rmfysszc import prose

SITE = "rmfysszc"
FILES = "fj"
_OID_IN_URL = re.compile(r"rm_obj/(\d+)|Handle/(\d+)|[?&](?:oid|id)=(\d+)|/Record/(\d+)|^file:(\d{3,})\.s?html?$")
_OID = re.compile(r"\boid\s*[=:]\s*['\"]?(\d+)")
_PID = re.compile(r"\bpid\s*[=:]\s*['\"]?(\d+)")
_STAGES = {"1": 1, "一": 1, "2": 2, "二": 2}
_LISTED = (
    ("撤回", LotState.WITHDRAWN),
    ("暂缓", LotState.POSTPONED),
    ("中止", LotState.SUSPENDED),
    ("暂停", LotState.PAUSED),
    ("流标", LotState.FAILED),
    ("流拍", LotState.FAILED),
    ("未成交", LotState.FAILED),
    ("已成交", LotState.SOLD),
    ("即将开始", LotState.UPCOMING),
    ("进行中", LotState.LIVE),
)
_STOPPED = (("撤回", LotState.WITHDRAWN), ("暂缓", LotState.POSTPONED), ("中止", LotState.SUSPENDED), ("暂停", LotState.PAUSED))
_FINISH = re.compile(r"\bstate[\"']?\s*:")
_PRICE_BOX = re.compile(r"\bid\s*=\s*[\"']?price[\"'\s>]")
_TITLE_BOX = re.compile(r"\bid\s*=\s*[\"']?Title[\"'\s>]")
_WITH_UNIT = r"[¥￥]?\s*\d[\d,，]*(?:\.\d+)?\s*[百佰千仟万亿]?\s*元"
_LIST = re.compile(r"\s*\{.*[\"']html[\"']\s*:\s*\"(?=.*product)", re.S)
_UNIT = re.compile(r"(万元|元|分)")


def read_item(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """The static item page. 拍卖阶段 may contradict the announcement (变卖): then the round stays unread."""
    root = read_page(text)
    title, price = root.by_id("Title"), root.by_id("price")
    lot = _lot_id(page.url) or _found(_OID, text)
    if title is None or price is None or not lot:
        raise Changed("页面缺少标题、价格或标的编号")
    table, told = text_of(root.by_id("bg1")) or "", text_of(root.by_id("pmgg")) or ""
    start = prose.start_in_script(text)
    round_ = _round(table, told)
    shown = Snapshot(
        site=SITE,
        lot_id=lot,
        title=split_round(plain(text_of(_first(title, "h1") or title)))[1],
        round=round_,
        starting_price=labelled_money(price.text, r"^[^￥¥\d]*", unit=Unit.WAN),
        appraisal_price=labelled_money(table, "评估值", "评估价", unit=Unit.WAN),
        deposit=labelled_money(table, "保证金", unit=Unit.WAN),
        increment=prose.increment(told),
        start_at=start,
        end_at=prose.end_at(told, start),
        court=_court(table),
        attachments=tuple((name, "") for name, _ in files_in(text)) or (() if root.by_id(FILES) else None),
        read_at=page.read_at,
        unread=() if round_ else ("round",),
        extension_minutes=prose.extension_minutes(told),
    )
    return (shown,)


def read_finish(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """Finish.shtml (JSONP): "0" ended (fun1 "1" → 流标, else 成交 with the price in 万元), "1" live, "5" waiting, "3" stopped: three things at once."""
    answer = read_mapping(text)
    state, fun = str(answer.get("state", "")), str(answer.get("fun1") or "")
    if state not in ("0", "1", "3", "5"):
        raise Changed(f"Finish 的状态“{state}”不在已知之列")
    price = positive(money(answer.get("price"), Unit.WAN))
    neutral = _state(state, fun, " ".join(str(each) for each in answer.values()), priced=price is not None)
    shown = Snapshot(
        site=SITE,
        lot_id=_lot_id(page.url),
        state=neutral,
        raw_state=f"{state}/{fun}" if fun else state,
        current_price=price,
        final_price=price if neutral is LotState.SOLD else None,
        read_at=page.read_at,
    )
    return (shown,)


def read_counts(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """GetbmNumber (applicants, '--' when the court hides it) and GetCollection (Hits viewers): both JSONP."""
    answer = read_mapping(text)
    if "Hits" in answer or "GetCollection" in page.url:
        return (Snapshot(SITE, _lot_id(page.url), viewers=count(answer.get("Hits")), read_at=page.read_at),)
    if "Count" not in answer:
        raise Changed("计数的回答缺少 Count")
    return (Snapshot(SITE, _lot_id(page.url), applicants=count(answer["Count"]), read_at=page.read_at),)


def read_record(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """The bid table: rows tr.Record (序号, 状态, 竞价账号, 出价, 时间), newest first. The unit of 出价 must stand in the table, or the bids stay unread."""
    root = read_page(text)
    rows = [row.all(lambda each: each.tag == "td") for row in root.all_by_class("Record") if row.tag == "tr"]
    heading = " ".join(each.text for each in root.all_by_tag("th")) or next((row.text for row in root.all_by_tag("tr") if "出价" in row.text), "")
    if "出价" not in heading:
        raise Changed("出价记录的表头已变")
    said = _UNIT.search(heading.split("出价", 1)[1][:8])
    if rows and not said and not all(_UNIT.search(cells[3].text) for cells in rows if len(cells) > 4):
        return (Snapshot(SITE, _lot_id(page.url), bid_count=len(rows), read_at=page.read_at, unread=("bids",)),)
    unit = Unit(said.group(1)) if said else Unit.YUAN
    bids = by_their_times(_bid(tuple(cells), unit) for cells in rows)
    return (Snapshot(SITE, _lot_id(page.url), bid_count=len(bids), bids=bids, read_at=page.read_at),)


def read_list(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """ProjectHandle {html, page}: div.product for each lot. What stands behind a label, with its unit in the text, is read; the rest is left."""
    fragment = read_mapping(text).get("html")
    if not isinstance(fragment, str):
        raise Changed("列表的回答缺少 html")
    cards = [each for each in read_page(fragment).all_by_class("product") if each.tag == "div"]
    if not cards:
        raise Changed("列表中没有标的")
    return tuple(_card(card, page) for card in cards)


def _card(card: Node, page: RawPage) -> Snapshot:
    lot = re.search(r"\d+", card.attrs.get("id", ""))
    if lot is None:
        raise Changed("列表中的标的没有编号")
    link = next((each for each in card.all_by_tag("a") if each.attrs.get("title") or each.text), None)
    round_, title = split_round(plain((link.attrs.get("title") or link.text) if link else text_of(card.by_class("title"))))
    flat = card.text
    word, state = next(((word, state) for word, state in _LISTED if word in flat), (None, LotState.UNKNOWN))
    sold = _said(flat, "成交价")
    return Snapshot(
        site=SITE,
        lot_id=lot.group(),
        title=title,
        state=state,
        raw_state=word,
        round=round_ or _round(flat, ""),
        starting_price=_said(flat, "起拍价", "变卖价"),
        appraisal_price=_said(flat, "评估价", "评估值"),
        deposit=_said(flat, "保证金"),
        start_at=find_moment(flat, r"(?:开始时间|竞价开始时间|开拍时间)\s*[:：]?"),
        end_at=find_moment(flat, r"结束时间\s*[:：]?"),
        current_price=_said(flat, "当前价", "最新价") or sold,
        court=_court(flat),
        final_price=sold,
        read_at=page.read_at,
    )


def _said(flat: str, *labels: str) -> Money | None:
    """The labelled amount, only where its unit is written with it."""
    found = next((found for label in labels if (found := re.search(rf"{label}\s*[:：为]?\s*({_WITH_UNIT})", flat))), None)
    return money(found.group(1), Unit.YUAN) if found else None


def read_values(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """Values that were noted down from an item page (a recorded file of ours)."""
    noted = read_mapping(text)
    start = from_text(noted.get("countdown start in script"))
    told = f"{noted.get('conflict', '')}"
    round_ = _round(f"拍卖阶段 {noted.get('拍卖阶段', '')}", told)
    shown = Snapshot(
        site=SITE,
        lot_id=str(noted["oid (page)"]),
        title=plain(noted.get("#Title h1")),
        round=round_,
        starting_price=money(noted.get("#price"), Unit.WAN),
        appraisal_price=money(noted.get("评估值"), Unit.WAN),
        deposit=money(noted.get("保证金"), Unit.WAN),
        start_at=start,
        end_at=prose.end_at(f"至{noted.get('end, only in announcement text', '')}", start),
        court=plain(noted.get("处置法院")),
        read_at=page.read_at,
        unread=("increment",) if round_ else ("increment", "round"),
        extension_minutes=count(noted.get("extension period, only in announcement text")),
    )
    return (shown,)


def project_of(text: str) -> str:
    """pid of the item page, which the JSONP calls need; '' when the page has none."""
    return _found(_PID, text)


def files_in(text: str) -> tuple[tuple[str, str], ...]:
    """(name, address) of the attachments linked in the announcement, notice and description."""
    root = read_page(text)
    boxes = [box for box in map(root.by_id, ("pmgg", "jmxz", "bdjs11", FILES)) if box is not None]
    links = [link for box in boxes for link in box.all_by_tag("a") if link.attrs.get("href")]
    return tuple((plain(link.text) or "", link.attrs["href"]) for link in links if re.search(r"\.\w{3,4}$", link.text.strip()))


def _state(state: str, fun: str, words: str, *, priced: bool) -> LotState:
    """ "0" is a sale only with a price beside it: an end alone proves none."""
    if state == "3":
        told = {neutral for word, neutral in _STOPPED if word in words}
        return told.pop() if len(told) == 1 else LotState.UNKNOWN
    if state == "0":
        return LotState.FAILED if fun == "1" else LotState.SOLD if priced else LotState.ENDED_UNCONFIRMED
    return LotState.LIVE if state == "1" else LotState.UPCOMING


def _round(table: str, told: str) -> int | None:
    found = re.search(r"拍卖阶段\s*[:：]?\s*(?:第)?\s*([一二12]|变卖)", table)
    stage = found.group(1) if found else ""
    if stage == "变卖":
        return 3
    return None if "变卖" in told else _STAGES.get(stage)


def _court(table: str) -> str | None:
    found = re.search(r"处置法院\s*[:：]?\s*(\S*法院)", table)
    return plain(found.group(1)) if found else None


def _bid(cells: tuple[Node, ...], unit: Unit) -> Bid:
    if len(cells) < 5:
        raise Changed("出价记录的一行缺少列")
    bidder, price, at = cells[2].text, money(cells[3].text, unit), from_text(cells[4].text)
    if not bidder or price is None or at is None:
        raise Changed("出价记录的一行缺少竞价账号、出价或时间")
    return Bid(0, bidder_code(bidder), price, at, priority="优先" in cells[1].text)


def _lot_id(url: str) -> str:
    found = _OID_IN_URL.search(url)
    return next((each for each in found.groups() if each), "") if found else ""


def _found(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found.group(1) if found else ""


def _first(node: Node, tag: str) -> Node | None:
    return next(iter(node.all_by_tag(tag)), None)


DIALECT = Dialect(
    site=SITE,
    readers=(
        Reader("finish", lambda text: _FINISH.search(text) is not None and "<" not in text, read_finish),
        Reader("item", lambda text: _PRICE_BOX.search(text) is not None and _TITLE_BOX.search(text) is not None, read_item),
        Reader("list", lambda text: _LIST.match(text) is not None, read_list),
        Reader("record", lambda text: "出价" in text and "竞价账号" in text, read_record),
        Reader("counts", lambda text: ("Count" in text or "Hits" in text) and "<" not in text, read_counts),
        Reader("values", lambda text: '"oid (page)"' in text, read_values),
        log_reader(SITE),
        deal_reader(SITE),
    ),
    walls=("您的访问被拦截",),
)
