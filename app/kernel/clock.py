"""The only place that reads the time. Instants are aware UTC; days are of Asia/Shanghai."""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """What the house asks for the time. `kind` is real, fast or manual; `speed` is seconds of ours a real second."""

    @property
    def kind(self) -> str: ...

    @property
    def speed(self) -> float: ...

    def now(self) -> datetime: ...

    def today(self) -> date: ...


class RealClock:
    """Wall clock."""

    kind = "real"
    speed = 1.0

    def now(self) -> datetime:
        """This instant, aware UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """This day in Shanghai."""
        return day_of(self.now())


@dataclass
class ManualClock:
    """A clock that a test moves by hand, inside one process."""

    at: datetime
    kind: str = "manual"
    speed: float = 0.0

    def now(self) -> datetime:
        """The instant it was set to."""
        return self.at

    def today(self) -> date:
        """The day in Shanghai."""
        return day_of(self.at)

    def move_to(self, at: datetime) -> None:
        """Set the clock forward; a clock never goes back."""
        self.at = max(self.at, at)

    def advance(self, by: timedelta) -> None:
        """Move forward."""
        self.move_to(self.at + by)


class SharedClock:
    """A demonstration clock that several processes read from one small file: an anchor (real second, our instant) and a speed.

    speed 0 is a clock moved by hand; speed N runs N of our seconds a real one. Refused in production (config/settings.py).
    """

    def __init__(self, path: Path, *, speed: float = 0.0, start: datetime | None = None) -> None:
        self._path = path
        self._known: tuple[tuple[int, int], dict[str, str | float]] | None = None
        if not path.exists():
            self._write(start or datetime.now(UTC), speed)

    @property
    def kind(self) -> str:
        """manual at speed 0, else fast."""
        return "fast" if self.speed else "manual"

    @property
    def speed(self) -> float:
        """Our seconds a real second."""
        return float(self._read()["speed"])

    def now(self) -> datetime:
        """Our instant, aware UTC."""
        anchor = self._read()
        passed = (time.time() - float(anchor["real"])) * float(anchor["speed"])
        return datetime.fromisoformat(str(anchor["at"])) + timedelta(seconds=passed)

    def today(self) -> date:
        """Our day in Shanghai."""
        return day_of(self.now())

    def move_to(self, at: datetime) -> None:
        """Jump forward to an instant, keeping the speed; never back."""
        self._write(max(at, self.now()), self.speed)

    def set_speed(self, speed: float) -> None:
        """Go on from now at another speed."""
        self._write(self.now(), speed)

    def _read(self) -> dict[str, str | float]:
        """The anchor; read again only when another file stands in its place (every writing replaces it)."""
        status = self._path.stat()
        mark = (status.st_ino, status.st_mtime_ns)
        known = self._known
        if known is None or known[0] != mark:
            known = (mark, json.loads(self._path.read_text()))
            self._known = known
        return known[1]

    def _write(self, at: datetime, speed: float) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(f".{os.getpid()}.new")
        fresh.write_text(json.dumps({"real": time.time(), "at": at.astimezone(UTC).isoformat(), "speed": speed}))
        fresh.replace(self._path)


def day_of(instant: datetime) -> date:
    """The day in Shanghai on which an aware instant falls."""
    return instant.astimezone(SHANGHAI).date()


def local(instant: datetime) -> datetime:
    """The same instant on Shanghai's clock."""
    return instant.astimezone(SHANGHAI)


def at_shanghai(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """An instant named by Shanghai's clock, as aware UTC."""
    return datetime(year, month, day, hour, minute, second, tzinfo=SHANGHAI).astimezone(UTC)


def start_of(day: date) -> datetime:
    """The first instant of a day in Shanghai, as aware UTC."""
    return at_shanghai(day.year, day.month, day.day)


def end_of(day: date) -> datetime:
    """24:00 of a day in Shanghai, as aware UTC: a period that ends on the day is kept until then."""
    return start_of(day + timedelta(days=1))


def monotonic() -> float:
    """Seconds that only grow, for time-outs and durations, never for dates."""
    return time.monotonic()


def pause(seconds: float) -> None:
    """Wait for real seconds (poll loops of processes; never in a request or a test of rules)."""
    time.sleep(seconds)
