"""A paper whose rows are gone is not made, and the act that it follows from goes on."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from app.infra.unit_of_work import Work
from app.kernel.errors import NotFound
from app.kernel.facts import Fact

F = TypeVar("F", bound=Fact)
_log = logging.getLogger(__name__)


def where_rows_stand(step: Callable[[Work, F], None]) -> Callable[[Work, F], None]:
    """A step that makes papers from rows; it reads before it writes, so that without a row nothing is left half made. Only NotFound is let go."""

    @wraps(step)
    def made(w: Work, fact: F) -> None:
        try:
            step(w, fact)
        except NotFound:
            _log.warning("no paper: a row is missing", extra={"step": step.__name__, "fact": type(fact).__name__})

    return made
