"""One cell of the table of faults: a lot of a site, read by the house through the real reading job, with and without the fault."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from app.domains.rounds import jobs
from app.domains.rounds.queries import list_bids
from app.domains.rounds.rules import RoundStatus
from app.domains.rounds.tables import Round
from app.factory import make_house
from app.infra.house import House
from app.infra.http import Line, LinePolicy
from app.kernel.clock import ManualClock, at_shanghai, day_of, start_of
from app.kernel.money import Money
from app.simulator.exchange import SITES as CODES
from app.sites.contract import SiteFailure
from config.settings import Settings
from tests.databases import Template
from tests.factories.courts import Bench, found_bench
from tests.factories.rounds import Sale, make_round, simulator
from tests.simulator.site_client import SiteClient

SITES = CODES
BEGIN = at_shanghai(2026, 4, 2, 10)
HOUR = timedelta(hours=1)
FIRST, LIVE, LAST_HOUR, RESULT = "首次读到出价", "已读过出价", "最后一小时", "结果"
MOMENTS = {FIRST: timedelta(hours=14), LIVE: timedelta(hours=14), LAST_HOUR: timedelta(hours=23, minutes=30), RESULT: timedelta(hours=27)}
SCRIPT = {"bids": 24, "target_price": "95000.00", "bidders": 5, "extensions": 4, "seed": "faults"}
TEXT_TIMES = ("gpai", "rmfysszc")
SHORT, LONG = 0.3, 30.0
TITLES = {each.code: each.title for each in SiteFailure.__subclasses__()}


@dataclass
class Stand:
    """One simulator, one house and one clock for all cells."""

    house: House
    clock: ManualClock
    site: SiteClient
    bench: Bench
    serials: Iterator[int] = field(default_factory=lambda: count(2000))
    patience: float = LONG
    lines: dict[float, Line] = field(default_factory=dict)

    def line(self, *_of: object) -> Line:
        """A line without pace, second try or breaker, so that no cell reaches into the next; one for each patience, as a client is dear to make."""
        host = self.site.url.removeprefix("http://")
        policy = LinePolicy(timeout_seconds=self.patience, attempts=1, breaks_after=1_000_000)
        if self.patience not in self.lines:
            self.lines[self.patience] = Line("cell", self.clock, frozenset({host}), policy=policy)
        return self.lines[self.patience]


@dataclass(frozen=True)
class Truth:
    """What really happened at the simulator."""

    bids: list[tuple[str, Money, datetime]]
    winner: str
    price: Money
    end: datetime
    extensions: int


@dataclass
class Cell:
    """A lot on its way through a fault."""

    stand: Stand
    sale: Sale
    code: str
    opens_at: datetime

    @classmethod
    def listed(cls, stand: Stand, code: str) -> Cell:
        """A new lot of a site that opens tomorrow; no fault of another cell is left on, and no Retry-After."""
        stand.site.faults("*=")
        stand.clock.advance(timedelta(minutes=1))
        stand.patience = LONG
        opens_at = start_of(day_of(stand.clock.now()) + timedelta(days=1)) + 10 * HOUR
        with stand.house.work(stand.bench["clerk"]) as w:
            round_id = make_round(w, stand.bench, next(stand.serials), site=code, opens_at=opens_at).id
        sale = Sale(stand.house, stand.clock, stand.site, stand.bench, round_id)
        sale.upload()
        answer = stand.site.post(f"/{code}/backoffice/lots/{sale.lot_id}/crowd", json=SCRIPT)
        assert answer.status_code == 200, answer.text
        return cls(stand, sale, code, opens_at)

    def read_before(self, when: str) -> None:
        """Looks without a fault: announced, and unless the first bids are to be read under it, in the afternoon of the first day."""
        assert self.sale.look().status == RoundStatus.ANNOUNCED
        if when == FIRST:
            return
        found = self.sale.look(self.opens_at + 8 * HOUR)
        assert (found.status, found.doubts, found.open_differences, found.faults) == (RoundStatus.LIVE, [], 0, 0), found.doubts

    def under(self, switch: str, when: str) -> str:
        """What the house says of a look under the fault, in the words of the table."""
        self.stand.site.faults(f"{self.code}={switch}")
        self.stand.patience = SHORT if switch.startswith("slow") else LONG
        if when == RESULT:
            self.stand.clock.move_to(self.opens_at + MOMENTS[RESULT])
            self.stand.site.act(self.code, self.sale.lot_id, "confirm")
        before = self.sale.round
        found = self.sale.look(self.opens_at + MOMENTS[when])
        return self._words(before, found)

    def clear(self) -> None:
        """Switch everything off."""
        self.stand.patience = LONG
        self.stand.site.faults(f"{self.code}=")

    def to_the_result(self) -> Round:
        """Read on to the end, have the court confirm, read once more."""
        self.sale.look(self.opens_at + 27 * HOUR)
        self.stand.site.act(self.code, self.sale.lot_id, "confirm")
        return self.sale.look(self.stand.clock.now() + HOUR)

    def truth(self) -> Truth:
        """The simulator's own account, which no fault touches; sites that write times as text leave the milliseconds out."""
        told = self.stand.site.truth(self.code, self.sale.lot_id)
        rows = [(each["code"], Money.yuan(each["price"]), self._instant(each["at"])) for each in told["bids"]]
        return Truth(rows, told["winner_code"], Money.yuan(told["final_price"]), self._instant(told["end_at"]), told["extensions"])

    def bids(self) -> list[tuple[str, Money, datetime]]:
        """What the house holds to be bid, oldest first."""
        with self.stand.house.reading() as r:
            return [(row.bidder, row.price, row.at) for row in list_bids(r, self.sale.round_id) if row.gone_at is None]

    def _words(self, before: Round, found: Round) -> str:
        if found.failures > before.failures:
            return f"{found.failure.partition('：')[0]} {'待核' if found.status == RoundStatus.UNCLEAR else found.status}"
        told = {
            "差": [each.field for each in self.sale.differences],
            "异": [bid.fault_kind for bid in self.sale.bids if bid.fault_kind],
            "疑": [each["code"] for each in found.doubts],
        }
        words = " ".join(f"{kind} {' '.join(sorted(set(each)))}" for kind, each in told.items() if each)
        return " ".join(filter(None, (words, "待确认" if found.status == RoundStatus.ENDED else ""))) or "如常"

    def _instant(self, text: str) -> datetime:
        at = datetime.fromisoformat(text)
        return at.replace(microsecond=0 if self.code in TEXT_TIMES else at.microsecond // 1000 * 1000)


@contextmanager
def standing(template: Template, folder: Path) -> Iterator[Stand]:
    """The house and the simulator of a whole module."""
    clock = ManualClock(BEGIN)
    with template.copy(folder) as url, simulator(folder / "sites", clock) as site:
        settings = Settings(data=folder, database_url=url, queue_url="memory:", secret_key="test-secret", clock="manual", password_cost="test")
        house = make_house(replace(settings, sites_base_url=site.url), clock, wall=clock)
        stand = Stand(house, clock, site, found_bench(house))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(jobs, "line_for", stand.line)
            yield stand
        house.database.close()
