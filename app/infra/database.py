"""The one seam to the database: column types, the declarative base, sessions for reading and for writing (SQLite WAL or PostgreSQL)."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, DateTime, Engine, Integer, MetaData, String, create_engine, event, false, text
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, ORMExecuteState, Session, mapped_column, with_loader_criteria
from sqlalchemy.types import BigInteger, TypeDecorator

from app.infra.vault import VAULT, Vault
from app.kernel.ids import new_id
from app.kernel.money import Money

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Fen(TypeDecorator[Money]):
    """Money as whole fen (SQLite would keep a Numeric as a float)."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Money | None, dialect: Dialect) -> int | None:
        return None if value is None else value.fen

    def process_result_value(self, value: Any, dialect: Dialect) -> Money | None:
        return None if value is None else Money(int(value))


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept as UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive instant {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        read: datetime = value
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of every row. `__scoped__` rows come only through a scope (see `within`); `__untrailed__` rows may change without a trail."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        Money: Fen(),
        datetime: Instant(),
        dict[str, Any]: JSON(),
        list[Any]: JSON(),
        str: String(255),
        int: Integer(),
    }
    __scoped__: ClassVar[bool] = False
    __untrailed__: ClassVar[bool] = False


class Row(Base):
    """A row with a random, time-ordered id."""

    __abstract__ = True

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)


class Scoped(Row):
    """A row that belongs to a court or agency: a select that does not say its scope returns nothing."""

    __abstract__ = True
    __scoped__ = True


SCOPE = "paifu_scope"


class HouseSession(Session):
    """A session in which a select of scoped rows without a declared scope is empty (product.md promise 5)."""


def _deny_unscoped(state: ORMExecuteState) -> None:
    if not state.is_select or state.is_column_load or state.is_relationship_load:
        return
    if state.execution_options.get(SCOPE) or not any(mapper.class_.__scoped__ for mapper in state.all_mappers if hasattr(mapper.class_, "__scoped__")):
        return
    state.statement = state.statement.options(
        *[with_loader_criteria(mapper.class_, false(), include_aliases=True) for mapper in state.all_mappers if mapper.class_.__scoped__]
    )


event.listen(HouseSession, "do_orm_execute", _deny_unscoped)


class Database:
    """An engine and its sessions. `write()` takes SQLite's write lock at once (BEGIN IMMEDIATE), so that two writers wait instead of failing.

    Sessions carry the house's vault (app/infra/vault.py) for the few columns that are kept encrypted.
    """

    def __init__(self, url: str, vault: Vault | None = None) -> None:
        self.url = url
        self._info = {VAULT: vault}
        self.engine = _engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"

    def read(self) -> HouseSession:
        """A session for reading; never commit it."""
        return HouseSession(self.engine, expire_on_commit=False, info=self._info)

    def write(self) -> HouseSession:
        """A session whose transaction will be committed by the unit of work."""
        return HouseSession(self.engine.execution_options(paifu_writes=True), expire_on_commit=False, info=self._info)

    def alone(self, session: Session, name: str) -> bool:
        """May this transaction do what only one may do at a time? PostgreSQL: an advisory lock until its end; SQLite: the write lock it already holds."""
        if self.is_sqlite:
            return True
        return bool(session.scalar(text("select pg_try_advisory_xact_lock(hashtext(:name))"), {"name": name}))

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def _engine(url: str) -> Engine:
    options: dict[str, Any] = {"json_serializer": lambda value: json.dumps(value, ensure_ascii=False)}
    if url.startswith("sqlite"):
        engine = create_engine(url, connect_args={"timeout": 15, "check_same_thread": False}, **options)
        event.listen(engine, "connect", _on_sqlite_connect)
        event.listen(engine, "begin", _on_sqlite_begin)
        return engine
    return create_engine(url, pool_size=8, max_overflow=16, pool_pre_ping=True, **options)


def _on_sqlite_connect(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=15000"):
        connection.execute(f"PRAGMA {pragma}")


def _on_sqlite_begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("paifu_writes") else "BEGIN")
