"""When a message goes: at once, with the day's others, after quiet hours; and what the usual choice is. Pure; `now` is handed in."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from app.domains.messages.catalogue import kind_of
from app.domains.messages.types import Choice, Going, Habits
from app.kernel.clock import local
from app.kernel.errors import Invalid

DAY = timedelta(days=1)
MOST_UNCLEAR = 1
"""How often a sending whose outcome is not known is sent again."""


def choice_of(habits: Habits, kind: str, channel: str, *, personal: bool) -> Choice:
    """What a person chose for a kind over a channel; the usual one where nothing was chosen."""
    chosen = habits.choices.get(kind, {}).get(channel)
    usual = kind_of(kind).personal if personal else kind_of(kind).group
    return Choice(chosen) if chosen in set(Choice) else usual


def going(habits: Habits, kind: str, choice: Choice, now: datetime) -> Going | None:
    """When a message that comes now goes; None for a channel that is off. A digest that falls into quiet hours waits for their end."""
    if choice is Choice.OFF:
        return None
    if choice is Choice.DAILY:
        return Going(after_quiet(habits, _next(habits.digest_at, now)), gathered=True)
    if kind_of(kind).pierces or not is_quiet(habits, now):
        return Going(now, gathered=False)
    return Going(after_quiet(habits, now), gathered=True)


def is_quiet(habits: Habits, at: datetime) -> bool:
    """Is it within the quiet hours? They begin at their first minute and are over at their last; those over midnight have their beginning after their end."""
    return _within(habits, local(at).time())


def after_quiet(habits: Habits, at: datetime) -> datetime:
    """The instant itself, or the end of the quiet hours that it falls into."""
    return _next(habits.quiet_to, at) if is_quiet(habits, at) else at


def check_habits(habits: Habits) -> None:
    """Invalid when the digest would fall into the quiet hours: the page says so instead of moving it unseen."""
    if _within(habits, habits.digest_at):
        raise Invalid("每日汇总的时间在免打扰时段内", field="digest_at")


def time_of(text: str, field: str) -> time:
    """HH:MM as a time; Invalid names the field."""
    try:
        return time.fromisoformat(text.strip()[:5])
    except ValueError:
        raise Invalid("应为时刻，例如 08:30", field=field) from None


def _next(clock: time, after: datetime) -> datetime:
    """The next instant after `after` at which clocks in Shanghai show `clock`."""
    there = local(after)
    today = there.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
    return today if today > there else today + DAY


def _within(habits: Habits, clock: time) -> bool:
    begin, end = habits.quiet_from, habits.quiet_to
    if begin == end:
        return False
    return begin <= clock < end if begin < end else clock >= begin or clock < end
