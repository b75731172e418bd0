"""Taking in a site's bid log: new bids are kept with what the verifier says, bids that disappeared or came back are named, nothing is kept twice."""

from __future__ import annotations

from collections import OrderedDict, defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock
from typing import Any

from app.domains.rounds import events
from app.domains.rounds.queries import list_bids
from app.domains.rounds.rules import VerifiedBid, verify, verify_more
from app.domains.rounds.stops import Stop, due_end, moved_since, running, shown_end, stops_of
from app.domains.rounds.tables import BidRow, Round
from app.infra.unit_of_work import Work
from app.kernel.ids import digest_of
from app.kernel.money import Money
from app.law.bidding import LEAST_BIDDING_TIME, BidTerms, FaultKind, Standing
from app.sites.contract import Bid, Snapshot

GONE = "出价消失或被改动"
BACK = "出价曾从平台消失，后又恢复"
SALE = 3
_Key = tuple[str, Money, datetime]


@dataclass(frozen=True)
class Taken:
    """How many bids were new; who leads at which price, and the end that all of them lead to (None: no bids are known)."""

    fresh: int = 0
    leader: str = ""
    price: Money | None = None
    expected_end: datetime | None = None


def about(found: Round) -> tuple[str, str, str, str, str]:
    """What every fact of a round begins with."""
    return (found.id, found.case_id, found.court_id, found.asset_id, found.plan_id)


def terms_of(found: Round, first_bid_at: datetime | None = None) -> BidTerms:
    """What the round's bids are verified against. The first bid of a 变卖 starts a contest of 24 hours (BM-07)."""
    end = found.scheduled_end_at
    if found.round_no == SALE and first_bid_at is not None:
        end = min(end, max(first_bid_at, found.opens_at) + LEAST_BIDDING_TIME)
    return BidTerms(found.start_price, found.increment, found.opens_at, end, frozenset(found.banned))


def take_bids(w: Work, found: Round, shown: Snapshot) -> Taken:
    """A bid is known by bidder, price and time (a site renumbers when it loses a row): what is not kept yet is new.

    The same log as before is no work at all; one that only grew needs no look at the kept bids.
    """
    stops = stops_of(found)
    found.ends_at = max(found.ends_at, due_end(found)) if stops else found.ends_at
    if shown.bids is None:
        return Taken()
    count = found.bid_log.get("count", -1)
    grew = count >= 0 and len(shown.bids) >= count and _digest(shown.bids[:count]) == found.bid_log["digest"]
    if grew and len(shown.bids) == count:
        return _unchanged(found)
    told, standing = _judged(found, shown.bids, stops, _JUDGED.find(found.id, found.bid_log["digest"]) if grew else None)
    if grew:
        fresh = told[count:]
        seq = _append(w, found, fresh)
    else:
        rows = list_bids(w, found.id)
        fresh, gone, back = _sorted_out(rows, told)
        seq = _insert(w, found, rows, fresh)
        _tell_gone(w, found, gone)
        for row in back:
            row.gone_at, row.fault = None, BACK
        grew = len(rows) + len(fresh) == len(told)
    _tell_faults(w, found, [each for each in fresh if each.faults])
    taken = _stand(found, told, len(fresh), stops)
    whole = grew and taken.expected_end is not None and not any(map(_repeats, told))
    found.bid_log = _log_of(shown.bids, seq, taken.expected_end) if whole and taken.expected_end else {}
    if whole:
        _JUDGED.keep(found.id, found.bid_log["digest"], (told, standing))
    return taken


Judged = tuple[list[VerifiedBid], Standing]


class _Remembered:
    """Logs that this process has judged, by round and digest, the oldest forgotten first: of a log that grew only the new bids are judged."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._logs: OrderedDict[str, tuple[str, Judged]] = OrderedDict()
        self._alone = Lock()

    def find(self, round_id: str, digest: str) -> Judged | None:
        """The judged log, if it is that one."""
        with self._alone:
            known = self._logs.get(round_id)
        return known[1] if known and known[0] == digest else None

    def keep(self, round_id: str, digest: str, judged: Judged) -> None:
        """Keep the latest log of a round."""
        with self._alone:
            self._logs[round_id] = (digest, judged)
            self._logs.move_to_end(round_id)
            if len(self._logs) > self._most:
                self._logs.popitem(last=False)


_JUDGED = _Remembered(4_000)


def _judged(found: Round, shown: Sequence[Bid], stops: Sequence[Stop], before: Judged | None) -> Judged:
    """Every bid judged by a clock that stood still during suspensions, its end by the wall's clock."""
    bids = running(shown, stops)
    terms = terms_of(found, min((each.at for each in bids), default=None))
    if before is None:
        judged, standing = verify(terms, bids)
        return _by_the_wall(judged, shown, stops), standing
    told, standing = before
    if told and told[0].bid.seq != bids[0].seq:  # the site numbers its rows anew: a number says nothing against the ones before
        return _judged(found, shown, stops, None)
    more, standing = verify_more(terms, standing, bids[len(told) :], after=len(told))
    return [*told, *_by_the_wall(more, shown[len(told) :], stops)], standing


