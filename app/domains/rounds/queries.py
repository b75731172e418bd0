"""Reads of rounds, in the scope of their case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_, select

from app.domains.cases.queries import in_scope
from app.domains.rounds.rules import FINAL, RoundStatus
from app.domains.rounds.tables import BidRow, Difference, Halt, Round, RoundReading
from app.infra.evidence import Evidence
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


def house_rounds(r: Reading, round_ids: Sequence[str]) -> Sequence[Round]:
    """Some rounds for the house's own steps, in one query."""
    return r.session.scalars(for_house(select(Round)).where(Round.id.in_(list(round_ids)))).all()


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


def list_unfinished_of_case(r: Reading, case_id: str) -> Sequence[Round]:
    """Rounds of a case that have no result yet, by opening, in scope."""
    wanted = select(Round).where(Round.case_id == case_id, Round.status.not_in(PAST)).order_by(Round.opens_at, Round.id)
    return r.session.scalars(in_scope(wanted, Round, r.actor)).all()


def list_of_asset(r: Reading, asset_id: str) -> Sequence[Round]:
    """Rounds of an asset, first first."""
    return r.session.scalars(in_scope(select(Round).where(Round.asset_id == asset_id).order_by(Round.opens_at), Round, r.actor)).all()


def list_bids(r: Reading, round_id: str) -> Sequence[BidRow]:
    """All bids of a round, oldest first by their time (a row that a site showed late has a late number); for whoever holds the round."""
    return r.session.scalars(for_house(select(BidRow).where(BidRow.round_id == round_id).order_by(BidRow.at, BidRow.price, BidRow.seq))).all()


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


def get_difference(r: Reading, difference_id: str) -> Difference:
    """A difference in the actor's scope; NotFound otherwise."""
    found = r.session.scalar(in_scope(select(Difference), Difference, r.actor).where(Difference.id == difference_id))
    if found is None:
        raise NotFound
    return found


def get_of_plan(r: Reading, plan_id: str) -> Round:
    """The round of a plan in the actor's scope; NotFound otherwise."""
    found = r.session.scalar(in_scope(select(Round), Round, r.actor).where(Round.plan_id == plan_id))
    if found is None:
        raise NotFound
    return found


HALL_MOST = 200


@dataclass(frozen=True)
class HallCounts:
    """How many lots stand where; `news` changes whenever one of them does."""

    live: int
    today: int
    unclear: int
    announced: int
    awaiting: int
    news: int


def count_hall(r: Reading, day_start: datetime, day_end: datetime) -> HallCounts:
    """The strip above the hall, in one query."""
    today = and_(Round.opens_at >= day_start, Round.opens_at < day_end)
    counted = select(
        func.count().filter(Round.status.in_(LIVE_NOW)),
        func.count().filter(today),
        func.count().filter(Round.status == "unclear"),
        func.count().filter(Round.status == "announced"),
        func.count().filter(Round.status == "awaiting"),
        func.coalesce(func.sum(Round.news), 0),
    ).where(or_(Round.status.not_in(PAST), today))
    return HallCounts(*r.session.execute(in_scope(counted, Round, r.actor)).one())


LIVE_NOW = ("live", "ended_unconfirmed", "suspended")
PAST = ("sold", "failed", "withdrawn", "default")
HALL_VIEWS = ("live", "today", "unclear", "announced", "awaiting", "")


def list_hall(r: Reading, view: str, day_start: datetime, day_end: datetime, *, site: str = "") -> Sequence[Round]:
    """Lots of one view of the hall, soonest end first. '' is everything that is not over, and what opens or ended today."""
    today = or_(and_(Round.opens_at >= day_start, Round.opens_at < day_end), and_(Round.ends_at >= day_start - timedelta(hours=12), Round.status.in_(PAST)))
    match view:
        case "live":
            wanted = select(Round).where(Round.status.in_(LIVE_NOW))
        case "today":
            wanted = select(Round).where(Round.opens_at >= day_start, Round.opens_at < day_end)
        case "unclear" | "announced" | "awaiting":
            wanted = select(Round).where(Round.status == view)
        case _:
            wanted = select(Round).where(or_(Round.status.not_in(PAST), today))
    if site:
        wanted = wanted.where(Round.site == site)
    return r.session.scalars(in_scope(wanted.order_by(Round.ends_at, Round.id).limit(HALL_MOST), Round, r.actor)).all()


