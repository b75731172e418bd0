"""Fees by bands: commission of an auction house and the enforcement fee (law.md AS-26, EX-32, §13); valuation fees stand in valuation_fees.py."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from app.kernel.money import ZERO, Money


@dataclass(frozen=True, slots=True)
class Band:
    """The share charged on the part of an amount up to `ceiling` (None = without end)."""

    ceiling: Money | None
    share: Fraction


COMMISSION_BANDS: tuple[Band, ...] = (
    Band(Money.yuan(2_000_000), Fraction(5, 100)),
    Band(Money.yuan(10_000_000), Fraction(3, 100)),
    Band(Money.yuan(50_000_000), Fraction(2, 100)),
    Band(Money.yuan(100_000_000), Fraction(1, 100)),
    Band(None, Fraction(5, 1000)),
)
"""法释〔2004〕16号 第29条 (AS-26)."""

ENFORCEMENT_FIXED = Money.yuan(50)
ENFORCEMENT_BANDS: tuple[Band, ...] = (
    Band(Money.yuan(10_000), Fraction(0)),
    Band(Money.yuan(500_000), Fraction(15, 1000)),
    Band(Money.yuan(5_000_000), Fraction(1, 100)),
    Band(Money.yuan(10_000_000), Fraction(5, 1000)),
    Band(None, Fraction(1, 1000)),
)
"""诉讼费用交纳办法 第14条 (EX-32): 50 yuan for the first 10,000, then by bands."""

NO_AMOUNT_FEE = (Money.yuan(50), Money.yuan(500))
"""诉讼费用交纳办法 第14条: each case without an amount, lowest and highest."""


def commission_cap(price: Money, *, channel: str) -> Money:
    """The most that an auction house may charge the buyer (AS-26); a court-run online auction charges none (M15). Rounded down to the fen."""
    return banded(price, COMMISSION_BANDS) if channel == "offline" else ZERO


def enforcement_fee(amount: Money) -> Money:
    """The fee for enforcing an amount, borne by the debtor and collected after execution (EX-32). Rounded down to the fen."""
    return ENFORCEMENT_FIXED + banded(amount, ENFORCEMENT_BANDS)


def banded(amount: Money, bands: tuple[Band, ...]) -> Money:
    """Each part of the amount at its band's share, the sum rounded down to the fen."""
    charged, floor = Fraction(0), 0
    for band in bands:
        upper = amount.fen if band.ceiling is None else min(amount.fen, band.ceiling.fen)
        charged += max(0, upper - floor) * band.share
        floor = max(floor, upper)
    return Money(charged.numerator // charged.denominator)
