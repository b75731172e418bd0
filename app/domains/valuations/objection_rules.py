"""The route of an objection by its grounds, shown before it is filed: which article, how long, who decides (RP-26 to RP-30). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.domains.valuations.types import GROUNDS
from app.kernel.workdays import Calendar
from app.law.objections import FORMAL_GROUNDS, SUBSTANTIVE_GROUNDS, Admissibility, Ground, Route, Target, objection_admissible
from app.law.rulebook import cite

FIRST_GROUNDS = frozenset({Ground.QUALIFICATION, Ground.PROCEDURE})
ROUTE_WORDS = {
    Route.ENFORCEMENT_OBJECTION: "参照执行行为异议审查（民诉法第236条），本院裁定",
    Route.APPRAISER_EXPLAINS: "三日内交评估机构，五日内书面说明；未说明或者仍有异议的，委托行业协会专业技术评审",
}
SUPERVISION_WORDS = "不作为异议审查；一拍公告或者直接变卖前，可提请执行监督（第25条）"


@dataclass(frozen=True)
class RouteRow:
    """A ground against a kind of report: where it leads, by which article."""

    ground: Ground
    words: str
    route: str
    rule: str
    citation: str


@dataclass(frozen=True)
class Hearing:
    """What becomes of an objection with one or more grounds."""

    admissible: bool
    route: Route | None
    rule: str
    due_on: date | None
    words: str
    alternative: str


def routes_against(target: Target) -> tuple[RouteRow, ...]:
    """Every ground with its route against a kind of report, for people to see before they file."""
    return tuple(_row(target, ground) for ground in Ground)


def hear(target: Target, grounds: Sequence[Ground], *, received_on: date | None, filed_on: date, before_notice: bool, calendar: Calendar) -> Hearing:
    """One answer for all grounds. Of several, those of substance take basics and scope with them; qualification and procedure are heard first (RP-28)."""
    answers = [_ask(target, ground, received_on, filed_on, before_notice, calendar) for ground in grounds]
    good = [each for each in answers if each.admissible]
    if not good:
        first = answers[0]
        words = first.findings[0].message
        return Hearing(False, None, "RP-29", first.due.due_on if first.due else None, words, first.alternative or "")
    routes = {each.route for each in good}
    due_on = good[0].due.due_on if good[0].due else None
    if len(routes) == 1:
        return Hearing(True, good[0].route, good[0].rules[0], due_on, "", "")
    route = Route.ENFORCEMENT_OBJECTION if FIRST_GROUNDS & set(grounds) else Route.APPRAISER_EXPLAINS
    return Hearing(True, route, "RP-28", due_on, "", "")


def late_words(filed_on: date, due_on: date) -> str:
    """M-12."""
    return f"异议于 {filed_on.month}月{filed_on.day}日 收到，已过期限 {due_on.month}月{due_on.day}日：登记并告知；可按第25条提请监督"


def _ask(target: Target, ground: Ground, received_on: date | None, filed_on: date, before_notice: bool, calendar: Calendar) -> Admissibility:
    return objection_admissible(
        target=target, ground=ground, before_round1_notice=before_notice, calendar=calendar, received_on=received_on, filed_on=filed_on, day=filed_on
    )


def _row(target: Target, ground: Ground) -> RouteRow:
    heard = target in (Target.ONLINE_INQUIRY, Target.APPRAISAL)
    if heard and ground in FORMAL_GROUNDS:
        return RouteRow(ground, GROUNDS[ground], ROUTE_WORDS[Route.ENFORCEMENT_OBJECTION], "RP-26", cite("RP-26"))
    if target is Target.APPRAISAL and ground in SUBSTANTIVE_GROUNDS:
        return RouteRow(ground, GROUNDS[ground], ROUTE_WORDS[Route.APPRAISER_EXPLAINS], "RP-27", cite("RP-27"))
    rule = "RP-30" if ground not in FORMAL_GROUNDS | SUBSTANTIVE_GROUNDS else "RP-29"
    return RouteRow(ground, GROUNDS[ground], SUPERVISION_WORDS, rule, cite(rule))
