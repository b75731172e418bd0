"""Coercion, vacating, who may do the work and who signs: both sides of each limit."""

from dataclasses import replace
from datetime import date

import pytest

from app.kernel.clock import at_shanghai
from app.kernel.money import Money
from app.law.approvers import DECISIONS, Approver, missing_approvers, suffices
from app.law.rulebook import RULES
from app.law.sanctions import Element, Target, check_sanction, family_told_clock, interference_until, questioning_clock, referral_gate
from app.law.tasks import COURT_DUTIES, FORCE, SUPPORT_WORK, WORK, Doer, Reason, task_gate
from app.law.vacating import (
    VACATING_CHECKLIST,
    ClaimCheck,
    ClaimKind,
    Dwelling,
    HomeAnswer,
    HomeCase,
    Tenancy,
    doubts_of_claimed_right,
    dwelling_treatment,
    grace_period,
    may_force,
    only_home_objection_fails,
    tenant_status,
    vacating_missing,
)


@pytest.mark.parametrize(
    ("target", "fine", "days", "again", "rules"),
    [
        pytest.param(Target.INDIVIDUAL, "100000", None, False, [], id="民诉法118条 individual at the limit"),
        pytest.param(Target.INDIVIDUAL, "100000.01", None, False, ["CP-04"], id="民诉法118条 individual above"),
        pytest.param(Target.UNIT, "50000", None, False, [], id="民诉法118条 unit at the floor"),
        pytest.param(Target.UNIT, "49999.99", None, False, ["CP-04"], id="民诉法118条 unit below"),
        pytest.param(Target.UNIT, "1000000", None, False, [], id="民诉法118条 unit at the limit"),
        pytest.param(Target.UNIT, "1000000.01", None, False, ["CP-04"], id="民诉法118条 unit above"),
        pytest.param(Target.INDIVIDUAL, None, 15, False, [], id="民诉法118条 15 days"),
        pytest.param(Target.INDIVIDUAL, None, 16, False, ["CP-05"], id="民诉法118条 16 days"),
        pytest.param(Target.UNIT, None, 1, False, ["CP-05"], id="a unit is not detained"),
        pytest.param(Target.INDIVIDUAL, "5000", 15, False, [], id="解释183条 together"),
        pytest.param(Target.INDIVIDUAL, "5000", 0, True, ["CP-09"], id="解释184条 not twice"),
    ],
)
def test_fines_and_detention_keep_their_limits(target, fine, days, again, rules):
    found = check_sanction(target, fine=Money.yuan(fine) if fine else None, detention_days=days, same_act_already_punished=again)
    assert [each.rule for each in found] == rules


def test_clocks_of_detention_and_questioning_run_in_hours():
    at = at_shanghai(2026, 3, 17, 10, 7)
    assert family_told_clock(at).due_at == at_shanghai(2026, 3, 18, 10, 7)
    assert questioning_clock(at, complex_and_detainable=False).due_at == at_shanghai(2026, 3, 17, 18, 7)
    assert questioning_clock(at, complex_and_detainable=True).due_at == at_shanghai(2026, 3, 18, 10, 7)


def test_interference_is_removed_in_the_old_case_for_six_months():
    assert interference_until(date(2026, 3, 31)) == date(2026, 9, 30)


ALL = frozenset(Element)
NO_PRIOR = ALL - {Element.PRIOR_MEASURE}


@pytest.mark.parametrize(
    ("act", "present", "decided", "allowed", "missing", "manual"),
    [
        pytest.param(date(2024, 12, 1), ALL, None, True, (), False, id="法释〔2024〕13号3条 all there"),
        pytest.param(date(2024, 12, 1), NO_PRIOR, None, False, (Element.PRIOR_MEASURE,), False, id="法释〔2024〕13号3条 no prior measure"),
        pytest.param(date(2024, 11, 30), NO_PRIOR, None, False, (), True, id="act before, decided later"),
        pytest.param(date(2024, 11, 30), NO_PRIOR, date(2024, 12, 1), False, (), True, id="act before, decided on the first day"),
        pytest.param(date(2024, 11, 30), NO_PRIOR, date(2024, 11, 30), True, (), False, id="法释〔2015〕16号2条 no prior measure needed"),
        pytest.param(date(2024, 11, 30), frozenset(), date(2024, 11, 30), False, (Element.ABLE, Element.REFUSES), False, id="法释〔2015〕16号 nothing"),
        pytest.param(date(2015, 7, 21), ALL, date(2016, 1, 1), False, (), True, id="older than both texts"),
    ],
)
def test_referral_follows_the_crime_rule_of_its_day(act, present, decided, allowed, missing, manual):
    found = referral_gate(act, present, decided_on=decided)
    assert (found.allowed, found.missing, found.manual) == (allowed, missing, manual)


