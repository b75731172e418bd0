"""What a photo's own place and time say against the task's (forms.md §0.3). Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import asin, cos, radians, sin, sqrt

from app.domains.tasks.types import PhotoBadge

NEAR_METRES = 300
CLOCK_SLACK = timedelta(minutes=5)
LEAST_SIDE = 1600
_EARTH = 6_371_000


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance of two (lng, lat) in metres."""
    lng1, lat1, lng2, lat2 = (radians(each) for each in (*one, *other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lng2 - lng1) / 2) ** 2
    return 2 * _EARTH * asin(min(1.0, sqrt(half)))


def badge_of(
    *,
    photo_place: tuple[float, float] | None,
    task_place: tuple[float, float] | None,
    photo_at: datetime | None,
    sent_at: datetime,
    from_at: datetime | None,
) -> PhotoBadge:
    """The badge of a photo. sent_at: when the phone says it was taken, else when it arrived; from_at: when the task was taken on.

    Without place: 无位置 (M-38). A time that is missing, more than 5 minutes from sent_at, or before the task: 时间不符. Over 300 m away: 位置不符.
    """
    if photo_place is None:
        return PhotoBadge.NO_PLACE
    if photo_at is None or abs(photo_at - sent_at) > CLOCK_SLACK or (from_at is not None and photo_at < from_at - CLOCK_SLACK):
        return PhotoBadge.TIME_DIFFERS
    if task_place is None:
        return PhotoBadge.PLACE_UNCHECKED
    return PhotoBadge.PLACE_AGREES if metres_between(photo_place, task_place) <= NEAR_METRES else PhotoBadge.PLACE_DIFFERS
