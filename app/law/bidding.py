"""Bidding: the running end, whether a bid is in time, and the verifier of a bid log that names each fault and only it (NA-19, NA-23 to NA-27, NA-46)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from app.kernel.money import Money
from app.law.bids import EXTENSION, LEAST_BIDDING_TIME, BidEntry, BidTerms, FaultKind
from app.law.findings import Finding
from app.law.log_doubts import Doubt, doubts, unnumbered
from app.law.rulebook import finding

__all__ = [
    "EXTENSION",
    "LEAST_BIDDING_TIME",
    "BidEntry",
    "BidTerms",
    "FaultKind",
    "Standing",
    "Verification",
    "extend",
    "extended_end",
    "in_time",
    "leads",
    "opened",
    "step",
    "verify_bid_log",
]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the bidding stands after some bids. `maybe_end_at` is the latest end possible when a line's time or count is in doubt."""

    end_at: datetime
    maybe_end_at: datetime
    leader: BidEntry | None = None
    anchors: tuple[Money, ...] = ()
    last_at: datetime | None = None
    last_seq: int | None = None
    extensions: int = 0
    seen: frozenset[BidEntry] = frozenset()

    @property
    def price(self) -> Money | None:
        """The highest price so far."""
        return max(self.anchors, default=None)


@dataclass(frozen=True, slots=True)
class Verification:
    """A log judged: counts of all its lines, the winner and price by its valid bids, the end, and (line index, finding) with their kinds."""

    ok: bool
    bids: int
    bidders: int
    winner: str | None
    price: Money | None
    end_at: datetime
    extensions: int
    findings: tuple[tuple[int, Finding], ...]
    kinds: tuple[FaultKind, ...]


@dataclass(slots=True)
class _Tally:
    faults: list[tuple[int, FaultKind, Finding]] = field(default_factory=list)

    def note(self, index: int, bid: BidEntry, terms: BidTerms, standing: Standing, kinds: Iterable[FaultKind]) -> None:
        self.faults.extend((index, kind, _fault(kind, index, bid, terms, standing)) for kind in kinds)


def extend(scheduled_end_at: datetime, bids_at: Iterable[datetime]) -> datetime:
    """The end after bids: a bid in the last five minutes moves it to five minutes after that bid; bids at or after the end do not count (NA-25, G8)."""
    end_at = scheduled_end_at
    for at in sorted(bids_at):
        end_at = extended_end(end_at, at)
    return end_at


def extended_end(end_at: datetime, bid_at: datetime) -> datetime:
    """The end after one bid."""
    return bid_at + EXTENSION if timedelta() < end_at - bid_at < EXTENSION else end_at


def in_time(end_at: datetime, server_at: datetime) -> bool:
    """Only the platform's own time counts, and a bid at the end instant is too late (NA-25, G8)."""
    return server_at < end_at


def opened(terms: BidTerms) -> Standing:
    """The standing before the first bid."""
    return Standing(terms.scheduled_end_at, terms.scheduled_end_at)


def step(terms: BidTerms, standing: Standing, bid: BidEntry, *, index: int = 0) -> tuple[Standing, tuple[tuple[FaultKind, Finding], ...]]:
    """One new bid against the standing: the next standing and the faults of this bid alone (the incremental form of verify_bid_log)."""
    tally = _Tally()
    after = _take(terms, standing, index, bid, _doubt_of_new(standing, bid), tally)
    return replace(after, seen=standing.seen | {unnumbered(bid)}), tuple((kind, found) for _, kind, found in tally.faults)


def verify_bid_log(terms: BidTerms, bids: Sequence[BidEntry]) -> Verification:
    """Judge a whole log, oldest line first. A fault in one line is not told again of the lines that follow from it."""
    standing, tally = opened(terms), _Tally()
    for index, (bid, doubt) in enumerate(zip(bids, doubts(bids), strict=True)):
        standing = _take(terms, standing, index, bid, doubt, tally)
    leader = standing.leader
    return Verification(
        ok=not tally.faults,
        bids=len(bids),
        bidders=len({bid.bidder for bid in bids}),
        winner=leader.bidder if leader else None,
        price=leader.price if leader else None,
        end_at=standing.end_at,
        extensions=standing.extensions,
        findings=tuple((index, found) for index, _, found in tally.faults),
        kinds=tuple(kind for _, kind, _ in tally.faults),
    )


