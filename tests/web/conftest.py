"""The whole cast is entered once a run: a test that asks for `stand` gets a copy of that house."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from config.settings import Settings
from tests.conftest import chosen, grown, plain_settings
from tests.databases import Kept, Template
from tests.factories.cast import Stand, found_cast


@dataclass(frozen=True)
class Ground:
    """A database with the cast, what it keeps in files, and what is where."""

    template: Template
    folder: Path
    stand: Stand


@pytest.fixture(scope="session")
def ground(template: Template, prepared: Kept) -> Ground:
    """The house of the cast, closed again so that it can be copied."""

    def make(folder: Path, stack: ExitStack) -> Ground:
        made, stand = grown(template, folder, stack, found_cast)
        return Ground(made, folder, stand)

    return prepared.once("cast", template.url, make)


@pytest.fixture
def settings(request: pytest.FixtureRequest, template: Template, tmp_path: Path) -> Iterator[Settings]:
    """As everywhere, but on the ground of the cast where the test stands on it."""
    if "stand" not in request.fixturenames:
        with chosen(request).copy(tmp_path) as url:
            yield plain_settings(tmp_path, url)
        return
    ground: Ground = request.getfixturevalue("ground")
    shutil.copytree(ground.folder, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.sqlite*"))
    with ground.template.copy(tmp_path) as url:
        yield plain_settings(tmp_path, url)


@pytest.fixture
def stand(ground: Ground) -> Stand:
    """Who and what there is."""
    return ground.stand
