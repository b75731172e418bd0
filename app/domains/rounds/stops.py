"""Suspensions as a lot's page shows them: when it stopped, how far the end was put off, a clock that stands still meanwhile. Remaining time is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from app.domains.rounds.rules import STATUS_OF, STOPPED, Mismatch, RoundStatus
from app.domains.rounds.tables import Round
from app.kernel.clock import local
from app.sites.contract import Bid, LotState, Snapshot

EXACT = timedelta(seconds=2)
NONE = timedelta()
FIELD = "恢复后结束时间"


@dataclass(frozen=True)
class Stop:
    """A suspension that is over: no bid came between `since` and the resumption; everything after it runs `shift` later."""

    since: datetime
    shift: timedelta


def stops_of(found: Round) -> tuple[Stop, ...]:
    """The suspensions that are over, first first."""
    return tuple(Stop(_at(each["since"]), timedelta(seconds=each["shift"])) for each in found.stops if each["shift"] is not None)


def due_end(found: Round) -> datetime:
    """The announced end as suspensions have put it off."""
    return found.scheduled_end_at + sum((each.shift for each in stops_of(found)), NONE)


def running(bids: Sequence[Bid], stops: Sequence[Stop]) -> tuple[Bid, ...]:
    """The bids by a clock that stood still during the suspensions: so the announced end and its extensions are reckoned as if nothing had happened."""
    return tuple(replace(each, at=each.at - _passed(each.at, stops)) for each in bids) if stops else tuple(bids)


def shown_end(end_at: datetime, bid_at: datetime, stops: Sequence[Stop]) -> datetime:
    """An end by that clock, as the wall's clock showed it when a bid came."""
    return end_at + _passed(bid_at, stops)


def moved_since(at: datetime, stops: Sequence[Stop]) -> timedelta:
    """How far an end that was known at an instant has been put off since."""
    return sum((each.shift for each in stops if each.since > at), NONE)


def note_standstill(found: Round, shown: Snapshot, now: datetime, ran_at: datetime | None) -> None:
    """Take in that a lot stands still, after its bids were: last seen running at `ran_at`, stopped by `now`, and the end that it stood at."""
    if STATUS_OF[shown.state] not in STOPPED:
        return
    stops = [*found.stops]
    open_ = stops.pop() if stops and stops[-1]["shift"] is None else {"since": now.isoformat(), "ran": (ran_at or now).isoformat(), "shift": None}
    found.stops = [*stops, {**open_, "held": now.isoformat(), "end": found.ends_at.isoformat()}]


def note_resumption(found: Round, shown: Snapshot, now: datetime) -> Mismatch | None:
    """Take in that a lot goes on, before its bids are taken in: the end must have moved by the time that the lot stood still, else a Mismatch.

    Stop and resumption lie between two looks each, so the time lost is known within bounds; a site that goes on showing the announced end (rmfysszc)
    is given the longest.
    """
    if shown.state is LotState.UNKNOWN or STATUS_OF[shown.state] in {*STOPPED, RoundStatus.WITHDRAWN}:
        return None
    if not found.stops or found.stops[-1]["shift"] is not None:
        return None
    stop = found.stops[-1]
    least, most = _bounds(stop, found.opens_at, now)
    end = _at(stop["end"])
    moved = shown.end_at - end if shown.end_at else NONE
    told = moved if moved > NONE or most == NONE else most
    found.bid_log = {}
    found.stops = [*found.stops[:-1], {**stop, "shift": min(max(told, least), most).total_seconds()}]
    if least - EXACT <= told <= most + EXACT:
        return None
    return Mismatch(FIELD, f"剩余时间不变：{_moment(end + least)} 至 {_moment(end + most)}", _moment(end + told))


def _bounds(stop: dict[str, Any], opens_at: datetime, now: datetime) -> tuple[timedelta, timedelta]:
    """The least and the most time that can have been lost; before the opening none is."""
    least = _at(stop["held"]) - max(_at(stop["since"]), opens_at)
    return max(least, NONE), max(now - max(_at(stop["ran"]), opens_at), NONE)


def _passed(at: datetime, stops: Sequence[Stop]) -> timedelta:
    return sum((each.shift for each in stops if each.since <= at), NONE)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _moment(at: datetime) -> str:
    return f"{local(at):%Y-%m-%d %H:%M:%S}"
