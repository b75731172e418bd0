"""Results, ties, who may bid, and the gate before the ruling, asked as questions."""

from __future__ import annotations

from typing import Any

import pytest

from app.law.questions.asking import ask


def offer(bidder: str, price: int, t: Any = None, **more: Any) -> dict[str, Any]:
    return {"bidder": bidder, "price": f"{price}.00", **({} if t is None else {"t": t}), **more}


def right(rank: int) -> dict[str, Any]:
    return {"preferential_rank": rank, "claims_preference": True, "court_confirmed": True}


RESULTS = [
    pytest.param([], (False, None, None, [], []), id="NA-35 no bid"),
    pytest.param([offer("A", 99)], (False, None, None, ["A"], []), id="NA-23 below start is void"),
    pytest.param([offer("A", 100)], (True, "A", "100.00", [], []), id="NA-09 one bid is enough"),
    pytest.param([offer("A", 100), offer("B", 110), offer("C", 105)], (True, "B", "110.00", [], ["C"]), id="NA-23 a lower bid is rejected"),
    pytest.param([offer("B", 110, 2), offer("A", 100, 1)], (True, "B", "110.00", [], []), id="in the order of arrival"),
    pytest.param(
        [offer("A", 100, "2026-03-18T09:00:00"), offer("P", 100, "2026-03-18T09:01:00", **right(1))],
        (True, "P", "100.00", [], []),
        id="NA-27 a preferential buyer matches",
    ),
    pytest.param([offer("A", 100), offer("P", 100, claims_preference=True, court_confirmed=False)], (True, "A", "100.00", [], ["P"]), id="NA-22 not confirmed"),
    pytest.param(
        [offer("A", 100), offer("P", 100, preferential_rank=1, claims_preference=False)], (True, "A", "100.00", [], ["P"]), id="NA-27 right not claimed"
    ),
    pytest.param([offer("A", 100), offer("P", 100, preferential_rank=1)], (True, "P", "100.00", [], []), id="NA-22 a rank is given with the confirmation"),
    pytest.param([offer("A", 100), offer("P", 100, **right(2)), offer("Q", 100, **right(1))], (True, "Q", "100.00", [], []), id="NA-27 earlier rank"),
    pytest.param([offer("A", 100), offer("P", 100, **right(1)), offer("Q", 100, **right(1))], (True, "P", "100.00", [], []), id="NA-27 earlier bid"),
    pytest.param([offer("P", 100, **right(1)), offer("A", 110)], (True, "A", "110.00", [], []), id="NA-27 a higher bid wins"),
]


@pytest.mark.parametrize(("bids", "wanted"), RESULTS)
def test_the_result_of_bids(bids: list[dict[str, Any]], wanted: tuple[Any, ...]) -> None:
    answer = ask({"op": "result", "start_price": "100.00", "bids": bids})
    assert tuple(answer[key] for key in ("sold", "winner", "price", "void_bids", "rejected_bids")) == wanted


def test_ties_are_decided_by_rank_by_the_earlier_bid_or_by_lot() -> None:
    items = [{"channel": "online", "same_rank": True}, {"channel": "offline", "same_rank": True}, {"channel": "online", "same_rank": False}]
    assert ask({"op": "tie_rule_batch", "items": items})["results"] == ["earlier_bid", "draw_lots", "rank"]


@pytest.mark.parametrize(
    ("server", "accepted", "reason", "status"),
    [
        ("2026-03-18T09:59:59", True, "server_time_before_end", "VERIFIED"),
        ("2026-03-18T10:00:00", False, "server_time_at_end", "INFERENCE"),
        ("2026-03-18T10:00:01", False, "server_time_after_end", "VERIFIED"),
    ],
)
def test_only_the_server_time_decides(server: str, accepted: bool, reason: str, status: str) -> None:
    answer = ask({"op": "accept_bid", "end": "2026-03-18T10:00:00", "client_time": "2026-03-18T09:00:00", "server_time": server})
    assert (answer["accepted"], answer["reason"], answer["status"]) == (accepted, reason, status)


def test_extension_takes_bids_as_instants_or_with_a_time() -> None:
    asked = {"op": "extend", "scheduled_end": "2026-03-18T10:00:00+08:00"}
    assert ask({**asked, "bids": [{"bidder": "A", "t": "2026-03-18T01:57:00Z"}]})["end"] == "2026-03-18T10:02:00+08:00"