class Ranked(Protocol):
    """What decides who leads: the price, a confirmed preferential right, and its rank."""

    @property
    def price(self) -> Money: ...

    @property
    def priority(self) -> bool: ...

    @property
    def rank(self) -> int | None: ...


def leads(challenger: Ranked, leader: Ranked) -> bool:
    """Does the later bid take the lead? A higher price does; at one price a preferential buyer before others, then the earlier rank (NA-27)."""
    if challenger.price != leader.price:
        return challenger.price > leader.price
    if not (challenger.priority and leader.priority):
        return challenger.priority
    return challenger.rank is not None and leader.rank is not None and challenger.rank < leader.rank


def _doubt_of_new(standing: Standing, bid: BidEntry) -> Doubt:
    if unnumbered(bid) in standing.seen:
        return Doubt((FaultKind.DUPLICATE,))
    ahead = bid.seq - standing.last_seq if bid.seq is not None and standing.last_seq is not None else 1
    if ahead <= 0:
        return Doubt((FaultKind.SEQ_REVERSED,))
    reversed_ = (FaultKind.TIME_REVERSED,) if standing.last_at is not None and bid.at < standing.last_at else ()
    gap = (FaultKind.SEQ_GAP,) if ahead > 1 else ()
    return Doubt((*gap, *reversed_), ahead - 1)


def _take(terms: BidTerms, standing: Standing, index: int, bid: BidEntry, doubt: Doubt, tally: _Tally) -> Standing:
    tally.note(index, bid, terms, standing, doubt.kinds)
    standing = _numbered(standing, bid, doubt)
    if FaultKind.DUPLICATE in doubt.kinds:
        return standing
    placed = not _MISPLACED.intersection(doubt.kinds)
    void = tuple(_void_kinds(terms, standing, bid, timed=placed))
    weak = () if void else tuple(kind for kind in _price_kinds(terms, standing, bid) if placed or kind is not FaultKind.NOT_RISING)
    tally.note(index, bid, terms, standing, (*void, *weak))
    after = _timed(standing, bid, counts=not void) if placed else _doubted(standing, lines=1)
    return after if void else _priced(terms, after, bid, good=not weak)


_MISPLACED = frozenset({FaultKind.SEQ_REVERSED, FaultKind.TIME_REVERSED})


def _numbered(standing: Standing, bid: BidEntry, doubt: Doubt) -> Standing:
    numbers = [seq for seq in (standing.last_seq, bid.seq) if seq is not None]
    return _doubted(replace(standing, last_seq=max(numbers, default=None)), lines=doubt.unseen)


def _doubted(standing: Standing, *, lines: int) -> Standing:
    """Lines that are missing or out of place may each have moved the end."""
    return replace(standing, maybe_end_at=standing.maybe_end_at + EXTENSION * lines) if lines else standing


def _void_kinds(terms: BidTerms, standing: Standing, bid: BidEntry, *, timed: bool) -> Iterable[FaultKind]:
    if timed and bid.at < terms.opens_at:
        yield FaultKind.BEFORE_OPENING
    if timed and bid.at >= standing.maybe_end_at:
        yield FaultKind.AFTER_END
    if bid.bidder in terms.banned:
        yield FaultKind.BANNED
    if not bid.deposit_paid:
        yield FaultKind.NO_DEPOSIT
    if bid.price < terms.start_price:
        yield FaultKind.BELOW_START


def _price_kinds(terms: BidTerms, standing: Standing, bid: BidEntry) -> Iterable[FaultKind]:
    reached = standing.price
    if reached is not None and bid.price <= reached:
        if not (bid.priority and bid.price == reached):
            yield FaultKind.NOT_RISING
        return
    steps_from = standing.anchors or (terms.start_price,)
    if all((bid.price - anchor).fen % terms.increment.fen for anchor in steps_from):
        yield FaultKind.OFF_INCREMENT


