"""Cases over two years of days, holidays and a provisional year in them: no period passes without its warning before and its mark after.

`.venv/bin/python -m benchmarks.deadline_years --cases 100 [--seed N] [--database sqlite]`: one line of JSON, exit 1 when something was missed. Every kind
of the catalogue is begun. Every last day and the number of misses are reckoned a second time from the answers of `flask law ask` (the black box), which
knows nothing of the rows; a day that was set, an hour that was set and a limit before an event are reckoned here, by hand.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.domains.courts.service import load_calendar_years
from app.domains.deadlines import service
from app.domains.deadlines.catalogue import CATALOGUE
from app.domains.deadlines.jobs import fire_due
from app.domains.deadlines.period import Count, Period, forward, months, until, working
from app.domains.deadlines.rules import ESCALATED, MISSED, DeadlineState
from app.domains.deadlines.service import Start
from app.domains.deadlines.tables import Deadline
from app.factory import make_house
from app.infra import migrations
from app.infra.house import House
from app.infra.unit_of_work import for_house
from app.kernel.clock import ManualClock, at_shanghai, day_of, start_of
from app.kernel.workdays import built_in
from config.settings import ROOT, Settings
from tests.databases import postgres_server
from tests.factories.cases import make_case
from tests.factories.courts import Bench, found_bench

Ask = Callable[[list[dict[str, Any]]], list[dict[str, Any]]]
FIRST_ON = date(2025, 3, 3)
DAYS = 730
A_CASE = 5
REMINDED, AT_WORK = timedelta(hours=8, minutes=30), timedelta(hours=8, minutes=45)
LAST_START = 600
UNIT: dict[Count, str] = {forward: "days", months: "months", working: "working_days"}
KINDS = tuple(CATALOGUE.values())
HOURS = {"tell_family": 24, "deposit_refund": 24, "task_due": 48}
SET_DAYS = (7, 15, 30, 60)
AHEAD = (65, 110)
SUBJECT = "simulated"


@dataclass(frozen=True)
class Event:
    """A fact of the simulation: a period begins, with the length that its act gives where the law gives none, or its thing is done.

    `ahead`: days until the event that a limit is counted back from.
    """

    case: int
    code: str
    subject_id: str
    start: bool
    length: int = 0
    ahead: int = 0


@dataclass(frozen=True)
class Told:
    """What two years showed: periods, warnings and marks in the rows; what differed from the second reckoning."""

    cases: int
    days: int
    periods: int
    kinds: int
    provisional: int
    warnings: int
    marks: int
    marks_reckoned: int
    lapsed: int
    done: int
    without_warning: int
    without_mark: int
    other_last_day: int
    seed: int
    seconds: float

    @property
    def good(self) -> bool:
        """Nothing went by unsaid, and both reckonings agree."""
        return not (self.without_warning or self.without_mark or self.other_last_day) and self.marks == self.marks_reckoned


def simulate(house: House, clock: ManualClock, bench: Bench, cases: int, seed: int, ask: Ask) -> Told:
    """Open the cases, live through the days, and reckon. The clock must stand at or before the first day."""
    began, script = time.perf_counter(), _script(cases, random.Random(seed))
    clock.move_to(start_of(FIRST_ON) + AT_WORK)
    with house.work(bench["clerk"]) as w:
        dated = {"filed_on": FIRST_ON, "basis_effective_on": FIRST_ON - timedelta(days=90), "parties": False}
        ids = [make_case(w, bench, 9000 + each, number=f"（2025）粤0115执{9000 + each}号", **dated).id for each in range(cases)]
    for place in range(DAYS):
        morning = start_of(FIRST_ON + timedelta(days=place))
        for at, events in ((morning, []), (morning + REMINDED, []), (morning + AT_WORK, script[place])):
            clock.move_to(at)
            if events:
                _happen(house, bench, ids, events)
            fire_due(house)
    return _reckoned(house, cases, seed, ask, began)


def _script(cases: int, dice: random.Random) -> dict[int, list[Event]]:
    """By day: what begins, and what is done early, late or never."""
    script: dict[int, list[Event]] = defaultdict(list)
    kinds = dice.sample(KINDS, len(KINDS))
    for case in range(cases):
        for number in range(A_CASE):
            period, subject = kinds[(case * A_CASE + number) % len(kinds)], f"{case}-{number}"
            begins, length, ahead = dice.randrange(1, LAST_START), period.length or dice.choice(SET_DAYS), dice.randint(*AHEAD)
            script[begins].append(Event(case, period.code, subject, start=True, length=length, ahead=ahead if period.count is until else 0))
            takes = dice.choice([0, 2, 12, 40, 300])
            if takes:
                script[begins + takes].append(Event(case, period.code, subject, start=False))
    return script


def _happen(house: House, bench: Bench, ids: list[str], events: list[Event]) -> None:
    with house.work() as w:
        for event in events:
            if event.start:
                service.start(w, event.code, _order(ids[event.case], bench, event, w.now))
            else:
                service.meet(w, event.code, SUBJECT, event.subject_id)


def _order(case_id: str, bench: Bench, event: Event, now: datetime) -> Start:
    hours = HOURS.get(event.code)
    due_at = now + timedelta(hours=hours) if hours else None
    from_on = day_of(now) + timedelta(days=event.ahead)
    return Start(case_id, bench.court_id, SUBJECT, event.subject_id, from_on, event.length, due_at, holder_id=bench["clerk"].id)


def _last_days(rows: Sequence[Deadline], kinds: Sequence[Period], ask: Ask) -> list[date]:
    """The last day of each row, reckoned again: by the black box where it counts such a period, else from what was set when it began."""
    asked = [kind.count in UNIT and kind.code not in HOURS for kind in kinds]
    questions = [
        {"op": "deadline", "start": row.starts_on.isoformat(), UNIT[kind.count]: kind.length or row.length}
        for row, kind, black in zip(rows, kinds, asked, strict=True) if black
    ]  # fmt: skip
    answers = iter(ask(questions))
    return [date.fromisoformat(next(answers)["deadline"]) if black else _by_hand(row, kind) for row, kind, black in zip(rows, kinds, asked, strict=True)]


def _by_hand(row: Deadline, kind: Period) -> date:
    if kind.code in HOURS:
        return day_of(row.started_at + timedelta(hours=HOURS[kind.code]))
    days = timedelta(days=kind.length or row.length or 0)
    return row.starts_on - days if kind.count is until else row.starts_on + days


def _reckoned(house: House, cases: int, seed: int, ask: Ask, began: float) -> Told:
    with house.database.read() as session:
        mine = select(Deadline).where(Deadline.subject_kind == SUBJECT).options(selectinload(Deadline.stages)).order_by(Deadline.id)
        rows = session.scalars(for_house(mine)).all()
    kinds = [CATALOGUE[each.code] for each in rows]
    last_days = _last_days(rows, kinds, ask)
    over = day_of(start_of(FIRST_ON + timedelta(days=DAYS - 1)))
    passed = [
        not kind.lapses and last_on < min(over, day_of(row.met_at) if row.met_at else over) for row, kind, last_on in zip(rows, kinds, last_days, strict=True)
    ]
    said = Counter({MISSED: "mark", ESCALATED: "passed_on"}.get(stage.stage, "warning") for row in rows for stage in row.stages)
    return Told(
        cases=cases,
        days=DAYS,
        periods=len(rows),
        kinds=len({each.code for each in rows}),
        provisional=sum(row.provisional for row in rows),
        warnings=said["warning"],
        marks=said["mark"],
        marks_reckoned=sum(passed),
        lapsed=sum(row.state == DeadlineState.ENDED.value for row in rows),
        done=sum(row.state == DeadlineState.MET.value for row in rows),
        without_warning=sum(late and not _warned(row) for row, late in zip(rows, passed, strict=True)),
        without_mark=sum(late is not _marked(row) for row, late in zip(rows, passed, strict=True)),
        other_last_day=sum(row.due_on != last_on for row, last_on in zip(rows, last_days, strict=True)),
        seed=seed,
        seconds=round(time.perf_counter() - began, 1),
    )


def _warned(row: Deadline) -> bool:
    return any(stage.stage not in (MISSED, ESCALATED) and stage.at < row.due_at for stage in row.stages)


def _marked(row: Deadline) -> bool:
    """Said once, at the end of the last day or at the next look."""
    marks = [stage.at for stage in row.stages if stage.stage == MISSED]
    return len(marks) == 1 and row.due_at <= marks[0] < row.due_at + timedelta(days=1)


def black_box(questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """`flask law ask` in a process of its own."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "law", "ask"]
    done = subprocess.run(command, input=json.dumps(questions), capture_output=True, text=True, cwd=ROOT, check=True)
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers


def main(words: list[str] | None = None) -> int:
    """One line of JSON; 1 when a period went by unsaid or the reckonings differ."""
    parser = argparse.ArgumentParser(prog="benchmarks.deadline_years")
    parser.add_argument("--cases", type=int, default=100)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    asked = parser.parse_args(words)
    with TemporaryDirectory(prefix="paifu-years-") as name, _database(asked.database, Path(name)) as url:
        told = _lived(url, Path(name), asked.cases, asked.seed)
    print(json.dumps({"database": asked.database, **asdict(told), "ok": told.good}), flush=True)
    return 0 if told.good else 1


def _lived(url: str, folder: Path, cases: int, seed: int) -> Told:
    clock = ManualClock(at_shanghai(2025, 3, 3))
    settings = Settings(folder, url, "memory:", "years-secret", clock="manual", password_cost="test")
    migrations.upgrade(url)
    house = make_house(settings, clock, wall=clock)
    with house.work() as w:
        load_calendar_years(w, built_in())
    told = simulate(house, clock, found_bench(house), cases, seed, black_box)
    house.database.close()
    return told


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'paifu.sqlite'}"
        return
    with postgres_server(folder) as server:
        yield f"{server}/postgres"


if __name__ == "__main__":
    sys.exit(main())
