"""Agencies: registered with a checked code, engaged, suspended, and the interest gate of NA-46 and NA-47."""

from __future__ import annotations

from datetime import date

import pytest

from app.domains.agencies import queries, service
from app.domains.agencies.interest import Gate, Subject, find_hits, gate_of
from app.domains.agencies.rules import Standing, exclusion
from app.domains.agencies.types import AgencyKind, Relation
from app.infra.house import House
from app.kernel.clock import ManualClock
from app.kernel.errors import Invalid, NotAllowed, NotFound
from tests.factories.tasks import TaskField, found_field

BROTHER = "440100199503160195"


@pytest.fixture
def field(house: House, clock: ManualClock) -> TaskField:
    return found_field(house, clock)


def test_a_wrong_check_digit_or_a_second_registration_is_refused(field: TaskField) -> None:
    for code, name in (("91440115MAYYA1P654", "广州新辅有限公司"), ("91440115MAYYA1P653", "广州新辅有限公司")):
        with pytest.raises(Invalid), field.house.work(field.bench["director"]) as w:
            service.register_agency(w, service.RegisterAgency(name, AgencyKind.SUPPORT, code))


def test_a_clerk_neither_registers_nor_engages(field: TaskField) -> None:
    order = service.Engage(field.outside.anheng_id, field.bench.court_id, ("custody",), date(2026, 1, 1), date(2026, 12, 31))
    with pytest.raises(NotAllowed), field.house.work(field.bench["clerk"]) as w:
        service.engage(w, order)
    with pytest.raises(NotFound), field.house.work(field.bench["director"]) as w:
        service.engage(w, service.Engage(order.agency_id, field.bench.other_court_id, order.kinds, order.from_on, order.until_on))


def test_a_court_sees_only_its_own_engagements_and_an_agency_its_own(field: TaskField) -> None:
    with field.house.reading(field.bench["clerk_b"]) as r:
        assert queries.list_engagements(r) == []
    with field.house.reading(field.outside["agency"]) as r:
        assert {each.agency_id for each in queries.list_engagements(r)} == {field.outside.anheng_id}
        with pytest.raises(NotFound):
            queries.get_agency(r, field.outside.zhengxu_id)


DAY = date(2026, 4, 2)
TERM = {"engaged": True, "kinds": ("custody",), "from_on": date(2026, 1, 1), "until_on": date(2026, 12, 31), "quota": 2}


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (Standing(**TERM), ""),
        (Standing(), "没有委托合同"),
        (Standing(**{**TERM, "kinds": ("viewing",)}), "不含这类任务"),
        (Standing(**{**TERM, "until_on": date(2026, 4, 1)}), "到期"),
        (Standing(**{**TERM, "until_on": DAY}), ""),
        (Standing(**{**TERM, "from_on": date(2026, 4, 3)}), "起生效"),
        (Standing(**TERM, open_tasks=2), "限额 2 件"),
        (Standing(**TERM, suspended=True, suspended_reason="资质到期"), "资质到期"),
    ],
)
def test_every_exclusion_has_its_reason(standing: Standing, words: str) -> None:
    reason = exclusion(standing, "custody", DAY)
    assert words in reason
    assert bool(reason) is bool(words)


def declare(field: TaskField, relation: Relation, name: str, id_number: str = "", phone: str = "") -> None:
    with field.house.work(field.outside["agency"]) as w:
        service.declare_interest(w, service.DeclareInterest(field.outside.anheng_id, relation, name, field.outside["worker"].id, id_number, phone))


@pytest.mark.parametrize(
    ("subject", "gate"),
    [
        (Subject("卢小航", BROTHER), Gate.BLOCKED),
        (Subject("别的名字", BROTHER.lower()), Gate.BLOCKED),
        (Subject("卢小航"), Gate.MANUAL),
        (Subject("卢小航", "440100197308120711"), Gate.CLEAR),
        (Subject("方屿宁", phone="199-0000-0088"), Gate.MANUAL),
        (Subject("卢建国", "440100197003070011"), Gate.MANUAL),
        (Subject("方屿宁", "440100199202280169"), Gate.CLEAR),
    ],
)
def test_a_brother_is_blocked_a_cousin_looked_at_and_a_stranger_free(field: TaskField, subject: Subject, gate: Gate) -> None:
    declare(field, Relation.SIBLING, "卢小航", BROTHER, "19900000088")
    declare(field, Relation.OTHER, "卢建国", "440100197003070011")
    with field.house.reading(field.bench["clerk"]) as r:
        hits = find_hits(r, [field.outside.anheng_id], [subject])
        assert find_hits(r, [field.outside.zhengxu_id], [subject]) == []
    assert gate_of(hits) is gate
    assert all(BROTHER not in hit.reason for hit in hits)


def test_numbers_of_relatives_are_kept_as_digests_and_masks_only(field: TaskField) -> None:
    declare(field, Relation.SIBLING, "卢小航", BROTHER, "19900000088")
    with field.house.reading(field.bench["clerk"]) as r:
        row = queries.list_declarations(r, field.outside.anheng_id)[0]
    assert row.id_masked == "440100********0195"
    assert BROTHER not in str(vars(row))
    assert "19900000088" not in str(vars(row))


def test_an_agency_near_a_party_is_left_out_with_the_article(field: TaskField) -> None:
    declare(field, Relation.SELF, "某股东", "91440115MAYYQ4X10J")
    with pytest.raises(NotAllowed, match="第34条"):
        field.give()
