"""When a renewal is due by the court's margins. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.kernel.errors import Invalid

LEAST, MOST = 1, 180


@dataclass(frozen=True, slots=True)
class Margins:
    """Days before the end of a seizure at which a court opens the renewal, and presses it."""

    first: int = 30
    last: int = 7

    def reached(self, expires_on: date, today: date) -> int | None:
        """The narrowest margin that a day has reached; None before the first, and after the end."""
        left = (expires_on - today).days
        if left < 0 or left > self.first:
            return None
        return self.last if left <= self.last else self.first

    def renew_by(self, expires_on: date) -> date:
        """The day on which the renewal should be with the registry."""
        return expires_on - timedelta(days=self.last)


def check_margins(first: int, last: int) -> Margins:
    """Margins that somebody typed: 1 to 180 days, the first before the last."""
    if not LEAST <= last < first <= MOST:
        raise Invalid(f"两个提前量应为 {LEAST} 至 {MOST} 日，首次提醒早于再次提醒", field="first")
    return Margins(first, last)
