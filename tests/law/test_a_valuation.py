"""The reference price: the way, the mean, the appraisers, validity and objections."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.kernel.errors import Invalid
from app.kernel.money import Money
from app.kernel.workdays import built_in
from app.law.questions.asking import ask
from app.law.valuation import appraisal_due, appraiser_in_turn, validity_findings
from app.law.valuation_fees import platforms_paid, reissue_fee

CALENDAR = built_in()
ORDER = ("衡信", "中正", "天平")

METHODS = [
    pytest.param({"agreement": True}, "agreement", id="RP-04"),
    pytest.param({"agreement": "equal", "both_parties_want": "appraisal"}, "agreement", id="RP-04 an equal result stands"),
    pytest.param({"agreement": "refused", "official_price_exists": True}, "directed_inquiry", id="RP-05"),
    pytest.param({"agreement": None, "online_possible": True}, "online_inquiry", id="RP-06"),
    pytest.param({"online_possible": True, "needs_site_inspection": True}, "appraisal", id="RP-06 inspection needed"),
    pytest.param({}, "appraisal", id="RP-15"),
    pytest.param({"official_price_exists": True, "one_party_wants": "appraisal"}, "directed_inquiry", id="RP-02 one party is not enough"),
    pytest.param({"official_price_exists": True, "both_parties_want": "appraisal"}, "appraisal", id="RP-15 both want it"),
    pytest.param({"needs_site_inspection": True, "both_parties_want": "online_inquiry"}, "online_inquiry", id="RP-06 both want it"),
    pytest.param({"official_price_exists": True, "both_parties_want": "none"}, "none", id="RP-44"),
    pytest.param({"both_parties_want": "agreement", "online_possible": True}, "online_inquiry", id="agreement wanted but not reached"),
    pytest.param({"agreement": True, "appraisal_mandated": True}, "appraisal", id="RP-15 mandated by law"),
]


@pytest.mark.parametrize(("facts", "method"), METHODS)
def test_the_way_to_the_price(facts: dict[str, Any], method: str) -> None:
    assert ask({"op": "pricing_method", **facts})["method"] == method


def online(*results: tuple[str | None, bool, bool, bool, str | None]) -> dict[str, Any]:
    names = ("value", "on_time", "extension_requested", "objected", "objection_result")
    return ask({"op": "online_price", "results": [{"p": str(place), **dict(zip(names, each, strict=True))} for place, each in enumerate(results)]})


@pytest.mark.parametrize(
    ("results", "price", "extended", "following"),
    [
        pytest.param([("1.00", True, False, False, None), ("1.01", True, False, False, None)], "1.01", False, None, id="RP-13 half a fen up"),
        pytest.param([(None, False, True, False, None), (None, False, False, False, None)], None, True, None, id="RP-09 all late, one asked"),
        pytest.param([(None, False, False, False, None)], None, False, "appraisal", id="RP-10 all late, none asked"),
        pytest.param([("3.00", True, False, False, None), (None, False, True, False, None)], "3.00", False, None, id="RP-09 refused: one was on time"),
        pytest.param([("3.00", True, False, True, "dismissed"), ("5.00", True, False, True, "corrected")], "4.00", False, None, id="RP-14 all dismissed"),
        pytest.param([("3.00", True, False, True, "dismissed"), ("5.00", True, False, True, "pending")], None, False, None, id="RP-14 one still open"),
    ],
)
def test_the_online_price(results: list[Any], price: str | None, extended: bool, following: str | None) -> None:
    answer = online(*results)
    assert (answer["reference_price"], answer["extension_granted"], answer["next_method"]) == (price, extended, following)


def test_a_price_serves_until_six_months_after_its_validity() -> None:
    asked = {"op": "price_still_usable", "valid_until": "2026-03-31", "round1_notice": "2026-03-31", "auction_opens": ["2026-09-30"]}
    answer = ask({**asked, "method": "agreement"})
    assert (answer["usable"], answer["remedy"], answer["findings"]) == ([True], None, [])
    late = ask({**asked, "method": "agreement", "round1_notice": "2026-04-01"})
    assert (late["usable"], late["last_usable_date"], late["remedy"], late["remedy_days"]) == ([False], None, "new_price", None)


def test_no_price_is_valid_for_more_than_a_year() -> None:
    assert validity_findings(date(2026, 3, 1), date(2027, 3, 1)) == ()
    assert validity_findings(date(2026, 3, 1), date(2027, 3, 2))[0].fix == "2027-03-01"


def test_three_appraisers_are_commissioned_in_their_order() -> None:
    assert appraiser_in_turn(ORDER, ()) == "衡信"
    assert appraiser_in_turn(ORDER, ("衡信",)) == "中正"
    assert appraiser_in_turn(ORDER, ORDER) is None
    for wrong in (ORDER[:2], ("衡信", "衡信", "中正")):
        with pytest.raises(Invalid, match="三家"):
            appraiser_in_turn(wrong, ())


def test_an_appraisal_is_due_in_thirty_days_and_at_most_twice_fifteen_more() -> None:
    assert appraisal_due(date(2026, 3, 2), CALENDAR).due_on == date(2026, 4, 1)
    assert appraisal_due(date(2026, 3, 2), CALENDAR, extensions=(15, 15)).due_on == date(2026, 5, 6)
    for wrong in ((16,), (0,), (5, 5, 5)):
        with pytest.raises(Invalid, match="延长"):
            appraisal_due(date(2026, 3, 2), CALENDAR, extensions=wrong)


def test_a_report_issued_again_costs_thirty_percent() -> None:
    assert str(reissue_fee(Money.yuan("10000.01"))) == "3000.00"
    assert platforms_paid({}, Money.yuan("1")) == {}


OBJECTIONS = [
    pytest.param("appraisal", "scope", "2026-09-28", True, (True, None, "enforcement_objection"), id="RP-26 formal, last day"),
    pytest.param("appraisal", "method", "2026-09-28", True, (True, None, "appraiser_explains"), id="RP-27 substantive"),
    pytest.param("online_inquiry", "scope", "2026-09-28", True, (True, None, "enforcement_objection"), id="RP-26 online"),
    pytest.param("online_inquiry", "method", "2026-09-28", True, (False, "supervision", None), id="RP-27 not against online reports"),
    pytest.param("appraisal", "scope", "2026-09-29", True, (False, "supervision", None), id="RP-29 late"),
    pytest.param("appraisal", "scope", "2026-09-29", False, (False, None, None), id="RP-30 after the notice"),
    pytest.param("agreement", "fraud", "2026-09-22", True, (False, "supervision", None), id="RP-29 agreement"),
    pytest.param("expert_conclusion", "result", "2026-09-22", True, (False, "supervision", None), id="RP-29 expert conclusion"),
]


@pytest.mark.parametrize(("target", "ground", "filed", "before", "wanted"), OBJECTIONS)
def test_which_objections_are_heard(target: str, ground: str, filed: str, before: bool, wanted: tuple[Any, ...]) -> None:
    asked = {"op": "objection_admissible", "target": target, "ground": ground, "received": "2026-09-21", "filed": filed}
    answer = ask({**asked, "before_round1_notice": before})
    assert (answer["admissible"], answer["alternative"], answer["route"]) == wanted
