"""The questions about settling, coercion, publication, closing and statistics, asked as law-questions.md says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import validate

from app.law.questions import closing, coercion, publication, settling, statistics
from app.law.questions.asking import answer_schema, ask

OPS = [*settling.OPS, *coercion.OPS, *publication.OPS, *closing.OPS, *statistics.OPS]
ID = "440100196805030536"
DEFAULT = {"op": "default_settlement", "deposit": "100000", "cost": "8000", "first_price": "1000000"}
LEASE = {"op": "tenant_status", "seizure": "2025-08-12", "lease_signed": "2021-05-20", "possession": "2021-06-01"}

WORKED = [
    ({**DEFAULT, "second_price": "930000"}, {"cost": "8000.00", "gap": "70000.00", "case_debt": "22000.00", "refund": "0.00", "decision": None}),
    ({**DEFAULT, "second_price": "880000"}, {"gap": "92000.00", "open_gap": "28000.00", "decision": "manual_review", "status": "VERIFIED"}),
    ({**DEFAULT, "second_price": "930000", "channel": "offline", "commission_first_auction": "5000"}, {"refund": "17000.00", "case_debt": "0.00"}),
    (
        {"op": "network_sale_default", "full_price_paid": "112000", "announced_deposit": "11200"},
        {"forfeited": "11200.00", "returned": "100800.00", "status": "VERIFIED-2nd"},
    ),
    ({"op": "commission_cap", "channel": "offline", "price": ["76000.00"]}, {"cap": ["3800.00"], "findings": [], "status": "VERIFIED"}),
    ({"op": "commission_cap", "price": ["76000.00"]}, {"cap": ["0.00"]}),
    ({"op": "seizure_expiry", "asset": "house", "seized_on": "2025-08-26"}, {"expires_on": "2028-08-26"}),
    ({"op": "seizure_expiry", "asset": "deposit", "seized_on": "2024-02-29", "margin_days": 10}, {"expires_on": "2025-02-28", "renew_by": "2025-02-18"}),
    (
        {"op": "senior_lien_transfer", "first_seizure": "2026-01-10", "ask_dates": ["2026-03-11", "2026-03-12"]},
        {"allowed": [False, True], "may_ask_from": "2026-03-12"},
    ),
    (
        {"op": "senior_lien_transfer", "first_seizure": "2026-01-10", "sale_notice_published": True, "ask_dates": ["2026-03-12"]},
        {"allowed": [False], "may_ask_from": None},
    ),
    (
        {"op": "sanction_check_batch", "items": [{"target": "unit", "fine": "49999.99"}]},
        {"results": [{"allowed": False, "min": "50000.00", "max": "1000000.00", "max_days": None}]},
    ),
    ({"op": "referral_gate", "act_date": "2024-12-01", "able": True, "refuses_to_vacate": True}, {"refer": False, "missing": ["prior_fine_or_detention"]}),
    ({"op": "referral_gate", "act_date": "2024-11-30", "able": True, "refuses_to_vacate": True}, {"refer": False, "decision": "manual_review"}),
    ({"op": "grace_period", "date": "2020-12-31", "case": "mortgage"}, {"statutory_grace_months": 6}),
    ({"op": "grace_period", "date": "2021-01-01", "case": "mortgaged_home"}, {"statutory_grace_months": 0}),
    ({**LEASE, "date": "2025-07-24", "claim": "ordinary", "rent_paid": True}, {"tenant_keeps_possession": True}),
    ({**LEASE, "date": "2025-07-24", "claim": "ordinary", "rent_paid": False}, {"tenant_keeps_possession": False, "lacking": ["rent_paid"]}),
    ({**LEASE, "date": "2025-07-24", "claim": "ordinary", "rent_paid": "2025-08-12"}, {"tenant_keeps_possession": False}),
    ({**LEASE, "date": "2020-01-01", "claim": "ordinary"}, {"tenant_keeps_possession": None, "decision": "manual_review"}),
    (
        {"op": "task_gate", "task": "forced_vacating", "actor": "agency"},
        {"allowed": False, "reasons": ["no_coercive_power", "president_signed_notice_missing"]},
    ),
    ({"op": "task_gate", "task": "photos", "actor": "worker"}, {"allowed": True, "reasons": []}),
    (
        {"op": "publish_gate", "panel_record": {"start_price": "76000", "reduction": True, "increment": True, "deposit": False}},
        {"publish_allowed": False, "missing_panel_items": ["deposit", "preferential"]},
    ),
    (
        {"op": "notice_text_check", "date": "2024-11-01", "asset": "real_estate", "text": "本院不负责腾退，占有不明"},
        {"publish_allowed": False, "forbidden_phrases": ["不负责腾退", "占有不明"]},
    ),
    (
        {"op": "mask", "doc": "judgment", "case_type": "divorce", "fields": {"name": "邓永祥", "id_number": ID, "witness_name": ["何月娥"], "phone": None}},
        {"fields": {"name": "邓某", "id_number": None, "witness_name": ["何某"], "phone": None}, "status": "VERIFIED"},
    ),
    ({"op": "mask", "doc": "lot_page", "fields": {"plate": "粤A86543"}}, {"fields": {"plate": "粤A·8***3"}, "status": "INFERENCE"}),
    ({"op": "retention", "event_end": "2024-02-29", "kind": "auction_platform"}, {"keep_through": "2034-02-28", "purge_allowed_from": "2034-03-01"}),
    ({"op": "zhongben_gate", "filed": "2026-01-15", "ruling": "2026-04-15", "panel_and_president": True}, {"allowed": False, "earliest": "2026-04-16"}),
    (
        {
            "op": "zhongben_gate",
            "filed": "2025-12-01",
            "ruling": "2026-03-31",
            "applicant_signed": True,
            "checks": {
                "notice_issued": True,
                "report_ordered": True,
                "spending_limit": True,
                "search_exhausted": True,
                "debtor_searched": True,
                "interview": True,
                "provident_fund": True,
            },
        },
        {"allowed": True, "missing": []},
    ),
    ({"op": "zhongben_gate", "filed": "2025-12-01", "ruling": "2026-03-31", "applicant_signed": True, "checks": {"provident_fund": False}}, {"allowed": False}),
    (
        {"op": "six_month_limit", "application_received": "2026-01-15", "excluded_days": {"announcement": 30, "appraisal": 10, "valuation": 20}},
        {"applicant_may_go_up_after": "2026-09-14"},
    ),
    (
        {"op": "round_statistics", "items": [{"lot": "L1", "round": 1, "start_price": "76000.00", "result": "sold", "price": "595000.00"}]},
        {"listings": 1, "sold": 1, "lot_sold_rate": "1.0000", "premium_rate": "6.8289", "failed_rate": "0.0000"},
    ),
]


@pytest.mark.parametrize(("question", "wanted"), WORKED, ids=[f"{each['op']} {place}" for place, (each, _) in enumerate(WORKED)])
def test_a_worked_question_has_its_answer_and_keeps_its_schema(question, wanted):
    answer = ask(question)
    assert {name: answer.get(name) for name in wanted} == wanted
    validate(answer, answer_schema(question["op"]))


REFUSED = [
    ({"op": "default_settlement", "deposit": "-5", "first_price": "1", "second_price": "1"}, "negative_money", "deposit"),
    ({"op": "commission_cap"}, "missing_field", "price"),
    ({"op": "seizure_expiry", "asset": "moon", "seized_on": "2026-01-01"}, "malformed", "asset"),
    ({"op": "seizure_expiry", "asset": "house", "seized_on": "9999-12-31"}, "malformed", "seized_on"),
    ({"op": "seizure_expiry", "asset": "house", "seized_on": "2026-01-02", "renewed_on": "2026-01-01"}, "invalid", "renewed_on"),
    ({"op": "sanction_check_batch", "items": [{"target": "cat"}]}, "malformed", "items.0.target"),
    ({**LEASE, "date": "2026-01-01", "claim": "mortgage"}, "invalid", "mortgage"),
    ({"op": "task_gate", "task": "fly", "actor": "agency"}, "malformed", "task"),
    ({"op": "mask", "doc": "judgment", "fields": {"name": 5}}, "malformed", "fields.name"),
    ({"op": "publish_gate", "panel_record": {"colour": 1}}, "unknown_field", "panel_record.colour"),
    ({"op": "six_month_limit", "application_received": "2026-01-15", "excluded_days": {"holiday": 9}}, "invalid", "excluded_days.holiday"),
    ({"op": "six_month_limit", "application_received": "2061-01-15"}, "no_calendar", None),
    ({"op": "round_statistics", "items": [{"lot": "L1", "round": 1, "start_price": "1", "result": "sold"}]}, "invalid", "items.0.price"),
]


@pytest.mark.parametrize(("question", "code", "field"), REFUSED, ids=[f"{each['op']} {code} {field}" for each, code, field in REFUSED])
def test_bad_input_is_named_and_never_guessed(question, code, field):
    error = ask(question)["error"]
    assert (error["code"], error["field"]) == (code, field)
    assert error["message"]


WORDS = sorted({name for question, _ in WORKED for name in question})
VALUES = (
    st.sampled_from([value for question, _ in WORKED for value in question.values()])
    | st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=6)
    | st.dates().map(str)
)


@settings(max_examples=150, deadline=None)
@given(op=st.sampled_from(OPS), fields=st.dictionaries(st.sampled_from(WORDS), VALUES, max_size=6), base=st.sampled_from([each for each, _ in WORKED]))
def test_no_question_makes_a_traceback_and_every_answer_keeps_its_schema(op, fields, base):
    for question in ({**base, **fields, "op": base["op"]}, {**fields, "op": op}):
        answer = ask(question)
        if "error" not in answer:
            validate(answer, answer_schema(question["op"]))
