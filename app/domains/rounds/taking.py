"""Taking in a look at the site: state, end, counters, bids (verified), differences; or noting that it could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from app.domains.audit.service import record
from app.domains.rounds import events
from app.domains.rounds.queries import house_round, list_bids, list_differences
from app.domains.rounds.rules import (
    FINAL,
    STOPPED,
    Approved,
    Mismatch,
    RoundStatus,
    VerifiedBid,
    compare,
    loss_matters,
    next_reading,
    pairs_of,
    retry_after_failure,
    status_after,
    verify,
)
from app.domains.rounds.tables import BidRow, Difference, Round, RoundReading
from app.infra.unit_of_work import Work
from app.kernel.clock import day_of
from app.kernel.errors import Conflict
from app.kernel.money import Money
from app.law.bidding import BidTerms
from app.sites.contract import STATE_TITLES, Bid, SiteFailure, Snapshot

GONE = "出价消失或被改动"
_Key = tuple[str, Money, datetime]


def take_snapshot(w: Work, round_id: str, shown: Snapshot, approved: Approved, digests: Sequence[str]) -> Round:
    """Take in what the site shows. The same twice is no change; one older than what is known is a Conflict (somebody else read later)."""
    found = house_round(w, round_id)
    if shown.read_at and found.read_at and shown.read_at < found.read_at:
        raise Conflict("已有更晚的读取")
    before, face = RoundStatus(found.status), _face(found)
    found.readings, found.read_at, found.failures, found.failure, found.lost_at = found.readings + 1, shown.read_at or w.now, 0, "", None
    _take_counters(found, shown)
    fresh, expected_end = _take_bids(w, found, shown)
    _note_reading(w, found, "ok", digests, bids=fresh)
    _take_differences(w, found, shown, approved, expected_end)
    _take_state(w, found, before, shown)
    found.next_read_at = next_reading(RoundStatus(found.status), w.now, found.opens_at, found.ends_at)
    if shown.attachments is not None and any(digest for _, digest in (*shown.attachments, *(shown.photos or ()))):
        found.files_read_at = w.now
    if fresh:
        w.emit(events.BidRaised(*about(found), fresh, found.current_price or found.start_price))
    if _face(found) != face:
        found.news += 1
        record(w, "round.read", "round", found.id, _sentence(found), case_id=found.case_id, details={"evidence": list(digests)})
    else:
        record(w, "round.read", "round", found.id, "读取平台，无变化", details={"evidence": list(digests)})
    return found


def note_failure(w: Work, round_id: str, failure: SiteFailure, digests: Sequence[str]) -> Round:
    """The site could not be read: the pages are kept, nothing is decided. In the last hour and after the end it is 待核; people are told once."""
    found = house_round(w, round_id)
    _note_reading(w, found, failure.code, digests, message=failure.message[:300])
    found.failures, found.failure, found.news = found.failures + 1, f"{failure.title}：{failure.message}"[:300], found.news + 1
    found.next_read_at = retry_after_failure(found.failures, w.now, found.ends_at)
    status = RoundStatus(found.status)
    if loss_matters(w.now, found.opens_at, found.ends_at) and status not in {*FINAL, *STOPPED} and found.lost_at is None:
        found.lost_at, found.status = w.now, RoundStatus.UNCLEAR.value
        w.emit(events.ReadingLost(*about(found), found.title, found.failure))
    record(w, "round.unread", "round", found.id, f"平台读取失败（{failure.title}）：{found.title}", case_id=found.case_id, result="failed")
    return found


def become(w: Work, found: Round, after: RoundStatus) -> None:
    """Move to a status and say what that means; each thing is said once in a lot's life."""
    before = RoundStatus(found.status)
    if after is before:
        return
    found.status = after.value
    of = about(found)
    if found.announced_at is None and after not in {RoundStatus.AWAITING, RoundStatus.UNCLEAR}:
        found.announced_at = w.now
        w.emit(events.AnnouncementSeen(*of, day_of(w.now)))
    match after:
        case RoundStatus.LIVE if before in {RoundStatus.AWAITING, RoundStatus.ANNOUNCED}:
            w.emit(events.BiddingOpened(*of))
        case RoundStatus.ENDED if found.ended_at is None:
            found.ended_at = found.ends_at
            w.emit(events.BiddingEnded(*of, found.ends_at))
        case RoundStatus.SOLD:
            price, ended_at = found.final_price or found.start_price, found.ended_at or found.ends_at
            w.emit(events.RoundSold(*of, price, found.deposit, found.winner_code, ended_at, found.balance_days, found.title))
        case RoundStatus.FAILED:
            w.emit(events.RoundFailed(*of, found.round_no, found.start_price, found.site, day_of(found.ended_at or found.ends_at)))
        case _:
            pass


