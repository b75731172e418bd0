"""Hundreds of questions whose answers were worked out by hand from the rule sheet: limits and the step beside each, and every form an input may have.

`hand_answers.jsonl` holds one question a line: `answer` names outputs by their place (`results.0.max`), `refused` the code and field of an error.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from app.law.questions.asking import OPS, answer_schema, ask, is_refusal

HAND: list[dict[str, Any]] = [json.loads(line) for line in Path(__file__).with_name("hand_answers.jsonl").read_text(encoding="utf-8").splitlines()]
VALIDATORS = {name: Draft202012Validator(answer_schema(name)) for name in OPS}


def at(answer: Any, place: str) -> Any:
    for part in place.split("."):
        answer = answer[int(part)] if isinstance(answer, list) else answer.get(part)
    return answer.replace("+08:00", "") if isinstance(answer, str) else answer


def test_every_op_has_eight_hand_worked_answers_at_least() -> None:
    asked = Counter(each["ask"]["op"] for each in HAND)
    assert set(asked) == set(OPS)
    assert min(asked.values()) >= 8


@pytest.mark.parametrize("name", OPS)
def test_the_engine_answers_as_worked_out_by_hand(name: str) -> None:
    wrong = []
    for case in (each for each in HAND if each["ask"]["op"] == name):
        answer = ask(case["ask"])
        if "refused" in case:
            code, field = case["refused"]
            error = answer.get("error", {})
            if not is_refusal(answer) or code not in (None, error["code"]) or field not in (None, error["field"]):
                wrong.append((case, answer))
            continue
        assert not is_refusal(answer), (case, answer)
        VALIDATORS[name].validate(answer)
        told = {place: at(answer, place) for place in case["answer"]}
        if told != case["answer"]:
            wrong.append((case, told))
    assert wrong == []
