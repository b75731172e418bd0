"""A plain line to the simulator for the plugins (app/sites/line.py): no pace, no retry, no following of redirects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx

from app.kernel.clock import ManualClock
from tests.simulator.site_client import CLIENT


@dataclass(frozen=True)
class Answer:
    """What app/sites/line.py wants of an answer."""

    url: str
    status: int
    content: bytes
    content_type: str
    received_at: datetime
    location: str
    retry_after: str
    milliseconds: int = 0
    ahead: timedelta = timedelta()


class ReadingLine:
    """Asks with httpx; time is the test's clock."""

    def __init__(self, clock: ManualClock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        return self._clock.now()

    def get(self, url: str, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None) -> Answer:
        return self._ask("GET", url, headers=headers, params=params)

    def post(self, url: str, data: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None) -> Answer:
        return self._ask("POST", url, headers=headers, data=data)

    def _ask(self, verb: str, url: str, **rest: object) -> Answer:
        try:
            answer = CLIENT.request(verb, url, **rest)
        except httpx.TransportError as error:
            raise ConnectionError(str(error)) from error
        head = answer.headers
        kind, location, retry = head.get("content-type", ""), head.get("location", ""), head.get("retry-after", "")
        return Answer(str(answer.url), answer.status_code, answer.content, kind, self.now(), location, retry)
