"""The unit of work: one act, one instant, one transaction, one trail. The only place that commits."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import Select, event
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import ORMExecuteState
from sqlalchemy.orm.exc import StaleDataError

from app.infra.database import SCOPE, Base, Database, HouseSession
from app.infra.outbox import Job
from app.kernel.actor import Actor
from app.kernel.clock import Clock, RealClock, day_of
from app.kernel.errors import Conflict
from app.kernel.facts import Fact

Reaction = Callable[["Work", Any], None]
Statement = TypeVar("Statement", bound="Select[*tuple[Any, ...]]")


class Untrailed(RuntimeError):
    """Rows changed and nobody recorded it: a fault of the code, refused (trust.md R37)."""


class Reading:
    """What a read needs: who asks, when, and the session. `now` is the house's clock, `wall_now` the real one (sign-in, sessions)."""

    def __init__(self, session: HouseSession, actor: Actor, now: datetime, wall_now: datetime) -> None:
        self.session = session
        self.actor = actor
        self.now = now
        self.wall_now = wall_now

    @property
    def today(self) -> date:
        """The day in Shanghai of this act's instant."""
        return day_of(self.now)


class Work(Reading):
    """An act under way: emit facts, leave jobs for later; services record the trail through domains/audit."""

    def __init__(self, session: HouseSession, actor: Actor, now: datetime, wall_now: datetime) -> None:
        super().__init__(session, actor, now, wall_now)
        self.facts: deque[Fact] = deque()
        self.touched: set[str] = set()
        self.trailed = False

    def emit(self, fact: Fact) -> None:
        """Say that something happened; process.py reacts before the commit."""
        self.facts.append(fact)

    def later(self, kind: str, payload: Mapping[str, Any], *, at: datetime | None = None) -> None:
        """Leave a job in the outbox: it is sent only if this act commits, and again if its worker dies."""
        self.session.add(Job(kind=kind, payload=dict(payload), next_at=at or self.now, made_at=self.now))

    def flush(self) -> None:
        """Send the rows so far to the database; two who raced for one row end in Conflict."""
        with _told_as_conflict():
            self.session.flush()


class Works:
    """Begins readings and works on one database with one clock; knows the reactions of process.py."""

    def __init__(self, database: Database, clock: Clock, reactions: Mapping[type[Fact], Sequence[Reaction]], wall: Clock | None = None) -> None:
        self.database = database
        self.clock = clock
        self._wall = wall or RealClock()
        self._reactions = reactions

    @contextmanager
    def reading(self, actor: Actor) -> Iterator[Reading]:
        """Read for an actor; nothing is kept."""
        with self.database.read() as session:
            yield Reading(session, actor, self.clock.now(), self._wall.now())

    @contextmanager
    def work(self, actor: Actor) -> Iterator[Work]:
        """Do one act for an actor: reactions run until no fact is left, then one commit, or nothing at all."""
        with self.database.write() as session:
            w = Work(session, actor, self.clock.now(), self._wall.now())
            _watch(session, w)
            yield w
            while w.facts:
                fact = w.facts.popleft()
                for react in self._reactions.get(type(fact), ()):
                    react(w, fact)
            w.flush()
            if w.touched and not w.trailed:
                raise Untrailed(f"rows of {sorted(w.touched)} changed without a trail")
            with _told_as_conflict():
                session.commit()


def within(statement: Statement, scope: str) -> Statement:
    """Declare the scope under which a select of scoped rows may return something. Only queries.py of a noun says this."""
    return statement.execution_options(**{SCOPE: scope})


def for_house(statement: Statement) -> Statement:
    """Read past scopes: for reactions, jobs and services that act on an id they were handed by the house itself."""
    return within(statement, "house")


def _watch(session: HouseSession, w: Work) -> None:
    def on_flush(flushing: HouseSession, *_rest: object) -> None:
        for row in (*flushing.new, *flushing.dirty, *flushing.deleted):
            if isinstance(row, Base) and not row.__untrailed__ and (row not in flushing.dirty or flushing.is_modified(row)):
                w.touched.add(row.__tablename__)

    def on_execute(state: ORMExecuteState) -> None:
        if state.is_update or state.is_delete or state.is_insert:
            w.touched.update(mapper.class_.__tablename__ for mapper in state.all_mappers if not mapper.class_.__untrailed__)

    event.listen(session, "before_flush", on_flush)
    event.listen(session, "do_orm_execute", on_execute)


@contextmanager
def _told_as_conflict() -> Iterator[None]:
    try:
        yield
    except (StaleDataError, IntegrityError) as error:
        raise Conflict("内容在你打开之后变了，请看过不同之处再办理") from error
    except OperationalError as error:
        if "locked" in str(error) or "deadlock" in str(error) or "serialize" in str(error):
            raise Conflict("有人正在办理同一件事，请稍后再试") from error
        raise
