"""A served sale with its title route, for tests: the flat with two seizures and a mortgage, or the machines under one."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from app.domains.assets.queries import house_asset
from app.domains.assets.rights import BurdenDetails, add_burden
from app.domains.assets.service import AssetDetails
from app.domains.assets.types import EncumbranceKind, Measure
from app.domains.titles import service
from app.domains.titles.queries import steps_of
from app.domains.titles.service import Finished
from app.domains.titles.tables import Shipment, TitleRoute, TitleStep
from app.infra.unit_of_work import Work, for_house
from app.kernel.money import Money
from app.steps.titles import open_of_account
from tests.factories.assets import FLAT, MACHINES, make_seizure
from tests.factories.courts import Bench
from tests.factories.handovers import make_handover

REGISTRY = "不动产登记机构"
OURS, OTHER = "广州市南沙区人民法院", "广州市番禺区人民法院"


def make_title(w: Work, bench: Bench, serial: int = 1207, details: AssetDetails = FLAT) -> TitleRoute:
    """The flat (seized by us and, waiting, by Panyu; mortgaged) or the machines (detained by us), sold; the ruling was served today."""
    thread = make_handover(w, bench, serial, details=details)
    asset = house_asset(w, thread.asset_id)
    asset.status = "priced"
    if details is MACHINES:
        make_seizure(w, asset, expires_on=date(2028, 2, 9))
    else:
        make_seizure(w, asset, kind=Measure.SEAL, registry_office=REGISTRY)
        make_seizure(w, asset, kind=Measure.WAITING, rank=2, court_name=OTHER, case_number="（2025）粤0113执6021号", registry_office=REGISTRY)
        add_burden(w, asset.id, BurdenDetails(EncumbranceKind.MORTGAGE, "广州穗禾农村商业银行股份有限公司南沙支行", Money.yuan("2866300")))
    asset.status = "transferred"
    w.flush()
    return open_of_account(w, thread.settlement_id)


def step_of(w: Work, route: TitleRoute, code: str) -> TitleStep:
    """The first step of a code."""
    return next(each for each in steps_of(w, route.id) if each.code == code)


def finish_all(w: Work, route: TitleRoute, *, but: tuple[str, ...] = ()) -> None:
    """Every open step is done today, in the order in which they wait for each other."""
    for step in sorted(steps_of(w, route.id), key=lambda each: each.code in ("register", "carry")):
        if step.status not in ("done", "not_needed") and step.code not in but:
            service.finish(w, step.id, Finished(w.today, "回执1号", step.office or "办理单位"))


def title_rows(w: Work, of: dict[str, Any], settlement_id: str, round_id: str) -> dict[str, str]:
    """A route with one step of carriage, by the names of their arguments in addresses."""
    about = {"court_id": of["court_id"], "case_id": of["case_id"]}
    route = TitleRoute(
        **of, settlement_id=settlement_id, round_id=round_id, route="bulk", title="包装机械一批", buyer_name="汪承泽", served_on=w.today, opened_on=w.today
    )
    w.session.add(route)
    w.flush()
    step = TitleStep(**about, route_id=route.id, no=1, code="carry", title="提货和运送", doer="court", rule="AS-24", receipt_wanted="签收单")
    w.session.add(step)
    w.flush()
    return {"route_id": route.id, "step_id": step.id}


def shipment_of(w: Work, route: TitleRoute) -> Shipment | None:
    """The carriage of a route."""
    return w.session.scalar(for_house(select(Shipment).where(Shipment.route_id == route.id)))
