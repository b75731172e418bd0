"""The private line (docs/private-line.md): how a request, its answer and an event are signed and checked. Pure; the same for both sides."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from app.sites.contract import Capability, SiteSettings

VERSION = 1
WINDOW = timedelta(minutes=5)
NONCES_KEPT = 2 * WINDOW
LARGEST_NOTE = 64 * 1024
LEAST_SECRET = 32
OVER_LINE = frozenset({Capability.PUBLISH, Capability.WITHDRAW})
KEY, TIME, NONCE, SIGNATURE, IDEMPOTENCY = "Paifu-Key", "Paifu-Time", "Paifu-Nonce", "Paifu-Signature", "Idempotency-Key"
REQUEST_HEAD, ANSWER_HEAD, SCHEME = "PAIFU-LINE-1", "PAIFU-LINE-1-ANSWER", "v1="
_NONCE = re.compile(r"[A-Za-z0-9_-]{16,64}")
_SECONDS = re.compile(r"[0-9]{1,11}")
_PLAIN = re.compile(r"[!-~]*")
_KEY_ID = re.compile(r"[A-Za-z0-9_-]{4,40}")


class Flaw(StrEnum):
    """Why a signed message is not believed."""

    UNSIGNED = "unsigned"
    UNKNOWN_KEY = "unknown_key"
    BAD_SIGNATURE = "bad_signature"
    STALE = "stale"
    REPLAYED = "replayed"


FLAW_WORDS: dict[Flaw, str] = {
    Flaw.UNSIGNED: "没有签名，或签名的写法不对",
    Flaw.UNKNOWN_KEY: "密钥编号不认识",
    Flaw.BAD_SIGNATURE: "签名不符",
    Flaw.STALE: "时间与本方时钟相差超过 5 分钟",
    Flaw.REPLAYED: "随机数已用过，按重放拒绝",
}


@dataclass(frozen=True)
class LineKey:
    """A key that both sides hold: its public id and its secret (the text's UTF-8 bytes are the HMAC key)."""

    id: str
    secret: str

    def __repr__(self) -> str:
        return f"LineKey({self.id})"


@dataclass(frozen=True)
class PrivateLine:
    """A line that is configured and switched on: where it answers, and its keys. The first signs; every one of them is believed (rotation)."""

    url: str
    keys: tuple[LineKey, ...]

    @property
    def key(self) -> LineKey:
        """The key that signs."""
        return self.keys[0]


@dataclass(frozen=True)
class Message:
    """A request as it is signed: upper-case method, path with query as on the wire, the body's bytes, the idempotency key or ''."""

    method: str
    target: str
    body: bytes = b""
    idempotency: str = ""


@dataclass(frozen=True)
class Marks:
    """The signature's own headers, as text."""

    key_id: str
    time: str
    nonce: str
    signature: str

    @classmethod
    def of(cls, headers: Mapping[str, str]) -> Marks:
        """Read from headers by their canonical names; what is missing is ''."""
        return cls(*(headers.get(name, "") or "" for name in (KEY, TIME, NONCE, SIGNATURE)))


def canonical_request(message: Message, key_id: str, time: str, nonce: str) -> str:
    """What is signed: eight lines joined by a line feed, none after the last (docs/private-line.md §3)."""
    body = hashlib.sha256(message.body).hexdigest()
    return "\n".join((REQUEST_HEAD, message.method.upper(), message.target, key_id, time, nonce, message.idempotency, body))


def canonical_answer(status: int, nonce: str, body: bytes) -> str:
    """What an answer's signature covers: bound to its request by the request's nonce."""
    return "\n".join((ANSWER_HEAD, str(status), nonce, hashlib.sha256(body).hexdigest()))


def sign(secret: str, text: str) -> str:
    """'v1=' and the lower-case hex of HMAC-SHA256."""
    return SCHEME + hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def signed_headers(key: LineKey, message: Message, now: datetime, nonce: str) -> dict[str, str]:
    """The headers of a signed request; `now` is aware, `nonce` fresh for each sending."""
    time = str(int(now.timestamp()))
    marks = {KEY: key.id, TIME: time, NONCE: nonce, SIGNATURE: sign(key.secret, canonical_request(message, key.id, time, nonce))}
    return marks | ({IDEMPOTENCY: message.idempotency} if message.idempotency else {})


def flaw_of(keys: tuple[LineKey, ...], message: Message, marks: Marks, now: datetime) -> Flaw | None:
    """What is wrong with a signed request, None if nothing. The replay of a nonce is the caller's to know: he keeps them (NONCES_KEPT).

    The signature is checked before the clock, so that a stranger learns nothing about it; compared in constant time.
    """
    plain = _PLAIN.fullmatch(message.target) and _PLAIN.fullmatch(message.idempotency) and marks.signature.isascii()
    if not (plain and _NONCE.fullmatch(marks.nonce) and _SECONDS.fullmatch(marks.time)):
        return Flaw.UNSIGNED
    key = next((each for each in keys if each.id == marks.key_id), None)
    if key is None:
        return Flaw.UNKNOWN_KEY
    expected = sign(key.secret, canonical_request(message, key.id, marks.time, marks.nonce))
    if not hmac.compare_digest(expected, marks.signature):
        return Flaw.BAD_SIGNATURE
    sent_at = datetime.fromtimestamp(int(marks.time), UTC)
    return Flaw.STALE if abs(now - sent_at) > WINDOW else None


def answer_is_signed(keys: tuple[LineKey, ...], status: int, nonce: str, body: bytes, signature: str) -> bool:
    """Is an answer the other side's own, to this request? One that is not counts as no answer at all."""
    text = canonical_answer(status, nonce, body)
    return signature.isascii() and any(hmac.compare_digest(sign(key.secret, text), signature) for key in keys)


def target_of(url: str) -> str:
    """Path and query of an address, as they are signed."""
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def faults_of_line(settings: SiteSettings) -> tuple[str, ...]:
    """Why a line cannot be switched on, in Chinese; () when it can. Several keys are divided by commas: the first signs, all are believed."""
    ids, secrets = _listed(settings.line_key_id), _listed(settings.line_secret)
    parts = urlsplit(settings.line_url)
    local = parts.hostname in ("127.0.0.1", "localhost", "::1")
    table = (
        ("没有专线地址", not settings.line_url),
        ("专线地址应以 https:// 开头（本机可用 http://）", bool(settings.line_url) and not (parts.scheme == "https" or (parts.scheme == "http" and local))),
        ("没有密钥编号", not ids),
        ("密钥编号只能用字母、数字、-、_，4 至 40 个", not all(_KEY_ID.fullmatch(each) for each in ids)),
        ("密钥编号与密钥的个数不同", len(ids) != len(secrets)),
        (f"密钥少于 {LEAST_SECRET} 个字符", any(len(each) < LEAST_SECRET for each in secrets)),
    )
    return tuple(words for words, wrong in table if wrong)


def line_of(settings: SiteSettings) -> PrivateLine | None:
    """The line of these settings, or None: not configured, or not switched on."""
    if not settings.line_on or faults_of_line(settings):
        return None
    return PrivateLine(settings.line_url.rstrip("/"), keys_of(settings))


def keys_of(settings: SiteSettings) -> tuple[LineKey, ...]:
    """The keys of these settings, the signing one first; () without any, or when ids and secrets do not pair."""
    ids, secrets = _listed(settings.line_key_id), _listed(settings.line_secret)
    return tuple(LineKey(key, secret) for key, secret in zip(ids, secrets, strict=True)) if len(ids) == len(secrets) else ()


def _listed(text: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in text.split(",") if each.strip())
