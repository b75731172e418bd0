"""Reads of agencies: names, one agency, its engagements, roster, people's register; who may be given a kind of task and why others may not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import Session

from app.domains.accounts.queries import ids_at_agencies
from app.domains.agencies.rules import Absence, Excluded, Standing, Turn, exclusion, is_staffed
from app.domains.agencies.score_rules import Score
from app.domains.agencies.scores import last_given, scores_at
from app.domains.agencies.tables import Agency, AgencyPaper, Ending, Engagement, InterestDeclaration, RosterLine, Suspension
from app.domains.agencies.types import Barrier, RosterKind, Side
from app.infra.unit_of_work import Reading, for_house, within
from app.kernel.actor import Actor
from app.kernel.errors import NotFound

Statement = TypeVar("Statement", bound=Select[Any])


@dataclass(frozen=True)
class Candidate:
    """An agency as a possible taker of a kind of task; `excluded` is the reason, '' when it may be chosen, `barrier` its kind."""

    agency: Agency
    excluded: str
    open_tasks: int
    quota: int
    score: Score
    barrier: Barrier | None = None
    region: str = ""
    last_given_at: datetime | None = None

    @property
    def may(self) -> bool:
        """May it be given the task?"""
        return not self.excluded

    @property
    def turn(self) -> Turn:
        """Its place in rotation and score."""
        return Turn(self.agency.id, self.last_given_at, self.score.tenths, self.open_tasks)


def in_reach(statement: Statement, row: Any, actor: Actor) -> Statement:
    """A select of rows with agency_id and court_id limited to the actor: a court its own, an agency its own, the house all, others nothing."""
    reach: ColumnElement[bool] = false()
    if actor.is_system:
        reach = true()
    elif actor.is_outside and actor.agency_id:
        reach = row.agency_id == actor.agency_id
    elif actor.is_court and actor.court_id:
        reach = row.court_id == actor.court_id
    return within(statement.where(reach), "agencies")


def agency_name(session: Session, agency_id: str) -> str:
    """The name of an agency, '' when there is none."""
    return session.scalar(select(Agency.name).where(Agency.id == agency_id)) or ""


def agency_names(session: Session, agency_ids: set[str]) -> dict[str, str]:
    """Names by id, in one query."""
    rows = session.execute(select(Agency.id, Agency.name).where(Agency.id.in_(agency_ids))).all() if agency_ids else []
    return {row.id: row.name for row in rows}


def get_agency(r: Reading, agency_id: str) -> Agency:
    """An agency: courts and the house see all, an outside person only their own (else NotFound)."""
    agency = r.session.get(Agency, agency_id) if not r.actor.is_outside or r.actor.agency_id == agency_id else None
    if agency is None:
        raise NotFound
    return agency


def list_agencies(r: Reading) -> Sequence[Agency]:
    """All agencies by name for courts; an outside person sees only their own."""
    every = select(Agency).order_by(Agency.name)
    return r.session.scalars(every.where(Agency.id == r.actor.agency_id) if r.actor.is_outside else every).all()


def list_engagements(r: Reading, *, agency_id: str | None = None) -> Sequence[Engagement]:
    """Engagements that the actor may see: those of the court one works at, or of one's own agency; latest end first."""
    every = select(Engagement).order_by(Engagement.until_on.desc())
    if agency_id is not None:
        every = every.where(Engagement.agency_id == agency_id)
    if r.actor.is_outside:
        return r.session.scalars(within(every.where(Engagement.agency_id == r.actor.agency_id), "agency")).all()
    if r.actor.is_system:
        return r.session.scalars(for_house(every)).all()
    return r.session.scalars(within(every.where(Engagement.court_id == r.actor.court_id), "court")).all()


def get_engagement(r: Reading, engagement_id: str) -> Engagement:
    """An engagement within reach; NotFound otherwise."""
    found = r.session.scalar(in_reach(select(Engagement), Engagement, r.actor).where(Engagement.id == engagement_id))
    if found is None:
        raise NotFound
    return found


