"""The trail: rows appended in the act's own transaction, leaves given by the sequencer, checkpoints signed (trust.md §5.1)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from app.infra.database import Base


class TrailRow(Base):
    """One act: who, in which role, did what to which thing, with which result. Never updated, never deleted."""

    __tablename__ = "trail_row"
    __untrailed__ = True
    __table_args__ = (Index("ix_trail_row_case", "case_id", "id"), Index("ix_trail_row_thing", "thing_kind", "thing_id"))

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
    at: Mapped[datetime]
    actor_id: Mapped[str] = mapped_column(String(32))
    actor_name: Mapped[str] = mapped_column(String(60))
    role: Mapped[str] = mapped_column(String(20))
    court_id: Mapped[str | None] = mapped_column(String(32))
    agency_id: Mapped[str | None] = mapped_column(String(32))
    session_id: Mapped[str | None] = mapped_column(String(64))
    ip: Mapped[str | None] = mapped_column(String(45))
    request_id: Mapped[str | None] = mapped_column(String(64))
    act: Mapped[str] = mapped_column(String(60), index=True)
    thing_kind: Mapped[str] = mapped_column(String(40))
    thing_id: Mapped[str] = mapped_column(String(64))
    case_id: Mapped[str | None] = mapped_column(String(32))
    result: Mapped[str] = mapped_column(String(10))
    summary: Mapped[str] = mapped_column(Text)
    authority: Mapped[str | None] = mapped_column(String(200))
    digest: Mapped[str | None] = mapped_column(String(64))
    secret: Mapped[bool] = mapped_column(default=False)
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)


class TrailLeaf(Base):
    """A row's place in the order and its hashes, given once by the sequencer."""

    __tablename__ = "trail_leaf"
    __untrailed__ = True

    index: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False)
    row_id: Mapped[int] = mapped_column(ForeignKey("trail_row.id"), unique=True)
    leaf: Mapped[str] = mapped_column(String(64))
    chain: Mapped[str] = mapped_column(String(64))


class TrailCheckpoint(Base):
    """A signed statement: so many rows, this root, at this time."""

    __tablename__ = "trail_checkpoint"
    __untrailed__ = True

    size: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False)
    chain: Mapped[str] = mapped_column(String(64))
    root: Mapped[str] = mapped_column(String(64))
    peaks: Mapped[list[Any]]
    at: Mapped[datetime]
    key: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str] = mapped_column(String(128))


APPEND_ONLY_TABLES = ("trail_row", "trail_leaf", "trail_checkpoint")


def append_only_ddl(dialect: str, table: str) -> list[str]:
    """Statements that make a table refuse UPDATE and DELETE, for a dialect. The migration runs the same."""
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for verb in ("update", "delete")
        ]
    return [
        f"CREATE OR REPLACE FUNCTION {table}_keep() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$ LANGUAGE plpgsql",
        f"CREATE TRIGGER {table}_keep BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_keep()",
    ]


def _trigger(statement: str, dialect: str) -> Callable[..., None]:
    def run(_target: object, connection: Connection, **_context: object) -> None:
        if connection.dialect.name == dialect:
            connection.exec_driver_sql(statement)

    return run


for _row in (TrailRow, TrailLeaf, TrailCheckpoint):
    for _dialect in ("sqlite", "postgresql"):
        for _statement in append_only_ddl(_dialect, _row.__tablename__):
            event.listen(_row.__table__, "after_create", _trigger(_statement, _dialect))
