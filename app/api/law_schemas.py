"""The schemas of the law's questions, answers and rules, as named parts of the OpenAPI description."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from app.api.examples import EXAMPLES
from app.law.findings import Severity, Status
from app.law.questions.asking import OPS, answer_schema, question_schema
from app.law.rulebook import Stage
from app.web.operations import DAY, TEXT, or_null, thing

PARTS = "#/components/schemas/"
RULE = thing(
    id=TEXT,
    title=TEXT,
    demand=TEXT,
    number=TEXT,
    scope=TEXT,
    citation=TEXT,
    applied_in=TEXT,
    not_applied_reason=TEXT,
    effective_from=or_null(DAY),
    effective_to=or_null(DAY),
    status={"type": "string", "enum": [str(each) for each in Status]},
    severity={"type": "string", "enum": [str(each) for each in Severity]},
    stage={"type": "string", "enum": [str(each) for each in Stage]},
)
REFUSED = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "field", "message"],
            "properties": {"code": {"type": "string"}, "field": {"type": ["string", "null"]}, "message": {"type": "string"}},
        }
    },
}
_ONE_QUESTION = {
    "oneOf": [{"$ref": f"{PARTS}question.{name}"} for name in OPS],
    "discriminator": {"propertyName": "op", "mapping": {name: f"{PARTS}question.{name}" for name in OPS}},
}
_ONE_ANSWER = {
    "oneOf": [{"$ref": f"{PARTS}answer.{name}"} for name in OPS],
    "discriminator": {"propertyName": "op", "mapping": {name: f"{PARTS}answer.{name}" for name in OPS}},
}
QUESTIONS = {"anyOf": [_ONE_QUESTION, {"type": "array", "items": _ONE_QUESTION}]}
ANSWERS = {"anyOf": [_ONE_ANSWER, {"type": "array", "items": {"anyOf": [_ONE_ANSWER, {"$ref": f"{PARTS}refused"}]}}]}


@cache
def law_parts() -> Mapping[str, Any]:
    """question.NAME and answer.NAME of every op, the inner types of its question as question.NAME.Type, and the refusal of one question in a list."""
    parts: dict[str, Any] = {"refused": REFUSED}
    for name, op in OPS.items():
        asked = question_schema(name)
        for inner, schema in asked.pop("$defs", {}).items():
            parts[f"question.{name}.{inner}"] = _pointed(schema, name)
        asked["properties"] = {"op": {"const": name}, **asked["properties"]}
        asked["required"] = ["op", *asked.get("required", ())]
        parts[f"question.{name}"] = {**_pointed(asked, name), "title": name, "description": op.about, "examples": [dict(EXAMPLES[name])]}
        parts[f"answer.{name}"] = {**answer_schema(name), "title": name, "description": op.about}
    return parts


def _pointed(schema: Any, name: str) -> Any:
    """The schema with its references turned to the parts of the description."""
    if isinstance(schema, Mapping):
        return {key: _reference(each, name) if key == "$ref" else _pointed(each, name) for key, each in schema.items()}
    return [_pointed(each, name) for each in schema] if isinstance(schema, list) else schema


def _reference(target: str, name: str) -> str:
    return target.replace("#/$defs/", f"{PARTS}question.{name}.")
