"""What each noun brings to the house, found by looking into its rooms: tables, pages (views.py, api.py), handlers and ticks (jobs.py)."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from types import ModuleType

from click import Command
from flask import Blueprint

import app.api
import app.desk
import app.domains
from app import worker
from app.infra.house import Handler, Tick


def rooms(name: str) -> Iterator[ModuleType]:
    """The rooms of that name in all nouns, in the order of their names. A noun without the room is passed over."""
    for noun in sorted(each.name for each in pkgutil.iter_modules(app.domains.__path__)):
        if find_spec(f"app.domains.{noun}.{name}") is not None:
            yield importlib.import_module(f"app.domains.{noun}.{name}")


def blueprints() -> list[Blueprint]:
    """`pages` of every noun, for people and for the API, and of every file of the desk and the API that has them."""
    halls = (importlib.import_module(f"{hall.__name__}.{each.name}") for hall in (app.desk, app.api) for each in pkgutil.iter_modules(hall.__path__))
    return [found for module in (*rooms("views"), *rooms("api"), *halls) for found in _pages_of(module)]


def handlers() -> Mapping[str, Handler]:
    """HANDLERS of every noun: queue messages by kind."""
    return {kind: handler for module in rooms("jobs") for kind, handler in getattr(module, "HANDLERS", {}).items()}


def ticks() -> list[Tick]:
    """TICKS of every noun, and the outbox's."""
    return [worker.TICK, *(tick for module in rooms("jobs") for tick in getattr(module, "TICKS", ()))]


def noun_commands() -> list[Command]:
    """`group` of every noun's commands.py."""
    return [module.group for module in rooms("commands")]


def _pages_of(module: ModuleType) -> Iterator[Blueprint]:
    pages = getattr(module, "pages", None)
    if isinstance(pages, Blueprint):
        yield pages
    more = getattr(module, "more_pages", ())
    yield from more
