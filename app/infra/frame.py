"""The outer frame of everything that no request waits for: a tick, a job, one item of a batch. An error ends here, logged, and its neighbours go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import structlog

log = structlog.get_logger()
T = TypeVar("T")


@dataclass(frozen=True)
class Outcome(Generic[T]):
    """What an act returned (None if it failed) and the words of its error ('' if it went well)."""

    value: T | None
    error: str = ""


def framed(act: Callable[[], T], name: str, **ids: str) -> Outcome[T]:
    """Do an act in a frame of its own. Its error is logged under the name with the ids, never raised; the caller says what becomes of the row."""
    try:
        return Outcome(act())
    except Exception as error:  # the outer frame of what the heartbeat and the worker do (architecture.md, style 13)
        log.exception("failed", what=name, **ids)
        return Outcome(None, f"{type(error).__name__}: {error}")