def about(found: Round) -> tuple[str, str, str, str, str]:
    """What every fact of a round begins with."""
    return (found.id, found.case_id, found.court_id, found.asset_id, found.plan_id)


def terms_of(found: Round) -> BidTerms:
    """What the round's bids are verified against."""
    return BidTerms(found.start_price, found.increment, found.opens_at, found.scheduled_end_at, frozenset(found.banned))


def _face(found: Round) -> tuple[object, ...]:
    """What people see of a lot: when it changes, pages are sent anew."""
    shown = (found.status, found.raw_state, found.ends_at, found.current_price, found.bid_count, found.extensions, found.applicants, found.viewers)
    return (*shown, found.faults, found.open_differences, found.failures, found.winner_code)


def _sentence(found: Round) -> str:
    price = f"，当前价 {found.current_price.grouped} 元" if found.current_price else ""
    return f"读取平台：出价 {found.bid_count} 次{price}" if found.bid_count else f"读取平台：{found.raw_state or '尚无出价'}"


def _note_reading(w: Work, found: Round, outcome: str, digests: Sequence[str], *, message: str = "", bids: int = 0) -> None:
    of = {"court_id": found.court_id, "case_id": found.case_id, "round_id": found.id, "site": found.site}
    found.answers += len(digests)
    w.session.add(RoundReading(**of, at=w.now, outcome=outcome, message=message, digests=list(digests), bids=bids))


def _take_counters(found: Round, shown: Snapshot) -> None:
    found.raw_state = shown.raw_state or found.raw_state
    found.applicants = shown.applicants if shown.applicants is not None else found.applicants
    found.viewers = shown.viewers if shown.viewers is not None else found.viewers
    found.ends_at = shown.end_at if shown.end_at and shown.end_at >= found.scheduled_end_at else found.ends_at


def _take_bids(w: Work, found: Round, shown: Snapshot) -> tuple[int, datetime | None]:
    """New bids are those not kept yet by bidder, price and time (a site renumbers when it loses a row); how many, and the end that they lead to."""
    if shown.bids is None:
        return 0, None
    rows, judged = list_bids(w, found.id), verify(terms_of(found), shown.bids)
    kept = Counter((row.bidder, row.price, row.at) for row in rows)
    fresh = [each for each in judged if not _struck_off(kept, each.bid)]
    taken = {row.seq for row in rows}
    for each in fresh:
        seq = each.bid.seq if each.bid.seq not in taken else max(taken) + 1
        taken.add(seq)
        w.session.add(_row(w, found, each, seq))
    _note_faults(w, found, [each for each in fresh if each.faults])
    _note_gone(w, found, [row for row in rows if row.gone_at is None], Counter(_key(each.bid) for each in judged))
    if judged:
        found.bid_count, found.current_price, found.leader = len(judged), judged[-1].bid.price, judged[-1].bid.bidder
        found.extensions = sum(each.extends for each in judged)
        found.ends_at = max(found.ends_at, judged[-1].end_after)
    return len(fresh), judged[-1].end_after if judged else None


def _key(bid: Bid) -> _Key:
    return (bid.bidder, bid.price, bid.at)


