"""Loading the demonstration: the story's eight lots at their telling moments on Thursday 2026-04-02, 10:31, and more lots in all states."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from threading import Thread

from sqlalchemy import func, select

from app.demonstration.cast import CAST, load_cast
from app.demonstration.moments import story_steps
from app.demonstration.more import more_steps
from app.demonstration.play import Make
from app.demonstration.stage import Stage, perform
from app.demonstration.times import InlineTime
from app.domains.assets.tables import Asset
from app.domains.cases.tables import Case
from app.domains.messages.service import mark_read
from app.domains.messages.tables import Message
from app.domains.rounds.tables import Round
from app.domains.tasks.tables import Task
from app.infra import migrations
from app.infra.unit_of_work import for_house
from app.kernel.clock import ManualClock, SharedClock, at_shanghai
from app.simulator.server import make_simulator
from app.sites.loader import installed
from app.worker import perform_with
from config.settings import Settings

BEGIN = at_shanghai(2026, 1, 15, 9)
NOW = at_shanghai(2026, 4, 2, 10, 31, 12)
STALE = timedelta(hours=36)
COUNTED = {"案件": Case, "标的物": Asset, "任务": Task, "拍次": Round}


def load(settings: Settings, make_house: Make, scale: int, say: Callable[[str], None]) -> dict[str, int]:
    """Load once; a second time changes nothing. Leaves the demonstration clock at the story's now. Counts by Chinese title."""
    migrations.upgrade(settings.database_url)
    clock = ManualClock(BEGIN)
    server = make_simulator(settings.data, clock, port=0, others={each.code: each.title for each in installed()})
    Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.port}"
    house = make_house(replace(settings, queue_url="memory:", sites_base_url=base), clock)
    house.queue.bind(perform_with(house))
    try:
        load_cast(house)
        with house.database.read() as session:
            loaded = session.scalar(for_house(select(Case.id).limit(1))) is not None
        if not loaded:
            stage = Stage(house, InlineTime(house, clock), base, lambda told: None)
            played = perform(stage, [*story_steps(), *more_steps(scale)], NOW)
            stage.time.move_to(NOW)
            settings.clock_file.unlink(missing_ok=True)  # a process that started before may have set it to the real day
            SharedClock(settings.clock_file, start=NOW)
            _read_old_messages(stage)
            say(f"演示数据：{played} 步")
        with house.database.read() as session:
            return {title: session.scalar(for_house(select(func.count(row.id)))) or 0 for title, row in COUNTED.items()}
    finally:
        server.shutdown()
        house.database.close()


def _read_old_messages(stage: Stage) -> None:
    """What the cast was told before the last days has been read."""
    for member in CAST:
        with stage.work(member.login) as w:
            old = w.session.scalars(select(Message.id).where(Message.person_id == w.actor.id, Message.at < NOW - STALE)).all()
            mark_read(w, old)
