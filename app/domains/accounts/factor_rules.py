"""Rules of the second factor: which time step a code belongs to, how many wrong ones are allowed, how long a proof is fresh. Pure."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

import pyotp

from app.kernel.errors import Invalid, Refusal

STEP = 30
SKEW = 1
FRESH = timedelta(minutes=10)
HALF_WAY = timedelta(minutes=10)
LIMITS = ((5, timedelta(minutes=5)), (20, timedelta(hours=1)), (50, timedelta(days=1)))
"""Wrong codes of one person in any such span (trust.md R9)."""
RECOVERY_CODES = 10
ISSUER = "拍辅"
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


class FactorThrottled(Refusal):
    """Too many wrong codes."""

    code = "throttled"
    status = 429

    def __init__(self, minutes: int) -> None:
        super().__init__(f"操作太频繁：动态码多次未成功，{minutes} 分钟后再试")


class StepUpNeeded(Invalid):
    """The last proof is too old to sign with (M-54)."""

    code = "step_up"

    def __init__(self, message: str = "签名前请再验证一次：上次验证已超过 10 分钟，输入动态码") -> None:
        super().__init__(message, field="code")


def new_secret() -> str:
    """160 random bits in base32 (RFC 4226 §4)."""
    return pyotp.random_base32()


def address_of(secret: str, login: str) -> str:
    """The otpauth address that authenticators read from the QR."""
    return pyotp.TOTP(secret, interval=STEP).provisioning_uri(name=login, issuer_name=ISSUER)


def step_of(secret: str, code: str, at: datetime, last_step: int) -> int | None:
    """The time step that a code belongs to (now, or one beside it for clocks that differ), if it is newer than the last one used; else None (RFC 6238 §5.2)."""
    here = int(at.timestamp()) // STEP
    reader = pyotp.TOTP(secret, interval=STEP)
    fits = [step for step in range(here - SKEW, here + SKEW + 1) if secrets.compare_digest(reader.at(step * STEP), code)]
    return next((step for step in fits if step > last_step), None)


def plain(code: str) -> str:
    """What was typed without blanks and hyphens, in small letters."""
    return "".join(each for each in code.lower() if each.isascii() and each.isalnum())


def new_recovery_codes() -> list[str]:
    """Ten codes of twelve letters (59 bits each), as people write them down: abcd-efgh-jkmn."""
    letters = ["".join(secrets.choice(_LETTERS) for _ in range(12)) for _ in range(RECOVERY_CODES)]
    return ["-".join((each[:4], each[4:8], each[8:])) for each in letters]


def check_limits(failures: Sequence[datetime], now: datetime) -> None:
    """Refuse when the wrong codes of any span have used up its limit; `failures` of the last day."""
    for allowed, span in LIMITS:
        within = sorted(each for each in failures if now - each < span)
        if len(within) >= allowed:
            left = within[-allowed] + span - now
            raise FactorThrottled(max(1, -(-int(left.total_seconds()) // 60)))


def is_fresh(proved_at: datetime | None, now: datetime) -> bool:
    """May one sign on the strength of this proof?"""
    return proved_at is not None and now - proved_at <= FRESH
