"""Lists over the API: the actor's scope, pages by cursor, money as text, instants with offset."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from flask import Flask

from app.infra.house import House
from app.kernel.actor import Role
from app.kernel.clock import ManualClock
from tests.api.client import Caller, check_answer
from tests.factories.cases import make_case
from tests.factories.courts import Bench, found_bench, open_person
from tests.factories.plans import freeze, make_plan
from tests.factories.tasks import found_field

LISTS = ("/cases", "/lots", "/tasks", "/deadlines")


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def cases(house: House, bench: Bench) -> list[str]:
    with house.work(bench["clerk"]) as w:
        return [make_case(w, bench, serial, parties=False).id for serial in (1401, 1402, 1403, 1404, 1405)]


def test_a_case_is_told_in_the_published_shape(app: Flask, house: House, cases: list[str]) -> None:
    answer = Caller(app, house, "clerk").get("/cases").get_json()
    check_answer(app, "/cases", answer)
    first = answer["items"][0]
    assert (first["id"], first["number"]) == (cases[-1], "（2026）粤0115执1405号")
    assert Decimal(first["claim"]) == Decimal("12480000.00")
    assert isinstance(first["claim"], str)
    assert datetime.fromisoformat(first["changed_at"]).utcoffset() is not None


def test_the_pages_follow_one_another_without_gap_or_repetition(app: Flask, house: House, cases: list[str]) -> None:
    caller, seen, after = Caller(app, house, "clerk"), [], ""
    while after is not None:
        page = caller.get(f"/cases?limit=2&after={after}").get_json()
        seen += [each["id"] for each in page["items"]]
        after = page["next"]
    assert seen == sorted(cases, reverse=True)


def test_a_stage_narrows_the_list(app: Flask, house: House, cases: list[str]) -> None:
    caller = Caller(app, house, "clerk")
    assert len(caller.get("/cases?stage=disposal").get_json()["items"]) == len(cases)
    assert caller.get("/cases?stage=closed").get_json() == {"items": [], "next": None}


def test_another_court_sees_nothing(app: Flask, house: House, cases: list[str]) -> None:
    for path in LISTS:
        assert Caller(app, house, "clerk_b").get(path).get_json() == {"items": [], "next": None}


@pytest.mark.parametrize("path", LISTS)
def test_a_page_that_cannot_be_understood_is_refused_by_name(app: Flask, house: House, bench: Bench, path: str) -> None:
    caller = Caller(app, house, "clerk")
    for query in ("limit=0", "limit=201", "limit=x", "limit=-1", "after=x", "after=%27%20or%201%3D1"):
        answer = caller.get(f"{path}?{query}")
        assert (answer.status_code, answer.content_type) == (422, "application/problem+json"), query
        assert (answer.get_json()["code"], answer.get_json()["field"]) == ("invalid", query.split("=")[0])


@pytest.mark.parametrize(("path", "name"), [("/cases", "stage"), ("/lots", "status"), ("/tasks", "status"), ("/deadlines", "state")])
def test_an_unknown_word_is_refused_with_the_words_allowed(app: Flask, house: House, bench: Bench, path: str, name: str) -> None:
    answer = Caller(app, house, "clerk").get(f"{path}?{name}=perhaps")
    assert answer.status_code == 422
    assert (answer.get_json()["field"], "应为下列之一" in answer.get_json()["detail"]) == (name, True)


@pytest.mark.parametrize("path", LISTS)
def test_a_stranger_or_an_ended_token_is_asked_to_sign_in(app: Flask, path: str) -> None:
    for headers in ({}, {"Authorization": "Bearer nobody"}, {"Authorization": "Basic YTpi"}):
        answer = app.test_client().get(f"/api/v1{path}", headers=headers)
        assert (answer.status_code, answer.content_type) == (401, "application/problem+json")


def test_a_role_without_the_right_is_refused(app: Flask, house: House, bench: Bench) -> None:
    with house.work() as w:
        open_person(w, "auditor", "简静言", Role.AUDITOR)
    answer = Caller(app, house, "auditor").get("/cases")
    assert (answer.status_code, answer.get_json()["code"]) == (403, "no_right")


def test_a_frozen_plan_is_told_as_a_lot(app: Flask, house: House, bench: Bench) -> None:
    plan = freeze(house, bench, make_plan(house, bench).id)
    answer = Caller(app, house, "judge").get("/lots?status=awaiting").get_json()
    check_answer(app, "/lots", answer)
    assert [(each["case_id"], each["final_price"]) for each in answer["items"]] == [(plan.case_id, None)]
    assert answer["items"][0]["opens_at"].endswith("+08:00")
    deadlines = Caller(app, house, "judge").get("/deadlines").get_json()
    check_answer(app, "/deadlines", deadlines)
    assert {each["case_id"] for each in deadlines["items"]} == {plan.case_id}
    assert all(each["citation"] and each["counted"] for each in deadlines["items"])


def test_an_agency_sees_its_own_tasks_and_nothing_of_the_case(app: Flask, house: House, clock: ManualClock) -> None:
    field = found_field(house, clock)
    task = field.give()
    for login in ("clerk", "agency"):
        answer = Caller(app, house, login).get("/tasks").get_json()
        check_answer(app, "/tasks", answer)
        assert [each["number"] for each in answer["items"]] == [task.number]
        assert "case_id" not in answer["items"][0]
    for login in ("worker", "agency2"):
        assert Caller(app, house, login).get("/tasks").get_json()["items"] == []
    assert Caller(app, house, "agency").get("/cases").status_code == 403
