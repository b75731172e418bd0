"""Closing and figures: the gate of zhongben, the checklists, the small balance, and each rate by its one definition."""

from datetime import date
from fractions import Fraction

import pytest

from app.kernel.money import Money
from app.law.closing import (
    SIGNATURE,
    THREE_MONTHS,
    ZHONGBEN_CHECKS,
    Way,
    closing_checks,
    closing_missing,
    may_delist_after_zhongben,
    small_balance,
    zhongben_gate,
)
from app.law.rulebook import RULES
from app.law.statistics import Listing, Result, premium_rate, rate_text, round_statistics

DONE = frozenset(check.code for check in ZHONGBEN_CHECKS)
FILED, LATE = date(2026, 1, 15), date(2026, 4, 16)


def gate(ruling=LATE, done=DONE, signed=True, panel=False, **more):
    return zhongben_gate(FILED, ruling, done, applicant_signed=signed, panel_and_president=panel, **more)


def test_all_conditions_open_the_gate():
    found = gate()
    assert (found.allowed, found.missing, found.earliest) == (True, (), LATE)


@pytest.mark.parametrize("code", sorted(DONE))
def test_each_condition_is_missed_and_only_it(code):
    found = gate(done=DONE - {code})
    assert (found.allowed, found.missing) == (False, (code,))


def test_three_months_must_be_exceeded():
    found = gate(ruling=date(2026, 4, 15))
    assert (found.allowed, found.missing, found.findings[0].fix) == (False, (THREE_MONTHS,), "2026-04-16")


def test_panel_and_president_replace_the_applicants_signature():
    assert gate(signed=False, panel=True).allowed
    assert gate(signed=False).missing == (SIGNATURE,)


def test_further_checks_of_the_court_count_too():
    assert gate(others_undone=("provident_fund",)).missing == ("provident_fund",)


def test_switching_off_second_hand_rules_leaves_the_verified_gate():
    found = gate(ruling=FILED, done=frozenset(), signed=False, others_undone=("x",), switched_off=frozenset({"ZB-01", "ZB-02", "ZB-06", "ZB-11"}))
    assert found.missing == (SIGNATURE,)


@pytest.mark.parametrize(
    ("searches", "lead", "fixed", "may"),
    [(2, False, False, True), (1, False, False, False), (2, True, False, False), (2, False, True, False)],
)
def test_two_empty_searches_and_no_lead_take_a_debtor_off_the_list(searches, lead, fixed, may):
    assert may_delist_after_zhongben(empty_searches=searches, open_lead=lead, fixed_term=fixed) is may


def test_every_way_of_closing_has_a_checklist_of_rules_in_the_book():
    for way in Way:
        assert way.label
        checks = closing_checks(way, property_sold=True)
        assert all(check.rule in RULES for check in checks)
        for check in checks:
            assert closing_missing(way, frozenset(each.code for each in checks) - {check.code}, property_sold=True) == (check,)


def test_a_sold_asset_is_ruled_on_handed_over_and_transferred_first():
    more = set(closing_checks(Way.FULFILLED, property_sold=True)) - set(closing_checks(Way.FULFILLED))
    assert {check.code for check in more} == {"ruling_served", "handed_over", "transferred"}


@pytest.mark.parametrize(
    ("balance", "claim", "small"),
    [("999.99", "20000", True), ("1000", "100000", False), ("50", "1000", True), ("50.01", "1000", False)],
)
def test_a_small_balance_is_under_a_thousand_and_within_five_percent(balance, claim, small):
    assert small_balance(Money.yuan(balance), Money.yuan(claim)) is small


def listing(lot, turn, start, result=Result.FAILED, price=None):
    return Listing(lot, turn, Money.yuan(start), result, Money.yuan(price) if price else None)


def test_a_lot_counts_once_and_each_rate_has_its_own_base():
    found = round_statistics(
        [
            listing("L1", 1, "1000"),
            listing("L1", 2, "800", Result.SOLD, "1000"),
            listing("L2", 1, "1000"),
            listing("L2", 2, "900"),
            listing("L3", 1, "200", Result.SOLD, "500"),
            listing("L4", 1, "200", Result.WITHDRAWN),
            listing("L4", 2, "100", Result.OPEN),
        ]
    )
    assert (found.listings, found.lots_settled, found.sold) == (7, 3, 2)
    assert (found.lot_sold_rate, found.listing_sold_rate, found.failed_rate) == (Fraction(2, 3), Fraction(2, 5), Fraction(3, 5))
    assert found.premium_rate == Fraction(500, 1000)
    assert found.reduction_rate == Fraction(300, 2000)


def test_the_showpiece_has_a_premium_of_683_percent():
    assert rate_text(premium_rate(Money.yuan(76_000), Money.yuan(595_000))) == "6.8289"


def test_nothing_gives_no_rates():
    found = round_statistics([])
    assert (found.listings, found.lot_sold_rate, found.premium_rate, found.reduction_rate) == (0, None, None, None)
    assert rate_text(None) is None


def test_a_sold_listing_has_a_price():
    with pytest.raises(ValueError, match="price"):
        round_statistics([listing("L1", 1, "1", Result.SOLD)])
