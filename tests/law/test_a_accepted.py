"""The black-box questions that every version of the house must answer, and the bad ones it must refuse."""

from __future__ import annotations

import pytest

from app.law.questions.asking import ask, ask_many, is_refusal

WORKED = [
    (
        {"op": "check_announcement", "asset": "movable", "round": 1, "announced": "2026-03-02", "opens": "2026-03-18T10:00:00"},
        {"compliant": True, "min_opening_date": "2026-03-17", "recommended_opening_date": "2026-03-18"},
    ),
    (
        {"op": "check_announcement", "asset": "real_estate", "round": 2, "announced": "2026-03-02", "opens": "2026-03-16T10:00:00"},
        {"compliant": False, "violation": "announcement_too_short"},
    ),
    ({"op": "deadline", "start": "2026-09-21", "days": 5, "kind": "valuation_objection"}, {"deadline": "2026-09-28"}),
    ({"op": "deadline", "start": "2026-09-21", "days": 10, "kind": "start_disposal"}, {"deadline": "2026-10-08"}),
    ({"op": "deadline", "start": "2026-08-26", "days": 30, "kind": "start_reference_price"}, {"deadline": "2026-09-28"}),
    ({"op": "deadline", "start": "2026-04-20", "days": 15, "kind": "hand_over"}, {"deadline": "2026-05-06"}),
    ({"op": "deadline", "start": "2026-06-17", "days": 3, "kind": "detention_review"}, {"deadline": "2026-06-22"}),
    ({"op": "price_floor", "round": 1, "appraisal": "1000000.01"}, {"min_start_price": "700000.01"}),
    ({"op": "price_floor", "round": 2, "appraisal": "1000000.00", "previous_start_price": "700000.00"}, {"min_start_price": "560000.00"}),
    ({"op": "deposit_range", "start_price": "76000.00"}, {"min": "3800.00", "max": "15200.00"}),
    ({"op": "extend", "scheduled_end": "2026-03-18T10:00:00", "bids": ["2026-03-18T09:57:00"]}, {"end": "2026-03-18T10:02:00"}),
    ({"op": "commission_cap", "channel": "offline", "price": ["76000.00", "595000.00"]}, {"cap": ["3800.00", "29750.00"]}),
    ({"op": "no_surplus", "reserve": "500000.00", "senior": "300000.00", "cost": "10000.00"}, {"no_surplus": False}),
    (
        {
            "op": "online_price",
            "results": [{"p": "A", "value": "900000.00", "on_time": True}, {"p": "B", "value": "1100000.00", "on_time": True}],
        },
        {"reference_price": "1000000.00"},
    ),
    (
        {
            "op": "round_statistics",
            "items": [{"lot": "L1", "round": 1, "start_price": "76000.00", "result": "sold", "price": "595000.00"}],
        },
        {"listings": 1, "sold": 1},
    ),
]


def stripped(value: object) -> object:
    return value.replace("+08:00", "") if isinstance(value, str) else value


@pytest.mark.parametrize(("question", "wanted"), WORKED, ids=[str(question["op"]) for question, _ in WORKED])
def test_a_question_of_the_acceptance_check_is_answered(question: dict[str, object], wanted: dict[str, object]) -> None:
    answer = ask(question)
    assert {key: stripped(answer.get(key)) for key in wanted} == wanted
    assert answer["op"] == question["op"]
    assert answer["status"] == "VERIFIED"


