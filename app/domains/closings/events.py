"""Facts of closings."""

from __future__ import annotations

from dataclasses import dataclass

from app.kernel.facts import Fact


@dataclass(frozen=True, slots=True)
class ClosingApproved(Fact):
    """The checklist is complete and the judge ends the case this way."""

    case_id: str
    way: str
    reason: str
