"""How a stage's time moves: in one process, where all that is due is done at once; or with the real processes, whose work is waited for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, or_, select

from app.demonstration.processes import Processes
from app.domains.deadlines.tables import Deadline
from app.domains.rounds.tables import Round
from app.domains.valuations.tables import PriceReport
from app.infra.house import House, Tick
from app.infra.outbox import Job, JobState
from app.infra.unit_of_work import for_house
from app.kernel.clock import ManualClock, SharedClock, monotonic, pause
from app.rooms import ticks

# What is to be read is read before periods run out, and what that told is sent and sealed last; every other tick of the house comes in between.
FIRST, LAST = ("outbox.send", "valuations.ask", "rounds.read"), ("deadlines.fire", "outbox.send", "audit.seal")
LOOK = 0.05
PATIENCE = 60.0
NUDGE_AFTER = 3.0
NUDGE = timedelta(seconds=35)


def in_turn(found: Sequence[Tick]) -> list[Tick]:
    """The heartbeat's own ticks in the order of one turn; none is left out, outbox.send comes twice."""
    named = {tick.name: tick for tick in found}
    others = [tick for tick in found if tick.name not in {*FIRST, *LAST}]
    return [*(named[name] for name in FIRST), *others, *(named[name] for name in LAST)]


@dataclass
class InlineTime:
    """One process does everything: used to load the demonstration's data. The queue performs messages at once."""

    house: House
    clock: ManualClock

    def move_to(self, at: datetime) -> None:
        """Jump and do what is due."""
        self.clock.move_to(at)
        self._turn()

    def until(self, done: Callable[[], bool], what: str) -> None:
        """Move on by hours until it holds, a fortnight at most."""
        for _ in range(14 * 12):
            if done():
                return
            self.clock.advance(timedelta(hours=2))
            self._turn()
        raise RuntimeError(f"没有等到：{what}")

    def _turn(self) -> None:
        for tick in in_turn(ticks()):
            tick.run(self.house)


@dataclass
class ProcessTime:
    """Heartbeat, worker and simulator are processes of their own; a jump is followed by waiting until they are quiet. A process that died is started again."""

    house: House
    clock: SharedClock
    processes: Processes

    def move_to(self, at: datetime) -> None:
        """Jump; wait until every row that was due by then has been worked on."""
        target = max(at, self.clock.now())
        with self.house.database.read() as session:
            due = list(session.scalars(for_house(select(Round.id).where(Round.next_read_at <= target, Round.lot_id.is_not(None)))))
        self.clock.move_to(target)
        self._wait(lambda: self._quiet(target, due), f"{target.isoformat()} 的到期事项")

    def until(self, done: Callable[[], bool], what: str) -> None:
        """Move on by hours until it holds."""
        for _ in range(14 * 12):
            if done():
                return
            self.move_to(self.clock.now() + timedelta(hours=2))
        raise RuntimeError(f"没有等到：{what}")

    def _wait(self, quiet: Callable[[], bool], what: str) -> None:
        began = nudged = monotonic()
        while not quiet():
            self.processes.keep_alive()
            if monotonic() - nudged > NUDGE_AFTER:
                self.clock.move_to(self.clock.now() + NUDGE)
                nudged = monotonic()
            if monotonic() - began > PATIENCE:
                raise RuntimeError(f"没有等到：{what}")
            pause(LOOK)

    def _quiet(self, target: datetime, rounds_due: list[str]) -> bool:
        now = self.clock.now()
        with self.house.database.read() as session:
            unread = select(Round.id).where(Round.id.in_(rounds_due), Round.next_read_at.is_not(None), or_(Round.read_at.is_(None), Round.read_at < target))
            asking = select(PriceReport.id).where(PriceReport.value.is_(None), PriceReport.next_at <= now + timedelta(minutes=2))
            waiting = select(Job.id).where(Job.state.in_((JobState.TODO, JobState.DOING)), Job.next_at <= now + timedelta(minutes=3))
            unfired = select(Deadline.id).where(Deadline.state == "running", Deadline.next_at <= now)
            return not any(session.scalar(select(exists(for_house(each)))) for each in (unread, asking, waiting, unfired))