@pytest.mark.parametrize(
    ("question", "code", "field"),
    [
        pytest.param({"op": "no_such_op"}, "unknown_op", "op", id="unknown op"),
        pytest.param({}, "missing_field", "op", id="no op"),
        pytest.param({"op": ["deadline"]}, "unknown_op", "op", id="op is not a text"),
        pytest.param({"op": "deadline"}, "missing_field", "start", id="missing field"),
        pytest.param({"op": "price_floor", "round": 1, "appraisal": "-5"}, "negative_money", "appraisal", id="negative money"),
        pytest.param({"op": "price_floor", "round": 1, "appraisal": 5.5}, "malformed", "appraisal", id="money as a float"),
        pytest.param({"op": "price_floor", "round": 1, "appraisal": "5.555"}, "malformed", "appraisal", id="three places"),
        pytest.param({"op": "price_floor", "round": 1}, "missing_field", "appraisal", id="no price to count from"),
        pytest.param({"op": "price_floor", "round": 2}, "missing_field", "previous_start_price", id="no price before"),
        pytest.param({"op": "price_floor", "round": True, "appraisal": "5"}, "malformed", "round", id="round as a flag"),
        pytest.param({"op": "price_floor", "round": "network_sale"}, "missing_field", "previous_start_price", id="no price of the sale"),
        pytest.param({"op": "check_start_price", "round": "direct_sale", "start_price": "1"}, "malformed", "round", id="a sale has no start price"),
        pytest.param({"op": "price_floor", "round": 1, "appraisal": "5", "colour": "red"}, "unknown_field", "colour", id="unknown field"),
        pytest.param({"op": "price_floor", "round": 1, "appraisal": "5", "channel": "radio"}, "malformed", "channel", id="unknown channel"),
        pytest.param({"op": "price_floor", "channel": "offline", "round": 1, "appraisal": "5", "date": "2004-12-31"}, "invalid", "date", id="before 2005"),
        pytest.param({"op": "deadline", "start": "2026-13-40", "days": 5, "kind": "x"}, "malformed", "start", id="no such day"),
        pytest.param({"op": "deadline", "start": 20260101, "days": 5}, "malformed", "start", id="a number is no day"),
        pytest.param({"op": "deadline", "start": "2061-01-01", "days": 5, "kind": "hand_over"}, "no_calendar", None, id="no calendar"),
        pytest.param({"op": "deadline", "start": "2026-01-01", "kind": "hand_over"}, "missing_field", "days", id="no unit"),
        pytest.param({"op": "deadline", "start": "2026-01-01", "days": 1, "months": 1}, "malformed", "months", id="two units"),
        pytest.param({"op": "deadline", "start": "2026-01-01", "days": -1}, "malformed", "days", id="negative days"),
        pytest.param({"op": "deadline", "start": "9999-12-31", "days": 5}, "out_of_range", None, id="beyond the years"),
        pytest.param({"op": "deadline", "start": "9999-12-01", "months": 5, "kind": "seizure"}, "out_of_range", None, id="months beyond the years"),
        pytest.param({"op": "deadline", "start": "9999-12-31T23:00:00", "hours": 5}, "out_of_range", None, id="hours beyond the years"),
        pytest.param({"op": "deadline", "start": "2026-01-01", "hours": 5}, "malformed", "start", id="hours from a day"),
        pytest.param({"op": "deadline", "start": "2026-01-01", "months": 5, "backward": True}, "malformed", "months", id="months backward"),
        pytest.param(
            {"op": "deadline", "start": "2026-01-01", "days": 5, "suspended": [{"first": "2026-01-05", "last": "2026-01-02"}]},
            "invalid",
            "suspended",
            id="a span that ends before it begins",
        ),
        pytest.param(
            {"op": "check_announcement", "asset": "movable", "round": 0, "announced": "2026-03-02", "opens": "2026-03-18"},
            "invalid",
            "round",
            id="round nought",
        ),
        pytest.param({"op": "pricing_method", "agreement": "perhaps"}, "malformed", "agreement", id="unknown word"),
        pytest.param({"op": "extend", "scheduled_end": "2026-03-18", "bids": [{"price": "1"}]}, "malformed", "bids.0", id="a bid without time"),
        pytest.param({"op": "extend", "scheduled_end": "9999-12-31T23:59:00", "bids": ["9999-12-31T23:58:00"]}, "malformed", None, id="after all dates"),
        pytest.param({"op": "extend", "scheduled_end": 5, "bids": []}, "malformed", "scheduled_end", id="a number is no instant"),
        pytest.param({"op": "extend", "scheduled_end": "noon", "bids": []}, "malformed", "scheduled_end", id="no instant"),
        pytest.param({"op": "accept_bid", "end": "2026-03-18", "server_time": "0001-01-01T00:00:00+14:00"}, "malformed", "server_time", id="out of time"),
        pytest.param(
            {"op": "no_surplus", "reserve": "1", "senior": "1", "cost": "1", "applicant_asks_to_continue": "2026-01-01"},
            "invalid",
            "applicant_notified",
            id="asked but never told",
        ),
        pytest.param({"op": "tie_rule_batch", "items": [{"same_rank": "yes"}]}, "malformed", "items.0.same_rank", id="a word is no flag"),
        pytest.param({"op": "bidder_eligibility", "bidder": {"relation": 5}}, "malformed", "bidder.relation", id="a number is no text"),
        pytest.param(7, "not_an_object", None, id="a number"),
        pytest.param([], "not_an_object", None, id="a list"),
    ],
)
def test_a_bad_question_is_refused_by_name(question: object, code: str, field: str | None) -> None:
    answer = ask(question)
    assert is_refusal(answer)
    assert (answer["error"]["code"], answer["error"]["field"]) == (code, field)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in answer["error"]["message"])


def test_a_bad_question_does_not_spoil_the_others() -> None:
    good, bad = ask_many([WORKED[0][0], 7])
    assert not is_refusal(good)
    assert is_refusal(bad)
