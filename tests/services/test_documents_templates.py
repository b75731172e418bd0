"""A court's own templates: offered by the administrator, printed on trial, accepted by a judge, versions kept for the papers made with them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.domains.documents import own_service, service
from app.domains.documents.jobs import print_document, print_proof
from app.domains.documents.own_queries import get_template
from app.domains.documents.queries import get_document
from app.domains.documents.service import About
from app.domains.documents.tables import Document, DocumentTemplate
from app.infra.house import House
from app.kernel.actor import Actor, Role
from app.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from tests.documents.own_word import DEMAND, word
from tests.factories.cases import make_case
from tests.factories.courts import Bench, found_bench, open_person

SAMPLE = json.loads((Path(service.__file__).parent / "papers/balance_demand/sample.json").read_text(encoding="utf-8"))
CODE = "balance_demand"


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def keeper(house: House, bench: Bench) -> Actor:
    with house.work() as w:
        return open_person(w, "secadmin", "聂清和", Role.SECADMIN, court_id=bench.court_id)


@pytest.fixture
def about(house: House, bench: Bench) -> About:
    with house.work(bench["clerk"]) as w:
        case = make_case(w, bench)
        return About(case.id, case.court_id, case.number, "settlement", "s1", signer_id=case.judge_id)


def offer(house: House, keeper: Actor, *lines: str) -> DocumentTemplate:
    with house.work(keeper) as w:
        return own_service.offer(w, CODE, "催缴.docx", word(*(lines or DEMAND)))


def accept(house: House, bench: Bench, found: DocumentTemplate) -> None:
    print_proof(house, {"template_id": found.id})
    with house.work(bench["judge"]) as w:
        own_service.accept(w, found.id, found.digest)


def make(house: House, about: About, **changes: object) -> Document:
    with house.work() as w:
        return service.make(w, CODE, SAMPLE | changes, about)


def test_an_accepted_template_makes_papers_from_then_on_and_older_ones_keep_theirs(house: House, bench: Bench, keeper: Actor, about: About) -> None:
    plain = make(house, about)
    first = offer(house, keeper)
    assert (first.status, first.findings) == ("checked", [])
    accept(house, bench, first)
    own = make(house, about, paid_so_far=SAMPLE["paid_so_far"] + 100)
    assert (plain.template_id, own.template_id) == (None, first.id)
    assert "保证金不予退还。" in own.text
    second = offer(house, keeper, *DEMAND, "特此通知。")
    accept(house, bench, second)
    with house.reading(bench["clerk"]) as r:
        assert get_document(r, own.id).template_id == first.id
    with house.reading(keeper) as r:
        assert [get_template(r, each.id).status for each in (first, second)] == ["retired", "accepted"]
    print_document(house, {"document_id": own.id})
    with house.reading(bench["clerk"]) as r:
        printed = get_document(r, own.id)
    assert house.evidence.read(printed.pdf_digest or "").startswith(b"%PDF")
    assert house.evidence.read(printed.docx_digest or "").startswith(b"PK")
    with house.work(keeper) as w:
        own_service.retire(w, second.id)
    assert make(house, about, paid_so_far=SAMPLE["paid_so_far"] + 200).template_id is None


def test_a_template_with_a_breach_cannot_be_accepted_and_a_retired_one_is_not_checked(house: House, bench: Bench, keeper: Actor) -> None:
    found = offer(house, keeper, *DEMAND, "{{ 标的名 }}")
    assert found.status == "uploaded"
    with pytest.raises(NotNow), house.work(bench["judge"]) as w:
        own_service.accept(w, found.id, found.digest)
    sound = offer(house, keeper)
    assert sound.version_no == 2
    with pytest.raises(NotNow, match="试打印"), house.work(bench["judge"]) as w:
        own_service.accept(w, sound.id, sound.digest)
    accept(house, bench, sound)
    with pytest.raises(NotNow), house.work(keeper) as w:
        own_service.check_again(w, sound.id)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04broken"])
def test_what_is_no_word_file_is_refused(house: House, keeper: Actor, content: bytes) -> None:
    with pytest.raises(Invalid), house.work(keeper) as w:
        own_service.offer(w, CODE, "a.docx", content)


def test_a_neighbour_sees_no_template_and_nobody_without_a_court_offers_one(house: House, bench: Bench, keeper: Actor) -> None:
    found = offer(house, keeper)
    with pytest.raises(NotFound), house.reading(bench["judge_b"]) as r:
        get_template(r, found.id)
    with house.work() as w:
        stray = open_person(w, "stray", "无院", Role.SECADMIN)
    with pytest.raises(NotAllowed), house.work(stray) as w:
        own_service.offer(w, CODE, "a.docx", word(*DEMAND))
