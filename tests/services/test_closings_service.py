"""Closing: nothing is closed while its checklist has open items or the law's checks are not confirmed."""

from __future__ import annotations

import pytest

from app.domains.cases.queries import house_case
from app.domains.cases.types import ClosingWay
from app.domains.closings import service
from app.domains.closings.rules import checks_of
from app.infra.house import House
from app.kernel.errors import Invalid, NotFound, NotNow
from tests.factories.cases import make_case
from tests.factories.courts import Bench, found_bench

THING = "a" * 32


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def case_id(house: House, bench: Bench) -> str:
    with house.work(bench["clerk"]) as w:
        case = make_case(w, bench, parties=False)
        service.expect(w, case_id=case.id, court_id=bench.court_id, item="handed_over", thing_id=THING, title="包装机械一批")
        service.expect(w, case_id=case.id, court_id=bench.court_id, item="handed_over", thing_id=THING, title="包装机械一批")
        return case.id


def confirmed(way: ClosingWay) -> frozenset[str]:
    return frozenset(check.code for check in checks_of(way))


def finish(house: House, bench: Bench, case_id: str) -> None:
    with house.work(bench["clerk"]) as w:
        service.fulfil(w, case_id=case_id, item="handed_over", thing_id=THING)


def test_an_item_is_expected_once(house: House, case_id: str) -> None:
    with house.reading() as r:
        assert [each.item for each in service.checklist(r, case_id)] == ["handed_over"]


def test_an_open_item_is_named_and_nothing_closes(house: House, bench: Bench, case_id: str) -> None:
    with pytest.raises(NotNow, match="标的物已移交（包装机械一批）"), house.work(bench["judge"]) as w:
        service.approve_closing(w, case_id, ClosingWay.DONE, "全部履行完毕", confirmed=confirmed(ClosingWay.DONE))
    with house.reading() as r:
        assert house_case(r, case_id).closed_at is None


@pytest.mark.parametrize("way", ClosingWay)
def test_each_check_of_the_way_must_be_confirmed(house: House, bench: Bench, case_id: str, way: ClosingWay) -> None:
    finish(house, bench, case_id)
    for left_out in checks_of(way):
        with pytest.raises(Invalid, match=left_out.title), house.work(bench["judge"]) as w:
            service.approve_closing(w, case_id, way, "全部履行完毕", confirmed=confirmed(way) - {left_out.code})
    with house.work(bench["judge"]) as w:
        service.approve_closing(w, case_id, way, "全部履行完毕", confirmed=confirmed(way))
    with house.reading() as r:
        assert house_case(r, case_id).closing_way == way.value


def test_a_reason_must_say_something(house: House, bench: Bench, case_id: str) -> None:
    finish(house, bench, case_id)
    with pytest.raises(Invalid, match="理由"), house.work(bench["judge"]) as w:
        service.approve_closing(w, case_id, ClosingWay.DONE, " 好 ", confirmed=confirmed(ClosingWay.DONE))


def test_another_courts_judge_finds_nothing(house: House, bench: Bench, case_id: str) -> None:
    finish(house, bench, case_id)
    with pytest.raises(NotFound), house.work(bench["judge_b"]) as w:
        service.approve_closing(w, case_id, ClosingWay.DONE, "全部履行完毕")
