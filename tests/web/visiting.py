"""Visitors for page tests: signed-in clients, counted queries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from app.infra.house import House
from tests.factories.courts import PASSWORD


def signed_in(app: Flask, login: str) -> FlaskClient:
    """A browser of that person."""
    client = app.test_client()
    assert client.post("/login", data={"username": login, "password": PASSWORD}).status_code == 302
    return client


@contextmanager
def counted(house: House) -> Iterator[list[str]]:
    """The statements sent while inside; SQLite's BEGIN, which SQLAlchemy does not send to PostgreSQL as one, is none."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement != "BEGIN":
            statements.append(statement)

    event.listen(house.database.engine, "before_cursor_execute", note)
    yield statements
    event.remove(house.database.engine, "before_cursor_execute", note)
