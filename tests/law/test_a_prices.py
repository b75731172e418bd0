"""Announcement, prices, deposits and next steps: the conflict table by channel, round, kind and the law of the day."""

from __future__ import annotations

from datetime import date

import pytest

from app.kernel.errors import Invalid, Refusal
from app.kernel.money import ZERO, Money
from app.kernel.workdays import built_in
from app.law.announcement import check_announcement, check_reauction, notice_to_persons, round2_window
from app.law.deposits import applicant_deposit, check_deposit, deposit_range
from app.law.findings import Severity
from app.law.next_steps import Step, next_step, no_surplus
from app.law.pricing import (
    PriceBasis,
    check_start_price,
    criminal_property_floor,
    equity_start_without_valuation,
    price_floor,
    ship_sale_floor,
)
from app.law.questions.asking import ask
from app.law.regimes import regime_on
from app.law.subjects import AssetKind, Channel

CALENDAR = built_in()
MILLION = Money.yuan("1000000")
ONLINE, OFFLINE = Channel.ONLINE, Channel.OFFLINE


@pytest.mark.parametrize(
    ("channel", "asset", "auction_round", "announced", "days", "rule"),
    [
        pytest.param(ONLINE, AssetKind.VEHICLE, 1, date(2026, 3, 2), 15, "NA-10", id="NA-10 movable"),
        pytest.param(ONLINE, AssetKind.EQUITY, 1, date(2026, 3, 2), 30, "NA-10", id="NA-10 other right"),
        pytest.param(ONLINE, AssetKind.VEHICLE, 2, date(2026, 3, 2), 7, "NA-36", id="NA-36 movable"),
        pytest.param(ONLINE, AssetKind.LAND, 2, date(2026, 3, 2), 15, "NA-36", id="NA-36 land"),
        pytest.param(OFFLINE, AssetKind.VEHICLE, 1, date(2026, 3, 2), 7, "AS-06", id="AS-06 movable"),
        pytest.param(OFFLINE, AssetKind.HOUSE, 3, date(2026, 3, 2), 15, "AS-06", id="AS-06 house, third round"),
        pytest.param(ONLINE, AssetKind.HOUSE, 1, date(2016, 12, 31), 15, "AS-06", id="before 2017 online followed the rules of 2005"),
        pytest.param(ONLINE, AssetKind.HOUSE, 1, date(2017, 1, 1), 30, "NA-10", id="from 2017 online has its own"),
    ],
)
def test_days_of_announcement(channel: Channel, asset: AssetKind, auction_round: int, announced: date, days: int, rule: str) -> None:
    checked = check_announcement(asset=asset, auction_round=auction_round, announced_on=announced, opens_on=announced, channel=channel)
    assert ((checked.min_opening_on - announced).days, checked.rule) == (days, rule)
    assert checked.violation == "announcement_too_short"


def test_the_day_on_the_boundary_is_lawful_with_a_warning_and_the_day_after_without() -> None:
    on = {"op": "check_announcement", "asset": "movable", "round": 1, "announced": "2026-03-02"}
    boundary, clear = ask({**on, "opens": "2026-03-17"}), ask({**on, "opens": "2026-03-18"})
    assert (boundary["compliant"], boundary["findings"][0]["severity"], boundary["findings"][0]["fix"]) == (True, "warning", "2026-03-18")
    assert (clear["compliant"], clear["warnings"], clear["findings"]) == (True, [], [])


def test_there_is_no_third_round_online() -> None:
    answer = ask({"op": "check_announcement", "asset": "house", "round": 3, "announced": "2026-03-02", "opens": "2026-06-01"})
    assert (answer["compliant"], answer["violation"], answer["findings"][0]["rule"]) == (False, "no_such_round", "NA-38")
    floor = ask({"op": "price_floor", "round": 3, "previous_start_price": "5.00"})
    assert (floor["min_start_price"], floor["findings"][0]["rule"]) == (None, "NA-38")
    assert ask({"op": "check_start_price", "round": 3, "previous_start_price": "5.00", "start_price": "5.00"})["compliant"] is False


def test_a_reauction_opens_in_thirty_days_online_and_sixty_offline() -> None:
    failed, late = date(2026, 4, 2), date(2026, 5, 8)
    found = check_reauction(failed_on=failed, opens_on=late, calendar=CALENDAR)
    assert (found[0].rule, found[0].fix, "第 36 日" in found[0].message) == ("NA-35", "2026-05-06", True)
    assert check_reauction(failed_on=failed, opens_on=date(2026, 5, 6), calendar=CALENDAR) == ()
    assert check_reauction(failed_on=failed, opens_on=late, calendar=CALENDAR, channel=OFFLINE) == ()
    window = round2_window(asset=AssetKind.HOUSE, failed_on=failed, calendar=CALENDAR, channel=OFFLINE)
    assert (window.latest_opening.due_on, window.same_platform_required) == (date(2026, 6, 1), False)


