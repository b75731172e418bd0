"""The house's way out to the sites: paced, timed, retried with jitter, broken off when a site is down, never redirected, only to hosts that are allowed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any, Protocol
from urllib.parse import urlsplit

import httpx
import stamina

from app.kernel.clock import Clock, monotonic, pause

LARGEST_ANSWER = 20_000_000
AGAIN_AFTER = 0.2
LONGEST_REST = timedelta(hours=1)
BUSY = frozenset({429, 503})
AGENT = "Mozilla/5.0 (X11; Linux x86_64) Paifu/1"
HEADERS = {"Accept": "*/*", "Accept-Encoding": "gzip, deflate", "Connection": "keep-alive", "User-Agent": AGENT}


class NoAnswer(ConnectionError):
    """The network, a time-out, or an answer too large."""


class BrokenOff(ConnectionError):
    """The breaker is open: the site failed too often and is left alone for a while."""


class NotPermitted(PermissionError):
    """The host is not among those that may be asked."""


@dataclass(frozen=True)
class Answer:
    """What came back: any status, the bytes as they were sent, where a redirect points (never followed), how long it took.

    `ahead`: how far the site's clock (its Date header) lies outside the time between question and answer; zero when it fits or is not told.
    `signature`: of the private line (docs/private-line.md §3), '' elsewhere.
    """

    url: str
    status: int
    content: bytes
    content_type: str
    received_at: datetime
    location: str = ""
    retry_after: str = ""
    milliseconds: int = 0
    ahead: timedelta = timedelta()
    signature: str = ""


@dataclass(frozen=True)
class BreakerState:
    """Failures in a row, and until when the site is left alone (None: closed)."""

    failures: int = 0
    open_until: datetime | None = None


Change = Callable[[BreakerState], BreakerState]


class LineStore(Protocol):
    """Where breakers and turns are kept, by name (a site's code); the database in the house (app/domains/rounds/lines.py), memory by default."""

    def load(self, name: str) -> BreakerState: ...

    def change(self, name: str, how: Change) -> BreakerState:
        """Change a state while nobody else does; the state before."""
        ...

    def take_turn(self, name: str, pace: float) -> float:
        """Seconds to wait until one's turn; the next one's is `pace` seconds later."""
        ...


@dataclass
class MemoryLines:
    """Breakers and turns of this process only."""

    states: dict[str, BreakerState] = field(default_factory=dict)
    turns: dict[str, float] = field(default_factory=dict)
    _alone: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def load(self, name: str) -> BreakerState:
        """The state, closed at first."""
        return self.states.get(name, BreakerState())

    def change(self, name: str, how: Change) -> BreakerState:
        """Change it; the state before."""
        with self._alone:
            before = self.load(name)
            self.states[name] = how(before)
            return before

    def take_turn(self, name: str, pace: float) -> float:
        """Seconds to wait."""
        with self._alone:
            now = monotonic()
            mine = max(now, self.turns.get(name, now))
            self.turns[name] = mine + pace
            return mine - now


@dataclass(frozen=True)
class LinePolicy:
    """How a site is asked. `pace` is the least time between two requests; `open_for` how long a broken line rests; `attempts` counts the first."""

    timeout_seconds: float = 15.0
    pace_seconds: float = 0.0
    attempts: int = 3
    breaks_after: int = 5
    open_for: timedelta = timedelta(seconds=60)


class Line:
    """One site's line. `hosts` is the allow-list (host or host:port); `check` refuses a host by where its name leads (NotPermitted).

    Safe to share between threads and, with a store in the database, between processes: requests of one name keep their pace and their breaker together.
    """

    def __init__(
        self,
        name: str,
        clock: Clock,
        hosts: frozenset[str],
        *,
        policy: LinePolicy | None = None,
        kept: LineStore | None = None,
        transport: httpx.BaseTransport | None = None,
        wait: Callable[[float], None] = pause,
        check: Callable[[str], None] | None = None,
    ) -> None:
        self._name = name
        self._clock = clock
        self._hosts = hosts
        self._policy = policy or LinePolicy()
        self._kept = kept or MemoryLines()
        self._wait = wait
        self._check = check
        self._transport = transport or httpx.HTTPTransport(trust_env=False)
        self._cookies = httpx.Cookies()
        self._extensions = {"timeout": httpx.Timeout(self._policy.timeout_seconds).as_dict()}

    def now(self) -> datetime:
        """This instant, aware UTC."""
        return self._clock.now()

    def rests_until(self) -> datetime | None:
        """Until when the site is left alone; None when it may be asked."""
        until = self._kept.load(self._name).open_until
        return until if until is not None and self._clock.now() < until else None

    def get(self, url: str, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None) -> Answer:
        """GET, tried again on network failures and 5xx. NoAnswer, BrokenOff, NotPermitted; any other status is an Answer."""
        return self._guarded(self._request("GET", _address(url, tuple((params or {}).items())), headers), self._policy.attempts)

    def post(self, url: str, data: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None) -> Answer:
        """POST a form, once: what happened to a request without an answer is not known."""
        return self._guarded(self._request("POST", url, headers, data=dict(data or {})), 1)

    def send(self, method: str, url: str, content: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
        """Any method with any body, once: the caller decides what a missing answer means (the private line)."""
        return self._guarded(self._request(method, url, headers, content=content), 1)

    def close(self) -> None:
        """Let the connections go."""
        self._transport.close()

    def _request(self, method: str, url: str | httpx.URL, headers: Mapping[str, str] | None, **body: Any) -> httpx.Request:
        """A request for the transport itself: of what a client adds we want the cookies only, and no redirect is followed."""
        request = httpx.Request(method, url, headers={**HEADERS, **(headers or {})}, extensions=self._extensions, **body)
        if self._cookies:
            self._cookies.set_cookie_header(request)
        return request

    def _guarded(self, request: httpx.Request, attempts: int) -> Answer:
        self._permit(request.url)
        trial = self._enter()
        try:
            answer = self._tried(request, 1 if trial else attempts)
        except NoAnswer:
            self._kept.change(self._name, self._failed)
            raise
        if answer.status >= 500:
            self._kept.change(self._name, self._failed)
        elif trial or self._kept.load(self._name) != BreakerState():
            self._kept.change(self._name, lambda _: BreakerState())
        self._rest(answer)
        return answer

    def _enter(self) -> bool:
        """Closed: go. Open: BrokenOff until its time, and then one request of all (half-open): True for that one."""
        state, now = self._kept.load(self._name), self._clock.now()
        until = state.open_until
        if until is None:
            return False
        if now >= until:
            until = now + self._policy.open_for
            taken = replace(state, open_until=until)
            if self._kept.change(self._name, lambda kept: taken if kept == state else kept) == state:
                return True
        why = f"连续失败 {state.failures} 次" if state.failures else "平台要求稍后再读"
        raise BrokenOff(f"{self._name} {why}，暂停读取至 {until.isoformat()}")

    def _tried(self, request: httpx.Request, attempts: int) -> Answer:
        if attempts <= 1:
            return self._sent(request)
        last = self._first(request)
        if last is not None and not _is_fault(last):
            return last
        self._wait(AGAIN_AFTER)
        try:
            for attempt in stamina.retry_context(
                on=(NoAnswer, _ServerFault), attempts=attempts - 1, wait_initial=0.2, wait_jitter=0.3, wait_max=3.0, timeout=60.0
            ):
                with attempt:
                    last = self._sent(request)
                    if _is_fault(last):
                        raise _ServerFault
        except _ServerFault:
            pass
        if last is None:
            raise NoAnswer("没有得到回答")
        return last

    def _first(self, request: httpx.Request) -> Answer | None:
        """The first try, which nearly always does, without the machinery of the others; None: no answer."""
        try:
            return self._sent(request)
        except NoAnswer:
            return None

    def _sent(self, request: httpx.Request) -> Answer:
        self._keep_pace()
        began, asked_at = monotonic(), self._clock.now()
        try:
            got = self._transport.handle_request(request)
            try:
                content = self._limited(got)
            finally:
                got.close()
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise NoAnswer(f"{request.url.host} {_why(error)}") from error
        if "set-cookie" in got.headers:
            got.request = request
            self._cookies.extract_cookies(got)
        kind, to, later = (got.headers.get(name, "") for name in ("content-type", "location", "retry-after"))
        received_at = self._clock.now()
        ahead = _ahead(got.headers.get("date", ""), asked_at, received_at)
        took, signature = round((monotonic() - began) * 1000), got.headers.get("paifu-signature", "")
        return Answer(str(request.url), got.status_code, content, kind, received_at, to, later, took, ahead, signature)

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
        if self._policy.pace_seconds <= 0:
            return
        delay = self._kept.take_turn(self._name, self._policy.pace_seconds)
        if delay > 0:
            self._wait(delay)

    def _permit(self, url: httpx.URL) -> None:
        place = f"{url.host}:{url.port}" if url.port else url.host
        if url.scheme not in ("http", "https") or place not in self._hosts:
            raise NotPermitted(f"不允许访问 {place}")
        if self._check is not None:
            self._check(url.host)

    def _failed(self, state: BreakerState) -> BreakerState:
        failures = state.failures + 1
        return BreakerState(failures, self._clock.now() + self._policy.open_for if failures >= self._policy.breaks_after else None)

    def _rest(self, answer: Answer) -> None:
        """A site that says when to come again (Retry-After with 429 or 503) is left alone until then."""
        rest = rest_asked(answer) if answer.status in BUSY else None
        if rest is None:
            return
        until = self._clock.now() + rest * max(1.0, self._clock.speed)
        self._kept.change(self._name, lambda kept: replace(kept, open_until=max(until, kept.open_until or until)))


def _why(error: Exception) -> str:
    if isinstance(error, httpx.TimeoutException):
        return "连接超时"
    if isinstance(error, httpx.ConnectError):
        return "连接不上"
    return "连接中断" if isinstance(error, httpx.TransportError) else "地址无法访问"


def _is_fault(answer: Answer) -> bool:
    """A 5xx that is worth another try: the site does not say when to come again."""
    return answer.status >= 500 and not answer.retry_after


class _ServerFault(Exception):
    """A 5xx that is worth another try."""


def rest_asked(answer: Answer) -> timedelta | None:
    """Retry-After in seconds or as a date (RFC 9110 §10.2.3), an hour at most; None when absent or not understood."""
    said = answer.retry_after.strip()
    if said.isdecimal():
        return min(timedelta(seconds=int(said[:9])), LONGEST_REST)
    try:
        at = parsedate_to_datetime(said)
    except ValueError:
        return None
    ahead = (at if at.tzinfo else at.replace(tzinfo=UTC)) - answer.received_at
    return min(ahead, LONGEST_REST) if ahead > timedelta(0) else None


def _ahead(date: str, asked_at: datetime, received_at: datetime) -> timedelta:
    """How far a Date header (whole seconds, RFC 9110 §6.6.1) is after the answer's arrival, or (negative) before its question."""
    try:
        told = parsedate_to_datetime(date)
    except ValueError:
        return timedelta()
    if told.tzinfo is None:
        return timedelta()
    return max(told - received_at, timedelta()) + min(told + timedelta(seconds=1) - asked_at, timedelta())


@lru_cache(16_384)
def _address(url: str, params: tuple[tuple[str, str], ...]) -> httpx.URL:
    """An address with its parameters; the same lots are asked for again and again, and taking an address to pieces is a tenth of a request."""
    return httpx.URL(url).copy_merge_params(dict(params)) if params else httpx.URL(url)


def host_of(url: str) -> str:
    """The allow-list's name for an address: host, or host:port where a port is given."""
    return urlsplit(url).netloc
