"""How long data are kept, by kind of keeper and record, and from when they may be purged (law.md RT-01 … RT-06, PI-14, AUX-18)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.law.periods import add_months, event_after_notice


class Record(StrEnum):
    """What is kept, and by whom."""

    AUCTION_PLATFORM = "auction_platform"
    INQUIRY_PLATFORM = "inquiry_platform"
    APPRAISAL = "appraisal"
    STATUTORY_APPRAISAL = "statutory_appraisal"
    AUCTION_HOUSE = "auction_house"
    IMPACT_ASSESSMENT = "impact_assessment"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class Term:
    """The shortest time that a record is kept, counted from the end of the last related event (RT-05), and the rule that says so."""

    years: int
    rule: str


TERMS: dict[Record, Term] = {
    Record.AUCTION_PLATFORM: Term(10, "RT-01"),
    Record.INQUIRY_PLATFORM: Term(10, "RT-02"),
    Record.APPRAISAL: Term(15, "RT-03"),
    Record.STATUTORY_APPRAISAL: Term(30, "RT-03"),
    Record.AUCTION_HOUSE: Term(5, "RT-04"),
    Record.IMPACT_ASSESSMENT: Term(3, "PI-14"),
    Record.AGENCY: Term(0, "AUX-18"),
}
"""A support agency keeps nothing of the parties' data after its contract (AUX-18, RT-06)."""


@dataclass(frozen=True, slots=True)
class Retention:
    """The last day of keeping, and the first on which purging is allowed; None while a legal hold lasts."""

    keep_through: date
    purge_allowed_from: date | None


def retention(record: Record, event_ended_on: date, *, legal_hold: bool = False) -> Retention:
    """Keep through the corresponding day, or the last day of its month; never rolled (CNT-04, CNT-13). A legal hold overrides (RT-05)."""
    keep_through = add_months(event_ended_on, 12 * TERMS[record].years)
    return Retention(keep_through, None if legal_hold else event_after_notice(keep_through, 0).recommended_on)