def find_next_opening(r: Reading) -> Round | None:
    """The lot that opens next, in scope."""
    return r.session.scalar(in_scope(select(Round).where(Round.opens_at > r.now, Round.status.not_in(PAST)).order_by(Round.opens_at).limit(1), Round, r.actor))


def list_month(r: Reading, first_at: datetime, end_at: datetime) -> Sequence[Round]:
    """Rounds that stand on a site, bid or end at any time between two instants, by opening."""
    seen = func.coalesce(Round.announced_at, Round.opens_at)
    wanted = select(Round).where(seen < end_at, Round.scheduled_end_at >= first_at).order_by(Round.opens_at, Round.id).limit(500)
    return r.session.scalars(in_scope(wanted, Round, r.actor)).all()


def list_latest_bids(r: Reading, round_id: str, *, limit: int = 10, before: int = 0, only: str = "") -> Sequence[BidRow]:
    """Bids newest first; `only`: 'extends' or 'faulty'. For whoever holds the round."""
    wanted = select(BidRow).where(BidRow.round_id == round_id).order_by(BidRow.seq.desc()).limit(limit)
    if before:
        wanted = wanted.where(BidRow.seq < before)
    if only == "extends":
        wanted = wanted.where(BidRow.extends)
    elif only == "faulty":
        wanted = wanted.where(BidRow.fault != "")
    return r.session.scalars(for_house(wanted)).all()


def count_answers(r: Reading, round_id: str) -> int:
    """How many looks at the site are kept with their raw answers."""
    return r.session.scalar(for_house(select(func.count(RoundReading.id)).where(RoundReading.round_id == round_id))) or 0


def find_halt(r: Reading, round_id: str) -> Halt | None:
    """The latest stay or suspension of a round; for whoever holds the round."""
    return r.session.scalar(for_house(select(Halt).where(Halt.round_id == round_id).order_by(Halt.proposed_at.desc(), Halt.id.desc()).limit(1)))


def list_answers(r: Reading, readings: Sequence[RoundReading]) -> dict[str, Evidence]:
    """The kept answers of some readings by digest, in one query."""
    digests = {digest for each in readings for digest in each.digests}
    rows = r.session.scalars(select(Evidence).where(Evidence.digest.in_(digests)).order_by(Evidence.kept_at)).all() if digests else []
    return {row.digest: row for row in rows}


def holds_answer(r: Reading, round_id: str, digest: str) -> bool:
    """Was this answer kept for this round? (A digest alone opens nothing.)"""
    rows = r.session.scalars(for_house(select(RoundReading.digests).where(RoundReading.round_id == round_id)))
    return any(digest in digests for digests in rows)


def list_waiting_for_person(r: Reading, *, site: str = "", limit: int = 50) -> Sequence[Round]:
    """Lots whose last look failed, longest silent first: a captcha, a changed page, an outage."""
    wanted = select(Round).where(Round.failures > 0, Round.status.not_in(PAST)).order_by(Round.read_at, Round.id).limit(limit)
    if site:
        wanted = wanted.where(Round.site == site)
    return r.session.scalars(in_scope(wanted, Round, r.actor)).all()


def find_last_failures(r: Reading, round_ids: Sequence[str]) -> dict[str, RoundReading]:
    """The latest failed look of each of some rounds, in one query."""
    wanted = select(RoundReading).where(RoundReading.round_id.in_(list(round_ids)), RoundReading.outcome.not_in(("ok", "kept"))).order_by(RoundReading.at)
    return {row.round_id: row for row in r.session.scalars(for_house(wanted))}


def list_trail_of(r: Reading, round_id: str, *, limit: int = 12) -> Sequence[RoundReading]:
    """Looks that said something new: bids, or a failure."""
    told = or_(RoundReading.bids > 0, RoundReading.outcome != "ok")
    wanted = select(RoundReading).where(RoundReading.round_id == round_id, told).order_by(RoundReading.at.desc()).limit(limit)
    return r.session.scalars(for_house(wanted)).all()


def find_live_of_asset(r: Reading, asset_id: str) -> Round | None:
    """The round of an asset that has no result yet, with or without its lot; for the house's steps."""
    of = select(Round).where(Round.asset_id == asset_id, Round.status.not_in([each.value for each in FINAL]))
    return r.session.scalars(for_house(of.order_by(Round.opens_at.desc()).limit(1))).first()
