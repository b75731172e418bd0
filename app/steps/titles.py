"""Title routes: opened when the ruling is served, from the thing's own seizures and burdens; clocks, service of the notice, refusals, closing."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy import select

from app.domains.assets.tables import Asset, Encumbrance, Seizure
from app.domains.assets.types import EncumbranceKind, Measure
from app.domains.cases.queries import house_case
from app.domains.closings import service as closings
from app.domains.courts.queries import get_court
from app.domains.deadlines import service as deadlines
from app.domains.deadlines.service import Start
from app.domains.messages.service import Notice, tell, tell_role
from app.domains.services.events import ServiceDone
from app.domains.settlements.events import RulingServed
from app.domains.settlements.rules import SettlementStatus
from app.domains.settlements.tables import Settlement
from app.domains.titles import service as titles
from app.domains.titles.events import DaysGiven, GoodsDamaged, RefusalReported, RouteDone, RouteOpened, RouteReopened, StepOver, StepRefused
from app.domains.titles.queries import find_of_settlement, house_step, steps_of
from app.domains.titles.rules import OVER
from app.domains.titles.tables import TitleRoute
from app.infra.unit_of_work import Work, for_house
from app.kernel.actor import Role
from app.kernel.clock import SHANGHAI
from app.kernel.errors import NotFound, NotNow
from app.law.rulebook import cite
from app.law.subjects import AssetKind
from app.law.title_routes import Burden, Held, Known, plan_of, route_of
from app.steps.court_sheet import class_sheet, court_sheet
from app.steps.paper_asset import house_asset_whole

LAST_MINUTE = time(23, 59)
CLOCK, THING, ITEM = "title_step", "title_step", "transferred"
NOTICE_PAPER = "transfer_assistance_notice"
SERVED = (SettlementStatus.RULING_SERVED.value, SettlementStatus.SETTLED.value)
ENDED = {
    EncumbranceKind.MORTGAGE.value: ("涂销抵押", True),
    EncumbranceKind.PLEDGE.value: ("注销质押登记", True),
    EncumbranceKind.LIEN.value: ("消灭留置，取回标的物", False),
}
MEASURES = {Measure.DETAIN.value: "扣押", Measure.FREEZE.value: "冻结"}


def open_for_served(w: Work, fact: RulingServed) -> None:
    """Served, sold or in kind: the way to the registered title begins."""
    open_of_account(w, fact.settlement_id)


def open_of_account(w: Work, settlement_id: str) -> TitleRoute:
    """The route of a served account, made where there is none: also for accounts served before there were routes. NotNow before the service."""
    held = select(Settlement).where(Settlement.id == settlement_id).with_for_update()
    account = w.session.scalar(for_house(held))
    if account is None:
        raise NotFound
    if account.status not in SERVED or account.ruling_served_on is None:
        raise NotNow("成交裁定送达后开始", code="not_served")
    asset = house_asset_whole(w, account.asset_id)
    court = get_court(w.session, account.court_id)
    known = known_of(asset, court.code, (court.name, court.short_name))
    route = route_of(AssetKind(asset.law_class), asset.subkind)
    of = (account.court_id, account.case_id, account.asset_id, account.id, account.round_id)
    order = titles.OpenRoute(*of, route, account.title, account.buyer_name, account.ruling_served_on, notice_days(court.code))
    return titles.open_route(w, order, plan_of(route, known))


def known_of(asset: Asset, court_code: str, ours: tuple[str, ...]) -> Known:
    """What the thing's register says, as the table of routes reads it. `ours`: the names of the court."""
    sheet = class_sheet(court_code, asset.law_class)
    registry = str(sheet.get("registry", "")) if sheet.get("registered") else ""
    return Known(
        registry=registry,
        docs=tuple(each for each in str(sheet.get("transfer_docs", "")).split("、") if each),
        held=tuple(_held(each, ours) for each in asset.seizures),
        burdens=tuple(_burden(each) for each in asset.encumbrances if each.kind in ENDED),
        taxes=tuple(f"{each.get('name')}（{each.get('bearer')}）" for each in asset.tax_items),
        arrears=tuple(f"{each.get('kind')} {each.get('amount')} 元（{each.get('holder')}）" for each in asset.arrears),
        granted_land=asset.subkind == "国有划拨" or any(each.kind == EncumbranceKind.LAND_PREMIUM.value for each in asset.encumbrances),
    )


def expect_title(w: Work, fact: RouteOpened) -> None:
    """The case does not close before the title is through (AUX-14); whoever works on it hears that it begins."""
    closings.expect(w, case_id=fact.case_id, court_id=fact.court_id, item=ITEM, thing_id=fact.asset_id, title=fact.title)
    clerk = house_case(w, fact.case_id).clerk_id
    tell(w, [clerk], Notice("settlement", f"裁定已送达，开始办理过户：{fact.title}", link=page_of(fact.round_id), case_id=fact.case_id))


