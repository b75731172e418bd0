"""The rule book is whole, dated, in Chinese, and says truly where each rule is applied."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from app.law.findings import Finding, Severity, Status, breaches, weakest
from app.law.regimes import CONFLICTS, REGIMES, Subject
from app.law.rulebook import NOT_APPLIED, RULES, Rule, Stage, cite, finding, of_stage, read_book, rule, search, weakest_first
from app.law.terms import TERMS

ROOT = Path(__file__).parents[2]
SHEET = Path(__file__).resolve().parents[3] / "shared" / "design" / "law.md"


@pytest.mark.skipif(not SHEET.exists(), reason="the rule sheet is not on this machine")
def test_every_rule_of_the_sheet_stands_in_the_book() -> None:
    ids = re.findall(r"^\| ([A-Z]{2,3}-\d{2}) \|", SHEET.read_text(encoding="utf-8"), re.M)
    assert set(ids) <= set(RULES)


def test_the_book_holds_at_least_three_hundred_rules() -> None:
    assert len(RULES) >= 313


@pytest.mark.parametrize("entry", RULES.values(), ids=RULES)
def test_a_rule_is_told_in_chinese_with_its_article(entry: Rule) -> None:
    told = entry.as_json()
    for name in ("title", "demand", "citation"):
        assert re.search(r"[\u4e00-\u9fff]", str(told[name])), told
        assert not re.search(r"[a-z]{4,}", str(told[name]).replace("融e购", "")), told


@pytest.mark.parametrize("entry", RULES.values(), ids=RULES)
def test_a_rule_is_applied_in_a_module_that_exists_or_says_why_not(entry: Rule) -> None:
    applied, reason = entry.applied_in, entry.not_applied_reason
    if applied == NOT_APPLIED:
        assert reason
    else:
        source = Path(*applied.split(".")).with_suffix(".py")
        assert entry.id in (ROOT / source).read_text(encoding="utf-8")
        assert not reason


def test_a_rule_that_was_not_verified_never_stops_anything() -> None:
    for entry in RULES.values():
        if entry.status in (Status.SECOND, Status.UNVERIFIED):
            assert entry.severity is not Severity.BREACH, entry.id


def test_every_term_and_every_regime_names_rules_of_the_book() -> None:
    named = {each.rule for each in TERMS.values()} | {rule_id for regime in REGIMES for rule_id in regime.rules.values()}
    assert named <= set(RULES)
    assert {each.subject for each in CONFLICTS} == set(Subject)
    assert all(len(each.rules) == 2 for each in CONFLICTS)


def test_a_rule_knows_the_days_on_which_it_held() -> None:
    old, new, open_ = rule("CR-03"), rule("CR-02"), rule("CNT-05")
    assert old.in_force_on(date(2024, 11, 30))
    assert not old.in_force_on(date(2024, 12, 1))
    assert not new.in_force_on(date(2024, 11, 30))
    assert open_.in_force_on(date(2026, 1, 1))


def test_the_article_is_cited_in_short_form() -> None:
    assert cite("NA-10") == "法释〔2016〕18号 第12条"


def test_the_book_is_searched_by_words_and_by_stage() -> None:
    assert [each.id for each in search("NA-18 保证金")] == ["NA-18"]
    assert "NA-18" in {each.id for each in of_stage(Stage.LISTING)}
    assert all(stage.label and of_stage(stage) for stage in Stage)
    assert weakest_first(RULES.values())[0].status is Status.INFERENCE


def test_an_id_that_stands_twice_is_refused(tmp_path: Path) -> None:
    row = '["XX-01"]\ntitle = "题"\ndemand = "文"\ncitation = "条"\nstatus = "VERIFIED"\nstage = "listing"\n'
    (tmp_path / "a.toml").write_text(row, encoding="utf-8")
    assert read_book(tmp_path)["XX-01"].applied_in == NOT_APPLIED
    (tmp_path / "b.toml").write_text(row, encoding="utf-8")
    with pytest.raises(ValueError, match="XX-01"):
        read_book(tmp_path)


def test_a_finding_takes_citation_and_severity_from_its_rule() -> None:
    plain = finding("NA-18", found="1", required="2", message="话")
    assert (plain.citation, plain.severity) == (cite("NA-18"), Severity.BREACH)
    assert set(plain.as_json()) == {"rule", "citation", "severity", "found", "required", "message"}
    full = finding("NA-18", found=1, required=2, message="话", field="deposit", fix=3, severity=Severity.MANUAL)
    assert full.as_json()["fix"] == "3"
    assert full.as_json()["field"] == "deposit"
    assert breaches([plain, full])
    assert not breaches([full])


def test_the_weakest_status_is_the_last_of_the_order() -> None:
    assert weakest([]) is Status.VERIFIED
    assert weakest([Status.SECOND, Status.VERIFIED]) is Status.SECOND
    assert weakest(Status) is Status.INFERENCE
    assert isinstance(finding("CNT-12", found="", required="", message="话"), Finding)
