"""Taking the thing at the failed reserve instead of money (以物抵债): who comes first, who draws lots, and the difference to pay (AS-13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.kernel.money import ZERO, Money
from app.law.findings import Finding, Severity
from app.law.rulebook import finding


@dataclass(frozen=True, slots=True)
class Creditor:
    """A creditor who would take the thing. Lower `rank` is paid first; `claim` is what the creditor is to get in the execution."""

    name: str
    claim: Money
    rank: int = 1


@dataclass(frozen=True, slots=True)
class Taking:
    """The first rank's creditors with the difference each would pay, and who takes the thing (None: nobody, or lots are to be drawn)."""

    candidates: tuple[tuple[Creditor, Money], ...]
    taker: Creditor | None
    findings: tuple[Finding, ...] = ()


def take_in_kind(reserve: Money, creditors: Sequence[Creditor]) -> Taking:
    """The earlier rank takes the thing at the reserve of the failed round, equal ranks draw lots; a claim below the reserve pays the difference."""
    first = min((each.rank for each in creditors), default=0)
    candidates = tuple((each, difference(reserve, each.claim)) for each in creditors if each.rank == first)
    if len(candidates) < 2:
        return Taking(candidates, candidates[0][0] if candidates else None)
    names = "、".join(each.name for each, _ in candidates)
    message = f"同一顺位的 {names} 都愿意以物抵债，以抽签方式决定承受人"
    return Taking(candidates, None, (finding("AS-13", found=names, required="抽签", message=message, field="creditors", severity=Severity.MANUAL),))


def difference(reserve: Money, claim: Money) -> Money:
    """What a creditor pays who is to get less than the thing is worth."""
    return max(ZERO, reserve - claim)