LEASE = Tenancy(date(2021, 5, 20), date(2021, 6, 1), date(2021, 6, 1))
NO_RENT = replace(LEASE, rent_paid_on=None)
ORAL = replace(LEASE, written=False)
SHAM = replace(LEASE, sham_or_very_low_rent=True)
SEIZED = date(2025, 8, 12)


@pytest.mark.parametrize(
    ("on", "claim", "tenancy", "mortgage", "keeps", "rule"),
    [
        pytest.param(date(2025, 7, 23), ClaimKind.ORDINARY, NO_RENT, None, True, "VC-09", id="异议复议规定31条 rent not asked"),
        pytest.param(date(2025, 7, 24), ClaimKind.ORDINARY, NO_RENT, None, False, "VC-10", id="法释〔2025〕10号20条 rent asked"),
        pytest.param(date(2025, 7, 24), ClaimKind.ORDINARY, LEASE, None, True, "VC-10", id="法释〔2025〕10号20条 all before seizure"),
        pytest.param(date(2025, 7, 24), ClaimKind.ORDINARY, Tenancy(SEIZED, SEIZED, SEIZED), None, False, "VC-10", id="on the day of seizure is not before"),
        pytest.param(date(2025, 7, 24), ClaimKind.MORTGAGE, LEASE, date(2022, 3, 15), True, "VC-10", id="before the mortgage"),
        pytest.param(date(2025, 7, 24), ClaimKind.MORTGAGE, LEASE, date(2021, 6, 1), False, "VC-10", id="possession on the mortgage day"),
        pytest.param(date(2025, 7, 23), ClaimKind.MORTGAGE, LEASE, date(2021, 1, 1), True, "VC-09", id="earlier rule looks at the seizure"),
        pytest.param(date(2026, 1, 1), ClaimKind.ORDINARY, ORAL, None, False, "VC-10", id="oral lease"),
        pytest.param(date(2026, 1, 1), ClaimKind.ORDINARY, SHAM, None, False, "VC-10", id="sham lease"),
        pytest.param(date(2020, 12, 31), ClaimKind.ORDINARY, LEASE, None, None, "VC-09", id="no text of that day"),
    ],
)
def test_a_tenant_is_tested_by_the_law_of_the_day(on, claim, tenancy, mortgage, keeps, rule):
    found = tenant_status(on, claim, tenancy, seized_on=SEIZED, mortgaged_on=mortgage)
    assert (found.keeps_possession, found.rule) == (keeps, rule)


def test_a_mortgage_claim_needs_the_day_of_the_mortgage():
    with pytest.raises(ValueError, match="mortgage"):
        tenant_status(date(2026, 1, 1), ClaimKind.MORTGAGE, LEASE, seized_on=SEIZED)
    with pytest.raises(ValueError, match="seizure"):
        tenant_status(date(2026, 1, 1), ClaimKind.ORDINARY, LEASE, seized_on=None)


@pytest.mark.parametrize(
    ("on", "case", "months"),
    [
        pytest.param(date(2005, 12, 20), HomeCase.MORTGAGED_HOME, 0, id="before 法释〔2005〕14号"),
        pytest.param(date(2005, 12, 21), HomeCase.MORTGAGED_HOME, 6, id="法释〔2005〕14号 first day"),
        pytest.param(date(2020, 12, 31), HomeCase.MORTGAGED_HOME, 6, id="法释〔2005〕14号 last day"),
        pytest.param(date(2021, 1, 1), HomeCase.MORTGAGED_HOME, 0, id="法释〔2020〕16号 abolished"),
        pytest.param(date(2021, 1, 1), HomeCase.DELIVER_HOME, 3, id="异议复议规定20条2款"),
        pytest.param(date(2020, 12, 31), HomeCase.DELIVER_HOME, None, id="no text of that day"),
        pytest.param(date(2026, 1, 1), HomeCase.ONLY_HOME, 0, id="异议复议规定20条1款"),
        pytest.param(date(2026, 1, 1), HomeCase.OTHER, 0, id="民诉法261条 set by the court"),
    ],
)
def test_grace_follows_the_law_of_the_day(on, case, months):
    found = grace_period(on, case)
    assert found.months == months
    assert found.note


@pytest.mark.parametrize(("years", "fails"), [(4, False), (5, True), (8, True), (9, False), (None, False)])
def test_five_to_eight_years_of_rent_answer_the_only_home(years, fails):
    assert only_home_objection_fails(frozenset({HomeAnswer.RENT_DEDUCTED}), rent_years=years) is fails


