"""The lower half of S9: validity, what was sent to whom, objections with their routes, fees, the appraisers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from app.domains.assets.tables import Asset
from app.domains.cases.tables import Party
from app.domains.cases.types import PartyRole
from app.domains.valuations.appraisal import in_turn
from app.domains.valuations.delivery import received_on, sent_to
from app.domains.valuations.objection_rules import RouteRow, routes_against
from app.domains.valuations.opening import PRICEABLE
from app.domains.valuations.tables import Appraisal, AppraiserChoice, PriceObjection, PriceReport, ReportDelivery, Valuation
from app.domains.valuations.types import GROUNDS, OPEN_OBJECTIONS, AppraisalState, ObjectionState, Way
from app.kernel.workdays import Calendar
from app.law.objections import Ground, Route, Target
from app.law.periods import days_after, days_before
from app.law.rulebook import cite
from app.law.valuation import EXTENSION_ASKED_BEFORE_DAYS, EXTENSIONS, OBJECTION_DAYS, Method, price_still_usable

Report = PriceReport | Appraisal
LOOKS = {
    AppraisalState.WAITING: ("idle", "circle-dashed"),
    AppraisalState.WORKING: ("info", "hourglass"),
    AppraisalState.REPORTED: ("ok", "circle-check"),
    AppraisalState.CORRECTING: ("warn", "hourglass"),
    AppraisalState.REISSUING: ("warn", "hourglass"),
    AppraisalState.REPLACED: ("danger", "circle-x"),
}


@dataclass(frozen=True)
class Validity:
    """Until when the price serves: `last_on` the last day of an opening whose first notice is out in time; `alarm` is M-14."""

    set_on: date
    valid_until: date
    last_on: date
    passed: int
    days: int
    alarm: str
    remedy: str
    citation: str


@dataclass(frozen=True)
class Sent:
    """One party: reports sent of all, how, when received, until when it may object, which sending waits for its receipt.

    `deemed_on`: a notice runs until then; `trouble`: the last attempt failed, somebody must serve in another way.
    """

    party: Party
    role: str
    sent: int
    total: int
    way: str
    sent_on: date | None
    reached_on: date | None
    object_until: date | None
    waiting: ReportDelivery | None
    deemed_on: date | None
    trouble: str


@dataclass(frozen=True)
class ObjectionRow:
    """An objection for people, and what may be done with it next."""

    row: PriceObjection
    word: str
    look: str
    grounds: str
    route: str
    citation: str
    next: Sequence[str] = ()


@dataclass(frozen=True)
class AppraiserRow:
    """One of the three."""

    row: Appraisal
    word: str
    look: str
    icon: str
    is_turn: bool
    ask_until: date | None
    may_extend: str
    late: bool


@dataclass(frozen=True)
class Appraising:
    """The appraisal way."""

    valuation: Valuation
    choice: AppraiserChoice | None
    three: Sequence[AppraiserRow]
    turn: AppraiserRow | None
    listed: Sequence[tuple[str, str]] = field(default=())


def validity_of(asset: Asset, today: date) -> Validity | None:
    """The bar with the last usable opening day; nothing while there is no price."""
    until, set_on = asset.reference_valid_until, asset.reference_set_on
    if asset.reference_price is None or until is None or set_on is None:
        return None
    use = price_still_usable(method=Method(asset.reference_method or "agreement"), valid_until=until, round1_notice_on=min(today, until), opens_on=())
    spent = today > until and asset.status in PRICEABLE
    missed = price_still_usable(method=Method(asset.reference_method or "agreement"), valid_until=until, round1_notice_on=today, opens_on=())
    alarm = f"参考价已于 {until.month}月{until.day}日 失效" if spent else ""
    days = max((until - set_on).days, 1)
    remedy = {"reissue_by_platforms": "请平台 3 日内重新出具", "reissue_by_appraiser": "请原评估机构 15 日内重新出具"}.get(
        missed.remedy or "", "重新确定参考价"
    )
    return Validity(set_on, until, use.last_usable_on or until, min(max((today - set_on).days, 0), days), days, alarm, remedy if spent else "", cite("RP-32"))


def sent_rows(parties: Sequence[Party], reports: Sequence[Report], deliveries: Sequence[ReportDelivery], calendar: Calendar) -> list[Sent]:
    """Every party with what it got."""
    return [_sent(each, [report.ref for report in reports], deliveries, calendar) for each in parties]


def objection_rows(objections: Sequence[PriceObjection]) -> list[ObjectionRow]:
    """Objections, latest last."""
    return [_objection(each) for each in objections]


def routes_of(found: Valuation | None) -> tuple[RouteRow, ...]:
    """Grounds and routes against the reports of a way."""
    return routes_against(Target(found.method)) if found is not None else ()


def appraising(
    found: Valuation, choice: AppraiserChoice | None, three: Sequence[Appraisal], listed: Sequence[tuple[str, str]], today: date, calendar: Calendar
) -> Appraising:
    """Three in their order, whose turn it is, and until when more days may be asked for."""
    turn = in_turn(three)
    rows = [_appraiser(each, turn, today, calendar) for each in three]
    return Appraising(found, choice, rows, next((each for each in rows if each.is_turn), None), listed)


def _sent(party: Party, refs: Sequence[str], deliveries: Sequence[ReportDelivery], calendar: Calendar) -> Sent:
    mine = [each for each in deliveries if each.party_id == party.id and set(each.reports) & set(refs)]
    got = [day for ref in refs if (day := received_on(mine, party.id, ref)) is not None]
    until = days_after(max(got), OBJECTION_DAYS, calendar).due_on if got else None
    reached = max((each.reached_on for each in mine if each.reached_on is not None), default=None)
    last = mine[-1] if mine else None
    waiting = next((each for each in mine if each.reached_on is None), None)
    sent = len(sent_to(mine, party.id) & set(refs))
    way = Way(last.way).word if last else ""
    return Sent(party, PartyRole(party.role).word, sent, len(refs), way, last.sent_on if last else None, reached, until, waiting, *_open_service(waiting))


def _open_service(waiting: ReportDelivery | None) -> tuple[date | None, str]:
    return (waiting.deemed_on, waiting.trouble) if waiting is not None else (None, "")


def _objection(each: PriceObjection) -> ObjectionRow:
    state = ObjectionState(each.state)
    look = "warn" if state in OPEN_OBJECTIONS else "danger" if state is ObjectionState.UPHELD else "idle"
    route = {Route.ENFORCEMENT_OBJECTION.value: "参照执行异议", Route.APPRAISER_EXPLAINS.value: "评估机构说明"}.get(
        each.route, "提请执行监督" if each.alternative else "不予受理"
    )
    grounds = "、".join(GROUNDS[Ground(code)] for code in each.grounds)
    return ObjectionRow(each, state.word, look, grounds, route, cite(each.rule), _next(each, state))


def _next(each: PriceObjection, state: ObjectionState) -> list[str]:
    if state not in OPEN_OBJECTIONS:
        return []
    explains = each.route == Route.APPRAISER_EXPLAINS.value
    by_state = {ObjectionState.OPEN: ["pass_on"] if explains else [], ObjectionState.PASSED_ON: ["explain", "experts"], ObjectionState.EXPLAINED: ["experts"]}
    return [*by_state.get(state, []), "decide"]


def _appraiser(each: Appraisal, turn: Appraisal | None, today: date, calendar: Calendar) -> AppraiserRow:
    state = AppraisalState(each.state)
    ask_until = days_before(each.due_on, EXTENSION_ASKED_BEFORE_DAYS, calendar).due_on if each.due_on and state is AppraisalState.WORKING else None
    denied = f"已延长 {EXTENSIONS} 次" if len(each.extensions) >= EXTENSIONS else ""
    late = each.due_on is not None and today > each.due_on and state in (AppraisalState.WORKING, AppraisalState.CORRECTING, AppraisalState.REISSUING)
    look, icon = LOOKS[state]
    return AppraiserRow(each, state.word, "danger" if late else look, icon, each is turn, ask_until, denied, late)
