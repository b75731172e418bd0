"""Pages of plans."""

from __future__ import annotations

from flask import Flask

from tests.factories.courts import PASSWORD, found_bench
from tests.factories.plans import make_plan


def test_smoke(app: Flask) -> None:
    house = app.extensions["house"]
    bench = found_bench(house)
    plan = make_plan(house, bench)
    client = app.test_client()
    client.post("/login", data={"username": "clerk", "password": PASSWORD})
    for path in ("/plans", f"/plans/{plan.id}", f"/plans/{plan.id}/preview"):
        got = client.get(path)
        assert got.status_code == 200, got.text
        print(got.text[-6000:])
