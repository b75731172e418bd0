"""Valuations: the mean of timely reports, sealed figures of an agreement, ways in their order."""

from __future__ import annotations

from datetime import date
from threading import Thread

import pytest

from app.domains.assets.queries import get_asset
from app.domains.deadlines.queries import list_of_case
from app.domains.valuations import inquiry, service
from app.domains.valuations.order_rules import Skipped
from app.domains.valuations.platforms import Report
from app.domains.valuations.queries import get_report, get_valuation, list_reports
from app.domains.valuations.rolls import listed_on
from app.domains.valuations.showing import show_price
from app.infra.house import House
from app.kernel.clock import ManualClock, at_shanghai
from app.kernel.errors import Conflict, Invalid, NotFound, NotNow
from app.kernel.money import Money
from tests.factories.courts import Bench, found_bench
from tests.factories.valuations import SKIPPED, STATED, VALUES, make_unpriced_flat, report, start_inquiry

yuan = Money.yuan


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def flat_id(house: House, bench: Bench) -> str:
    return make_unpriced_flat(house, bench).id


def figure(house: House, bench: Bench, valuation_id: str, side: str, amount: str) -> None:
    with house.work(bench["clerk"]) as w:
        service.enter_figure(w, valuation_id, side=side, name="顾北辰" if side == "applicant" else "林绍恒", value=yuan(amount))


def test_an_inquiry_goes_to_every_listed_platform_at_once(house: House, bench: Bench, flat_id: str) -> None:
    found = start_inquiry(house, bench, flat_id)
    with house.reading(bench["clerk"]) as r:
        assert {each.platform for each in list_reports(r, [found.id])} == {each.code for each in listed_on(date(2026, 4, 2))}
        assert found.due_on == date(2026, 4, 7)


@pytest.mark.parametrize("skipped", [(), SKIPPED[:1], (SKIPPED[0], Skipped("directed_inquiry", "  ", "no_official_price"))])
def test_earlier_ways_are_passed_over_with_a_reason_only(house: House, bench: Bench, flat_id: str, skipped: tuple[Skipped, ...]) -> None:
    with pytest.raises(Invalid, match="为何不能进行"), house.work(bench["clerk"]) as w:
        inquiry.start_inquiry(w, flat_id, stated_value=STATED, skipped=skipped)


def test_the_price_is_the_mean_of_the_reports_on_time(house: House, bench: Bench, flat_id: str, clock: ManualClock) -> None:
    found = start_inquiry(house, bench, flat_id)
    report(house, found.id, {"taobao": "1180000.00", "jd": "1220000.01"})
    with pytest.raises(NotNow, match="1 家"), house.work(bench["clerk"]) as w:
        inquiry.settle_inquiry(w, found.id)
    clock.move_to(at_shanghai(2026, 4, 8, 9))
    report(house, found.id, {"icbc": "900000.00"}, at_shanghai(2026, 4, 8, 8))
    with house.work(bench["clerk"]) as w:
        inquiry.settle_inquiry(w, found.id)
    with house.reading(bench["clerk"]) as r:
        asset, shown = get_asset(r, flat_id), show_price(r, flat_id)
        assert (asset.reference_price, asset.reference_method) == (yuan("1200000.01"), "online_inquiry")
        assert asset.reference_valid_until == date(2026, 9, 30)
        assert [(row.report.platform, row.word) for row in shown.reports] == [("icbc", "逾期"), ("jd", "按时"), ("taobao", "按时")]
        assert shown.validity is not None
        assert shown.validity.last_on == date(2027, 3, 30)


def test_the_last_two_reports_at_one_moment_end_the_platforms_period(house: House, bench: Bench, flat_id: str) -> None:
    found = start_inquiry(house, bench, flat_id)
    report(house, found.id, {"taobao": VALUES["taobao"]})
    told = Report(yuan("1200000.00"), "XJ-2026-0417", at_shanghai(2026, 4, 2, 16, 20), date(2026, 9, 30))
    with house.reading(bench["clerk"]) as r:
        one, other = (each.id for each in list_reports(r, [found.id]) if each.value is None)

    def take(report_id: str) -> None:
        with house.work() as work:
            inquiry.take_report(work, report_id, told)

    with house.work() as w:
        inquiry.take_report(w, one, told)
        second = Thread(target=take, args=(other,))
        second.start()
        second.join(0.3)
        assert second.is_alive(), "it waits for the first"
    second.join()
    with house.reading(bench["clerk"]) as r:
        assert [each.state for each in list_of_case(r, found.case_id) if each.rule == "RP-08"] == ["met"]


