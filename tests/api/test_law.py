"""The law over the API: questions one by one and many, refusals by name, the rule book by pages, forgery, and the description itself."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import validate

from app.factory import create_app
from app.infra.house import House
from app.kernel.clock import ManualClock
from app.law.questions.asking import OPS, ask
from app.law.rulebook import RULES, Stage, of_stage
from config.settings import Settings
from tests.api.client import Caller, check_answer
from tests.factories.courts import PASSWORD, Bench, found_bench

QUESTION = {"op": "deadline", "start": "2026-04-20", "days": 15, "kind": "hand_over"}
CAP = {"op": "commission_cap", "channel": "offline", "price": ["76000.00"]}


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def caller(app: Flask, house: House, bench: Bench) -> Caller:
    return Caller(app, house, "clerk")


def test_one_question_is_answered_as_the_command_answers_it(app: Flask, caller: Caller) -> None:
    answer = caller.post("/law/ask", QUESTION)
    assert (answer.status_code, answer.get_json()) == (200, ask(QUESTION))
    check_answer(app, "/law/ask", answer.get_json(), method="post")


def test_many_questions_are_answered_in_their_order(app: Flask, caller: Caller) -> None:
    answer = caller.post("/law/ask", [QUESTION, CAP])
    assert [each["op"] for each in answer.get_json()] == ["deadline", "commission_cap"]
    assert answer.get_json()[1]["cap"] == ["3800.00"]
    check_answer(app, "/law/ask", answer.get_json(), method="post")


@pytest.mark.parametrize(
    ("sent", "code", "field"),
    [
        (b"{", "malformed_json", None),
        (b"", "malformed_json", None),
        (b"[" * 100_000, "malformed_json", None),
        (b"\xff\xfe", "malformed_json", None),
        (b"7", "not_an_object", None),
        (b'{"op": "tell_me"}', "unknown_op", "op"),
        (b'{"op": "deadline"}', "missing_field", "start"),
        (b'{"op": "deadline", "\\ud800": 1, "start": "2026-04-20", "days": 1}', "malformed", None),
        (b'{"op": "price_floor", "round": 1, "appraisal": "-5"}', "negative_money", "appraisal"),
        (b'{"op": "price_floor", "round": 1, "appraisal": ' + b"9" * 5000 + b"}", "malformed_json", None),
        (b'{"op": "deadline", "start": "2061-01-01", "days": 5, "kind": "hand_over"}', "no_calendar", None),
    ],
)
def test_a_question_that_cannot_be_understood_is_refused_by_name(app: Flask, caller: Caller, sent: bytes, code: str, field: str | None) -> None:
    answer = caller.client.post("/api/v1/law/ask", data=sent, headers=caller.headers)
    told = answer.get_json()
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert (told["code"], told["error"]["code"], told["error"]["field"]) == (code, code, field)
    check_answer(app, "/law/ask", told, method="post", status=422)


def test_a_bad_question_among_others_stands_in_its_place(app: Flask, caller: Caller) -> None:
    answer = caller.post("/law/ask", [QUESTION, {"op": "?"}, CAP])
    assert answer.status_code == 422
    assert ["error" in each for each in answer.get_json()] == [False, True, False]
    check_answer(app, "/law/ask", answer.get_json(), method="post")


def test_too_many_questions_at_once_are_refused(caller: Caller) -> None:
    answer = caller.post("/law/ask", [{}] * 10_001)
    assert (answer.status_code, answer.get_json()["field"]) == (422, "questions")


def test_a_stranger_may_not_ask(app: Flask) -> None:
    assert app.test_client().post("/api/v1/law/ask", json=QUESTION).status_code == 401


def test_the_rule_book_is_read_page_by_page(app: Flask, caller: Caller) -> None:
    seen, after = [], ""
    while after is not None:
        page = caller.get(f"/law/rules?limit=100&after={after}").get_json()
        check_answer(app, "/law/rules", page)
        seen += [each["id"] for each in page["items"]]
        after = page["next"]
    assert seen == list(RULES)


def test_the_rule_book_is_searched_and_narrowed(caller: Caller) -> None:
    found = caller.get("/law/rules?q=NA-18%20保证金").get_json()["items"]
    assert [each["id"] for each in found] == ["NA-18"]
    vacating = caller.get(f"/law/rules?stage={Stage.VACATING}&limit=200").get_json()["items"]
    assert [each["id"] for each in vacating] == [each.id for each in of_stage(Stage.VACATING)]
    assert caller.get("/law/rules?after=XX-99").status_code == 422
    assert caller.get("/law/rules?stage=nowhere").status_code == 422


def references(node: Any) -> list[str]:
    if isinstance(node, dict):
        return [each for key, value in node.items() for each in ([value] if key == "$ref" else references(value))]
    return [each for value in node for each in references(value)] if isinstance(node, list) else []


def test_the_description_holds_every_route_and_op_and_every_reference_in_it_leads_somewhere(app: Flask) -> None:
    told = app.test_client().get("/api/v1/openapi.json").get_json()
    routes = {re.sub(r"<(\w+)>", r"{\1}", each.rule) for each in app.url_map.iter_rules() if each.rule.startswith("/api/v1/")}
    assert set(told["paths"]) == routes
    parts = told["components"]["schemas"]
    assert {f"question.{name}" for name in OPS} | {f"answer.{name}" for name in OPS} <= set(parts)
    assert {each.removeprefix("#/components/schemas/") for each in references(told)} <= set(parts)


def test_the_description_is_openapi(app: Flask) -> None:
    validate(app.test_client().get("/api/v1/openapi.json").get_json())


def test_the_page_shows_every_operation_in_chinese_and_has_no_script_or_style_of_its_own(app: Flask) -> None:
    answer = app.test_client().get("/api/v1/docs")
    assert answer.status_code == 200
    for shown in ("POST /api/v1/law/ask", "GET /api/v1/deadlines", "公告到开拍的时间是否合法", "Idempotency-Key"):
        assert shown in answer.text
    assert "style=" not in answer.text
    assert all('src="/static/' in each for each in answer.text.split("<script")[1:])


@pytest.fixture
def guarded(settings: Settings, clock: ManualClock) -> Any:
    """The application with its guard against forgery, as in truth."""
    made = create_app(settings, clock, wall=clock, overrides={"TESTING": True, "WTF_CSRF_ENABLED": True, "PROPAGATE_EXCEPTIONS": False})
    yield made
    made.extensions["house"].database.close()


def signed_in(app: Flask) -> tuple[FlaskClient, str]:
    client = app.test_client()
    token = client.get("/login").text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    assert client.post("/login", data={"username": "clerk", "password": PASSWORD, "csrf_token": token}).status_code in (302, 303)
    return client, token


def test_a_cookie_alone_cannot_ask_but_a_cookie_with_the_pages_token_or_a_bearer_can(guarded: Flask) -> None:
    house: House = guarded.extensions["house"]
    found_bench(house)
    client, token = signed_in(guarded)
    forged = client.post("/api/v1/law/ask", data=json.dumps(QUESTION), content_type="text/plain")
    assert (forged.status_code, forged.get_json()["code"]) == (400, "csrf")
    assert client.post("/api/v1/law/ask", json=QUESTION, headers={"X-CSRFToken": token}).status_code == 200
    assert client.post("/api/v1/law/ask", json=QUESTION, headers={"Authorization": "Bearer "}).status_code == 400
    assert client.post("/api/v1/law/ask", json=QUESTION, headers={"Authorization": "Bearer stolen"}).status_code == 401
    assert Caller(guarded, house, "clerk").post("/law/ask", QUESTION).status_code == 200
    assert guarded.test_client().post("/api/v1/law/ask", json=QUESTION).status_code == 401
