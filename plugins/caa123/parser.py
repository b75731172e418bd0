"""caa123's dialect: plain JSON, money in yuan, times in ms; the lot, its bid log, goods, confirmation, lists, the general platform. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.kernel.clock import local
from app.sites.contract import Bid, Changed, LotState, RawPage, Refused, Snapshot
from app.sites.literals import read_mapping
from app.sites.logreader import log_reader
from app.sites.reading import Dialect, Reader, newest_first, photo_name
from app.sites.scanning import Unit, count, from_millis, money, plain, positive, split_round

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


def read_lot(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """/lot/{id} of the judicial API, or /lot/currentinfo/{id} of the general platform (state for lotStatus)."""
    return (_lot(read_mapping(text), page),)


def read_list(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """/lots: one page of lots."""
    return tuple(_lot(row, page) for row in _items(text))


def read_records(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """/records/lot/{id}: one page of the bid log, newest first. Rolled-back rows (isBack) are no bids; the lot's id is not in it."""
    rows = [row for row in _items(text) if not row.get("isBack")]
    total = count(read_mapping(text).get("totalCount"))
    rolled = len(_items(text)) - len(rows)
    shown = Snapshot(
        site=SITE,
        lot_id="",
        bid_count=None if total is None else total - rolled,
        bids=newest_first(_bid(row) for row in rows),
        read_at=page.read_at,
    )
    return (shown,)


def read_goods(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """/goods/lot/{id}: enclosures by name."""
    names = tuple((name, "") for name, _ in enclosures_in(text))
    photos = tuple((photo_name(each), "") for each in photos_in(text))
    return (Snapshot(SITE, "", attachments=names, read_at=page.read_at, photos=photos),)


def read_confirmation(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """/lot/confirmation/{id}: the buyer's code, price and time. `barginUserName` is a person's name: it is never taken out."""
    answer = read_mapping(text)
    price = money(answer.get("bargainPrice"), Unit.YUAN)
    if price is None or not answer.get("barginPriceNum"):
        raise Changed("中拍平台的成交确认书缺少成交价或竞买号")
    at = from_millis(answer.get("bargainTime"))
    shown = Snapshot(
        site=SITE,
        lot_id="",
        state=LotState.SOLD,
        winner_code=str(answer["barginPriceNum"]),
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
    return tuple((str(row.get("filename") or row["filePath"]), str(row["filePath"])) for row in rows)


def photos_in(text: str) -> tuple[str, ...]:
    """Paths of /goods/lot/{id}'s pictures, in their order."""
    rows = read_mapping(text).get("pictures") or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) and row.get("filePath") for row in rows):
        raise Changed("中拍平台的图片清单形式已变")
    return tuple(str(row["filePath"]) for row in rows)


def totals(text: str) -> tuple[int, int]:
    """(totalCount, rows given) of a bid-log page: is there more to ask for?"""
    return count(read_mapping(text).get("totalCount")) or 0, len(_items(text))


def is_sold(text: str) -> bool:
    """Does the lot's answer say 成交? Then there is a confirmation to ask for."""
    return _code(read_mapping(text)) == "3"


def _lot(row: dict[str, Any], page: RawPage) -> Snapshot:
    code = _code(row)
    if not row.get("id") or code not in _STATES:
        raise Changed(f"中拍平台的回答缺少 id，或状态“{code}”不在已知之列")
    round_, title = split_round(plain(str(row.get("name") or "")))
    start, end = _period(row)
    return Snapshot(
        site=SITE,
        lot_id=str(row["id"]),
        title=title,
        state=_STATES[code],
        raw_state=code,
        round=_ROUNDS.get(str(row.get("times") or ""), round_),
        starting_price=money(row.get("startPrice"), Unit.YUAN),
        appraisal_price=positive(money(row.get("assessPrice"), Unit.YUAN)),
        deposit=money(row.get("cashDeposit"), Unit.YUAN),
        increment=_increment(row.get("rateLadder")),
        reserve_flag=_flag(row.get("hasMinPrice")),
        start_at=start,
        end_at=end,
        extensions=count(row.get("delayTimes")),
        current_price=money(row.get("nowPrice"), Unit.YUAN),
        applicants=count(row.get("enrollment")),
        viewers=count(row.get("onLooker")),
        court=plain(str(row.get("court") or "")),
        winner_code=str(row.get("barginPriceNum") or "") or None,
        final_price=money(row.get("bargainPrice"), Unit.YUAN),
        read_at=page.read_at or from_millis(row.get("nowTime")),
        extension_minutes=count(row.get("delayTime")),
    )


def _code(row: dict[str, Any]) -> str:
    status = row.get("lotStatus", row.get("state"))
    if row.get("error") or row.get("errorCode"):
        raise Refused(f"中拍平台返回错误：{str(row.get('error') or row.get('errorCode'))[:80]}")
    text = "" if status is None else str(status).strip()
    return _WORDS.get(text, text)


def _period(row: dict[str, Any]) -> tuple[datetime | None, datetime | None]:
    """Start at or after the end means 'not set'."""
    start, end = from_millis(row.get("startTime")), from_millis(row.get("endTime"))
    return (start, end) if start is None or end is None or start < end else (None, None)


def _increment(ladder: object) -> Any:
    """rateLadder is one amount; a ladder of several steps was never seen in public, so it stays unread."""
    if isinstance(ladder, list):
        ladder = ladder[0] if len(ladder) == 1 else None
    if isinstance(ladder, dict):
        ladder = ladder.get("rate")
    return money(str(ladder), Unit.YUAN) if ladder is not None else None


def _flag(value: object) -> bool | None:
    return None if value in (None, "") else str(value).lower() in ("1", "true", "有")


def _items(text: str) -> list[dict[str, Any]]:
    rows = read_mapping(text).get("items")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Changed("中拍平台的回答缺少 items")
    return rows


def _bid(row: dict[str, Any]) -> Bid:
    price, at = money(row.get("price"), Unit.YUAN), from_millis(row.get("bidTime"))
    if not row.get("bidNum") or price is None or at is None:
        raise Changed("中拍平台出价记录的一行缺少竞买号、价格或时间")
    return Bid(0, str(row["bidNum"]), price, at, priority=bool(row.get("isProv")))


DIALECT = Dialect(
    site=SITE,
    readers=(
        Reader("confirmation", lambda text: '"bargainPrice"' in text and '"barginPriceNum"' in text and '"startPrice"' not in text, read_confirmation),
        Reader("records", lambda text: '"items"' in text and '"startPrice"' not in text, read_records),
        Reader("list", lambda text: '"items"' in text, read_list),
        Reader("goods", lambda text: '"enclosures"' in text, read_goods),
        Reader("lot", lambda text: '"lotStatus"' in text or '"nowPrice"' in text, read_lot),
        log_reader(SITE),
    ),
    walls=("<title>请输入验证码",),
)