def _struck_off(kept: Counter[_Key], bid: Bid) -> bool:
    """Is this bid among the kept ones? Each kept one answers for one shown."""
    if kept[_key(bid)] <= 0:
        return False
    kept[_key(bid)] -= 1
    return True


def _row(w: Work, found: Round, each: VerifiedBid, seq: int) -> BidRow:
    bid = each.bid
    return BidRow(
        court_id=found.court_id,
        case_id=found.case_id,
        round_id=found.id,
        seq=seq,
        bidder=bid.bidder,
        price=bid.price,
        at=bid.at,
        priority=bid.priority,
        end_after=each.end_after,
        extends=each.extends,
        fault=each.message[:200],
        fault_kind=each.faults[0][0].value if each.faults else "",
        fault_rule=each.faults[0][1].rule if each.faults else "",
        first_seen_at=w.now,
    )


def _note_faults(w: Work, found: Round, faulty: Sequence[VerifiedBid]) -> None:
    """Faulty bids of one reading are told in one message."""
    found.faults += len(faulty)
    if faulty:
        more = f"（本次读取共 {len(faulty)} 次异常）" if len(faulty) > 1 else ""
        w.emit(events.BidFaulty(*about(found), faulty[0].bid.seq, f"{faulty[0].message}{more}"))


def _note_gone(w: Work, found: Round, rows: Sequence[BidRow], shown: Counter[_Key]) -> None:
    """Bids that were there and are no more, or stand there changed: flagged once."""
    gone = []
    for row in rows:
        key = (row.bidder, row.price, row.at)
        if shown[key] > 0:
            shown[key] -= 1
            continue
        row.gone_at, row.fault, row.fault_kind, row.fault_rule = w.now, GONE, "gone", "NA-26"
        gone.append(row.seq)
    found.faults += len(gone)
    if gone:
        w.emit(events.BidFaulty(*about(found), gone[0], GONE + (f"（共 {len(gone)} 次）" if len(gone) > 1 else "")))


def _take_differences(w: Work, found: Round, shown: Snapshot, approved: Approved, expected_end: datetime | None) -> None:
    mismatches, _ = compare(approved, shown, expected_end)
    read = {field: [wanted, seen] for field, wanted, seen in pairs_of(approved, shown, expected_end) if seen is not None}
    found.shown = {**found.shown, **read}
    found.compared = len(found.shown)
    if found.halted and status_after(RoundStatus.ANNOUNCED, shown.state) not in {*STOPPED, RoundStatus.WITHDRAWN}:
        mismatches.append(Mismatch("拍卖状态", "暂缓" if found.halted == "defer" else "中止", STATE_TITLES[shown.state]))
    known = {(each.field, each.shown): each for each in list_differences(w, found.id)}
    for each in mismatches:
        if old := known.get((each.field, each.shown)):
            old.last_seen_at = w.now
            continue
        w.session.add(_difference(w, found, each))
        found.open_differences += 1
        w.emit(events.DifferenceFound(*about(found), each.field, each.approved, each.shown, found.title))


def _difference(w: Work, found: Round, each: Mismatch) -> Difference:
    of = {"court_id": found.court_id, "case_id": found.case_id, "round_id": found.id}
    return Difference(**of, field=each.field, approved=each.approved[:300], shown=each.shown[:300], found_at=w.now, last_seen_at=w.now)


def _take_state(w: Work, found: Round, before: RoundStatus, shown: Snapshot) -> None:
    after = status_after(before, shown.state, halted=bool(found.halted))
    if after is RoundStatus.SOLD and before is not RoundStatus.SOLD:
        found.winner_code, found.final_price = shown.winner_code or "", shown.final_price or found.current_price
        found.ended_at = found.ends_at
        if not found.winner_code or found.final_price is None:
            found.winner_code, found.final_price, found.ended_at, after = "", None, None, RoundStatus.ENDED
    if after is RoundStatus.FAILED and before is not RoundStatus.FAILED:
        found.ended_at = shown.end_at or found.ends_at
    become(w, found, after)
