"""The demonstration's clock moves forward and only there; the rule book is read, searched and tried by everybody signed in."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask

from app.desk.trial_cases import CASES
from app.desk.trial_periods import PERIODS
from app.desk.trial_rows import TRIALS, UNTRIED
from app.desk.trials import run_trial
from app.domains.accounts.tables import Person
from app.domains.deadlines.service import Start, start
from app.infra.house import House
from app.kernel.actor import Role
from app.kernel.clock import ManualClock, at_shanghai
from app.law.rulebook import RULES
from tests.factories.cases import make_case
from tests.factories.courts import Bench, found_bench, open_person, without_demonstration
from tests.web.visiting import signed_in


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def demo(house: House, bench: Bench) -> None:
    with house.work() as w:
        w.session.get(Person, bench["clerk"].id).demo = True
        make_case(w, bench, parties=False)


@pytest.mark.parametrize(("step", "by"), [("hour", timedelta(hours=1)), ("day", timedelta(days=1))])
def test_a_step_moves_the_clock_and_goes_back_to_the_page(app: Flask, demo: None, bench: Bench, clock: ManualClock, step: str, by: timedelta) -> None:
    client, before = signed_in(app, "clerk"), clock.now()
    answer = client.post("/clock/advance", data={"step": step}, headers={"Referer": "http://localhost/cases?q=1422"})
    assert (answer.status_code, answer.location, clock.now() - before) == (303, "/cases?q=1422", by)


def test_the_next_event_is_the_earliest_that_anything_waits_for(app: Flask, house: House, demo: None, bench: Bench, clock: ManualClock) -> None:
    with house.work() as w:
        case = make_case(w, bench, 1500, parties=False)
        start(w, "balance", Start(case.id, bench.court_id, "settlement", "s", w.today, length=5))
    signed_in(app, "clerk").post("/clock/advance", data={"step": "event"}, headers={"Referer": "https://elsewhere.example/x"})
    assert clock.now() == at_shanghai(2026, 4, 4, 8, 30)


def test_an_unknown_step_and_a_house_without_demonstration_are_refused(app: Flask, bench: Bench, clock: ManualClock, house: House) -> None:
    client, before = signed_in(app, "clerk"), clock.now()
    without_demonstration(house)
    assert client.post("/clock/advance", data={"step": "day"}).status_code == 403
    with house.work() as w:
        w.session.get(Person, bench["clerk"].id).demo = True
        make_case(w, bench, parties=False)
    assert client.post("/clock/advance", data={"step": "year"}).status_code == 422
    assert clock.now() == before
    assert app.test_client().post("/clock/advance", data={"step": "day"}).status_code == 302


def test_everybody_signed_in_reads_the_rule_book(app: Flask, house: House, bench: Bench) -> None:
    with house.work() as w:
        open_person(w, "auditor", "柯如一", Role.AUDITOR, court_id=bench.court_id)
    for login in ("clerk", "panel1", "auditor"):
        assert f"{len(RULES)} 条规则" in signed_in(app, login).get("/rules").text
    assert app.test_client().get("/rules").status_code == 302


def test_search_stage_and_status_narrow(app: Flask, bench: Bench) -> None:
    client = signed_in(app, "clerk")
    assert "NA-18" in client.get("/rules?q=保证金 第17条").text
    assert "NA-18" not in client.get("/rules?q=保证金&stage=closing").text
    assert "NA-18" not in client.get("/rules?q=保证金&status=UNVERIFIED").text
    assert "试试“保证金”" in client.get("/rules?q=没有这样的规则").text


def test_every_rule_has_a_page(app: Flask, bench: Bench) -> None:
    client = signed_in(app, "clerk")
    for rule_id in RULES:
        page = client.get(f"/rules/{rule_id}")
        assert (page.status_code, RULES[rule_id].citation.split("“")[0][:12] in page.text) == (200, True), rule_id
    assert client.get("/rules/XX-99").status_code == 404


def test_a_trial_runs_with_its_example_and_with_what_is_typed(app: Flask, bench: Bench) -> None:
    client = signed_in(app, "clerk")
    assert all(words in client.get("/rules/NA-18").text for words in ("35000.00", "140000.00"))
    assert "41000.00" in client.get("/rules/NA-18?start_price=820000").text
    wrong = client.get("/rules/NA-18?start_price=八十万").text
    assert "aria-invalid" in wrong


def test_a_trial_offers_choices_keeps_the_chosen_one_and_reaches_into_lists(app: Flask, bench: Bench) -> None:
    client = signed_in(app, "clerk")
    page = client.get("/rules/CP-04?items.0.target=unit&items.0.fine=49999.99").text
    assert ('<option value="unit" selected>单位' in page, "低于下限" in page) == (True, True)
    assert "109000.00" in client.get("/rules/RP-13?results.0.value=111000.00").text
    assert '<option value="individual" selected>' in client.get("/rules/CP-04?items.0.target=robot").text
    assert "2026-03-18 10:02:00" in client.get("/rules/NA-25").text


@pytest.mark.parametrize("rule_id", TRIALS)
def test_every_trial_belongs_to_a_rule_and_its_example_is_answered(rule_id: str) -> None:
    shown = run_trial(TRIALS[rule_id], {})
    assert rule_id in RULES
    assert (shown.fault, len(shown.lines)) == ("", len(shown.trial.told))


def test_a_number_can_be_tried_or_its_page_says_why_not(app: Flask, bench: Bench) -> None:
    client = signed_in(app, "clerk")
    numbered = [each for each in RULES.values() if re.search(r"[0-9一二三四五六七八九十百]", each.number) and each.id not in TRIALS]
    assert [each.id for each in numbered if not (each.not_applied_reason or each.id in UNTRIED)] == []
    assert [each for each in UNTRIED if f"没有试算：{UNTRIED[each]}" not in client.get(f"/rules/{each}").text] == []
    assert UNTRIED.keys().isdisjoint(TRIALS)


def test_a_rule_of_periods_has_a_trial_of_its_own_only_where_more_than_a_length_is_asked() -> None:
    assert PERIODS.keys() & CASES.keys() == {"AS-22", "RP-09"}


@pytest.mark.parametrize(
    ("rule_id", "typed", "told"),
    [
        ("VC-13", {}, "0"),
        ("VC-15", {"date": "2021-01-01"}, "0"),
        ("VC-15", {"date": "2020-12-31"}, "6"),
        ("AS-22", {}, "7"),
        ("EX-32", {"amount.0": "12000000"}, "79400.00"),
        ("RP-37", {"sold_for": "1200000"}, "1000000.00"),
        ("RP-36", {"results.1.value": "1030000"}, "甲"),
        ("AS-11", {}, "抽签"),
        ("RP-26/2005", {}, "2018-09-06"),
    ],
)
def test_a_worked_number_of_the_sheet_stands_in_the_answer(rule_id: str, typed: dict[str, str], told: str) -> None:
    assert told in [word for _, word in run_trial(TRIALS[rule_id], typed).lines]


def test_a_phrase_is_told_without_the_items_that_the_whole_notice_lacks() -> None:
    shown = run_trial(TRIALS["NA-43"], {})
    assert len(shown.findings) == 1
    assert "税费" in shown.findings[0]
