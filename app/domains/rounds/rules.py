"""Rules of rounds: what a snapshot changes, when to read again, what differs from the frozen plan. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import overload

from app.kernel.clock import local
from app.kernel.money import Money
from app.law.bidding import BidEntry, BidTerms, FaultKind, Standing, opened, step, verify_bid_log
from app.law.findings import Finding
from app.sites.contract import Bid, LotState, Snapshot

UNREAD_MATTERS = timedelta(hours=1)
ROUND_NAMES = {1: "一拍", 2: "二拍", 3: "变卖"}
FILES_EVERY = timedelta(hours=6)


class RoundStatus(StrEnum):
    """Where a lot stands (ui.md §2.5)."""

    AWAITING = "awaiting"
    ANNOUNCED = "announced"
    LIVE = "live"
    UNCLEAR = "unclear"
    ENDED = "ended_unconfirmed"
    SOLD = "sold"
    FAILED = "failed"
    DEFERRED = "deferred"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    DEFAULT = "default"


FINAL = frozenset({RoundStatus.SOLD, RoundStatus.FAILED, RoundStatus.WITHDRAWN, RoundStatus.DEFAULT})

STATUS_OF: dict[LotState, RoundStatus] = {
    LotState.UPCOMING: RoundStatus.ANNOUNCED,
    LotState.LIVE: RoundStatus.LIVE,
    LotState.PAUSED: RoundStatus.SUSPENDED,
    LotState.POSTPONED: RoundStatus.DEFERRED,
    LotState.SUSPENDED: RoundStatus.SUSPENDED,
    LotState.WITHDRAWN: RoundStatus.WITHDRAWN,
    LotState.ENDED_UNCONFIRMED: RoundStatus.ENDED,
    LotState.SOLD_PENDING_COURT: RoundStatus.ENDED,
    LotState.FAILED_PENDING_COURT: RoundStatus.ENDED,
    LotState.SOLD: RoundStatus.SOLD,
    LotState.FAILED: RoundStatus.FAILED,
    LotState.UNPERFORMED: RoundStatus.DEFAULT,
    LotState.DEBT_SETTLED: RoundStatus.FAILED,
    LotState.UNKNOWN: RoundStatus.UNCLEAR,
}


STOPPED = frozenset({RoundStatus.DEFERRED, RoundStatus.SUSPENDED})
_KEPT_WHEN_UNKNOWN = STOPPED | {RoundStatus.AWAITING, RoundStatus.ENDED}


def status_after(current: RoundStatus, shown: LotState, *, halted: bool = False) -> RoundStatus:
    """The status that a reading leads to. A result is never taken back by a later reading, save that a sale may turn into default.

    A lot that the judge halted stays so until the order is lifted, whatever the site shows (the difference is told); an unknown state moves no stopped lot.
    """
    fresh = STATUS_OF[shown]
    if current is RoundStatus.SOLD:
        return RoundStatus.DEFAULT if fresh is RoundStatus.DEFAULT else current
    if current in FINAL:
        return current
    if halted and fresh not in {*STOPPED, RoundStatus.WITHDRAWN}:
        return current
    return current if shown is LotState.UNKNOWN and current in _KEPT_WHEN_UNKNOWN else fresh


def next_reading(status: RoundStatus, now: datetime, opens_at: datetime, ends_at: datetime) -> datetime | None:
    """When to look again: seldom while announced, quicker towards the end, steadily until the result; never after it."""
    if status in FINAL:
        return None
    if status in STOPPED:
        return now + timedelta(minutes=15)
    if now < opens_at:
        return min(now + timedelta(hours=6), max(opens_at, now + timedelta(seconds=5)))
    left = ends_at - now
    if left > timedelta(hours=1):
        return min(now + timedelta(minutes=15), ends_at - timedelta(hours=1))
    if left > timedelta(minutes=10):
        return now + timedelta(seconds=30)
    if left > timedelta(0):
        return now + timedelta(seconds=5)
    return now + (timedelta(seconds=15) if -left < timedelta(hours=2) else timedelta(hours=1))


def retry_after_failure(failures: int, now: datetime, ends_at: datetime) -> datetime:
    """After a failed look: at once again when the end is near, else further each time."""
    if now >= ends_at - UNREAD_MATTERS:
        return now + timedelta(seconds=15)
    wait = timedelta(seconds=30 * (1 << min(failures, 7)))
    return now + min(wait, timedelta(hours=1))


def paced(next_at: datetime | None, now: datetime, speed: float) -> datetime | None:
    """A reading is never due sooner than half a real second from now, however fast the house's clock runs (speed: our seconds a real one)."""
    return None if next_at is None else max(next_at, now + timedelta(seconds=speed / 2))


