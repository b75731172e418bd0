"""The thread of a case (来往): its trail rows, newest first, with the bodies of notes; secret ones only for the panel. Two queries a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from app.domains.audit.queries import CaseLine, count_of_case, first_of_acts, list_of_case
from app.domains.cases.queries import in_scope, panel_of
from app.domains.cases.rules import LIFE
from app.domains.cases.tables import Case, CaseNote
from app.infra.unit_of_work import Reading
from app.kernel.actor import ROLE_NAMES, Role

PAGE = 30


class Kind(StrEnum):
    """What the thread can be narrowed to."""

    ALL = "all"
    DECISIONS = "decisions"
    PAPERS = "papers"
    SITES = "sites"
    NOTES = "notes"

    @property
    def word(self) -> str:
        """Its Chinese name."""
        return _WORDS[self]


@dataclass(frozen=True)
class Entry:
    """One entry of the thread. `body` is a note's text."""

    id: int
    at: datetime
    who: str
    role: str
    text: str
    authority: str
    digest: str
    secret: bool
    thing_kind: str
    thing_id: str
    body: str = ""


@dataclass(frozen=True)
class ThreadPage:
    """Entries, newest first; `older` is the cursor of the next page or 0."""

    entries: Sequence[Entry]
    older: int


def list_thread(r: Reading, case: Case, *, kind: Kind = Kind.ALL, before: int = 0) -> ThreadPage:
    """A page of the thread of a case that the actor already holds."""
    secrets = sits_on_panel(r, case.id)
    rows = list_of_case(r.session, case.id, secrets=secrets, kinds=_THINGS[kind], before=before, limit=PAGE + 1)
    shown = rows[:PAGE]
    bodies = _bodies(r, [row.thing_id for row in shown if row.thing_kind == "case_note"])
    return ThreadPage([_entry(row, bodies) for row in shown], shown[-1].id if len(rows) > PAGE else 0)


def count_newer(r: Reading, case: Case, seen: int) -> int:
    """How many entries the actor may read that came after one seen."""
    return count_of_case(r.session, case.id, secrets=sits_on_panel(r, case.id), after=seen)


def sits_on_panel(r: Reading, case_id: str) -> bool:
    """May the actor read what is secret in this case: a member of its panel, or the house?"""
    return r.actor.is_system or r.actor.id in {seat.person_id for seat in panel_of(r, case_id)}


def reached(r: Reading, case_id: str) -> Mapping[str, datetime]:
    """The first instant of each act of a case's life (rules.LIFE), in one query."""
    return first_of_acts(r.session, case_id, [act for _, act in LIFE])


def _bodies(r: Reading, note_ids: Sequence[str]) -> Mapping[str, str]:
    if not note_ids:
        return {}
    rows = r.session.scalars(in_scope(select(CaseNote), CaseNote, r.actor).where(CaseNote.id.in_(note_ids)))
    return {note.id: note.body for note in rows}


def _entry(row: CaseLine, bodies: Mapping[str, str]) -> Entry:
    return Entry(
        id=row.id,
        at=row.at,
        who=row.actor_name,
        role=ROLE_NAMES[Role(row.role)],
        text=row.summary,
        authority=row.authority or "",
        digest=row.digest or "",
        secret=row.secret,
        thing_kind=row.thing_kind,
        thing_id=row.thing_id,
        body=bodies.get(row.thing_id, ""),
    )


_WORDS = {Kind.ALL: "全部", Kind.DECISIONS: "只看决定", Kind.PAPERS: "只看文书", Kind.SITES: "只看平台", Kind.NOTES: "只看留言"}
_THINGS: Mapping[Kind, tuple[str, ...]] = {
    Kind.ALL: (),
    Kind.DECISIONS: ("approval", "vote", "plan", "settlement"),
    Kind.PAPERS: ("document",),
    Kind.SITES: ("round", "bid", "difference"),
    Kind.NOTES: ("case_note",),
}
