"""Ticks and jobs of agencies: declarations and papers that end are told of before and once when the day has come; scans are looked through for malware."""

from __future__ import annotations

from app.domains.agencies.declaring import remind_due
from app.domains.agencies.paper_scans import SCAN_JOB, scan_paper
from app.domains.agencies.papers import warn_due
from app.domains.agencies.terms import warn_terms_due
from app.infra.house import House, Tick


def remind(house: House) -> int:
    """Tell all that are due; how many."""
    told = 0
    while batch := _some(house):
        told += batch
    return told


def _some(house: House) -> int:
    with house.work() as w:
        return remind_due(w) + warn_due(w) + warn_terms_due(w)


def _tick(house: House) -> None:
    remind(house)


HANDLERS = {SCAN_JOB: scan_paper}
TICKS = (Tick("agencies.remind", 60.0, _tick),)
