"""Every route for the whole cast: a right for each, nothing for strangers, foreign rows like missing ones, reading changes nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.routing.converters import AnyConverter
from werkzeug.test import TestResponse

from app.infra.house import House
from app.kernel.permission import PUBLIC
from app.schema import METADATA
from app.web.access import permission_of
from tests.databases import on_first
from tests.factories.cast import DIGEST, LOGINS, MISSING, Stand
from tests.web.route_rights import ASKED_BY, HELD_BY

LEAST_REQUESTS = {True: 3_000, False: 600}  # of each half, by "is it SQLite": 19 people by some 200 routes, or what they may
LEAVING = frozenset({"accounts.sign_in", "accounts.sign_out", "accounts.revoke_session", "accounts.take_role"})
WRITTEN_BY_READING = frozenset({"trail_row", "trail_leaf", "trail_checkpoint", "user_session", "beat", "evidence", "task_opening"})
SCOPED = frozenset(
    {
        "case_id",
        "asset_id",
        "seizure_id",
        "party_id",
        "plan_id",
        "valuation_id",
        "report_id",
        "round_id",
        "difference_id",
        "halt_id",
        "settlement_id",
        "handover_id",
        "vacating_id",
        "occupant_id",
        "agreement_id",
        "term_id",
        "hindrance_id",
        "measure_id",
        "referral_id",
        "day_id",
        "goods_id",
        "video_id",
        "reentry_id",
        "route_id",
        "step_id",
        "approval_id",
        "deadline_id",
        "document_id",
        "task_id",
        "statement_id",
        "ending_id",
        "deed_id",
        "fee_id",
        "line_id",
        "engagement_id",
        "declaration_id",
        "check_id",
        "choice_id",
        "appraisal_id",
        "delivery_id",
        "objection_id",
        "item_id",
        "move_id",
        "break_id",
        "look_id",
        "programme_id",
        "slot_id",
        "booking_id",
        "question_id",
    }
)
NOT_MINE = "该操作不属于"


@dataclass(frozen=True)
class Call:
    """One route by one method."""

    rule: Rule
    method: str

    @property
    def endpoint(self) -> str:
        return str(self.rule.endpoint)

    @property
    def roles(self) -> frozenset[str]:
        """Roles that the reviewed table lets in."""
        name = next(name for name, endpoints in ASKED_BY.items() if self.endpoint in endpoints.split())
        return frozenset(HELD_BY[name].split())


def house_of(app: Flask) -> House:
    found: House = app.extensions["house"]
    return found


def calls(app: Flask) -> list[Call]:
    """All routes × methods but static files and what ends the session itself."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static" and rule.endpoint not in LEAVING]
    return [Call(rule, method) for rule in rules for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})]


def address(app: Flask, call: Call, ids: dict[str, str]) -> str:
    """The address of a route; arguments that are no ids get a plausible word."""
    values = {}
    for name, converter in call.rule._converters.items():
        values[name] = sorted(converter.items)[0] if isinstance(converter, AnyConverter) else ids.get(name, DIGEST if name == "digest" else MISSING)
    return app.url_map.bind("localhost").build(call.endpoint, values, method=call.method)


def visit(client: FlaskClient, method: str, url: str) -> TestResponse:
    return client.open(url, method=method)


def clients(app: Flask) -> Iterator[tuple[str, FlaskClient]]:
    """A signed-in browser for each of the nineteen."""
    password = house_of(app).settings.demo_password
    for login in LOGINS:
        client = app.test_client()
        assert client.post("/login", data={"username": login, "password": password}).status_code == 302
        yield login, client


def bare(answer: TestResponse, ids: dict[str, str]) -> str:
    """The body without what differs from request to request."""
    text = re.sub(r'name="csrf_token"[^>]*>|[0-9a-f]{32}|编号 ?\S+', "", answer.text)
    for value in ids.values():
        text = text.replace(value, "")
    return text


