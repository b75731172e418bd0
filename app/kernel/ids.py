"""Identifiers: time-ordered UUIDs for rows, digests for contents."""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from collections.abc import Mapping
from typing import Any


def new_id() -> str:
    """A random, time-ordered id (UUIDv7 layout) as 32 hex characters."""
    stamp = int(time.time() * 1000) & ((1 << 48) - 1)
    value = stamp << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0x2 << 62 | secrets.randbits(62)
    return f"{value:032x}"


def canonical(content: Any) -> bytes:
    """One byte form for equal contents: JSON, keys sorted, no blanks, UTF-8."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest_of(content: Mapping[str, Any] | list[Any] | bytes) -> str:
    """SHA-256 of bytes, or of the canonical form of a content, as 64 hex characters."""
    return hashlib.sha256(content if isinstance(content, bytes) else canonical(content)).hexdigest()


def short_digest(digest: str) -> str:
    """For people: first and last four, '9f3c·71ae' (ui.md §2.3)."""
    return f"{digest[:4]}·{digest[-4:]}" if digest else "—"
