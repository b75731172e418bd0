"""The score of an agency at a court, recomputable by anybody from its stored deeds. Pure; whole numbers in tenths of a point.

Each task that ended counts 100 points less what its deeds take away, never below 0; a complaint or a wrong figure without a task counts as one.
Deeds of the last 365 days count; deeds that a review struck do not. The score is the mean of those tasks and of five tasks at 90, so that a newcomer starts
at 90.0 and one bad task of two does not ruin it. Rounded half up to a tenth.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domains.agencies.types import DeedKind

WINDOW = timedelta(days=365)
START, WEIGHT, FULL = 900, 5, 1000
TAKES: dict[DeedKind, int] = {
    DeedKind.LATE: 200,
    DeedKind.RETURNED: 100,
    DeedKind.DECLINED: 200,
    DeedKind.COMPLAINT: 300,
    DeedKind.WRONG_FIGURE: 400,
}
LATE_A_DAY, LATE_MOST, RETURNED_MOST = 50, 400, 300
ENDS = frozenset(DeedKind) - {DeedKind.GIVEN, DeedKind.RETURNED}


@dataclass(frozen=True)
class Deed:
    """One deed: of which task ('' none), when, days late (LATE alone), struck by a review, excused (a decline for an interest is what the law asks)."""

    id: str
    kind: DeedKind
    subject: str
    at: datetime
    days_late: int = 0
    struck: bool = False
    excused: bool = False


@dataclass(frozen=True)
class Score:
    """The score in tenths of a point, of how many tasks, and what each deed took away (tenths, by the deed's id)."""

    tenths: int
    tasks: int
    taken: dict[str, int]

    @property
    def words(self) -> str:
        """'92.4'."""
        return f"{self.tenths // 10}.{self.tenths % 10}"


def takes_of(deed: Deed) -> int:
    """What one deed takes from its task, in tenths, before the caps of a task."""
    if deed.struck or deed.excused:
        return 0
    extra = LATE_A_DAY * max(0, deed.days_late - 1) if deed.kind is DeedKind.LATE else 0
    return min(TAKES.get(deed.kind, 0) + extra, LATE_MOST if deed.kind is DeedKind.LATE else FULL)


def score_of(deeds: Iterable[Deed], now: datetime) -> Score:
    """The score at an instant; the order of the deeds does not matter."""
    counted = [each for each in deeds if now - WINDOW < each.at <= now and not each.struck]
    tasks: dict[str, list[Deed]] = {}
    for deed in sorted(counted, key=lambda each: (each.at, each.id)):
        tasks.setdefault(deed.subject or deed.id, []).append(deed)
    ended = [each for each in tasks.values() if any(deed.kind in ENDS and not deed.excused for deed in each)]
    taken = {deed_id: amount for each in ended for deed_id, amount in _taken(each).items()}
    points = sum(FULL - sum(_taken(each).values()) for each in ended)
    count = len(ended) + WEIGHT
    return Score((2 * (points + START * WEIGHT) + count) // (2 * count), len(ended), taken)


def _taken(deeds: Sequence[Deed]) -> dict[str, int]:
    """What each deed of one task takes, in time's order, until the task's 100 points are used up. Returns together at most 30 points; of several
    late hand-backs (one was taken back) the last counts."""
    left, returns, taken = FULL, RETURNED_MOST, {}
    last_late = next((deed.id for deed in reversed(deeds) if deed.kind is DeedKind.LATE), "")
    for deed in deeds:
        wanted = min(takes_of(deed), left) if deed.kind is not DeedKind.LATE or deed.id == last_late else 0
        if deed.kind is DeedKind.RETURNED:
            wanted = min(wanted, returns)
            returns -= wanted
        if wanted:
            taken[deed.id] = wanted
            left -= wanted
    return taken
