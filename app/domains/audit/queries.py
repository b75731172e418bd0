"""Reads of the trail. For the auditor: who, what, which object, when, with which result; the words about cases are not even selected.

For the thread of a case: its own rows with their words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from app.domains.audit.tables import TrailCheckpoint, TrailLeaf, TrailRow
from app.kernel.clock import end_of, start_of

PAGE = 100


@dataclass(frozen=True)
class TrailWanted:
    """Filters of the list; '' and None leave a point open."""

    who: str = ""
    act: str = ""
    kind: str = ""
    thing: str = ""
    from_on: date | None = None
    until_on: date | None = None
    failed: bool = False
    before: int = 0

    @property
    def is_plain(self) -> bool:
        """Is nothing filtered?"""
        return self == TrailWanted(before=self.before)


@dataclass(frozen=True)
class TrailLine:
    """One row as the auditor sees it; `leaf` is '' until it is sealed."""

    id: int
    at: datetime
    actor_name: str
    role: str
    act: str
    thing_kind: str
    thing_id: str
    result: str
    ip: str | None
    leaf: str | None


@dataclass(frozen=True)
class CaseLine:
    """One row of a case's own thread, with its words."""

    id: int
    at: datetime
    actor_name: str
    role: str
    summary: str
    authority: str | None
    digest: str | None
    secret: bool
    thing_kind: str
    thing_id: str


def trail_wanted(args: Mapping[str, str]) -> TrailWanted:
    """Filters from an address; what cannot be understood is left open."""
    plain = {name: args.get(name, "").strip()[:60] for name in ("who", "act", "kind", "thing")}
    before = args.get("before", "")
    number = int(before) if before.isdecimal() and len(before) < 18 else 0
    return TrailWanted(**plain, from_on=_day(args.get("from")), until_on=_day(args.get("until")), failed=args.get("failed") == "1", before=number)


def list_lines(session: Session, wanted: TrailWanted) -> Sequence[TrailLine]:
    """The latest rows first, one more than a page, so that the caller sees whether there are older ones; one query."""
    names = ("id", "at", "actor_name", "role", "act", "thing_kind", "thing_id", "result", "ip")
    asked = select(*(getattr(TrailRow, name) for name in names), TrailLeaf.leaf).outerjoin(TrailLeaf, TrailLeaf.row_id == TrailRow.id)
    rows = session.execute(asked.where(*_matching(wanted)).order_by(TrailRow.id.desc()).limit(PAGE + 1)).all()
    return [TrailLine(**row._mapping) for row in rows]


def list_of_case(session: Session, case_id: str, *, secrets: bool, kinds: Sequence[str] = (), before: int = 0, limit: int = PAGE) -> Sequence[CaseLine]:
    """Rows of a case, newest first, only of some kinds of things where they are named; `secrets`: may the reader see what is the panel's."""
    asked = select(*(getattr(TrailRow, each.name) for each in fields(CaseLine))).where(*_of_case(case_id, secrets=secrets))
    if kinds:
        asked = asked.where(TrailRow.thing_kind.in_(kinds))
    if before:
        asked = asked.where(TrailRow.id < before)
    return [CaseLine(**row._mapping) for row in session.execute(asked.order_by(TrailRow.id.desc()).limit(limit))]


def count_of_case(session: Session, case_id: str, *, secrets: bool, after: int) -> int:
    """How many rows of a case came after one."""
    return session.scalar(select(func.count()).select_from(TrailRow).where(*_of_case(case_id, secrets=secrets), TrailRow.id > after)) or 0


def first_of_acts(session: Session, case_id: str, acts: Sequence[str]) -> Mapping[str, datetime]:
    """The first instant of each of these acts in a case, in one query; acts that never were are left out."""
    asked = select(TrailRow.act, func.min(TrailRow.at)).where(TrailRow.case_id == case_id, TrailRow.act.in_(acts)).group_by(TrailRow.act)
    return {row[0]: row[1] for row in session.execute(asked)}


def last_checkpoint(session: Session) -> TrailCheckpoint | None:
    """The latest seal."""
    return session.scalar(select(TrailCheckpoint).order_by(TrailCheckpoint.size.desc()).limit(1))


def _of_case(case_id: str, *, secrets: bool) -> list[ColumnElement[bool]]:
    return [TrailRow.case_id == case_id, *([] if secrets else [TrailRow.secret.is_(False)])]


def _matching(wanted: TrailWanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.who:
        found.append(or_(TrailRow.actor_name.contains(wanted.who, autoescape=True), TrailRow.actor_id == wanted.who))
    if wanted.act:
        found.append(TrailRow.act.startswith(wanted.act, autoescape=True))
    if wanted.kind:
        found.append(TrailRow.thing_kind == wanted.kind)
    if wanted.thing:
        found.append(TrailRow.thing_id.startswith(wanted.thing, autoescape=True))
    if wanted.from_on:
        found.append(TrailRow.at >= start_of(wanted.from_on))
    if wanted.until_on:
        found.append(TrailRow.at < end_of(wanted.until_on))
    if wanted.failed:
        found.append(TrailRow.result != "ok")
    if wanted.before:
        found.append(TrailRow.id < wanted.before)
    return found


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def number_of_act(session: Session, thing_kind: str, thing_id: str, acts: Sequence[str]) -> int:
    """The trail's number of the latest of these acts on a thing, for receipts; 0 when there is none."""
    found = select(func.max(TrailRow.id)).where(TrailRow.thing_kind == thing_kind, TrailRow.thing_id == thing_id, TrailRow.act.in_(acts))
    return session.scalar(found) or 0
