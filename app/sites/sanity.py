"""Ours, not the plugin's: does what a site showed make sense? (sites.md §9.) Flags for people; nothing is decided or dropped here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from app.sites.contract import Bid, LotState, Snapshot
from app.sites.scanning import mask
from app.sites.states import contradicts


class Doubt(StrEnum):
    """Kinds of flag; HINT kinds are worth a look, the others are wrong somewhere."""

    UNIT = "unit_suspect"
    INCREMENT = "increment_not_below_start"
    DEPOSIT = "deposit_unusual"
    BELOW_START = "current_below_start"
    OFF_STEP = "price_off_step"
    JUMP = "price_without_bid"
    TIMES = "end_not_after_start"
    LATE_BID = "bid_after_end"
    MISSING_BIDS = "bid_rows_missing"
    ORDER = "bids_out_of_order"
    REPEATED = "bid_repeated"
    NAME = "bidder_not_a_code"
    PRIVATE = "private_data_in_text"
    STALE = "state_behind_clock"
    VANISHED = "bid_vanished"
    SHRUNK = "bid_count_shrunk"
    FLIPPED = "result_contradicts"
    CLOCK = "site_clock_off"
    CONFIRMATION = "confirmation_missing"
    RESULT = "result_unlike_bids"


HINTS = frozenset({Doubt.DEPOSIT, Doubt.STALE, Doubt.CONFIRMATION})
CLOCK_TOLERANCE = timedelta(seconds=30)
_CODE = re.compile(r"[A-Za-z0-9*_-]{1,24}")
_LOWEST, _HIGHEST = Fraction(3, 10), Fraction(3, 2)
_LEAST_DEPOSIT, _MOST_DEPOSIT = Fraction(1, 20), Fraction(1, 5)


@dataclass(frozen=True)
class Flag:
    """One doubt, told in Chinese; `hint` is worth a look, not an error."""

    doubt: Doubt
    message: str

    @property
    def hint(self) -> bool:
        """Only worth a look."""
        return self.doubt in HINTS


def check(snapshot: Snapshot, previous: Snapshot | None = None, *, ahead: timedelta = timedelta()) -> tuple[Flag, ...]:
    """Every doubt about a snapshot, and about its step from the one before. Fields that were not read are not doubted.

    `ahead`: how far the site's clock was before ours when it answered (negative: behind).
    """
    flags = [*_prices(snapshot), *_steps(snapshot), *_times(snapshot), *_bids(snapshot), *_result(snapshot), *_texts(snapshot), *_clock(ahead)]
    return tuple(flags if previous is None else [*flags, *_since(previous, snapshot)])


def _prices(shown: Snapshot) -> Iterator[Flag]:
    start, appraisal = shown.starting_price, shown.appraisal_price
    if start and appraisal and not _LOWEST <= start.ratio(appraisal) <= _HIGHEST:
        yield Flag(Doubt.UNIT, f"起拍价 {start.grouped} 与评估价 {appraisal.grouped} 相差过大，疑为单位错误")
    if start and shown.increment and shown.increment >= start:
        yield Flag(Doubt.INCREMENT, f"加价幅度 {shown.increment.grouped} 不小于起拍价 {start.grouped}")
    if start and shown.deposit and not _LEAST_DEPOSIT <= shown.deposit.ratio(start) <= _MOST_DEPOSIT:
        yield Flag(Doubt.DEPOSIT, f"保证金 {shown.deposit.grouped} 不在起拍价的 5%～20% 之间")


def _steps(shown: Snapshot) -> Iterator[Flag]:
    start, current, step = shown.starting_price, shown.current_price, shown.increment
    if start is None or current is None:
        return
    if shown.bid_count == 0 and current != start:
        yield Flag(Doubt.JUMP, f"没有出价，当前价却是 {current.grouped}")
    if not shown.bid_count:
        return
    if current < start:
        yield Flag(Doubt.BELOW_START, f"当前价 {current.grouped} 低于起拍价 {start.grouped}")
    elif step and (current - start).fen % step.fen:
        yield Flag(Doubt.OFF_STEP, f"当前价 {current.grouped} 不是起拍价加整数个加价幅度")
    if shown.bids and current != max(each.price for each in shown.bids):
        yield Flag(Doubt.JUMP, f"当前价 {current.grouped} 与出价记录的最高价不同")


def _times(shown: Snapshot) -> Iterator[Flag]:
    if shown.start_at and shown.end_at and shown.end_at <= shown.start_at:
        yield Flag(Doubt.TIMES, "结束时间不晚于开始时间")
    late = [each for each in shown.bids or () if shown.end_at and each.at > shown.end_at and not shown.extension_minutes]
    if late:
        yield Flag(Doubt.LATE_BID, f"有 {len(late)} 次出价晚于页面的结束时间")
    if shown.state is LotState.UPCOMING and shown.read_at and shown.start_at and shown.read_at >= shown.start_at:
        yield Flag(Doubt.STALE, "开拍时间已过，站点仍显示即将开始")


def _bids(shown: Snapshot) -> Iterator[Flag]:
    bids = shown.bids
    if bids is None:
        return
    if shown.bid_count is not None and shown.bid_count != len(bids):
        yield Flag(Doubt.MISSING_BIDS, f"站点称有 {shown.bid_count} 次出价，记录只有 {len(bids)} 行")
    if len(set(map(_same, bids))) != len(bids):
        yield Flag(Doubt.REPEATED, "出价记录中有完全相同的行")
    disordered = [b.seq for a, b in pairwise(bids) if _same(a) != _same(b) and (b.at < a.at or b.price < a.price or (b.price == a.price and not b.priority))]
    if disordered:
        yield Flag(Doubt.ORDER, f"第 {disordered[0]} 次出价的价格或时间早于前一次")
    if any(not _CODE.fullmatch(each.bidder) for each in bids):
        yield Flag(Doubt.NAME, "竞买号中出现了不是代码的内容")


def _result(shown: Snapshot) -> Iterator[Flag]:
    """What is said to be sold must be the last bid that is shown; the site makes a confirmation document for it (法释〔2016〕18号 第22条)."""
    if shown.state in (LotState.FAILED, LotState.FAILED_PENDING_COURT) and (shown.bids or shown.bid_count):
        yield Flag(Doubt.RESULT, f"显示流拍，却有 {shown.bid_count or len(shown.bids or ())} 次出价")
    if shown.state is not LotState.SOLD:
        return
    last = shown.bids[-1] if shown.bids else None
    if last and shown.final_price is not None and (shown.final_price, shown.winner_code or last.bidder) != (last.price, last.bidder):
        yield Flag(Doubt.RESULT, f"成交 {shown.final_price.grouped} 与出价记录的最后一次 {last.price.grouped} 不符")
    if not shown.confirmation:
        yield Flag(Doubt.CONFIRMATION, "已成交，页面上没有成交确认书，向平台取得后核对")


def _clock(ahead: timedelta) -> Iterator[Flag]:
    if abs(ahead) > CLOCK_TOLERANCE:
        yield Flag(Doubt.CLOCK, f"平台时钟比本系统{'快' if ahead > timedelta() else '慢'} {abs(ahead).total_seconds():.0f} 秒")


def _texts(shown: Snapshot) -> Iterator[Flag]:
    if any(text and mask(text) != text for text in (shown.title, shown.court)):
        yield Flag(Doubt.PRIVATE, "文字中有手机号码或身份证号码，保存前须遮蔽")


def _since(before: Snapshot, now: Snapshot) -> Iterator[Flag]:
    if contradicts(before.state, now.state):
        yield Flag(Doubt.FLIPPED, "前后两次读取的结果互相矛盾")
    if before.bid_count is not None and now.bid_count is not None and now.bid_count < before.bid_count:
        yield Flag(Doubt.SHRUNK, f"出价次数由 {before.bid_count} 变为 {now.bid_count}")
    elif before.bid_count == now.bid_count and before.bid_count is not None and _moved(before, now):
        yield Flag(Doubt.JUMP, "出价次数未变，当前价却变了")
    if before.bids is not None and now.bids is not None:
        gone = set(map(_same, before.bids)) - set(map(_same, now.bids))
        if gone:
            yield Flag(Doubt.VANISHED, f"上次读到的 {len(gone)} 次出价不见了")


def _moved(before: Snapshot, now: Snapshot) -> bool:
    return before.current_price is not None and now.current_price is not None and before.current_price != now.current_price


def _same(bid: Bid) -> tuple[str, int, object]:
    return bid.bidder, bid.price.fen, bid.at
