"""The table of ways to a registered title: which steps a kind has, one row an authority, and in what order they go."""

from __future__ import annotations

import pytest

from app.law.rulebook import RULES
from app.law.subjects import AssetKind
from app.law.title_routes import ROUTES, Burden, Doer, Held, Known, Planned, Route, plan_of, route_of

OURS = Held("本院", "（2026）粤0115执1号", "登记中心", ours=True, measure="查封")
AGAIN = Held("本院", "（2026）粤0115执2号", "登记中心", ours=True, measure="查封")
PARK = Held("本院", "（2026）粤0115执1号", "停车场", ours=True, measure="扣押")
WAITING = Held("他院", "（2025）粤0113执9号", "登记中心", ours=False, measure="查封")
BANK, FUND = Burden("涂销抵押", "银行"), Burden("涂销抵押", "基金")
SHOP = Burden("消灭留置", "修理厂", registered=False)


def codes(planned: tuple[Planned, ...]) -> list[str]:
    return [each.step.code for each in planned]


@pytest.mark.parametrize(
    ("kind", "subkind", "route", "steps"),
    [
        (AssetKind.HOUSE, "住宅", Route.REAL_ESTATE, "assist tax release register"),
        (AssetKind.REAL_ESTATE, "工业厂房", Route.REAL_ESTATE, "assist tax release register"),
        (AssetKind.LAND, "国有出让", Route.LAND, "assist tax release register"),
        (AssetKind.VEHICLE, "小型轿车", Route.VEHICLE, "assist violations inspect tax release register carry"),
        (AssetKind.SHIP, "渔船", Route.SHIP, "assist tax release register carry"),
        (AssetKind.EQUITY, "有限公司", Route.EQUITY, "assist company approval tax release register"),
        (AssetKind.EQUITY, "上市公司", Route.LISTED_SHARE, "assist tax release register"),
        (AssetKind.EQUIPMENT, "机床", Route.EQUIPMENT, "release tax carry"),
        (AssetKind.MOVABLE, "原材料", Route.BULK, "release tax carry"),
        (AssetKind.IP, "商标", Route.RIGHT, "assist tax release register"),
        (AssetKind.OTHER_RIGHT, "债权", Route.RIGHT, "assist tax release register"),
    ],
)
def test_each_kind_has_its_way(kind: AssetKind, subkind: str, route: Route, steps: str) -> None:
    assert route_of(kind, subkind) is route
    assert codes(plan_of(route, Known(registry="登记中心", held=(OURS,)))) == steps.split()


def test_every_kind_has_a_way_and_every_step_names_a_rule_and_only_known_steps() -> None:
    assert {route_of(kind) for kind in AssetKind} == set(Route)
    for steps in ROUTES.values():
        known = {each.code for each in steps}
        assert {each.rule for each in steps} <= RULES.keys()
        assert {code for each in steps for code in each.advised} <= known
        assert all(each.receipt and each.papers for each in steps)


def test_seizures_make_one_row_an_authority_ours_apart_from_others() -> None:
    rows = plan_of(Route.VEHICLE, Known(registry="车管所", held=(OURS, AGAIN, PARK, WAITING)))
    own = [(each.title, each.office, len(each.about)) for each in rows if each.step.code == "release"]
    assert own == [("解除本院查封", "登记中心", 2), ("解除本院扣押", "停车场", 1)]
    assert [(each.office, each.about) for each in rows if each.step.code == "waiting"] == [("登记中心", ("他院 （2025）粤0113执9号 查封",))]


def test_burdens_make_one_row_at_the_registry_and_one_at_whoever_holds_the_thing() -> None:
    rows = plan_of(Route.VEHICLE, Known(registry="车管所", burdens=(BANK, FUND, SHOP)))
    found = [(each.title, each.office, each.about) for each in rows if each.step.code == "cancel"]
    assert found == [("涂销抵押", "车管所", ("权利人银行", "权利人基金")), ("消灭留置", "修理厂", ("权利人修理厂",))]


def test_what_the_thing_does_not_have_has_no_row_and_the_court_names_the_papers() -> None:
    bare = plan_of(Route.LAND, Known())
    assert codes(bare) == ["assist", "tax", "register"]
    whole = plan_of(Route.LAND, Known(docs=("成交裁定书", "完税凭证"), arrears=("电费",), granted_land=True))
    assert codes(whole) == ["assist", "premium", "tax", "arrears", "register"]
    assert whole[-1].papers == ("成交裁定书", "完税凭证")


@pytest.mark.parametrize("route", [each for each in Route if each not in (Route.EQUIPMENT, Route.BULK)])
def test_release_and_cancelling_come_before_registration_and_an_order_without_article_stops_nothing(route: Route) -> None:
    register = next(each for each in ROUTES[route] if each.code == "register")
    assert {"assist", "release", "waiting", "cancel"} <= set(register.after)
    assert "tax" in register.advised
    assert "tax" not in register.after


def test_the_courts_own_papers_are_served_by_nobody_else_and_taxes_are_the_buyers_to_pay() -> None:
    steps = [each for found in ROUTES.values() for each in found]
    assert not any(each.helped for each in steps if each.code in ("assist", "company"))
    assert {each.doer for each in steps if each.code == "tax"} == {Doer.BUYER}
