"""Fixtures of the whole suite: a database copied from a template (SQLite, PostgreSQL by PAIFU_TEST_DATABASES), a clock moved by hand, a house, an app."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright

from app.factory import create_app, make_house
from app.infra.house import House
from app.kernel.clock import ManualClock, at_shanghai
from config.settings import Settings
from tests import compiled
from tests.browser.people import FLAGS
from tests.databases import ENGINES, Kept, T, Template, postgres_template, sqlite_template
from tests.factories.courts import found_bench
from tests.journeys.command import loaded

hypothesis.settings.load_profile("ci")
compiled.share()
NOON = at_shanghai(2026, 4, 2, 10, 31, 12)


def pytest_collection_finish() -> None:
    """What was imported stays until the end: looking through it again for garbage took a sixth of the suite."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    """What this test process has prepared, for every file it runs."""
    with ExitStack() as stack:
        yield Kept(tmp_path_factory.mktemp, stack)


@pytest.fixture(scope="session", params=ENGINES)
def template(request: pytest.FixtureRequest, prepared: Kept) -> Template:
    """A migrated database with the calendar, copied for each test."""
    return prepared.once("template", request.param, sqlite_template if request.param == "sqlite" else postgres_template)


@pytest.fixture(scope="session")
def benched(template: Template, prepared: Kept) -> Template:
    """The same with the two courts and their people (tests/factories/courts.py)."""
    return prepared.once("bench", template.url, lambda folder, stack: grown(template, folder, stack, found_bench)[0])


def grown(template: Template, folder: Path, stack: ExitStack, found: Callable[[House], T]) -> tuple[Template, T]:
    """A template with more in it, closed again so that it can be copied, and what was entered."""
    url = stack.enter_context(template.copy(folder))
    clock = ManualClock(NOON)
    house = make_house(plain_settings(folder, url), clock, wall=clock)
    entered = found(house)
    house.database.close()
    made = Template(url)
    made.settle()
    return made, entered


FOUNDERS = ("found_bench", "found_field", "found_show", "lined")


def chosen(request: pytest.FixtureRequest) -> Template:
    """What a test's database is copied from: with the courts where it asks for `bench` or its file founds them."""
    founds = "bench" in request.fixturenames or any(hasattr(request.module, name) for name in FOUNDERS)
    made: Template = request.getfixturevalue("benched" if founds else "template")
    return made


@pytest.fixture(scope="session")
def whole_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all test processes of this run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def demonstration(whole_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A data folder of one's own with the loaded demonstration, by the name it shall have."""
    return lambda name: loaded(whole_run, tmp_path_factory.mktemp(name) / "data")


@pytest.fixture
def clock() -> ManualClock:
    """Thursday 2026-04-02 10:31:12 in Shanghai, until the test moves it."""
    return ManualClock(NOON)


@pytest.fixture
def settings(request: pytest.FixtureRequest, template: Template, tmp_path: Path) -> Iterator[Settings]:
    """Settings of one test, with a database of its own."""
    with chosen(request).copy(tmp_path) as url:
        yield plain_settings(tmp_path, url)


def plain_settings(folder: Path, url: str) -> Settings:
    """What a test needs and nothing of the environment."""
    return Settings(data=folder, database_url=url, queue_url="memory:", secret_key="test-secret", clock="manual", password_cost="test")


@pytest.fixture
def house(request: pytest.FixtureRequest, settings: Settings, clock: ManualClock) -> Iterator[House]:
    """The house of the test: the application's own where it has one, else one without the web."""
    if "app" in request.fixturenames:
        yield request.getfixturevalue("app").extensions["house"]
        return
    made = make_house(settings, clock, wall=clock)
    yield made
    made.database.close()


@pytest.fixture
def app(settings: Settings, clock: ManualClock) -> Iterator[Flask]:
    """The web application; forms need no token here, a test of its own holds that they do in truth."""
    made = create_app(settings, clock, wall=clock, overrides={"TESTING": True, "WTF_CSRF_ENABLED": False, "PROPAGATE_EXCEPTIONS": False})
    yield made
    made.extensions["house"].database.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, one for a test process: Playwright bears no second of itself beside it."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()
