"""What a lot is sold under, as the simulated site understood the uploaded package: frozen values, no behaviour of time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from app.kernel.money import Money

EXTENSION = timedelta(minutes=5)
SALE_CONTEST = timedelta(hours=24)


class Round(StrEnum):
    """Which auction of the asset this is: first, second, or the sale (变卖) after both failed."""

    FIRST = "first"
    SECOND = "second"
    SALE = "sale"


ROUND_WORDS = {Round.FIRST: "第一次拍卖", Round.SECOND: "第二次拍卖", Round.SALE: "变卖"}


@dataclass(frozen=True)
class File:
    """An attachment or photo as uploaded: kept under its SHA-256, shown under its name."""

    name: str
    digest: str
    size: int
    title: str = ""


@dataclass(frozen=True)
class Terms:
    """The terms of one lot. Prices in Money; instants aware UTC; texts as uploaded."""

    reference: str
    case_no: str
    title: str
    court: str
    round: Round
    starting_price: Money
    deposit: Money
    increment: Money
    opens_at: datetime
    ends_at: datetime
    announced_at: datetime
    appraisal_price: Money | None = None
    location: str = ""
    priority_codes: tuple[str, ...] = ()
    announcement: str = ""
    notice: str = ""
    description: str = ""
    attachments: tuple[File, ...] = field(default=())
    photos: tuple[File, ...] = field(default=())

    @property
    def is_sale(self) -> bool:
        """变卖: a long window that the first bid turns into a 24-hour contest (sites.md §1 quirk 4)."""
        return self.round is Round.SALE

    @property
    def priority_word(self) -> str:
        """有 or 无, as the sites show whether somebody has the right to buy first."""
        return "有" if self.priority_codes else "无"
