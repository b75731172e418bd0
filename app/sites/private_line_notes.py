"""What travels over the private line: orders, answers to them, events. JSON with fixed fields; anything else is Changed. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.kernel.clock import local
from app.kernel.ids import canonical
from app.sites.contract import Changed
from app.sites.private_line import VERSION

LONGEST_REASON = 500
_WORD = re.compile(r"[A-Za-z0-9_.:-]{1,64}")


class LineVerb(StrEnum):
    """What can be ordered over a line."""

    PUBLISH = "publish"
    AMEND = "amend"
    WITHDRAW = "withdraw"
    SUSPEND = "suspend"
    RESUME = "resume"

    @property
    def word(self) -> str:
        """For people."""
        return VERB_WORDS[self]

    @property
    def has_package(self) -> bool:
        """Does the order carry a listing package?"""
        return self in (LineVerb.PUBLISH, LineVerb.AMEND)


VERB_WORDS = {
    LineVerb.PUBLISH: "发布",
    LineVerb.AMEND: "更换材料",
    LineVerb.WITHDRAW: "撤回",
    LineVerb.SUSPEND: "暂缓或中止",
    LineVerb.RESUME: "恢复",
}


class StopKind(StrEnum):
    """Which stop a suspension is: 暂缓 or 中止."""

    POSTPONED = "postponed"
    SUSPENDED = "suspended"


class Outcome(StrEnum):
    """What became of an order. UNKNOWN: this order never came (the answer to a query only)."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class EventKind(StrEnum):
    """What a site reports. An event decides nothing: it makes the house read the lot again at once."""

    ANNOUNCED = "announced"
    AMENDED = "amended"
    OPENED = "opened"
    EXTENDED = "extended"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
    CONFIRMED = "confirmed"
    UNPERFORMED = "unperformed"


EVENT_WORDS = {
    EventKind.ANNOUNCED: "已公告",
    EventKind.AMENDED: "材料已更换",
    EventKind.OPENED: "已开拍",
    EventKind.EXTENDED: "竞价延时",
    EventKind.SUSPENDED: "已暂停、暂缓或中止",
    EventKind.RESUMED: "已恢复",
    EventKind.WITHDRAWN: "已撤回",
    EventKind.ENDED: "竞价已结束",
    EventKind.CONFIRMED: "结果已确认",
    EventKind.UNPERFORMED: "买受人未履行",
}


@dataclass(frozen=True)
class LineOrder:
    """One order. `key` is its idempotency key; `lot_id` for all but publish; `package` the SHA-256 of a zip sent before; `announce_at` None: at once."""

    key: str
    verb: LineVerb
    site: str
    reference: str
    plan_digest: str
    lot_id: str = ""
    package: str = ""
    announce_at: datetime | None = None
    stop: StopKind | None = None
    reason: str = ""

    def as_json(self) -> dict[str, Any]:
        """The body's fields; times ISO +08:00, what does not apply is null."""
        return {
            "line": VERSION,
            "order": self.key,
            "verb": str(self.verb),
            "site": self.site,
            "reference": self.reference,
            "plan_digest": self.plan_digest,
            "lot_id": self.lot_id or None,
            "package": self.package or None,
            "announce_at": local(self.announce_at).isoformat() if self.announce_at else None,
            "stop": str(self.stop) if self.stop else None,
            "reason": self.reason or None,
        }

    def body(self) -> bytes:
        """The bytes that are sent and signed: the same for the same order."""
        return canonical(self.as_json())


@dataclass(frozen=True)
class LineAnswer:
    """What the other side said of an order. `reasons` are (field, Chinese words) of a refusal."""

    outcome: Outcome
    lot_id: str = ""
    url: str = ""
    state: str = ""
    reasons: tuple[tuple[str, str], ...] = ()

    @property
    def message(self) -> str:
        """All reasons in one line."""
        return "；".join(words for _, words in self.reasons)


@dataclass(frozen=True)
class LineEvent:
    """One event as it was reported: its id (the same at every delivery), kind, lot, when it happened there."""

    id: str
    kind: EventKind
    site: str
    lot_id: str
    reference: str
    at: datetime


def read_answer(key: str, content: bytes) -> LineAnswer:
    """An answer to the order `key`, or Changed: another order's, an unknown word, an acceptance without a lot."""
    told = _object(content)
    if told.get("order") != key:
        raise Changed("专线的回答属于另一项指令")
    try:
        outcome = Outcome(str(told.get("outcome")))
    except ValueError:
        raise Changed(f"专线的回答“{str(told.get('outcome'))[:30]}”不在已知之列") from None
    lot_id, reasons = _text(told, "lot_id", 40), _reasons(told)
    if outcome is Outcome.ACCEPTED and not lot_id:
        raise Changed("专线受理了指令，但没有给出拍品编号")
    if outcome is Outcome.REFUSED and not reasons:
        raise Changed("专线拒绝了指令，但没有说明理由")
    url = _text(told, "url", 300)
    return LineAnswer(outcome, lot_id, url if url.startswith(("https://", "http://")) else "", _text(told, "state", 60), reasons)


def read_event(content: bytes) -> LineEvent:
    """An event's body, or Changed naming what is wrong."""
    told = _object(content)
    try:
        kind, at = EventKind(str(told.get("kind"))), datetime.fromisoformat(str(told.get("at")))
    except ValueError:
        raise Changed("事件的种类或时间不认识") from None
    if at.tzinfo is None:
        raise Changed("事件的时间没有时区")
    named = {name: _text(told, name, 64) for name in ("event", "site", "lot_id", "reference")}
    if not all(_WORD.fullmatch(named[name]) for name in ("event", "site", "lot_id")):
        raise Changed("事件缺少 event、site 或 lot_id")
    return LineEvent(named["event"], kind, named["site"], named["lot_id"], named["reference"], at)


def _object(content: bytes) -> Mapping[str, Any]:
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        raise Changed("专线的内容不是 JSON") from None
    if not isinstance(told, dict) or told.get("line") != VERSION:
        raise Changed(f"专线的内容应为 JSON 对象，并注明 line {VERSION}")
    return told


def _text(told: Mapping[str, Any], name: str, most: int) -> str:
    value = told.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > most:
        raise Changed(f"专线的字段 {name} 应为不超过 {most} 字的文本")
    return value


def _reasons(told: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    rows = told.get("reasons") or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) and isinstance(row.get("message"), str) for row in rows):
        raise Changed("专线的 reasons 应为 {field, message} 的列表")
    return tuple((str(row.get("field") or "")[:60], row["message"][:300]) for row in rows[:50])
