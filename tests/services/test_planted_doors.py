"""No breach gets out: twenty are refused at form, batch table and command; later doors open to frozen plans only; no API or command publishes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from app.domains.plans import service
from app.domains.plans.packaging import pack
from app.domains.plans.queries import get_plan
from app.domains.plans.tables import Plan
from app.domains.plans.types import ArrearsRow, TaxRow, Terms, digest_of_plan
from app.infra.house import House
from app.kernel.errors import Conflict, Invalid, NotNow
from app.kernel.money import Money
from tests.factories.courts import Bench, found_bench
from tests.factories.plans import freeze, make_plan
from tests.web.visiting import signed_in

yuan = Money.yuan


def breaches(sound: Terms) -> dict[str, dict[str, object]]:
    """Twenty changes of a sound plan, each one breach at least."""
    assert sound.opens_at is not None
    return {
        "no site": {"site": ""},
        "a site that nobody chose": {"site": "jd"},
        "designated without need": {"site_chosen_by": "court", "site_basis": "更合适"},
        "start price below seven tenths": {"start_price": yuan("839999.99")},
        "no start price": {"start_price": None},
        "deposit too low": {"deposit": yuan("41999.99")},
        "deposit too high": {"deposit": yuan("168000.01")},
        "no increment": {"increment": None},
        "reduction too large": {"reduction_percent": 21},
        "announced in the past": {"announce_on": date(2026, 4, 1)},
        "opens too early": {"opens_at": sound.opens_at - timedelta(days=3)},
        "bidding too short": {"bidding_hours": 23},
        "extension too short": {"extension_minutes": 3},
        "no term for the balance": {"balance_days": None},
        "possession unknown": {"announcement": f"{sound.announcement}\n标的物占有不明。"},
        "nobody vacates": {"instructions": f"{sound.instructions}\n法院不负责腾退。"},
        "a warning left out": {"warnings": sound.warnings.replace("七、买受人悔拍后保证金不予退还。", "")},
        "priority holder left out": {"priority_holders": ()},
        "tax without a basis": {"taxes": (TaxRow("契税", "", "买受人"),)},
        "arrears without a bearer": {"arrears": (ArrearsRow("水费", yuan("30"), date(2026, 4, 1), "南沙水务", ""),)},
    }


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def plan(house: House, bench: Bench) -> Plan:
    return make_plan(house, bench)


def status_of(house: House, bench: Bench, plan_id: str) -> str:
    with house.reading(bench["clerk"]) as r:
        return get_plan(r, plan_id).status


def test_form_batch_and_command_refuse_each_of_twenty_breaches(app: Flask, house: House, bench: Bench, plan: Plan) -> None:
    client, sound = signed_in(app, "clerk"), Terms.from_json(plan.terms)
    planted = breaches(sound)
    assert len(planted) == 20
    for name, changes in planted.items():
        with house.work(bench["clerk"]) as w:
            service.save_draft(w, plan.id, {each: getattr(sound, each) for each in Terms.__dataclass_fields__})
            service.save_draft(w, plan.id, changes)
        assert client.post(f"/plans/{plan.id}", data={"act": "submit"}).status_code == 422, name
        assert client.post(f"/cases/{plan.case_id}/plans/batch", data={"act": "submit", "ticked": plan.id}).status_code == 422, name
        with pytest.raises(Invalid, match="处违反"), house.work(bench["clerk"]) as w:
            service.submit(w, plan.id)
        assert status_of(house, bench, plan.id) == "draft", name


def test_later_doors_stay_shut_to_what_was_not_frozen(app: Flask, house: House, bench: Bench, plan: Plan) -> None:
    client = signed_in(app, "clerk")
    assert client.get(f"/plans/{plan.id}/package").status_code == 409
    lot = {"lot_id": "881422601157", "lot_url": "https://example.test/1"}
    assert client.post(f"/rounds/by-plan/{plan.id}/lot", data=lot).status_code == 404
    for act in (lambda w: pack(w, house.evidence, plan.id), lambda w: service.published(w, plan.id)):
        with pytest.raises(NotNow), house.work(bench["clerk"]) as w:
            act(w)
    with pytest.raises(Conflict), house.work(bench["judge"]) as w:
        service.freeze(w, plan.id, digest_of_plan(plan.asset_id, Terms.from_json(plan.terms)))
    assert status_of(house, bench, plan.id) == "draft"


def test_a_frozen_plan_whose_persons_cannot_be_told_in_time_gives_no_package(house: House, bench: Bench, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    freeze(house, bench, plan.id)
    announce_on = Terms.from_json(plan.terms).announce_on
    assert announce_on is not None
    with house.work(bench["clerk"]) as w:
        monkeypatch.setattr(type(w), "today", announce_on - timedelta(days=1))
        with pytest.raises(NotNow, match="尚未收到拍卖通知"):
            pack(w, house.evidence, plan.id)


def test_no_api_and_no_command_publishes_a_plan(app: Flask) -> None:
    unsafe = {rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api") and rule.methods and rule.methods - {"GET", "HEAD", "OPTIONS"}}
    assert not [each for each in unsafe if "plan" in each or "round" in each or "lot" in each]
    assert not set(app.cli.commands) & {"plan", "plans", "publish", "rounds", "listing"}


def test_like_assets_go_together_and_one_that_fails_holds_no_other(app: Flask, house: House, bench: Bench, plan: Plan) -> None:
    client = signed_in(app, "clerk")
    path = f"/cases/{plan.case_id}/plans/batch"
    assert "海语湾花园3栋1204房" in client.get(path).text
    typed = {f"{plan.id}~start_price": "820,000", f"{plan.id}~deposit": "82000", "row": plan.id, "act": "save"}
    page = client.post(path, data=typed)
    assert page.status_code == 200
    assert "不低于" in page.text or "低于参考价" in page.text
    half = client.post(path, data={"act": "submit", "ticked": [plan.id, "no-such-plan"], f"{plan.id}~start_price": "840000", f"{plan.id}~deposit": "84000"})
    assert (half.status_code, "1 件成功，1 件没有办成" in half.text) == (422, True)
    assert status_of(house, bench, plan.id) == "panel"
    assert client.post(path, data={"act": "publish"}).status_code == 422
    assert signed_in(app, "clerk_b").get(path).status_code == 404


def test_a_cell_that_cannot_be_read_leaves_its_row_and_keeps_what_was_typed(app: Flask, plan: Plan) -> None:
    client = signed_in(app, "clerk")
    told = client.post(f"/cases/{plan.case_id}/plans/batch", data={"act": "save", "row": plan.id, f"{plan.id}~deposit": "八万"})
    assert told.status_code == 422
    assert "八万" in told.text
    assert "保证金" in told.text
