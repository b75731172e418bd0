"""The scheduler drill: deadlines that all fall due in one minute, heartbeats and workers as real processes, killed at random and started again.

`.venv/bin/python -m benchmarks.deadlines_drill --database postgresql|sqlite --deadlines 20000 [--seed N]`: one line of JSON, exit 1 unless each stage
of each deadline fired once (row, trail). PostgreSQL: two heartbeats and four workers; SQLite: one of each (trust.md §2.4).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, select

from app.demonstration import acts
from app.demonstration.acts import Playing
from app.demonstration.cast import load_cast
from app.demonstration.lots import LOTS
from app.demonstration.stage import Stage
from app.demonstration.times import InlineTime
from app.domains.audit.service import record
from app.domains.audit.tables import TrailRow
from app.domains.deadlines.catalogue import CATALOGUE
from app.domains.deadlines.tables import Deadline, DeadlineStage
from app.factory import make_house
from app.infra import migrations
from app.infra.house import House
from app.infra.unit_of_work import Work, for_house
from app.kernel.clock import ManualClock, SharedClock, at_shanghai
from config.settings import ROOT, Settings
from tests.databases import postgres_server

BEGAN = at_shanghai(2026, 3, 2, 9)
MORNING = at_shanghai(2026, 4, 13, 8, 30)
CROWD = {"sqlite": (1, 1), "postgresql": (2, 4)}
LOOK = 0.3
PAUSE = (1.0, 4.0)
CODE = "balance"
SUBJECT = "drill"


@dataclass(frozen=True)
class Told:
    """What the drill found: rows of stages, the most for one stage, lines of the trail, kills, seconds of the firing."""

    database: str
    deadlines: int
    heartbeats: int
    workers: int
    due_fired: int
    missed_fired: int
    twice: int
    trail_due: int
    trail_missed: int
    put_off: int
    kills: int
    seed: int
    seconds: float

    @property
    def good(self) -> bool:
        """Each stage once, in the rows and in the trail, and nothing put off."""
        return {self.due_fired, self.missed_fired, self.trail_due, self.trail_missed} == {self.deadlines} and not self.twice


def drill(database: str, url: str, folder: Path, count: int, seed: int, *, within: float) -> Told:
    """Stock a house at the address, start the crowd, move the clock to the morning and then past the minute, kill as it goes, and count."""
    settings = Settings(folder, url, _queue(database, url, folder), "drill-secret", clock="manual", password_cost="test")
    migrations.upgrade(url)
    began = ManualClock(BEGAN)
    house = make_house(settings, began)
    _stock(house, began, count)
    clock = SharedClock(settings.clock_file, start=MORNING - timedelta(minutes=1))
    crowd = _Crowd(folder, settings, *CROWD[database], random.Random(seed))
    started = time.perf_counter()
    with crowd.standing():
        for at, stage in ((MORNING, "due"), (MORNING + timedelta(minutes=2), "missed")):
            clock.move_to(at)
            _until(house, stage, count, crowd, started + within)
    told = _counted(house, database, count, crowd.kills, seed, time.perf_counter() - started)
    house.database.close()
    return told


class _Crowd:
    """Heartbeats and workers as processes; one of them is killed now and then, and started again."""

    def __init__(self, folder: Path, settings: Settings, heartbeats: int, workers: int, dice: random.Random) -> None:
        self._folder, self._settings, self._dice = folder, settings, dice
        self._words = [("heartbeat",)] * heartbeats + [("worker", "--threads", "2")] * workers
        self._children: list[subprocess.Popen[bytes]] = []
        self._next_at, self._seen = 0.0, 0
        self.kills = 0

    @contextmanager
    def standing(self) -> Iterator[None]:
        """All of them, until the drill is over."""
        self._children = [self._start(words) for words in self._words]
        self._next_at = time.perf_counter() + PAUSE[1]
        try:
            yield
        finally:
            for child in self._children:
                child.kill()
            for child in self._children:
                child.wait(30)

    def kill_one_in_time(self, fired: int) -> None:
        """SIGKILL for one by lot, when its time has come and something was fired since the last kill: on a busy machine a process needs long to start."""
        if any(child.poll() for child in self._children):
            raise RuntimeError(f"a process ended by itself: see {self._folder}")
        if time.perf_counter() < self._next_at or fired == self._seen:
            return
        self._seen = fired
        place = self._dice.randrange(len(self._children))
        self._children[place].kill()
        self._children[place].wait(30)
        self._children[place] = self._start(self._words[place])
        self.kills += 1
        self._next_at = time.perf_counter() + self._dice.uniform(*PAUSE)

    def _start(self, words: tuple[str, ...]) -> subprocess.Popen[bytes]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PAIFU_")}
        own = {
            "PAIFU_DATA": str(self._folder),
            "PAIFU_DATABASE_URL": self._settings.database_url,
            "PAIFU_QUEUE_URL": self._settings.queue_url,
            "PAIFU_CLOCK": "manual",
            "PAIFU_SECRET_KEY": self._settings.secret_key,
            "PAIFU_PASSWORD_COST": "test",
            "PAIFU_LOG_LEVEL": "ERROR",
        }
        command = [sys.executable, "-m", "flask", "--app", "wsgi", *words]
        log = (self._folder / f"{words[0]}.log").open("ab")
        return subprocess.Popen(command, cwd=ROOT, env={**kept, **own}, stdin=subprocess.DEVNULL, stdout=log, stderr=log)


def _stock(house: House, clock: ManualClock, count: int) -> None:
    """One case with so many payments due, spread over the minute after the morning's reminder."""
    load_cast(house)
    stage, playing = Stage(house, InlineTime(house, clock), "", lambda told: None), Playing(LOTS["L4"])
    acts.enter_asset(stage, playing)
    with stage.work("judge") as w:
        shared = {"court_id": w.actor.court_id or "", "case_id": playing.memo["case"], "holder_id": w.actor.id}
        w.session.add_all(_deadline(w, shared, number, count) for number in range(count))
        w.flush()
        record(w, "deadline.stocked", "deadline", SUBJECT, f"演练：{count} 个期限", case_id=shared["case_id"])


