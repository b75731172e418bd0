"""Turns a line's plain answers into the contract's pages and failures. The line is handed in (app/infra/http.py Line, or a test's)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from app.sites.contract import Challenged, RawPage, Refused, Unreachable

_WALLS = (b"_____tmd_____/punish", b"x5step=", b"RGV587", b"HWWAFSESID_CHALLENGE", b"__jsl_clearance", "请输入验证码".encode(), "请完成安全验证".encode())
_WALL_ADDRESSES = ("punish", "captcha", "verify", "login", "passport", "risk_handler")


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


class PlainLine(Protocol):
    """A way to ask a site; its failures are ConnectionErrors."""

    def now(self) -> datetime: ...

    def get(self, url: str, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None) -> PlainAnswer: ...

    def post(self, url: str, data: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None) -> PlainAnswer: ...


@dataclass
class SiteHttp:
    """The contract's Http over a line. `recorded` holds every page of this reading, also those of a failure: evidence before parsing."""

    line: PlainLine
    recorded: list[RawPage] = field(default_factory=list)

    def now(self) -> datetime:
        """This instant, aware UTC."""
        return self.line.now()

    def get(self, url: str, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None, *, kind: str = "") -> RawPage:
        """A page, or one of the contract's failures."""
        try:
            answer = self.line.get(url, params, headers)
        except ConnectionError as error:
            raise Unreachable(f"无法连接站点：{error}") from error
        return self._page(answer, kind)

    def post(self, url: str, data: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None, *, kind: str = "") -> RawPage:
        """The same for a form."""
        try:
            answer = self.line.post(url, data, headers)
        except ConnectionError as error:
            raise Unreachable(f"无法连接站点：{error}") from error
        return self._page(answer, kind)

    def _page(self, answer: PlainAnswer, kind: str) -> RawPage:
        page = RawPage(answer.url, answer.content, answer.content_type, answer.received_at, kind)
        self.recorded.append(page)
        _judge(answer, page)
        return page


def _judge(answer: PlainAnswer, page: RawPage) -> None:
    head = answer.content[:20_000]
    if answer.location and any(word in answer.location.lower() for word in _WALL_ADDRESSES):
        raise Challenged("站点要求登录或人工验证", pages=(page,))
    if any(mark in head for mark in _WALLS):
        raise Challenged("站点返回了验证页面，需要人工处理", pages=(page,))
    if answer.status >= 500:
        raise Unreachable(f"站点故障（HTTP {answer.status}）", pages=(page,))
    if answer.status == 429:
        raise Refused(f"访问过于频繁，被站点限制（HTTP 429{'，' + answer.retry_after + ' 秒后再试' if answer.retry_after else ''}）", pages=(page,))
    if answer.status != 200:
        raise Refused(f"站点拒绝了请求（HTTP {answer.status}）", pages=(page,))
    if not answer.content.strip():
        raise Unreachable("站点返回了空白页面", pages=(page,))
