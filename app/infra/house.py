"""The house of one process: settings, clock, database, evidence, queue and sites, put together by the factory and handed to views, jobs and commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from app.infra.clamd import Clamd
from app.infra.database import Database
from app.infra.evidence import EvidenceStore
from app.infra.queue import Queue
from app.infra.unit_of_work import Reading, Work, Works
from app.kernel.actor import SYSTEM, Actor
from app.kernel.clock import Clock
from config.settings import Settings


@dataclass(frozen=True)
class House:
    """Everything that lives as long as the process. `handlers` do queue messages by kind; `scanner` looks for malware, where one is set up."""

    settings: Settings
    clock: Clock
    database: Database
    evidence: EvidenceStore
    queue: Queue
    works: Works
    handlers: Mapping[str, Handler] = field(default_factory=dict)
    scanner: Clamd | None = None

    def work(self, actor: Actor = SYSTEM) -> AbstractContextManager[Work]:
        """Do one act."""
        return self.works.work(actor)

    def reading(self, actor: Actor = SYSTEM) -> AbstractContextManager[Reading]:
        """Read."""
        return self.works.reading(actor)


Handler = Callable[[House, dict[str, Any]], None]


@dataclass(frozen=True)
class Tick:
    """What the heartbeat does every few seconds of real time: claim what is due, nothing else."""

    name: str
    every: float
    run: Callable[[House], None]