def test_persons_are_told_before_the_announcement_online_and_before_the_auction_offline() -> None:
    day = date(2026, 3, 20)
    assert notice_to_persons(announced_on=None, auction_on=day, calendar=CALENDAR, channel=OFFLINE).lawful_on == date(2026, 3, 15)
    with pytest.raises(Invalid, match="通知期限"):
        notice_to_persons(announced_on=None, auction_on=day, calendar=CALENDAR)


@pytest.mark.parametrize(
    ("basis", "wanted", "rule"),
    [
        pytest.param(PriceBasis(1, appraisal=MILLION), "700000.00", "NA-08", id="NA-08 appraisal"),
        pytest.param(PriceBasis(1, market_price=MILLION), "700000.00", "NA-08", id="NA-08 market price"),
        pytest.param(PriceBasis(1, channel=OFFLINE, appraisal=MILLION), "1000000.00", "AS-02", id="AS-02 equals the appraisal"),
        pytest.param(PriceBasis(1, channel=OFFLINE, appraisal=MILLION, day=date(2020, 12, 31)), "800000.00", "AS-02/2005", id="2005 text: 80%"),
        pytest.param(PriceBasis(1, appraisal=MILLION, day=date(2016, 12, 31)), "800000.00", "AS-02/2005", id="online before 2017"),
        pytest.param(PriceBasis(3, channel=OFFLINE, previous=MILLION, asset=AssetKind.HOUSE), "800000.00", "AS-02", id="AS-02 third round"),
        pytest.param(PriceBasis(1, asset=AssetKind.SHIP, appraisal=MILLION), "800000.00", "SP-05", id="SP-05 ship first"),
        pytest.param(PriceBasis(1, asset=AssetKind.SHIP, appraisal=MILLION, day=date(2014, 1, 1)), "800000.00", "AS-02/2005", id="a ship before 2015"),
        pytest.param(PriceBasis(2, asset=AssetKind.SHIP, previous=MILLION), "800000.00", "SP-05", id="SP-05 ship later"),
        pytest.param(PriceBasis(3, asset=AssetKind.LISTED_SHARE, previous=MILLION), "900000.00", "SP-06", id="SP-06 listed share"),
    ],
)
def test_floors_of_start_prices(basis: PriceBasis, wanted: str, rule: str) -> None:
    floor = price_floor(basis)
    assert (str(floor.price), floor.rules) == (wanted, (rule,))


@pytest.mark.parametrize(
    ("asset", "channel", "auction_round", "rule"),
    [
        pytest.param(AssetKind.LISTED_SHARE, ONLINE, 4, "SP-06", id="listed share, fourth"),
        pytest.param(AssetKind.VEHICLE, OFFLINE, 3, "AS-20", id="movable offline, third"),
        pytest.param(AssetKind.HOUSE, OFFLINE, 4, "AS-21", id="house offline, fourth"),
        pytest.param(None, ONLINE, 3, "NA-38", id="online, third"),
    ],
)
def test_a_round_that_the_law_does_not_know(asset: AssetKind | None, channel: Channel, auction_round: int, rule: str) -> None:
    assert price_floor(PriceBasis(auction_round, channel=channel, asset=asset, previous=MILLION)).findings[0].rule == rule


def test_a_start_price_at_the_floor_passes_and_one_fen_below_does_not() -> None:
    basis = PriceBasis(1, appraisal=Money.yuan("1234567.89"))
    assert check_start_price(basis, Money.yuan("864197.53")).compliant
    low = check_start_price(basis, Money.yuan("864197.52"))
    assert (low.compliant, low.findings[0].fix, low.findings[0].severity) == (False, "864197.53", Severity.BREACH)


def test_a_commissioned_first_round_equals_the_appraisal_but_a_market_price_only_guides() -> None:
    asked = {"op": "check_start_price", "channel": "offline", "round": 1, "start_price": "900000.00"}
    by_appraisal, by_market = ask({**asked, "appraisal": "1000000.00"}), ask({**asked, "market_price": "1000000.00"})
    assert (by_appraisal["compliant"], by_appraisal["required_price"]) == (False, "1000000.00")
    assert (by_market["compliant"], by_market["findings"][0]["severity"]) == (True, "manual")
    assert ask({**asked, "appraisal": "900000.00"})["findings"] == []


def test_special_property_has_its_own_prices() -> None:
    assert str(equity_start_without_valuation(Money.yuan("8000"))) == "8000.01"
    assert str(ship_sale_floor(MILLION)) == "500000.00"
    assert criminal_property_floor(MILLION, without_reserve_asked=False) == MILLION
    assert criminal_property_floor(MILLION, without_reserve_asked=True) == ZERO
    sale = ask({"op": "price_floor", "round": "network_sale", "previous_start_price": "560000.00"})
    assert (sale["required_price"], sale["status"]) == ("560000.00", "VERIFIED-2nd")
    assert ask({"op": "price_floor", "round": "direct_sale", "appraisal": "10.00"})["min_start_price"] == "10.00"


