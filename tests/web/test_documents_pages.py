"""Pages of papers: list, one paper with its blanks, signing, files, and who sees nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.domains.documents import service
from app.domains.documents.jobs import print_document
from app.domains.documents.permissions import FILL_DOCUMENT, SEE_DOCUMENTS, SIGN_DOCUMENT, TAKE_COPY
from app.domains.documents.service import About
from app.domains.documents.tables import Document
from app.infra.house import House
from app.kernel.actor import ADMIN_ROLES, AGENCY_ROLES, Role
from tests.factories.cases import make_case, seat_panel
from tests.factories.courts import Bench, found_bench
from tests.web.visiting import counted, signed_in

PAPERS = Path(service.__file__).parent / "papers"


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def about(house: House, bench: Bench) -> About:
    with house.work(bench["clerk"]) as w:
        case = make_case(w, bench)
        seat_panel(w, bench, case.id)
        return About(case.id, case.court_id, case.number, "plan", "p1", signer_id=case.judge_id)


def prepare(house: House, about: About, code: str = "auction_notice", **changes: Any) -> Document:
    facts = {**json.loads((PAPERS / code / "sample.json").read_text(encoding="utf-8")), **changes}
    with house.work() as w:
        return service.prepare(w, code, {name: value for name, value in facts.items() if value is not None}, about)


def test_the_list_says_title_case_version_signer_and_what_is_missing(app: Flask, house: House, bench: Bench, about: About) -> None:
    prepare(house, about, office_phone=None)
    prepare(house, about, "bidding_instructions")
    page = signed_in(app, "clerk").get("/documents").text
    assert all(words in page for words in ("拍卖公告", "竞买须知", "（2026）粤0115执1422号", "第 1 版", "孔令舟", "缺 1 项", "待签"))


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("status=draft", {"拍卖公告"}),
        ("status=made", {"竞买须知"}),
        ("status=signed", set()),
        ("code=bidding_instructions", {"竞买须知"}),
        ("q=须知", {"竞买须知"}),
        ("q=1422", {"拍卖公告", "竞买须知"}),
        ("case=nowhere", set()),
        ("page=2", set()),
        ("page=x&status=odd&code=odd", {"拍卖公告", "竞买须知"}),
    ],
)
def test_the_list_is_narrowed_by_its_address(app: Flask, house: House, bench: Bench, about: About, query: str, seen: set[str]) -> None:
    prepare(house, about, office_phone=None)
    prepare(house, about, "bidding_instructions")
    page = signed_in(app, "clerk").get(f"/documents?{query}").text
    body = page[page.index("<tbody>") :] if "<tbody>" in page else ""
    assert {title for title in ("拍卖公告", "竞买须知") if title in body} == seen


def test_a_draft_names_what_is_missing_and_is_completed_on_its_page(app: Flask, house: House, bench: Bench, about: About) -> None:
    kept = prepare(house, about, office_phone=None, arrears=None)
    client = signed_in(app, "clerk")
    page = client.get(f"/documents/{kept.id}").text
    assert all(words in page for words in ("缺少：联系电话", "缺少：欠费", "去填写", "每行一项，各格用 | 隔开"))
    answer = client.post(f"/documents/{kept.id}/facts", data={"office_phone": "020-39050000", "arrears": "物业费|3186.00|2026-01-31|物业对账单|被执行人"})
    assert answer.status_code == 303
    done = client.get(answer.headers["Location"]).text
    assert all(words in done for words in ("待签", "020-39050000", "物业费3,186.00元", "草稿 未经签发"))


def test_a_bad_cell_keeps_what_was_typed_and_says_where(app: Flask, house: House, bench: Bench, about: About) -> None:
    kept = prepare(house, about, arrears=None)
    answer = signed_in(app, "clerk").post(f"/documents/{kept.id}/facts", data={"arrears": "物业费|很多"})
    assert answer.status_code == 422
    assert "物业费|很多" in answer.text
    assert "第 1 行“金额”应为金额" in answer.text


def test_the_judge_signs_the_text_on_the_screen(app: Flask, house: House, bench: Bench, about: About) -> None:
    made = prepare(house, about)
    client = signed_in(app, "judge")
    assert f'value="{made.digest}"' in client.get(f"/documents/{made.id}").text
    assert client.post(f"/documents/{made.id}/sign", data={"digest": "0" * 64}).status_code == 409
    assert client.post(f"/documents/{made.id}/sign", data={"digest": made.digest}).status_code == 303
    page = client.get(f"/documents/{made.id}").text
    assert "已签" in page
    assert "草稿 未经签发" not in page


def test_the_clerk_may_not_sign_and_is_told_whose_act_it_is(app: Flask, house: House, bench: Bench, about: About) -> None:
    made = prepare(house, about)
    client = signed_in(app, "clerk")
    assert "你不能签发：该操作属于孔令舟" in client.get(f"/documents/{made.id}").text
    assert client.post(f"/documents/{made.id}/sign", data={"digest": made.digest}).status_code == 403


def test_a_first_download_waits_for_the_worker_and_then_comes_by_its_name(app: Flask, house: House, bench: Bench, about: About) -> None:
    made = prepare(house, about, "bidding_instructions")
    client = signed_in(app, "clerk")
    first = client.get(f"/documents/{made.id}/pdf")
    assert first.status_code == 303
    assert "正在制作文件" in client.get(first.headers["Location"]).text
    print_document(house, {"document_id": made.id})
    assert "文件已经制作好" in client.get(first.headers["Location"], headers={"HX-Request": "true"}).text
    file = client.get(f"/documents/{made.id}/pdf")
    assert (file.mimetype, file.data[:4], file.headers["Cache-Control"]) == ("application/pdf", b"%PDF", "no-store")


def test_the_public_copy_is_shown_beside_the_original_before_it_leaves(app: Flask, house: House, bench: Bench, about: About) -> None:
    made = prepare(house, about)
    page = signed_in(app, "judge").get(f"/documents/{made.id}/masked").text
    assert "6100801150020260312" in page
    assert "×" in page


def test_a_paper_that_is_never_public_has_no_public_copy(app: Flask, house: House, bench: Bench, about: About) -> None:
    made = prepare(house, about, "party_auction_notice")
    client = signed_in(app, "judge")
    assert client.get(f"/documents/{made.id}/masked").status_code == 404
    assert client.get(f"/documents/{made.id}/public").status_code == 409


@pytest.mark.parametrize("login", ["clerk_b", "judge_b", "panel3"])
def test_foreign_people_find_nothing(app: Flask, house: House, bench: Bench, about: About, login: str) -> None:
    made = prepare(house, about)
    client = signed_in(app, login)
    assert [client.get(f"/documents/{made.id}{end}").status_code for end in ("", "/pdf", "/docx", "/public", "/masked", "/making/pdf")] == [404] * 6
    assert "拍卖公告" not in client.get("/documents").text.partition("<tbody>")[2]


def test_queries_do_not_grow_with_the_list(app: Flask, house: House, bench: Bench, about: About) -> None:
    for number in range(12):
        prepare(house, About(about.case_id, about.court_id, about.case_number, "party", f"s{number}", signer_id=about.signer_id), "party_auction_notice")
    client = signed_in(app, "clerk")
    client.get("/documents")
    with counted(house) as few:
        client.get("/documents?code=auction_notice")
    with counted(house) as many:
        client.get("/documents?code=party_auction_notice")
    assert len(many) - len(few) <= 1
    assert len([each for each in many if "document" in each]) == 2


def test_no_outside_body_and_no_administrator_holds_a_right_over_papers() -> None:
    assert not (AGENCY_ROLES | ADMIN_ROLES | {Role.HIGHER}) & (SEE_DOCUMENTS.roles | FILL_DOCUMENT.roles | SIGN_DOCUMENT.roles | TAKE_COPY.roles)
