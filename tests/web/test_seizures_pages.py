"""Pages of seizures at work: the list in a constant number of queries, margins, a letter and its answer."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Flask

from app.domains.assets.queries import house_asset
from app.domains.seizures import jobs
from app.domains.seizures.queries import list_requests
from app.infra.house import House
from tests.factories.assets import make_seizure
from tests.factories.courts import Bench, found_bench
from tests.factories.rounds import make_round
from tests.web.visiting import counted, signed_in

TODAY = date(2026, 4, 2)
LETTER = {
    "direction": "in", "other_court": "广州市番禺区人民法院", "other_case": "（2026）粤0113执88号", "lien": "抵押权",
    "letter_no": "函1", "asked_on": TODAY.isoformat(),
}  # fmt: skip


def seized(house: House, bench: Bench, serial: int) -> str:
    with house.work(bench["clerk"]) as w:
        found = make_round(w, bench, serial)
        asset = house_asset(w, found.asset_id)
        asset.status = "priced"
        make_seizure(w, asset, starts_on=TODAY - timedelta(days=100), expires_on=TODAY + timedelta(days=5))
        return asset.id


def test_the_list_costs_the_same_for_one_and_for_many_and_margins_are_set_there(app: Flask) -> None:
    house: House = app.extensions["house"]
    bench = found_bench(house)
    seized(house, bench, 1422)
    jobs.look(house)
    clerk, director = signed_in(app, "clerk"), signed_in(app, "director")
    clerk.get("/seizures")
    with counted(house) as one:
        assert "续封" in clerk.get("/seizures").get_data(as_text=True)
    seized(house, bench, 1423)
    jobs.look(house)
    with counted(house) as two:
        assert clerk.get("/seizures").get_data(as_text=True).count("5 日") >= 2
    assert len(one) == len(two)
    refused = director.post("/seizures/margins", data={"first": "7", "last": "30"})
    assert (refused.status_code, "早于再次提醒" in refused.get_data(as_text=True)) == (422, True)
    assert director.post("/seizures/margins", data={"first": "45", "last": "10"}).status_code == 303
    assert 'value="45"' in director.get("/seizures").get_data(as_text=True)


def test_a_letter_is_entered_kept_when_refused_and_answered(app: Flask) -> None:
    house: House = app.extensions["house"]
    bench = found_bench(house)
    asset_id = seized(house, bench, 1422)
    clerk, judge = signed_in(app, "clerk"), signed_in(app, "judge")
    assert "首封" in clerk.get(f"/assets/{asset_id}/lien").get_data(as_text=True)
    refused = clerk.post(f"/assets/{asset_id}/lien", data={**LETTER, "letter_no": ""})
    assert (refused.status_code, "广州市番禺区人民法院" in refused.get_data(as_text=True)) == (422, True)
    assert clerk.post(f"/assets/{asset_id}/lien", data=LETTER).status_code == 303
    with house.reading() as r:
        (row,) = list_requests(r)
    assert judge.get(f"/seizures/requests/{row.id}").status_code == 200
    answer = {"verdict": "refuse", "answered_on": TODAY.isoformat(), "answer_no": "复函1", "answer_reason": "优先债权尚未经生效裁判确认"}
    assert judge.post(f"/seizures/requests/{row.id}", data=answer).status_code == 303
    assert "优先债权尚未经生效裁判确认" in clerk.get("/seizures").get_data(as_text=True)
