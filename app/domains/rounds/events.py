"""Facts of rounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.kernel.facts import Fact
from app.kernel.money import Money


@dataclass(frozen=True, slots=True)
class OfRound(Fact):
    """What every fact of a round names."""

    round_id: str
    case_id: str
    court_id: str
    asset_id: str
    plan_id: str


@dataclass(frozen=True, slots=True)
class ListingUploaded(OfRound):
    """The clerk uploaded the package and entered the lot's number."""

    site: str
    lot_id: str


@dataclass(frozen=True, slots=True)
class AnnouncementSeen(OfRound):
    """The lot stands on the site for the first time."""

    on: date


@dataclass(frozen=True, slots=True)
class BiddingOpened(OfRound):
    """Bidding is on."""


@dataclass(frozen=True, slots=True)
class BidRaised(OfRound):
    """New bids came with one reading."""

    count: int
    price: Money


@dataclass(frozen=True, slots=True)
class BiddingEnded(OfRound):
    """The end passed; the result waits for the site or the court."""

    ended_at: datetime


@dataclass(frozen=True, slots=True)
class RoundSold(OfRound):
    """The site shows the court's confirmation, or the court entered it."""

    price: Money
    deposit: Money
    winner_code: str
    ended_at: datetime
    balance_days: int
    title: str


@dataclass(frozen=True, slots=True)
class RoundFailed(OfRound):
    """No bid: 流拍."""

    round_no: int
    start_price: Money
    site: str
    failed_on: date


@dataclass(frozen=True, slots=True)
class RoundWithdrawn(OfRound):
    """The site shows that the auction was withdrawn: nobody buys."""

    withdrawn_at: datetime


@dataclass(frozen=True, slots=True)
class DifferenceFound(OfRound):
    """The site shows a field otherwise than it was signed."""

    field: str
    approved: str
    shown: str
    title: str


@dataclass(frozen=True, slots=True)
class ReadingLost(OfRound):
    """The site could not be read when it mattered: the last hour, or the end passed unread."""

    title: str
    message: str


@dataclass(frozen=True, slots=True)
class BidFaulty(OfRound):
    """A bid breaks a rule; a person judges."""

    seq: int
    message: str


@dataclass(frozen=True, slots=True)
class LineSettled(OfRound):
    """An order over the private line has its outcome (accepted, refused), or a person must find it out (unknown, M-72)."""

    title: str
    verb: str
    state: str
    message: str


@dataclass(frozen=True, slots=True)
class ReadingDoubtful(OfRound):
    """What the site shows makes no sense in itself: a price beside the bid log, a clock that is wrong, a result unlike the bids. A person looks."""

    title: str
    message: str
