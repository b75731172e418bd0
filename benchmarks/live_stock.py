"""Three thousand lots of five sites, live at once: stocked in the simulator's own journal and in the house, so that both processes begin with them."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import inspect, select

from app.demonstration import acts
from app.demonstration.acts import Playing
from app.demonstration.cast import load_cast
from app.demonstration.lots import LOTS
from app.demonstration.stage import Stage
from app.demonstration.times import InlineTime
from app.domains.assets.tables import Asset
from app.domains.plans.tables import Plan
from app.domains.rounds.service import Prepare, prepare_round
from app.infra.house import House
from app.infra.unit_of_work import Work, for_house
from app.kernel.clock import ManualClock, at_shanghai
from app.kernel.money import Money
from app.simulator.exchange import NUMBERS, SITES
from app.simulator.journal import Journal
from app.sites.loader import installed
from app.sites.package import PackagePlan

LISTED_AT = at_shanghai(2026, 3, 2, 9)
OPENS_AT = at_shanghai(2026, 3, 18, 10)
ENDS_AT = OPENS_AT + timedelta(hours=24)
TITLE = "包装机械一套"
CASE_NO = "（2026）粤0115执1422号"
COURT = "广州市南沙区人民法院"
START, DEPOSIT, STEP, VALUE = (Money.yuan(each) for each in ("80000", "8000", "500", "110000"))


def stock_sites(journal: Journal, lots: int) -> list[tuple[str, str]]:
    """(site, lot id) of so many lots, shared out among the sites; every lot has a crowd of its own that comes from its number."""
    found: list[tuple[str, str]] = []
    for place, site in enumerate(SITES):
        package = journal.keep(installed().get(site).package(_plan()))
        first, distance = NUMBERS[site]
        numbers = [str(first + distance * each) for each in range(len(range(place, lots, len(SITES))))]
        for number in numbers:
            journal.append("lot", LISTED_AT, site=site, lot_id=number, package=package)
        found.extend((site, number) for number in numbers)
    return found


def stock_house(house: House, clock: ManualClock, lots: list[tuple[str, str]]) -> None:
    """One case with a thing for every one of these lots, announced already and due to be read."""
    load_cast(house)
    stage = Stage(house, InlineTime(house, clock), "", lambda told: None)
    playing = Playing(LOTS["L4"])
    acts.enter_asset(stage, playing)
    with stage.work("judge") as w:
        things = _things(w, playing.memo["asset"], len(lots))
        of = {"court_id": w.actor.court_id or "", "case_id": playing.memo["case"]}
        signed = {"status": "frozen", "digest": "b" * 64, "frozen_at": w.now, "signed_by": w.actor.id}
        drafted = {"title": TITLE, "terms": {}, "drafted_by": w.actor.id, "saved_at": w.now}
        plans = [Plan(**of, **signed, **drafted, asset_id=each, round_no=1) for each in things]
        w.session.add_all(plans)
        w.flush()
        for plan, (site, lot_id) in zip(plans, lots, strict=True):
            found = prepare_round(
                w,
                Prepare(**of, **_terms(), asset_id=plan.asset_id, plan_id=plan.id, plan_digest="b" * 64, title=TITLE, case_no=CASE_NO, site=site, court=COURT),
            )
            found.lot_id, found.status, found.announced_at = lot_id, "live", LISTED_AT
            found.files_read_at = found.next_read_at = OPENS_AT + timedelta(hours=10)


def _things(w: Work, asset_id: str, count: int) -> list[str]:
    """Copies of a thing of the case under codes of their own; their ids."""
    asset = w.session.scalars(for_house(select(Asset).where(Asset.id == asset_id))).one()
    columns = {each.key: getattr(asset, each.key) for each in inspect(Asset).column_attrs if each.key not in {"id", "code", "title", "version"}}
    copies = [Asset(**columns, code=f"B{number:05d}", title=f"{TITLE} {number}") for number in range(count)]
    w.session.add_all(copies)
    w.flush()
    return [each.id for each in copies]


def _terms() -> dict[str, object]:
    prices = {"start_price": START, "deposit": DEPOSIT, "increment": STEP, "reference_price": VALUE}
    return {**prices, "round_no": 1, "opens_at": OPENS_AT, "scheduled_end_at": ENDS_AT, "balance_days": 10}


def _plan() -> PackagePlan:
    return PackagePlan(
        title=TITLE,
        case_no=CASE_NO,
        court=COURT,
        round=1,
        starting_price=START,
        appraisal_price=VALUE,
        deposit=DEPOSIT,
        increment=STEP,
        opens_at=OPENS_AT,
        ends_at=ENDS_AT,
        extension_minutes=5,
        announcement="本院将于2026年3月18日10时起公开拍卖。",
        instructions="竞买人应当在竞价程序开始前办理报名手续。",
        warnings="标的物以实物现状为准。",
        photos=(),
        attachments=(),
        our_reference="bench",
        plan_digest="b" * 64,
    )
