"""Qualification papers of agencies and of their people: until when they hold, when they are warned of (forms.md §6.10). Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from app.kernel.clock import start_of

USUAL_MARGIN, MOST_MARGIN = 30, 365


class PaperState(StrEnum):
    """How a paper stands on a day."""

    UNCONFIRMED = "unconfirmed"
    VALID = "valid"
    NEAR = "near"
    EXPIRED = "expired"


PAPER_STATE_NAMES: dict[PaperState, str] = {
    PaperState.UNCONFIRMED: "待法院核对",
    PaperState.VALID: "有效",
    PaperState.NEAR: "即将到期",
    PaperState.EXPIRED: "已过期",
}


def state_of(valid_until: date, margin: int, today: date, *, confirmed: bool) -> PaperState:
    """The last day belongs to it; margin: days before the end from which it is warned of."""
    if today > valid_until:
        return PaperState.EXPIRED
    if not confirmed:
        return PaperState.UNCONFIRMED
    return PaperState.NEAR if today >= valid_until - timedelta(days=margin) else PaperState.VALID


def next_warning(valid_until: date, margin: int, now: datetime) -> datetime | None:
    """The next instant at which people are told: the margin before the end, then the day after it; None when both are past."""
    times = (start_of(valid_until - timedelta(days=margin)), start_of(valid_until + timedelta(days=1)))
    return next((each for each in times if each > now), None)
