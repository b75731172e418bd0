"""Kept bytes before the malware scanner, the same for every noun: asked, noted and told in one act; what is found is set aside (M-40)."""

from __future__ import annotations

from collections.abc import Callable

from app.infra.house import House
from app.infra.scans import note_scan
from app.infra.unit_of_work import Work


def look_through(house: House, digest: str, tell: Callable[[Work, str], None]) -> str:
    """What the scanner found, '' for clean or without a scanner; `tell` writes the noun's rows and trail beside the answer."""
    if house.scanner is None:
        return ""
    found = house.scanner.find(house.evidence.stream(digest))
    with house.work() as w:
        note_scan(w.session, digest, found, w.now)
        tell(w, found)
    if found:
        house.evidence.set_aside(digest)
    return found
