"""The book tells the truth of its numbers: a verified number is applied, or it is said why it cannot be; nothing unverified stops anybody."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.law.findings import Severity, Status
from app.law.rulebook import NOT_APPLIED, RULES, Rule

ROOT = Path(__file__).parents[2]
WITH_NUMBER = [each for each in RULES.values() if each.status is Status.VERIFIED and re.search(r"[0-9一二三四五六七八九十百]", each.number)]
REASONS = ("由法官或合议庭依个案判断", "由平台、评估机构或主管系统履行", "由公安、检察、审判机关认定", "由任务、期限、审批目录落实", "由管理员维护")


@pytest.mark.parametrize("entry", WITH_NUMBER, ids=[each.id for each in WITH_NUMBER])
def test_a_verified_rule_with_a_number_is_applied_or_says_who_else_keeps_it(entry: Rule) -> None:
    if entry.applied_in == NOT_APPLIED:
        assert any(each in entry.not_applied_reason for each in REASONS), entry.not_applied_reason


def test_most_verified_numbers_are_applied() -> None:
    applied = [each for each in WITH_NUMBER if each.applied_in != NOT_APPLIED]
    assert len(applied) >= 0.75 * len(WITH_NUMBER), f"{len(applied)} of {len(WITH_NUMBER)}"


def test_a_rule_that_nobody_saw_warns_at_most() -> None:
    assert [each.id for each in RULES.values() if each.status in (Status.UNVERIFIED, Status.SECOND) and each.severity is Severity.BREACH] == []


FAMILIES = "|".join(sorted({each.split("-")[0] for each in RULES}))


def named_in(source: Path) -> set[str]:
    return set(re.findall(rf"\"((?:{FAMILIES})-\d\d)\"", source.read_text(encoding="utf-8")))


def test_every_rule_named_anywhere_in_the_house_stands_in_the_book() -> None:
    named = {(path.name, each) for path in (ROOT / "app").rglob("*.py") for each in named_in(path)}
    assert {(name, each) for name, each in named if each not in RULES} == set()
