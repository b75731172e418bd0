"""What bidding is made of: one line of a bid log, the terms it is judged by, and what can be wrong with a line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.kernel.errors import Invalid
from app.kernel.money import Money

EXTENSION = timedelta(minutes=5)
LEAST_BIDDING_TIME = timedelta(hours=24)


class FaultKind(StrEnum):
    """What can be wrong with one line of a bid log."""

    DUPLICATE = "duplicate"
    SEQ_GAP = "seq_gap"
    SEQ_REVERSED = "seq_reversed"
    TIME_REVERSED = "time_reversed"
    BEFORE_OPENING = "before_opening"
    AFTER_END = "after_end"
    BELOW_START = "below_start"
    NOT_RISING = "not_rising"
    OFF_INCREMENT = "off_increment"
    BANNED = "banned"
    NO_DEPOSIT = "no_deposit"


@dataclass(frozen=True, slots=True)
class BidEntry:
    """One line of a bid log, oldest first. `priority`: a confirmed preferential buyer, who may match the price; `rank` 1 goes first."""

    seq: int | None
    bidder: str
    price: Money
    at: datetime
    priority: bool = False
    rank: int | None = None
    deposit_paid: bool = True


@dataclass(frozen=True, slots=True)
class BidTerms:
    """What a log is judged by. The increment is above zero."""

    start_price: Money
    increment: Money
    opens_at: datetime
    scheduled_end_at: datetime
    banned: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.increment.fen <= 0:
            raise Invalid("加价幅度应大于零", field="increment")
        if self.scheduled_end_at <= self.opens_at:
            raise Invalid("结束时刻应晚于开始时刻", field="scheduled_end")
