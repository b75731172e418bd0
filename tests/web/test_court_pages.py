"""本院资料: the director keeps the court's address and numbers; what is wrong stays typed; nobody else sees the page."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from app.domains.audit.tables import TrailRow
from app.domains.courts.tables import Court
from app.infra.house import House
from tests.factories.courts import found_bench
from tests.web.visiting import signed_in


def test_the_director_changes_address_and_numbers_with_their_trail(app: Flask, house: House) -> None:
    bench = found_bench(house)
    client = signed_in(app, "director")
    page = client.get("/court").text
    assert "续封提前量" in page
    assert "上限 5 场" in page
    refused = client.post("/court", data={"address": "广州市南沙区凤凰大道8号", "phone": "请打总机"})
    assert refused.status_code == 422
    assert "应为电话号码" in refused.text
    assert "请打总机" in refused.text
    said = {"address": " 广州市南沙区凤凰大道8号 ", "phone": "020-84981234", "supervision_phone": ""}
    assert client.post("/court", data=said).status_code == 303
    with house.reading() as r:
        court = r.session.scalars(select(Court).where(Court.id == bench.court_id)).one()
        assert (court.address, court.phone) == ("广州市南沙区凤凰大道8号", "020-84981234")
        trail = r.session.scalars(select(TrailRow).where(TrailRow.act == "court.contact_set")).all()
    assert len(trail) == 1
    assert "联系电话" in trail[0].summary


def test_a_clerk_does_not_keep_the_court(app: Flask, house: House) -> None:
    found_bench(house)
    assert signed_in(app, "clerk").get("/court").status_code == 403
