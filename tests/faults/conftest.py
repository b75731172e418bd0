"""One stand for the whole table: a database, a simulator, a clock."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.databases import Template
from tests.faults.cells import Stand, standing


@pytest.fixture(scope="module")
def stand(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    """The house and the simulator."""
    with standing(template, tmp_path_factory.mktemp("stand")) as made:
        yield made
