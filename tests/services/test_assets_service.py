"""Assets are entered, described, seized, priced and moved on; another court sees nothing."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.domains.assets import queries, rights, service
from app.domains.assets.rules import Act, check_term
from app.domains.assets.tables import Asset, PriorityHolder
from app.domains.assets.types import Deliverability, Kind, Measure, Occupancy, Status, VacatingDuty
from app.domains.audit.tables import TrailRow
from app.infra.house import House
from app.kernel.clock import ManualClock, at_shanghai
from app.kernel.errors import Conflict, Invalid, NotFound, NotNow
from app.kernel.money import Money
from app.law.subjects import AssetKind
from tests.factories.assets import FLAT, make_asset, make_flat, make_holder, make_priority_holder, make_seizure
from tests.factories.cases import make_case
from tests.factories.courts import Bench, found_bench

TODAY = date(2026, 4, 2)


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def case_id(house: House, bench: Bench) -> str:
    with house.work(bench["clerk"]) as w:
        return make_case(w, bench).id


@pytest.fixture
def asset_id(house: House, bench: Bench, case_id: str) -> str:
    with house.work(bench["clerk"]) as w:
        return make_asset(w, case_id).id


def test_each_kind_has_its_class_of_law() -> None:
    assert {kind: kind.law_class for kind in (Kind.HOUSE, Kind.EQUIPMENT, Kind.EQUITY, Kind.VALUABLES, Kind.LAND_BUILDING)} == {
        Kind.HOUSE: AssetKind.HOUSE,
        Kind.EQUIPMENT: AssetKind.EQUIPMENT,
        Kind.EQUITY: AssetKind.EQUITY,
        Kind.VALUABLES: AssetKind.MOVABLE,
        Kind.LAND_BUILDING: AssetKind.REAL_ESTATE,
    }


def test_entered_machines_are_held_and_suggest_vacating(house: House, bench: Bench, asset_id: str) -> None:
    with house.reading(bench["judge"]) as r:
        asset = queries.get_asset(r, asset_id)
    assert (asset.code, asset.status, asset.law_class, asset.deliverability, asset.vacating_duty) == ("A02", "held", "equipment", "court_vacates", "court")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "第一"}, "code"),
        ({"subkind": "小型轿车"}, "subkind"),
        ({"cert_no": ""}, "cert_no"),
        ({"area": "八十九"}, "area"),
        ({"area": "89.625"}, "area"),
        ({"occupancy": Occupancy.PARTIAL}, "occupancy_note"),
        ({"occupancy_note": "目前占有不明"}, "occupancy_note"),
        ({"place": ""}, "place"),
    ],
)
def test_impossible_assets_name_their_field(house: House, bench: Bench, case_id: str, changes: dict[str, object], field: str) -> None:
    with house.work(bench["clerk"]) as w, pytest.raises(Invalid) as refused:
        make_flat(w, case_id, **changes)
    assert refused.value.faults[0][0] == field


def test_code_and_title_are_unique_in_the_case(house: House, bench: Bench, case_id: str, asset_id: str) -> None:
    with house.work(bench["clerk"]) as w:
        with pytest.raises(Invalid, match="A02 在本案已经使用"):
            make_asset(w, case_id, title="另一批")
        with pytest.raises(Invalid, match="同名"):
            make_asset(w, case_id, code="A03")


def test_an_unknown_occupancy_cannot_be_stored(house: House, bench: Bench, asset_id: str) -> None:
    with pytest.raises(Conflict), house.work(bench["clerk"]) as w:
        queries.get_asset(w, asset_id).occupancy = ""


@pytest.mark.parametrize(
    ("kind", "starts_on", "longest"),
    [
        (AssetKind.EQUIPMENT, date(2026, 2, 10), date(2028, 2, 10)),
        (AssetKind.HOUSE, date(2025, 7, 2), date(2028, 7, 2)),
        (AssetKind.EQUITY, date(2024, 2, 29), date(2027, 2, 28)),
    ],
    ids=["movable 2 years EX-13", "real estate 3 years EX-13", "leap day"],
)
def test_a_term_longer_than_the_law_is_refused(kind: AssetKind, starts_on: date, longest: date) -> None:
    assert check_term(kind, starts_on, longest, TODAY).doubts == ()
    with pytest.raises(Invalid, match=longest.isoformat()):
        check_term(kind, starts_on, longest.replace(day=longest.day + 1) if longest.month != 2 or longest.day < 28 else date(2027, 3, 1), TODAY)


def test_a_short_or_ended_term_is_doubtful_and_the_day_before_is_normal() -> None:
    assert check_term(AssetKind.EQUIPMENT, date(2026, 2, 10), date(2028, 2, 9), TODAY).doubts == ()
    assert "短于" in check_term(AssetKind.EQUIPMENT, date(2026, 2, 10), date(2027, 2, 9), TODAY).doubts[0]
    assert "届满" in check_term(AssetKind.EQUIPMENT, date(2023, 2, 10), date(2025, 2, 9), TODAY).doubts[0]


def test_a_seizure_without_an_end_gets_the_laws(house: House, bench: Bench, asset_id: str) -> None:
    with house.work(bench["clerk"]) as w:
        seizure = make_seizure(w, queries.get_asset(w, asset_id))
        assert (seizure.expires_on, seizure.case_number) == (date(2028, 2, 9), "（2026）粤0115执1422号")
        assert [type(fact).__name__ for fact in w.facts] == ["SeizureEntered"]


def test_ranks_are_unique_and_waiting_ones_come_after(house: House, bench: Bench, asset_id: str) -> None:
    with house.work(bench["clerk"]) as w:
        asset = queries.get_asset(w, asset_id)
        make_seizure(w, asset)
        for changes in ({"rank": 1}, {"rank": 2}, {"rank": 0}, {"rank": 1, "kind": Measure.WAITING}):
            with pytest.raises(Invalid):
                make_seizure(w, asset, **changes)
        make_seizure(w, asset, rank=2, kind=Measure.WAITING)


def test_renewal_comes_before_the_end_and_not_after(house: House, bench: Bench, asset_id: str, clock: ManualClock) -> None:
    with house.work(bench["clerk"]) as w:
        seizure_id = make_seizure(w, queries.get_asset(w, asset_id)).id
    clock.move_to(at_shanghai(2028, 2, 1))
    with house.work(bench["clerk"]) as w:
        renewed = rights.renew_seizure(w, seizure_id, renewed_on=date(2028, 1, 31), expires_on=None, version=1)
        assert renewed.expires_on == date(2030, 1, 30)
    clock.move_to(at_shanghai(2030, 3, 1))
    with house.work(bench["clerk"]) as w, pytest.raises(Invalid, match="原顺位丧失"):
        rights.renew_seizure(w, seizure_id, renewed_on=date(2030, 2, 15), expires_on=None, version=2)


def test_a_third_person_as_owner_needs_a_reason(house: House, bench: Bench, asset_id: str) -> None:
    with house.work(bench["clerk"]) as w:
        asset = queries.get_asset(w, asset_id)
        make_holder(w, asset)
        with pytest.raises(Invalid, match="不是本案当事人"):
            make_holder(w, asset, "欧阳启明")
        with pytest.raises(Invalid, match="已经登记"):
            make_holder(w, asset)
    with house.reading(bench["clerk"]) as r:
        assert queries.get_asset_whole(r, asset_id).holders[0].party_id is not None


def test_a_waiver_has_its_paper(house: House, bench: Bench, asset_id: str) -> None:
    with house.work(bench["clerk"]) as w:
        holder = make_priority_holder(w, queries.get_asset(w, asset_id))
        with pytest.raises(Invalid, match="书面材料"):
            rights.waive_priority(w, holder.id, on=TODAY, paper=" ")
        rights.waive_priority(w, holder.id, on=TODAY, paper="放弃优先购买权声明")
    with house.reading() as r:
        assert [(each.name, each.waived_on) for each in queries.list_priority_holders(r, asset_id)] == [("黎卓然", TODAY)]


def test_a_part_entered_in_error_is_taken_back(house: House, bench: Bench, asset_id: str) -> None:
    with house.work(bench["clerk"]) as w:
        holder_id = make_priority_holder(w, queries.get_asset(w, asset_id)).id
    with house.work(bench["clerk_b"]) as w, pytest.raises(NotFound):
        rights.remove_part(w, PriorityHolder, holder_id)
    with house.work(bench["clerk"]) as w:
        rights.remove_part(w, PriorityHolder, holder_id)
        assert queries.list_priority_holders(w, asset_id) == []


def test_a_survey_tells_occupancy_defects_and_arrears(house: House, bench: Bench, asset_id: str) -> None:
    findings = {"occupancy": "empty", "defects": [{"part": "外罩", "text": "锈蚀"}], "arrears": [], "tax_items": [], "narrative": "整机完好"}
    with house.work() as w:
        service.take_survey(w, asset_id, findings)
    with house.reading(bench["clerk"]) as r:
        asset = queries.get_asset(r, asset_id)
        assert (asset.status, asset.occupancy, asset.deliverability, asset.defects[0]["text"]) == ("surveyed", "empty", "ready", "锈蚀")
        assert asset.survey["narrative"] == "整机完好"


def test_a_life_from_held_to_handed_over(house: House, bench: Bench, asset_id: str) -> None:
    with house.work() as w:
        service.set_reference_price(w, asset_id, Money.yuan("108000"), "inquiry", date(2027, 2, 1))
        for act in (Act.PLAN, Act.LIST, Act.FAIL, Act.PLAN, Act.LIST, Act.SELL, Act.TRANSFER, "hand_over"):
            service.move(w, asset_id, act)
    with house.reading() as r:
        asset = queries.house_asset(r, asset_id)
        acts = r.session.scalars(select(TrailRow.act).where(TrailRow.thing_id == asset_id)).all()
    assert (asset.status, str(asset.reference_price), asset.reference_set_on) == ("handed_over", "108000.00", TODAY)
    assert acts[-1] == "asset.handed_over"


def test_states_do_not_jump(house: House, bench: Bench, asset_id: str) -> None:
    with house.work() as w, pytest.raises(NotNow, match="已控制"):
        service.move(w, asset_id, Act.SELL)
    with house.work() as w, pytest.raises(Invalid):
        service.set_reference_price(w, asset_id, Money(0), "inquiry", None)


def test_what_is_on_a_site_is_not_rewritten(house: House, bench: Bench, case_id: str) -> None:
    with house.work() as w:
        asset = make_flat(w, case_id)
        for act in (Act.SURVEY, Act.PRICE, Act.PLAN, Act.LIST):
            service.move(w, asset.id, act)
    with house.work(bench["clerk"]) as w, pytest.raises(NotNow, match=Status.LISTED.word):
        service.edit_asset(w, asset.id, FLAT, version=asset.version)


def test_delivery_and_vacating_must_agree(house: House, bench: Bench, asset_id: str) -> None:
    order = service.Delivery(Occupancy.TENANT_CONTRACT, "黎卓然 2021-06-01 起承租", Deliverability.WITH_LEASE, "", VacatingDuty.COURT)
    with house.work(bench["clerk"]) as w, pytest.raises(Invalid, match="依法留用"):
        service.set_delivery(w, asset_id, order, version=1)


def test_arrears_are_money_and_days(house: House, bench: Bench, asset_id: str) -> None:
    with house.work(bench["clerk"]) as w:
        for row in (("物业费", "1.2万", "2026-03-31", "南屿物业"), ("物业费", "12000", "三月底", "南屿物业"), ("", "1", "2026-03-31", "x")):
            with pytest.raises(Invalid):
                service.set_arrears(w, asset_id, (row,), version=1)
        asset = service.set_arrears(w, asset_id, (("物业费", "318,460", "2026-03-31", "南屿物业"),), version=1)
        assert asset.arrears[0]["amount"] == "318460.00"


@pytest.mark.parametrize("login", ["clerk_b", "panel1"])
def test_another_court_and_a_stranger_to_the_panel_find_no_asset(house: House, bench: Bench, asset_id: str, login: str) -> None:
    with house.reading(bench[login]) as r, pytest.raises(NotFound):
        queries.get_asset(r, asset_id)


def test_a_select_of_assets_without_scope_is_empty(house: House, bench: Bench, asset_id: str) -> None:
    with house.reading(bench["clerk"]) as r:
        assert r.session.scalars(select(Asset)).all() == []
