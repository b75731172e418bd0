"""The worker: does what the queue carries. Jobs of the outbox are done under their claim; other messages are reminders of a due row."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any

from huey.consumer import Consumer

from app.infra.frame import framed
from app.infra.house import House, Tick
from app.infra.outbox import Claim, claim_due, finish, put_off

JOB = "outbox.job"


def send_due_jobs(house: House) -> None:
    """The heartbeat's turn: claim due jobs and put them into the queue."""
    with house.database.write() as session, session.begin():
        claims = claim_due(session, house.clock.now(), skip_locked=not house.database.is_sqlite)
    for claim in claims:
        house.queue.send(JOB, vars(claim))


TICK = Tick("outbox.send", 0.5, send_due_jobs)


def perform_with(house: House) -> Callable[[str, dict[str, Any]], None]:
    """What a worker of this house does with a message."""

    def perform(kind: str, payload: dict[str, Any]) -> None:
        if kind == JOB:
            perform_job(house, Claim(**payload))
        else:
            house.handlers[kind](house, payload)

    return perform


def perform_job(house: House, claim: Claim) -> None:
    """Do one claimed job; on failure it comes back later, further each time."""
    done = framed(lambda: house.handlers[claim.kind](house, claim.payload), "job", kind=claim.kind, job=claim.id)
    with house.database.write() as session, session.begin():
        if done.error:
            put_off(session, claim, house.clock.now(), done.error)
        else:
            finish(session, claim, house.clock.now())


def run_worker(house: House, threads: int) -> None:
    """Work until SIGINT. Rows, answers and snapshots come and go by the thousand and hold no circles: looking for some is done seldom."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    house.queue.bind(perform_with(house))
    Consumer(house.queue.huey, workers=threads, periodic=False, initial_delay=0.05, max_delay=0.5, check_worker_health=True).run()
