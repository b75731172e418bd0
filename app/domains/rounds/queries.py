"""Reads of rounds, in the scope of their case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from app.domains.cases.queries import in_scope
from app.domains.rounds.rules import RoundStatus
from app.domains.rounds.tables import BidRow, Difference, Round, RoundReading
from app.infra.unit_of_work import Reading, for_house
from app.kernel.errors import NotFound

NOW_LIVE = (RoundStatus.LIVE.value, RoundStatus.UNCLEAR.value, RoundStatus.ENDED.value, RoundStatus.SUSPENDED.value)


def get_round(r: Reading, round_id: str) -> Round:
    """A round in the actor's scope; NotFound otherwise."""
    found = r.session.scalar(in_scope(select(Round), Round, r.actor).where(Round.id == round_id))
    if found is None:
        raise NotFound
    return found


def house_round(r: Reading, round_id: str) -> Round:
    """A round for the house's own steps."""
    found = r.session.scalar(for_house(select(Round)).where(Round.id == round_id))
    if found is None:
        raise NotFound
    return found


def find_of_plan(r: Reading, plan_id: str) -> Round | None:
    """The round of a plan, if it has one; for whoever holds the plan."""
    return r.session.scalar(for_house(select(Round).where(Round.plan_id == plan_id)))


def list_rounds(r: Reading, *, statuses: Sequence[str] = (), limit: int = 200) -> Sequence[Round]:
    """Rounds in scope, soonest end first."""
    wanted = select(Round).order_by(Round.ends_at, Round.id).limit(limit)
    if statuses:
        wanted = wanted.where(Round.status.in_(statuses))
    return r.session.scalars(in_scope(wanted, Round, r.actor)).all()


def list_between(r: Reading, first_at: datetime, last_at: datetime) -> Sequence[Round]:
    """Rounds that open between two instants, by opening."""
    wanted = select(Round).where(Round.opens_at >= first_at, Round.opens_at < last_at).order_by(Round.opens_at)
    return r.session.scalars(in_scope(wanted, Round, r.actor)).all()


def list_of_asset(r: Reading, asset_id: str) -> Sequence[Round]:
    """Rounds of an asset, first first."""
    return r.session.scalars(in_scope(select(Round).where(Round.asset_id == asset_id).order_by(Round.opens_at), Round, r.actor)).all()


def list_bids(r: Reading, round_id: str) -> Sequence[BidRow]:
    """All bids of a round, oldest first; for whoever holds the round."""
    return r.session.scalars(for_house(select(BidRow).where(BidRow.round_id == round_id).order_by(BidRow.seq))).all()


def list_differences(r: Reading, round_id: str) -> Sequence[Difference]:
    """Differences of a round, open ones first."""
    return r.session.scalars(
        for_house(select(Difference).where(Difference.round_id == round_id).order_by(Difference.closed_at.is_not(None), Difference.found_at))
    ).all()


def list_open_differences(r: Reading) -> Sequence[Difference]:
    """Open differences in scope, oldest first."""
    return r.session.scalars(in_scope(select(Difference).where(Difference.closed_at.is_(None)).order_by(Difference.found_at), Difference, r.actor)).all()


def list_readings(r: Reading, round_id: str, *, limit: int = 30) -> Sequence[RoundReading]:
    """The latest looks at the site."""
    return r.session.scalars(for_house(select(RoundReading).where(RoundReading.round_id == round_id).order_by(RoundReading.at.desc()).limit(limit))).all()


def count_in_hall(r: Reading) -> int:
    """Rounds that are live or wait for their result."""
    return r.session.scalar(in_scope(select(func.count(Round.id)).where(Round.status.in_(NOW_LIVE)), Round, r.actor)) or 0


def prices_of(r: Reading, round_ids: Sequence[str]) -> dict[str, list[tuple[datetime, int]]]:
    """Bid curves (instant, fen) of several rounds in one query, for small pictures."""
    rows = r.session.execute(for_house(select(BidRow.round_id, BidRow.at, BidRow.price).where(BidRow.round_id.in_(list(round_ids))).order_by(BidRow.seq))).all()
    curves: dict[str, list[tuple[datetime, int]]] = {}
    for round_id, at, price in rows:
        curves.setdefault(round_id, []).append((at, price.fen))
    return curves
