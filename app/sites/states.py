"""What a lot's state is, from the site's own word, the clock and the result: one table. A past end is never a sale; a court's confirmation outranks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.sites.contract import LotState


class Phase(StrEnum):
    """Where the reading's instant lies against the lot's times; UNKNOWN when the instant or the times are not known."""

    BEFORE = "before"
    DURING = "during"
    PAST = "past"
    UNKNOWN = "unknown"


class Result(StrEnum):
    """What else the site shows about the outcome."""

    NOTHING = "nothing"
    NO_BIDS = "no_bids"
    BIDS = "bids"
    BIDS_RESERVE = "bids_reserve"
    CONFIRMED = "confirmed"


@dataclass(frozen=True)
class Signs:
    """What one reading shows: the site's word as a neutral state, times (aware UTC), bids, reserve beside the starting price, confirmation document."""

    claim: LotState
    now: datetime | None = None
    start_at: datetime | None = None
    end_at: datetime | None = None
    bid_count: int | None = None
    reserve: bool | None = None
    confirmed: bool = False


_S = LotState
_CLOCKED = (_S.UPCOMING, _S.LIVE)
FINAL = frozenset({_S.SOLD, _S.FAILED, _S.WITHDRAWN, _S.UNPERFORMED, _S.DEBT_SETTLED})
_RANK: dict[LotState, int] = {
    _S.UNKNOWN: 0,
    _S.UPCOMING: 1,
    _S.LIVE: 1,
    _S.PAUSED: 1,
    _S.POSTPONED: 1,
    _S.SUSPENDED: 1,
    _S.ENDED_UNCONFIRMED: 1,
    _S.SOLD_PENDING_COURT: 2,
    _S.FAILED_PENDING_COURT: 2,
    _S.SOLD: 3,
    _S.FAILED: 3,
    _S.WITHDRAWN: 3,
    _S.UNPERFORMED: 4,
    _S.DEBT_SETTLED: 4,
}
# (site's word, phase, result) → state; what is not named keeps the site's word. None stands for any.
_TABLE: tuple[tuple[LotState, Phase | None, Result | None, LotState], ...] = (
    # The site has not changed its page although the end is past: not a result, except by the confirmation document.
    (_S.LIVE, Phase.PAST, Result.CONFIRMED, _S.SOLD),
    (_S.LIVE, Phase.PAST, None, _S.ENDED_UNCONFIRMED),
    (_S.UPCOMING, Phase.PAST, None, _S.ENDED_UNCONFIRMED),
    (_S.UNKNOWN, Phase.PAST, Result.CONFIRMED, _S.SOLD),
    # The site says 'ended' and no more: bids decide, unless a reserve may stand above them.
    (_S.ENDED_UNCONFIRMED, None, Result.CONFIRMED, _S.SOLD),
    (_S.ENDED_UNCONFIRMED, Phase.BEFORE, None, _S.ENDED_UNCONFIRMED),
    (_S.ENDED_UNCONFIRMED, Phase.DURING, None, _S.ENDED_UNCONFIRMED),
    (_S.ENDED_UNCONFIRMED, None, Result.NO_BIDS, _S.FAILED),
    (_S.ENDED_UNCONFIRMED, None, Result.BIDS, _S.SOLD),
    # 'Sold' without a bid cannot be.
    (_S.SOLD, None, Result.NO_BIDS, _S.ENDED_UNCONFIRMED),
    (_S.SOLD_PENDING_COURT, None, Result.NO_BIDS, _S.ENDED_UNCONFIRMED),
    # The court's confirmation outranks the site's waiting word.
    (_S.SOLD_PENDING_COURT, None, Result.CONFIRMED, _S.SOLD),
)


def settle(signs: Signs) -> LotState:
    """The neutral state of one reading."""
    phase, result = phase_of(signs), result_of(signs)
    for claim, in_phase, with_result, state in _TABLE:
        if claim is signs.claim and in_phase in (None, phase) and with_result in (None, result):
            return state
    return signs.claim


def follow(previous: LotState | None, fresh: LotState) -> LotState:
    """The state after a new reading: a decided state is not taken back by a weaker word, nor one final state by another (see `contradicts`)."""
    if previous is None or _RANK[fresh] > _RANK[previous]:
        return fresh
    if _RANK[fresh] < _RANK[previous] and _RANK[previous] >= 2:
        return previous
    return previous if contradicts(previous, fresh) else fresh


def contradicts(previous: LotState | None, fresh: LotState) -> bool:
    """Two readings that cannot both be true: one result and then another. A person looks at it."""
    return previous is not None and previous is not fresh and _RANK[previous] == _RANK[fresh] and _RANK[previous] >= 2


def phase_of(signs: Signs) -> Phase:
    """Where the reading's instant lies."""
    if signs.now is None:
        return Phase.UNKNOWN
    if signs.end_at is not None and signs.now >= signs.end_at:
        return Phase.PAST
    if signs.start_at is not None and signs.now < signs.start_at:
        return Phase.BEFORE
    return Phase.DURING if signs.start_at is not None and signs.end_at is not None else Phase.UNKNOWN


def result_of(signs: Signs) -> Result:
    """What the reading shows about the outcome."""
    if signs.confirmed:
        return Result.CONFIRMED
    if signs.bid_count is None:
        return Result.NOTHING
    if signs.bid_count == 0:
        return Result.NO_BIDS
    return Result.BIDS if signs.reserve is False else Result.BIDS_RESERVE