def test_with_no_report_on_time_there_is_no_price(house: House, bench: Bench, flat_id: str, clock: ManualClock) -> None:
    found = start_inquiry(house, bench, flat_id)
    clock.move_to(at_shanghai(2026, 4, 8, 9))
    with pytest.raises(NotNow, match="没有按时"), house.work(bench["clerk"]) as w:
        inquiry.settle_inquiry(w, found.id)


def test_equal_figures_are_the_price(house: House, bench: Bench, flat_id: str) -> None:
    with house.work(bench["clerk"]) as w:
        found = service.start_agreement(w, flat_id)
    figure(house, bench, found.id, "applicant", "1100000")
    with house.reading(bench["clerk"]) as r:
        assert [(each.entered, each.value) for each in show_price(r, flat_id).sides] == [(True, None), (False, None)]
    figure(house, bench, found.id, "debtor", "1100000")
    with house.reading(bench["clerk"]) as r:
        assert get_asset(r, flat_id).reference_price == yuan("1100000")
        assert [each.value for each in show_price(r, flat_id).sides] == [yuan("1100000")] * 2


def test_different_figures_end_the_agreement_and_open_the_next_way(house: House, bench: Bench, flat_id: str) -> None:
    with house.work(bench["clerk"]) as w:
        found = service.start_agreement(w, flat_id)
    figure(house, bench, found.id, "applicant", "1000000")
    figure(house, bench, found.id, "debtor", "1300000")
    with house.work(bench["clerk"]) as w:
        assert get_valuation(w, found.id).status == "failed"
        inquiry.start_inquiry(w, flat_id, stated_value=STATED, skipped=SKIPPED[1:])


def test_a_side_speaks_once(house: House, bench: Bench, flat_id: str) -> None:
    with house.work(bench["clerk"]) as w:
        found = service.start_agreement(w, flat_id)
    figure(house, bench, found.id, "applicant", "1000000")
    with pytest.raises(Conflict):
        figure(house, bench, found.id, "applicant", "1200000")
    for side, amount in (("buyer", "1"), ("debtor", "0")):
        with pytest.raises(Invalid):
            figure(house, bench, found.id, side, amount)


def test_one_way_at_a_time_and_a_way_is_given_up_with_a_reason(house: House, bench: Bench, flat_id: str) -> None:
    found = start_inquiry(house, bench, flat_id)
    with pytest.raises(NotNow), house.work(bench["clerk"]) as w:
        service.start_agreement(w, flat_id)
    with pytest.raises(Invalid), house.work(bench["clerk"]) as w:
        service.give_up(w, found.id, " ")
    with house.work(bench["clerk"]) as w:
        service.give_up(w, found.id, "标的物须现场勘验，转委托评估")
    with house.work(bench["clerk"]) as w:
        service.start_agreement(w, flat_id)


def test_a_price_is_set_once(house: House, bench: Bench, flat_id: str) -> None:
    found = start_inquiry(house, bench, flat_id)
    report(house, found.id, VALUES)
    with house.work(bench["clerk"]) as w:
        inquiry.settle_inquiry(w, found.id)
    with pytest.raises(Conflict), house.work(bench["clerk"]) as w:
        inquiry.settle_inquiry(w, found.id)


@pytest.mark.parametrize(
    ("amount", "at", "until"),
    [("0", at_shanghai(2026, 4, 2), date(2026, 9, 1)), ("1", at_shanghai(2026, 4, 3), date(2026, 9, 1)), ("1", at_shanghai(2026, 4, 2), date(2027, 4, 3))],
)
def test_a_report_by_hand_is_plausible(amount: str, at: object, until: date) -> None:
    with pytest.raises(Invalid):
        service.report_by_hand(yuan(amount), "BG-1", at, until, now=at_shanghai(2026, 4, 2, 12))


def test_another_court_finds_no_report(house: House, bench: Bench, flat_id: str) -> None:
    found = start_inquiry(house, bench, flat_id)
    with house.reading(bench["clerk_b"]) as r:
        first = list_reports(r, [found.id])[0]
        with pytest.raises(NotFound):
            get_report(r, found.id, first.id)