def files_due(read_at: datetime | None, now: datetime) -> bool:
    """Are attachments and photos to be fetched with this reading? Once after the announcement, then every six hours."""
    return read_at is None or now - read_at >= FILES_EVERY


def loss_matters(now: datetime, opens_at: datetime, ends_at: datetime) -> bool:
    """Must people be told that the site cannot be read? In the last hour, and once the end has passed."""
    return now >= opens_at and now >= ends_at - UNREAD_MATTERS


@dataclass(frozen=True)
class VerifiedBid:
    """A bid with what the verifier says and the running end after it."""

    bid: Bid
    end_after: datetime
    extends: bool
    faults: tuple[tuple[FaultKind, Finding], ...]

    @property
    def message(self) -> str:
        """What is wrong, '' if nothing."""
        return "；".join(finding.message for _, finding in self.faults)


def verify(terms: BidTerms, bids: Sequence[Bid]) -> tuple[list[VerifiedBid], Standing]:
    """Every bid judged against those before it (NA-23 to NA-27), and where the bidding stands after them."""
    verification = verify_bid_log(terms, [entry_of(bid) for bid in bids])
    faults: dict[int, list[tuple[FaultKind, Finding]]] = {}
    for (index, finding), kind in zip(verification.findings, verification.kinds, strict=False):
        faults.setdefault(index, []).append((kind, finding))
    judged: list[VerifiedBid] = []
    standing: Standing = opened(terms)
    for index, bid in enumerate(bids):
        after, _ = step(terms, standing, entry_of(bid), index=index)
        judged.append(VerifiedBid(bid, after.end_at, after.end_at > standing.end_at, tuple(faults.get(index, ()))))
        standing = after
    return judged, standing


def verify_more(terms: BidTerms, standing: Standing, bids: Sequence[Bid], *, after: int) -> tuple[list[VerifiedBid], Standing]:
    """The same for bids that came after the `after` ones that led to a standing."""
    judged: list[VerifiedBid] = []
    for index, bid in enumerate(bids, start=after):
        then, faults = step(terms, standing, entry_of(bid), index=index)
        judged.append(VerifiedBid(bid, then.end_at, then.end_at > standing.end_at, faults))
        standing = then
    return judged, standing


def entry_of(bid: Bid) -> BidEntry:
    """A site's bid as the law's verifier takes it."""
    return BidEntry(bid.seq, bid.bidder, bid.price, bid.at, bid.priority)


@dataclass(frozen=True)
class Approved:
    """What the frozen plan says of the fields that a site shows."""

    title: str
    round_no: int
    start_price: Money
    reference_price: Money
    deposit: Money
    increment: Money
    opens_at: datetime
    scheduled_end_at: datetime
    court: str
    files: tuple[tuple[str, str], ...] = ()
    photos: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mismatch:
    """A field, what was approved and what is shown, in words."""

    field: str
    approved: str
    shown: str


Pair = tuple[str, str, str | None]


