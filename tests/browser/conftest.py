"""One served house for the browser tests; a test fails on any complaint of a console."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.people import Persons
from tests.browser.place import Place, standing


@pytest.fixture(scope="session")
def place(demonstration: Callable[[str], Path]) -> Iterator[Place]:
    """The real thing, once for all browser tests of a test process."""
    with standing(demonstration("browser")) as stood:
        yield stood


@pytest.fixture(scope="module")
def persons(chromium: Browser, place: Place) -> Iterator[Persons]:
    """The people of one story."""
    made = Persons(chromium, place.root)
    yield made
    made.forget()


@pytest.fixture
def person(persons: Persons) -> Iterator[Persons]:
    """person(login, width) → page; no console error, page error, server fault or policy violation may have come."""
    persons.complaints.clear()
    yield persons
    assert persons.complaints == []
