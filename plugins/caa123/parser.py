"""caa123's dialect: plain JSON, money in yuan, times in ms; the lot, its bid log, goods, confirmation, lists, the general platform. Pure."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from typing import Any

from app.kernel.clock import local
from app.kernel.money import Money
from app.sites.contract import Bid, Changed, LotState, RawPage, Refused, Snapshot
from app.sites.dealpaper import deal_reader
from app.sites.literals import read_data, read_mapping
from app.sites.logreader import log_reader
from app.sites.reading import Dialect, Reader, page_of_bids, photo_name
from app.sites.scanning import Unit, bidder_code, count, from_millis, money, plain, positive, split_round, yes

SITE = "caa123"
_STATES = {
    "0": LotState.UPCOMING,
    "1": LotState.LIVE,
    "2": LotState.FAILED,
    "3": LotState.SOLD,
    "4": LotState.SUSPENDED,
    "5": LotState.WITHDRAWN,
    "6": LotState.POSTPONED,
    "7": LotState.PAUSED,
}
_WORDS = {"即将开始": "0", "正在进行": "1", "流拍": "2", "成交": "3", "中止": "4", "撤回": "5", "撤拍": "5", "暂缓": "6", "暂停": "7"}
_ROUNDS = {"1": 1, "2": 2, "3": 3}
_LOT_IN_URL = re.compile(r"/(?:lot|pricelog)/(?:currentinfo/|confirmation/|list/)?((?:[a-z]+-)?\d+)(?:\.html)?(?:[?#]|$)")
SENTINEL = "1888"
UNIT_PRICE = "1"


def read_lot(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """/lot/{id} of the judicial API, or /lot/currentinfo/{id} of the general platform (state for lotStatus). Changed for a lot that was not asked for."""
    shown, asked = _lot(read_mapping(text), page), _asked(page.url)
    if (asked and shown.lot_id != asked) or (shown.lot_id == SENTINEL and not asked):
        raise Changed(f"要读的是标的 {asked or '（不明）'}，中拍平台的回答却是 {shown.lot_id}")
    return (shown,)


def read_list(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """/lots: one page of lots."""
    return tuple(_lot(row, page) for row in _items(text))


def read_records(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """/records/lot/{id}, /bid/pricelog/{id}: one page of the bid log, newest first; /bid/pricelog/list/{id}: the whole as a bare list.

    Rolled-back rows (isBack) are no bids; the lot's id stands in the address only.
    """
    rows = _log_rows(text)
    bids = [row for row in rows if not yes(row.get("isBack"))]
    answer = read_data(text)
    told = count(answer.get("totalCount")) if isinstance(answer, dict) else len(rows)
    total, newer = None if told is None else told - (len(rows) - len(bids)), _newer(page.url)
    shown = Snapshot(
        site=SITE,
        lot_id=_asked(page.url),
        bid_count=total,
        bids=page_of_bids(map(_bid, bids), total=total, newer=newer),
        read_at=page.read_at,
        unread=("bids",) if newer else (),
    )
    return (shown,)


def read_goods(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """/goods/lot/{id}: enclosures by name."""
    names = tuple((name, "") for name, _ in enclosures_in(text))
    photos = tuple((photo_name(each), "") for each in photos_in(text))
    return (Snapshot(SITE, _asked(page.url), attachments=names, read_at=page.read_at, photos=photos),)


def read_confirmation(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """/lot/confirmation/{id}: the buyer's code, price and time. `barginUserName` is a person's name: it is never taken out."""
    answer = read_mapping(text)
    price = money(answer.get("bargainPrice"), Unit.YUAN)
    if price is None or not answer.get("barginPriceNum"):
        raise Changed("中拍平台的成交确认书缺少成交价或竞买号")
    at = from_millis(answer.get("bargainTime"))
    shown = Snapshot(
        site=SITE,
        lot_id=_asked(page.url),
        state=LotState.SOLD,
        winner_code=bidder_code(answer["barginPriceNum"]),
        final_price=price,
        read_at=page.read_at,
        confirmation=f"成交确认书 {local(at).isoformat() if at else ''}".strip(),
    )
    return (shown,)


def enclosures_in(text: str) -> tuple[tuple[str, str], ...]:
    """(name, path) of /goods/lot/{id}."""
    rows = read_mapping(text).get("enclosures") or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) and row.get("filePath") for row in rows):
        raise Changed("中拍平台的附件清单形式已变")
    return tuple((plain(row.get("filename")) or photo_name(str(row["filePath"])), str(row["filePath"])) for row in rows)


def photos_in(text: str) -> tuple[str, ...]:
    """Paths of /goods/lot/{id}'s pictures, in their order."""
    rows = read_mapping(text).get("pictures") or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) and row.get("filePath") for row in rows):
        raise Changed("中拍平台的图片清单形式已变")
    return tuple(str(row["filePath"]) for row in rows)


def totals(text: str) -> tuple[int, int]:
    """(totalCount, rows given) of a bid-log page: is there more to ask for?"""
    return count(read_mapping(text).get("totalCount")) or 0, len(_log_rows(text))


def is_sold(text: str) -> bool:
    """Does the lot's answer say 成交? Then there is a confirmation to ask for."""
    return _code(read_mapping(text)) == "3"


