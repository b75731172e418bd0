"""The one state of delivery (forms.md §6.11): a table of occupancies, tenancies, residence rights and decisions, each with the rule it rests on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domains.assets.deliverability import DeliveryFacts, Known, determine
from app.domains.assets.types import Deliverability as D
from app.domains.assets.types import Occupancy as O
from app.domains.assets.types import VacatingDuty as V
from app.law.subjects import AssetKind

SEIZED = date(2025, 8, 12)
EARLY = DeliveryFacts(lease_signed_on=date(2021, 5, 20), possessed_since=date(2021, 6, 1))
LATE_CONTRACT = replace(EARLY, lease_signed_on=SEIZED)
LATE_POSSESSION = replace(EARLY, possessed_since=date(2025, 10, 1))
HOUSE = Known(AssetKind.HOUSE, O.EMPTY, D.PENDING, first_seized_on=SEIZED)

CASES = [
    ("empty", O.EMPTY, D.PENDING, {}, D.READY, "VC-01"),
    ("held by the court", O.COURT, D.PENDING, {}, D.READY, "VC-01"),
    ("debtor's family", O.DEBTOR_FAMILY, D.PENDING, {}, D.COURT_VACATES, "VC-03"),
    ("debtor's family stays though ready was said", O.DEBTOR_FAMILY, D.READY, {}, D.COURT_VACATES, "VC-03"),
    ("outsider without right", O.OUTSIDER_GROUNDLESS, D.PENDING, {}, D.COURT_VACATES, "VC-11"),
    ("outsider with grounds, undecided", O.OUTSIDER_GROUNDED, D.PENDING, {}, D.PENDING, "VC-07"),
    ("outsider with grounds, decided", O.OUTSIDER_GROUNDED, D.COURT_VACATES, {}, D.COURT_VACATES, "VC-07"),
    ("part, undecided", O.PARTIAL, D.PENDING, {}, D.PENDING, "VC-07"),
    ("lease and possession before the seizure", O.TENANT_CONTRACT, D.PENDING, {"facts": EARLY}, D.WITH_LEASE, "VC-09"),
    ("contract on the day of the seizure", O.TENANT_CONTRACT, D.PENDING, {"facts": LATE_CONTRACT}, D.COURT_VACATES, "VC-09"),
    ("possession after the seizure", O.TENANT_CONTRACT, D.WITH_LEASE, {"facts": LATE_POSSESSION}, D.COURT_VACATES, "VC-09"),
    ("dates unknown", O.TENANT_CONTRACT, D.PENDING, {}, D.PENDING, "VC-07"),
    ("with lease said without dates", O.TENANT_CONTRACT, D.WITH_LEASE, {}, D.PENDING, "VC-09"),
    ("no seizure entered", O.TENANT_CONTRACT, D.PENDING, {"facts": EARLY, "first_seized_on": None}, D.PENDING, "VC-07"),
    ("a sham lease refused by the court", O.TENANT_CONTRACT, D.COURT_VACATES, {"facts": EARLY}, D.COURT_VACATES, "VC-07"),
    ("a claim is looked into first", O.TENANT_CLAIM, D.PENDING, {"facts": EARLY}, D.PENDING, "VC-07"),
    ("a claim the court refused", O.TENANT_CLAIM, D.COURT_VACATES, {}, D.COURT_VACATES, "VC-07"),
    ("residence right, undecided", O.EMPTY, D.PENDING, {"residence": True}, D.PENDING, "VC-07"),
    ("residence right kept", O.OUTSIDER_GROUNDED, D.WITH_RESIDENCE, {"residence": True}, D.WITH_RESIDENCE, "VC-08"),
    ("not delivered, with grounds", O.PARTIAL, D.NOT_DELIVERED, {"note": "共有部分不单独移交"}, D.NOT_DELIVERED, "VC-03"),
    ("not delivered, no grounds", O.PARTIAL, D.NOT_DELIVERED, {}, D.PENDING, "VC-03"),
]


@pytest.mark.parametrize(("occupancy", "decided", "more", "state", "rule"), [each[1:] for each in CASES], ids=[each[0] for each in CASES])
def test_each_occupancy_has_its_state_with_reason_and_article(occupancy: O, decided: D, more: dict[str, object], state: D, rule: str) -> None:
    found = determine(replace(HOUSE, occupancy=occupancy, decided=decided, **more))
    assert (found.state, found.reasons[0].rule) == (state, rule)
    assert found.reasons[0].text
    assert found.reasons[0].citation
    assert found.determined is (state is not D.PENDING)


def test_every_state_of_the_list_can_be_reached() -> None:
    assert {each[4] for each in CASES} == set(D)


def test_who_stays_by_law_is_not_vacated() -> None:
    assert determine(replace(HOUSE, occupancy=O.TENANT_CONTRACT, facts=EARLY)).duty is V.OCCUPANT_STAYS
    assert determine(replace(HOUSE, occupancy=O.DEBTOR_FAMILY)).duty is V.COURT


def test_what_nobody_found_out_is_named_and_what_is_impossible_is_warned_of() -> None:
    assert determine(HOUSE).open_points == ("税费未估算", "能否过户未查明", "欠费未查明", "能否贷款未查明")
    known = replace(HOUSE, taxes=3, surveyed=True, facts=DeliveryFacts(registrable="no", loan="no"))
    found = determine(known)
    assert found.open_points == ()
    assert [each.role for each in found.reasons] == ["ok", "warn", "warn"]
    assert determine(replace(known, kind=AssetKind.EQUIPMENT, taxes=0, facts=DeliveryFacts())).open_points == ()


def test_facts_come_back_from_storage_as_they_were() -> None:
    assert DeliveryFacts.from_json(EARLY.as_json()) == EARLY
    assert DeliveryFacts.from_json({}) == DeliveryFacts()
