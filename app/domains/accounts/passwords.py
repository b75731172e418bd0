"""Password hashes (argon2id) and random keys. A wrong name costs the same time as a wrong password (trust.md R8)."""

from __future__ import annotations

import hashlib
import secrets
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

LONGEST = 128


@lru_cache(maxsize=2)
def hasher(cost: str) -> PasswordHasher:
    """argon2id: 64 MiB and three passes, or the cheapest for tests."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1) if cost == "test" else PasswordHasher()


def hash_password(password: str, cost: str) -> str:
    """A fresh hash."""
    return hasher(cost).hash(password)


def matches(password: str, stored: str | None, cost: str) -> bool:
    """Does the password fit? None (no such person) is checked against a dummy and is always False."""
    try:
        hasher(cost).verify(stored or _dummy(cost), password[:LONGEST])
    except VerificationError:
        return False
    return stored is not None


def new_key() -> tuple[str, str]:
    """A random key of 256 bits and the hash under which it is kept."""
    key = secrets.token_urlsafe(32)
    return key, hash_key(key)


def hash_key(key: str) -> str:
    """The hash of a session's or token's key."""
    return hashlib.sha256(key.encode()).hexdigest()


@lru_cache(maxsize=2)
def _dummy(cost: str) -> str:
    return hash_password(secrets.token_urlsafe(16), cost)