def test_every_route_declares_a_right_and_stands_in_the_reviewed_table(app: Flask) -> None:
    reviewed = {endpoint: name for name, endpoints in ASKED_BY.items() for endpoint in endpoints.split()}
    declared = {str(rule.endpoint): permission_of(app, str(rule.endpoint)) for rule in app.url_map.iter_rules() if rule.endpoint != "static"}
    assert not [endpoint for endpoint, permission in declared.items() if permission is None]
    assert {endpoint: permission.name for endpoint, permission in declared.items() if permission} == reviewed
    assert {p.name: " ".join(sorted(p.roles)) for p in declared.values() if p} == {name: " ".join(sorted(held.split())) for name, held in HELD_BY.items()}


@pytest.mark.parametrize("reading", [True, False], ids=["reading", "acting"])
def test_each_of_the_cast_may_open_exactly_what_the_table_says(app: Flask, stand: Stand, reading: bool) -> None:
    """Reading, besides, changes no row. A no is said before any row of the noun is read: one engine shows the noes, both what is let in."""
    faults, number, before = [], 0, contents(house_of(app))
    noes_too = house_of(app).database.is_sqlite
    for login, client in clients(app):
        role = stand.people[login].role.value
        for call in (each for each in calls(app) if (each.method == "GET") is reading):
            if not noes_too and role not in call.roles:
                continue
            url = address(app, call, stand.own if reading else {})
            answer = visit(client, call.method, url)
            number += 1
            denied = answer.status_code == 403 and NOT_MINE in (json.loads(answer.text)["detail"] if "json" in (answer.content_type or "") else answer.text)
            if (answer.status_code >= 500 and call.endpoint != "health.ready") or denied == (role in call.roles):
                faults.append(f"{login} {call.method} {url} ({call.endpoint}): {answer.status_code}")
    assert not faults, "\n".join(faults[:40])
    print(f"{number} requests")
    assert number >= LEAST_REQUESTS[noes_too]
    assert not reading or changed(before, contents(house_of(app))) == set()


def test_strangers_are_sent_to_sign_in(app: Flask, stand: Stand) -> None:
    client = app.test_client()
    for call in calls(app):
        if permission_of(app, call.endpoint) is PUBLIC:
            continue
        answer = visit(client, call.method, address(app, call, stand.own))
        if call.rule.rule.startswith("/api/"):
            assert answer.status_code == 401, call
        else:
            assert answer.status_code == 302, call
            assert answer.location.startswith("/login"), call


@on_first
def test_what_is_foreign_answers_like_what_is_missing(app: Flask, stand: Stand) -> None:
    faults, number = [], 0
    for login, client in clients(app):
        role = stand.people[login].role.value
        for call in (each for each in calls(app) if each.rule.arguments & SCOPED and role in each.roles):
            theirs = {name: stand.foreign_to(login, name) for name in call.rule.arguments & SCOPED}
            foreign = visit(client, call.method, address(app, call, theirs))
            missing = visit(client, call.method, address(app, call, dict.fromkeys(theirs, MISSING)))
            number += 2
            same = foreign.status_code == missing.status_code and bare(foreign, theirs) == bare(missing, theirs)
            if not same or (call.method == "GET" and foreign.status_code != 404):
                faults.append(f"{login} {call.method} {call.endpoint}: foreign {foreign.status_code}, missing {missing.status_code}")
    print(f"{number} requests")
    assert not faults, "\n".join(faults[:40])


def contents(house: House) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables but the trail (looking at a full number is recorded) and what sign-in keeps."""
    tables = [table for table in METADATA.sorted_tables if table.name not in WRITTEN_BY_READING]
    with house.database.engine.connect() as connection:
        return {table.name: [tuple(map(str, row)) for row in connection.execute(select(table))] for table in tables}


def changed(before: dict[str, list[tuple[object, ...]]], after: dict[str, list[tuple[object, ...]]]) -> set[str]:
    """Names of the tables that differ."""
    return {name for name in before if before[name] != after[name]}


def test_no_form_is_taken_without_its_token(app: Flask, stand: Stand) -> None:
    signed = dict(clients(app))
    app.config["WTF_CSRF_ENABLED"] = True
    by_role = {stand.people[login].role.value: client for login, client in signed.items()}
    for call in (each for each in calls(app) if each.method != "GET" and not each.rule.rule.startswith("/api/")):
        client = next(by_role[role] for role in sorted(call.roles) if role in by_role)
        answer = visit(client, call.method, address(app, call, stand.own))
        assert answer.status_code == 400, call
        assert "未成功" in answer.text, call
