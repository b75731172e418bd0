"""Documents: made strictly, kept as drafts, filled in, versions, signatures, scope, printing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.domains.audit.tables import TrailRow
from app.domains.documents import service
from app.domains.documents.filling import blanks_of, rows_of
from app.domains.documents.jobs import print_document, sheet_of
from app.domains.documents.queries import Wanted, count_by_status, get_document, list_documents
from app.domains.documents.service import About
from app.domains.documents.tables import Document
from app.domains.documents.types import Copy
from app.infra.house import House
from app.infra.outbox import Job
from app.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, NotNow
from tests.factories.cases import make_case, seat_panel
from tests.factories.courts import Bench, found_bench

PAPERS = Path(service.__file__).parent / "papers"


def sample(code: str, **changes: Any) -> dict[str, Any]:
    """The facts of the paper's worked sample; None takes one away."""
    facts = {**json.loads((PAPERS / code / "sample.json").read_text(encoding="utf-8")), **changes}
    return {name: value for name, value in facts.items() if value is not None}


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def about(house: House, bench: Bench) -> About:
    with house.work(bench["clerk"]) as w:
        case = make_case(w, bench)
        seat_panel(w, bench, case.id)
        return About(case.id, case.court_id, case.number, "plan", "p1", signer_id=case.judge_id)


def make(house: House, about: About, code: str = "auction_notice", **changes: Any) -> Document:
    with house.work() as w:
        return service.make(w, code, sample(code, **changes), about)


def draft(house: House, about: About, code: str = "auction_notice", **changes: Any) -> Document:
    with house.work() as w:
        return service.prepare(w, code, sample(code, **changes), about)


def read(house: House, document_id: str) -> Document:
    with house.reading() as r:
        return get_document(r, document_id)


def test_a_paper_is_made_from_its_facts_and_waits_for_its_signature(house: House, about: About) -> None:
    made = make(house, about)
    assert (made.status, made.version_no, made.faults) == ("made", 1, [])
    assert "起拍价2,380,000.00元" in made.text
    assert made.public_digest not in (None, made.digest)


def test_strict_making_names_every_missing_fact(house: House, about: About) -> None:
    with pytest.raises(Invalid) as refused:
        make(house, about, office_phone=None, viewing=None)
    assert set(refused.value.faults) == {("office_phone", "缺少：联系电话"), ("viewing", "缺少：看样安排")}


def test_a_business_act_keeps_a_draft_that_names_what_is_missing(house: House, about: About) -> None:
    kept = draft(house, about, office_phone=None)
    assert (kept.status, kept.faults, kept.digest) == ("draft", [["office_phone", "缺少：联系电话"]], "")


def test_the_same_facts_again_are_the_same_version(house: House, about: About) -> None:
    assert make(house, about).id == make(house, about).id


def test_other_facts_are_a_new_version_and_the_older_is_void(house: House, about: About) -> None:
    first = make(house, about)
    second = make(house, about, viewing="2026年3月20日9时")
    assert (read(house, first.id).status, second.status, second.version_no) == ("void", "made", 2)


def test_a_draft_is_completed_in_place(house: House, bench: Bench, about: About) -> None:
    kept = draft(house, about, office_phone=None)
    with house.work(bench["clerk"]) as w:
        done = service.fill_in(w, kept.id, {"office_phone": "020-39050000"})
    assert (done.id, done.status, done.version_no, done.made_by) == (kept.id, "made", 1, bench["clerk"].id)
    assert "020-39050000" in done.text


def test_what_a_person_entered_survives_when_the_house_prepares_again(house: House, bench: Bench, about: About) -> None:
    kept = draft(house, about, office_phone=None)
    with house.work(bench["clerk"]) as w:
        service.fill_in(w, kept.id, {"office_phone": "020-39050000"})
    again = draft(house, about, office_phone=None, viewing="2026年3月20日9时")
    assert (again.status, again.facts["office_phone"], again.version_no) == ("made", "020-39050000", 2)


def test_a_change_after_the_signature_loses_it(house: House, bench: Bench, about: About) -> None:
    made = make(house, about)
    with house.work(bench["judge"]) as w:
        service.sign(w, made.id, digest=made.digest)
    with house.work(bench["clerk"]) as w:
        fresh = service.fill_in(w, made.id, {"special_qualification": "应为本集体经济组织成员"})
    assert (read(house, made.id).status, fresh.status, fresh.signed_by) == ("void", "made", None)


@pytest.mark.parametrize("login", ["clerk", "president", "director"])
def test_only_the_judge_in_charge_signs_an_announcement(house: House, bench: Bench, about: About, login: str) -> None:
    made = make(house, about)
    with pytest.raises(NotAllowed), house.work(bench[login]) as w:
        service.sign(w, made.id, digest=made.digest)


