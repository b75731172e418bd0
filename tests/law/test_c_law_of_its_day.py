"""A lot keeps the law of the day on which it was announced, whenever it is looked at; each finding leads to the page of its rule."""

from __future__ import annotations

from datetime import date

import pytest

from app.domains.plans.checks.check import check_plan
from app.domains.plans.findings import show_check
from app.kernel.money import Money
from app.law.findings import Severity
from app.law.pricing import PriceBasis, check_start_price
from app.law.rulebook import RULES, rule
from app.law.subjects import AssetKind, Channel
from tests.factories.sound_plans import CALENDAR, TODAY, sound_plan

WORDS = "标的物占有情况不明。"


@pytest.mark.parametrize("looked_on", [date(2024, 10, 1), date(2025, 1, 6), TODAY])
@pytest.mark.parametrize(("announced_on", "forbidden"), [(date(2024, 10, 28), False), (date(2024, 10, 29), True)])
def test_a_plan_is_judged_by_the_law_of_its_announcement_whenever_it_is_looked_at(announced_on: date, *, forbidden: bool, looked_on: date) -> None:
    subject, sound = sound_plan()
    terms = sound.with_(announce_on=announced_on, instructions=f"{sound.instructions}\n{WORDS}")
    found = check_plan(subject, terms, CALENDAR, today=looked_on)
    assert (("VC-05", "instructions") in {(each.rule, each.field) for each in found.findings}) is forbidden


@pytest.mark.parametrize(
    ("channel", "on", "least"),
    [
        (Channel.OFFLINE, date(2005, 1, 1), "800000.00"),
        (Channel.OFFLINE, date(2020, 12, 31), "800000.00"),
        (Channel.OFFLINE, date(2021, 1, 1), "1000000.00"),
        (Channel.ONLINE, date(2016, 12, 31), "800000.00"),
        (Channel.ONLINE, date(2017, 1, 1), "700000.00"),
        (Channel.ONLINE, date(2026, 11, 27), "700000.00"),
    ],
)
def test_a_first_price_is_judged_by_the_law_of_its_day_and_names_a_rule_that_held(channel: Channel, on: date, least: str) -> None:
    basis = PriceBasis(1, channel, AssetKind.HOUSE, appraisal=Money.yuan("1000000.00"), day=on)
    assert check_start_price(basis, Money.yuan(least)).compliant
    short = check_start_price(basis, Money.yuan(least) - Money(1))
    assert not short.compliant
    assert all(rule(each.rule).in_force_on(on) for each in short.findings)


def test_each_finding_of_a_plan_leads_to_the_page_of_its_rule() -> None:
    subject, sound = sound_plan()
    terms = sound.with_(site="", deposit=Money.yuan("1.00"), start_price=Money.yuan("1.00"), instructions=f"{sound.instructions}\n{WORDS}")
    found = check_plan(subject, terms, CALENDAR, today=TODAY)
    shown = show_check(found, terms, TODAY, fields=frozenset(), seconds=0, readonly=True, reasons={}).findings
    assert {"NA-03", "NA-08", "NA-18", "VC-05"} <= {each.rule_href.removeprefix("/rules/") for each in shown}
    assert all(each.rule_href.startswith("/rules/") and each.rule_href.removeprefix("/rules/") in RULES for each in shown)


def test_what_nobody_saw_in_a_source_never_stops_a_plan() -> None:
    subject, sound = sound_plan()
    terms = sound.with_(announce_on=date(2024, 10, 28), warnings=f"{sound.warnings}\n本院不负责腾退。")
    found = [each for each in check_plan(subject, terms, CALENDAR, today=date(2024, 10, 1)).findings if each.rule == "VC-16"]
    assert [each.severity for each in found] == [Severity.WARNING]
