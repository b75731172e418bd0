"""Reads of courts and their calendar. Courts are public knowledge: no scope."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domains.courts.tables import CalendarDay, CalendarYear, Court
from app.kernel.errors import NotFound
from app.kernel.workdays import Calendar, DayKind

_KINDS = {each.value: each for each in DayKind}


def get_court(session: Session, court_id: str) -> Court:
    """A court by id."""
    court = session.get(Court, court_id)
    if court is None:
        raise NotFound
    return court


def find_court_by_code(session: Session, code: str) -> Court | None:
    """The court whose case numbers carry the code (粤0115)."""
    return session.scalar(select(Court).where(Court.code == code))


def court_names(session: Session, court_ids: set[str]) -> dict[str, str]:
    """Names by id, in one query."""
    rows = session.execute(select(Court.id, Court.name).where(Court.id.in_(court_ids)).order_by(Court.name)).all() if court_ids else []
    return {row.id: row.name for row in rows}


def list_courts(session: Session) -> Sequence[Court]:
    """All courts, by code."""
    return session.scalars(select(Court).order_by(Court.code)).all()


def court_ids_below(session: Session, court_id: str) -> list[str]:
    """The court itself and all below it, one query a level of the tree."""
    found, level = [court_id], [court_id]
    while level:
        level = list(session.scalars(select(Court.id).where(Court.parent_id.in_(level))))
        found += level
    return found


def load_calendar(session: Session) -> Calendar:
    """The calendar that all deadlines are counted with; two queries, of columns: some hundred days as objects took a tenth of every act."""
    years = session.execute(select(CalendarYear.year, CalendarYear.provisional, CalendarYear.version)).all()
    days = session.execute(select(CalendarDay.day, CalendarDay.kind, CalendarDay.name)).all()
    return Calendar(
        years=frozenset(y.year for y in years),
        special={day: _KINDS[kind] for day, kind, _ in days},
        names={day: name for day, _, name in days if name},
        provisional=frozenset(y.year for y in years if y.provisional),
        version=max((y.version for y in years), key=version_order, default="none"),
    )


def provisional_years(session: Session) -> frozenset[int]:
    """The years whose State Council notice is not loaded yet; one query."""
    return frozenset(session.scalars(select(CalendarYear.year).where(CalendarYear.provisional)))


def list_years(session: Session) -> Sequence[CalendarYear]:
    """The years whose calendar is loaded, the latest first."""
    return session.scalars(select(CalendarYear).order_by(CalendarYear.year.desc())).all()


def version_order(version: str) -> tuple[int, ...]:
    """2026-9 stands before 2026-10."""
    return tuple(int(each) for each in re.findall("[0-9]+", version))


def next_version(version: str, year: int) -> str:
    """The version of a calendar after one year of it was loaded anew: 2026-1, then 2026-2, or 2027-1 for a later year."""
    first, second = (*version_order(version), 0, 0)[:2]
    return f"{first}-{second + 1}" if year <= first else f"{year}-1"