@pytest.mark.parametrize(
    ("deposit", "fix"),
    [("34999.99", "35000.00"), ("35000.00", None), ("140000.00", None), ("140000.01", "140000.00")],
)
def test_a_deposit_is_five_to_twenty_percent_of_the_start_price(deposit: str, fix: str | None) -> None:
    answer = ask({"op": "check_deposit", "start_price": "700000.00", "deposit": deposit})
    assert answer["compliant"] is (fix is None)
    assert [each["fix"] for each in answer["findings"]] == ([fix] if fix else [])


def test_a_commissioned_deposit_has_only_a_floor() -> None:
    allowed = deposit_range(channel=OFFLINE, appraisal=MILLION)
    assert (str(allowed.least), allowed.most, check_deposit(MILLION, allowed)) == ("50000.00", None, ())
    assert check_deposit(Money.yuan("49999.99"), allowed)[0].fix == "50000.00"
    assert applicant_deposit(MILLION, ZERO, channel=OFFLINE) == ZERO
    with pytest.raises(Refusal, match="start_price"):
        deposit_range(appraisal=MILLION)


@pytest.mark.parametrize(
    ("channel", "asset", "failed", "takes", "step", "days"),
    [
        pytest.param(ONLINE, AssetKind.HOUSE, 0, False, None, None, id="nothing failed yet"),
        pytest.param(ONLINE, AssetKind.HOUSE, 1, False, Step.AUCTION_ROUND2, 30, id="NA-35"),
        pytest.param(ONLINE, AssetKind.HOUSE, 1, True, Step.DEBT_FOR_ASSET, None, id="AS-13"),
        pytest.param(ONLINE, AssetKind.HOUSE, 2, False, Step.NETWORK_SALE, 15, id="NA-38 BM-02"),
        pytest.param(ONLINE, AssetKind.HOUSE, 3, False, Step.RELEASE_AND_RETURN, None, id="online sale failed"),
        pytest.param(OFFLINE, AssetKind.HOUSE, 1, False, Step.AUCTION_ROUND2, 60, id="AS-19"),
        pytest.param(OFFLINE, AssetKind.HOUSE, 2, False, Step.AUCTION_ROUND3, 60, id="AS-21"),
        pytest.param(OFFLINE, AssetKind.HOUSE, 3, False, Step.SALE, 7, id="AS-22"),
        pytest.param(OFFLINE, AssetKind.HOUSE, 4, False, Step.RELEASE_AND_RETURN, None, id="AS-22 sale failed"),
        pytest.param(OFFLINE, AssetKind.VEHICLE, 2, False, Step.RELEASE_AND_RETURN, None, id="AS-20"),
        pytest.param(OFFLINE, AssetKind.SHIP, 2, False, Step.SALE, None, id="SP-05"),
    ],
)
def test_what_follows_a_failed_round(channel: Channel, asset: AssetKind, failed: int, takes: bool, step: Step | None, days: int | None) -> None:
    steps = next_step(asset=asset, failed_rounds=failed, creditor_takes_in_kind=takes, channel=channel)
    assert (steps.allowed, steps.within_days) == ((step,) if step else (), days)


def test_next_steps_are_asked_in_a_batch() -> None:
    items = [{"asset": "movable", "failed_rounds": 1}, {"asset": "movable", "failed_rounds": 2, "creditor_takes_in_kind": True}]
    answer = ask({"op": "next_step_batch", "items": items})
    assert answer["results"] == [{"allowed_next": ["auction_round2"], "within_days": 30}, {"allowed_next": ["debt_for_asset"], "within_days": None}]


def test_a_late_request_to_go_on_is_told() -> None:
    late = no_surplus(reserve=MILLION, senior=MILLION, cost=ZERO, calendar=CALENDAR, notified_on=date(2026, 4, 30), asked_on=date(2026, 5, 7))
    assert (late.request_in_time, [each.severity for each in late.findings]) == (False, [Severity.WARNING, Severity.BREACH])
    asked = {"op": "no_surplus", "reserve": "1.00", "senior": "1.00", "cost": "0.00", "applicant_notified": "2026-04-30"}
    assert ask({**asked, "applicant_asks_to_continue": True})["request_in_time"] is None


def test_no_law_is_known_before_2005() -> None:
    with pytest.raises(Invalid, match="2005"):
        regime_on(OFFLINE, date(2004, 12, 31))
    assert regime_on(OFFLINE, date(2005, 1, 1)).first_price_is_exact is False
    assert regime_on(OFFLINE, None).first_price_is_exact is True
