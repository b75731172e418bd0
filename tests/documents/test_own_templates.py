"""A court's own template: what the check refuses, by name and page, and that a sound one makes the paper."""

from __future__ import annotations

from datetime import date

import pytest
from jinja2.exceptions import SecurityError

from app.domains.documents.catalogue import PAPERS
from app.domains.documents.citations import doubts_of, number_of
from app.domains.documents.layout.blocks import Kind
from app.domains.documents.layout.own import blocks_of, fill
from app.domains.documents.own import check_own, sample_of
from app.domains.documents.rendering import make_paper, named_context, public_copy, to_docx, variables_of_house
from app.law.findings import Severity

from .own_word import DEMAND, word
from .samples import FOLDER, SAMPLES

TODAY = date(2026, 4, 2)


def breaches(*lines: str, code: str = "balance_demand") -> list[tuple[str, str]]:
    return [(each.message, each.way_out) for each in check_own(code, word(*lines), TODAY) if each.severity is Severity.BREACH]


def test_a_sound_template_has_no_breach_and_makes_the_paper() -> None:
    content = word(*DEMAND)
    assert check_own("balance_demand", content, TODAY) == []
    paper = make_paper("balance_demand", SAMPLES["balance_demand"], content)
    assert [each.kind for each in paper.blocks[:4]] == [Kind.COURT, Kind.TITLE, Kind.NUMBER, Kind.FLUSH]
    assert [each.kind for each in paper.blocks[-2:]] == [Kind.ORGAN, Kind.DATE]
    assert "成交价" not in paper.text
    assert all(each.text.strip("　") in paper.text for each in blocks_of(to_docx(paper)))
    assert paper.title == "余款催缴通知书"
    assert paper.digest != make_paper("balance_demand", SAMPLES["balance_demand"]).digest


@pytest.mark.parametrize(
    ("line", "message", "way_out"),
    [
        ("{{ 标的名 }}", "第 2 页的“标的名”不是可用字段", "改用“标的名称”"),
        ("{{ zzzz }}", "第 2 页的“zzzz”不是可用字段", "删除，或改用本文书的要素"),
        ("电话13800138000", "第 2 页写有个人信息（手机号）", "删除，改用字段"),
        ("依照《中华人民共和国合同法》第一条", "第 2 页：《中华人民共和国合同法》不在法规库中", "改引现行规定"),
        (
            "《最高人民法院关于人民法院委托评估、拍卖和变卖工作的若干规定》",
            "第 2 页：《最高人民法院关于人民法院委托评估、拍卖和变卖工作的若干规定》在2026-04-02不是现行规定",
            "改引现行规定",
        ),
    ],
)
def test_what_does_not_belong_is_named_with_its_page(line: str, message: str, way_out: str) -> None:
    assert (message, way_out) in breaches(*DEMAND, "---", line)


@pytest.mark.parametrize("place", [4, 5, 7])
def test_a_template_without_a_required_fact_names_it(place: int) -> None:
    assert any(message.startswith("缺少必备要素“") for message, _ in breaches(*DEMAND[:place], *DEMAND[place + 1 :]))


@pytest.mark.parametrize("line", ["{{ court_name", "{% if %}", "{{ pay_account.nothing }}", "{{ court_name|nothing }}", "{{ ''.__class__.__mro__ }}"])
def test_broken_marks_and_ways_out_of_the_facts_are_refused(line: str) -> None:
    assert breaches(*DEMAND, line)


def test_the_sandbox_gives_no_class_of_a_fact() -> None:
    with pytest.raises(SecurityError):
        fill(word("{{ court_name.__class__.__base__ }}"), named_context(sample_of("balance_demand")))


def test_an_article_that_no_rule_rests_on_is_for_the_judge_to_look_at() -> None:
    found = check_own("balance_demand", word(*DEMAND, "依照《中华人民共和国民事诉讼法》第九百九十九条"), TODAY)
    assert [(each.severity, each.way_out) for each in found] == [(Severity.MANUAL, "启用时由法官核对")]


def test_a_fact_cannot_bring_markup_or_a_paragraph_into_a_courts_template() -> None:
    facts = SAMPLES["balance_demand"] | {"buyer_name": "甲</w:t>\a{{ 7*7 }}&<b>"}
    paper = make_paper("balance_demand", facts, word(*DEMAND))
    assert "甲</w:t>{{ 7*7 }}&<b>：" in paper.text
    assert "<b>" not in paper.html


def test_the_public_copy_is_made_with_the_same_template() -> None:
    content = word("^{{ court_name }}", "{{ party_lines if false else '' }}{% for p in applicants %}{{ p.name }}，{{ p.id_no }}，住{{ p.address }}{% endfor %}")
    paper = make_paper("sale_ruling", SAMPLES["sale_ruling"] | {"applicants": SAMPLES["debt_for_asset_ruling"]["applicants"]}, content)
    assert "440100199006150420" in paper.text
    assert "何佩仪，，住广州市天河区" in public_copy(paper).text


@pytest.mark.parametrize("code", PAPERS)
def test_the_houses_own_words_cite_laws_in_force_and_its_names_are_known(code: str) -> None:
    source = (FOLDER / code / "template.txt").read_text(encoding="utf-8")
    assert [words for breach, words in doubts_of(source, TODAY) if breach] == []
    assert variables_of_house(code) <= set(named_context(sample_of(code)))


@pytest.mark.parametrize(("words", "number"), [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("一百零三", 103), ("二百六十一", 261), ("五百一十", 510)])
def test_articles_are_read_from_chinese_numerals(words: str, number: int) -> None:
    assert number_of(words) == number
