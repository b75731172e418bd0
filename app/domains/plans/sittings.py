"""When a court opens lots: its sittings a day, what is set already, and the first day that law, load and panel leave free. Reads in two queries, rules pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from app.domains.cases.queries import in_scope
from app.domains.cases.tables import CasePanel
from app.domains.courts.tables import Court
from app.domains.plans.tables import Plan
from app.infra.unit_of_work import Reading, for_house
from app.kernel.clock import SHANGHAI, day_of, start_of
from app.kernel.errors import Invalid
from app.kernel.workdays import Calendar

HELD = ("draft", "returned", "panel", "signing", "frozen", "published")
LOOK_AHEAD = 120
MOST_SITTINGS = 50


@dataclass(frozen=True)
class Sitting:
    """One plan's opening and who sits in its panel."""

    plan_id: str
    title: str
    opens_at: datetime
    seats: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Rules:
    """A court's setting: so many openings a day, at which time."""

    most: int = 5
    at: time = time(10, 0)

    @property
    def words(self) -> str:
        """As pages say it."""
        return f"每日 {self.at:%H:%M} 上限 {self.most} 场"


def rules_of(court: Court) -> Rules:
    """The setting of a court."""
    return Rules(court.sittings_a_day, time.fromisoformat(court.sitting_time))


def checked_rules(most: int, at: str) -> Rules:
    """A setting as typed; Invalid names the field."""
    if not 1 <= most <= MOST_SITTINGS:
        raise Invalid(f"每日场次应为 1 至 {MOST_SITTINGS}", field="most")
    try:
        return Rules(most, time.fromisoformat(at).replace(second=0, microsecond=0, tzinfo=None))
    except ValueError:
        raise Invalid("时刻应为 10:00 这样的写法", field="at") from None


def day_full(opens_on: date, set_already: Sequence[Sitting], rules: Rules) -> str:
    """Why a day takes no more openings, '' when it does."""
    many = sum(day_of(each.opens_at) == opens_on for each in set_already)
    return f"{opens_on.isoformat()} 已安排 {many} 场，本院每日上限 {rules.most} 场" if many >= rules.most else ""


def panel_clash(opens_at: datetime, seats: frozenset[str], set_already: Sequence[Sitting]) -> str:
    """Which other lot opens at the same instant with one of the same judges, '' when none."""
    other = next((each for each in set_already if each.opens_at == opens_at and each.seats & seats), None)
    return f"同一合议庭成员的“{other.title}”同时开拍" if other else ""


def free_opening(
    first: date, seats: frozenset[str], set_already: Sequence[Sitting], calendar: Calendar, rules: Rules, *, latest: date | None = None
) -> datetime:
    """The first working day from `first` that is not full and where the panel has no other lot; when the law's last day comes before, that first day.

    `latest` is a last lawful day: a load never moves an opening past it.
    """
    day = wanted = calendar.working_day_at_or_before(latest) if latest and calendar.next_working_day(first) > latest else calendar.next_working_day(first)
    for _ in range(LOOK_AHEAD):
        opens_at = datetime.combine(day, rules.at, SHANGHAI)
        if latest is not None and day > latest:
            break
        if not day_full(day, set_already, rules) and not panel_clash(opens_at, seats, set_already):
            return opens_at
        day = calendar.next_working_day(day + timedelta(days=1))
    return datetime.combine(wanted, rules.at, SHANGHAI)


def list_sittings(r: Reading, court_id: str, first: date, last: date, *, without: str = "") -> list[Sitting]:
    """Openings of a court's plans under way or published between two days, by opening; two queries. For the house's own reckoning."""
    between = (Plan.court_id == court_id, Plan.opens_at >= start_of(first), Plan.opens_at < start_of(last + timedelta(days=1)))
    plans = r.session.execute(
        for_house(select(Plan.id, Plan.title, Plan.opens_at, Plan.case_id).where(*between, Plan.status.in_(HELD), Plan.id != without).order_by(Plan.opens_at))
    ).all()
    seats = seats_of(r, {case_id for *_, case_id in plans})
    return [Sitting(plan_id, title, opens_at, seats.get(case_id, frozenset())) for plan_id, title, opens_at, case_id in plans if opens_at is not None]


def seats_of(r: Reading, case_ids: set[str]) -> dict[str, frozenset[str]]:
    """Who sits in the panels of some cases; one query."""
    found: dict[str, set[str]] = {}
    for case_id, person_id in r.session.execute(for_house(select(CasePanel.case_id, CasePanel.person_id).where(CasePanel.case_id.in_(case_ids)))).all():
        found.setdefault(case_id, set()).add(person_id)
    return {case_id: frozenset(people) for case_id, people in found.items()}


def list_planned(r: Reading, first_at: datetime, end_at: datetime) -> Sequence[Plan]:
    """Plans in the actor's scope that are not published yet and open between two instants, by opening."""
    wanted = select(Plan).where(Plan.opens_at >= first_at, Plan.opens_at < end_at, Plan.status.in_(HELD[:-1])).order_by(Plan.opens_at, Plan.id)
    return r.session.scalars(in_scope(wanted, Plan, r.actor)).all()


def list_drafts(r: Reading, limit: int = 200) -> Sequence[Plan]:
    """Plans in scope that may still be edited, undated first, then by opening."""
    wanted = select(Plan).where(Plan.status.in_(HELD[:2])).order_by(Plan.opens_at.is_not(None), Plan.opens_at, Plan.id).limit(limit)
    return r.session.scalars(in_scope(wanted, Plan, r.actor)).all()
