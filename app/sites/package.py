"""The listing package of a lot: what a clerk uploads by hand to a site's back office, as one zip in that site's layout."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.kernel.money import Money


@dataclass(frozen=True)
class PackagePlan:
    """A frozen listing plan as a package needs it. Texts are plain Chinese paragraphs divided by newlines; instants are aware UTC.

    `round` is 1, 2 or 3 (变卖). `plan_digest` is the frozen plan's SHA-256; `our_reference` is what the house calls this publication.
    `photos` and `attachments` are (file name, bytes), in the order in which they are shown.
    """

    title: str
    case_no: str
    court: str
    round: int
    starting_price: Money
    appraisal_price: Money
    deposit: Money
    increment: Money
    opens_at: datetime
    ends_at: datetime
    extension_minutes: int
    announcement: str
    instructions: str
    warnings: str
    photos: tuple[tuple[str, bytes], ...]
    attachments: tuple[tuple[str, bytes], ...]
    our_reference: str
    plan_digest: str
