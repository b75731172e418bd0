"""One simulated lot: what was accepted, what was done to it, and how it stands at an instant. Pure: every answer is computed from `now`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property

from app.kernel.errors import NotNow
from app.kernel.money import Money
from app.simulator.market import Crowd, PlannedBid, Registration, make_bids, register
from app.simulator.terms import File, Terms


class Phase(StrEnum):
    """Where a lot stands on the site."""

    ACCEPTED = "accepted"
    UPCOMING = "upcoming"
    LIVE = "live"
    PAUSED = "paused"
    POSTPONED = "postponed"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    SOLD_PENDING_COURT = "sold_pending_court"
    FAILED_PENDING_COURT = "failed_pending_court"
    SOLD = "sold"
    FAILED = "failed"
    UNPERFORMED = "unperformed"


PHASE_WORDS = {
    Phase.ACCEPTED: "已受理，待公告",
    Phase.UPCOMING: "即将开始",
    Phase.LIVE: "正在进行",
    Phase.PAUSED: "暂停",
    Phase.POSTPONED: "暂缓",
    Phase.SUSPENDED: "中止",
    Phase.WITHDRAWN: "撤回",
    Phase.SOLD_PENDING_COURT: "竞买成功，待法院确认",
    Phase.FAILED_PENDING_COURT: "流拍，待法院确认",
    Phase.SOLD: "法院确认成交",
    Phase.FAILED: "法院确认流拍",
    Phase.UNPERFORMED: "交易未履行",
}
STOPPED = frozenset({Phase.PAUSED, Phase.POSTPONED, Phase.SUSPENDED})
OPEN = frozenset({Phase.ACCEPTED, Phase.UPCOMING, Phase.LIVE}) | STOPPED
ENDED_SOLD = frozenset({Phase.SOLD_PENDING_COURT, Phase.SOLD, Phase.UNPERFORMED})
ENDED_FAILED = frozenset({Phase.FAILED_PENDING_COURT, Phase.FAILED})


class Verb(StrEnum):
    """What the back office can do to a lot."""

    WITHDRAW = "withdraw"
    SUSPEND = "suspend"
    RESUME = "resume"
    CONFIRM = "confirm"
    DEFAULT = "default"


VERB_WORDS = {Verb.WITHDRAW: "撤回", Verb.SUSPEND: "中止", Verb.RESUME: "恢复", Verb.CONFIRM: "确认结果", Verb.DEFAULT: "登记未履行"}
ALLOWED_IN: dict[Verb, frozenset[Phase]] = {
    Verb.WITHDRAW: OPEN,
    Verb.SUSPEND: OPEN - STOPPED,
    Verb.RESUME: STOPPED,
    Verb.CONFIRM: frozenset({Phase.SOLD_PENDING_COURT, Phase.FAILED_PENDING_COURT}),
    Verb.DEFAULT: frozenset({Phase.SOLD_PENDING_COURT, Phase.SOLD}),
}


@dataclass(frozen=True)
class Act:
    """Something that the back office did: what, when, why; `phase` says which kind of stop a suspension is."""

    verb: Verb
    at: datetime
    reason: str = ""
    phase: Phase = Phase.SUSPENDED


@dataclass(frozen=True)
class Lot:
    """A lot of one site, with the crowd that will come to it. Immutable: an act or another crowd makes a new value."""

    site: str
    lot_id: str
    terms: Terms
    crowd: Crowd
    seed: str
    accepted_at: datetime
    package_digest: str = ""
    acts: tuple[Act, ...] = ()
    amended: tuple[datetime, ...] = ()

    @cached_property
    def plan(self) -> tuple[PlannedBid, ...]:
        """The bids to come, computed once."""
        return make_bids(self.terms, self.crowd, self.seed)

    @cached_property
    def registrations(self) -> tuple[Registration, ...]:
        """Deposits and refusals, computed once."""
        return register(self.terms, self.crowd, self.plan, self.seed)

    def after(self, act: Act) -> Lot:
        """The lot with one more act, or NotNow when the state does not permit it."""
        phase = view(self, act.at).phase
        if phase not in ALLOWED_IN[act.verb]:
            raise NotNow(f"拍品现为“{PHASE_WORDS[phase]}”，不能{VERB_WORDS[act.verb]}", code="wrong_state")
        return replace(self, acts=(*self.acts, act))

    def file(self, digest: str) -> File | None:
        """The attachment or photo of a digest (whole or its first characters)."""
        return next((each for each in (*self.terms.attachments, *self.terms.photos) if each.digest.startswith(digest)), None) if digest else None


@dataclass(frozen=True)
class ShownBid:
    """A bid that can be seen: its true time, with suspensions counted in. `seq` from 1, the oldest."""

    seq: int
    at: datetime
    code: str
    price: Money
    priority: bool = False
    extends: bool = False


@dataclass(frozen=True)
class View:
    """How a lot stands at `now`: what a dialect renders. `bids` oldest first; `remaining` is None unless bidding is open or stopped."""

    lot: Lot
    terms: Terms
    now: datetime
    phase: Phase
    opens_at: datetime
    ends_at: datetime
    bids: tuple[ShownBid, ...]
    current_price: Money
    bid_count: int
    extensions: int
    applicants: int
    viewers: int
    reminders: int
    remaining: timedelta | None
    reason: str = ""
    stopped_at: datetime | None = None
    resumed_at: datetime | None = None
    confirmable: bool = True

    @property
    def lot_id(self) -> str:
        """The site's number of the lot."""
        return self.lot.lot_id

    @property
    def leader(self) -> ShownBid | None:
        """The last bid."""
        return self.bids[-1] if self.bids else None

    @property
    def is_sold(self) -> bool:
        """Bidding ended with a highest bid, whatever the court said since."""
        return self.phase in ENDED_SOLD

    @property
    def has_confirmation(self) -> bool:
        """The confirmation document is out (NA-28: made when bidding ended with a sale), unless a fault withholds it."""
        return self.is_sold and self.confirmable


