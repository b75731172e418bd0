"""Facts: what happened, in the past tense. Nouns emit them; app/process.py tells what follows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """Base of every fact. A fact is a frozen value: ids, enums, money, days, instants; never a row."""
