"""Rules of second hand as settings of a court: switched with a reason and a trail, asked or not by the plan's check; verified rules cannot be switched."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.domains.audit.tables import TrailRow
from app.domains.courts.switches import NUMBERS, SwitchRule, find_switch, number_of, switch_rule, switched_off
from app.domains.plans.checks.check import check_plan
from app.infra.house import House
from app.kernel.actor import Actor, Role
from app.kernel.errors import Invalid, NotAllowed, NotFound
from app.kernel.workdays import built_in
from app.law.findings import Severity, Status
from app.law.rulebook import RULES
from tests.factories.courts import PASSWORD, Bench, found_bench, open_person
from tests.factories.sound_plans import sound_plan

SUBJECT, SOUND = sound_plan()
WHY = "本院审判委员会 2026 年第 3 次会议纪要"


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def keeper(house: House, bench: Bench) -> Actor:
    with house.work() as w:
        return open_person(w, "secadmin", "聂清和", Role.SECADMIN, court_id=bench.court_id)


def test_a_rule_switched_off_is_off_for_that_court_alone_with_its_trail(house: House, bench: Bench, keeper: Actor) -> None:
    with house.work(keeper) as w:
        switch_rule(w, bench.court_id, SwitchRule("VC-08", on=False, reason=WHY))
    with house.reading(keeper) as r:
        assert switched_off(r, bench.court_id) == {"VC-08"}
        assert switched_off(r, bench.other_court_id) == frozenset()
        row = r.session.scalars(select(TrailRow).where(TrailRow.act == "rule.switched")).one()
    assert (row.actor_id, row.thing_id, row.details) == (keeper.id, "VC-08", {"on": False, "value": ""})
    assert "照规则表 改为 关闭" in row.summary
    assert WHY in row.summary


def test_a_rule_switched_on_again_is_asked_again(house: House, bench: Bench, keeper: Actor) -> None:
    for on in (False, True):
        with house.work(keeper) as w:
            switch_rule(w, bench.court_id, SwitchRule("VC-08", on=on, reason=WHY))
    with house.reading(keeper) as r:
        assert switched_off(r, bench.court_id) == frozenset()
        shown = find_switch(r, bench.court_id, "VC-08")
    assert shown is not None
    assert (shown.on, shown.reason, shown.has_number) == (True, WHY, False)


def test_a_number_of_the_court_takes_the_place_of_the_books(house: House, bench: Bench, keeper: Actor) -> None:
    with house.work(keeper) as w:
        assert number_of(w, bench.court_id, "BM-03") == 60
        switch_rule(w, bench.court_id, SwitchRule("BM-03", on=True, value="45", reason=WHY))
        assert number_of(w, bench.court_id, "BM-03") == 45
        shown = find_switch(w, bench.court_id, "BM-03")
    assert shown is not None
    assert shown.number == 45


def test_the_numbers_that_can_be_set_are_those_that_the_book_tells() -> None:
    for rule_id, number in NUMBERS.items():
        assert RULES[rule_id].status is Status.SECOND
        assert str(number) in RULES[rule_id].number


def test_only_a_rule_of_second_hand_can_be_switched(house: House, bench: Bench, keeper: Actor) -> None:
    with house.work(keeper) as w:
        for other in (each for each in RULES.values() if each.status is not Status.SECOND):
            with pytest.raises(NotAllowed):
                switch_rule(w, bench.court_id, SwitchRule(other.id, on=False, reason=WHY))


def test_a_switch_without_a_reason_or_with_a_number_out_of_place_is_refused(house: House, bench: Bench, keeper: Actor) -> None:
    with house.work(keeper) as w:
        for order in (SwitchRule("VC-08", on=False), SwitchRule("VC-08", on=True, value="9", reason=WHY), SwitchRule("BM-03", on=True, value="0", reason=WHY)):
            with pytest.raises(Invalid):
                switch_rule(w, bench.court_id, order)
        for value in ("-1", "1.5", "３０", "9999", "many"):
            with pytest.raises(Invalid):
                switch_rule(w, bench.court_id, SwitchRule("BM-03", on=True, value=value, reason=WHY))
        with pytest.raises(NotFound):
            switch_rule(w, bench.court_id, SwitchRule("XX-01", on=False, reason=WHY))


def test_the_check_of_a_plan_does_not_ask_what_is_switched_off() -> None:
    bare = SOUND.with_(vacating="", tax_bearer="")
    asked = {each.rule for each in check_plan(SUBJECT, bare, built_in(), today=date(2026, 4, 2)).findings}
    spared = check_plan(SUBJECT, bare, built_in(), today=date(2026, 4, 2), switched_off=frozenset({"VC-03", "NA-43"}))
    assert {"VC-03", "NA-43"} <= asked
    assert {each.rule for each in spared.findings} == asked - {"VC-03"}
    assert "VC-03" not in {each.rule for each in spared.points}


def test_a_rule_that_was_never_verified_blocks_no_plan() -> None:
    every = [each for each in RULES.values() if each.status in (Status.UNVERIFIED, Status.INFERENCE)]
    assert all(each.severity is not Severity.BREACH for each in every if each.status is Status.UNVERIFIED)
    empty = SOUND.with_(announcement="", instructions="", warnings="", site="", start_price=None, deposit=None, announce_on=None, opens_at=None)
    for terms in (SOUND, empty, SOUND.with_(round_no=3)):
        found = check_plan(SUBJECT, terms, built_in(), today=date(2026, 4, 2)).findings
        assert not [each for each in found if RULES[each.rule].status is Status.UNVERIFIED and each.severity is Severity.BREACH]


@pytest.fixture
def web(app: Flask) -> House:
    made: House = app.extensions["house"]
    return made


def signed_in(app: Flask, login: str) -> FlaskClient:
    client = app.test_client()
    client.post("/login", data={"username": login, "password": PASSWORD})
    return client


def test_the_security_administrator_sets_it_on_the_rules_page_and_others_only_read(app: Flask, web: House) -> None:
    bench = found_bench(web)
    with web.work() as w:
        open_person(w, "secadmin", "聂清和", Role.SECADMIN, court_id=bench.court_id)
    client = signed_in(app, "secadmin")
    assert "保存设置" in client.get("/rules/BM-03").text
    assert "本院设置" not in client.get("/rules/NA-18").text
    assert client.post("/rules/BM-03/switch", data={"state": "on", "value": "45", "reason": WHY}).status_code == 303
    assert "45 日" in client.get("/rules/BM-03").text
    wrong = client.post("/rules/BM-03/switch", data={"state": "off", "value": "45", "reason": "短"})
    assert (wrong.status_code, "理由应为" in wrong.text, "短" in wrong.text) == (422, True, True)
    clerk = signed_in(app, "clerk")
    assert "45 日" in clerk.get("/rules/BM-03").text
    assert "保存设置" not in clerk.get("/rules/BM-03").text
    assert clerk.post("/rules/BM-03/switch", data={"state": "off", "reason": WHY}).status_code == 403
