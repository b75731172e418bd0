"""Reads of agencies: names, one agency, who may be given a kind of task and why others may not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domains.agencies.rules import Standing, exclusion
from app.domains.agencies.tables import Agency, Engagement, InterestDeclaration
from app.infra.unit_of_work import Reading, for_house, within
from app.kernel.errors import NotFound


@dataclass(frozen=True)
class Candidate:
    """An agency as a possible taker of a kind of task; `excluded` is the reason, '' when it may be chosen."""

    agency: Agency
    excluded: str
    open_tasks: int
    quota: int

    @property
    def may(self) -> bool:
        """May it be given the task?"""
        return not self.excluded


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


def eligible_for(r: Reading, kind: str, court_id: str, *, open_tasks: Mapping[str, int] | None = None) -> list[Candidate]:
    """All agencies as takers of a kind of task for a court today, the possible ones first, then the excluded with reasons; two queries.

    open_tasks: how many tasks each agency (by id) has under way at the court; the caller counts them, agencies know no tasks.
    """
    counts = open_tasks or {}
    agencies = r.session.scalars(select(Agency).order_by(Agency.name)).all()
    terms = r.session.scalars(for_house(select(Engagement).where(Engagement.court_id == court_id, Engagement.ended_on.is_(None)))).all()
    found = [_candidate(r, agency, kind, [t for t in terms if t.agency_id == agency.id], counts.get(agency.id, 0)) for agency in agencies]
    return sorted(found, key=lambda each: (bool(each.excluded), each.open_tasks, each.agency.name))


def _candidate(r: Reading, agency: Agency, kind: str, terms: list[Engagement], open_tasks: int) -> Candidate:
    best = max(terms, key=lambda t: (kind in t.kinds, t.from_on <= r.today <= t.until_on, t.until_on), default=None)
    standing = Standing(suspended=agency.suspended_at is not None, suspended_reason=agency.suspended_reason, open_tasks=open_tasks)
    if best is not None:
        standing = Standing(
            suspended=standing.suspended,
            suspended_reason=standing.suspended_reason,
            engaged=True,
            kinds=tuple(best.kinds),
            from_on=best.from_on,
            until_on=best.until_on,
            quota=best.quota,
            open_tasks=open_tasks,
        )
    return Candidate(agency, exclusion(standing, kind, r.today), open_tasks, standing.quota)


def list_declarations(r: Reading, agency_id: str) -> Sequence[InterestDeclaration]:
    """What an agency's people have declared and still holds: for courts, and for the agency's own manager."""
    get_agency(r, agency_id)
    held = select(InterestDeclaration).where(InterestDeclaration.agency_id == agency_id, InterestDeclaration.ended_at.is_(None))
    return r.session.scalars(within(held.order_by(InterestDeclaration.declared_at.desc()), "agency")).all()