def pairs_of(approved: Approved, shown: Snapshot, expected_end: datetime | None = None, due_end: datetime | None = None) -> list[Pair]:
    """(field, approved, shown) of everything that a site can be held to; shown None: the form that was read does not hold it.

    The end is compared with the announced one (`due_end`, where suspensions put it off) until bidding moved it, then with `expected_end`,
    the end that the bids lead to (NA-25).
    """
    pairs: list[Pair] = [
        ("拍品名称", approved.title, shown.title),
        ("处置法院", approved.court, shown.court),
        ("拍次", ROUND_NAMES[approved.round_no], None if shown.round is None else ROUND_NAMES.get(shown.round, str(shown.round))),
        ("起拍价", approved.start_price.grouped, _money(shown.starting_price)),
        ("评估价", approved.reference_price.grouped, _money(shown.appraisal_price)),
        ("保证金", approved.deposit.grouped, _money(shown.deposit)),
        ("加价幅度", approved.increment.grouped, _money(shown.increment)),
        ("开拍时间", _moment(approved.opens_at), _moment(shown.start_at)),
        _end_pair(approved, shown, expected_end, due_end or approved.scheduled_end_at),
    ]
    return [*pairs, *_files(approved.files, shown.attachments), *_photos(approved.photos, shown.photos)]


def compare(approved: Approved, shown: Snapshot, expected_end: datetime | None = None) -> tuple[list[Mismatch], int]:
    """Fields that differ, and how many were compared; a field that the form does not hold is not."""
    return mismatches_in(pairs_of(approved, shown, expected_end))


def mismatches_in(pairs: Iterable[Pair]) -> tuple[list[Mismatch], int]:
    """The pairs that differ, and how many could be compared."""
    known = [(field, wanted, seen) for field, wanted, seen in pairs if seen is not None]
    return [Mismatch(field, wanted, seen) for field, wanted, seen in known if wanted != seen], len(known)


_RUNNING = frozenset({LotState.UPCOMING, LotState.LIVE})
_OVER = frozenset({LotState.ENDED_UNCONFIRMED, LotState.SOLD_PENDING_COURT, LotState.SOLD})


def _end_pair(approved: Approved, shown: Snapshot, expected: datetime | None, due: datetime) -> Pair:
    """The running end after bids. Sites that go on showing the announced end (rmfysszc, gpai) are not reproached with it."""
    if not shown.bids and not shown.bid_count and not shown.extensions:
        announced = shown.end_at == approved.scheduled_end_at
        return ("结束时间", _moment(due), (_moment(due) if announced else _moment(shown.end_at)) if shown.state in _RUNNING else None)
    if shown.state not in {LotState.LIVE, *_OVER} or expected is None or shown.end_at is None:
        return ("结束时间", _moment(expected or due), None)
    if abs(shown.end_at - expected) < timedelta(seconds=2) or shown.end_at == approved.scheduled_end_at:
        return ("结束时间", _moment(expected), _moment(expected))
    return ("延时后结束时间", _moment(expected), _moment(shown.end_at))


def _photos(approved: tuple[str, ...], shown: tuple[tuple[str, str], ...] | None) -> Iterable[Pair]:
    """Photos have no names that sites keep: their bytes are compared. Nothing is said while their digests are not read."""
    digests = {digest for _, digest in shown or () if digest}
    if not approved or not digests:
        return
    missing = [each for each in approved if each not in digests]
    yield ("照片", f"{len(approved)} 张", f"{len(approved)} 张" if not missing else f"缺 {len(missing)} 张（{missing[0][:4]}…{missing[0][-2:]}）")
    if strange := digests - set(approved):
        yield ("照片", f"{len(approved)} 张", f"多出 {len(strange)} 张未经批准")


def _files(approved: Iterable[tuple[str, str]], shown: tuple[tuple[str, str], ...] | None) -> Iterable[Pair]:
    if shown is None:
        return
    digests = dict(shown)
    for name, digest in approved:
        seen = digests.get(name)
        yield f"附件《{name}》", short(digest), "没有展示" if seen is None else (short(seen) if seen else None)


def short(digest: str) -> str:
    """A digest in the words of an alarm: 9f3c…e0."""
    return f"{digest[:8]}…{digest[-4:]}"


def _money(amount: Money | None) -> str | None:
    return None if amount is None else amount.grouped


@overload
def _moment(at: datetime) -> str: ...


@overload
def _moment(at: datetime | None) -> str | None: ...


def _moment(at: datetime | None) -> str | None:
    return None if at is None else f"{local(at):%Y-%m-%d %H:%M:%S}"


def premium(start: Money, price: Money | None) -> Fraction | None:
    """(price − start) ÷ start; None without a price."""
    return None if price is None or not start else (price - start).ratio(start)
