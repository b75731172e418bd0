"""Verbs of rounds: prepare, record the lot, take a snapshot, note a failed look, close a difference, stop and go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.domains.audit.service import record
from app.domains.rounds import events
from app.domains.rounds.queries import get_round, house_round, list_bids, list_differences
from app.domains.rounds.rules import (
    FINAL,
    Approved,
    RoundStatus,
    VerifiedBid,
    compare,
    loss_matters,
    next_reading,
    retry_after_failure,
    status_after,
    verify,
)
from app.domains.rounds.tables import BidRow, Difference, Round, RoundReading
from app.infra.unit_of_work import Work, for_house
from app.kernel.clock import day_of
from app.kernel.errors import Conflict, Invalid, NotFound
from app.kernel.money import Money
from app.law.bidding import BidTerms
from app.sites.contract import SiteFailure, Snapshot

LEAST_REASON = 4


@dataclass(frozen=True)
class Prepare:
    """The frozen terms that the lot must show."""

    court_id: str
    case_id: str
    asset_id: str
    plan_id: str
    plan_digest: str
    title: str
    case_no: str
    site: str
    round_no: int
    start_price: Money
    deposit: Money
    increment: Money
    reference_price: Money
    opens_at: datetime
    scheduled_end_at: datetime
    balance_days: int


def prepare_round(w: Work, order: Prepare) -> Round:
    """A plan was frozen: a lot waits for its upload."""
    found = Round(**vars(order), ends_at=order.scheduled_end_at)
    w.session.add(found)
    w.flush()
    record(w, "round.prepared", "round", found.id, f"待上拍：{order.title}", case_id=order.case_id, digest=order.plan_digest)
    return found


def record_lot(w: Work, round_id: str, lot_id: str, lot_url: str = "") -> Round:
    """The clerk uploaded the package and enters the number that the site gave."""
    found = get_round(w, round_id)
    number = lot_id.strip()
    if not number or len(number) > 40:
        raise Invalid("填写平台给出的拍品编号", field="lot_id")
    if found.lot_id is not None:
        raise Conflict(f"拍品编号已登记为 {found.lot_id}")
    taken = w.session.scalar(for_house(select(Round.id).where(Round.site == found.site, Round.lot_id == number)))
    if taken is not None:
        raise Invalid("该编号已登记在另一个拍次", field="lot_id")
    found.lot_id, found.lot_url, found.next_read_at = number, lot_url, w.now
    w.flush()
    record(w, "round.lot_recorded", "round", found.id, f"已上传平台，拍品编号 {number}", case_id=found.case_id, digest=found.plan_digest)
    w.emit(events.ListingUploaded(*_of(found), found.site, number))
    return found


def take_snapshot(w: Work, round_id: str, shown: Snapshot, approved: Approved, digests: Sequence[str]) -> Round:
    """Take in what the site shows: state, end, counters, bids (verified), differences. The same twice is no change."""
    found = house_round(w, round_id)
    w.session.add(RoundReading(court_id=found.court_id, case_id=found.case_id, round_id=found.id, at=w.now, outcome="ok", digests=list(digests)))
    before = RoundStatus(found.status)
    found.readings, found.read_at, found.failures, found.failure = found.readings + 1, w.now, 0, ""
    _take_counters(found, shown)
    raised = _take_bids(w, found, shown)
    _take_differences(w, found, shown, approved)
    _take_state(w, found, before, shown)
    found.next_read_at = next_reading(RoundStatus(found.status), w.now, found.opens_at, found.ends_at)
    if raised:
        w.emit(events.BidRaised(*_of(found), raised, found.current_price or found.start_price))
    record(
        w, "round.read", "round", found.id, f"读取平台：{found.title}，出价 {found.bid_count} 次", case_id=found.case_id, details={"evidence": list(digests)}
    )
    return found


def note_failure(w: Work, round_id: str, failure: SiteFailure, digests: Sequence[str]) -> Round:
    """The site could not be read: the pages are kept, nothing is decided, people are told when it matters."""
    found = house_round(w, round_id)
    w.session.add(
        RoundReading(
            court_id=found.court_id,
            case_id=found.case_id,
            round_id=found.id,
            at=w.now,
            outcome=failure.code,
            message=failure.message[:300],
            digests=list(digests),
        )
    )
    found.failures, found.failure = found.failures + 1, f"{failure.title}：{failure.message}"[:300]
    found.next_read_at = retry_after_failure(found.failures, w.now, found.ends_at)
    if loss_matters(w.now, found.opens_at, found.ends_at) and RoundStatus(found.status) not in {RoundStatus.UNCLEAR, *FINAL}:
        if w.now >= found.ends_at:
            found.status = RoundStatus.UNCLEAR.value
        w.emit(events.ReadingLost(*_of(found), found.title, found.failure))
    record(w, "round.unread", "round", found.id, f"平台读取失败（{failure.title}）：{found.title}", case_id=found.case_id, result="failed")
    return found


def close_difference(w: Work, difference_id: str, reason: str) -> Difference:
    """Close an alarm with a reason: corrected by the site, another way of showing, or a stop was ordered."""
    found = w.session.scalar(for_house(select(Difference).where(Difference.id == difference_id)))
    if found is None:
        raise NotFound
    round_ = get_round(w, found.round_id)
    if found.closed_at is not None:
        raise Conflict("这处不一致已经处理")
    if len(reason.strip()) < LEAST_REASON:
        raise Invalid("写明处理理由", field="reason")
    found.closed_at, found.closed_by, found.reason = w.now, w.actor.id, reason.strip()
    round_.open_differences = max(0, round_.open_differences - 1)
    record(w, "difference.closed", "round", round_.id, f"说明不一致：{found.field}（{reason.strip()[:80]}）", case_id=found.case_id)
    return found


def confirm_result(w: Work, round_id: str, *, price: Money, winner_code: str) -> Round:
    """The court confirms a sale from the site's confirmation document where the page does not show it."""
    found = get_round(w, round_id)
    if RoundStatus(found.status) in FINAL:
        raise Conflict("结果已经确认")
    bids = list_bids(w, round_id)
    if not bids or bids[-1].price != price or bids[-1].bidder != winner_code:
        raise Invalid("与最后一次有效出价不符，核对成交确认书", field="price")
    before = RoundStatus(found.status)
    found.winner_code, found.final_price, found.ended_at = winner_code, price, found.ends_at
    _become(w, found, before, RoundStatus.SOLD)
    found.next_read_at = None
    record(w, "round.confirmed", "round", found.id, f"确认成交：{found.title}", case_id=found.case_id, authority="法释〔2016〕18号 第22条")
    return found