def _by_the_wall(judged: Sequence[VerifiedBid], shown: Sequence[Bid], stops: Sequence[Stop]) -> list[VerifiedBid]:
    if not stops:
        return list(judged)
    return [replace(each, bid=bid, end_after=shown_end(each.end_after, bid.at, stops)) for each, bid in zip(judged, shown, strict=True)]


def _log_of(shown: Sequence[Bid], seq: int, end: datetime) -> dict[str, Any]:
    return {"digest": _digest(shown), "count": len(shown), "seq": seq, "end": end.isoformat()}


def _unchanged(found: Round) -> Taken:
    if not found.bid_log["count"]:
        return Taken()
    end = datetime.fromisoformat(found.bid_log["end"])
    found.ends_at = _later(found, end)
    return Taken(0, found.leader, found.current_price, end)


def _digest(bids: Sequence[Bid]) -> str:
    return digest_of("\n".join(f"{bid.bidder}|{bid.price.fen}|{bid.at.isoformat()}" for bid in bids).encode())


def _stand(found: Round, told: Sequence[VerifiedBid], fresh: int, stops: Sequence[Stop]) -> Taken:
    """Where the bidding stands: a repeated row counts once, the leader is the highest bid (the later of two equal ones, a preferential match)."""
    once = [each for each in told if not _repeats(each)]
    if not once:
        return Taken(fresh)
    _, top = max(enumerate(once), key=lambda placed: (placed[1].bid.price, placed[0]))
    end = max(each.end_after + moved_since(each.bid.at, stops) for each in once)
    found.bid_count, found.current_price, found.leader = len(once), top.bid.price, top.bid.bidder
    found.extensions = sum(each.extends for each in once)
    found.ends_at = _later(found, end)
    return Taken(fresh, top.bid.bidder, top.bid.price, end)


def _later(found: Round, end: datetime) -> datetime:
    """The end that people are shown: never before what the site shows, save that the first bid of a 变卖 cuts its window short."""
    return end if found.round_no == SALE else max(found.ends_at, end)


def _sorted_out(rows: Sequence[BidRow], told: Sequence[VerifiedBid]) -> tuple[list[VerifiedBid], list[BidRow], list[BidRow]]:
    """Bids that are new, rows that are gone, rows that are back. Each kept row answers for one shown bid, those that stand first."""
    waiting: defaultdict[_Key, deque[BidRow]] = defaultdict(deque)
    for row in sorted(rows, key=lambda each: each.gone_at is not None):
        waiting[_key(row)].append(row)
    fresh: list[VerifiedBid] = []
    back: list[BidRow] = []
    for each in told:
        kept = waiting[_key(each.bid)]
        if not kept:
            fresh.append(each)
        elif (row := kept.popleft()).gone_at is not None:
            back.append(row)
    return fresh, [row for kept in waiting.values() for row in kept if row.gone_at is None], back


def _key(bid: Bid | BidRow) -> _Key:
    return (bid.bidder, bid.price, bid.at)


def _repeats(each: VerifiedBid) -> bool:
    return any(kind is FaultKind.DUPLICATE for kind, _ in each.faults)


def _append(w: Work, found: Round, fresh: Sequence[VerifiedBid]) -> int:
    """Keep bids after all that are kept; the highest number."""
    highest = int(found.bid_log["seq"])
    for each in fresh:
        highest = max(each.bid.seq, highest + 1)
        w.session.add(_row(w, found, each, highest))
    return highest


def _insert(w: Work, found: Round, rows: Sequence[BidRow], fresh: Sequence[VerifiedBid]) -> int:
    """Keep bids beside others under a number that is free; the highest number."""
    taken = {row.seq for row in rows}
    for each in fresh:
        seq = each.bid.seq if each.bid.seq not in taken else max(taken) + 1
        taken.add(seq)
        w.session.add(_row(w, found, each, seq))
    return max(taken, default=0)


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


def _tell_faults(w: Work, found: Round, faulty: Sequence[VerifiedBid]) -> None:
    """Faulty bids of one reading are told in one message."""
    found.faults += len(faulty)
    if faulty:
        more = f"（本次读取共 {len(faulty)} 次异常）" if len(faulty) > 1 else ""
        w.emit(events.BidFaulty(*about(found), faulty[0].bid.seq, f"{faulty[0].message}{more}"))


def _tell_gone(w: Work, found: Round, rows: Sequence[BidRow]) -> None:
    """Bids that were there and are no more, or stand there changed: flagged once. A repeated row that goes was never a bid of its own."""
    gone = [row for row in rows if row.fault_kind != FaultKind.DUPLICATE]
    for row in rows:
        row.gone_at = w.now
    for row in gone:
        row.fault, row.fault_kind, row.fault_rule = GONE, "gone", "NA-26"
    found.faults += len(gone)
    if gone:
        w.emit(events.BidFaulty(*about(found), gone[0].seq, GONE + (f"（共 {len(gone)} 次）" if len(gone) > 1 else "")))
