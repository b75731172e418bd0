"""`flask demo load`: the cast, the eight lots at their telling moments (forms.md §7.2), and nothing twice."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from app.demonstration.lots import LOTS
from app.kernel.clock import SharedClock, at_shanghai
from tests.journeys.command import flask

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(300)]

LATEST_ROUND = """select a.title, r.status, r.start_price, r.current_price, r.bid_count, r.open_differences from round r join asset a on a.id = r.asset_id"""
TABLES = ("person", "enforcement_case", "party", "asset", "task", "plan", "vote", "round", "bid", "settlement", "trail_row", "message", "deadline")


class Loaded:
    """A loaded folder, asked by plain SQL: what is stored, not what the code thinks is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.engine = create_engine(f"sqlite:///{folder / 'paifu.sqlite'}")

    def rows(self, statement: str, **values: str) -> list[tuple[object, ...]]:
        """The rows of a question."""
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(statement), values)]

    def one(self, statement: str, **values: str) -> object:
        """The one figure of a question."""
        return self.rows(statement, **values)[0][0]

    def round_of(self, lot: str) -> tuple[object, ...]:
        """(status, start, price in fen, bids, open differences) of a story's lot."""
        found = self.rows(f"{LATEST_ROUND} where a.title = :title and a.code = :code", title=LOTS[lot].title, code=LOTS[lot].asset_code)
        assert len(found) == 1, found
        return found[0][1:]


@pytest.fixture(scope="module")
def loaded(demonstration: Callable[[str], Path]) -> Iterator[Loaded]:
    made = Loaded(demonstration("loaded"))
    yield made
    made.engine.dispose()


def test_the_demonstration_stands_at_the_second_of_april(loaded: Loaded) -> None:
    assert SharedClock(loaded.folder / "clock.json").now() == at_shanghai(2026, 4, 2, 10, 31, 12)


def test_nineteen_logins_and_more_than_thirty_lots_are_there(loaded: Loaded) -> None:
    assert loaded.one("select count(*) from person where demo") == 19
    assert int(str(loaded.one("select count(*) from asset"))) >= 30 + len(LOTS)


def test_two_lots_are_being_bid_on(loaded: Loaded) -> None:
    for lot in ("L1", "L7"):
        status, _, _, bids, differences = loaded.round_of(lot)
        assert status == "live", lot
        assert differences == 0
        assert int(str(bids)) >= (1 if lot == "L1" else 0)


def test_a_lot_shows_another_deposit_than_the_one_signed(loaded: Loaded) -> None:
    status, *_, differences = loaded.round_of("L2")
    assert status == "announced"
    assert int(str(differences)) >= 1


def test_a_plan_waits_for_two_of_three_votes(loaded: Loaded) -> None:
    plan = loaded.rows("select p.id, p.status from plan p join asset a on a.id = p.asset_id where a.title = :title", title=LOTS["L3"].title)
    assert [status for _, status in plan] == ["panel"]
    assert loaded.one("select count(*) from vote v join approval a on a.id = v.approval_id where a.subject_id = :plan", plan=str(plan[0][0])) == 1


def test_the_machines_were_sold_for_595000_in_235_bids_and_their_ruling_is_served(loaded: Loaded) -> None:
    assert loaded.round_of("L4") == ("sold", 7_600_000, 59_500_000, 235, 0)
    served = "select s.ruling_served_on is not null from settlement s join asset a on a.id = s.asset_id where a.title = :title"
    assert loaded.one(served, title=LOTS["L4"].title)


def test_one_task_is_offered_and_one_handed_back(loaded: Loaded) -> None:
    state = "select t.status from task t join asset a on a.id = t.asset_id where a.title = :title"
    assert loaded.rows(state, title=LOTS["L6"].title) == [("offered",)]
    assert loaded.rows(state, title=LOTS["L8"].title) == [("handed_back",)]


def test_a_second_load_changes_nothing(loaded: Loaded) -> None:
    before = {table: loaded.one(f"select count(*) from {table}") for table in TABLES}
    again = flask(loaded.folder, "demo", "load")
    assert again.returncode == 0, again.stderr[-3000:]
    assert re.search(r"案件 \d+", again.stdout)
    assert {table: loaded.one(f"select count(*) from {table}") for table in TABLES} == before
    assert json.loads((loaded.folder / "clock.json").read_text())["speed"] == 0
