"""The house's way out to the sites: paced, timed, retried with jitter, broken off when a site is down, never redirected, only to hosts that are allowed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import urlsplit

import httpx
import stamina

from app.kernel.clock import Clock, monotonic, pause

LARGEST_ANSWER = 20_000_000
AGENT = "Mozilla/5.0 (X11; Linux x86_64) Paifu/1"


class NoAnswer(ConnectionError):
    """The network, a time-out, or an answer too large."""


class BrokenOff(ConnectionError):
    """The breaker is open: the site failed too often and is left alone for a while."""


class NotPermitted(PermissionError):
    """The host is not among those that may be asked."""


@dataclass(frozen=True)
class Answer:
    """What came back: any status, the bytes as they were sent, where a redirect points (never followed)."""

    url: str
    status: int
    content: bytes
    content_type: str
    received_at: datetime
    location: str = ""
    retry_after: str = ""


@dataclass(frozen=True)
class BreakerState:
    """Failures in a row, and until when the site is left alone (None: closed)."""

    failures: int = 0
    open_until: datetime | None = None


class BreakerStore(Protocol):
    """Where breaker states are kept, by name (a site's code); the database in the house, memory by default."""

    def load(self, name: str) -> BreakerState: ...

    def save(self, name: str, state: BreakerState) -> None: ...


@dataclass
class MemoryBreakers:
    """Breaker states of this process only."""

    states: dict[str, BreakerState] = field(default_factory=dict)

    def load(self, name: str) -> BreakerState:
        """The state, closed at first."""
        return self.states.get(name, BreakerState())

    def save(self, name: str, state: BreakerState) -> None:
        """Remember it."""
        self.states[name] = state


@dataclass(frozen=True)
class LinePolicy:
    """How a site is asked. `pace` is the least time between two requests; `open_for` how long a broken line rests; `attempts` counts the first."""

    timeout_seconds: float = 15.0
    pace_seconds: float = 0.0
    attempts: int = 3
    breaks_after: int = 5
    open_for: timedelta = timedelta(seconds=60)


class Line:
    """One site's line. `hosts` is the allow-list (host or host:port). Safe to share between threads: requests of one line keep their pace together."""

    def __init__(
        self,
        name: str,
        clock: Clock,
        hosts: frozenset[str],
        *,
        policy: LinePolicy | None = None,
        breakers: BreakerStore | None = None,
        transport: httpx.BaseTransport | None = None,
        wait: Callable[[float], None] = pause,
    ) -> None:
        self._name = name
        self._clock = clock
        self._hosts = hosts
        self._policy = policy or LinePolicy()
        self._breakers = breakers or MemoryBreakers()
        self._wait = wait
        self._turn = threading.Lock()
        self._next = 0.0
        self._client = httpx.Client(timeout=self._policy.timeout_seconds, transport=transport, headers={"User-Agent": AGENT}, trust_env=False)

    def now(self) -> datetime:
        """This instant, aware UTC."""
        return self._clock.now()

    def get(self, url: str, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None) -> Answer:
        """GET, tried again on network failures and 5xx. NoAnswer, BrokenOff, NotPermitted; any other status is an Answer."""
        request = self._client.build_request("GET", url, params=dict(params) if params else None, headers=dict(headers or {}))
        return self._guarded(request, self._policy.attempts)

    def post(self, url: str, data: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None) -> Answer:
        """POST a form, once: what happened to a request without an answer is not known."""
        return self._guarded(self._client.build_request("POST", url, data=dict(data or {}), headers=dict(headers or {})), 1)

    def close(self) -> None:
        """Let the connections go."""
        self._client.close()

    def _guarded(self, request: httpx.Request, attempts: int) -> Answer:
        self._permit(request.url)
        state = self._breakers.load(self._name)
        if state.open_until is not None and self._clock.now() < state.open_until:
            raise BrokenOff(f"{self._name} 连续失败 {state.failures} 次，暂停读取至 {state.open_until.isoformat()}")
        try:
            answer = self._tried(request, attempts)
        except NoAnswer:
            self._failed(state)
            raise
        if answer.status >= 500:
            self._failed(state)
        elif state != BreakerState():
            self._breakers.save(self._name, BreakerState())
        return answer

    def _tried(self, request: httpx.Request, attempts: int) -> Answer:
        if attempts <= 1:
            return self._sent(request)
        last: Answer | None = None
        try:
            for attempt in stamina.retry_context(on=(NoAnswer, _ServerFault), attempts=attempts, wait_initial=0.2, wait_jitter=0.3, wait_max=3.0, timeout=60.0):
                with attempt:
                    last = self._sent(request)
                    if last.status >= 500:
                        raise _ServerFault
        except _ServerFault:
            pass
        if last is None:
            raise NoAnswer("没有得到回答")
        return last

    def _sent(self, request: httpx.Request) -> Answer:
        self._keep_pace()
        try:
            with self._client.stream(request.method, request.url, headers=request.headers, content=request.read()) as got:
                content = self._limited(got)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise NoAnswer(f"{request.url.host}：{type(error).__name__}") from error
        kind, to, later = (got.headers.get(name, "") for name in ("content-type", "location", "retry-after"))
        return Answer(str(request.url), got.status_code, content, kind, self._clock.now(), to, later)

    def _limited(self, got: httpx.Response) -> bytes:
        parts: list[bytes] = []
        deadline, size = monotonic() + self._policy.timeout_seconds * 2, 0
        for part in got.iter_bytes():
            size += len(part)
            if size > LARGEST_ANSWER or monotonic() > deadline:
                raise NoAnswer("回答过大或过慢")
            parts.append(part)
        return b"".join(parts)

    def _keep_pace(self) -> None:
        with self._turn:
            delay = self._next - monotonic()
            self._next = max(monotonic(), self._next) + self._policy.pace_seconds
        if delay > 0:
            self._wait(delay)

    def _permit(self, url: httpx.URL) -> None:
        place = f"{url.host}:{url.port}" if url.port else url.host
        if url.scheme not in ("http", "https") or place not in self._hosts:
            raise NotPermitted(f"不允许访问 {place}")

    def _failed(self, state: BreakerState) -> None:
        failures = state.failures + 1
        until = self._clock.now() + self._policy.open_for if failures >= self._policy.breaks_after else None
        self._breakers.save(self._name, BreakerState(failures, until))


class _ServerFault(Exception):
    """A 5xx that is worth another try."""


def host_of(url: str) -> str:
    """The allow-list's name for an address: host, or host:port where a port is given."""
    return urlsplit(url).netloc
