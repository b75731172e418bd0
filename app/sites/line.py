"""Turns a line's plain answers into the contract's pages and failures. The line is handed in (app/infra/http.py Line, or a test's)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from app.sites.contract import Challenged, RawPage, Refused, Unreachable
from app.sites.walls import is_wall_page, leads_to_wall


class PlainAnswer(Protocol):
    """What a line gives back (app/infra/http.py Answer)."""

    @property
    def url(self) -> str: ...
    @property
    def status(self) -> int: ...
    @property
    def content(self) -> bytes: ...
    @property
    def content_type(self) -> str: ...
    @property
    def received_at(self) -> datetime: ...
    @property
    def location(self) -> str: ...
    @property
    def retry_after(self) -> str: ...
    @property
    def milliseconds(self) -> int: ...
    @property
    def ahead(self) -> timedelta: ...


class PlainLine(Protocol):
    """A way to ask a site; its failures are ConnectionErrors."""

    def now(self) -> datetime: ...

    def get(self, url: str, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None) -> PlainAnswer: ...

    def post(self, url: str, data: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None) -> PlainAnswer: ...


@dataclass
class SiteHttp:
    """The contract's Http over a line. `recorded` holds every page of this reading, also those of a failure: evidence before parsing.

    `waits` are the milliseconds that each answer took; `ahead` is the furthest that the site's clock was before ours (negative: behind).
    """

    line: PlainLine
    recorded: list[RawPage] = field(default_factory=list)
    waits: list[int] = field(default_factory=list)
    ahead: timedelta = timedelta()

    @property
    def latency(self) -> int | None:
        """Milliseconds that an answer of this reading took on average; None without an answer."""
        return round(sum(self.waits) / len(self.waits)) if self.waits else None

    def now(self) -> datetime:
        """This instant, aware UTC."""
        return self.line.now()

    def get(self, url: str, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None, *, kind: str = "") -> RawPage:
        """A page, or one of the contract's failures."""
        return self._page(kind, lambda: self.line.get(url, params, headers))

    def post(self, url: str, data: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None, *, kind: str = "") -> RawPage:
        """The same for a form."""
        return self._page(kind, lambda: self.line.post(url, data, headers))

    def _page(self, kind: str, ask: Callable[[], PlainAnswer]) -> RawPage:
        try:
            answer = ask()
        except PermissionError as error:
            raise Refused(str(error)) from error
        except ConnectionError as error:
            raise Unreachable(f"无法连接站点：{error}") from error
        page = RawPage(answer.url, answer.content, answer.content_type, answer.received_at, kind)
        self.recorded.append(page)
        self.waits.append(answer.milliseconds)
        self.ahead = max(self.ahead, answer.ahead, key=abs)
        _judge(answer, page)
        return page


def _judge(answer: PlainAnswer, page: RawPage) -> None:
    if leads_to_wall(answer.location):
        raise Challenged("站点要求登录或人工验证", pages=(page,))
    if is_wall_page(answer.content):
        raise Challenged("站点返回了验证页面，需要人工处理", pages=(page,))
    if answer.status >= 500:
        raise Unreachable(f"站点故障（HTTP {answer.status}）", pages=(page,))
    if answer.status == 429:
        raise Refused(f"访问过于频繁，被站点限制（HTTP 429{'，' + answer.retry_after + ' 秒后再试' if answer.retry_after else ''}）", pages=(page,))
    if answer.status != 200:
        raise Refused(f"站点拒绝了请求（HTTP {answer.status}）", pages=(page,))
    if not answer.content.strip():
        raise Unreachable("站点返回了空白页面", pages=(page,))
