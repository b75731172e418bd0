"""Notes of how figures were read, for the person who decides whether a file is taken (S27): the text as it stands, its unit, what it became."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from app.kernel.money import Money

Value = TypeVar("Value", bound=Money | datetime)


@dataclass(frozen=True)
class Note:
    """One figure: the text in the file, its unit there ('分', '万元', '毫秒', …), the value."""

    text: str
    unit: str
    value: Money | datetime


_NOTES: ContextVar[list[Note] | None] = ContextVar("notes", default=None)


@contextmanager
def noting() -> Iterator[list[Note]]:
    """Every figure read inside stands in the list, in the order of reading; nobody else's."""
    notes: list[Note] = []
    token = _NOTES.set(notes)
    try:
        yield notes
    finally:
        _NOTES.reset(token)


def note(text: str, unit: str, value: Value) -> Value:
    """The value; noted where somebody asked for notes."""
    notes = _NOTES.get()
    if notes is not None:
        notes.append(Note(text, unit, value))
    return value
