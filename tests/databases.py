"""Databases for tests: one migrated template a run, a copy in a few milliseconds for each test."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import gettempdir
from typing import Any, TypeVar

import pytest
import stamina
from sqlalchemy import Engine, create_engine, text

from app.domains.courts.service import load_calendar_years
from app.infra.database import Database
from app.infra.migrations import upgrade
from app.infra.unit_of_work import Works
from app.kernel.actor import SYSTEM
from app.kernel.clock import RealClock
from app.kernel.ids import new_id
from app.kernel.workdays import built_in

T = TypeVar("T")
ENGINES = os.environ.get("PAIFU_TEST_DATABASES", "sqlite").split(",")
on_first, on_last = (pytest.mark.parametrize("template", [each], indirect=True) for each in (ENGINES[0], ENGINES[-1]))
"""For what asks the browser or the routes rather than the database: on one engine, where others ask both."""


@cache
def _admin(server: str) -> Engine:
    """Who makes and drops databases; one connection for the whole run, as a new one costs as much as the copy."""
    return create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")


@dataclass(frozen=True)
class Template:
    """A prepared database that tests copy."""

    url: str

    @contextmanager
    def copy(self, folder: Path) -> Iterator[str]:
        """A fresh copy; gone afterwards."""
        if self.url.startswith("sqlite"):
            path = folder / "paifu.sqlite"
            shutil.copyfile(self.url.removeprefix("sqlite:///"), path)
            yield f"sqlite:///{path}"
            return
        base, _, name = self.url.rpartition("/")
        fresh = f"t_{new_id()}"
        with _admin(base).connect() as connection:
            connection.execute(text(f'create database "{fresh}" template "{name}" strategy file_copy'))
        yield f"{base}/{fresh}"
        with _admin(base).connect() as connection:
            connection.execute(text(f'drop database "{fresh}" with (force)'))

    def settle(self) -> None:
        """Ready to be copied: SQLite's log written into its file (PostgreSQL asks only that nobody is connected)."""
        if self.url.startswith("sqlite"):
            with create_engine(self.url).connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.exec_driver_sql("PRAGMA journal_mode=DELETE")


@dataclass(frozen=True)
class Kept:
    """What a test process prepares once: pytest would drop a fixture with an engine at each change of engine, which is twice a file."""

    folders: Callable[[str], Path]
    stack: ExitStack
    made: dict[tuple[str, str], Any] = field(default_factory=dict)

    def once(self, what: str, of: str, make: Callable[[Path, ExitStack], T]) -> T:
        """What `make` made for this engine or template, made now if never before; what it enters is left when the process ends."""
        if (what, of) not in self.made:
            self.made[what, of] = make(self.folders(what), self.stack)
        made: T = self.made[what, of]
        return made


def sqlite_template(folder: Path, stack: ExitStack) -> Template:
    """A migrated SQLite file with the calendar."""
    made = Template(f"sqlite:///{folder / 'template.sqlite'}")
    _prepare(made.url)
    made.settle()
    return made


def postgres_template(folder: Path, stack: ExitStack) -> Template:
    """A migrated PostgreSQL database with the calendar, on a server that runs as long as the test process."""
    server = stack.enter_context(postgres_server(folder))
    name = f"template_{new_id()}"
    with _admin(server).connect() as connection:
        connection.execute(text(f'create database "{name}"'))
    _prepare(f"{server}/{name}")
    return Template(f"{server}/{name}")


@contextmanager
def postgres_server(folder: Path) -> Iterator[str]:
    """A PostgreSQL server of Debian's binaries on a free port of loopback, as its own user when we are root."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    assert binaries, "no PostgreSQL server: apt-get install postgresql (./paifu test does)"
    user = {"user": "postgres"} if getpass.getuser() == "root" else {}
    place = Path(subprocess.run(["mktemp", "-d", f"{gettempdir()}/paifu-pg.XXXXXX"], capture_output=True, text=True, check=True, **user).stdout.strip())
    run = {"check": True, "cwd": "/", "capture_output": True, **user}
    subprocess.run([binaries[-1] / "initdb", "-D", place / "data", "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"], **run)
    port = _start(binaries[-1], place, **{**run, "capture_output": False, "stdout": subprocess.DEVNULL})
    try:
        yield f"postgresql+psycopg://postgres@127.0.0.1:{port}"
    finally:
        subprocess.run([binaries[-1] / "pg_ctl", "-D", place / "data", "-m", "immediate", "stop"], **run)
        shutil.rmtree(place, ignore_errors=True)


@stamina.retry(on=subprocess.CalledProcessError, attempts=4, wait_initial=0.1)
def _start(binaries: Path, place: Path, **run: Any) -> int:
    """Start it; its port. A port that was free a moment ago may be somebody else's by now: then with another."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    options = f"-p {port} -k {place} -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"
    subprocess.run([binaries / "pg_ctl", "-D", place / "data", "-l", place / "log", "-w", "-o", options, "start"], **run)
    return port


def _prepare(url: str) -> None:
    upgrade(url)
    database = Database(url)
    with Works(database, RealClock(), {}).work(SYSTEM) as w:
        load_calendar_years(w, built_in(), frozenset(range(2015, 2029)))
    database.close()