def engagement_on(r: Reading, agency_id: str, court_id: str, kind: str, day: date) -> Engagement | None:
    """The engagement under which an agency does a kind of task for a court on a day; for the house's own steps."""
    holds = (Engagement.agency_id == agency_id, Engagement.court_id == court_id, Engagement.from_on <= day)
    rows = r.session.scalars(for_house(select(Engagement)).where(*holds).order_by(Engagement.until_on.desc())).all()
    return next((each for each in rows if kind in each.kinds), None)


def engaging_court_ids(r: Reading, agency_id: str) -> set[str]:
    """Courts whose contract with an agency runs on this day; for the house's own steps."""
    runs = (Engagement.agency_id == agency_id, Engagement.ended_on.is_(None), Engagement.from_on <= r.today, Engagement.until_on >= r.today)
    return set(r.session.scalars(for_house(select(Engagement.court_id).where(*runs))))


def engaged_agency_ids(r: Reading, court_id: str) -> set[str]:
    """Agencies that a court engages on this day: among these a score has its rank."""
    runs = (Engagement.court_id == court_id, Engagement.ended_on.is_(None), Engagement.from_on <= r.today, Engagement.until_on >= r.today)
    return set(r.session.scalars(for_house(select(Engagement.agency_id).where(*runs))))


def courts_closed_to(agency_id: str) -> Select[Any]:
    """Courts whose engagement with the agency has ended with its data deleted: nothing of them is shown to the agency any more (AUX-18). A subselect."""
    again = select(Engagement.court_id).where(Engagement.agency_id == agency_id, Engagement.ended_on.is_(None))
    return select(Ending.court_id).where(Ending.agency_id == agency_id, Ending.data_at.is_not(None), Ending.court_id.not_in(again))


def list_suspensions(r: Reading, agency_id: str) -> Sequence[Suspension]:
    """Pauses of an agency, latest first: for courts and for itself."""
    get_agency(r, agency_id)
    return r.session.scalars(within(select(Suspension).where(Suspension.agency_id == agency_id).order_by(Suspension.from_at.desc()), "agency")).all()


def list_roster(r: Reading, agency_id: str, *, since: date) -> Sequence[RosterLine]:
    """Lines of an agency's roster that end on a day or later, by first day: for courts and for itself."""
    get_agency(r, agency_id)
    held = select(RosterLine).where(RosterLine.agency_id == agency_id, RosterLine.removed_at.is_(None), RosterLine.until_on >= since)
    return r.session.scalars(within(held.order_by(RosterLine.from_on, RosterLine.id), "agency")).all()


def list_declarations(r: Reading, agency_id: str) -> Sequence[InterestDeclaration]:
    """What an agency's people have declared and still holds: for courts, and for the agency's own manager."""
    get_agency(r, agency_id)
    held = select(InterestDeclaration).where(InterestDeclaration.agency_id == agency_id, InterestDeclaration.ended_at.is_(None))
    return r.session.scalars(within(held.order_by(InterestDeclaration.declared_at.desc()), "agency")).all()


