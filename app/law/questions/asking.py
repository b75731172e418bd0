"""The one way to ask the law: a question as a plain object in, an answer as a plain object out, never an exception for bad input."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from app.kernel.errors import Refusal
from app.kernel.workdays import Calendar, NoCalendar, built_in
from app.law.questions import bidding, closing, coercion, periods, prices, publication, settling, statistics, valuation
from app.law.questions.shape import Op, PublishedSchema

_AREAS = (periods, prices, bidding, valuation, settling, coercion, publication, closing, statistics)
OPS: Mapping[str, Op] = MappingProxyType({name: op for area in _AREAS for name, op in area.OPS.items()})
Answer = dict[str, Any]


def ask(question: object, *, calendar: Calendar | None = None) -> Answer:
    """Answer one question of law-questions.md. Bad input gives {"error": {code, field, message}}; nothing is guessed."""
    if not isinstance(question, Mapping):
        return _refused("not_an_object", None, '问题应为一个 JSON 对象，如 {"op": "deadline", …}')
    name = question.get("op")
    if name is None:
        return _refused("missing_field", "op", "缺少 op")
    op = OPS.get(name) if isinstance(name, str) else None
    if op is None:
        return _refused("unknown_op", "op", f"没有 {name!r} 这种问题")
    return _answer(op, question, calendar or built_in())


def ask_many(questions: Iterable[object], *, calendar: Calendar | None = None) -> list[Answer]:
    """Answer each question in turn; a bad one gives its error in its place."""
    return [ask(each, calendar=calendar) for each in questions]


def is_refusal(answer: Mapping[str, Any]) -> bool:
    """Is it an error instead of an answer? (exit status 2, HTTP 422)"""
    return "error" in answer


def _answer(op: Op, question: Mapping[str, Any], calendar: Calendar) -> Answer:
    try:
        inputs = op.inputs.model_validate({name: each for name, each in question.items() if name != "op"})
        return {"op": question["op"], **op.answer(inputs, calendar)}
    except ValidationError as error:
        return _misread(error)
    except NoCalendar as error:
        return _refused("no_calendar", None, f"不能计算 {error.year} 年的期限：该年节假日安排尚未录入，系统不作推测")
    except Refusal as error:
        return _refused(error.code, error.field, error.message)
    except OverflowError:
        return _refused("malformed", None, "日期超出可以计算的范围")


def _refused(code: str, field: str | None, message: str) -> Answer:
    return {"error": {"code": code, "field": field, "message": message}}


_CODES = {"missing": "missing_field", "extra_forbidden": "unknown_field", "negative_money": "negative_money"}
_WORDS = {"missing_field": "缺少 {field}", "unknown_field": "不认识 {field}"}


def _misread(error: ValidationError) -> Answer:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    field = ".".join(str(each) for each in first["loc"]) or None
    code = _CODES.get(first["type"], "malformed")
    own = first["msg"] if first["type"] in ("malformed", "negative_money") else "{field} 的内容不合要求"
    return _refused(code, field, _WORDS.get(code, own).replace("{field}", field or "问题"))


def question_schema(name: str) -> dict[str, Any]:
    """The JSON schema of an op's inputs (documentation; money, days and instants are texts)."""
    return OPS[name].inputs.model_json_schema(mode="validation", schema_generator=PublishedSchema)


def answer_schema(name: str) -> dict[str, Any]:
    """The JSON schema of an op's answers; a refusal has its own shape."""
    shown = ("rule", "citation", "severity", "found", "required", "message")
    finding = {"type": "object", "required": list(shown), "additionalProperties": {"type": "string"}}
    return {
        "type": "object",
        "required": ["op", "findings", "status"],
        "properties": {
            "op": {"const": name},
            "findings": {"type": "array", "items": finding},
            "status": {"enum": ["VERIFIED", "VERIFIED-2nd", "UNVERIFIED", "INFERENCE"]},
            **{output: dict(shape) for output, shape in OPS[name].outputs.items()},
        },
        "additionalProperties": False,
    }
