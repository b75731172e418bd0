"""The worked deadlines D1 to D22 and the money examples of law.md, asked as questions or counted directly."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from app.kernel.clock import at_shanghai, local
from app.kernel.money import Money
from app.kernel.workdays import built_in
from app.law.announcement import notice_to_persons
from app.law.periods import days_after, days_before, every_months, hours_after, months_after, working_days_after, years_after
from app.law.pricing import direct_sale_floor, network_sale_price
from app.law.questions.asking import ask
from app.law.valuation_fees import AppraisalEnd, appraisal_fee_base, platforms_paid

CALENDAR = built_in()


def same(answer: dict[str, object], wanted: dict[str, object]) -> bool:
    return all(answer.get(key) == value for key, value in wanted.items())


def deadline(start: str, kind: str, **amount: int) -> dict[str, object]:
    return {"op": "deadline", "start": start, "kind": kind, **amount}


ASKED = [
    pytest.param(
        {"op": "check_announcement", "asset": "movable", "round": 1, "announced": "2026-03-02", "opens": "2026-03-17T10:00:00"},
        {"compliant": True, "min_opening_date": "2026-03-17", "recommended_opening_date": "2026-03-18", "warnings": ["boundary_day"]},
        id="D1 NA-10",
    ),
    pytest.param(
        {"op": "check_announcement", "asset": "real_estate", "round": 1, "announced": "2026-03-02", "opens": "2026-03-31"},
        {"compliant": False, "min_opening_date": "2026-04-01", "recommended_opening_date": "2026-04-02", "violation": "announcement_too_short"},
        id="D2 NA-10",
    ),
    pytest.param(
        {"op": "round2_window", "asset": "real_estate", "round1_failed": "2026-04-02"},
        {"latest_opening_date": "2026-05-06", "latest_announcement_date": "2026-04-21", "same_platform_required": True},
        id="D3 NA-35 NA-36",
    ),
    pytest.param(
        {"op": "round2_window", "asset": "movable", "round1_failed": "2026-01-20"},
        {"latest_opening_date": "2026-02-24", "latest_announcement_date": "2026-02-17", "recommended_announcement_date": "2026-02-14"},
        id="D4 NA-35 NA-36",
    ),
    pytest.param(deadline("2026-09-21", "valuation_objection", days=5), {"deadline": "2026-09-28"}, id="D5 RP-26"),
    pytest.param(
        deadline("2026-09-15", "valuation_objection", days=5),
        {"deadline": "2026-09-20", "counted": ["2026-09-15 不计入", "2026-09-20 为调休上班日，不顺延", "2026-09-20"]},
        id="D6 CNT-11",
    ),
    pytest.param(deadline("2026-09-21", "start_disposal", days=10), {"deadline": "2026-10-08"}, id="D7 RP-35"),
    pytest.param(deadline("2026-08-26", "start_reference_price", days=30), {"deadline": "2026-09-28"}, id="D8 RP-01"),
    pytest.param(deadline("2026-02-06", "serve_ruling", days=10), {"deadline": "2026-02-24"}, id="D9 AS-17"),
    pytest.param(
        deadline("2026-04-20", "hand_over", days=15),
        {"deadline": "2026-05-06", "counted": ["2026-04-20 不计入", "2026-05-05 为法定休假日，顺延", "2026-05-06"], "status": "VERIFIED"},
        id="D10 AS-24",
    ),
    pytest.param(
        {
            "op": "price_still_usable",
            "method": "appraisal",
            "valid_until": "2026-03-31",
            "round1_notice": "2026-03-30",
            "auction_opens": ["2026-09-30", "2026-10-08"],
        },
        {"usable": [True, False], "last_usable_date": "2026-09-30", "remedy": "reissue_by_appraiser", "remedy_days": 15},
        id="D11 RP-32",
    ),
    pytest.param(
        {
            "op": "price_still_usable",
            "method": "online_inquiry",
            "valid_until": "2026-03-31",
            "round1_notice": "2026-04-01",
            "auction_opens": ["2026-05-02"],
        },
        {"usable": [False], "remedy": "reissue_by_platforms", "remedy_days": 3},
        id="D12 RP-11",
    ),
    pytest.param(deadline("2026-03-04", "deemed_notified", days=5), {"deadline": "2026-03-09"}, id="D13 NA-16"),
    pytest.param(deadline("2026-03-10", "notify_before_announcement", days=3), {"deadline": "2026-03-07"}, id="D14 NA-15"),
    pytest.param(
        deadline("2026-03-17T10:07:31", "refund_deposit", hours=24),
        {"deadline": "2026-03-18T10:07:31+08:00", "breach_after": "2026-03-18T11:00:00+08:00"},
        id="D15 NA-30 CNT-03",
    ),
    pytest.param({**deadline("2026-01-15", "six_month_limit", months=6), "excluded_days": 60}, {"deadline": "2026-09-14"}, id="D17 EX-16"),
    pytest.param(deadline("2026-09-30", "delete_from_list", working_days=3), {"deadline": "2026-10-10"}, id="D18 EX-30"),
    pytest.param(deadline("2026-06-17", "detention_review", days=3), {"deadline": "2026-06-22"}, id="D19 CP-07"),
    pytest.param(
        {
            "op": "no_surplus",
            "reserve": "700000.00",
            "senior": "690000.00",
            "cost": "15000.00",
            "applicant_notified": "2026-04-30",
            "applicant_asks_to_continue": "2026-05-06",
        },
        {"no_surplus": True, "request_deadline": "2026-05-06", "request_in_time": True, "min_new_reserve": "705000.01"},
        id="D22 M10 AS-03",
    ),
    pytest.param({"op": "price_floor", "round": 1, "appraisal": "1000000.00"}, {"min_start_price": "700000.00"}, id="M1 NA-08"),
    pytest.param(
        {"op": "price_floor", "round": 2, "appraisal": "1000000.00", "previous_start_price": "700000.00"}, {"min_start_price": "560000.00"}, id="M1 NA-37"
    ),
    pytest.param({"op": "price_floor", "round": 1, "appraisal": "1234567.89"}, {"min_start_price": "864197.53"}, id="M2 NA-08"),
    pytest.param({"op": "price_floor", "round": 2, "previous_start_price": "900000.00"}, {"min_start_price": "720000.00"}, id="M3 NA-37"),
    pytest.param({"op": "deposit_range", "start_price": "700000.00"}, {"min": "35000.00", "max": "140000.00"}, id="M4 NA-18"),
    pytest.param({"op": "applicant_deposit", "deposit": "100000.00", "claim": "320000.00"}, {"payable": "0.00"}, id="M5 NA-20 claim above"),
    pytest.param({"op": "applicant_deposit", "deposit": "100000.00", "claim": "60000.00"}, {"payable": "40000.00"}, id="M5 NA-20 claim below"),
    pytest.param({"op": "applicant_deposit", "deposit": "100000.00", "claim": "100000.00"}, {"payable": "0.00"}, id="M5 NA-20 claim equal"),
    pytest.param(
        {
            "op": "online_price",
            "results": [
                {"p": "A", "value": "1000000.00", "on_time": True},
                {"p": "B", "value": "1100000.00", "on_time": True},
                {"p": "C", "value": "1500000.00", "on_time": False, "extension_requested": True},
            ],
        },
        {"reference_price": "1050000.00", "extension_granted": False, "used": ["A", "B"]},
        id="M6 RP-13",
    ),
    pytest.param(
        {
            "op": "online_price",
            "results": [
                {"p": "A", "value": "1000000.00", "on_time": True, "objected": True, "objection_result": "dismissed"},
                {"p": "B", "value": "1100000.00", "on_time": True},
                {"p": "C", "value": "1500000.00", "on_time": True},
            ],
        },
        {"reference_price": "1300000.00", "used": ["B", "C"]},
        id="M7 RP-14",
    ),
    pytest.param(
        {"op": "no_surplus", "reserve": "705000.00", "senior": "690000.00", "cost": "15000.00"},
        {"no_surplus": True, "min_new_reserve": "705000.01"},
        id="M11 AS-03",
    ),
    pytest.param(
        {"op": "price_floor", "round": "direct_sale", "appraisal": "1000000.00", "previous_start_price": "1000000.00"},
        {"min_start_price": "500000.00"},
        id="M20 AS-29",
    ),
]


@pytest.mark.parametrize(("question", "wanted"), ASKED)
def test_a_worked_example_of_the_rule_sheet_is_answered(question: dict[str, object], wanted: dict[str, object]) -> None:
    answer = ask(question)
    assert same(answer, wanted), answer


def test_d14_the_notice_to_persons_is_proposed_on_the_working_day_before_the_last() -> None:
    notice = notice_to_persons(announced_on=date(2026, 3, 10), auction_on=None, calendar=CALENDAR)
    assert (notice.lawful_on, notice.recommended_on) == (date(2026, 3, 7), date(2026, 3, 6))
    assert days_before(date(2026, 3, 10), 3, CALENDAR).steps == ("2026-03-10 不计入", "向前数 3 日", "2026-03-07 为休息日，不顺延", "2026-03-07")


def test_d16_the_sixtieth_day_after_the_seizure_does_not_roll() -> None:
    sixtieth = days_after(date(2026, 1, 10), 60, CALENDAR, rolls=False).due_on
    assert (sixtieth, sixtieth + timedelta(days=1)) == (date(2026, 3, 11), date(2026, 3, 12))


def test_d20_ten_searches_are_each_counted_from_the_ruling() -> None:
    searches = every_months(date(2026, 3, 31), 6, 10)
    assert [day.isoformat() for day in searches[:3]] == ["2026-09-30", "2027-03-31", "2027-09-30"]
    assert (searches[-1], len(searches)) == (date(2031, 3, 31), 10)


def test_d21_ten_years_from_a_leap_day_end_with_february() -> None:
    counted = years_after(date(2024, 2, 29), 10, CALENDAR, rolls=False)
    assert counted.due_on == date(2034, 2, 28)
    assert "2034年2月没有29日，以该月末日为准" in counted.steps


def test_m1_the_network_sale_price_is_the_second_start_price_that_was_used() -> None:
    assert network_sale_price(Money.yuan("560000")) == Money.yuan("560000")


@pytest.mark.parametrize(
    ("end", "sold_for", "wanted"),
    [
        pytest.param(AppraisalEnd.SOLD, "1200000", "1000000.00", id="RP-37 sold above"),
        pytest.param(AppraisalEnd.SOLD, "800000", "800000.00", id="RP-37 sold below"),
        pytest.param(AppraisalEnd.UNSOLD, None, "6000.00", id="RP-37 unsold: actual cost"),
        pytest.param(AppraisalEnd.WITHDRAWN, None, "6000.00", id="RP-38 withdrawn: actual cost"),
        pytest.param(AppraisalEnd.REPLACED, None, "0.00", id="RP-38 replaced: nothing"),
    ],
)
def test_m16_the_base_of_the_appraisers_fee(end: AppraisalEnd, sold_for: str | None, wanted: str) -> None:
    price = Money.yuan(sold_for) if sold_for else None
    base = appraisal_fee_base(end=end, appraisal=Money.yuan("1000000"), sold_for=price, actual_cost=Money.yuan("6000"))
    assert str(base) == wanted


def test_m19_only_the_platform_closest_to_the_price_is_paid_and_equals_share() -> None:
    price = Money.yuan("1000000")
    alone = {"A": Money.yuan("980000"), "B": Money.yuan("1030000"), "C": Money.yuan("1100000")}
    assert platforms_paid(alone, price) == {"A": Fraction(1)}
    shared = {"A": Money.yuan("980000"), "B": Money.yuan("1020000")}
    assert platforms_paid(shared, price) == {"A": Fraction(1, 2), "B": Fraction(1, 2)}
    assert platforms_paid(shared, price, replaced_or_withdrawn=True) == {}


def test_m20_a_direct_sale_that_failed_may_fall_to_half_of_the_appraisal() -> None:
    assert direct_sale_floor(Money.yuan("1000000"), failed_before=True) == Money.yuan("500000")
    assert direct_sale_floor(Money.yuan("1000000"), failed_before=False) == Money.yuan("1000000")


def test_hours_from_a_full_hour_are_the_same_on_both_readings() -> None:
    counted = hours_after(at_shanghai(2026, 3, 17, 10), 24)
    assert counted.due_at == counted.breach_after_at == at_shanghai(2026, 3, 18, 10)
    assert local(counted.due_at).hour == 10


def test_working_days_and_months_tell_their_steps() -> None:
    assert working_days_after(date(2026, 9, 30), 3, CALENDAR).steps[1:3] == ("2026-10-08 第1个工作日", "2026-10-09 第2个工作日")
    assert working_days_after(date(2026, 3, 2), 20, CALENDAR).steps[1] == "其间工作日 20 个，休息日不计"
    assert months_after(date(2026, 8, 31), 6, CALENDAR).steps[1] == "2027年2月没有31日，以该月末日为准"
