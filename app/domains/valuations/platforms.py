"""The one contract of all price platforms: place an order, collect its report. An adapter is a way of reaching one; the roll names it (DIR-05)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

import httpx

from app.domains.valuations.rolls import platform_of
from app.kernel.money import MalformedMoney, Money

TIMEOUT = 10.0


@dataclass(frozen=True)
class Order:
    """What every platform is told, the same for all (RP-07). The same number twice is one inquiry."""

    number: str
    subject: str
    stated_value: Money


@dataclass(frozen=True)
class Report:
    """A platform's report as it came."""

    value: Money
    report_no: str
    reported_at: datetime
    valid_until: date


@dataclass(frozen=True)
class Answer:
    """How an order stands: its report if it is out, whether more time was asked for, and the raw answer (evidence)."""

    report: Report | None
    extension_asked: bool
    raw: bytes


class PlatformFault(Exception):
    """The platform did not answer, or its answer is not understood; `content` is what came (evidence)."""

    def __init__(self, message: str, content: bytes = b"") -> None:
        super().__init__(message)
        self.content = content


class PriceLine(Protocol):
    """What an adapter does. Both raise PlatformFault."""

    def place_order(self, base_url: str, code: str, order: Order) -> tuple[str, bytes]:
        """Order an inquiry; the platform's number and the raw answer."""
        ...

    def collect(self, base_url: str, code: str, number: str) -> Answer:
        """How the order stands."""
        ...


class JsonDesk:
    """Plain JSON over HTTP: POST /priceplatforms/<code>/inquiries, GET …/<number>."""

    def place_order(self, base_url: str, code: str, order: Order) -> tuple[str, bytes]:
        """Order an inquiry."""
        body = {"order_no": order.number, "subject": order.subject, "base": str(order.stated_value)}
        answer = _ask("POST", f"{base_url}/priceplatforms/{code}/inquiries", body)
        number = _read(answer).get("inquiry_no")
        if not number:
            raise PlatformFault("回答中没有询价编号", answer)
        return str(number), answer

    def collect(self, base_url: str, code: str, number: str) -> Answer:
        """The report if it is out, or whether more time is asked for."""
        raw = _ask("GET", f"{base_url}/priceplatforms/{code}/inquiries/{number}", None)
        told = _read(raw)
        return Answer(_report(told, raw) if told.get("status") == "ready" else None, bool(told.get("extension_requested")), raw)


ADAPTERS: Mapping[str, PriceLine] = {"json_desk": JsonDesk()}


def line_to(code: str) -> PriceLine | None:
    """The adapter of a platform; None: it is reached on paper and its report entered by hand."""
    found = platform_of(code)
    return ADAPTERS.get(found.adapter) if found else None


def _report(told: Mapping[str, Any], raw: bytes) -> Report:
    try:
        reported_at, valid_until = datetime.fromisoformat(told["reported_at"]), date.fromisoformat(told["valid_until"])
        return Report(Money.yuan(told["price"]), str(told["report_no"]), reported_at, valid_until)
    except (KeyError, ValueError, MalformedMoney) as error:
        raise PlatformFault(f"报告缺少内容：{error}", raw) from error


def _ask(method: str, url: str, body: dict[str, str] | None) -> bytes:
    try:
        answer = httpx.request(method, url, json=body, timeout=TIMEOUT, trust_env=False)
    except httpx.HTTPError as error:
        raise PlatformFault(f"询价平台无法连接：{type(error).__name__}") from error
    if answer.status_code >= 400:
        raise PlatformFault(f"询价平台拒绝（HTTP {answer.status_code}）", answer.content)
    return answer.content


def _read(content: bytes) -> dict[str, Any]:
    try:
        told = json.loads(content)
    except ValueError as error:
        raise PlatformFault("询价平台的回答不是 JSON", content) from error
    if not isinstance(told, dict):
        raise PlatformFault("询价平台的回答不能识别", content)
    return told
