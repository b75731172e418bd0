"""The shape of a plan's check: points in sections, each passed or with findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.law.findings import Finding, Severity
from app.law.rulebook import cite

SECTIONS = ("platform", "price", "time", "text", "priority", "tax", "occupancy", "photos", "attachments")
SECTION_TITLES = {
    "platform": "平台与场次",
    "price": "价格",
    "time": "时间",
    "text": "公告正文",
    "priority": "优先购买权人与通知",
    "tax": "税费与欠费",
    "occupancy": "占有与腾空",
    "photos": "照片与视频",
    "attachments": "附件",
}
_ORDER = {Severity.BREACH: 0, Severity.WARNING: 1, Severity.MANUAL: 2}


@dataclass(frozen=True)
class Point:
    """One thing that was looked at: its section, title and rule, and what was wrong (nothing: passed)."""

    section: str
    title: str
    rule: str
    findings: tuple[Finding, ...] = ()

    @property
    def passed(self) -> bool:
        """Nothing to say."""
        return not self.findings

    @property
    def citation(self) -> str:
        """The article looked at."""
        return cite(self.rule)


@dataclass(frozen=True)
class Check:
    """A whole check. `findings` stand in the order of ui.md §2.4: gravest first, inside by section."""

    points: tuple[Point, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, gravest first."""
        found = [finding for point in self.points for finding in point.findings]
        return tuple(sorted(found, key=lambda each: _ORDER[each.severity]))

    @property
    def counts(self) -> dict[str, int]:
        """breach, warning, manual and passed."""
        found = self.findings
        return {**{str(s): sum(f.severity is s for f in found) for s in Severity}, "passed": sum(point.passed for point in self.points)}

    @property
    def may_go_on(self) -> bool:
        """No breach."""
        return not any(finding.severity is Severity.BREACH for finding in self.findings)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """Findings that ask for a written reason."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.WARNING)

    def of_section(self, section: str) -> Sequence[Point]:
        """The points of one section of the editor."""
        return [point for point in self.points if point.section == section]

    def of_field(self, field: str) -> Sequence[Finding]:
        """The findings of one field of the editor."""
        return [finding for finding in self.findings if finding.field == field]


def point(section: str, title: str, rule: str, *findings: Finding) -> Point:
    """A point with what was found; the law's names of inputs become the editor's."""
    return Point(section, title, rule, tuple(replace(each, field=_EDITOR.get(each.field, each.field)) for each in findings))


_EDITOR = {"opens": "opens_at", "reserve": "start_price", "seizure_expires_on": "seizure"}
