"""The law's engine on 10,000 mixed questions of all ops, beside jsonschema checking the shape of the same documents."""

from __future__ import annotations

from itertools import cycle, islice
from typing import Any

from jsonschema import Draft202012Validator

from app.api.examples import EXAMPLES
from app.law.questions.asking import OPS, ask_many, question_schema
from benchmarks.measure import Figure, compared

COUNT = 10_000


def figure() -> Figure:
    """Questions a second on one core."""
    questions: list[dict[str, Any]] = [dict(each) for each in islice(cycle(EXAMPLES.values()), COUNT)]
    bodies = [(each["op"], {key: value for key, value in each.items() if key != "op"}) for each in questions]
    validators = {name: Draft202012Validator(question_schema(name)) for name in OPS}

    def check_shapes() -> None:
        for name, body in bodies:
            validators[name].validate(body)

    return compared("law_ask", COUNT, ours=("app.law.questions.asking.ask_many", lambda: ask_many(questions)), peer=("jsonschema.validate", check_shapes))