def eligible_for(r: Reading, kind: str, court_id: str, *, open_tasks: Mapping[str, int] | None = None, place: str = "") -> list[Candidate]:
    """All agencies as takers of a kind of task for a court today at a place, the possible ones first, then the excluded with reasons; eight queries.

    open_tasks: how many tasks each agency (by id) has under way at the court; the caller counts them, agencies know no tasks.
    """
    counts = open_tasks or {}
    agencies = r.session.scalars(select(Agency).order_by(Agency.name)).all()
    terms = r.session.scalars(for_house(select(Engagement).where(Engagement.court_id == court_id, Engagement.ended_on.is_(None)))).all()
    away, people = _roster_of_today(r), ids_at_agencies(r.session)
    unrenewed, scores, given, lapsed = _unrenewed(r), scores_at(r, court_id), last_given(r, court_id), lapsed_papers(r)
    found = []
    for agency in agencies:
        papers, everybody = lapsed.get(agency.id, ()), set(people.get(agency.id, ()))
        able = everybody - {each.person_id for each in papers}
        staffed = is_staffed(able, away.get(agency.id, ()), r.today)
        best = max(
            (t for t in terms if t.agency_id == agency.id), key=lambda t: (kind in t.kinds, t.from_on <= r.today <= t.until_on, t.until_on), default=None
        )
        standing = _standing(agency, best, counts.get(agency.id, 0), staffed, unrenewed.get(agency.id), _lapsed(papers, nobody=bool(everybody) and not able))
        barred = exclusion(standing, kind, r.today, place=place)
        found.append(_candidate(agency, standing, barred, scores.of(agency.id), given.get(agency.id)))
    return sorted(found, key=lambda each: (bool(each.excluded), each.open_tasks, each.agency.name))


def _candidate(agency: Agency, standing: Standing, barred: Excluded | None, score: Score, given: datetime | None) -> Candidate:
    reason, barrier = (barred.reason, barred.barrier) if barred else ("", None)
    return Candidate(agency, reason, standing.open_tasks, standing.quota, score, barrier, standing.region, given)


def _standing(agency: Agency, best: Engagement | None, open_tasks: int, staffed: bool, unrenewed: date | None, lapsed: str) -> Standing:
    terms = {name: getattr(best, name) for name in ("from_on", "until_on", "quota", "region")} if best else {}
    return Standing(
        suspended=agency.suspended_at is not None,
        suspended_reason=agency.suspended_reason,
        engaged=best is not None,
        kinds=tuple(best.kinds) if best else (),
        open_tasks=open_tasks,
        staffed=staffed,
        unrenewed=unrenewed,
        lapsed=lapsed,
        **terms,
    )


def lapsed_papers(r: Reading, agency_id: str | None = None) -> dict[str, list[AgencyPaper]]:
    """Confirmed papers that have ended, by agency; one query. For the house's own steps."""
    row = AgencyPaper
    over = select(row).where(row.valid_until < r.today, row.removed_at.is_(None), row.confirmed_at.is_not(None)).order_by(row.valid_until)
    found: dict[str, list[AgencyPaper]] = {}
    for paper in r.session.scalars(for_house(over.where(row.agency_id == agency_id) if agency_id else over)):
        found.setdefault(paper.agency_id, []).append(paper)
    return found


def _lapsed(papers: Sequence[AgencyPaper], *, nobody: bool) -> str:
    own = next((each for each in papers if each.person_id is None), None)
    if own is not None:
        return f"资质文件“{own.title}”已于 {own.valid_until.isoformat()} 到期"
    return "全部人员的资质文件已到期" if nobody else ""


def _roster_of_today(r: Reading) -> dict[str, list[Absence]]:
    row = RosterLine
    today = select(row).where(row.removed_at.is_(None), row.from_on <= r.today, row.until_on >= r.today)
    lines: dict[str, list[Absence]] = {}
    for each in r.session.scalars(for_house(today)):
        lines.setdefault(each.agency_id, []).append(Absence(each.person_id, RosterKind(each.kind), each.from_on, each.until_on))
    return lines


def _unrenewed(r: Reading) -> dict[str, date]:
    """Since when each agency's oldest declaration has been out of date, where one is."""
    row = InterestDeclaration
    late = and_(row.side == Side.AGENCY.value, row.ended_at.is_(None), or_(row.renew_by.is_(None), row.renew_by < r.today))
    oldest: Any = select(row.agency_id, func.min(row.renew_by), func.min(row.declared_at)).where(late).group_by(row.agency_id)
    return {agency_id: renew_by or declared_at.date() for agency_id, renew_by, declared_at in r.session.execute(for_house(oldest))}
