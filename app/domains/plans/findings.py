"""How a check is shown: findings with their buttons, the worst one of each field, counts of sections, the list of what was passed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from app.domains.plans.checks.points import SECTIONS, Check
from app.domains.plans.types import Terms
from app.kernel.clock import local
from app.kernel.money import Money
from app.law.findings import Finding, Severity, Status
from app.law.rulebook import rule

_SOURCES = {Status.VERIFIED: "verified", Status.SECOND: "second_hand", Status.UNVERIFIED: "unverified", Status.INFERENCE: "inference"}
_AMOUNT = re.compile(r"(?<![\d.,])\d+\.\d\d(?!\d)")
_OPENING = time(10, 0)
PUT_TO_PANEL = "列入合议事项，由合议庭决定"


@dataclass(frozen=True)
class Fix:
    """A button that sets a lawful value."""

    label: str
    field: str
    value: str


@dataclass(frozen=True)
class ShownFinding:
    """A finding as the macro `finding` reads it."""

    rule_id: str
    severity: str
    citation: str
    rule_href: str
    text: str
    found: str
    required: str
    source: str
    field: str
    fix: Fix | None = None
    reason_href: str = ""
    panel: bool = False


@dataclass(frozen=True)
class Passed:
    """A point with nothing to say."""

    text: str
    citation: str


@dataclass(frozen=True)
class Counts:
    """How many findings of each kind, and points passed."""

    breach: int = 0
    warning: int = 0
    manual: int = 0
    passed: int = 0


@dataclass(frozen=True)
class ShownCheck:
    """The rail 实时核对."""

    counts: Counts
    findings: Sequence[ShownFinding]
    passed: Sequence[Passed]
    rules_version: str
    seconds: str


def show_check(
    found: Check, terms: Terms, day: date, *, fields: frozenset[str], seconds: float, readonly: bool, reasons: Mapping[tuple[str, str], str]
) -> ShownCheck:
    """The whole check; `fields` are those that the editor has, `reasons` what was written for warnings."""
    shown = [_shown(each, terms, fields, readonly=readonly, reasoned=(each.rule, each.field) in reasons) for each in found.findings]
    passed = [Passed(point.title, point.citation) for point in found.points if point.passed]
    return ShownCheck(Counts(**found.counts), shown, passed, day.isoformat(), f"{seconds:.2f}")


def worst_by_field(shown: ShownCheck) -> dict[str, ShownFinding]:
    """The gravest finding of each field; findings stand gravest first."""
    return {each.field: each for each in reversed(shown.findings) if each.field}


def counts_of_sections(found: Check) -> dict[str, Counts]:
    """Counts of each section."""
    return {section: Counts(**Check(tuple(found.of_section(section))).counts) for section in SECTIONS}


def worded(text: str) -> str:
    """Amounts in a finding's figures as people read them."""
    grouped = _AMOUNT.sub(lambda found: f"{Money.yuan(found.group()).grouped}", text)
    return f"{grouped} 元" if _AMOUNT.fullmatch(text) else grouped


def _shown(found: Finding, terms: Terms, fields: frozenset[str], *, readonly: bool, reasoned: bool) -> ShownFinding:
    warning, manual = found.severity is Severity.WARNING, found.severity is Severity.MANUAL
    return ShownFinding(
        rule_id=f"{found.rule}~{found.field}",
        severity=str(found.severity),
        citation=found.citation,
        rule_href=f"/rules/{found.rule}",
        text=found.message,
        found=worded(found.found),
        required=worded(found.required),
        source=_SOURCES[rule(found.rule).status],
        field=found.field if found.field in fields else "",
        fix=None if readonly else _fix(found, terms, fields),
        reason_href="#reasons" if warning and not reasoned and not readonly else "",
        panel=manual and not reasoned and not readonly,
    )


def _fix(found: Finding, terms: Terms, fields: frozenset[str]) -> Fix | None:
    if found.fix is None or found.field not in fields:
        return None
    if found.field == "opens_at":
        moment = datetime.combine(date.fromisoformat(found.fix), local(terms.opens_at).time() if terms.opens_at else _OPENING)
        return Fix(f"改为 {moment:%m-%d}", found.field, f"{moment:%Y-%m-%dT%H:%M}")
    return Fix(f"改为 {worded(found.fix).removesuffix(' 元')}", found.field, found.fix)
