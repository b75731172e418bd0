"""What an operation of the API says of itself; the OpenAPI description and its page are read from the routes, there is no list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from flask import Flask
from flask.typing import ResponseReturnValue
from werkzeug.routing import Rule

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Parameter:
    """A parameter of the query: name, what it is, its schema."""

    name: str
    about: str
    schema: Schema = field(default_factory=lambda: {"type": "string"})


@dataclass(frozen=True)
class Operation:
    """One operation: title and explanation in Chinese, parameters, the schemas of what it takes and answers (None: not JSON)."""

    title: str
    about: str = ""
    tag: str = ""
    parameters: tuple[Parameter, ...] = ()
    takes: Schema | None = None
    answers: Schema | None = None


def described(operation: Operation) -> Callable[[View], View]:
    """Describe the operation of a view; stands beside `permits`."""

    def describe(view: View) -> View:
        cast(Any, view).operation = operation
        return view

    return describe


def operations(app: Flask) -> list[tuple[Rule, Operation | None]]:
    """All routes below /api/v1 by address, with what they say of themselves."""
    routes = [each for each in app.url_map.iter_rules() if each.rule.startswith("/api/v1/")]
    return [(each, getattr(app.view_functions[each.endpoint], "operation", None)) for each in sorted(routes, key=lambda each: each.rule)]


def listed(item: Schema) -> Schema:
    """The schema of a page of a list."""
    properties = {"items": {"type": "array", "items": dict(item)}, "next": {"type": ["string", "null"], "description": "下一页的 after；没有则为 null"}}
    return {"type": "object", "required": ["items", "next"], "properties": properties, "additionalProperties": False}


def thing(**properties: Schema) -> Schema:
    """The schema of an object whose fields are all there."""
    return {
        "type": "object",
        "required": list(properties),
        "properties": {name: dict(each) for name, each in properties.items()},
        "additionalProperties": False,
    }


TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer"}
ID: Schema = {"type": "string", "pattern": "^[0-9a-f]{32}$"}
MONEY: Schema = {"type": "string", "pattern": r"^-?\d+\.\d{2}$", "description": "以元为单位的小数文本"}
DAY: Schema = {"type": "string", "format": "date"}
INSTANT: Schema = {"type": "string", "format": "date-time", "description": "带时差的 ISO 时刻"}


def or_null(schema: Schema) -> Schema:
    """The schema, or null."""
    return {**schema, "type": [schema["type"], "null"]}