def fulfil_title(w: Work, fact: RouteDone) -> None:
    """Through."""
    closings.fulfil(w, case_id=fact.case_id, item=ITEM, thing_id=fact.asset_id)
    case = house_case(w, fact.case_id)
    tell(w, [case.clerk_id, case.judge_id], Notice("settlement", f"裁定过户办结：{fact.title}", link=page_of(fact.round_id), case_id=fact.case_id))


def reopen_title(w: Work, fact: RouteReopened) -> None:
    """Not through after all."""
    closings.take_back(w, case_id=fact.case_id, item=ITEM, thing_id=fact.asset_id, reason=fact.reason)


def start_days(w: Work, fact: DaysGiven) -> None:
    """The days that the notice or the authority's slip gives, or the day that was set with the step; no article names a number."""
    holder = fact.person_id or house_case(w, fact.case_id).clerk_id
    of = (fact.case_id, fact.court_id, THING, fact.step_id, fact.on)
    until_at = datetime.combine(fact.until_on, LAST_MINUTE, SHANGHAI) if fact.until_on else None
    order = Start(*of, length=fact.days, asset_id=fact.asset_id, holder_id=holder, remark=fact.step, due_at=until_at)
    clock = deadlines.start(w, CLOCK, order)
    house_step(w, fact.step_id).due_on = clock.due_on


def end_days(w: Work, fact: StepOver) -> None:
    """Done in its days, or no longer waited for."""
    if fact.met:
        deadlines.meet(w, CLOCK, THING, fact.step_id, on=fact.on)
    else:
        deadlines.end(w, CLOCK, THING, fact.step_id, reason=fact.why)


def tell_of_refusal(w: Work, fact: StepRefused) -> None:
    """Clerk and whoever works on it: an answer is wanted."""
    clerk = house_case(w, fact.case_id).clerk_id
    words = f"{fact.office or '办理单位'}退件，待答复：{fact.title}"
    tell(w, list(dict.fromkeys([fact.person_id or clerk, clerk])), Notice("settlement", words, fact.reason, step_page(fact.step_id), fact.case_id))


def tell_of_report(w: Work, fact: RefusalReported) -> None:
    """A unit that does not assist: judge and director decide on 民诉法 第117条."""
    body = f"{fact.reason}；{fact.words}（{cite('CP-12')}：责令履行，可以罚款，须院长批准）"
    notice = Notice("settlement", f"{fact.office or '协助单位'}拒不协助过户：{fact.title}", body, step_page(fact.step_id), fact.case_id)
    tell(w, [house_case(w, fact.case_id).judge_id], notice)
    tell_role(w, Role.DIRECTOR, notice, court_id=fact.court_id)


def tell_of_damage(w: Work, fact: GoodsDamaged) -> None:
    """The judge hears of what arrived damaged."""
    case = house_case(w, fact.case_id)
    tell(w, [case.judge_id, case.clerk_id], Notice("settlement", f"运送有损坏：{fact.title}", fact.words, page_of(fact.round_id), fact.case_id))


def note_notice_served(w: Work, fact: ServiceDone) -> None:
    """The notice reached its registry by the house's own service: the step is done with that day, and the notice's days begin."""
    if fact.subject_kind != "settlement" or fact.code != NOTICE_PAPER:
        return
    route = find_of_settlement(w, fact.subject_id)
    step = next((each for each in steps_of(w, route.id) if each.code == titles.ASSIST), None) if route else None
    if route is None or step is None or step.status in OVER or fact.on < route.served_on:
        return
    titles.finish(w, step.id, titles.Finished(fact.on, f"送达回证（{fact.way}）", fact.recipient, step.days))


def notice_days(court_code: str) -> int | None:
    """The days that the court's own notices give; None where its sheet names none."""
    days = court_sheet(court_code).get("transfer_days")
    return int(days) if days else None


def measure_of(seizure: Seizure) -> str:
    """查封, 扣押 or 冻结."""
    return MEASURES.get(seizure.kind, "查封")


def page_of(round_id: str) -> str:
    """S18."""
    return f"/lots/{round_id}/transfer"


def step_page(step_id: str) -> str:
    """Where a step is worked on."""
    return f"/titles/steps/{step_id}"


def _held(seizure: Seizure, ours: tuple[str, ...]) -> Held:
    own = seizure.court_name in ours and seizure.kind != Measure.WAITING.value
    return Held(seizure.court_name, seizure.case_number, seizure.registry_office, own, measure_of(seizure))


def _burden(burden: Encumbrance) -> Burden:
    title, registered = ENDED[burden.kind]
    return Burden(title, burden.holder, registered)
