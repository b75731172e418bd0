"""An act under the unit of work (guard, trail, commit) beside a bare SQLAlchemy session that writes and commits the same two rows, on SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.orm import Session

from app.domains.audit.service import record
from app.domains.audit.tables import TrailRow
from app.domains.courts.tables import CalendarYear
from app.infra.database import Database
from app.infra.unit_of_work import Works
from app.kernel.actor import SYSTEM
from app.kernel.clock import RealClock
from app.schema import METADATA
from benchmarks.measure import Figure, compared

COUNT = 500


def figure() -> Figure:
    """Commits a second."""
    with _database() as database:
        works = Works(database, RealClock(), {})
        years = iter(range(10_000))

        def ours() -> None:
            for _ in range(COUNT):
                with works.work(SYSTEM) as w:
                    year = next(years)
                    w.session.add(CalendarYear(year=year, version="bench"))
                    record(w, "calendar.loaded", "calendar", str(year), "载入节假日日历")

        def bare() -> None:
            for _ in range(COUNT):
                with Session(database.engine.execution_options(paifu_writes=True)) as session:
                    year = next(years)
                    session.add(CalendarYear(year=year, version="bench"))
                    session.add(_trail(str(year)))
                    session.commit()

        return compared("unit_of_work", COUNT, ours=("Works.work", ours), peer=("sqlalchemy Session.commit", bare))


def _trail(year: str) -> TrailRow:
    return TrailRow(
        at=RealClock().now(),
        actor_id=SYSTEM.id,
        actor_name=SYSTEM.name,
        role=SYSTEM.role.value,
        act="calendar.loaded",
        thing_kind="calendar",
        thing_id=year,
        result="ok",
        summary="载入节假日日历",
        secret=False,
        details={},
    )


@contextmanager
def _database() -> Iterator[Database]:
    with TemporaryDirectory(prefix="paifu-bench-") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'bench.sqlite'}")
        METADATA.create_all(database.engine)
        yield database
        database.close()
