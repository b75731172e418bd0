"""The stage on which the demonstration is played: the house, its clock, who acts, and how time moves on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from app.domains.accounts.queries import actor_by_login
from app.infra.house import House
from app.infra.unit_of_work import Reading, Work
from app.kernel.actor import Actor, Role
from app.kernel.clock import local


class Time(Protocol):
    """How a stage moves on: the clock jumps, then everything that is due is done."""

    def move_to(self, at: datetime) -> None:
        """Go to an instant and let the house do what is due until it is quiet."""
        ...

    def until(self, done: Callable[[], bool], what: str) -> None:
        """Let the house work until something holds; RuntimeError naming it when it does not come."""
        ...


@dataclass(frozen=True)
class Told:
    """One step as it happened."""

    at: str
    actor: str
    act: str


@dataclass
class Stage:
    """Acts are done for logins of the cast through the real services. `simulator` is its base address."""

    house: House
    time: Time
    simulator: str
    say: Callable[[Told], None]
    told: list[Told] = field(default_factory=list)
    actors: dict[str, Actor] = field(default_factory=dict)

    def actor(self, login: str) -> Actor:
        """The actor of a login."""
        if login not in self.actors:
            with self.house.reading() as r:
                self.actors[login] = actor_by_login(r.session, login)
        return self.actors[login]

    def work(self, login: str) -> AbstractContextManager[Work]:
        """One act of a login."""
        return self.house.work(self.actor(login))

    def reading(self, login: str = "") -> AbstractContextManager[Reading]:
        """A read of a login, or of the house."""
        return self.house.reading(self.actor(login)) if login else self.house.reading()

    def tell(self, login: str, words: str) -> None:
        """Say what was done."""
        actor = self.actor(login) if login else None
        name = f"{actor.name}（{actor.title}）" if actor and actor.role is not Role.SYSTEM else "系统"
        told = Told(f"{local(self.house.clock.now()):%Y-%m-%d %H:%M:%S}", name, words)
        self.told.append(told)
        self.say(told)


@dataclass(frozen=True)
class Step:
    """One step of a story: when, who, in which words, and what is done."""

    at: datetime
    login: str
    words: str
    act: Callable[[Stage], None]


def perform(stage: Stage, steps: list[Step], until: datetime | None = None) -> int:
    """Play steps in the order of their instants, up to an instant; how many were played."""
    played = 0
    for step in sorted(steps, key=lambda each: each.at):
        if until is not None and step.at > until:
            break
        stage.time.move_to(step.at)
        step.act(stage)
        stage.tell(step.login, step.words)
        played += 1
    return played