ELIGIBLE = [
    pytest.param({}, {}, (True, None, None), id="a stranger"),
    pytest.param({"relation": "applicant"}, {}, (True, None, None), id="NA-53 applicant"),
    pytest.param({"relation": "debtor"}, {"asset": "house"}, (True, None, None), id="NA-53 debtor"),
    pytest.param(
        {"relation": "debtor", "restricted_consumption": True}, {"asset": "house"}, (None, "manual_review", "restricted_consumption"), id="NA-54 house"
    ),
    pytest.param({"relation": "debtor", "restricted_consumption": True}, {"asset": "equipment"}, (True, None, None), id="NA-54 not for equipment"),
    pytest.param({"relation": "judge"}, {}, (False, None, "court_staff"), id="NA-46 court"),
    pytest.param({"relation": "platform"}, {}, (False, None, "platform"), id="NA-46 platform"),
    pytest.param({"relation": "agency_staff"}, {"agency_worked_on_lot": True}, (False, None, "agency_staff"), id="NA-46 agency at work"),
    pytest.param({"relation": "agency_staff"}, {"agency_worked_on_lot": False}, (True, None, None), id="NA-46 agency not at work"),
    pytest.param({"relation": "judge"}, {"agency_worked_on_lot": False}, (False, None, "court_staff"), id="NA-46 court all the same"),
    pytest.param({"relation": "sister_of_agency_staff"}, {"agency_worked_on_lot": True}, (False, None, "near_relative"), id="NA-47 sister"),
    pytest.param({"relation": "agency_staff_spouse"}, {"agency_worked_on_lot": True}, (False, None, "near_relative"), id="NA-47 spouse"),
    pytest.param({"relation": "grandchild"}, {"agency_worked_on_lot": True}, (False, None, "near_relative"), id="NA-47 grandchild"),
    pytest.param({"relation": "cousin of judge"}, {}, (True, None, None), id="NA-47 a cousin is not near"),
    pytest.param({"relation": "son-in-law"}, {"agency_worked_on_lot": True}, (True, None, None), id="NA-47 a son-in-law is not near"),
    pytest.param({"relation": "godfather"}, {}, (None, "manual_review", "unknown_relation"), id="an unknown relation"),
    pytest.param({"bids_for_barred_person": True}, {}, (False, None, "bids_for_barred_person"), id="NA-46 through others"),
    pytest.param({"defaulted_on_lot": True}, {}, (False, None, "defaulting_buyer"), id="NA-34 defaulted"),
    pytest.param({"house_qualified": False}, {"asset": "house"}, (False, None, "no_house_qualification"), id="NA-52 no qualification"),
    pytest.param({"house_qualified": False}, {"asset": "vehicle"}, (True, None, None), id="NA-52 only houses"),
]


@pytest.mark.parametrize(("bidder", "more", "wanted"), ELIGIBLE)
def test_who_may_bid(bidder: dict[str, Any], more: dict[str, Any], wanted: tuple[Any, ...]) -> None:
    answer = ask({"op": "bidder_eligibility", "bidder": bidder, **more})
    assert (answer["eligible"], answer["decision"], answer["reason"]) == wanted
    assert answer["cites"]


def test_what_is_not_judged_of_a_bidder_is_told() -> None:
    bidder = {"relation": "cousin", "star_sign": "libra"}
    answer = ask({"op": "bidder_eligibility", "bidder": bidder, "asset": "house", "agency_worked_on_lot": True})
    assert answer["warnings"] == ["house_qualification_not_checked", "relative_outside_closed_list", "not_judged:star_sign"]


@pytest.mark.parametrize(
    ("asset", "first", "then", "paid", "reason"),
    [
        ("house", True, True, True, None),
        ("house", False, True, True, "not_qualified_at_registration"),
        ("house", True, False, True, "not_qualified_at_ruling"),
        ("house", True, True, False, "price_not_fully_paid"),
        ("vehicle", None, None, True, None),
    ],
)
def test_the_gate_before_the_ruling(asset: str, first: bool | None, then: bool | None, paid: bool, reason: str | None) -> None:
    asked = {"op": "ruling_gate", "asset": asset, "price_fully_paid": paid}
    answer = ask({**asked, "qualified_at_registration": first, "qualified_at_ruling": then})
    assert (answer["ruling_allowed"], answer["reason"]) == (reason is None, reason)


def test_a_log_is_asked_as_a_question() -> None:
    bids = [{"bidder": "A1", "price": "100.00", "t": "2026-03-17T12:00:00"}, {"bidder": "B2", "price": "115.00", "t": "2026-03-18T09:58:00"}]
    asked = {"op": "verify_bid_log", "start_price": "100.00", "increment": "10.00", "deposit": "20.00", "bids": bids, "banned": []}
    answer = ask({**asked, "opens": "2026-03-17T10:00:00", "scheduled_end": "2026-03-18T10:00:00"})
    assert (answer["ok"], answer["winner"], answer["price"], answer["end"]) == (False, "B2", "115.00", "2026-03-18T10:03:00+08:00")
    assert answer["faults"] == [{"index": 1, "kind": "off_increment"}]
    assert answer["findings"][0]["field"] == "bids.1.price"
