"""When each tick of the heartbeat last ran, for /readyz and the status pages."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from sqlalchemy import String, Text, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.infra.database import Base
from app.infra.house import House
from app.kernel.clock import RealClock

log = structlog.get_logger()
NOTE_EVERY = timedelta(seconds=5)


class Beat(Base):
    """A tick's last run in real time, and its last error ('' if it went well)."""

    __tablename__ = "beat"
    __untrailed__ = True

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    at: Mapped[datetime]
    error: Mapped[str] = mapped_column(Text, default="")


def note_beat(house: House, name: str, error: str) -> None:
    """Note a run, at most every few seconds unless something changed; a database that is away is only logged."""
    now = RealClock().now()
    try:
        with house.database.read() as session:
            kept = session.get(Beat, name)
        if kept is not None and kept.error == error and now - kept.at < NOTE_EVERY:
            return
        with house.database.write() as session, session.begin():
            session.merge(Beat(name=name, at=now, error=error[:2000]))
    except SQLAlchemyError:
        log.warning("beat not noted", tick=name)


def oldest_beat(session: Session) -> timedelta | None:
    """How long ago the least recent tick ran, in real time; None if the heartbeat never ran."""
    beats = session.scalars(select(Beat.at)).all()
    return RealClock().now() - min(beats) if beats else None