def _lot(row: dict[str, Any], page: RawPage) -> Snapshot:
    code = _code(row)
    if not row.get("id") or code not in _STATES:
        raise Changed(f"中拍平台的回答缺少 id，或状态“{code}”不在已知之列")
    round_, title = split_round(plain(row.get("name")))
    start, end = _period(row)
    current, increment = _current(row), _increment(row.get("rateLadder"))
    not_set = ("start_at", "end_at") if (start is None or end is None) and row.get("startTime") and row.get("endTime") else ()
    missing = (("increment", increment, "rateLadder"), ("current_price", current, "nowPrice"))
    return Snapshot(
        site=SITE,
        lot_id=str(row["id"]),
        title=title,
        state=_STATES[code] if code != "4" or not _is_general(row, page) else LotState.UNKNOWN,
        raw_state=code,
        round=_ROUNDS.get(str(row.get("times") or ""), round_),
        starting_price=money(row.get("startPrice"), Unit.YUAN),
        appraisal_price=positive(money(row.get("assessPrice"), Unit.YUAN)),
        deposit=money(row.get("cashDeposit"), Unit.YUAN),
        increment=increment,
        reserve_flag=_flag(row.get("hasMinPrice")),
        start_at=start,
        end_at=end,
        extensions=count(row.get("delayTimes")),
        current_price=current,
        applicants=count(row.get("enrollment")),
        viewers=count(row.get("onLooker")),
        court=plain(row.get("court")),
        winner_code=bidder_code(row.get("barginPriceNum") or row.get("nowBidNum")) or None,
        final_price=money(row.get("bargainPrice"), Unit.YUAN),
        read_at=page.read_at or from_millis(row.get("nowTime")),
        unread=not_set + tuple(name for name, value, field in missing if value is None and row.get(field)),
        extension_minutes=count(row.get("delayTime")),
    )


def _code(row: dict[str, Any]) -> str:
    status = row.get("lotStatus", row.get("state"))
    if row.get("error") or row.get("errorCode"):
        raise Refused(f"中拍平台返回错误：{(plain(row.get('error') or row.get('errorCode')) or '')[:80]}")
    text = "" if status is None else str(status).strip()
    return _WORDS.get(text, text)


def _period(row: dict[str, Any]) -> tuple[datetime | None, datetime | None]:
    """Start at or after the end means 'not set'."""
    start, end = from_millis(row.get("startTime")), from_millis(row.get("endTime"))
    return (start, end) if start is None or end is None or start < end else (None, None)


def _current(row: dict[str, Any]) -> Money | None:
    """nowPrice; with lotMode 1 it is a unit price: times the amount, or unread when the answer has no amount."""
    price = money(row.get("nowPrice"), Unit.YUAN)
    if price is None or str(row.get("lotMode") or "0") != UNIT_PRICE:
        return price
    amount = str(row.get("amount") or "").strip()
    fen = price.fen * Decimal(amount) if re.fullmatch(r"\d{1,9}(\.\d{1,6})?", amount) else Decimal(0)
    return Money(int(fen)) if fen and fen == fen.to_integral_value() else None


def _increment(ladder: object) -> Money | None:
    """rateLadder is one amount; a ladder of several steps was never seen in public, so it stays unread."""
    if isinstance(ladder, list):
        ladder = ladder[0] if len(ladder) == 1 else None
    if isinstance(ladder, dict):
        ladder = ladder.get("rate")
    try:
        return money(ladder if isinstance(ladder, (str, int, Decimal)) else None, Unit.YUAN)
    except Changed:
        return None


def _is_general(row: dict[str, Any], page: RawPage) -> bool:
    """The form of 2026 (paimai-web), where one client reads state 4 as 撤拍: not believed either way."""
    return str(row.get("id")).startswith("zz-") or "/paimai-web/" in page.url


def _newer(url: str) -> int:
    """How many bids stand on the pages before this one: `start` is a page from 0, `count` its size."""
    start, size = re.search(r"[?&]start=(\d{1,5})", url), re.search(r"[?&]count=(\d{1,4})", url)
    return int(start.group(1)) * int(size.group(1)) if start and size else 0


def _asked(url: str) -> str:
    """The lot's id in an address of ours; a recorded file's name tells none."""
    found = _LOT_IN_URL.search(url) if "://" in url else None
    return found.group(1) if found else ""


def _flag(value: object) -> bool | None:
    return None if value in (None, "") else str(value).lower() in ("1", "true", "有")


def _items(text: str) -> list[dict[str, Any]]:
    rows = read_mapping(text).get("items")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Changed("中拍平台的回答缺少 items")
    return rows


def _log_rows(text: str) -> list[dict[str, Any]]:
    rows = read_data(text)
    if not isinstance(rows, list):
        return _items(text)
    if not all(isinstance(row, dict) for row in rows):
        raise Changed("中拍平台出价记录的形式已变")
    return rows


def _bid(row: dict[str, Any]) -> Bid:
    price, at = money(row.get("price"), Unit.YUAN), from_millis(row.get("bidTime"))
    bidder = bidder_code(row.get("bidNum"))
    if not bidder or price is None or at is None:
        raise Changed("中拍平台出价记录的一行缺少竞买号、价格或时间")
    return Bid(0, bidder, price, at, priority=yes(row.get("isProv")))


DIALECT = Dialect(
    site=SITE,
    readers=(
        Reader("confirmation", lambda text: '"bargainPrice"' in text and '"barginPriceNum"' in text and '"startPrice"' not in text, read_confirmation),
        Reader("records", lambda text: ('"items"' in text or '"bidNum"' in text) and '"startPrice"' not in text and '"nowPrice"' not in text, read_records),
        Reader("list", lambda text: '"items"' in text, read_list),
        Reader("goods", lambda text: '"enclosures"' in text, read_goods),
        Reader("lot", lambda text: '"lotStatus"' in text or '"nowPrice"' in text or '"errorCode"' in text, read_lot),
        log_reader(SITE),
        deal_reader(SITE),
    ),
    walls=("<title>请输入验证码",),
)
