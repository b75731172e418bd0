"""A court and a simulated site that agreed a private line, over real HTTP both ways: the house's own server takes the events."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from threading import Thread

from flask import Flask
from werkzeug.serving import make_server

from app.domains.rounds.line_orders import OrderLine, order_line
from app.domains.rounds.line_queries import list_events, list_orders
from app.domains.rounds.site_settings import SetSite, set_site
from app.domains.rounds.tables import LineEventRow, LineOrderRow
from app.factory import create_app
from app.infra.evidence import keep
from app.infra.house import House
from app.kernel.actor import Actor, Role
from app.kernel.clock import ManualClock
from app.sites.loader import installed
from app.sites.private_line_notes import LineVerb
from app.worker import perform_with, send_due_jobs
from config.settings import Settings
from tests.factories.courts import found_bench, open_person
from tests.factories.rounds import DIGEST, Sale, make_round, package_plan, simulator
from tests.simulator.site_client import SiteClient

KEY_ID, SECRET = "court-2026", "a-secret-of-forty-signs-for-the-tests-only"
USUAL = {"pace_seconds": "3", "timeout_seconds": "15"}


@dataclass
class Lined(Sale):
    """A lot whose site has a private line."""

    app: Flask | None = None
    court_url: str = ""
    code: str = "taobao"
    admin: Actor | None = None

    def package(self) -> str:
        """The listing package, kept as evidence; its digest."""
        plan = replace(package_plan(self.round, "广州市南沙区人民法院"), our_reference=self.round.plan_id, plan_digest=DIGEST)
        content = installed().get(self.code).package(plan)
        with self.house.work(self.bench["clerk"]) as w:
            return keep(w.session, self.house.evidence, content, name="p.zip", media_type="application/zip", source="test", now=w.now).digest

    def order(self, verb: LineVerb, who: str = "clerk", **more: object) -> str:
        """Order something; the order's key."""
        with self.house.work(self.bench[who]) as w:
            return order_line(w, self.round_id, OrderLine(verb, **more)).id

    def publish(self, announce_at: datetime | None = None) -> str:
        """Order the publication."""
        return self.order(LineVerb.PUBLISH, package=self.package(), announce_at=announce_at)

    def run_jobs(self, at: datetime | None = None) -> None:
        """One beat: due jobs are claimed and done."""
        if at is not None:
            self.clock.move_to(at)
        self.house.queue.bind(perform_with(self.house))
        send_due_jobs(self.house)

    def deliver(self) -> int:
        """The site posts its due events to the court."""
        return int(self.site.post(f"/{self.code}/backoffice/line/deliver").json()["delivered"])

    @property
    def orders(self) -> list[LineOrderRow]:
        """Orders, the latest first."""
        with self.house.reading() as r:
            return list(list_orders(r, self.round_id))

    @property
    def events(self) -> list[LineEventRow]:
        """Events that the site reported, the oldest first."""
        with self.house.reading() as r:
            return list(list_events(r, self.round_id))[::-1]

    def lots(self) -> list[dict[str, str]]:
        """What stands on the site."""
        return list(self.site.get(f"/{self.code}/backoffice/lots").json()["items"])


def agree(house: House, site: SiteClient, code: str, callback: str) -> Actor:
    """Both sides enter the same key; the administrator who did."""
    with house.work() as w:
        admin = open_person(w, "site_admin", "严亦舟", Role.SYSADMIN)
    with house.work(admin) as w:
        typed = {**USUAL, "line_url": f"{site.url}/{code}/line", "line_key_id": KEY_ID, "line_on": "1"}
        set_site(w, installed().get(code), SetSite(typed, {"line_secret": SECRET}), own_machine=True)
    answer = site.put(f"/{code}/backoffice/line", json={"keys": {KEY_ID: SECRET}, "callback": callback})
    assert answer.json()["on"], answer.text
    return admin


@contextmanager
def lined(settings: Settings, clock: ManualClock, folder: Path, code: str = "taobao") -> Iterator[Lined]:
    """A house with its server, a site, a line between them, a round that awaits its publication."""
    with simulator(folder / "sites", clock) as site:
        app = create_app(replace(settings, sites_base_url=site.url), clock, wall=clock, overrides={"TESTING": True})
        house: House = app.extensions["house"]
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        bench = found_bench(house)
        with house.work(bench["clerk"]) as w:
            round_id = make_round(w, bench, site=code).id
        court = f"http://127.0.0.1:{server.port}"
        admin = agree(house, site, code, f"{court}/api/v1/line/{code}/events")
        try:
            yield Lined(house, clock, site, bench, round_id, app=app, court_url=court, code=code, admin=admin)
        finally:
            server.shutdown()
            server.server_close()
            house.database.close()
