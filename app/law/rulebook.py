"""The rule book: every rule of the rule sheet (design/law.md), read once from app/law/book/*.toml, looked up by its id."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

from app.law.findings import Finding, Severity, Status

NOT_APPLIED = "not applied"
_BOOK = Path(__file__).parent / "book"


class Stage(StrEnum):
    """Where in the work a rule speaks."""

    PERIODS = "periods"
    VALUATION = "valuation"
    LISTING = "listing"
    BIDDING = "bidding"
    SETTLEMENT = "settlement"
    COERCION = "coercion"
    VACATING = "vacating"
    WORKFLOW = "workflow"
    CLOSING = "closing"
    DIRECTORIES = "directories"
    SUPPORT = "support"
    PRIVACY = "privacy"
    RETENTION = "retention"
    CONTENTS = "contents"

    @property
    def label(self) -> str:
        """For people."""
        return _STAGE_TITLES[self]


_STAGE_TITLES = {
    Stage.PERIODS: "期间",
    Stage.VALUATION: "定价",
    Stage.LISTING: "上拍",
    Stage.BIDDING: "竞价",
    Stage.SETTLEMENT: "成交与结算",
    Stage.COERCION: "强制措施",
    Stage.VACATING: "腾退移交",
    Stage.WORKFLOW: "执行流程",
    Stage.CLOSING: "终本",
    Stage.DIRECTORIES: "名录",
    Stage.SUPPORT: "辅助工作",
    Stage.PRIVACY: "隐私",
    Stage.RETENTION: "保存期限",
    Stage.CONTENTS: "文书内容",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it demands of whom, from which article, since when, how well its source was seen, and which module applies it."""

    id: str
    title: str
    demand: str
    number: str
    scope: str
    citation: str
    effective_from: date | None
    effective_to: date | None
    status: Status
    severity: Severity
    stage: Stage
    applied_in: str
    not_applied_reason: str

    def in_force_on(self, day: date) -> bool:
        """Did the rule hold on the day? A missing bound is open."""
        return (self.effective_from is None or self.effective_from <= day) and (self.effective_to is None or day <= self.effective_to)

    def as_json(self) -> dict[str, str | None]:
        """The form of `flask law rules --json`."""
        bounds = {"effective_from": self.effective_from, "effective_to": self.effective_to}
        words = ("id", "title", "demand", "number", "scope", "citation", "applied_in", "not_applied_reason")
        return {
            **{name: str(getattr(self, name)) for name in words},
            **{name: day.isoformat() if day else None for name, day in bounds.items()},
            "status": str(self.status),
            "severity": str(self.severity),
            "stage": str(self.stage),
        }


def read_book(folder: Path) -> dict[str, Rule]:
    """All rules of a folder of TOML files, in the order of the files; an id that stands twice is a ValueError."""
    rules: dict[str, Rule] = {}
    for path in sorted(folder.glob("*.toml")):
        for rule_id, row in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if rule_id in rules:
                raise ValueError(f"{rule_id} stands twice in the book")
            rules[rule_id] = _read(rule_id, row)
    return rules


def _read(rule_id: str, row: Mapping[str, Any]) -> Rule:
    status = Status(row["status"])
    severity = Severity.BREACH if status is Status.VERIFIED else Severity.WARNING
    return Rule(
        id=rule_id,
        title=row["title"],
        demand=row["demand"],
        number=row.get("number", ""),
        scope=row.get("scope", ""),
        citation=row["citation"],
        effective_from=row.get("from"),
        effective_to=row.get("to"),
        status=status,
        severity=Severity(row.get("severity", severity)),
        stage=Stage(row["stage"]),
        applied_in=row.get("applied_in", NOT_APPLIED),
        not_applied_reason=row.get("reason", ""),
    )


RULES: Mapping[str, Rule] = MappingProxyType(read_book(_BOOK))


def rule(rule_id: str) -> Rule:
    """The rule with this id; KeyError if the book has none."""
    return RULES[rule_id]


def cite(rule_id: str) -> str:
    """The rule's article in short Chinese form: 法释〔2016〕18号 第12条."""
    return RULES[rule_id].citation


def finding(rule_id: str, *, found: object, required: object, message: str, field: str = "", fix: object = None, severity: Severity | None = None) -> Finding:
    """A finding under a rule of the book: its citation, and its severity unless another is given. Values become their text."""
    entry = RULES[rule_id]
    return Finding(entry.id, entry.citation, severity or entry.severity, str(found), str(required), message, field, None if fix is None else str(fix))


def search(words: str) -> tuple[Rule, ...]:
    """The rules whose id, title, demand, number or citation hold every one of the words."""
    wanted = words.lower().split()
    return tuple(each for each in RULES.values() if all(word in _text(each) for word in wanted))


def of_stage(stage: Stage) -> tuple[Rule, ...]:
    """The rules of a stage, in the order of the book."""
    return tuple(each for each in RULES.values() if each.stage is stage)


def _text(entry: Rule) -> str:
    return " ".join((entry.id, entry.title, entry.demand, entry.number, entry.citation)).lower()


def weakest_first(rules: Iterable[Rule]) -> list[Rule]:
    """For review: the least certain rules first."""
    return sorted(rules, key=lambda each: (-each.status.weakness, each.id))
