"""Geometry of the small charts drawn on the server as SVG: the price curve, the bars of days, the sparkline (ui.md §2.1, S1, S15)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from app.kernel.clock import SHANGHAI
from app.kernel.money import Money

LAST_HOUR = timedelta(hours=1)
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 14, 18, 26


class Bid(Protocol):
    """A bid on the curve."""

    @property
    def at(self) -> datetime: ...

    @property
    def price(self) -> Money: ...


class DayCount(Protocol):
    """One day of the bars: how many, whether it is a rest day, and '' or danger or warn."""

    @property
    def on(self) -> date: ...

    @property
    def count(self) -> int: ...

    @property
    def rest(self) -> bool: ...

    @property
    def role(self) -> str: ...


@dataclass(frozen=True)
class Tick:
    """A label at a place on an axis; `anchor` is SVG's text-anchor."""

    at: int
    text: str
    anchor: str = "middle"


@dataclass(frozen=True)
class PriceShape:
    """What the price curve's macro draws. Pixels; `zone` is (x, width) of the extension time or None; `last` is the newest bid's point or None."""

    width: int
    height: int
    left: int
    right: int
    top: int
    floor: int
    path: str
    start_y: int
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    zone: tuple[int, int] | None
    last: tuple[int, int] | None


@dataclass(frozen=True)
class Bar:
    """One day: its column, its bar (none when `height` is 0), label and role."""

    x: int
    column: int
    y: int
    height: int
    count: int
    label: str
    rest: bool
    role: str
    today: bool


@dataclass(frozen=True)
class BarShape:
    """The bars of days; `bar` is a bar's width."""

    width: int
    height: int
    floor: int
    bar: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class _TimeAxis:
    """Time to pixels in two or three stretches: before the last hour, the last hour enlarged, the extensions."""

    stops: tuple[tuple[datetime, int], ...]

    def x(self, at: datetime) -> int:
        """Where an instant stands; outside the axis it stands at the edge."""
        for (start, left), (end, right) in zip(self.stops, self.stops[1:], strict=False):
            if at <= end:
                span = (end - start) / timedelta(microseconds=1)
                part = max(at - start, timedelta()) / timedelta(microseconds=1)
                return left + (round(part / span * (right - left)) if span else 0)
        return self.stops[-1][1]


