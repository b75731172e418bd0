"""What a deadline's clock says: which stages are due, when to look again, and the one meaning of 'overdue'. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.kernel.clock import day_of, end_of, start_of

MORNING = timedelta(hours=8, minutes=30)
MISSED, ESCALATED = "missed", "escalated"
ENTERED = "entered"
"""What a period entered by hand is about: a fact that has no row but this one."""
LONGEST_NOTICE = timedelta(hours=12)
SOON_DAYS = 3
LEAST_WAIT, MOST_WAIT = timedelta(minutes=1), timedelta(hours=1)


class DeadlineState(StrEnum):
    """What is stored."""

    RUNNING = "running"
    SUSPENDED = "suspended"
    MET = "met"
    ENDED = "ended"


class Shown(StrEnum):
    """What people see (ui.md §2.5, codes of app/web/states.py), the same on every page."""

    RUNNING = "running"
    SOON = "near"
    TODAY = "today"
    OVERDUE = "overdue"
    SUSPENDED = "stopped"
    MET = "done"
    MET_LATE = "done_late"
    ENDED = "ended"


@dataclass(frozen=True)
class Stage:
    """A moment at which something is said: warn_3, due, missed, escalated."""

    name: str
    at: datetime

    @property
    def is_miss(self) -> bool:
        """The period is over."""
        return self.name == MISSED


def stages_of(due_on: date, due_at: datetime, warn_days: Iterable[int], started_at: datetime) -> tuple[Stage, ...]:
    """All stages of a deadline in time order: reminders in the morning of their day, the last day's morning, the miss at its end.

    What ends before that morning (24 hours from a night) has its last call half its span before the end, at most twelve hours.
    """
    warnings = [Stage(f"warn_{days}", start_of(due_on - timedelta(days=days)) + MORNING) for days in warn_days]
    morning = start_of(due_on) + MORNING
    last_call = morning if morning < due_at else due_at - min(LONGEST_NOTICE, max(due_at - started_at, timedelta()) / 2)
    return tuple(sorted([*warnings, Stage("due", last_call), Stage(MISSED, due_at)], key=lambda stage: stage.at))


def decide(stages: Iterable[Stage], fired: Iterable[str], started_at: datetime, now: datetime) -> tuple[list[Stage], datetime | None]:
    """The stages to fire now and when to look again (None: never).

    Of several reminders whose time has passed together only the latest is said; those whose time lay before the deadline began are passed over;
    the miss is always said. Called late after an outage it says what is due once (trust.md R30).
    """
    done = set(fired)
    open_ = [stage for stage in stages if stage.name not in done and (stage.is_miss or stage.at >= started_at)]
    passed = [stage for stage in open_ if stage.at <= now]
    misses = [stage for stage in passed if stage.is_miss]
    later = [stage.at for stage in open_ if stage.at > now]
    return (misses or passed[-1:], None if misses else min(later, default=None))


def escalation_at(missed_at: datetime, days: int) -> datetime:
    """When a miss that nobody answered is passed on to the president: the morning so many days after it was said."""
    return start_of(day_of(missed_at) + timedelta(days=days)) + MORNING


def wait_after_failure(since: datetime, now: datetime) -> timedelta:
    """How long a deadline that could not be fired waits: as long again as its stage is late already, from a minute to an hour."""
    return min(max(now - since, LEAST_WAIT), MOST_WAIT)


def end_of_period(due_on: date) -> datetime:
    """24:00 of the last day."""
    return end_of(due_on)


def shown_state(state: str, due_on: date, due_at: datetime, *, late: bool, now: datetime) -> Shown:
    """The one word for a deadline at an instant: overdue means past its end and not met."""
    match DeadlineState(state):
        case DeadlineState.MET:
            return Shown.MET_LATE if late else Shown.MET
        case DeadlineState.ENDED:
            return Shown.ENDED
        case DeadlineState.SUSPENDED:
            return Shown.SUSPENDED
        case DeadlineState.RUNNING:
            return _running(due_on, due_at, now)


def _running(due_on: date, due_at: datetime, now: datetime) -> Shown:
    if now >= due_at:
        return Shown.OVERDUE
    days = (due_on - day_of(now)).days
    return Shown.TODAY if days <= 0 else Shown.SOON if days <= SOON_DAYS else Shown.RUNNING
