"""What 拍次日历 (S16) shows: lots and planned openings by day, announcement bars, rest days, the court's sittings, clashes of panels. At most nine queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.domains.cases.tables import Case
from app.domains.courts.queries import get_court, load_calendar
from app.domains.plans.sittings import Rules, list_planned, rules_of, seats_of
from app.domains.plans.tables import Plan
from app.domains.plans.types import SHORT_ROUNDS, Terms
from app.domains.rounds.hall import look_of
from app.domains.rounds.queries import list_month
from app.domains.rounds.rules import ROUND_NAMES
from app.domains.rounds.showing import site_title
from app.domains.rounds.tables import Round
from app.infra.unit_of_work import Reading, for_house
from app.kernel.clock import day_of, start_of
from app.kernel.workdays import Calendar

VIEWS = {"month": "月", "week": "周", "list": "列表"}


@dataclass(frozen=True)
class Wanted:
    """What the address says: the view, the day it is about, one site, only my panels."""

    view: str
    on: date
    site: str = ""
    mine: bool = False


@dataclass(frozen=True)
class Entry:
    """One opening: of a lot on a site, or of a plan that is not published yet."""

    at: datetime
    ends_at: datetime
    case_id: str
    case_no: str
    title: str
    round_name: str
    site: str
    href: str
    kind: str
    status: str
    announced_on: date | None
    seats: frozenset[str] = frozenset()
    clash: bool = False


@dataclass(frozen=True)
class Day:
    """One day with what opens, ends and is being announced on it."""

    on: date
    inside: bool
    today: bool
    rest: str
    opening: Sequence[Entry]
    ending: Sequence[Entry]
    announced: Sequence[Entry]
    crowded: bool

    @property
    def empty(self) -> bool:
        """Does nothing begin or end?"""
        return not (self.opening or self.ending)


@dataclass(frozen=True)
class Shown:
    """The days of a month or a week, and how to go on."""

    wanted: Wanted
    first: date
    last: date
    days: Sequence[Day]
    rules: Rules | None
    previous: date
    following: date

    @property
    def weeks(self) -> list[Sequence[Day]]:
        """Rows of seven."""
        return [self.days[place : place + 7] for place in range(0, len(self.days), 7)]

    @property
    def busy(self) -> list[Day]:
        """Days of the period on which something begins or ends."""
        return [each for each in self.days if each.inside and not each.empty]

    @property
    def opening(self) -> int:
        """Openings of the period."""
        return sum(len(each.opening) for each in self.days if each.inside)

    @property
    def clashes(self) -> int:
        """Openings that share an instant and a judge with another."""
        return sum(entry.clash for each in self.days if each.inside for entry in each.opening)

    @property
    def most(self) -> int:
        """The most lots announced on one day."""
        return max((len(each.announced) for each in self.days), default=1) or 1


def show_days(r: Reading, wanted: Wanted) -> Shown:
    """The days of the wanted month or week in the actor's scope."""
    first, after = _period(wanted)
    grid = first - timedelta(days=first.weekday())
    end = after + timedelta(days=-after.weekday() % 7)
    calendar = load_calendar(r.session)
    rules = rules_of(get_court(r.session, r.actor.court_id)) if r.actor.court_id else None
    entries = _entries(r, grid, end, wanted)
    days = [_day(each, entries, r.today, calendar, rules, inside=first <= each < after) for each in _days(grid, end)]
    return Shown(wanted, first, after - timedelta(days=1), days, rules, first - timedelta(days=1), after)


def _period(wanted: Wanted) -> tuple[date, date]:
    if wanted.view == "week":
        monday = wanted.on - timedelta(days=wanted.on.weekday())
        return monday, monday + timedelta(days=7)
    first = wanted.on.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1)


def _days(first: date, end: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((end - first).days)]


def _entries(r: Reading, first: date, end: date, wanted: Wanted) -> list[Entry]:
    rounds = list_month(r, start_of(first), start_of(end))
    held = {each.plan_id for each in rounds}
    plans = [each for each in list_planned(r, start_of(first), start_of(end)) if each.id not in held]
    seats = seats_of(r, {each.case_id for each in rounds} | {each.case_id for each in plans})
    numbers = _numbers(r, {each.case_id for each in plans})
    found = [*(_lot(each, seats, r.now) for each in rounds), *(_planned(each, seats, numbers) for each in plans)]
    chosen = [each for each in found if (not wanted.site or each.site == site_title(wanted.site)) and (not wanted.mine or r.actor.id in each.seats)]
    return sorted(_clashing(chosen), key=lambda each: (each.at, each.title))


def _numbers(r: Reading, case_ids: set[str]) -> dict[str, str]:
    """Case numbers of plans that were found in scope."""
    return {each.id: each.number for each in r.session.execute(for_house(select(Case.id, Case.number).where(Case.id.in_(case_ids))))}


def _lot(found: Round, seats: Mapping[str, frozenset[str]], now: datetime) -> Entry:
    announced = day_of(found.announced_at) if found.announced_at else None
    names = (found.title, ROUND_NAMES.get(found.round_no, ""), site_title(found.site), f"/lots/{found.id}", "round", look_of(found, now))
    return Entry(found.opens_at, found.ends_at, found.case_id, found.case_no, *names, announced, seats.get(found.case_id, frozenset()))


def _planned(plan: Plan, seats: Mapping[str, frozenset[str]], numbers: Mapping[str, str]) -> Entry:
    terms = Terms.from_json(plan.terms)
    if terms.opens_at is None or terms.ends_at is None:
        raise AssertionError("a plan found by its opening has one")
    names = (plan.title, SHORT_ROUNDS[plan.round_no], site_title(terms.site), f"/plans/{plan.id}", "plan", plan.status)
    return Entry(terms.opens_at, terms.ends_at, plan.case_id, numbers.get(plan.case_id, ""), *names, terms.announce_on, seats.get(plan.case_id, frozenset()))


def _clashing(entries: Sequence[Entry]) -> Iterable[Entry]:
    """Each entry, marked when another opens at the same instant with one of the same judges."""
    at: dict[datetime, list[Entry]] = {}
    for each in entries:
        at.setdefault(each.at, []).append(each)
    for each in entries:
        others = [other for other in at[each.at] if other is not each and other.seats & each.seats]
        yield Entry(**{**vars(each), "clash": True}) if others else each


def _day(on: date, entries: Sequence[Entry], today: date, calendar: Calendar, rules: Rules | None, *, inside: bool) -> Day:
    opening = [each for each in entries if day_of(each.at) == on]
    ending = [each for each in entries if day_of(each.ends_at) == on and each not in opening]
    announced = [each for each in entries if each.announced_on is not None and each.announced_on <= on < day_of(each.at)]
    known = on.year in calendar.years
    rest = (calendar.name_of(on) or "休") if known and calendar.is_rest(on) else ""
    if on in calendar.special and calendar.is_provisional(on):
        rest = f"{rest or '班'}（暂定）"
    return Day(on, inside, on == today, rest, opening, ending, announced, crowded=rules is not None and len(opening) > rules.most)
