"""Taking in a look at the site: state, end, counters, bids (verified), differences, doubts; or noting that it could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domains.audit.service import record
from app.domains.rounds import events
from app.domains.rounds.bid_taking import Taken, about, take_bids, terms_of
from app.domains.rounds.halt_words import HaltKind
from app.domains.rounds.queries import house_round, list_differences
from app.domains.rounds.rules import (
    FINAL,
    STOPPED,
    Approved,
    Mismatch,
    RoundStatus,
    loss_matters,
    mismatches_in,
    next_reading,
    pairs_of,
    retry_after_failure,
    status_after,
)
from app.domains.rounds.stops import due_end, note_resumption, note_standstill
from app.domains.rounds.tables import Difference, Round, RoundReading
from app.infra.unit_of_work import Work
from app.kernel.clock import day_of
from app.kernel.errors import Conflict
from app.sites.contract import STATE_TITLES, LotState, SiteFailure, Snapshot
from app.sites.sanity import Doubt, Flag, check

__all__ = ["about", "become", "note_failure", "take_snapshot", "terms_of"]

# what the bid verifier and the comparison tell in their own words
_TOLD_ELSEWHERE = frozenset({Doubt.ORDER, Doubt.REPEATED, Doubt.LATE_BID, Doubt.VANISHED, Doubt.SHRUNK, Doubt.BELOW_START, Doubt.TIMES})


@dataclass(frozen=True)
class Way:
    """How the answers came: milliseconds of one on average (None: imported), how far the site's clock was before ours."""

    milliseconds: int | None = None
    ahead: timedelta = timedelta()


IMPORTED = Way()


def take_snapshot(
    w: Work, round_id: str, shown: Snapshot, approved: Approved, digests: Sequence[str], *, way: Way = IMPORTED, known: Round | None = None
) -> Round:
    """Take in what the site shows; `known` is the round where the caller has it. The same twice is no change; an older look than the known is a Conflict."""
    found = known or house_round(w, round_id)
    if shown.read_at and found.read_at and shown.read_at < found.read_at:
        raise Conflict("已有更晚的读取")
    before, face, ran_at, now = RoundStatus(found.status), _face(found), found.read_at, shown.read_at or w.now
    found.readings, found.read_at, found.failures, found.failure, found.lost_at = found.readings + 1, now, 0, "", None
    _take_counters(found, shown)
    unkept = note_resumption(found, shown, now)
    taken = take_bids(w, found, shown)
    note_standstill(found, shown, now, ran_at)
    doubts = _take_doubts(w, found, shown, taken, way.ahead)
    _note_reading(w, found, "ok", digests, way, bids=taken.fresh, message="；".join(each.message for each in doubts))
    _take_differences(w, found, shown, approved, taken.expected_end, unkept)
    _take_state(w, found, before, shown, taken)
    found.next_read_at = next_reading(RoundStatus(found.status), w.now, found.opens_at, found.ends_at)
    if shown.attachments is not None and any(digest for _, digest in (*shown.attachments, *(shown.photos or ()))):
        found.files_read_at = w.now
    if taken.fresh:
        w.emit(events.BidRaised(*about(found), taken.fresh, found.current_price or found.start_price))
    _trail(w, found, digests, news=_face(found) != face)
    return found


def _trail(w: Work, found: Round, digests: Sequence[str], *, news: bool) -> None:
    if news:
        found.news += 1
        record(w, "round.read", "round", found.id, _sentence(found), case_id=found.case_id, details={"evidence": list(digests)})
    else:
        record(w, "round.read", "round", found.id, "读取平台，无变化", details={"evidence": list(digests)})


def note_failure(w: Work, round_id: str, failure: SiteFailure, digests: Sequence[str], *, way: Way = IMPORTED, known: Round | None = None) -> Round:
    """The site could not be read: the pages are kept, nothing is decided. In the last hour and after the end it is 待核; people are told once."""
    found = known or house_round(w, round_id)
    _note_reading(w, found, failure.code, digests, way, message=failure.message)
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
        case RoundStatus.WITHDRAWN:
            found.ended_at = found.ended_at or w.now
            w.emit(events.RoundWithdrawn(*of, found.ended_at))
        case _:
            pass


def _face(found: Round) -> tuple[object, ...]:
    """What people see of a lot: when it changes, pages are sent anew."""
    shown = (found.status, found.raw_state, found.ends_at, found.current_price, found.bid_count, found.extensions, found.applicants, found.viewers)
    return (*shown, found.doubts, found.faults, found.open_differences, found.failures, found.winner_code)


