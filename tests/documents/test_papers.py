"""Every folder of papers/ passes the same suite: strict rendering, named gaps, Word, public copy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.table import Table

from app.domains.documents.catalogue import PAPERS, fields_of
from app.domains.documents.facts.base import FactsRefused
from app.domains.documents.facts.marks import Audience
from app.domains.documents.facts.paper import Role
from app.domains.documents.rendering import faults_of, make_paper, public_copy, to_docx
from app.kernel.errors import NotAllowed, NotFound
from app.law.personal_data import Number, find_personal
from app.law.phrases import scan

from .samples import FOLDER, SAMPLES

PUBLIC = [code for code, kind in PAPERS.items() if kind.public]
REQUIRED = [(code, name, field.title) for code, kind in PAPERS.items() for name, field in kind.facts.model_fields.items() if field.is_required()]
PUBLISHED = ("auction_notice", "bidding_instructions", "special_warnings", "party_auction_notice", "reauction_notice", "network_sale_notice")
PRIVATE = {"id_no", "phone", "buyer_id_no", "buyer_phone", "number"}


@pytest.mark.parametrize("code", PAPERS)
def test_a_paper_is_its_expected_text(code: str) -> None:
    assert make_paper(code, SAMPLES[code]).text == (FOLDER / code / "expected.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", PAPERS)
def test_a_sample_holds_no_fact_that_the_paper_does_not_know(code: str) -> None:
    assert set(SAMPLES[code]) <= set(PAPERS[code].facts.model_fields)


@pytest.mark.parametrize("code", PAPERS)
def test_a_paper_leaves_no_trace_of_python_or_of_an_empty_gap(code: str) -> None:
    text = make_paper(code, SAMPLES[code]).text
    assert not re.search(r"None|True|False|[{}\[\]]|，，|。。|：。|、、|（）|（（|））|，。|；。", text)


@pytest.mark.parametrize(("code", "name", "title"), REQUIRED, ids=[f"{code}-{name}" for code, name, _ in REQUIRED])
def test_a_missing_fact_is_refused_by_its_chinese_name(code: str, name: str, title: str | None) -> None:
    facts = {key: value for key, value in SAMPLES[code].items() if key != name}
    with pytest.raises(FactsRefused) as refused:
        make_paper(code, facts)
    assert title, f"{code}.{name} has no Chinese name"
    assert f"缺少：{title}" in refused.value.message
    assert (name, f"缺少：{title}") in faults_of(code, facts)


@pytest.mark.parametrize("code", PAPERS)
def test_a_blank_text_is_a_missing_fact(code: str) -> None:
    name = next(name for name, field in PAPERS[code].facts.model_fields.items() if field.is_required() and isinstance(SAMPLES[code][name], str))
    assert faults_of(code, SAMPLES[code] | {name: "  "})


@pytest.mark.parametrize("code", PAPERS)
def test_word_holds_the_same_blocks(code: str) -> None:
    paper = make_paper(code, SAMPLES[code])
    assert list(_texts(to_docx(paper))) == [each.text for each in paper.blocks]


@pytest.mark.parametrize("code", PAPERS)
def test_word_names_an_east_asian_font_for_every_run(code: str) -> None:
    document = Document(BytesIO(to_docx(make_paper(code, SAMPLES[code]))))
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    assert runs
    assert all(run._element.rPr.rFonts.xpath("@w:eastAsia") for run in runs)


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("code", PUBLIC)
def test_the_public_copy_holds_no_number_of_a_person(code: str, audience: Audience) -> None:
    copy = public_copy(make_paper(code, SAMPLES[code]), audience)
    shown = {"number"} if audience is Audience.LOT_PAGE else set()
    for name, secret in _secrets(SAMPLES[code]):
        assert name in shown or secret not in copy.text
    left = {each.kind for each in find_personal(copy.text)}
    assert left <= ({Number.ACCOUNT} if audience is Audience.LOT_PAGE else set())


@pytest.mark.parametrize("code", [code for code in PUBLISHED if code in PAPERS])
def test_the_wording_of_what_reaches_the_site_holds_no_forbidden_phrase(code: str) -> None:
    assert not [each.found for each in scan(make_paper(code, SAMPLES[code]).text)]


@pytest.mark.parametrize("code", PUBLIC)
def test_the_public_copy_is_a_second_rendering_with_its_own_digest_where_it_differs(code: str) -> None:
    paper = make_paper(code, SAMPLES[code])
    copy = public_copy(paper)
    assert (copy.digest != paper.digest) == (copy.text != paper.text)
    assert copy.public is Audience.ARCHIVE


@pytest.mark.parametrize("code", sorted(set(PAPERS) - set(PUBLIC)))
def test_a_paper_of_the_file_has_no_public_copy(code: str) -> None:
    with pytest.raises(NotAllowed, match="不对外公开"):
        public_copy(make_paper(code, SAMPLES[code]))


def test_a_paper_tells_what_it_asks_for_the_needed_first() -> None:
    fields = fields_of("fine_decision")
    assert [each.title for each in fields if each.name == "amount"] == ["罚款金额"]
    assert [each.required for each in fields] == sorted((each.required for each in fields), reverse=True)


def test_the_register_holds_the_41_papers_with_signers_and_rules() -> None:
    assert [each.number for each in PAPERS.values()] == list(range(1, 42))
    assert all(each.signers and each.rules and each.due for each in PAPERS.values())
    assert PAPERS["vacating_notice"].signers == PAPERS["fine_decision"].signers == (Role.PRESIDENT,)


def test_an_unknown_code_is_not_found() -> None:
    with pytest.raises(NotFound):
        make_paper("love_letter", {})


def _texts(content: bytes) -> Iterator[str]:
    for each in Document(BytesIO(content)).iter_inner_content():
        if isinstance(each, Table):
            width = len(each.columns)
            yield from (" | ".join(cell.text for cell in row.cells[:width]) for row in each.rows)
        else:
            yield each.text


def _secrets(facts: Any) -> Iterator[tuple[str, str]]:
    if isinstance(facts, dict):
        for name, value in facts.items():
            if name in PRIVATE and isinstance(value, str) and len(value) >= 11 and not value.startswith("020-"):
                yield name, value
            yield from _secrets(value)
    elif isinstance(facts, list):
        for each in facts:
            yield from _secrets(each)
