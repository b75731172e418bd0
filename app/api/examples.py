"""A worked question of each op, published with its schema, swept by a test and asked by the benchmark."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

_EACH: tuple[dict[str, Any], ...] = (
    {"op": "check_announcement", "asset": "real_estate", "round": 2, "announced": "2026-03-02", "opens": "2026-03-16T10:00:00"},
    {"op": "round2_window", "asset": "real_estate", "round1_failed": "2026-04-02"},
    {"op": "deadline", "start": "2026-04-20", "days": 15, "kind": "hand_over"},
    {"op": "price_floor", "round": 2, "appraisal": "1000000.00", "previous_start_price": "700000.00"},
    {"op": "check_start_price", "round": 1, "appraisal": "1000000.00", "start_price": "699999.99"},
    {
        "op": "next_step_batch",
        "items": [{"asset": "equipment", "failed_rounds": 1}, {"asset": "real_estate", "failed_rounds": 2, "creditor_takes_in_kind": True}],
    },
    {
        "op": "debt_for_asset",
        "reserve": "560000.00",
        "creditors": [{"creditor": "甲", "claim": "500000.00"}, {"creditor": "乙", "claim": "90000.00", "rank": 2}],
    },
    {"op": "deposit_range", "start_price": "700000.00"},
    {"op": "check_deposit", "start_price": "700000.00", "deposit": "140000.01"},
    {"op": "applicant_deposit", "deposit": "100000.00", "claim": "320000.00"},
    {
        "op": "no_surplus",
        "reserve": "700000.00",
        "senior": "690000.00",
        "cost": "15000.00",
        "applicant_notified": "2026-04-30",
        "applicant_asks_to_continue": "2026-05-06",
    },
    {"op": "extend", "scheduled_end": "2026-03-18T10:00:00", "bids": ["2026-03-18T09:57:00", "2026-03-18T10:01:00"]},
    {"op": "accept_bid", "end": "2026-03-18T10:00:00", "client_time": "2026-03-18T09:59:59", "server_time": "2026-03-18T10:00:00"},
    {
        "op": "result",
        "start_price": "700000.00",
        "bids": [
            {"bidder": "A1021", "price": "700000.00", "t": "2026-03-18T09:30:00"},
            {"bidder": "P0007", "price": "700000.00", "t": "2026-03-18T09:40:00", "preferential_rank": 1, "claims_preference": True, "court_confirmed": True},
        ],
    },
    {"op": "tie_rule_batch", "items": [{"channel": "online", "same_rank": True}, {"channel": "offline", "same_rank": True}]},
    {"op": "bidder_eligibility", "asset": "house", "bidder": {"relation": "debtor", "restricted_consumption": True}, "agency_worked_on_lot": False},
    {"op": "ruling_gate", "asset": "house", "price_fully_paid": True, "qualified_at_registration": True, "qualified_at_ruling": False},
    {
        "op": "verify_bid_log",
        "start_price": "500000.00",
        "increment": "1000.00",
        "opens": "2026-03-17T10:00:00",
        "scheduled_end": "2026-03-18T10:00:00",
        "bids": [
            {"bidder": "A1021", "price": "500000.00", "t": "2026-03-17T11:20:31", "seq": 1},
            {"bidder": "B3310", "price": "502000.00", "t": "2026-03-18T09:58:00", "seq": 2},
            {"bidder": "A1021", "price": "502500.00", "t": "2026-03-18T10:02:10", "seq": 3},
        ],
        "banned": ["X0000"],
    },
    {"op": "pricing_method", "official_price_exists": True, "online_possible": True, "one_party_wants": "online_inquiry"},
    {
        "op": "online_price",
        "results": [
            {"p": "A", "value": "1000000.00", "on_time": True},
            {"p": "B", "value": "1100000.00", "on_time": True},
            {"p": "C", "value": "1500000.00", "on_time": False},
        ],
    },
    {
        "op": "price_still_usable",
        "method": "appraisal",
        "valid_until": "2026-03-31",
        "round1_notice": "2026-03-30",
        "auction_opens": ["2026-09-30", "2026-10-08"],
    },
    {"op": "objection_admissible", "target": "appraisal", "ground": "result", "received": "2026-09-21", "filed": "2026-09-28"},
    {"op": "default_settlement", "deposit": "100000.00", "cost": "8000.00", "first_price": "1000000.00", "second_price": "880000.00"},
    {"op": "network_sale_default", "full_price_paid": "112000.00", "announced_deposit": "11200.00"},
    {"op": "commission_cap", "channel": "offline", "price": ["76000.00", "595000.00"]},
    {"op": "enforcement_fee", "amount": ["800000.00", "12000000.00"]},
    {"op": "appraisal_fee_base", "end": "sold", "appraisal": "1000000.00", "sold_for": "800000.00"},
    {"op": "inquiry_fee", "results": [{"p": "A", "value": "980000.00"}, {"p": "B", "value": "1020000.00"}], "final_price": "1000000.00"},
    {"op": "seizure_expiry", "asset": "house", "seized_on": "2025-08-26"},
    {"op": "senior_lien_transfer", "first_seizure": "2026-01-10", "ask_dates": ["2026-03-11", "2026-03-12"]},
    {"op": "sanction_check_batch", "items": [{"target": "unit", "fine": "49999.99"}, {"target": "individual", "detention_days": 15}]},
    {"op": "referral_gate", "act_date": "2024-12-01", "able": True, "refuses_to_vacate": True},
    {"op": "grace_period", "date": "2021-01-01", "case": "mortgaged_home"},
    {
        "op": "tenant_status",
        "date": "2025-07-24",
        "claim": "ordinary",
        "lease_signed": "2021-05-20",
        "possession": "2021-06-01",
        "rent_paid": True,
        "seizure": "2025-08-12",
    },
    {"op": "task_gate", "task": "forced_vacating", "actor": "agency"},
    {"op": "publish_gate", "panel_record": {"start_price": "76000.00", "reduction": True, "increment": True, "deposit": False}},
    {"op": "notice_text_check", "date": "2024-11-01", "asset": "real_estate", "text": "本院不负责腾退，占有不明"},
    {"op": "mask", "doc": "judgment", "case_type": "family", "fields": {"name": "邓永祥", "id_number": "440100196805030536", "phone": None}},
    {
        "op": "zhongben_gate",
        "filed": "2025-12-01",
        "ruling": "2026-03-31",
        "applicant_signed": True,
        "checks": {"notice_issued": True, "report_ordered": True, "spending_limit": True, "search_exhausted": True, "interview": True},
    },
    {"op": "six_month_limit", "application_received": "2026-01-15", "excluded_days": {"announcement": 30, "appraisal": 10, "valuation": 20}},
    {"op": "retention", "event_end": "2024-02-29", "kind": "auction_platform"},
    {"op": "round_statistics", "items": [{"lot": "L1", "round": 1, "start_price": "76000.00", "result": "sold", "price": "595000.00"}]},
)
EXAMPLES: Mapping[str, Mapping[str, Any]] = MappingProxyType({each["op"]: each for each in _EACH})
