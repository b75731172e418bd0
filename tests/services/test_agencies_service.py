"""Agencies: registered with a checked code, engaged with prices, suspended with a history, rostered; work far away goes to whose region it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domains.agencies import queries, service
from app.domains.agencies.types import AgencyKind, Barrier, RosterKind
from app.domains.assets.queries import house_asset
from app.domains.tasks.choosing import list_candidates
from app.infra.house import House
from app.kernel.clock import ManualClock
from app.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from app.kernel.money import Money
from tests.factories.assets import make_asset
from tests.factories.tasks import TaskField, found_field
from tests.web.visiting import counted

KIND = "survey_equipment"


@pytest.fixture
def field(house: House, clock: ManualClock) -> TaskField:
    return found_field(house, clock)


def barriers(field: TaskField, asset_id: str = "") -> dict[str, Barrier | None]:
    """What stands against each agency for a survey, by id."""
    with field.house.reading(field.bench["clerk"]) as r:
        asset = house_asset(r, asset_id or field.asset.id)
        return {each.agency.id: each.barrier for each in list_candidates(r, KIND, asset)}


def test_a_wrong_check_digit_or_a_second_registration_is_refused(field: TaskField) -> None:
    for code, name in (("91440115MAYYA1P654", "广州新辅有限公司"), ("91440115MAYYA1P653", "广州新辅有限公司")):
        with pytest.raises(Invalid), field.house.work(field.bench["director"]) as w:
            service.register_agency(w, service.RegisterAgency(name, AgencyKind.SUPPORT, code))


def test_a_clerk_neither_registers_nor_engages(field: TaskField) -> None:
    order = service.Engage(field.outside.anheng_id, field.bench.court_id, ("custody",), date(2026, 1, 1), date(2026, 12, 31))
    with pytest.raises(NotAllowed), field.house.work(field.bench["clerk"]) as w:
        service.engage(w, order)
    with pytest.raises(NotFound), field.house.work(field.bench["director"]) as w:
        service.engage(w, replace(order, court_id=field.bench.other_court_id))


def test_an_engagement_knows_its_prices_and_refuses_unknown_kinds_and_negative_ones(field: TaskField) -> None:
    order = service.Engage(field.outside.anheng_id, field.bench.court_id, ("custody",), date(2026, 1, 1), date(2026, 12, 31))
    for prices in ({"nothing": Money.yuan("1")}, {"custody": Money.yuan("-1")}):
        with pytest.raises(Invalid), field.house.work(field.bench["director"]) as w:
            service.engage(w, replace(order, prices=prices))
    with field.house.work(field.bench["director"]) as w:
        kept = service.engage(w, replace(order, prices={"custody": Money.yuan("800.50")}))
    assert kept.prices == {"custody": 80050}


def test_a_court_sees_only_its_own_engagements_and_an_agency_its_own(field: TaskField) -> None:
    with field.house.reading(field.bench["clerk_b"]) as r:
        assert queries.list_engagements(r) == []
    with field.house.reading(field.outside["agency"]) as r:
        assert {each.agency_id for each in queries.list_engagements(r)} == {field.outside.anheng_id}
        with pytest.raises(NotFound):
            queries.get_agency(r, field.outside.zhengxu_id)
        with pytest.raises(NotFound):
            queries.list_roster(r, field.outside.zhengxu_id, since=r.today)


def test_a_suspension_and_its_end_have_reasons_and_a_history(field: TaskField) -> None:
    with field.house.work(field.bench["director"]) as w:
        service.suspend(w, field.outside.anheng_id, "资质到期")
    assert barriers(field)[field.outside.anheng_id] is Barrier.SUSPENDED
    with pytest.raises(NotNow), field.house.work(field.bench["director"]) as w:
        service.suspend(w, field.outside.anheng_id, "再停")
    with pytest.raises(Invalid), field.house.work(field.bench["director"]) as w:
        service.resume(w, field.outside.anheng_id, " ")
    with field.house.work(field.bench["director"]) as w:
        service.resume(w, field.outside.anheng_id, "新证书已核对")
    assert barriers(field)[field.outside.anheng_id] is None
    with field.house.reading(field.outside["agency"]) as r:
        pause = queries.list_suspensions(r, field.outside.anheng_id)[0]
    assert (pause.reason, pause.resumed_reason) == ("资质到期", "新证书已核对")


def test_an_agency_whose_people_are_all_away_is_not_asked_that_day(field: TaskField) -> None:
    today = date(2026, 4, 2)
    for login in ("agency", "worker", "worker_too"):
        with field.house.work(field.outside["agency"]) as w:
            service.enter_roster(w, service.EnterRoster(field.outside[login].id, RosterKind.ABSENCE, today, today))
    assert barriers(field)[field.outside.anheng_id] is Barrier.ABSENT
    with field.house.work(field.outside["agency"]) as w:
        service.remove_roster(w, queries.list_roster(w, field.outside.anheng_id, since=today)[0].id)
    assert barriers(field)[field.outside.anheng_id] is None


@pytest.mark.parametrize("wrong", [{"until_on": date(2026, 4, 1)}, {"from_on": date(2026, 3, 1), "until_on": date(2026, 3, 2)}, {"person_id": "worker2"}])
def test_a_roster_is_of_ones_own_people_and_of_days_to_come(field: TaskField, wrong: dict[str, object]) -> None:
    order = service.EnterRoster(field.outside["worker"].id, RosterKind.DUTY, date(2026, 4, 2), date(2026, 4, 3))
    if "person_id" in wrong:
        wrong = {"person_id": field.outside["worker2"].id}
    with pytest.raises(Invalid), field.house.work(field.outside["agency"]) as w:
        service.enter_roster(w, replace(order, **wrong))
    with pytest.raises(NotAllowed), field.house.work(field.outside["worker"]) as w:
        service.enter_roster(w, order)


def test_work_far_away_goes_to_the_agency_with_that_region(field: TaskField) -> None:
    with field.house.work(field.bench["clerk"]) as w:
        far = make_asset(w, field.asset.case_id, code="A09", title="佛山仓库设备", place="佛山市南海区桂城街道8号")
    with field.house.work() as w:
        for agency_id, region in ((field.outside.anheng_id, "广州市"), (field.outside.zhengxu_id, "广州市、佛山市")):
            for term in queries.list_engagements(w, agency_id=agency_id):
                term.region = region
        service.suspend(w, field.outside.anheng_id, "略")
        service.resume(w, field.outside.anheng_id, "略")
    assert barriers(field, far.id) == {field.outside.anheng_id: Barrier.REGION, field.outside.zhengxu_id: None}
    assert set(barriers(field).values()) == {None}


def test_candidates_cost_a_constant_number_of_queries(field: TaskField) -> None:
    def count() -> int:
        with counted(field.house) as statements, field.house.reading(field.bench["clerk"]) as r:
            list_candidates(r, KIND, field.asset)
        return len(statements)

    before = count()
    with field.house.work() as w:
        for no, code in enumerate(("91440115MAYYT9G39A", "91440115MAYYH6L535", "91440101MAYYP2F66B")):
            agency = service.register_agency(w, service.RegisterAgency(f"新机构{no}", AgencyKind.SUPPORT, code))
            service.engage(w, service.Engage(agency.id, field.bench.court_id, (KIND,), date(2026, 1, 1), date(2026, 12, 31)))
    assert count() == before <= 16


def test_a_term_of_the_past_or_to_come_excludes(field: TaskField) -> None:
    field.clock.advance(timedelta(days=365))
    assert set(barriers(field).values()) == {Barrier.TERM}
