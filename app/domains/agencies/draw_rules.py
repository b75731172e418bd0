"""The verifiable draw. Pure; docs/verify_draw.py says the same in the standard library alone.

Seeds form a chain: s(n-1) = SHA-256(s(n)). The commitment SHA-256(s(0)) is published before the list is frozen; round k reveals s(k), which everybody can
hash back to what was published. So one commitment serves the draw and every redraw, and nobody outside the house can tell a later round from an earlier one.
Round k: value = HMAC-SHA-256(s(k), "<list digest>:<k>:<try>") as a whole number; a value at or over the greatest multiple of the number of candidates
is thrown away and the next try is taken (no modulo bias); the candidate at value mod count is drawn, in the order of the frozen list.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.kernel.ids import digest_of

FORMAT = "paifu-draw-1"
CHAIN = 32
SPACE = 1 << 256


@dataclass(frozen=True)
class Drawn:
    """The outcome of a round: which candidate, of how many, at which try."""

    agency_id: str
    index: int
    count: int
    tries: int


def seed_of_round(root: str, round_no: int) -> str:
    """The seed of a round (0 the first), as 64 hex characters, from the root of the chain."""
    if not 0 <= round_no < CHAIN:
        raise ValueError(f"the chain has {CHAIN} seeds, not {round_no + 1}")
    seed = bytes.fromhex(root)
    for _ in range(CHAIN - 1 - round_no):
        seed = hashlib.sha256(seed).digest()
    return seed.hex()


def commitment_of(root: str) -> str:
    """What is published before the list is frozen: SHA-256 of the first round's seed."""
    return hashlib.sha256(bytes.fromhex(seed_of_round(root, 0))).hexdigest()


def list_digest(frozen: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON of the frozen list."""
    return digest_of(frozen)


def draw(seed: str, digest: str, round_no: int, candidate_ids: Sequence[str]) -> Drawn:
    """Draw one of the candidates, in the order given; ValueError when there is none."""
    count = len(candidate_ids)
    if not count:
        raise ValueError("nobody to draw from")
    limit, tries = SPACE - SPACE % count, 0
    while (value := value_of(seed, digest, round_no, tries)) >= limit:
        tries += 1
    return Drawn(candidate_ids[value % count], value % count, count, tries)


def value_of(seed: str, digest: str, round_no: int, tried: int) -> int:
    """The number of a try: HMAC-SHA-256 under the round's seed, 256 bits."""
    message = f"{digest}:{round_no}:{tried}".encode()
    return int.from_bytes(hmac.new(bytes.fromhex(seed), message, hashlib.sha256).digest())


def left_in(frozen: Mapping[str, Any], left_out: Sequence[str]) -> list[str]:
    """The candidates of the frozen list without those left out since, in its order."""
    return [each["id"] for each in frozen["candidates"] if each["id"] not in left_out]