def _timed(standing: Standing, bid: BidEntry, *, counts: bool) -> Standing:
    """The clock after a line in its place. The platform let even a void bid in, so the end may have moved with it."""
    if bid.at >= standing.maybe_end_at:
        return standing
    known = replace(standing, last_at=bid.at)
    maybe_end_at = max(standing.maybe_end_at, extended_end(standing.maybe_end_at, bid.at))
    if not counts:
        return replace(known, maybe_end_at=max(maybe_end_at, bid.at + EXTENSION))
    if bid.at <= standing.end_at - EXTENSION:
        return known
    end_at = bid.at + EXTENSION
    return replace(known, end_at=end_at, maybe_end_at=end_at, extensions=standing.extensions + 1)


def _priced(terms: BidTerms, standing: Standing, bid: BidEntry, *, good: bool) -> Standing:
    leader = bid if standing.leader is None or leads(bid, standing.leader) else standing.leader
    reached = standing.price
    if reached is not None and bid.price <= reached:
        return replace(standing, leader=leader)
    anchors = (bid.price,) if good else ((standing.anchors or (terms.start_price,))[0], bid.price)
    return replace(standing, leader=leader, anchors=anchors)


_RULES = {
    FaultKind.DUPLICATE: ("NA-26", "", "每次出价只记录一次"),
    FaultKind.SEQ_GAP: ("NA-26", "seq", "序号连续"),
    FaultKind.SEQ_REVERSED: ("NA-26", "seq", "按先后排列"),
    FaultKind.TIME_REVERSED: ("NA-26", "at", "不早于前一次出价"),
    FaultKind.BEFORE_OPENING: ("NA-24", "at", "不早于开始时刻"),
    FaultKind.AFTER_END: ("NA-25", "at", "早于结束时刻"),
    FaultKind.BELOW_START: ("NA-23", "price", "不低于起拍价"),
    FaultKind.NOT_RISING: ("NA-23", "price", "高于当前价"),
    FaultKind.OFF_INCREMENT: ("NA-23", "price", "按加价幅度的整数倍递增"),
    FaultKind.BANNED: ("NA-46", "bidder", "不在禁止竞买名单内"),
    FaultKind.NO_DEPOSIT: ("NA-19", "bidder", "出价前交纳保证金"),
}
_WORDS = {
    FaultKind.DUPLICATE: "与前面的出价完全相同，重复记录",
    FaultKind.SEQ_GAP: "序号 {seq} 之前缺少出价记录",
    FaultKind.SEQ_REVERSED: "序号 {seq} 不在应有的位置",
    FaultKind.TIME_REVERSED: "时间 {at} 与前后出价的先后不符",
    FaultKind.BEFORE_OPENING: "出价时间 {at} 早于开始时刻，无效",
    FaultKind.AFTER_END: "出价时间 {at} 不早于结束时刻 {end}，无效",
    FaultKind.BELOW_START: "出价 {price} 元低于起拍价 {start} 元，无效",
    FaultKind.NOT_RISING: "出价 {price} 元不高于当前价 {reached} 元",
    FaultKind.OFF_INCREMENT: "出价 {price} 元不是加价幅度 {increment} 元的整数倍",
    FaultKind.BANNED: "竞买人 {bidder} 在禁止竞买名单内",
    FaultKind.NO_DEPOSIT: "竞买人 {bidder} 未交纳保证金",
}


def _fault(kind: FaultKind, index: int, bid: BidEntry, terms: BidTerms, standing: Standing) -> Finding:
    rule_id, concerned, required = _RULES[kind]
    reached = standing.price
    words = _WORDS[kind].format(
        seq=bid.seq,
        at=bid.at.isoformat(),
        end=standing.end_at.isoformat(),
        price=bid.price.grouped,
        start=terms.start_price.grouped,
        reached=reached.grouped if reached else "",
        increment=terms.increment.grouped,
        bidder=bid.bidder,
    )
    found = {"seq": bid.seq, "at": bid.at.isoformat(), "price": bid.price, "bidder": bid.bidder}.get(concerned, f"第 {index + 1} 条")
    where = f"bids.{index}.{concerned}" if concerned else f"bids.{index}"
    return finding(rule_id, found=found, required=required, message=f"第 {index + 1} 次出价异常：{words}", field=where)