def terms_of(found: Round) -> BidTerms:
    """What the round's bids are verified against."""
    return BidTerms(found.start_price, found.increment, found.opens_at, found.scheduled_end_at, frozenset(found.banned))


def _take_counters(found: Round, shown: Snapshot) -> None:
    found.raw_state = shown.raw_state or found.raw_state
    found.applicants = shown.applicants if shown.applicants is not None else found.applicants
    found.viewers = shown.viewers if shown.viewers is not None else found.viewers
    found.ends_at = shown.end_at if shown.end_at and shown.end_at >= found.scheduled_end_at else found.ends_at


def _take_bids(w: Work, found: Round, shown: Snapshot) -> int:
    if shown.bids is None:
        return 0
    kept = {row.seq: row for row in list_bids(w, found.id)}
    judged = verify(terms_of(found), shown.bids)
    fresh = [each for each in judged if each.bid.seq not in kept]
    for each in fresh:
        w.session.add(_row(w, found, each))
        if each.faults:
            found.faults += 1
            w.emit(events.BidFaulty(*_of(found), each.bid.seq, each.message))
    _note_gone(w, found, kept, {each.bid.seq: each for each in judged})
    if judged:
        found.bid_count, found.current_price = len(judged), judged[-1].bid.price
        found.extensions = sum(each.extends for each in judged)
        found.ends_at = max(found.ends_at, judged[-1].end_after)
    return len(fresh)


