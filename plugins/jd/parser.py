"""JD's dialect: terms, real-time data, court, attachments, older forms. Money in yuan as exact decimals, times in ms. Pure."""

from __future__ import annotations

import re
from typing import Any

from app.sites.contract import Bid, Changed, LotState, RawPage, Snapshot
from app.sites.dealpaper import deal_reader
from app.sites.literals import read_mapping
from app.sites.logreader import log_reader
from app.sites.reading import Dialect, Reader, newest_first, photo_name
from app.sites.scanning import Unit, bidder_code, count, from_millis, instant, money, plain, positive, split_round, unquoted, yes
from plugins.jd.envelope import is_error, read_data_of, read_object

SITE = "jd"
_DISPLAY = {"5": LotState.WITHDRAWN, "6": LotState.POSTPONED, "7": LotState.SUSPENDED}
_STATUS = {"0": LotState.UPCOMING, "1": LotState.LIVE, "2": LotState.ENDED_UNCONFIRMED}
_ASKED = re.compile(r"paimaiId\W{1,4}(\d+)")
_TIMES = {"1": 1, "2": 2, "4": 3}


def read_terms(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """getProductBasicInfo: the terms. `minPrice` is the word 有 or 无; assessmentPrice 0 is none."""
    data = read_object(text)
    round_, title = split_round(plain(data.get("title")))
    judicial = data.get("judicatureBasicInfoResult")
    extra = judicial if isinstance(judicial, dict) else {}
    display = str(data.get("displayStatus") or "1")
    shown = Snapshot(
        site=SITE,
        lot_id=_lot_id(data, page),
        title=title,
        state=_DISPLAY.get(display, LotState.UNKNOWN),
        round=_TIMES.get(str(data.get("paimaiTimes") or ""), round_),
        starting_price=money(data.get("startPrice"), Unit.YUAN),
        appraisal_price=positive(money(data.get("assessmentPrice"), Unit.YUAN)) or positive(money(extra.get("marketPrice"), Unit.YUAN)),
        deposit=money(data.get("ensurePrice"), Unit.YUAN),
        increment=money(data.get("priceLowerOffset"), Unit.YUAN),
        reserve_flag={"有": True, "无": False}.get(str(data.get("minPrice") or "")),
        start_at=from_millis(data.get("startTime")),
        end_at=from_millis(data.get("endTime")),
        read_at=page.read_at,
        extension_minutes=count(data.get("delayedTime")),
        photos=tuple((photo_name(each), "") for each in _photos(data)),
    )
    return (shown,)


def read_realtime(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """getPaimaiRealTimeData: state, price, counters, bids (newest first). Its endTime is the moved one; delayedCount absent is 0."""
    data = read_object(text)
    status, display = str(data.get("auctionStatus", "")), str(data.get("displayStatus") or "1")
    rows = [] if data.get("bidList", "missing") in (None, "") else data.get("bidList")
    if status not in _STATUS or not isinstance(rows, list):
        raise Changed(f"京东实时数据的 auctionStatus“{status}”不在已知之列，或缺少 bidList")
    bids = newest_first(_bid(row) for row in rows)
    shown = Snapshot(
        site=SITE,
        lot_id=_lot_id(data, page),
        state=_state(status, display),
        raw_state=f"{status}/{display}",
        end_at=from_millis(data.get("endTime")),
        extensions=count(data.get("delayedCount")) or 0,
        current_price=money(data.get("currentPrice"), Unit.YUAN),
        bid_count=count(data.get("bidCount")),
        applicants=count(data.get("accessEnsureNum")),
        viewers=count(data.get("accessNum")),
        bids=bids,
        winner_code=bids[-1].bidder if bids else bidder_code(data.get("currentBidUserNumber")) or None,
        read_at=page.read_at or from_millis(data.get("serverNowTime")),
        confirmation=plain(data.get("confirmationUrl")),
    )
    return (shown,)


def read_court(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """queryVendorInfo: the court is the shop's name."""
    data = read_object(text)
    return (Snapshot(SITE, "", court=plain(data.get("shopName")), read_at=page.read_at),)


def read_access(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """Counters alone: paimai_getPaimaiDetaiExpandValues (viewers), or queryAccess of the older pages (applicants, viewers; no envelope)."""
    answer = read_mapping(text)
    data = read_object(text) if "data" in answer else answer
    applicants, viewers = count(data.get("accessEnsureNum")), count(data.get("accessNum"))
    return (Snapshot(SITE, _asked(page.url), applicants=applicants, viewers=viewers, read_at=page.read_at),)


def read_error(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """An error envelope, which comes with HTTP 200: Refused in the platform's words."""
    read_object(text)
    raise Changed("京东的回答既不是错误也不是数据", pages=(page,))


def read_attachments(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """queryAttachFilesForIntro: names; deleted ones left out."""
    rows = attachments_in(text)
    names = tuple((attachment_name(row), "") for row in rows)
    return (Snapshot(SITE, _asked(page.url), attachments=names, read_at=page.read_at),)


def attachments_in(text: str) -> list[dict[str, Any]]:
    """The rows of queryAttachFilesForIntro that are not deleted."""
    rows = read_data_of(text)
    if rows is None:
        return []
    if not isinstance(rows, list) or not all(isinstance(row, dict) and row.get("attachmentName") and row.get("attachmentAddress") for row in rows):
        raise Changed("京东附件清单的形式已变")
    return [row for row in rows if not row.get("isDeleted")]


def attachment_name(row: dict[str, Any]) -> str:
    """The file's name, with private numbers masked."""
    return plain(row["attachmentName"]) or str(row.get("attachmentCode") or "附件")


def read_old_realtime(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """The real-time form of 2016 (englishquery): no envelope, the lot's id only in the bid rows. `userName1`, an account name, is dropped."""
    data = read_mapping(text)
    rows = data.get("bidList")
    status = str(data.get("auctionStatus", ""))
    if not isinstance(rows, list) or status not in _STATUS:
        raise Changed("京东旧实时数据缺少 bidList 或 auctionStatus")
    shown = Snapshot(
        site=SITE,
        lot_id=str(rows[0].get("paimaiId") or "") if rows else _asked(page.url),
        state=_STATUS[status],
        raw_state=status,
        current_price=money(data.get("currentPrice"), Unit.YUAN),
        bid_count=count(data.get("bidCount")),
        bids=newest_first(_bid(row) for row in rows),
        read_at=page.read_at,
    )
    return (shown,)


def read_search(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """A list: paimai_unifiedSearch (`datas`) or getJudicatureList (`ls`)."""
    answer = read_mapping(text)
    rows = answer.get("datas") if "datas" in answer else answer.get("ls")
    if not isinstance(rows, list):
        raise Changed("京东列表缺少 datas 或 ls")
    return tuple(_card(row, page) for row in rows)


def vendor_in(text: str) -> str:
    """courtVendorId of the terms, by which the court's name is asked; '' when there is none."""
    return str(read_object(text).get("courtVendorId") or "")


def photos_in(text: str) -> tuple[str, ...]:
    """Image paths of the terms, in their order."""
    return _photos(read_object(text))


def bids_told(text: str) -> tuple[int, int]:
    """(bidCount, rows given) of a real-time answer: is there more to ask for?"""
    data = read_object(text)
    return count(data.get("bidCount")) or 0, len(data.get("bidList") or ())


def _photos(data: dict[str, Any]) -> tuple[str, ...]:
    rows = data.get("paimaiImageResultList") or []
    return tuple(str(row["imagePath"]) for row in rows if isinstance(row, dict) and row.get("imagePath"))


def _bid(row: dict[str, Any]) -> Bid:
    price, at = money(row.get("price"), Unit.YUAN), from_millis(row.get("bidTime"))
    bidder = bidder_code(row.get("username"))
    if not bidder or price is None or at is None:
        raise Changed("京东出价记录的一行缺少竞买号、价格或时间")
    return Bid(0, bidder, price, at, priority=yes(row.get("isPrior")))


def _card(row: dict[str, Any], page: RawPage) -> Snapshot:
    round_, title = split_round(plain(row.get("title")))
    status, display = str(row.get("auctionStatus", row.get("paimaiStatus", ""))), str(row.get("displayStatus") or "1")
    return Snapshot(
        site=SITE,
        lot_id=_lot_id(row, page, listed=True),
        title=title,
        state=_state(status, display),
        raw_state=f"{status}/{display}",
        round=_TIMES.get(str(row.get("paimaiTimes") or ""), round_),
        starting_price=money(row.get("startPrice"), Unit.YUAN),
        appraisal_price=positive(money(row.get("assessmentPrice"), Unit.YUAN)),
        start_at=instant(row.get("startTime")),
        end_at=instant(row.get("endTime")),
        current_price=money(row.get("currentPrice"), Unit.YUAN),
        bid_count=count(row.get("bidCount")),
        court=plain(row.get("shopName")),
        viewers=count(row.get("accessNum")),
        read_at=page.read_at,
    )


def _state(status: str, display: str) -> LotState:
    """displayStatus outranks the phase; a display code that nobody has explained leaves the state unknown."""
    if display in _DISPLAY:
        return _DISPLAY[display]
    return _STATUS.get(status, LotState.UNKNOWN) if display == "1" else LotState.UNKNOWN


def _lot_id(data: dict[str, Any], page: RawPage, *, listed: bool = False) -> str:
    """paimaiId; Changed when it is another than the address asked for."""
    lot = str(data.get("paimaiId") or data.get("id") or "")
    asked = "" if listed else _asked(page.url)
    if not lot:
        raise Changed("京东的回答缺少 paimaiId")
    if asked and asked != lot:
        raise Changed(f"要读的是标的 {asked}，京东的回答却是 {lot}")
    return lot


def _asked(url: str) -> str:
    found = _ASKED.search(unquoted(url))
    return found.group(1) if found else ""


DIALECT = Dialect(
    site=SITE,
    readers=(
        Reader("error", is_error, read_error),
        Reader("realtime", lambda text: '"bidList"' in text and '"data"' in text, read_realtime),
        Reader("terms", lambda text: '"startPrice"' in text and '"ensurePrice"' in text and '"data"' in text, read_terms),
        Reader("old_realtime", lambda text: '"bidList"' in text, read_old_realtime),
        Reader("search", lambda text: '"datas"' in text or '"ls"' in text, read_search),
        Reader("court", lambda text: '"shopName"' in text, read_court),
        Reader("attachments", lambda text: '"attachmentName"' in text, read_attachments),
        Reader("access", lambda text: '"accessNum"' in text, read_access),
        log_reader(SITE),
        deal_reader(SITE),
    ),
    walls=("京东验证",),
)
