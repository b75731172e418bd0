"""Rounds for tests: a frozen plan of the packing machines on 淘宝, its lot at a real simulator, its settlement."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread

from app.domains.plans.tables import Plan
from app.domains.rounds.jobs import claim_due, read_rounds
from app.domains.rounds.queries import house_round, list_bids, list_differences
from app.domains.rounds.service import Prepare, prepare_round, record_lot
from app.domains.rounds.tables import BidRow, Difference, Round
from app.infra.house import House
from app.infra.unit_of_work import Work
from app.kernel.clock import Clock, ManualClock, at_shanghai
from app.kernel.ids import digest_of
from app.kernel.money import Money
from app.simulator.server import make_simulator
from app.sites.loader import installed
from app.sites.package import PackagePlan
from tests.factories.assets import make_asset
from tests.factories.cases import make_case
from tests.factories.courts import Bench
from tests.simulator.samples import L4_PLAN, PHOTO, SURVEY
from tests.simulator.site_client import SiteClient

OPENS_AT, ENDS_AT = at_shanghai(2026, 4, 20, 10), at_shanghai(2026, 4, 21, 10)
BEAT = timedelta(seconds=30)
AFTER = ENDS_AT + timedelta(hours=3)
DIGEST = "9f3c" + "0" * 56 + "71ae"


def package_plan(found: Round, court: str) -> PackagePlan:
    """What the clerk uploads for a round."""
    money = {"starting_price": found.start_price, "deposit": found.deposit, "increment": found.increment}
    times = {"opens_at": found.opens_at, "ends_at": found.scheduled_end_at}
    return replace(L4_PLAN, title=found.title, case_no=found.case_no, court=court, round=found.round_no, our_reference=found.id, **money, **times)


def make_round(w: Work, bench: Bench, serial: int = 1422, *, site: str = "taobao", opens_at: datetime = OPENS_AT, **changes: object) -> Round:
    """A case with the machines, a frozen plan and its round that waits for the upload."""
    case = make_case(w, bench, serial)
    asset = make_asset(w, case.id)
    asset.status = "planned"
    judge, clerk = bench["judge"].id, bench["clerk"].id
    signed = {"status": "frozen", "digest": DIGEST, "frozen_at": w.now, "signed_by": judge}
    of = {"court_id": bench.court_id, "case_id": case.id, "asset_id": asset.id}
    plan = Plan(**of, round_no=1, title=asset.title, terms={}, drafted_by=clerk, saved_at=w.now, **signed)
    w.session.add(plan)
    w.flush()
    order = Prepare(
        **of,
        plan_id=plan.id,
        plan_digest=DIGEST,
        title=asset.title,
        case_no=case.number,
        site=site,
        round_no=1,
        start_price=Money.yuan("76000.00"),
        deposit=Money.yuan("7600.00"),
        increment=Money.yuan("500.00"),
        reference_price=Money.yuan("108000.00"),
        opens_at=opens_at,
        scheduled_end_at=opens_at + timedelta(days=1),
        balance_days=10,
        plan_version=2,
        files=(("标的物情况调查表.pdf", digest_of(SURVEY)),),
        photos=(digest_of(PHOTO),),
    )
    return prepare_round(w, replace(order, **changes))


@contextmanager
def simulator(folder: Path, clock: Clock) -> Iterator[SiteClient]:
    """A real server on a free port, with every installed site; the clock is the house's."""
    server = make_simulator(folder, clock, port=0, others={each.code: each.title for each in installed()})
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield SiteClient(f"http://127.0.0.1:{server.port}", clock)
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Sale:
    """A lot at the simulator with the house that follows it."""

    house: House
    clock: ManualClock
    site: SiteClient
    bench: Bench
    round_id: str
    lot_id: str = ""

    def upload(self) -> str:
        """The clerk uploads the package and records the number."""
        with self.house.reading() as r:
            found = house_round(r, self.round_id)
        answer = self.site.upload(found.site, installed().get(found.site).package(package_plan(found, "广州市南沙区人民法院")))
        assert answer.status_code == 201, answer.text
        self.lot_id = answer.json()["lot_id"]
        with self.house.work(self.bench["clerk"]) as w:
            record_lot(w, self.round_id, self.lot_id, answer.json()["url"])
        return self.lot_id

    def look(self, at: datetime | None = None) -> Round:
        """Turn the clock and read once."""
        if at is not None:
            self.clock.move_to(at)
        read_rounds(self.house, {"round_ids": [self.round_id]})
        return self.round

    def follow(self, until: datetime) -> Round:
        """Let a heartbeat of thirty seconds claim what is due, until an instant."""
        self.house.queue.bind(lambda kind, payload: self.house.handlers[kind](self.house, payload))
        while (due := self.round.next_read_at) is not None and due <= until:
            self.clock.move_to(max(due, self.clock.now() + BEAT))
            claim_due(self.house)
        self.clock.move_to(until)
        return self.round

    @property
    def round(self) -> Round:
        """The round as stored."""
        with self.house.reading() as r:
            return house_round(r, self.round_id)

    @property
    def bids(self) -> list[BidRow]:
        """Its bids, oldest first."""
        with self.house.reading() as r:
            return list(list_bids(r, self.round_id))

    @property
    def differences(self) -> list[Difference]:
        """Its differences."""
        with self.house.reading() as r:
            return list(list_differences(r, self.round_id))