def price_shape(
    bids: Sequence[Bid], *, start_price: Money, opens_at: datetime, planned_end_at: datetime, ends_at: datetime, width: int = 640, height: int = 214
) -> PriceShape:
    """The curve of bids in time order. `planned_end_at` is the end before extensions, `ends_at` the present end (the same when there were none)."""
    left, right = (_LEFT, _RIGHT) if width > 400 else (36, 10)
    axis = _time_axis(opens_at, planned_end_at, max(ends_at, planned_end_at), left, width - right)
    floor = height - _BOTTOM
    top = max([start_price.fen, *(bid.price.fen for bid in bids)])
    step = _round_step(top)
    ceiling = (top // step + 1) * step

    def y(fen: int) -> int:
        return floor - fen * (floor - _TOP) // ceiling

    points = [(axis.x(bid.at), y(bid.price.fen)) for bid in bids]
    zone_x = axis.x(planned_end_at)
    return PriceShape(
        width,
        height,
        left,
        width - right,
        _TOP,
        floor,
        _steps(points),
        y(start_price.fen),
        _x_ticks(axis, opens_at, planned_end_at, ends_at, narrow=width <= 400),
        tuple(Tick(y(value), _axis_money(value)) for value in range(0, ceiling + 1, step)),
        (zone_x, width - right - zone_x) if ends_at > planned_end_at else None,
        points[-1] if points else None,
    )


def bar_shape(days: Sequence[DayCount], *, today: date, width: int = 298, height: int = 104) -> BarShape:
    """Bars of the days given, in their order; rest days get a grey column, empty days no bar."""
    column = width // max(len(days), 1)
    floor, most = height - 20, max([each.count for each in days] + [1])
    bars = []
    for place, each in enumerate(days):
        tall = max(each.count * (floor - 18) // most, 6) if each.count else 0
        bars.append(Bar(place * column, column, floor - tall, tall, each.count, str(each.on.day), each.rest, each.role, each.on == today))
    return BarShape(column * max(len(days), 1), height, floor, min(11, column - 4), tuple(bars))


class HourCount(Protocol):
    """One hour of a site's strip."""

    @property
    def at(self) -> datetime: ...

    @property
    def good(self) -> int: ...

    @property
    def failed(self) -> int: ...


@dataclass(frozen=True)
class HourBar:
    """One hour: good looks from the floor up, failed ones on top (a height of 0 is no bar); `label` at every third hour."""

    x: int
    good_y: int
    good: int
    failed_y: int
    failed: int
    failures: int
    label: str
    words: str


@dataclass(frozen=True)
class HourShape:
    """The strip of hours; `bar` is a bar's width."""

    width: int
    height: int
    floor: int
    bar: int
    bars: tuple[HourBar, ...]


def hour_shape(hours: Sequence[HourCount], *, width: int = 768, height: int = 96) -> HourShape:
    """Stacked bars of hours, oldest first, labelled by Shanghai's clock."""
    column, floor = width // max(len(hours), 1), height - 18
    most = max([each.good + each.failed for each in hours] + [1])
    bars = []
    for place, each in enumerate(hours):
        good, failed = (max(number * (floor - 16) // most, 3) if number else 0 for number in (each.good, each.failed))
        hour = each.at.astimezone(SHANGHAI).hour
        words = f"{hour} 时 {each.good} 次成功" + (f"、{each.failed} 次失败" if each.failed else "")
        bars.append(HourBar(place * column, floor - good, good, floor - good - failed, failed, each.failed, f"{hour:02d}" if hour % 3 == 0 else "", words))
    return HourShape(column * max(len(hours), 1), height, floor, max(3, column - 6), tuple(bars))


def spark_shape(amounts: Sequence[Money], *, width: int = 96, height: int = 24) -> str:
    """A small step path through amounts; '' for fewer than two."""
    if len(amounts) < 2:
        return ""
    low, high = min(each.fen for each in amounts), max(each.fen for each in amounts)
    span = max(high - low, 1)
    points = [(2 + place * (width - 4) // (len(amounts) - 1), height - 3 - (each.fen - low) * (height - 6) // span) for place, each in enumerate(amounts)]
    return _steps(points)


def _time_axis(opens_at: datetime, planned_end_at: datetime, ends_at: datetime, left: int, right: int) -> _TimeAxis:
    wide = right - left
    enlarged = max(planned_end_at - LAST_HOUR, opens_at)
    if ends_at <= planned_end_at:
        return _TimeAxis(((opens_at, left), (enlarged, left + wide * 45 // 100), (planned_end_at, right)))
    return _TimeAxis(((opens_at, left), (enlarged, left + wide * 36 // 100), (planned_end_at, left + wide * 75 // 100), (ends_at, right)))


def _x_ticks(axis: _TimeAxis, opens_at: datetime, planned_end_at: datetime, ends_at: datetime, *, narrow: bool) -> tuple[Tick, ...]:
    enlarged = max(planned_end_at - LAST_HOUR, opens_at)
    opened = opens_at.astimezone(SHANGHAI)
    ticks = [Tick(axis.x(opens_at), f"{opened.month}月{opened.day}日 {opened:%H:%M}", "start")]
    if enlarged > opens_at and not narrow:
        last = enlarged.astimezone(SHANGHAI)
        ticks.append(Tick(axis.x(enlarged), f"{last.day}日 {last:%H:%M}"))
    extended = ends_at > planned_end_at
    planned = f"{planned_end_at.astimezone(SHANGHAI):%H:%M} 原定结束" if extended else f"{planned_end_at.astimezone(SHANGHAI):%H:%M} 结束"
    ticks.append(Tick(axis.x(planned_end_at), planned, "end" if narrow or not extended else "middle"))
    if extended:
        ticks.append(Tick(axis.x(ends_at), f"{ends_at.astimezone(SHANGHAI):%H:%M:%S}", "end"))
    return tuple(ticks)


def _steps(points: Sequence[tuple[int, int]]) -> str:
    if not points:
        return ""
    (x, y), rest = points[0], points[1:]
    return f"M{x} {y}" + "".join(f"H{next_x}V{next_y}" for next_x, next_y in rest)


def _round_step(top: int) -> int:
    """A step of 1, 2 or 5 times a power of ten (in fen) that gives three or four lines."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            if top // (size * factor) <= 3:
                return size * factor
        size *= 10


def _axis_money(fen: int) -> str:
    yuan = fen // 100
    for size, unit in ((100_000_000, "亿"), (10_000, "万")):
        if yuan >= size:
            whole, rest = divmod(yuan * 10 // size, 10)
            return f"{whole}.{rest} {unit}" if rest else f"{whole} {unit}"
    return str(yuan)
