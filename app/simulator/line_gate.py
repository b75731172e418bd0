"""The site's gate of the private line (docs/private-line.md §3), written apart from the house's side: who signed, is it fresh, was it here before."""

from __future__ import annotations

import hmac
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from threading import Lock

FIVE_MINUTES = timedelta(minutes=5)
KEPT = timedelta(minutes=10)
NONCE_CHARS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


@dataclass(frozen=True)
class Signed:
    """A request as it came: the line's headers as text ('' when missing), the path with query, the body."""

    method: str
    target: str
    body: bytes
    key_id: str
    time: str
    nonce: str
    signature: str
    order_key: str


def mac(secret: str, lines: list[str]) -> str:
    """v1= and the hex of HMAC-SHA256 over the lines."""
    return "v1=" + hmac.digest(secret.encode("utf-8"), "\n".join(lines).encode("utf-8"), "sha256").hex()


def lines_of(asked: Signed) -> list[str]:
    """The eight lines of a request."""
    return ["PAIFU-LINE-1", asked.method, asked.target, asked.key_id, asked.time, asked.nonce, asked.order_key, sha256(asked.body).hexdigest()]


def answer_mac(secret: str, status: int, nonce: str, body: bytes) -> str:
    """The signature of an answer."""
    return mac(secret, ["PAIFU-LINE-1-ANSWER", str(status), nonce, sha256(body).hexdigest()])


class Gate:
    """Keeps the nonces of ten minutes. What passes is fresh and from a holder of a key; the word of refusal otherwise. Safe between threads."""

    def __init__(self) -> None:
        self._seen: OrderedDict[tuple[str, str, str], datetime] = OrderedDict()
        self._lock = Lock()

    def refusal(self, site: str, secrets: dict[str, str], asked: Signed, now: datetime) -> str:
        """'' lets it in; else unsigned, unknown_key, bad_signature, stale or replayed."""
        if not (16 <= len(asked.nonce) <= 64 and set(asked.nonce) <= NONCE_CHARS and asked.time.isascii() and asked.time.isdigit() and len(asked.time) < 12):
            return "unsigned"
        if asked.key_id not in secrets:
            return "unknown_key"
        if not hmac.compare_digest(mac(secrets[asked.key_id], lines_of(asked)).encode(), asked.signature.encode()):
            return "bad_signature"
        if abs(now.timestamp() - int(asked.time)) > FIVE_MINUTES.total_seconds():
            return "stale"
        return "" if self._first(site, asked, now) else "replayed"

    def _first(self, site: str, asked: Signed, now: datetime) -> bool:
        name = (site, asked.key_id, asked.nonce)
        with self._lock:
            while self._seen and next(iter(self._seen.values())) < now - KEPT:
                self._seen.popitem(last=False)
            if name in self._seen:
                return False
            self._seen[name] = now
            return True
