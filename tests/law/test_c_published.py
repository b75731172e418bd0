"""The published shapes hold: every op's worked question fits its own schema and its answer too; the command takes anything without a traceback."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from app.api.examples import EXAMPLES
from app.api.law_schemas import law_parts
from app.law.questions.asking import OPS, answer_schema, ask, is_refusal
from app.law_commands import law
from benchmarks.__main__ import main as bench

PARTS = law_parts()


def by_part(name: str) -> Draft202012Validator:
    """A validator of one named part of the description, with the other parts at hand."""
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": {"schemas": PARTS}})


def test_every_op_has_a_worked_question() -> None:
    assert set(EXAMPLES) == set(OPS)


@pytest.mark.parametrize("name", OPS)
def test_a_worked_question_and_its_answer_have_the_published_shapes(name: str) -> None:
    question = dict(EXAMPLES[name])
    by_part(f"question.{name}").validate(question)
    answer = ask(question)
    assert not is_refusal(answer), answer
    by_part(f"answer.{name}").validate(answer)
    Draft202012Validator(answer_schema(name)).validate(answer)
    assert json.loads(json.dumps(answer)) == answer


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all values inside."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(*path, key) for key, _ in inner] + [each for key, item in inner for each in leaves(item, (*path, key))]


def changed(question: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    whole = deepcopy(question)
    place: Any = whole
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return whole


SPOILED = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=6),
    st.characters(categories=["Cs"]),
    st.just([]),
    st.just({}),
    st.just("9999-12-31"),
    st.just("0001-01-01T00:00:00"),
    st.just("99999999999999999.99"),
    st.just("0.00"),
)
VALIDATORS = {name: Draft202012Validator(answer_schema(name)) for name in OPS}


@settings(max_examples=600, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sorted(OPS)), st.data())
def test_a_worked_question_with_one_value_spoiled_is_answered_in_shape_or_refused_by_name(name: str, data: st.DataObject) -> None:
    question = dict(EXAMPLES[name])
    spoiled = changed(question, data.draw(st.sampled_from(leaves(question))), data.draw(SPOILED))
    answer = ask(spoiled)
    if is_refusal(answer):
        assert set(answer["error"]) == {"code", "field", "message"}
    else:
        VALIDATORS[answer["op"]].validate(answer)


@pytest.mark.parametrize("name", OPS)
def test_an_unknown_or_a_missing_field_is_refused(name: str) -> None:
    assert ask({**EXAMPLES[name], "colour": "red"})["error"]["code"] == "unknown_field"
    for needed in set(PARTS[f"question.{name}"]["required"]) - {"op"}:
        refused = ask({key: value for key, value in EXAMPLES[name].items() if key != needed})
        assert (refused["error"]["code"], refused["error"]["field"]) == ("missing_field", needed)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"[" * 100_000, 2),
        (b"\xff\xfe\x00", 2),
        (b'{"op": "\\ud800"}', 2),
        (b'{"op": "deadline", "start": "2026-04-20", "days": 15, "kind": "hand_over"}', 0),
        (b'[{"op": "check_deposit", "start_price": "700000.00", "deposit": "140000.01"}]', 1),
        (b'{"op": "mask", "doc": "judgment", "fields": {"name": "\\ud800"}}', 0),
        (b"[]", 0),
    ],
)
def test_the_command_answers_anything_in_json_with_its_status(sent: bytes, status: int) -> None:
    done = CliRunner().invoke(law, ["ask"], input=sent)
    assert done.exit_code == status, done.output
    assert isinstance(done.exception, SystemExit | None)
    json.loads(done.stdout)


def test_the_command_tells_every_rule() -> None:
    told = json.loads(CliRunner().invoke(law, ["rules", "--json"]).stdout)
    wanted = {"id", "title", "citation", "status", "effective_from", "effective_to", "applied_in"}
    assert all(wanted <= set(each) for each in told)
    assert len({each["id"] for each in told}) == len(told) >= 313
    assert len(CliRunner().invoke(law, ["rules"]).output.splitlines()) == len(told)


def test_a_benchmark_that_there_is_not_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench(["speed"]) == 2
    assert "law_ask" in capsys.readouterr().err
