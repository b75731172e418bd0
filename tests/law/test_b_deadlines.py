"""Worked deadlines of law.md §1.5 that concern settlement, seizure, closing and retention (D15–D18, D20, D21)."""

from datetime import date, datetime

import pytest

from app.kernel.clock import SHANGHAI
from app.kernel.workdays import built_in
from app.law.closing import DELEGATION, Excluded, delegation_due, listing_removed_by, renew_before_delegating, research_dates, six_month_limit
from app.law.retention import Record, retention
from app.law.seizure import covers, expiry, longest_months, senior_lien_may_ask
from app.law.settlement import refund_clock, refund_due_offline
from app.law.subjects import AssetKind


def shanghai(*parts):
    return datetime(*parts, tzinfo=SHANGHAI)


def test_d15_deposits_return_within_24_hours_and_a_breach_is_certain_only_after_the_next_full_hour():
    clock = refund_clock(shanghai(2026, 3, 17, 10, 7, 31))
    assert clock.due_at == shanghai(2026, 3, 18, 10, 7, 31)
    assert clock.breach_after_at == shanghai(2026, 3, 18, 11)


def test_offline_deposits_return_within_three_days_rolled_over_rest_days():
    assert refund_due_offline(date(2026, 6, 17), built_in()).due_on == date(2026, 6, 22)


@pytest.mark.parametrize(
    ("asked", "notice", "allowed"),
    [
        pytest.param(date(2026, 3, 11), False, False, id="D16 60th day, 法释〔2016〕6号1条"),
        pytest.param(date(2026, 3, 12), False, True, id="D16 more than 60 days"),
        pytest.param(date(2026, 3, 12), True, False, id="D16 a sale notice is out"),
        pytest.param(date(2026, 3, 12), date(2026, 3, 12), False, id="D16 the notice came on the day"),
        pytest.param(date(2026, 3, 12), date(2026, 3, 13), True, id="D16 the notice came later"),
    ],
)
def test_d16_the_court_of_a_senior_lien_waits_sixty_days(asked, notice, allowed):
    assert senior_lien_may_ask(date(2026, 1, 10), sale_notice=notice, asked_on=asked) is allowed


def test_d17_excluded_days_move_the_six_months():
    counted = six_month_limit(date(2026, 1, 15), {Excluded.ANNOUNCEMENT: 30, Excluded.APPRAISAL: 30}, built_in())
    assert counted.due_on == date(2026, 9, 14)


def test_d18_a_saturday_at_work_counts_as_a_working_day():
    assert listing_removed_by(date(2026, 9, 30), built_in()).due_on == date(2026, 10, 10)


def test_d20_ten_searches_each_counted_from_the_ruling():
    days = research_dates(date(2026, 3, 31))
    assert (len(days), days[:3], days[-1]) == (10, (date(2026, 9, 30), date(2027, 3, 31), date(2027, 9, 30)), date(2031, 3, 31))


@pytest.mark.parametrize(
    ("record", "end", "through", "purge"),
    [
        pytest.param(Record.AUCTION_PLATFORM, date(2024, 2, 29), date(2034, 2, 28), date(2034, 3, 1), id="D21 网拍规定29条"),
        pytest.param(Record.INQUIRY_PLATFORM, date(2026, 1, 1), date(2036, 1, 1), date(2036, 1, 2), id="参考价规定8条"),
        pytest.param(Record.APPRAISAL, date(2026, 1, 1), date(2041, 1, 1), date(2041, 1, 2), id="资产评估法29条"),
        pytest.param(Record.STATUTORY_APPRAISAL, date(2026, 1, 1), date(2056, 1, 1), date(2056, 1, 2), id="资产评估法29条 法定评估"),
        pytest.param(Record.AUCTION_HOUSE, date(2026, 1, 1), date(2031, 1, 1), date(2031, 1, 2), id="拍卖法54条"),
        pytest.param(Record.IMPACT_ASSESSMENT, date(2026, 1, 1), date(2029, 1, 1), date(2029, 1, 2), id="个人信息保护法56条"),
        pytest.param(Record.AGENCY, date(2026, 1, 1), date(2026, 1, 1), date(2026, 1, 2), id="个人信息保护法21条: nothing is kept"),
    ],
)
def test_records_are_kept_through_the_corresponding_day(record, end, through, purge):
    found = retention(record, end)
    assert (found.keep_through, found.purge_allowed_from) == (through, purge)


def test_a_legal_hold_forbids_purging():
    assert retention(Record.AUCTION_PLATFORM, date(2024, 2, 29), legal_hold=True).purge_allowed_from is None


@pytest.mark.parametrize(
    ("asset", "months"),
    [pytest.param(None, 12, id="deposit"), (AssetKind.VEHICLE, 24), (AssetKind.SHIP, 24), (AssetKind.HOUSE, 36), (AssetKind.EQUITY, 36)],
)
def test_seizures_last_one_two_or_three_years_by_asset(asset, months):
    assert longest_months(asset) == months


def test_a_seizure_ends_on_the_corresponding_day_and_is_renewed_a_margin_before():
    found = expiry(AssetKind.HOUSE, date(2025, 8, 26), margin_days=60)
    assert (found.expires_on, found.renew_by, found.applicant_asks_by) == (date(2028, 8, 26), date(2028, 6, 27), date(2028, 8, 19))


def test_a_seizure_that_ends_on_a_rest_day_does_not_roll():
    assert expiry(AssetKind.VEHICLE, date(2024, 10, 1)).expires_on == date(2026, 10, 1)


def test_a_renewal_on_the_last_day_starts_a_new_term():
    found = expiry(AssetKind.VEHICLE, date(2024, 3, 2), renewed_on=date(2026, 3, 2))
    assert (found.expires_on, found.findings) == (date(2028, 3, 2), ())


def test_a_renewal_one_day_late_is_lost():
    found = expiry(AssetKind.VEHICLE, date(2024, 3, 2), renewed_on=date(2026, 3, 3))
    assert found.expires_on == date(2026, 3, 2)
    assert [each.rule for each in found.findings] == ["EX-13"]


def test_a_renewal_before_the_seizure_is_refused():
    with pytest.raises(ValueError, match="renewed"):
        expiry(None, date(2026, 3, 2), renewed_on=date(2026, 3, 1))


def test_a_seizure_must_cover_the_sale():
    assert covers(date(2026, 3, 2), date(2026, 3, 2)) == ()
    assert [each.rule for each in covers(date(2026, 3, 2), date(2026, 3, 3))] == ["EX-13"]


def test_steps_of_delegated_enforcement_have_their_days():
    got = {code: delegation_due(code, date(2026, 4, 1), built_in()).due_on for code in DELEGATION}
    assert got["filed"] == date(2026, 4, 8)
    assert got["started"] == date(2026, 4, 16)
    assert got["reported"] == date(2026, 5, 6)


def test_a_seizure_with_less_than_a_month_left_is_renewed_before_delegating():
    assert renew_before_delegating(date(2026, 4, 30), date(2026, 3, 31)) is False
    assert renew_before_delegating(date(2026, 4, 29), date(2026, 3, 31)) is True