def _sentence(found: Round) -> str:
    price = f"，当前价 {found.current_price.grouped} 元" if found.current_price else ""
    return f"读取平台：出价 {found.bid_count} 次{price}" if found.bid_count else f"读取平台：{found.raw_state or '尚无出价'}"


def _note_reading(w: Work, found: Round, outcome: str, digests: Sequence[str], way: Way, *, message: str = "", bids: int = 0) -> None:
    of = {"court_id": found.court_id, "case_id": found.case_id, "round_id": found.id, "site": found.site}
    found.answers += len(digests)
    w.session.add(RoundReading(**of, at=w.now, outcome=outcome, message=message[:300], digests=list(digests), bids=bids, milliseconds=way.milliseconds))


def _take_counters(found: Round, shown: Snapshot) -> None:
    found.raw_state = shown.raw_state or found.raw_state
    found.applicants = shown.applicants if shown.applicants is not None else found.applicants
    found.viewers = shown.viewers if shown.viewers is not None else found.viewers
    found.ends_at = shown.end_at if shown.end_at and shown.end_at >= found.scheduled_end_at else found.ends_at


def _take_doubts(w: Work, found: Round, shown: Snapshot, taken: Taken, ahead: timedelta) -> tuple[Flag, ...]:
    """What makes no sense in itself (sites.md §9) stands beside the lot until a look without it; an error is told once, when it first shows."""
    known = Snapshot(shown.site, shown.lot_id, bid_count=found.bid_count, current_price=found.current_price) if shown.bids is None and found.bid_count else None
    flags = check(shown, known, ahead=ahead)
    before = {each["code"] for each in found.doubts}
    doubts = [{"code": each.doubt.value, "message": each.message, "hint": each.hint} for each in flags]
    if doubts != found.doubts:
        found.doubts = doubts
    news = [each for each in flags if not each.hint and each.doubt not in _TOLD_ELSEWHERE and each.doubt.value not in before]
    if news:
        w.emit(events.ReadingDoubtful(*about(found), found.title, "；".join(each.message for each in news)))
    return flags


def _take_differences(w: Work, found: Round, shown: Snapshot, approved: Approved, expected_end: datetime | None, unkept: Mismatch | None) -> None:
    pairs = pairs_of(approved, shown, expected_end, due_end(found))
    mismatches, _ = mismatches_in(pairs)
    shown_now = {**found.shown, **{field: [wanted, seen] for field, wanted, seen in pairs if seen is not None}}
    if shown_now != found.shown:
        found.shown, found.compared = shown_now, len(shown_now)
    if found.halted and status_after(RoundStatus.ANNOUNCED, shown.state) not in {*STOPPED, RoundStatus.WITHDRAWN}:
        mismatches.append(Mismatch("拍卖状态", HaltKind(found.halted).word, STATE_TITLES[shown.state]))
    if unkept is not None:
        mismatches.append(unkept)
    if not mismatches:
        return
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


def _take_state(w: Work, found: Round, before: RoundStatus, shown: Snapshot, taken: Taken) -> None:
    """Where the lot stands now. A result that does not fit the bids that are known decides nothing: it waits for a person or a better look."""
    state = shown.state
    if state is LotState.ENDED_UNCONFIRMED and found.stops and w.now < found.ends_at:
        state = LotState.LIVE  # a site that goes on showing the announced end after a suspension
    after = status_after(before, state, halted=bool(found.halted))
    if after is RoundStatus.SOLD and before is not RoundStatus.SOLD:
        after = _take_sale(found, shown, taken)
    if after is RoundStatus.FAILED and before is not RoundStatus.FAILED:
        after = RoundStatus.ENDED if found.bid_count else after
    if after is RoundStatus.FAILED and before is not RoundStatus.FAILED:
        found.ended_at = shown.end_at or found.ends_at
    become(w, found, after)


def _take_sale(found: Round, shown: Snapshot, taken: Taken) -> RoundStatus:
    """Sold, if there are a winner and a price and both are the last bid's; else the result stays open."""
    leader, price = (taken.leader, taken.price) if taken.price is not None else (found.leader, found.current_price)
    winner, final = shown.winner_code or "", shown.final_price or price
    if not winner or final is None or (price is not None and (winner, final) != (leader, price)):
        return RoundStatus.ENDED
    found.winner_code, found.final_price, found.ended_at = winner, final, taken.expected_end or found.ends_at
    return RoundStatus.SOLD
