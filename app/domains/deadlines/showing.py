"""What the pages of deadlines show: rows, the days of a week or month, and how one deadline was counted. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domains.deadlines.catalogue import CATALOGUE
from app.domains.deadlines.rules import ESCALATED, MISSED, Shown, shown_state
from app.domains.deadlines.tables import Deadline
from app.kernel.actor import ROLE_NAMES, Role
from app.kernel.workdays import Calendar, NoCalendar
from app.law.rulebook import RULES

LONGEST_STRIP = 70
STAGE_WORDS = {"due": "最后一天提醒", MISSED: "逾期", ESCALATED: "逾期未办，报院长"}


@dataclass(frozen=True)
class RowShown:
    """One line of the list."""

    deadline: Deadline
    case_number: str
    holder: str
    look: Shown

    @property
    def due_at(self) -> datetime | None:
        """For the remaining time; a period that is over has none."""
        return self.deadline.due_at if self.look in (Shown.RUNNING, Shown.SOON, Shown.TODAY, Shown.OVERDUE) else None


@dataclass(frozen=True)
class DayShown:
    """One day of a week or month: 休 or 班, whether the calendar is only provisional, all its deadlines counted, in a week the first of them."""

    on: date
    mark: str
    name: str
    provisional: bool
    inside: bool
    counts: Counter[Shown]
    rows: tuple[RowShown, ...] = ()

    def count(self, look: str) -> int:
        """How many of its deadlines look so."""
        return self.counts[Shown(look)]

    @property
    def others(self) -> int:
        """Running ones that are neither overdue nor due today."""
        return sum(self.counts[look] for look in (Shown.RUNNING, Shown.SOON, Shown.SUSPENDED))

    @property
    def more(self) -> int:
        """How many of its deadlines are not among `rows`."""
        return self.counts.total() - len(self.rows)


@dataclass(frozen=True)
class StripDay:
    """One day of the strip of 怎么算的; look: start, end, rest, stopped or ''."""

    on: date
    look: str
    title: str


def row_shown(deadline: Deadline, case_number: str, names: Mapping[str, str], now: datetime) -> RowShown:
    """A deadline as a line: the holder's name, or the role's where nobody is named."""
    holder = names.get(deadline.holder_id or "") or ROLE_NAMES[Role(deadline.holder_role)]
    return RowShown(deadline, case_number, holder, look_of(deadline, now))


def short_number(deadline_id: str) -> str:
    """What a deadline is called where its case may not be named: the last eight signs of its id, as its own page tells them."""
    return deadline_id[-8:].upper()


def look_of(deadline: Deadline, now: datetime) -> Shown:
    """The one word for a deadline at an instant."""
    return shown_state(deadline.state, deadline.due_on, deadline.due_at, late=deadline.late, now=now)


def days_shown(
    span: tuple[date, date], counts: Mapping[date, Counter[Shown]], rows: Sequence[RowShown], calendar: Calendar, month: int | None
) -> list[DayShown]:
    """Every day of a span with what it counts and its rows; `month` is the month shown, None for a week."""
    by_day: dict[date, list[RowShown]] = defaultdict(list)
    for row in rows:
        by_day[row.deadline.due_on].append(row)
    days = (span[0] + timedelta(days=count) for count in range((span[1] - span[0]).days + 1))
    return [
        DayShown(
            on, _mark(on, calendar), calendar.name_of(on), calendar.is_provisional(on), month is None or on.month == month,
            counts.get(on, Counter()), tuple(by_day[on]),
        )
        for on in days
    ]  # fmt: skip


def bar_of(starts_on: date, due_on: date, span: tuple[date, date]) -> tuple[int, int]:
    """Where a period lies on the line of time: its first day and its length in days within the span, at least one."""
    first, last = max(min(starts_on, due_on), span[0]), min(max(starts_on, due_on), span[1])
    return (first - span[0]).days, max((last - first).days + 1, 1)


def strip_of(starts_on: date, due_on: date, calendar: Calendar) -> list[StripDay]:
    """The days from the start to the last day; none for periods too long to draw or in years without a calendar."""
    first, last = min(starts_on, due_on), max(starts_on, due_on)
    if (last - first).days > LONGEST_STRIP or not {first.year, last.year} <= calendar.years:
        return []
    return [_strip_day(first + timedelta(days=count), starts_on, due_on, calendar) for count in range((last - first).days + 1)]


def counting_of(deadline: Deadline, calendar: Calendar) -> dict[str, object]:
    """What the macro `counted` draws."""
    return {
        "start_fact": CATALOGUE[deadline.code].starts,
        "start_on": deadline.starts_on,
        "steps": [(None, step) for step in deadline.counted],
        "ends_on": deadline.due_on,
        "calendar_version": deadline.calendar_version,
        "provisional": deadline.provisional,
        "rule": deadline.citation,
        "rule_href": f"/rules/{deadline.rule}" if deadline.rule in RULES else "",
        "strip": strip_of(deadline.starts_on, deadline.due_on, calendar),
    }


def stage_word(stage: str) -> str:
    """A fired stage for people: 提前 3 日提醒, 最后一天提醒, 逾期."""
    return STAGE_WORDS.get(stage) or f"提前 {stage.removeprefix('warn_')} 日提醒"


def _mark(on: date, calendar: Calendar) -> str:
    try:
        rest = calendar.is_rest(on)
    except NoCalendar:
        return "未录入"
    if on not in calendar.special:
        return ""
    return "休" if rest else "班"


def _strip_day(on: date, starts_on: date, due_on: date, calendar: Calendar) -> StripDay:
    rest = calendar.is_rest(on)
    look = "start" if on == starts_on else "end" if on == due_on else "rest" if rest else ""
    return StripDay(on, look, f"{on.isoformat()} {calendar.name_of(on) or ('休息日' if rest else '工作日')}")