def _row(w: Work, found: Round, each: VerifiedBid) -> BidRow:
    bid = each.bid
    return BidRow(
        court_id=found.court_id,
        case_id=found.case_id,
        round_id=found.id,
        seq=bid.seq,
        bidder=bid.bidder,
        price=bid.price,
        at=bid.at,
        priority=bid.priority,
        end_after=each.end_after,
        extends=each.extends,
        fault=each.message[:200],
        fault_rule=each.faults[0][1].rule if each.faults else "",
        first_seen_at=w.now,
    )


def _note_gone(w: Work, found: Round, kept: dict[int, BidRow], now_shown: dict[int, VerifiedBid]) -> None:
    for seq, row in kept.items():
        shown = now_shown.get(seq)
        same = shown is not None and (shown.bid.bidder, shown.bid.price, shown.bid.at) == (row.bidder, row.price, row.at)
        if not same and row.gone_at is None:
            row.gone_at, row.fault, row.fault_rule = w.now, "出价消失或被改动", "NA-26"
            found.faults += 1
            w.emit(events.BidFaulty(*_of(found), seq, "出价消失或被改动"))


def _take_differences(w: Work, found: Round, shown: Snapshot, approved: Approved) -> None:
    mismatches, found.compared = compare(approved, shown)
    known = {(each.field, each.shown): each for each in list_differences(w, found.id)}
    for each in mismatches:
        if old := known.get((each.field, each.shown)):
            old.last_seen_at = w.now
            continue
        w.session.add(
            Difference(
                court_id=found.court_id,
                case_id=found.case_id,
                round_id=found.id,
                field=each.field,
                approved=each.approved,
                shown=each.shown,
                found_at=w.now,
                last_seen_at=w.now,
            )
        )
        found.open_differences += 1
        w.emit(events.DifferenceFound(*_of(found), each.field, each.approved, each.shown, found.title))


def _take_state(w: Work, found: Round, before: RoundStatus, shown: Snapshot) -> None:
    after = status_after(before, shown.state)
    if after is RoundStatus.SOLD and before is not RoundStatus.SOLD:
        found.winner_code, found.final_price = shown.winner_code or "", shown.final_price or found.current_price
        found.ended_at = shown.end_at or found.ends_at
        if not found.winner_code or found.final_price is None:
            after = RoundStatus.ENDED
    if after is RoundStatus.FAILED and before is not RoundStatus.FAILED:
        found.ended_at = shown.end_at or found.ends_at
    _become(w, found, before, after)


def _become(w: Work, found: Round, before: RoundStatus, after: RoundStatus) -> None:
    if after is before:
        return
    found.status = after.value
    w.flush()
    of = _of(found)
    if before is RoundStatus.AWAITING:
        found.announced_at = w.now
        w.emit(events.AnnouncementSeen(*of, day_of(w.now)))
    match after:
        case RoundStatus.LIVE:
            w.emit(events.BiddingOpened(*of))
        case RoundStatus.ENDED:
            w.emit(events.BiddingEnded(*of, found.ends_at))
        case RoundStatus.SOLD:
            price = found.final_price or found.start_price
            w.emit(events.RoundSold(*of, price, found.deposit, found.winner_code, found.ended_at or found.ends_at, found.balance_days, found.title))
        case RoundStatus.FAILED:
            w.emit(events.RoundFailed(*of, found.round_no, found.start_price, found.site, day_of(found.ended_at or found.ends_at)))
        case _:
            pass


def _of(found: Round) -> tuple[str, str, str, str, str]:
    return (found.id, found.case_id, found.court_id, found.asset_id, found.plan_id)