def view(lot: Lot, now: datetime) -> View:
    """The lot at an instant."""
    stops = _stops(lot)
    moment = min([now, *[act.at for act in lot.acts if act.verb is Verb.WITHDRAW]])
    opens = _shifted(lot.terms.opens_at, lot.terms.opens_at, stops)
    shown = _shown(lot, stops, moment)
    planned_end = _planned_end(lot, len(shown))
    ends = _shifted(planned_end, lot.terms.opens_at, stops)
    phase = _phase(lot, now, opens, ends, has_bids=bool(shown))
    seen = int(_hours(lot, now) * _popularity(lot)) + len(shown) * 11
    return View(
        lot=lot,
        terms=lot.terms,
        now=now,
        phase=phase,
        opens_at=opens,
        ends_at=ends,
        bids=shown,
        current_price=shown[-1].price if shown else lot.terms.starting_price,
        bid_count=len(shown),
        extensions=sum(bid.extends for bid in shown),
        applicants=sum(not each.refused and each.at <= now for each in lot.registrations),
        viewers=seen,
        reminders=seen // 41,
        remaining=_remaining(phase, stops, now, opens, ends),
        reason=lot.acts[-1].reason if lot.acts else "",
        stopped_at=next((stop.since for stop in reversed(stops)), None),
        resumed_at=next((stop.until for stop in reversed(stops) if stop.until), None),
    )


@dataclass(frozen=True)
class _Stop:
    since: datetime
    until: datetime | None


def _stops(lot: Lot) -> list[_Stop]:
    stops: list[_Stop] = []
    for act in lot.acts:
        if act.verb is Verb.SUSPEND:
            stops.append(_Stop(act.at, None))
        elif act.verb is Verb.RESUME:
            stops[-1] = replace(stops[-1], until=act.at)
    return stops


def _shifted(planned: datetime, opens: datetime, stops: list[_Stop], *, open_stop_hides: bool = False) -> datetime:
    """Where a planned instant falls once finished suspensions have pushed it back; the remaining time is kept."""
    at = planned
    for stop in stops:
        since = max(stop.since, opens)
        if at < since or (at == since and planned != opens):
            continue
        if stop.until is None:
            return datetime.max.replace(tzinfo=planned.tzinfo) if open_stop_hides else at
        at += max(timedelta(0), stop.until - since)
    return at


def _shown(lot: Lot, stops: list[_Stop], moment: datetime) -> tuple[ShownBid, ...]:
    shown: list[ShownBid] = []
    for seq, bid in enumerate(lot.plan, 1):
        at = _shifted(bid.at, lot.terms.opens_at, stops, open_stop_hides=True)
        if at > moment:
            break
        shown.append(ShownBid(seq, at, bid.code, bid.price, bid.priority, bid.extends))
    return tuple(shown)


def _planned_end(lot: Lot, shown: int) -> datetime:
    return lot.plan[shown - 1].end_after if shown else lot.terms.ends_at


def _phase(lot: Lot, now: datetime, opens: datetime, ends: datetime, *, has_bids: bool) -> Phase:
    verbs = [act.verb for act in lot.acts]
    if Verb.WITHDRAW in verbs:
        return Phase.WITHDRAWN
    if verbs and verbs[-1] is Verb.SUSPEND:
        return lot.acts[-1].phase
    if now < lot.terms.announced_at:
        return Phase.ACCEPTED
    if now < ends:
        return Phase.UPCOMING if now < opens else Phase.LIVE
    if not has_bids:
        return Phase.FAILED if Verb.CONFIRM in verbs else Phase.FAILED_PENDING_COURT
    if Verb.DEFAULT in verbs:
        return Phase.UNPERFORMED
    return Phase.SOLD if Verb.CONFIRM in verbs else Phase.SOLD_PENDING_COURT


def _remaining(phase: Phase, stops: list[_Stop], now: datetime, opens: datetime, ends: datetime) -> timedelta | None:
    if phase is Phase.LIVE:
        return ends - now
    if phase in STOPPED:
        return ends - max(stops[-1].since, opens)
    return None


def _hours(lot: Lot, now: datetime) -> float:
    return max(0.0, (now - lot.accepted_at).total_seconds() / 3600)


def _popularity(lot: Lot) -> int:
    """Looks an hour: the same for the same lot."""
    return 9 + sum(lot.seed.encode()) % 23
