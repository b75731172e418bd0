"""What a check of the law says: how sure the rule is, how grave the point is, what was found and what is required."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How grave a finding is: a breach stops, a warning asks for a written reason, manual asks a person to decide."""

    BREACH = "breach"
    WARNING = "warning"
    MANUAL = "manual"


class Status(StrEnum):
    """How well the source of a rule was seen (law.md §0), strongest first."""

    VERIFIED = "VERIFIED"
    SECOND = "VERIFIED-2nd"
    UNVERIFIED = "UNVERIFIED"
    INFERENCE = "INFERENCE"

    @property
    def weakness(self) -> int:
        """0 for a text that was read; larger is weaker, in the order of the list."""
        return _WEAKNESS[self]


_WEAKNESS = {status: place for place, status in enumerate(Status)}


def weakest(statuses: Iterable[Status]) -> Status:
    """The weakest of some statuses; VERIFIED of none."""
    return max(statuses, key=lambda each: each.weakness, default=Status.VERIFIED)


@dataclass(frozen=True, slots=True)
class Finding:
    """One point of law. `field` is the machine name of the input concerned, `fix` a lawful value as text (for a button)."""

    rule: str
    citation: str
    severity: Severity
    found: str
    required: str
    message: str
    field: str = ""
    fix: str | None = None

    def as_json(self) -> dict[str, str]:
        """The form of law-questions.md; field and fix only where there are any."""
        plain = {
            "rule": self.rule,
            "citation": self.citation,
            "severity": str(self.severity),
            "found": self.found,
            "required": self.required,
            "message": self.message,
        }
        if self.field:
            plain["field"] = self.field
        if self.fix is not None:
            plain["fix"] = self.fix
        return plain


def breaches(findings: Iterable[Finding]) -> bool:
    """Is there a breach among them?"""
    return any(each.severity is Severity.BREACH for each in findings)
