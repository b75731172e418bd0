"""Facts of rounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.kernel.facts import Fact
from app.kernel.money import Money


@dataclass(frozen=True, slots=True)
class _OfRound(Fact):
    round_id: str
    case_id: str
    court_id: str
    asset_id: str
    plan_id: str


@dataclass(frozen=True, slots=True)
class ListingUploaded(_OfRound):
    """The clerk uploaded the package and entered the lot's number."""

    site: str
    lot_id: str


@dataclass(frozen=True, slots=True)
class AnnouncementSeen(_OfRound):
    """The lot stands on the site for the first time."""

    on: date


@dataclass(frozen=True, slots=True)
class BiddingOpened(_OfRound):
    """Bidding is on."""


@dataclass(frozen=True, slots=True)
class BidRaised(_OfRound):
    """New bids came with one reading."""

    count: int
    price: Money


@dataclass(frozen=True, slots=True)
class BiddingEnded(_OfRound):
    """The end passed; the result waits for the site or the court."""

    ended_at: datetime


@dataclass(frozen=True, slots=True)
class RoundSold(_OfRound):
    """The site shows the court's confirmation, or the court entered it."""

    price: Money
    deposit: Money
    winner_code: str
    ended_at: datetime
    balance_days: int
    title: str


@dataclass(frozen=True, slots=True)
class RoundFailed(_OfRound):
    """No bid: 流拍."""

    round_no: int
    start_price: Money
    site: str
    failed_on: date


@dataclass(frozen=True, slots=True)
class DifferenceFound(_OfRound):
    """The site shows a field otherwise than it was signed."""

    field: str
    approved: str
    shown: str
    title: str


@dataclass(frozen=True, slots=True)
class ReadingLost(_OfRound):
    """The site could not be read when it mattered: the last hour, or the end passed unread."""

    title: str
    message: str


@dataclass(frozen=True, slots=True)
class BidFaulty(_OfRound):
    """A bid breaks a rule; a person judges."""

    seq: int
    message: str


@dataclass(frozen=True, slots=True)
class LineSettled(_OfRound):
    """An order over the private line has its outcome (accepted, refused), or a person must find it out (unknown, M-72)."""

    title: str
    verb: str
    state: str
    message: str


@dataclass(frozen=True, slots=True)
class ReadingDoubtful(_OfRound):
    """What the site shows makes no sense in itself: a price beside the bid log, a clock that is wrong, a result unlike the bids. A person looks."""

    title: str
    message: str
