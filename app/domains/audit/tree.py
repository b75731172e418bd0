"""Hashes of the trail: canonical leaves, the chain, and an RFC 6962 tree kept as its peaks. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from app.kernel.ids import canonical

ALGORITHM = "paifu-trail-1/sha256"
START = "0" * 64
FIELDS = (
    *("id", "at", "actor_id", "actor_name", "role", "court_id", "agency_id", "session_id", "ip", "request_id"),
    *("act", "thing_kind", "thing_id", "case_id", "result", "summary", "authority", "digest", "secret", "details"),
)

CLOSED = ("summary", "authority", "details")

Peaks = list[tuple[int, str]]


def content_of(row: Any) -> dict[str, Any]:
    """The fields of a trail row that its leaf binds, ready for JSON; instants in UTC with microseconds."""
    content = {name: getattr(row, name) for name in FIELDS}
    at: datetime = content["at"]
    content["at"] = at.astimezone(UTC).isoformat(timespec="microseconds")
    return content


def closed(content: dict[str, Any]) -> dict[str, Any]:
    """The row with its words about cases replaced by their hashes: an auditor checks it whole without reading them. Closing twice changes nothing."""
    open_names = [name for name in CLOSED if name in content]
    kept = {name: value for name, value in content.items() if name not in CLOSED}
    return kept | {f"{name}_sha256": hashlib.sha256(canonical(content[name])).hexdigest() for name in open_names}


def leaf_of(content: dict[str, Any]) -> str:
    """Hash of one row's canonical content, its words closed (prefix 0x00: RFC 6962 §2.1)."""
    return hashlib.sha256(b"\x00" + canonical({"algorithm": ALGORITHM, **closed(content)})).hexdigest()


def chained(previous: str, leaf: str) -> str:
    """The chain after a leaf."""
    return hashlib.sha256(bytes.fromhex(previous) + bytes.fromhex(leaf)).hexdigest()


def grow(peaks: Peaks, leaf: str) -> Peaks:
    """The peaks (height, hash) after one more leaf."""
    grown = [*peaks, (0, leaf)]
    while len(grown) > 1 and grown[-1][0] == grown[-2][0]:
        height, right = grown.pop()
        _, left = grown.pop()
        grown.append((height + 1, _node(left, right)))
    return grown


def root_of(peaks: Peaks) -> str:
    """The tree's root over all leaves so far; of none it is the hash of nothing."""
    if not peaks:
        return hashlib.sha256(b"").hexdigest()
    root = peaks[-1][1]
    for _, left in reversed(peaks[:-1]):
        root = _node(left, root)
    return root


def statement(size: int, chain: str, root: str, at: datetime) -> bytes:
    """What a checkpoint signs."""
    return canonical({"algorithm": ALGORITHM, "size": size, "chain": chain, "root": root, "at": at.astimezone(UTC).isoformat(timespec="microseconds")})


def peaks_from(stored: Iterable[Any]) -> Peaks:
    """Peaks as a checkpoint stores them."""
    return [(int(height), str(digest)) for height, digest in stored]


def _node(left: str, right: str) -> str:
    return hashlib.sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()
