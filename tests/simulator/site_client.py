"""What the tests do at the simulator over real HTTP: upload, look, act, move the clock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import httpx

from app.kernel.clock import ManualClock
from app.sites.package import PackagePlan
from tests.simulator.samples import L4_PLAN, package

CLIENT = httpx.Client(trust_env=False, timeout=30)  # one for all tests: making one costs more than a whole test


class SiteClient:
    """One server, its clock, and the words of the back office."""

    def __init__(self, url: str, clock: ManualClock) -> None:
        self.url = url
        self.clock = clock

    def get(self, path: str, **params: Any) -> httpx.Response:
        return CLIENT.get(self.url + path, params=params or None)

    def post(self, path: str, **content: Any) -> httpx.Response:
        return CLIENT.post(self.url + path, **content)

    def put(self, path: str, **content: Any) -> httpx.Response:
        return CLIENT.put(self.url + path, **content)

    def upload(self, site: str, content: bytes) -> httpx.Response:
        return self.post(f"/{site}/backoffice/lots", files={"package": ("package.zip", content)})

    def list_lot(self, site: str = "taobao", plan: PackagePlan = L4_PLAN) -> str:
        answer = self.upload(site, package(site, plan))
        assert answer.status_code == 201, answer.text
        return answer.json()["lot_id"]

    def truth(self, site: str, lot_id: str) -> dict[str, Any]:
        return self.get(f"/{site}/backoffice/lots/{lot_id}").json()

    def act(self, site: str, lot_id: str, verb: str, **details: Any) -> httpx.Response:
        return self.post(f"/{site}/backoffice/lots/{lot_id}/{verb}", json=details)

    def at(self, moment: datetime) -> None:
        self.clock.move_to(moment)

    def faults(self, spec: str) -> httpx.Response:
        return self.post("/faults", json={"spec": spec})
