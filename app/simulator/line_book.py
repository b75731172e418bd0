"""What a site keeps of its private line: keys, the court's address for events, orders with the answers they got, events told. In the journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import RLock
from typing import Any

from app.kernel.errors import Invalid
from app.kernel.ids import digest_of
from app.simulator.journal import Journal

LEAST_SECRET = 32


@dataclass(frozen=True)
class LineSetup:
    """A site's line: secrets by key id (the first signs), where events go ('' nowhere)."""

    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    callback: str = ""

    @property
    def on(self) -> bool:
        """Is there a key?"""
        return bool(self.secrets)


@dataclass(frozen=True)
class Kept:
    """An order that was answered: the digest of its body, the status and the answer without its nonce."""

    body: str
    status: int
    answer: Mapping[str, Any]


class LineBook:
    """The lines of all sites. Thread-safe; everything but the lost answers of a test survives a kill."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self.lock = RLock()
        self._setups: dict[str, LineSetup] = {}
        self._orders: dict[tuple[str, str], Kept] = {}
        self._told: set[str] = set()
        self._lost: dict[str, int] = {}
        for line in journal.lines():
            self._replay(line)

    def setup(self, site: str) -> LineSetup:
        """The line of a site; without keys when none was agreed."""
        return self._setups.get(site, LineSetup())

    def agree(self, site: str, wanted: Mapping[str, Any], now: datetime) -> LineSetup:
        """Set keys ({"keys": {id: secret}}, {} ends the line) and the address of events; Invalid names what is wrong."""
        keys, callback = wanted.get("keys", {}), str(wanted.get("callback") or "")
        if not isinstance(keys, dict) or not all(isinstance(each, str) and len(each) >= LEAST_SECRET for each in keys.values()):
            raise Invalid(f"keys 应为 {{编号: 密钥}}，密钥不少于 {LEAST_SECRET} 个字符", field="keys")
        if callback and not callback.startswith(("http://", "https://")):
            raise Invalid("应为 http 或 https 开头的网址", field="callback")
        self._journal.append("line", now, site=site, keys=keys, callback=callback)
        self._setups[site] = LineSetup(dict(keys), callback)
        return self._setups[site]

    def kept(self, site: str, key: str) -> Kept | None:
        """The answer that an order got."""
        return self._orders.get((site, key))

    def keep(self, site: str, key: str, kept: Kept, now: datetime) -> None:
        """Remember an order with its answer."""
        self._journal.append("order", now, site=site, order=key, body=kept.body, status=kept.status, answer=dict(kept.answer))
        self._orders[site, key] = kept

    def lots(self, site: str) -> tuple[str, ...]:
        """Numbers of the lots that came over the line."""
        found = (kept.answer.get("lot_id") for (code, _), kept in tuple(self._orders.items()) if code == site)
        return tuple(dict.fromkeys(str(each) for each in found if each))

    def keep_package(self, content: bytes) -> bool:
        """Hold a package by its digest; was it new?"""
        fresh = not self._journal.holds(digest_of(content))
        self._journal.keep(content)
        return fresh

    def was_told(self, event: str) -> bool:
        """Has the court taken (or refused for good) this event?"""
        return event in self._told

    def tell(self, event: str, now: datetime) -> None:
        """The court has it."""
        self._journal.append("told", now, event=event)
        self._told.add(event)

    def lose_answers(self, site: str, count: int) -> None:
        """The next answers to orders are lost on their way, after the order was done: for tests."""
        self._lost[site] = count

    def loses(self, site: str) -> bool:
        """Is the answer that goes out now lost?"""
        with self.lock:
            left = self._lost.get(site, 0)
            self._lost[site] = max(0, left - 1)
            return left > 0

    def _replay(self, line: Mapping[str, Any]) -> None:
        match line["what"]:
            case "line":
                self._setups[line["site"]] = LineSetup(dict(line["keys"]), line["callback"])
            case "order":
                self._orders[line["site"], line["order"]] = Kept(line["body"], line["status"], line["answer"])
            case "told":
                self._told.add(line["event"])
