"""Three online price platforms (法释〔2018〕15号 第14–17条): take an order, have a report ready some hours later, sometimes late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from random import Random
from threading import RLock
from typing import Any

from app.kernel.clock import Clock, local
from app.kernel.errors import Invalid, NotFound
from app.kernel.money import ZERO, MalformedMoney, Money
from app.simulator.journal import Journal

PLATFORMS = {"taobao": "淘宝网大数据询价平台", "jd": "京东大数据评估平台", "icbc": "工商银行融e购询价平台"}
TERM = timedelta(days=3)
VALID = timedelta(days=365)
SPREAD = 8


class Mode(StrEnum):
    """How a platform behaves: reports in time, late without a word, or asks for three more days first."""

    ON_TIME = "on_time"
    LATE = "late"
    EXTENSION = "extension"


@dataclass(frozen=True)
class Inquiry:
    """One order at one platform; `price` is what the report will say."""

    platform: str
    number: str
    order_no: str
    subject: str
    base: Money
    accepted_at: datetime
    mode: Mode

    @property
    def price(self) -> Money:
        """The base within ±8 %, the same for the same order and platform, in whole hundreds of yuan."""
        share = 100 + Random(f"{self.platform}/{self.order_no}/{self.subject}").uniform(-SPREAD, SPREAD)
        return Money(round(self.base.fen * Fraction(share) / 1_000_000) * 10_000) or self.base

    @property
    def due_at(self) -> datetime:
        """Three days, or six where an extension was asked for."""
        return self.accepted_at + (TERM * 2 if self.mode is Mode.EXTENSION else TERM)

    @property
    def ready_at(self) -> datetime:
        """When the report is out."""
        hours = Random(f"{self.number}/{self.mode}").randrange(6, 40)
        head_start = {Mode.ON_TIME: timedelta(0), Mode.LATE: TERM, Mode.EXTENSION: TERM + timedelta(hours=12)}[self.mode]
        return self.accepted_at + head_start + timedelta(hours=hours)

    def as_json(self, now: datetime) -> dict[str, Any]:
        """How it stands: accepted, extension_requested or ready; money in yuan, times ISO +08:00."""
        ready = now >= self.ready_at
        asked = self.mode is Mode.EXTENSION and now >= self.accepted_at + TERM - timedelta(hours=12)
        return {
            "platform": self.platform,
            "platform_title": PLATFORMS[self.platform],
            "inquiry_no": self.number,
            "order_no": self.order_no,
            "subject": self.subject,
            "status": "ready" if ready else "extension_requested" if asked else "accepted",
            "accepted_at": local(self.accepted_at).isoformat(),
            "due_at": local(self.due_at if asked else self.accepted_at + TERM).isoformat(),
            "extension_requested": asked,
            **(self._report() if ready else {}),
        }

    def _report(self) -> dict[str, Any]:
        return {
            "price": str(self.price),
            "report_no": f"{self.platform.upper()}-{self.number}",
            "reported_at": local(self.ready_at).isoformat(),
            "valid_until": local(self.ready_at + VALID).date().isoformat(),
            "on_time": self.ready_at <= self.due_at,
        }


class PriceDesk:
    """All orders of the three platforms; journalled like lots."""

    def __init__(self, clock: Clock, journal: Journal) -> None:
        self._clock = clock
        self._journal = journal
        self._lock = RLock()
        self._orders: dict[tuple[str, str], Inquiry] = {}
        self._modes: dict[str, Mode] = {}
        for line in journal.lines():
            self._replay(line)

    def order(self, platform: str, order: Mapping[str, Any]) -> tuple[Inquiry, bool]:
        """Take `{order_no, subject, base}`: the inquiry and whether it is new; the same order number again is the same inquiry."""
        _known(platform)
        with self._lock:
            order_no, subject, base = _read(order)
            before = next((each for (code, _), each in self._orders.items() if code == platform and each.order_no == order_no), None)
            if before:
                return before, False
            now = self._clock.now()
            mode = self._modes.get(platform, Mode.ON_TIME)
            number = f"{local(now):%Y%m%d}{len(self._orders) + 1:05d}"
            inquiry = Inquiry(platform, number, order_no, subject, base, now, mode)
            details = {"platform": platform, "number": number, "order_no": order_no, "subject": subject, "base": str(base), "mode": mode}
            self._journal.append("inquiry", now, **details)
            self._orders[platform, number] = inquiry
        return inquiry, True

    def get(self, platform: str, number: str) -> dict[str, Any]:
        """An inquiry as it stands now, or NotFound."""
        try:
            return self._orders[platform, number].as_json(self._clock.now())
        except KeyError:
            raise NotFound("没有这个询价编号") from None

    def all(self, platform: str) -> list[dict[str, Any]]:
        """Every inquiry of a platform."""
        _known(platform)
        return [each.as_json(self._clock.now()) for (code, _), each in self._orders.items() if code == platform]

    def set_mode(self, platform: str, mode: str) -> None:
        """How the platform treats orders from now on."""
        _known(platform)
        if mode not in list(Mode):
            raise Invalid(f"应为 {'、'.join(Mode)} 之一", field="mode")
        self._journal.append("price_mode", self._clock.now(), platform=platform, mode=mode)
        self._modes[platform] = Mode(mode)

    def _replay(self, line: Mapping[str, Any]) -> None:
        if line["what"] == "price_mode":
            self._modes[line["platform"]] = Mode(line["mode"])
        if line["what"] == "inquiry":
            at = datetime.fromisoformat(line["at"])
            mode, base = Mode(line["mode"]), Money.yuan(line["base"])
            inquiry = Inquiry(line["platform"], line["number"], line["order_no"], line["subject"], base, at, mode)
            self._orders[inquiry.platform, inquiry.number] = inquiry


def _known(platform: str) -> None:
    if platform not in PLATFORMS:
        raise NotFound("没有这个询价平台")


def _read(order: Mapping[str, Any]) -> tuple[str, str, Money]:
    order_no, subject = str(order.get("order_no") or "").strip(), str(order.get("subject") or "").strip()
    try:
        base = Money.yuan(str(order.get("base")))
    except MalformedMoney:
        base = ZERO
    table = (("order_no", "必填", not order_no), ("subject", "必填", not subject), ("base", "应为大于零、以元计的金额", base <= ZERO))
    faults = tuple((name, words) for name, words, wrong in table if wrong)
    if faults:
        raise Invalid("询价委托不完整", faults=faults)
    return order_no, subject, base