def test_the_president_alone_signs_a_vacating_notice(house: House, bench: Bench, about: About) -> None:
    unnamed = About(about.case_id, about.court_id, about.case_number, "handover", "h1")
    made = make(house, unnamed, "vacating_notice")
    with pytest.raises(NotAllowed), house.work(bench["judge"]) as w:
        service.sign(w, made.id, digest=made.digest)
    with house.work(bench["president"]) as w:
        assert service.sign(w, made.id, digest=made.digest).status == "signed"


def test_nobody_signs_what_they_completed_themselves(house: House, bench: Bench, about: About) -> None:
    kept = draft(house, about, office_phone=None)
    with house.work(bench["judge"]) as w:
        done = service.fill_in(w, kept.id, {"office_phone": "020-39050000"})
    with pytest.raises(NotAllowed, match="自己制作"), house.work(bench["judge"]) as w:
        service.sign(w, kept.id, digest=done.digest)


def test_a_signature_counts_for_the_text_on_the_screen_only(house: House, bench: Bench, about: About) -> None:
    made = make(house, about)
    with pytest.raises(Conflict), house.work(bench["judge"]) as w:
        service.sign(w, made.id, digest="0" * 64)


def test_a_draft_cannot_be_signed_or_copied(house: House, bench: Bench, about: About) -> None:
    kept = draft(house, about, office_phone=None)
    with pytest.raises(NotNow), house.work(bench["judge"]) as w:
        service.sign(w, kept.id, digest="")
    with pytest.raises(NotNow), house.work(bench["judge"]) as w:
        service.take_copy(w, kept.id, Copy.PDF)


@pytest.mark.parametrize("path", ["start_price", "viewing", "applicants.0.name"])
def test_what_a_register_holds_is_not_changed_on_the_paper(house: House, bench: Bench, about: About, path: str) -> None:
    made = make(house, about)
    with pytest.raises(NotAllowed, match="不能在文书里改"), house.work(bench["clerk"]) as w:
        service.fill_in(w, made.id, {path: 1})


def test_another_court_finds_nothing(house: House, bench: Bench, about: About) -> None:
    made = make(house, about)
    with house.reading(bench["judge_b"]) as r:
        assert list_documents(r, Wanted()) == []
        with pytest.raises(NotFound):
            get_document(r, made.id)


@pytest.mark.parametrize(("login", "sees"), [("judge", True), ("panel1", True), ("panel3", False), ("clerk", False), ("director", False), ("president", False)])
def test_a_secret_paper_is_for_its_panel_alone(house: House, bench: Bench, about: About, login: str, sees: bool) -> None:
    make(house, About(about.case_id, about.court_id, about.case_number, "plan", "p1", secret=True), "panel_record")
    with house.reading(bench[login]) as r:
        assert (len(list_documents(r, Wanted())) == 1, count_by_status(r, Wanted()) == {"made": 1}) == (sees, sees)


def test_a_first_copy_is_printed_by_the_worker_and_then_taken_with_a_trail(house: House, bench: Bench, about: About) -> None:
    made = make(house, about)
    with house.work(bench["clerk"]) as w:
        assert service.take_copy(w, made.id, Copy.PDF) is None
    with house.reading() as r:
        (job,) = r.session.scalars(select(Job).where(Job.kind == service.PRINT))
    print_document(house, job.payload)
    print_document(house, job.payload)
    with house.work(bench["clerk"]) as w:
        digests = [service.take_copy(w, made.id, copy) for copy in Copy]
    contents = [house.evidence.read(str(digest)) for digest in digests]
    assert [content[:4] for content in contents] == [b"%PDF", b"PK\x03\x04", b"%PDF"]
    assert len(set(digests)) == 3


def test_the_sheet_says_draft_until_it_is_signed_and_that_the_clock_is_not_real(house: House, bench: Bench, about: About) -> None:
    made = make(house, about)
    assert sheet_of(house, made).watermark == "草稿 未经签发\n演示数据"
    with house.work(bench["judge"]) as w:
        signed = service.sign(w, made.id, digest=made.digest)
    assert sheet_of(house, signed).watermark == "演示数据"
    assert signed.pdf_digest is None


def test_what_happens_to_a_secret_paper_is_told_to_the_panel_only(house: House, about: About) -> None:
    make(house, about)
    make(house, About(about.case_id, about.court_id, about.case_number, "plan", "p1", secret=True), "panel_record")
    with house.reading() as r:
        rows = r.session.scalars(select(TrailRow).where(TrailRow.act == "document.prepared").order_by(TrailRow.id)).all()
    assert [(row.secret, "合议笔录" in row.summary) for row in rows] == [(False, False), (True, True)]


def test_rows_are_typed_a_line_each_and_a_bad_cell_is_named() -> None:
    (blank,) = blanks_of("auction_notice", ["arrears"])
    assert rows_of(blank, "物业费｜1,248.00｜2026-03-31｜物业公司|被执行人") == [
        {"kind": "物业费", "amount": 124800, "as_of": "2026-03-31", "source": "物业公司", "bearer": "被执行人"}
    ]
    assert rows_of(blank, "无") == []
    with pytest.raises(Invalid, match="第 1 行“金额”应为金额"):
        rows_of(blank, "物业费|一千")
