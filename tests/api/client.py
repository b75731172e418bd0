"""A client of the API: the house's bench, a bearer token for one of its people, and the schema of an address's answer."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from werkzeug.test import TestResponse

from app.domains.accounts.service import make_token
from app.infra.house import House


class Caller:
    """Calls the API as one person by token."""

    def __init__(self, app: Flask, house: House, login: str) -> None:
        self.client: FlaskClient = app.test_client()
        with house.work() as w:
            self.headers = {"Authorization": f"Bearer {make_token(w, login, '验收', 30)}"}

    def get(self, path: str) -> TestResponse:
        return self.client.get(f"/api/v1{path}", headers=self.headers)

    def post(self, path: str, sent: object) -> TestResponse:
        return self.client.post(f"/api/v1{path}", json=sent, headers=self.headers)


def check_answer(app: Flask, path: str, answer: Any, *, method: str = "get", status: int = 200) -> None:
    """The answer fits the schema that the description publishes for the address."""
    described = app.test_client().get("/api/v1/openapi.json").get_json()
    contents = described["paths"][f"/api/v1{path}"][method]["responses"][str(status)]["content"]
    schema = next(iter(contents.values()))["schema"]
    Draft202012Validator({**schema, "components": described["components"]}).validate(answer)
