"""The price platforms of the national list as dated rows (DIR-03, DIR-05, DIR-06), and the call that orders and collects a report."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import httpx

from app.kernel.money import MalformedMoney, Money

TIMEOUT = 10.0


@dataclass(frozen=True)
class Platform:
    """A listed platform; an order goes to all that are listed on its day (RP-07)."""

    code: str
    title: str
    listed_from: date
    listed_until: date | None = None


LISTED = (
    Platform("taobao", "阿里拍卖大数据询价平台", date(2018, 9, 1)),
    Platform("jd", "京东大数据评估系统", date(2018, 9, 1)),
    Platform("icbc", "工商银行融e购询价平台", date(2018, 9, 1)),
)


def listed_on(day: date) -> tuple[Platform, ...]:
    """All platforms listed on a day."""
    return tuple(each for each in LISTED if each.listed_from <= day and (each.listed_until is None or day <= each.listed_until))


@dataclass(frozen=True)
class Report:
    """A platform's report as it came."""

    value: Money
    report_no: str
    reported_at: datetime
    valid_until: date


class PlatformFault(Exception):
    """The platform did not answer, or its answer is not understood; `content` is what came (evidence)."""

    def __init__(self, message: str, content: bytes = b"") -> None:
        super().__init__(message)
        self.content = content


def place_order(base_url: str, code: str, order_no: str, subject: str, value: Money) -> tuple[str, bytes]:
    """Order an inquiry; the platform's number and the raw answer. The same order number twice is one inquiry."""
    answer = _ask("POST", f"{base_url}/priceplatforms/{code}/inquiries", {"order_no": order_no, "subject": subject, "base": str(value)})
    number = _read(answer).get("inquiry_no")
    if not number:
        raise PlatformFault("回答中没有询价编号", answer)
    return str(number), answer


def collect(base_url: str, code: str, number: str) -> tuple[Report | None, bytes]:
    """The report of an inquiry if it is out, and the raw answer."""
    answer = _ask("GET", f"{base_url}/priceplatforms/{code}/inquiries/{number}", None)
    told = _read(answer)
    if told.get("status") != "ready":
        return None, answer
    try:
        return Report(
            Money.yuan(told["price"]), str(told["report_no"]), datetime.fromisoformat(told["reported_at"]), date.fromisoformat(told["valid_until"])
        ), answer
    except (KeyError, ValueError, MalformedMoney) as error:
        raise PlatformFault(f"报告缺少内容：{error}", answer) from error


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