def _deadline(w: Work, shared: dict[str, str], number: int, count: int) -> Deadline:
    period = CATALOGUE[CODE]
    due_at = MORNING + timedelta(seconds=60 * (number + 1) / count)
    counted = {"starts_on": BEGAN.date(), "due_on": MORNING.date(), "due_at": due_at, "counted": [], "calendar_version": "drill", "next_at": MORNING}
    named = {"code": CODE, "title": period.title, "rule": period.rule, "citation": period.rule, "holder_role": period.holder.value, "warn_days": []}
    return Deadline(**shared, **named, **counted, subject_kind=SUBJECT, subject_id=str(number), started_at=w.now)


def _until(house: House, stage: str, count: int, crowd: _Crowd, last: float) -> None:
    while (fired := _fired(house, stage)) < count and time.perf_counter() < last:
        crowd.kill_one_in_time(fired)
        time.sleep(LOOK)


def _fired(house: House, stage: str) -> int:
    with house.database.read() as session:
        of_drill = select(Deadline.id).where(Deadline.subject_kind == SUBJECT)
        return session.scalar(for_house(select(func.count(DeadlineStage.id)).where(DeadlineStage.stage == stage, DeadlineStage.deadline_id.in_(of_drill)))) or 0


def _counted(house: House, database: str, count: int, kills: int, seed: int, seconds: float) -> Told:
    with house.database.read() as session:
        mine = for_house(select(Deadline.id).where(Deadline.subject_kind == SUBJECT))
        ids = set(session.scalars(mine))
        stages = Counter((each.deadline_id, each.stage) for each in session.execute(select(DeadlineStage.deadline_id, DeadlineStage.stage)) if each[0] in ids)
        trail = Counter((row.thing_id, row.act) for row in session.execute(select(TrailRow.thing_id, TrailRow.act)) if row.thing_id in ids)
    kinds = Counter(stage for _, stage in stages.elements())
    acts_ = Counter(act for _, act in trail.elements())
    twice = sum(number > 1 for number in (*stages.values(), *(trail[each] for each in trail if each[1] in ("deadline.reminded", "deadline.missed"))))
    fired = {"due_fired": kinds["due"], "missed_fired": kinds["missed"], "twice": twice}
    told = {"trail_due": acts_["deadline.reminded"], "trail_missed": acts_["deadline.missed"], "put_off": acts_["deadline.put_off"]}
    return Told(database, count, *CROWD[database], **fired, **told, kills=kills, seed=seed, seconds=round(seconds, 1))


def _queue(database: str, url: str, folder: Path) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://") if database == "postgresql" else f"sqlite:///{folder / 'queue.sqlite'}"


def run(database: str, count: int, seed: int, *, within: float = 3600.0) -> Told:
    """The drill in a folder and on a server of its own."""
    with TemporaryDirectory(prefix="paifu-drill-") as name:
        folder = Path(name)
        if database == "sqlite":
            return drill(database, f"sqlite:///{folder / 'paifu.sqlite'}", folder, count, seed, within=within)
        with postgres_server(folder) as server:
            return drill(database, f"{server}/postgres", folder, count, seed, within=within)


def main(words: list[str] | None = None) -> int:
    """One line of JSON; 1 when a stage did not fire once."""
    parser = argparse.ArgumentParser(prog="benchmarks.deadlines_drill")
    parser.add_argument("--database", choices=sorted(CROWD), default="postgresql")
    parser.add_argument("--deadlines", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--within", type=float, default=3600.0, help="seconds")
    asked = parser.parse_args(words)
    told = run(asked.database, asked.deadlines, asked.seed, within=asked.within)
    print(json.dumps(asdict(told) | {"ok": told.good}), flush=True)
    return 0 if told.good else 1


if __name__ == "__main__":
    sys.exit(main())
