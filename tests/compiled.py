"""Statements are compiled once a test process: every test has a database of its own, and its engine would compile them all anew (a fifth of the suite)."""

from __future__ import annotations

from typing import Any

import sqlalchemy
from sqlalchemy import Engine

from app.infra import database

MOST = 8_000
_firsts: dict[str, Engine] = {}


def share() -> None:
    """From now on the house's engines of one kind compile with the dialect and the cache of the first of them that connected."""
    database.create_engine = _create_engine


def _create_engine(url: str, **options: Any) -> Engine:
    made = sqlalchemy.create_engine(url, query_cache_size=MOST, **options)
    first = _firsts.get(made.dialect.name)
    if first is None:
        with made.connect():
            _firsts[made.dialect.name] = made
        made.dispose()
        return made
    made.dialect, made._compiled_cache = first.dialect, first._compiled_cache
    return made
