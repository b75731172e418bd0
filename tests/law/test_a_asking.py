"""Asking the law with anything at all: no traceback, and every answer has the published shape of its op."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from app.kernel.workdays import built_in
from app.law.questions.asking import OPS, answer_schema, ask, is_refusal, question_schema

VALIDATORS = {name: Draft202012Validator(answer_schema(name)) for name in OPS}
ASSETS = ["movable", "vehicle", "equipment", "ship", "real_estate", "house", "land", "equity", "ip", "other_right"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
MONEY = st.integers(0, 10**11).map(lambda fen: f"{fen // 100}.{fen % 100:02d}")
DAY = st.dates().map(lambda day: day.isoformat())
RECENT = st.dates(date(2004, 1, 1), date(2028, 12, 31)).map(lambda day: day.isoformat())
INSTANT = RECENT.map(lambda day: f"{day}T10:00:00")
ODD = st.sampled_from(["", "-1", "1e9", "NaN", "0001-01-01", "9999-12-31", "2026-02-30", "0001-01-01T00:00:00", "9999-12-31T23:59:59-12:00", "真"])
COUNT = st.integers(-2, 400)
WORD = st.sampled_from(["online", "offline", "hand_over", "seizure", "announcement", "none", "appraisal", "agreement", *ASSETS])
VALUE = MONEY | DAY | RECENT | INSTANT | ODD | COUNT | WORD | st.booleans() | st.none()


def fields(name: str) -> list[str]:
    return sorted(question_schema(name)["properties"])


def by_schema(schema: dict[str, Any], whole: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values that mostly fit a field's schema, now and then anything."""
    if "$ref" in schema:
        schema = whole["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    if "anyOf" in schema:
        return st.one_of(*(by_schema(each, whole) for each in schema["anyOf"]))
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    match schema.get("type"):
        case "object" if "properties" in schema:
            needed = set(schema.get("required", ()))
            every = {key: by_schema(each, whole) for key, each in schema["properties"].items()}
            return st.fixed_dictionaries(
                {key: each for key, each in every.items() if key in needed}, optional={key: each for key, each in every.items() if key not in needed}
            )
        case "array":
            items = schema.get("items") or {}
            return st.lists(by_schema(items, whole), max_size=3)
        case "boolean":
            return st.booleans()
        case "integer":
            return st.integers(0, 40)
        case "null":
            return st.none()
    return MONEY if "pattern" in schema else INSTANT if schema.get("format") == "date-time" else RECENT if schema.get("format") == "date" else VALUE


@st.composite
def fitting(draw: st.DrawFn) -> dict[str, Any]:
    name = draw(st.sampled_from(sorted(OPS)))
    schema = question_schema(name)
    return {**draw(by_schema(schema, schema)), "op": name}


@st.composite
def unruly(draw: st.DrawFn) -> dict[str, Any]:
    name = draw(st.sampled_from(sorted(OPS)))
    chosen = draw(st.lists(st.sampled_from(fields(name)), max_size=8, unique=True))
    values = VALUE | st.lists(VALUE, max_size=3) | JSON
    return {"op": name, **{field: draw(values) for field in chosen}}


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(fitting() | unruly() | JSON)
def test_no_input_makes_a_traceback_and_every_answer_has_its_shape(question: Any) -> None:
    answer = ask(question)
    if is_refusal(answer):
        assert set(answer) == {"error"}
        assert set(answer["error"]) == {"code", "field", "message"}
    else:
        VALIDATORS[answer["op"]].validate(answer)


@pytest.mark.parametrize("name", sorted(OPS))
def test_an_op_publishes_the_schema_of_its_questions_and_answers(name: str) -> None:
    Draft202012Validator.check_schema(question_schema(name))
    Draft202012Validator.check_schema(answer_schema(name))
    assert OPS[name].about


def test_every_op_of_the_contract_is_there() -> None:
    wanted = """check_announcement round2_window price_floor check_start_price next_step_batch deposit_range check_deposit applicant_deposit
    extend accept_bid result tie_rule_batch bidder_eligibility ruling_gate default_settlement no_surplus pricing_method online_price deadline
    price_still_usable objection_admissible senior_lien_transfer publish_gate notice_text_check task_gate referral_gate sanction_check_batch
    grace_period tenant_status mask retention commission_cap network_sale_default zhongben_gate six_month_limit seizure_expiry round_statistics
    verify_bid_log"""
    assert set(wanted.split()) <= set(OPS)


def test_a_year_that_is_only_forecast_is_answered_with_a_warning() -> None:
    year = max(built_in().provisional)
    answer = ask({"op": "deadline", "start": f"{year}-03-01", "days": 15, "kind": "hand_over"})
    assert (answer["provisional"], answer["findings"][0]["rule"]) == (True, "CNT-12")


def test_another_calendar_may_be_given() -> None:
    bare = built_in().with_year(2026, {}, version="自定")
    answer = ask({"op": "deadline", "start": "2026-04-20", "days": 15, "kind": "hand_over"}, calendar=bare)
    assert (answer["deadline"], answer["calendar"]) == ("2026-05-05", "自定")