def test_another_home_answers_it_too():
    assert only_home_objection_fails(frozenset({HomeAnswer.HOUSING_OFFERED}))
    assert not only_home_objection_fails(frozenset())


@pytest.mark.parametrize(
    ("necessary", "beyond", "secured", "may"),
    [
        pytest.param(True, False, False, Dwelling.SEAL_ONLY, id="查封规定4条 necessary"),
        pytest.param(True, True, False, Dwelling.SEAL_ONLY, id="查封规定5条 nothing secured yet"),
        pytest.param(True, True, True, Dwelling.MAY_BE_SOLD, id="查封规定5条 minimum secured"),
        pytest.param(False, False, False, Dwelling.MAY_BE_SOLD, id="not necessary"),
    ],
)
def test_a_necessary_dwelling_is_sealed_and_not_sold(necessary, beyond, secured, may):
    assert dwelling_treatment(necessary=necessary, beyond_need=beyond, minimum_secured=secured) is may


@pytest.mark.parametrize("lacking", list(ClaimCheck))
def test_a_claimed_lease_or_residence_fails_on_any_of_four_checks(lacking):
    assert doubts_of_claimed_right(frozenset(ClaimCheck) - {lacking}) == (lacking,)
    assert doubts_of_claimed_right(frozenset(ClaimCheck)) == ()


def test_force_waits_for_the_president_and_the_end_of_the_notice():
    ends = date(2026, 5, 6)
    assert may_force(president_signed=True, notice_expires_on=ends, on=date(2026, 5, 7))
    assert not may_force(president_signed=True, notice_expires_on=ends, on=ends)
    assert not may_force(president_signed=False, notice_expires_on=ends, on=date(2026, 5, 7))
    assert not may_force(president_signed=True, notice_expires_on=None, on=date(2026, 5, 7))


def test_the_vacating_checklist_has_ten_items_and_every_one_is_missed():
    codes = frozenset(item.code for item in VACATING_CHECKLIST)
    assert len(codes) == 10
    assert all(rule in RULES for item in VACATING_CHECKLIST for rule in item.rules)
    for code in codes:
        assert [item.code for item in vacating_missing(codes - {code}, referral_planned=True)] == [code]
    assert vacating_missing(codes - {"measures_before_referral"}) == ()


@pytest.mark.parametrize("task", sorted(COURT_DUTIES))
def test_the_courts_own_duties_are_never_outsourced(task):
    assert task_gate(task, Doer.AGENCY, president_signed_notice=True).reasons == (Reason.COURT_ONLY,)
    assert task_gate(task, Doer.COURT).allowed


@pytest.mark.parametrize("task", sorted(FORCE))
def test_an_agency_never_coerces_whatever_is_signed(task):
    assert Reason.NO_COERCION in task_gate(task, Doer.AGENCY, president_signed_notice=True).reasons
    assert task_gate(task, Doer.COURT, president_signed_notice=True).allowed


@pytest.mark.parametrize("task", sorted(set(SUPPORT_WORK) - {"vacating_support"}))
def test_support_work_may_be_outsourced(task):
    assert task_gate(task, Doer.AGENCY).allowed


@pytest.mark.parametrize(("task", "doer"), [("forced_vacating", Doer.COURT), ("vacating_support", Doer.AGENCY)])
def test_forced_vacating_waits_for_the_presidents_notice(task, doer):
    assert task_gate(task, doer).reasons == (Reason.NO_NOTICE,)
    assert task_gate(task, doer, president_signed_notice=True).allowed


def test_every_kind_of_work_names_a_rule_of_the_book():
    assert all(work.rule in RULES for work in WORK.values())


@pytest.mark.parametrize(
    ("code", "signed", "enough", "missing"),
    [
        ("fine", {Approver.PRESIDENT}, True, ()),
        ("fine", {Approver.PANEL, Approver.JUDGE}, False, (Approver.PRESIDENT,)),
        ("zhongben", {Approver.APPLICANT}, True, ()),
        ("zhongben", {Approver.PANEL}, False, (Approver.APPLICANT,)),
        ("zhongben", {Approver.PANEL, Approver.PRESIDENT}, True, ()),
        ("deposit", {Approver.JUDGE}, False, (Approver.PANEL,)),
    ],
)
def test_a_decision_stands_when_one_way_has_signed(code, signed, enough, missing):
    assert suffices(code, frozenset(signed)) is enough
    assert missing_approvers(code, frozenset(signed)) == missing


def test_every_decision_names_a_rule_of_the_book():
    assert all(each.rule in RULES and all(way.label for ways in each.ways for way in ways) for each in DECISIONS.values())
