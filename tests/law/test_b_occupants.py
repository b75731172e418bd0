"""Who leaves and who stays, by the rule of each kind; what the care of somebody calls for."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.law.occupants import Arrangement, Care, OccupantKind, Occupation, Verdict, arrangements_for, standing_of
from app.law.vacating import HomeAnswer, Tenancy

TODAY, SEIZED, MORTGAGED = date(2026, 4, 20), date(2025, 8, 12), date(2022, 3, 15)
EARLY = Tenancy(date(2021, 5, 20), date(2021, 6, 1), date(2021, 6, 1))
BETWEEN = Tenancy(date(2023, 5, 20), date(2023, 6, 1), date(2023, 6, 1))
LATE = Tenancy(date(2025, 9, 1), date(2025, 10, 1), date(2025, 9, 1))
K, V = OccupantKind, Verdict


@pytest.mark.parametrize(
    ("kind", "known", "verdict", "rule"),
    [
        (K.DEBTOR, {}, V.LEAVES, "CP-01"),
        (K.PARENT, {}, V.LEAVES, "CP-01"),
        (K.DEBTOR, {"only_home": True}, V.JUDGE, "VC-13"),
        (K.DEBTOR, {"only_home": True, "answers": frozenset({HomeAnswer.HOUSING_OFFERED})}, V.LEAVES, "VC-13"),
        (K.DEBTOR, {"only_home": True, "answers": frozenset({HomeAnswer.RENT_DEDUCTED}), "rent_years": 6}, V.LEAVES, "VC-13"),
        (K.DEBTOR, {"only_home": True, "answers": frozenset({HomeAnswer.RENT_DEDUCTED}), "rent_years": 4}, V.JUDGE, "VC-13"),
        (K.TENANT, {"tenancy": EARLY}, V.STAYS, "VC-10"),
        (K.TENANT, {"tenancy": BETWEEN}, V.STAYS, "VC-10"),
        (K.TENANT, {"tenancy": LATE}, V.LEAVES, "VC-10"),
        (K.TENANT, {"tenancy": Tenancy(date(2021, 5, 20), date(2021, 6, 1), None)}, V.LEAVES, "VC-10"),
        (K.TENANT, {}, V.JUDGE, "VC-07"),
        (K.SUB_TENANT, {}, V.JUDGE, "VC-07"),
        (K.TENANT, {"tenancy": LATE, "published_right": True}, V.STAYS, "VC-08"),
        (K.AFFILIATE, {"tenancy": LATE}, V.LEAVES, "VC-10"),
        (K.STRANGER, {"possession_on": date(2025, 9, 1)}, V.LEAVES, "VC-11"),
        (K.STRANGER, {"possession_on": SEIZED}, V.LEAVES, "VC-11"),
        (K.STRANGER, {"possession_on": date(2024, 9, 1)}, V.JUDGE, "VC-11"),
        (K.STRANGER, {}, V.JUDGE, "VC-11"),
    ],
)
def test_each_kind_by_its_own_rule(kind: OccupantKind, known: dict[str, Any], verdict: Verdict, rule: str) -> None:
    found = standing_of(TODAY, Occupation(kind, **known), seized_on=SEIZED)
    assert (found.verdict, found.rule) == (verdict, rule)
    assert found.words


@pytest.mark.parametrize(
    ("on", "tenancy", "verdict", "rule"),
    [
        (TODAY, EARLY, V.STAYS, "VC-10"),
        (TODAY, BETWEEN, V.LEAVES, "VC-10"),
        (date(2025, 7, 23), EARLY, V.STAYS, "VC-09"),
        (date(2025, 7, 23), BETWEEN, V.JUDGE, "VC-09"),
        (date(2020, 12, 31), EARLY, V.JUDGE, "VC-09"),
    ],
)
def test_an_enforced_mortgage_decides_by_the_law_of_the_day(on: date, tenancy: Tenancy, verdict: Verdict, rule: str) -> None:
    found = standing_of(on, Occupation(K.TENANT, tenancy=tenancy), seized_on=SEIZED, mortgaged_on=MORTGAGED)
    assert (found.verdict, found.rule) == (verdict, rule)


def test_without_a_day_to_compare_with_a_judge_decides() -> None:
    assert standing_of(TODAY, Occupation(K.TENANT, tenancy=EARLY), seized_on=None).verdict is V.JUDGE
    assert standing_of(date(2025, 7, 23), Occupation(K.TENANT, tenancy=EARLY), seized_on=None, mortgaged_on=MORTGAGED).verdict is V.JUDGE
    assert standing_of(TODAY, Occupation(K.STRANGER, possession_on=SEIZED), seized_on=None).verdict is V.JUDGE


@pytest.mark.parametrize(
    ("cares", "wanted"),
    [
        (set(), ()),
        ({Care.MINOR}, (Arrangement.COMMUNITY, Arrangement.GUARDIAN)),
        ({Care.AGED}, (Arrangement.COMMUNITY, Arrangement.MEDICAL, Arrangement.SHELTER)),
        ({Care.AGED, Care.MINOR}, tuple(Arrangement)),
        ({Care.LOW_INCOME}, (Arrangement.COMMUNITY, Arrangement.SHELTER)),
    ],
)
def test_needs_call_for_arrangements_each_once(cares: set[Care], wanted: tuple[Arrangement, ...]) -> None:
    assert arrangements_for(frozenset(cares)) == wanted
